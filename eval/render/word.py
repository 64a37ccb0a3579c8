"""Word files: merged cells as Word writes them, nested tables, a title in a floating box."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from xml.sax.saxutils import escape

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from eval.render.model import Cell, Document, Table

_EPOCH = (2025, 1, 20, 9, 0, 0)
_BOX_NAMESPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
)


def plain(doc: Document) -> bytes:
    """A plain .docx: title lines, headings, paragraphs, tables with merged cells."""
    return _build(doc, [_paragraph(line) for line in doc.title])


def text_box_title(doc: Document) -> bytes:
    """As `plain`, with the title in a floating text box (and again in its VML fallback)."""
    return _build(doc, [_text_box(doc.title)])


def nested_tables(doc: Document) -> bytes:
    """As `plain`, with every statutory table inside a one-cell frame table."""
    return _build(doc, [_paragraph(line) for line in doc.title], nested=True)


def _build(doc: Document, title: list[str], nested: bool = False) -> bytes:
    word = docx.Document()
    body = word.element.body
    for xml in [*title, *_blocks(doc, nested)]:
        body.insert(len(body) - 1, parse_xml(xml))
    return _fixed(word, doc)


def _blocks(doc: Document, nested: bool) -> Iterator[str]:
    for block in doc.blocks():
        if isinstance(block, str):
            yield _paragraph(block)
        else:
            yield _frame(_table(block)) if nested else _table(block)
            yield _paragraph("")


def _paragraph(text: str) -> str:
    """A paragraph whose text is cut into two runs, as Word does while one types."""
    cut = max(1, len(text) // 3)
    return f"<w:p {nsdecls('w')}>{_run(text[:cut])}{_run(text[cut:])}</w:p>"


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _frame(inner: str) -> str:
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr/><w:tblGrid><w:gridCol w:w="9000"/></w:tblGrid><w:tr>'
        f"<w:tc><w:tcPr/>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    )


def _table(table: Table) -> str:
    grid = '<w:gridCol w:w="900"/>' * table.columns
    rows = "".join(f"<w:tr>{row}</w:tr>" for row in _rows(table))
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _rows(table: Table) -> Iterator[str]:
    """Cells of each row, with an empty continuation cell under every vertical merge."""
    covered: dict[int, tuple[int, int]] = {}
    for row in table.rows:
        x, pending, xml = 0, list(row), []
        while x < table.columns and (pending or covered.get(x, (0, 1))[0]):
            below, span = covered.get(x, (0, 1))
            if below:
                xml.append(_cell("", span, "<w:vMerge/>"))
                covered[x] = (below - 1, span)
            else:
                cell = pending.pop(0)
                span = cell.colspan
                covered[x] = (cell.rowspan - 1, span)
                xml.append(_cell(cell.text, span, _merge_start(cell)))
            x += span
        yield "".join(xml)


def _merge_start(cell: Cell) -> str:
    return '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""


def _cell(text: str, span: int, merge: str) -> str:
    width = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f"<w:tc><w:tcPr>{width}{merge}</w:tcPr><w:p>{_run(text)}</w:p></w:tc>"


def _text_box(lines: list[str]) -> str:
    content = "".join(_paragraph(line) for line in lines)
    shape = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="page"><wp:posOffset>900000</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="page"><wp:posOffset>700000</wp:posOffset></wp:positionV>'
        '<wp:extent cx="5600000" cy="900000"/><wp:wrapTopAndBottom/>'
        '<wp:docPr id="1" name="标题框"/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/><wps:spPr/><wps:txbx><w:txbxContent>'
        f"{content}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
        "</wp:anchor>"
    )
    fallback = f"<v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape>"
    return (
        f"<w:p {nsdecls('w')} {_BOX_NAMESPACES}><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing>{shape}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{fallback}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )


def _fixed(word: WordDocument, doc: Document) -> bytes:
    """The file's bytes with every date fixed, so that the same report gives the same file."""
    properties = word.core_properties
    properties.title, properties.author = "".join(doc.title), doc.issuer
    properties.created = properties.modified = datetime(*_EPOCH)
    saved, result = io.BytesIO(), io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return result.getvalue()
