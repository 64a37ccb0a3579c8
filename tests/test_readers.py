"""Readers: every format becomes the same blocks, and every block lies where it says it does."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas
from reportlab.platypus import PageBreak, SimpleDocTemplate, Table

from index.document import Grid, Paragraph, SourceDocument
from index.errors import ReadError
from index.readers import SUPPORTED, InputFile, expand, read, read_bytes
from index.readers.docx_numbering import chinese
from index.readers.grids import is_value

CORPUS = Path(__file__).parents[1] / "eval" / "corpus"
REPORTS = sorted(p for p in CORPUS.iterdir() if p.suffix in SUPPORTED)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TITLE = "柳浦镇2024年政府信息公开工作年度报告"


def read_text(text: str, name: str = "a.txt") -> SourceDocument:
    return checked(read_bytes(text.encode(), name))


def checked(document: SourceDocument) -> SourceDocument:
    """The document, once every block and cell has been found at its place in the text."""
    last = 0
    for block in document.blocks:
        assert last <= block.start <= block.end <= len(document.text)
        last = block.end
        cells = block.cells if isinstance(block, Grid) else (block,)
        for cell in cells:
            assert document.text[cell.start : cell.end] == cell.text
    return document


def lines(document: SourceDocument) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: SourceDocument) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row] for row in block.rows()]
        for block in document.blocks
        if isinstance(block, Grid)
    ]


def spans(document: SourceDocument) -> list[tuple[int, int, int, int, str]]:
    """(row, column, rowspan, colspan, text) of the first table's cells."""
    table = next(block for block in document.blocks if isinstance(block, Grid))
    return [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in table.cells]


def error_of(data: bytes, name: str) -> str:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, name)
    message = str(caught.value)
    assert message.startswith(name + "：")
    return message


class TestPlainText:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
    def test_encodings_give_the_same_text(self, encoding: str) -> None:
        text = f"{TITLE}\r\n一、总体情况\r规章 0 0 0\n"
        document = checked(read_bytes(text.encode(encoding), "a.txt"))
        assert document.text == f"{TITLE}\n一、总体情况\n规章 0 0 0\n"
        assert lines(document) == [TITLE, "一、总体情况", "规章 0 0 0"]
        assert document.format == "txt"

    def test_damaged_utf8_shows_its_damage_instead_of_turning_into_other_characters(self) -> None:
        data = (TITLE * 3).encode()
        assert lines(read_bytes(data[:-1], "a.txt")) == [TITLE * 2 + TITLE[:-1] + "\ufffd"]

    @pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\x00\x01\x02\x03" * 500])
    def test_binary_data_is_refused_with_what_to_do(self, data: bytes) -> None:
        assert "另存为 UTF-8 文本" in error_of(data, "a.txt")

    def test_offsets_are_those_of_the_file(self) -> None:
        text = "\n\n  甲\n\t\n规章\t0\t1\n许可\t2\t\n"
        document = read_text(text)
        assert document.text == text
        assert grids(document) == [[["规章", "0", "1"], ["许可", "2", ""]]]

    def test_edges_lose_blanks_and_bookmarks(self) -> None:
        document = read_text("\u3000\u3000[bookmark: _GoBack]四、诉讼情况\u200b [bookmark: _x]\n")
        assert lines(document) == ["四、诉讼情况"]

    def test_page_numbers_are_left_out_but_bare_numbers_may_be_values(self) -> None:
        assert lines(read_text("甲\n— 3 —\n- 4 -\n第5页 共6页\n0\n")) == ["甲", "0"]

    def test_rows_separated_by_single_spaces_stay_paragraphs(self) -> None:
        assert lines(read_text("规章 0 0 0\n行政许可 12\n")) == ["规章 0 0 0", "行政许可 12"]


class TestTabSeparatedRows:
    def test_padding_of_merged_cells_stays_as_empty_cells(self) -> None:
        document = read_text("第二十条第（一）项\t\t\n信息内容\t制发\t废止\n规章\t0\t1\n\n一、甲\n")
        assert grids(document) == [
            [["第二十条第（一）项", "", ""], ["信息内容", "制发", "废止"], ["规章", "0", "1"]]
        ]
        assert lines(document) == ["一、甲"]

    def test_a_cell_with_a_newline_is_put_together(self) -> None:
        document = read_text(
            "信息内容\t本年收费金额\n（单位：万元）\t备注\n规章\t0\t0\n许可\t1\t1\n"
        )
        assert grids(document)[0][0] == ["信息内容", "本年收费金额\n（单位：万元）", "备注"]

    def test_rows_trimmed_of_their_padding_are_not_joined(self) -> None:
        text = "信息内容\t制发\t废止\t有效\n规章\t0\t0\t0\n第二十条\n信息内容\t决定\n许可\t3\n"
        rows = grids(read_text(text))[0]
        assert rows[2:] == [["第二十条"], ["信息内容", "决定"], ["许可", "3"]]

    def test_a_heading_between_two_tables_is_a_paragraph(self) -> None:
        document = read_text("规章\t0\t0\n三、收到和处理申请情况\n新收\t1\t1\n")
        assert grids(document) == [[["规章", "0", "0"]], [["新收", "1", "1"]]]
        assert lines(document) == ["三、收到和处理申请情况"]

    def test_an_ordinal_set_off_by_a_tab_is_no_table(self) -> None:
        document = read_text("一、\t总体情况\n（一）\t主动公开情况\n")
        assert lines(document) == ["一、\t总体情况", "（一）\t主动公开情况"]


