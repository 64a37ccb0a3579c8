"""Reports → files in the layouts seen in the wild: `render(doc, layout, encoding)`.

Layouts are independent of what is printed: every quirk of content is already in the `Document`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from eval.render import html, markdown, pdf, pdftext, script, text, word
from eval.render.model import Cell, Document, Section, Table

__all__ = ["LAYOUTS", "Cell", "Document", "Layout", "Section", "Table", "render"]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a report is written. `losses` gives the keys of cells that this layout destroys."""

    suffix: str
    write: Callable[[Document], str | bytes]
    encoding: str = "utf-8"
    losses: Callable[[Document], set[str]] = lambda doc: set()
    traditional: bool = False


LAYOUTS: dict[str, Layout] = {
    "txt_tsv": Layout(".txt", text.tsv),
    "txt_tsv_shifted": Layout(".txt", text.tsv_shifted),
    "txt_cells": Layout(".txt", text.cells),
    "txt_bars": Layout(".txt", text.bars),
    "txt_bare": Layout(".txt", text.bare),
    "txt_space": Layout(".txt", text.spaced),
    "txt_glued": Layout(".txt", text.glued, losses=text.glued_losses),
    "txt_once": Layout(".txt", text.lines_once, losses=text.all_losses),
    "txt_pdf": Layout(".txt", pdftext.pdf_text),
    "txt_pdf_pages": Layout(".txt", pdftext.pdf_text_pages),
    "txt_above": Layout(".txt", pdftext.above),
    "txt_traditional": Layout(".txt", text.tsv, traditional=True),
    "md_pipes": Layout(".md", markdown.pipes),
    "md_pipes_padded": Layout(".md", markdown.pipes_padded),
    "md_pipes_open": Layout(".md", markdown.pipes_open),
    "md_torn": Layout(".md", markdown.torn),
    "html_page": Layout(".html", html.page),
    "html_gb18030": Layout(".html", html.page_gb18030, encoding="gb18030"),
    "html_traditional": Layout(".html", html.page, traditional=True),
    "html_div": Layout(".html", html.divs),
    "docx": Layout(".docx", word.plain),
    "docx_textbox": Layout(".docx", word.text_box_title),
    "docx_nested": Layout(".docx", word.nested_tables),
    "pdf": Layout(".pdf", pdf.pdf),
}


def render(doc: Document, layout: str, encoding: str | None = None) -> bytes:
    """The file's bytes; `encoding` overrides the layout's own for text formats."""
    chosen = LAYOUTS[layout]
    content = chosen.write(doc)
    if isinstance(content, bytes):
        return content
    printed = script.traditional(content) if chosen.traditional else content
    return printed.encode(encoding or chosen.encoding)
