"""Documents → nodes along the statutory sections, each with its place in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from llama_index.core.bridge.pydantic import Field
from llama_index.core.node_parser import NodeParser
from llama_index.core.node_parser.interface import IdFuncCallable
from llama_index.core.schema import BaseNode, Document, MetadataMode, RelatedNodeInfo, TextNode
from llama_index.core.utils import get_tqdm_iterable

from assistant.llamaindex.nodes import span_node
from assistant.llamaindex.reader import SECTIONS, noted_sections
from index.document import SourceDocument
from index.readers.lines import split_lines
from index.readers.text import text_blocks
from index.report import Section
from index.search.chunks import chunk_id, chunk_sections
from index.sections import canonical, find_sections
from index.text import squash

Placed = tuple[Section, int, int]


def _by_position(i: int, doc: BaseNode) -> str:
    return chunk_id(doc.node_id, i)


class StatutorySectionNodeParser(NodeParser):  # type: ignore[misc]
    """Cuts a report where its own headings do.

    `unit` "section": one node a section, tables included; the title and bare headings give none.
    "passage": the passages of about 300 characters that `nianbao index` embeds, narrative only.
    Metadata: those of the document, and section (the path of headings, by
    "/"), part (one of overview, proactive, requests, disputes, problems, other, or null) and kind
    (narrative, table). Any document will do; those of `AnnualReportReader` are cut by layout too.
    """

    unit: Literal["section", "passage"] = Field(
        default="section", description="What becomes a node: a whole section, or a passage of one."
    )
    id_func: IdFuncCallable = Field(
        default=_by_position, description="By default document id and position, always the same."
    )

    @classmethod
    def class_name(cls) -> str:
        """The name for serialisation."""
        return "StatutorySectionNodeParser"

    def _parse_nodes(
        self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any
    ) -> list[BaseNode]:
        documents = get_tqdm_iterable(nodes, show_progress, "Parsing nodes")
        return [node for document in documents for node in self._cut(document)]

    def _postprocess_parsed_nodes(
        self, nodes: list[BaseNode], parent_doc_map: dict[str, Document]
    ) -> list[BaseNode]:
        """Links nodes as usual, but keeps their places, which are known and not to be searched."""
        places = [(node.start_char_idx, node.end_char_idx) for node in nodes]
        lean = {
            name: document.model_copy(update={"metadata": _without_sections(document.metadata)})
            for name, document in parent_doc_map.items()
        }
        linked: list[BaseNode] = super()._postprocess_parsed_nodes(nodes, lean)
        for node, place in zip(linked, places, strict=True):
            node.start_char_idx, node.end_char_idx = place
        return linked

    def _cut(self, document: BaseNode) -> Iterator[TextNode]:
        text = document.get_content(metadata_mode=MetadataMode.NONE)
        sections = noted_sections(document.metadata, text) or _sections_of(text)
        known = _without_sections(document.metadata) if self.include_metadata else {}
        source: RelatedNodeInfo = document.as_related_node_info()
        source.metadata = _without_sections(source.metadata)
        cut = _whole if self.unit == "section" else _passages
        for n, (section, start, end) in enumerate(cut(text, sections)):
            own = {"section": section.path, "part": canonical(section), "kind": section.kind}
            yield span_node(
                self.id_func(n, document), text[start:end], start, end, known | own, source
            )


def _without_sections(metadata: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in metadata.items() if key != SECTIONS}


def _sections_of(text: str) -> Sequence[Section]:
    """The sections of a plain text, as if it were read from a .txt file."""
    blocks = tuple(text_blocks(text, split_lines(text)))
    return find_sections(SourceDocument("", "txt", "", text, blocks))


def _whole(text: str, sections: Sequence[Section]) -> Iterator[Placed]:
    for section in sections:
        words = text[section.start : section.end]
        if section.kind != "title" and squash(words) not in ("", squash(section.heading)):
            start = section.end - len(words.lstrip())
            yield section, start, section.start + len(words.rstrip())


def _passages(text: str, sections: Sequence[Section]) -> Iterator[Placed]:
    for section in sections:
        for chunk in chunk_sections("", text, [section]):
            yield section, chunk.start, chunk.end