class TestOneCellPerLine:
    def test_a_blank_line_ends_the_row_and_a_lone_tab_is_an_empty_cell(self) -> None:
        text = "二、主动公开\n\t信息内容\n\t制发件数\n\n\t规章\n\t0 \n\n\t\n\t-\n\n\n三、申请\n"
        document = read_text(text)
        assert grids(document) == [[["信息内容", "制发件数"], ["规章", "0"], ["", "-"]]]
        assert lines(document) == ["二、主动公开", "三、申请"]

    def test_a_line_without_a_tab_continues_the_cell(self) -> None:
        rows = grids(read_text("\t商业\n企业\n\t[bookmark: _H1]科研\n机构\n\n\t1\n\t2\n"))[0]
        assert rows == [["商业\n企业", "科研\n机构"], ["1", "2"]]

    def test_a_line_after_a_number_does_not(self) -> None:
        document = read_text("\t规章\n\t0\n\n\t许可\n\t1\n无其他事项。\n")
        assert grids(document)[0][-1] == ["许可", "1"]
        assert lines(document) == ["无其他事项。"]

    def test_indented_prose_is_no_table(self) -> None:
        text = "\t一、总体情况\n\t2024年，柳浦镇公开信息3条。\n\t（一）主动公开\n\t无。\n"
        assert len(lines(read_text(text))) == 4


class TestMarkdown:
    def test_headings_emphasis_and_pipe_tables(self) -> None:
        table = "| 信息内容 | 制发 |\n|---|:-:|\n| 规章 | 0 |\n"
        text = f"# {TITLE}\n\n**一、总体情况**\n- 1.甲\n\n{table}"
        document = read_text(text, "a.md")
        assert document.text == text
        assert lines(document) == [TITLE, "一、总体情况", "1.甲"]
        assert grids(document) == [[["信息内容", "制发"], ["规章", "0"]]]

    def test_a_row_of_dashes_below_the_second_line_holds_values(self) -> None:
        document = read_text("| 维持 | 纠正 |\n|-|-|\n| - | - |\n", "a.md")
        assert grids(document) == [[["维持", "纠正"], ["-", "-"]]]

    def test_pipes_without_frame_and_escaped_pipes(self) -> None:
        assert grids(read_text("规章 | 0 | a\\|b\n许可 | 1 | \n", "a.md")) == [
            [["规章", "0", "a\\|b"], ["许可", "1"]]
        ]

    @pytest.mark.parametrize("name", ["a.md", "a.txt"])
    def test_html_tables_keep_the_offsets_of_the_file(self, name: str) -> None:
        text = (
            "一、甲\n<table border=1>\n<tr><td rowspan='2'>规章</td><td colspan=2><p>制发<br/>件数"
            "</p></td></tr>\n<tr><td>0</td><td>&nbsp;3<td></tr></table>\n二、乙\n"
        )
        document = read_text(text, name)
        assert len(document.text) == len(text)
        assert lines(document) == ["一、甲", "二、乙"]
        assert spans(document) == [
            (0, 0, 2, 1, "规章"),
            (0, 1, 1, 2, "制发     件数"),
            (1, 1, 1, 1, "0"),
            (1, 2, 1, 1, "3"),
            (1, 3, 1, 1, ""),
        ]


PAGE = f"""<!DOCTYPE html><html><head><meta charset="%s"><title>{TITLE}_临溪县</title>
<meta name="PubDate" content="2025-1-5 10:20"><meta name="Url" content="http://x.example/1.html">
<style>td{{}}</style><script>var 规章 = 9;</script></head><body><form id="aspnetForm">
<ul><li>首页</li><li><a href="/">政务公开</a></li></ul>
<div class="location">当前位置：<a href="/">首页</a> &gt; <a href="#">{TITLE}</a></div>
<div>浏览量最高的栏目</div>
<table><tr><td>索引号</td><td>0001</td><td>发布机构</td><td>柳浦镇人民政府</td></tr>
<tr><td>名称</td><td>{TITLE}</td><td>发布日期</td><td>2025-01-06</td></tr></table>
<table width="98%%"><tr><td>
<h1>柳浦镇<span>2024年</span>政府信息公开工作年度报告</h1>
<div>发布时间：2025-01-06 来源：柳浦镇 浏览次数：<b>12</b> 字号：<a href="#">大</a> 小 打印</div>
<div id="zoom" class="print-content"><p>&#12288;&#12288;一、总体情况<!-- 注 --></p>
<p style="text-indent:2em"><span>全年公开</span><span><font>12</font></span>条，
内容涉及补贴。<br/>公开方式：网站、公告栏</p>
<p><a href="/f.docx">附件：目录</a></p><p>二、主动公开政府信息情况</p>
<table class="MsoNormalTable"><tbody><tr><td colspan="3"><p>第二十条第（一）项</p></td></tr>
<tr><td>信息内容</td><td><p>本年制发</p><p>件数</p></td><td>现行有效件数</td></tr>
<tr style="display:none"><td>规章</td><td>9</td><td>9</td></tr>
<tr><td>规章</td><td><p><span>&nbsp;0</span></p></td><td>&nbsp;</td></tr></tbody></table>
<p>六、其他需要报告的事项</p><p>无</p></div></td></tr></table>
<div>相关链接：</div><p>某县某镇2023年政府信息公开工作年度报告，内容与本页无关，只是网站为了推荐而列在这里</p>
<div class="footer">主办：柳浦镇人民政府 网站标识码：0000</div></form></body></html>"""


