"""PDF with a text layer: tables that run over pages, page numbers between their rows."""

from __future__ import annotations

import io
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from eval.render.model import Cell, Document, Table

FONT = "STSong-Light"
_LABEL_WIDTHS = {"proactive": [150], "proactive_2019": [150], "requests": [44, 48, 140]}
_WIDTH = 520


def pdf(doc: Document) -> bytes:
    """The report on A4 pages; dates and identifiers are fixed."""
    styles = _styles()
    story: list[Any] = [Paragraph(escape(line), styles["title"]) for line in doc.title]
    for block in doc.blocks():
        if isinstance(block, Table):
            story += [_grid(block), Spacer(1, 4 * mm)]
        else:
            story.append(Paragraph(escape(block), styles["text"]))
    target = io.BytesIO()
    template = SimpleDocTemplate(
        target, pagesize=A4, invariant=1, title="".join(doc.title), leftMargin=36, rightMargin=36
    )
    template.build(story, onFirstPage=_page_number, onLaterPages=_page_number)
    return target.getvalue()


@cache
def _styles() -> dict[str, ParagraphStyle]:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    text = ParagraphStyle("text", fontName=FONT, fontSize=11, leading=18, wordWrap="CJK")
    small = ParagraphStyle("cell", parent=text, fontSize=8, leading=10, alignment=TA_CENTER)
    title = ParagraphStyle("title", parent=text, fontSize=16, leading=26, alignment=TA_CENTER)
    return {"text": text, "cell": small, "title": title}


def _page_number(canvas: Any, template: Any) -> None:
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(A4[0] / 2, 12 * mm, f"— {template.page} —")


def _grid(table: Table) -> Grid:
    """Horizontal merges are real spans; vertical ones are drawn by leaving out inner lines, so
    that a group of rows may break over pages."""
    matrix = table.matrix()
    style = _styles()["cell"]
    rows = [[Paragraph(escape(c.text), style) if c else "" for c in row] for row in matrix]
    rows = [row + [""] * (table.columns - len(row)) for row in rows]
    whole = (0, 0), (-1, -1)
    commands: list[Any] = [
        ("VALIGN", *whole, "MIDDLE"),
        ("LEFTPADDING", *whole, 1),
        ("RIGHTPADDING", *whole, 1),
    ]
    for y, row in enumerate(matrix):
        for x, cell in enumerate(row):
            commands += _lines(x, y, cell) if cell else []
    return Grid(rows, colWidths=_widths(table), style=commands)


def _lines(x: int, y: int, cell: Cell) -> list[Any]:
    corner = (x + cell.colspan - 1, y + cell.rowspan - 1)
    box = ("BOX", (x, y), corner, 0.5, "black")
    return [box, ("SPAN", (x, y), (corner[0], y))] if cell.colspan > 1 else [box]


def _widths(table: Table) -> list[float]:
    labels: list[float] = list(_LABEL_WIDTHS.get(table.name, []))
    rest = table.columns - len(labels)
    return labels + [(_WIDTH - sum(labels)) / rest] * rest
