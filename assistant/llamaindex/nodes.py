"""What all parts give: nodes that are verbatim spans of a report's text, with the report's facts.

A node's `start_char_idx` and `end_char_idx` are offsets into the stored plain text of its report
(`Store.text`), as those of a citation are; its source node is the report, by report id.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from llama_index.core.schema import NodeRelationship, NodeWithScore, RelatedNodeInfo, TextNode

from assistant.evidence import Citation, ReportRef
from index.form import TABLES
from index.report import Report

# Near-identical reports are told apart by body, year and section; more words would drown the text.
_EMBEDDED = frozenset({"issuer", "year", "section"})
_SHOWN = _EMBEDDED | {"file_name", "row_label", "col_label"}

STYLE = {
    "metadata_template": "{value}",
    "metadata_seperator": " ",  # sic, the field's alias
    "text_template": "{metadata_str}\n{content}",
}
"""Metadata as one line above the text, like the header of the passages that nianbao embeds."""


def describe(report: Report | ReportRef) -> dict[str, Any]:
    """The facts of a report as flat metadata; null where unknown."""
    named = report.identity if isinstance(report, Report) else report
    return {
        "report_id": report.report_id,
        "issuer": named.full_name,
        "year": named.year,
        "province": named.province,
        "city": named.city,
        "county": named.county,
        "body_type": named.body_type,
        "form": report.form,
        "grade": report.grade,
        "file_name": report.file,
    }


def excluded(metadata: Mapping[str, Any]) -> dict[str, list[str]]:
    """Which keys stay out of the embedded text and out of what a language model reads."""

    def others(kept: Collection[str]) -> list[str]:
        return [key for key, value in metadata.items() if key not in kept or value in (None, "")]

    return {
        "excluded_embed_metadata_keys": others(_EMBEDDED),
        "excluded_llm_metadata_keys": others(_SHOWN),
    }


def span_node(
    node_id: str,
    text: str,
    start: int,
    end: int,
    metadata: dict[str, Any],
    source: RelatedNodeInfo | None = None,
) -> TextNode:
    """The span `start`..`end` of a report, `text`, as a node; `source` by default the report."""
    source = source or RelatedNodeInfo(node_id=metadata["report_id"])
    return TextNode(
        id_=node_id,
        text=text,
        start_char_idx=start,
        end_char_idx=end,
        metadata=metadata,
        relationships={NodeRelationship.SOURCE: source},
        **STYLE,
        **excluded(metadata),
    )


def cited(n: int, citation: Citation) -> NodeWithScore:
    """A citation as a source node. `n` is its mark in the answer; it has no score, being exact."""
    metadata = {
        "n": n,
        "report_id": citation.report_id,
        "issuer": citation.issuer,
        "year": citation.year,
        "section": citation.section,
        "file_name": citation.file,
        "kind": citation.kind,
        **_cell(citation),
    }
    name = f"{citation.report_id}:{citation.start}-{citation.end}"
    return NodeWithScore(
        node=span_node(name, citation.quote, citation.start, citation.end, metadata)
    )


def _cell(citation: Citation) -> dict[str, Any]:
    """What a bare printed number needs to be understood; empty for sentences."""
    if citation.table is None or citation.row_code is None or citation.col_code is None:
        return {}
    table = TABLES[citation.table]
    return {
        "table": citation.table,
        "row_code": citation.row_code,
        "col_code": citation.col_code,
        "row_label": table.row(citation.row_code).printed,
        "col_label": table.col(citation.col_code).label,
    }