class TestWebPages:
    @pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030"])
    def test_the_report_is_told_from_the_page_around_it(self, charset: str) -> None:
        encoding = "gb18030" if charset != "utf-8" else charset
        document = checked(read_bytes((PAGE % charset).encode(encoding), "a.html"))
        assert lines(document) == [
            TITLE,
            "一、总体情况",
            "全年公开12条，内容涉及补贴。",
            "公开方式：网站、公告栏",
            "附件：目录",
            "二、主动公开政府信息情况",
            "六、其他需要报告的事项",
            "无",
        ]
        assert spans(document) == [
            (0, 0, 1, 3, "第二十条第（一）项"),
            (1, 0, 1, 1, "信息内容"),
            (1, 1, 1, 1, "本年制发\n件数"),
            (1, 2, 1, 1, "现行有效件数"),
            (2, 0, 1, 1, "规章"),
            (2, 1, 1, 1, "0"),
            (2, 2, 1, 1, ""),
        ]

    def test_what_the_page_says_about_itself_is_metadata(self) -> None:
        assert read_bytes((PAGE % "utf-8").encode(), "a.html").metadata == {
            "page_title": f"{TITLE}_临溪县",
            "url": "http://x.example/1.html",
            "published": "2025-01-05",
            "issuer": "柳浦镇人民政府",
        }

    def test_spans_reach_over_rows_and_end_with_the_table(self) -> None:
        page = (
            "<table><tr><td rowspan=9>规章<td colspan=x>1<td rowspan=0>2<tr><td>3"
            "<tr><td colspan=99999>4</table>"
        )
        assert spans(read_bytes(page.encode(), "a.html")) == [
            (0, 0, 3, 1, "规章"),
            (0, 1, 1, 1, "1"),
            (0, 2, 3, 1, "2"),
            (1, 1, 1, 1, "3"),
            (2, 1, 1, 199, "4"),
        ]

    def test_a_table_of_blocks_is_a_table(self) -> None:
        rows = [["信息内容", "制发"], ["规章", "0"], ["许可", ""]]
        cells = ["".join(f"<span>{text}</span>" for text in row) for row in rows]
        page = "<div>" + "".join(f"<div>{row}</div>" for row in cells) + "</div><p>甲</p>"
        assert grids(checked(read_bytes(page.encode(), "a.html"))) == [rows]

    def test_a_page_without_anything_like_a_report_keeps_its_text(self) -> None:
        page = "<html><body><p>通知</p><p>明天放假</p><a href='/'>首页</a></body></html>"
        assert lines(read_bytes(page.encode(), "a.html")) == ["通知", "明天放假"]

    @pytest.mark.parametrize("depth", [300, 1500])
    def test_deep_nesting_is_no_danger(self, depth: int) -> None:
        page = "<html><body>" + "<div>" * depth + "一、总体情况" + "</div>" * depth
        assert lines(read_bytes(page.encode(), "a.html")) == ["一、总体情况"]


def word_file(*body: str) -> bytes:
    """A .docx whose body is these pieces of WordprocessingML."""
    document = docx.Document()
    for xml in body:
        spaces = nsdecls("w") + (
            ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
            ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
            ' xmlns:v="urn:schemas-microsoft-com:vml"'
        )
        element = parse_xml(xml.replace(">", f" {spaces}>", 1))
        document.element.body.insert(len(document.element.body) - 1, element)
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


