"""Files of any supported format → llama-index documents, one a report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from llama_index.core.readers.base import BaseReader
from llama_index.core.schema import Document

from assistant.llamaindex.nodes import STYLE, describe, excluded
from index.parse import parse_file
from index.readers import expand
from index.report import Report, Section

SECTIONS = "nianbao_sections"
"""Metadata key of the sections as the file's own layout shows them, which its text alone may not:
JSON of [path, heading, start, end, kind]. `StatutorySectionNodeParser` uses and removes it."""


class AnnualReportReader(BaseReader):  # type: ignore[misc]
    """Reports as documents: `text` is the plain text that all offsets point into, `id_` the
    report id, `metadata` issuer, year, places, form and grade (null where unknown).

    Also fits `SimpleDirectoryReader(file_extractor={".docx": AnnualReportReader()})`.
    """

    def lazy_load_data(
        self, file: Path | str | Iterable[Path | str], extra_info: dict[str, Any] | None = None
    ) -> Iterator[Document]:
        """The reports in files, folders and zips, one after another; `extra_info` joins the
        metadata of each. Raises ReadError for a file that cannot be read, NotAReportError for a
        document of another kind."""
        paths = [file] if isinstance(file, Path | str) else file
        for item in expand(map(Path, paths)):
            yield _document(parse_file(item), extra_info or {})


def _document(report: Report, extra: dict[str, Any]) -> Document:
    sections = [[s.path, s.heading, s.start, s.end, s.kind] for s in report.sections]
    metadata = extra | describe(report) | {SECTIONS: json.dumps(sections, ensure_ascii=False)}
    return Document(
        id_=report.report_id, text=report.text, metadata=metadata, **STYLE, **excluded(metadata)
    )


def noted_sections(metadata: dict[str, Any], text: str) -> list[Section] | None:
    """The sections a reader noted; null where there are none or the text is no longer theirs."""
    noted = json.loads(metadata.get(SECTIONS) or "[]")
    sections = [Section(*values) for values in noted]
    return sections if sections and sections[-1].end == len(text) else None