class TestWordFiles:
    def test_paragraphs_and_tables_in_order_with_merged_cells_once(self) -> None:
        document = docx.Document()
        document.add_paragraph(TITLE)
        table = document.add_table(3, 3)
        for row, texts in zip(table.rows, ["甲乙丙", "丁戊己", "012"], strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        table.cell(0, 1).merge(table.cell(0, 2)).text = "信息内容"
        table.cell(0, 0).merge(table.cell(1, 0)).text = "规章\n其他"
        document.add_paragraph("二、乙")
        result = checked(read_bytes(saved(document), "a.docx"))
        assert lines(result) == [TITLE, "二、乙"]
        assert spans(result) == [
            (0, 0, 2, 1, "规章\n其他"),
            (0, 1, 1, 2, "信息内容"),
            (1, 1, 1, 1, "戊"),
            (1, 2, 1, 1, "己"),
            (2, 0, 1, 1, "0"),
            (2, 1, 1, 1, "1"),
            (2, 2, 1, 1, "2"),
        ]

    def test_insertions_count_and_deletions_and_hidden_text_do_not(self) -> None:
        data = word_file(
            f"<w:p>{run('申请')}<w:ins>{run('3')}</w:ins><w:del><w:r><w:delText>5</w:delText></w:r>"
            f"</w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>{run('件')}</w:p>"
        )
        assert lines(read_bytes(data, "a.docx")) == ["申请3件"]

    def test_a_text_box_is_read_once(self) -> None:
        box = f"<w:txbxContent><w:p>{run(TITLE)}</w:p></w:txbxContent>"
        data = word_file(
            f"<w:p>{run('甲')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
            f"<wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
            f"{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )
        assert lines(read_bytes(data, "a.docx")) == ["甲", TITLE]

    def test_a_frame_table_is_entered_and_a_scrap_table_stays_in_its_cell(self) -> None:
        def row(*cells: str) -> str:
            return "<w:tr>" + "".join(f"<w:tc>{cell}<w:p/></w:tc>" for cell in cells) + "</w:tr>"

        def table(*rows: str) -> str:
            return f"<w:tbl>{''.join(rows)}</w:tbl>"

        paragraphs = [f"<w:p>{run(text)}</w:p>" for text in ("规章", "0", "许可", "7")]
        scrap = table(row(paragraphs[3]))
        inner = table(row(*paragraphs[:2]), row(paragraphs[2], scrap), row("", ""))
        document = checked(read_bytes(word_file(table(row(inner))), "a.docx"))
        assert grids(document) == [[["规章", "0"], ["许可", "7"], ["", ""]]]

    def test_automatic_numbers_are_restored(self) -> None:
        document = docx.Document()
        numbering = document.part.numbering_part.element
        levels = [("chineseCounting", "%1、"), ("japaneseCounting", "（%2）"), ("decimal", "%3.")]
        numbering.insert(0, parse_xml(_abstract_list(levels)))
        numbering.append(parse_xml(_list(99)))
        for level, text in [(0, "甲"), (1, "乙"), (1, "丙"), (2, "丁"), (0, "戊"), (1, "己")]:
            paragraph = document.add_paragraph(text)
            paragraph._p.get_or_add_pPr().append(parse_xml(_number(99, level)))
        assert lines(read_bytes(saved(document), "a.docx")) == [
            "一、甲",
            "（一）乙",
            "（二）丙",
            "1.丁",
            "二、戊",
            "（一）己",
        ]

    @pytest.mark.parametrize(
        ("number", "printed"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十")]
    )
    def test_chinese_counting(self, number: int, printed: str) -> None:
        assert chinese(number) == printed


def _abstract_list(levels: list[tuple[str, str]]) -> str:
    inner = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (format, text) in enumerate(levels)
    )
    return f'<w:abstractNum {nsdecls("w")} w:abstractNumId="99">{inner}</w:abstractNum>'


def _list(number: int) -> str:
    return f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="99"/></w:num>'


def _number(number: int, level: int) -> str:
    return f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


FONT = "STSong-Light"


@pytest.fixture(scope="module", autouse=True)
def chinese_font() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class Sheet:
    """A PDF drawn by hand: (0, 0) is the upper left corner, 10 points a character."""

    def __init__(self, turn: int = 0, **options: object) -> None:
        self.target = io.BytesIO()
        size = (A4[1], A4[0]) if turn % 180 else A4
        self.canvas = canvas.Canvas(self.target, pagesize=size, **options)
        if turn:
            self.canvas.setPageRotation(turn)
            self.canvas.translate(*{90: (A4[1], 0), 180: A4, 270: (0, A4[0])}[turn])
            self.canvas.rotate(turn)

    def text(self, x: float, y: float, text: str) -> Sheet:
        self.canvas.setFont(FONT, 10)
        self.canvas.drawString(x, A4[1] - y, text)
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        self.canvas.line(x0, A4[1] - y0, x1, A4[1] - y1)
        return self

    def rule(self, xs: list[float], ys: list[float]) -> Sheet:
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        return self

    def page(self) -> Sheet:
        self.canvas.showPage()
        return self

    def read(self) -> SourceDocument:
        self.canvas.save()
        return checked(read_bytes(self.target.getvalue(), "a.pdf"))


class TestPdf:
    def test_ruled_cells_with_spans_and_wrapped_labels(self) -> None:
        sheet = Sheet().text(40, 40, TITLE).rule([40, 140, 200], [60, 80, 120, 140])
        sheet.line(170, 80, 170, 140)
        sheet.text(42, 75, "第1项").text(42, 95, "行政许可").text(42, 110, "1件").text(
            145, 100, "12"
        )
        document = sheet.text(172, 100, "0").text(145, 135, "3").text(172, 135, "/").read()
        assert lines(document) == [TITLE]
        assert spans(document) == [
            (0, 0, 1, 1, "第1项"),
            (0, 1, 1, 2, ""),
            (1, 0, 1, 1, "行政许可1件"),
            (1, 1, 1, 1, "12"),
            (1, 2, 1, 1, "0"),
            (2, 0, 1, 1, ""),
            (2, 1, 1, 1, "3"),
            (2, 2, 1, 1, "/"),
        ]

    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    def test_turned_pages(self, turn: int) -> None:
        sheet = Sheet(turn).text(40, 40, "2024年报告").rule([40, 140, 200], [60, 80, 100])
        sheet.text(42, 75, "1.规章").text(145, 75, "12").text(42, 95, "2.许可").text(145, 95, "0")
        document = sheet.read()
        assert lines(document) == ["2024年报告"]
        assert grids(document) == [[["1.规章", "12"], ["2.许可", "0"]]]

    def test_borders_drawn_as_thin_boxes_and_tables_without_sides(self) -> None:
        sheet = Sheet()
        for x in (40, 140, 200):
            sheet.canvas.rect(x, A4[1] - 100, 0.5, 40, stroke=0, fill=1)
        for y in (60, 80, 100):
            sheet.canvas.rect(40, A4[1] - y, 160, 0.5, stroke=0, fill=1)
        for y in (200, 220, 240):
            sheet.line(40, y, 200, y)
        sheet.line(140, 200, 140, 240)
        for top in (75, 215):
            sheet.text(42, top, "规章").text(145, top, "1")
            sheet.text(42, top + 20, "许可").text(145, top + 20, "2")
        assert grids(sheet.read()) == [[["规章", "1"], ["许可", "2"]]] * 2

    def test_a_table_over_two_pages_is_two_grids_and_a_cut_row_is_whole_again(self) -> None:
        sheet = (
            Sheet().rule([40, 140, 200], [700, 720, 740]).text(42, 715, "规章").text(145, 715, "0")
        )
        sheet.text(42, 735, "7.属于行政执").text(145, 735, "5").text(290, 820, "- 1 -").page()
        sheet.rule([40, 140, 200], [60, 80, 100]).text(42, 75, "法案卷").text(42, 95, "许可")
        document = sheet.text(145, 95, "2").text(290, 820, "- 2 -").read()
        assert grids(document) == [[["规章", "0"], ["7.属于行政执法案卷", "5"]], [["许可", "2"]]]
        assert lines(document) == []

    def test_two_numbers_in_one_cell_are_not_glued_but_a_wrapped_one_is(self) -> None:
        sheet = Sheet().rule([40, 70, 200], [60, 100]).text(42, 75, "51764").text(42, 90, "5")
        document = sheet.text(75, 75, "0").text(75, 90, "0").read()
        assert grids(document) == [[["517645", "0\n0"]]]

    def test_lines_join_to_paragraphs_where_they_run_on(self) -> None:
        sheet = Sheet().text(60, 40, "一、总体情况")
        sheet.text(60, 60, "全年公开信息十二条，其中补贴类三条，土地类").text(
            40, 75, "四条，其他五条。"
        )
        sheet.text(60, 90, "没有收到申请，也没有发生行政复议和行政诉讼").text(
            40, 105, "，全无。"
        ).text(60, 120, "二、乙")
        assert lines(sheet.read()) == [
            "一、总体情况",
            "全年公开信息十二条，其中补贴类三条，土地类四条，其他五条。",
            "没有收到申请，也没有发生行政复议和行政诉讼，全无。",
            "二、乙",
        ]

    def test_columns_without_rules_are_lines_with_spaces(self) -> None:
        sheet = Sheet().text(40, 40, "行政许可").text(200, 40, "0").text(240, 40, "12")
        sheet.text(40, 55, "行政处罚").text(200, 55, "3").text(240, 55, "0")
        assert lines(sheet.read()) == ["行政许可 0 12", "行政处罚 3 0"]

    def test_page_numbers_and_running_heads_are_left_out(self) -> None:
        sheet = Sheet()
        for number in (1, 2, 3):
            sheet.text(40, 30, "柳浦镇年报").text(40, 300, f"甲{number}乙").text(
                290, 820, f"第{number}页"
            )
            sheet.page()
        assert lines(sheet.read()) == ["柳浦镇年报", "甲1乙", "甲2乙", "甲3乙"]

    def test_a_scan_says_that_it_is_one(self) -> None:
        sheet = Sheet()
        sheet.canvas.drawInlineImage(_picture(), 0, 0, 500, 700)
        sheet.canvas.save()
        assert "扫描件，没有文字层" in error_of(sheet.target.getvalue(), "a.pdf")

    def test_a_password_is_named(self) -> None:
        sheet = Sheet(encrypt=StandardEncryption("secret")).text(40, 40, "甲")
        sheet.canvas.save()
        assert "密码" in error_of(sheet.target.getvalue(), "a.pdf")

    def test_a_stream_that_unpacks_beyond_measure_is_refused(self) -> None:
        packed = zlib.compress(b"0 0 m 9 9 l S\n" * (30 * 2**20 // 14), 9)
        head = b"%%PDF-1.4\n4 0 obj\n<</Length %d/Filter/FlateDecode>>stream\n" % len(packed)
        assert "上限" in error_of(head + packed + b"\nendstream\nendobj\n", "a.pdf")


def _picture() -> object:
    page = pypdfium2.PdfDocument.new()
    page.new_page(20, 20)
    return page[0].render().to_pil()


class TestOtherFormats:
    def test_without_libreoffice_the_remedy_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "")
        message = error_of(OLE + bytes(600), "a.wps")
        assert "安装 LibreOffice" in message and "另存为 .docx" in message

    @pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
    def test_rtf_through_libreoffice(self) -> None:
        text = "".join(f"\\u{ord(char)}?" for char in TITLE)
        document = read_bytes(f"{{\\rtf1\\ansi\\uc1 {text}\\par}}".encode(), "a.rtf")
        assert (lines(document), document.format) == ([TITLE], "rtf")

    @pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
    def test_what_libreoffice_cannot_read_is_an_error(self) -> None:
        data = OLE + os.urandom(3000)
        assert "LibreOffice" in error_of(data, "a.doc")

    @pytest.mark.parametrize("name", ["a.doc", "a.txt", "a.htm", "a.docx", "a.wps"])
    def test_a_web_page_is_read_as_one_whatever_its_name(self, name: str) -> None:
        document = read_bytes(f"<html><p>{TITLE}</p></html>".encode(), name)
        assert (lines(document), document.format) == ([TITLE], "html")

    @pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.docx", "a.txt"])
    def test_a_word_file_is_read_as_one_whatever_its_name(self, name: str) -> None:
        document = read_bytes(word_file(f"<w:p>{run(TITLE)}</w:p>"), name)
        assert (lines(document), document.format) == ([TITLE], "docx")

    def test_a_page_saved_as_mail(self) -> None:
        page = (
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
            "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
            f"<html><body><p>{TITLE}</p></body></html>\n--x--\n"
        )
        assert lines(read_bytes(page.encode(), "a.doc")) == [TITLE]


def packed(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


class TestBadFiles:
    @pytest.mark.parametrize("name", [f"a{suffix}" for suffix in sorted(SUPPORTED)])
    def test_an_empty_file(self, name: str) -> None:
        assert "空的" in error_of(b"", name)

    @pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
    def test_a_file_of_blanks(self, name: str) -> None:
        assert "没有文字" in error_of(b" \n\t \n", name)

    def test_an_unknown_suffix_names_those_supported(self) -> None:
        assert ".docx" in error_of("甲".encode(), "a.xyz")

    @pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
    def test_a_truncated_word_file(self, share: float) -> None:
        data = word_file(f"<w:p>{run(TITLE)}</w:p>")
        assert "重新下载" in error_of(data[: int(len(data) * share)], "a.docx")

    @pytest.mark.parametrize("head", [b"", b"%PDF-1.7\n"])
    def test_random_bytes_as_pdf(self, head: bytes) -> None:
        assert "不是完整的 PDF" in error_of(head + os.urandom(5000), "a.pdf")

    def test_a_zip_of_something_else_as_word_file(self) -> None:
        assert "不是 Word 文档" in error_of(packed({"xl/workbook.xml": b"<a/>"}), "a.docx")

    def test_word_bombs_by_size_and_by_tags(self) -> None:
        big = packed({"word/document.xml": b" " * (80 * 2**20)})
        many = packed({"word/document.xml": b"<a>" + b"<p/>" * 600_000 + b"</a>"})
        assert "压缩炸弹" in error_of(big, "a.docx")
        assert "标签" in error_of(many, "a.docx")

    def test_entities_are_not_expanded(self) -> None:
        xml = b'<!DOCTYPE a [<!ENTITY x "xx">]><w:document xmlns:w="w"><w:body><w:p>&x;</w:p>'
        assert error_of(packed({"word/document.xml": xml + b"</w:body></w:document>"}), "a.docx")

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match="打不开文件"):
            read(tmp_path / "a.txt")


def names(files: Iterator[InputFile]) -> list[str]:
    return [file.name for file in files]


class TestInputs:
    def test_a_folder_is_walked_in_order_and_others_are_passed_over(self, tmp_path: Path) -> None:
        folder = tmp_path / "年报"
        for name in (
            "b.txt",
            "a/c.html",
            ".git/x.txt",
            "README.md",
            "truth.jsonl",
            "p.png",
            "a.ofd",
        ):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(TITLE, encoding="utf-8")
        files = list(expand([folder, folder / "b.txt", tmp_path / "none.txt"]))
        assert names(iter(files)) == [
            "年报/a/c.html",
            "年报/a.ofd",
            "年报/b.txt",
            "b.txt",
            "none.txt",
        ]
        assert [file.error is None for file in files] == [True, False, True, True, False]
        assert lines(files[2].read()) == [TITLE]
        with pytest.raises(ReadError, match="没有这个文件"):
            files[-1].read()

    def test_a_zip_with_chinese_names_of_either_kind(self, tmp_path: Path) -> None:
        data = packed({"柳浦镇/甲.txt": TITLE.encode(), "__MACOSX/x.txt": b"x", "b.md": b"x"})
        (tmp_path / "a.zip").write_bytes(data)
        old = packed({"XXXX.txt": TITLE.encode()}).replace(b"XXXX", "年报".encode("gb18030"))
        (tmp_path / "old.zip").write_bytes(old)
        files = list(expand([tmp_path / "a.zip", tmp_path / "old.zip"]))
        assert names(iter(files)) == ["a.zip/b.md", "a.zip/柳浦镇/甲.txt", "old.zip/年报.txt"]
        assert [lines(file.read()) for file in files] == [["x"], [TITLE], [TITLE]]

    def test_unsafe_members_fail_alone(self, tmp_path: Path) -> None:
        inner = packed({"x.txt": b"x"})
        members = {"../up.txt": b"x", "/root.txt": b"x", "in.zip": inner, "ok.txt": b"x"}
        (tmp_path / "a.zip").write_bytes(packed(members))
        found = {file.name: file.error for file in expand([tmp_path / "a.zip"])}
        assert found.pop("a.zip/ok.txt") is None
        assert set(found) == {"a.zip/up.txt", "a.zip/root.txt", "a.zip/in.zip"}
        assert "路径不安全" in str(found["a.zip/up.txt"]) and "先解压" in str(found["a.zip/in.zip"])

    def test_a_zip_bomb_is_not_unpacked(self, tmp_path: Path) -> None:
        (tmp_path / "a.zip").write_bytes(packed({"a.txt": bytes(60 * 2**20)}))
        (only,) = expand([tmp_path / "a.zip"])
        assert "压缩炸弹" in str(only.error)
        assert "请拆成小一些的文件再试" in str(only.error)

    def test_a_bomb_among_honest_files_fails_alone(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr("photo.jpg", os.urandom(2**20))
            archive.writestr("a.txt", bytes(60 * 2**20), zipfile.ZIP_DEFLATED)
            archive.writestr("b.txt", TITLE)
        bomb, honest = expand([tmp_path / "a.zip"])
        assert lines(honest.read()) == [TITLE]
        with pytest.raises(ReadError, match="压缩炸弹"):
            bomb.read()

    def test_a_broken_zip(self, tmp_path: Path) -> None:
        (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 nothing more")
        (only,) = expand([tmp_path / "a.zip"])
        assert "不是完整的 zip" in str(only.error)

    def test_metadata_csv_goes_with_its_file(self, tmp_path: Path) -> None:
        (tmp_path / "甲").mkdir()
        for name in ("甲/a.html", "甲/b.txt", "b.txt"):
            (tmp_path / name).write_bytes((PAGE % "utf-8").encode())
        rows = "文件,发布机构,区县,年度,备注\n甲/a.html,柳浦镇政府,临溪县,2024,x\nb.txt,,外县,,\n"
        (tmp_path / "metadata.csv").write_text(rows, encoding="gb18030")
        found = {file.name.partition("/")[2]: file.metadata for file in expand([tmp_path])}
        assert found["甲/a.html"] == {"issuer": "柳浦镇政府", "county": "临溪县", "year": "2024"}
        assert found["甲/b.txt"] == {} and found["b.txt"] == {"county": "外县"}
        (file,) = expand([tmp_path / "b.txt"])
        metadata = file.read().metadata
        assert (metadata["county"], metadata["published"]) == ("外县", "2025-01-05")

    def test_a_metadata_csv_without_a_file_column_is_reported(self, tmp_path: Path) -> None:
        (tmp_path / "metadata.csv").write_text("name,year\na.txt,2024\n")
        (tmp_path / "a.txt").write_text("甲")
        bad, good = expand([tmp_path])
        assert "第一行没有“file”或“文件”列" in str(bad.error) and good.error is None

    def test_a_zip_may_hold_its_own_metadata(self, tmp_path: Path) -> None:
        data = packed({"x/metadata.csv": b"file,year\na.txt,2023\n", "x/a.txt": TITLE.encode()})
        (tmp_path / "a.zip").write_bytes(data)
        (only,) = expand([tmp_path])
        assert only.name == f"{tmp_path.name}/a.zip/x/a.txt"
        assert only.read().metadata == {"year": "2023"}


RECEIVED = "本年新收政府信息公开申请数量"
APPLICANTS = [
    "natural_person",
    "business",
    "research",
    "public_welfare",
    "legal_service",
    "other_org",
    "total",
]


class TestSampleCorpus:
    @pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
    def test_blocks_lie_where_they_say(self, path: Path) -> None:
        document = checked(read(path))
        assert document.blocks and document.file == path.name

    def test_cells_read_are_the_cells_printed(self) -> None:
        truths = map(json.loads, (CORPUS / "truth.jsonl").read_text(encoding="utf-8").splitlines())
        formats = set()
        for truth in truths:
            document = read(CORPUS / truth["file"])
            for row in (row for grid in grids(document) for row in grid):
                if any(RECEIVED in cell for cell in row):
                    formats.add(document.format)
                    values = [cell for cell in row if not cell or is_value(cell)][-7:]
                    keys = [f"requests.received.{name}" for name in APPLICANTS]
                    for key, printed in zip(keys, values, strict=True):
                        cell = truth["cells"][key]
                        if cell["state"] == "reported":
                            assert float(printed.rstrip("件")) == cell["value"], (
                                truth["file"],
                                key,
                            )
        assert {"txt", "md", "html", "docx", "pdf"} <= formats


class TestSeeds:
    @pytest.mark.parametrize("number", ["000", "001", "003", "004"])
    def test_three_tables_of_14_28_and_4_rows(self, seeds: Path, number: str) -> None:
        document = checked(read(next(seeds.glob(f"{number}_*"))))
        tables = grids(document)
        assert [len(table) for table in tables] == [14, 28, 4]
        values = [cell for table in tables for row in table for cell in row if cell.isdigit()]
        assert len(values) == 200
        assert values.count("1") == (6 if number == "004" else 0)

    def test_text_out_of_a_pdf_stays_lines(self, seeds: Path) -> None:
        document = checked(read(next(seeds.glob("002_*"))))
        assert grids(document) == [] and "规章 0 0 0" in lines(document)


LABELS = st.text("规章许可处罚强制收费申请公开（一）、", min_size=1, max_size=12)
VALUES = st.sampled_from(["0", "1", "12", "0.5", "-", "/", ""])
TABLES = (
    st.integers(1, 6)
    .flatmap(
        lambda width: st.lists(
            st.tuples(LABELS, st.lists(VALUES, min_size=width + 1, max_size=width + 1)),
            min_size=2,
            max_size=8,
        )
    )
    .map(
        lambda rows: (
            [["信息内容", *"甲乙丙丁戊己庚"[: len(rows[0][1])]]] + [[a, *b] for a, b in rows]
        )
    )
)


class TestProperties:
    @given(TABLES)
    def test_tab_separated_tables_round_trip(self, rows: list[list[str]]) -> None:
        text = f"{TITLE}\n" + "".join("\t".join(row) + "\n" for row in rows)
        assert grids(read_text(text)) == [rows]

    @given(TABLES)
    def test_one_cell_per_line_tables_round_trip(self, rows: list[list[str]]) -> None:
        text = "一、甲\n" + "".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in rows)
        assert grids(read_text(text)) == [rows]

    @given(TABLES, st.booleans())
    def test_pipe_tables_round_trip(self, rows: list[list[str]], ruled: bool) -> None:
        printed = ["| " + " | ".join(row) + " |\n" for row in rows]
        printed.insert(1, "|---" * len(rows[0]) + "|\n" if ruled else "")
        assert grids(read_text("甲\n" + "".join(printed), "a.md")) == [rows]

    @given(TABLES)
    @settings(max_examples=25)
    def test_web_tables_round_trip(self, rows: list[list[str]]) -> None:
        cells = ["".join(f"<td><p>{cell}</p></td>" for cell in row) for row in rows]
        page = "<html><table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table></html>"
        assert grids(checked(read_bytes(page.encode(), "a.html"))) == [rows]

    @given(TABLES)
    @settings(max_examples=15)
    def test_ruled_pdf_tables_round_trip(self, rows: list[list[str]]) -> None:
        rows = [[f"1.{row[0]}", *row[1:]] for row in rows[1:]]
        target = io.BytesIO()
        style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), FONT, 8)]
        table = Table(rows, colWidths=[110] + [50] * (len(rows[0]) - 1), style=style)
        SimpleDocTemplate(target).build([table, PageBreak(), Table([["1", "2"]], style=style)])
        assert grids(checked(read_bytes(target.getvalue(), "a.pdf")))[0] == rows

    @example(" \t")  # a tab alone is no table
    @given(st.text("甲0\t\n |-<>#*（一）、[bookmark: _]规章—。", max_size=120))
    def test_any_text_has_its_blocks_in_place(self, text: str) -> None:
        for name in ("a.txt", "a.md", "a.html"):
            try:
                read_text(text, name)
            except ReadError as error:
                assert "没有文字" in str(error) or "空的" in str(error)

    @given(
        st.binary(max_size=300),
        st.sampled_from(sorted(SUPPORTED - {".doc", ".wps", ".rtf", ".odt"})),
    )
    def test_any_bytes_are_read_or_refused_in_chinese(self, data: bytes, suffix: str) -> None:
        assume(not data.startswith((OLE, b"{\\rtf")))  # those start LibreOffice
        try:
            checked(read_bytes(data, f"a{suffix}"))
        except ReadError as error:
            assert str(error).startswith("a.")
