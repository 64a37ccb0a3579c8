"""Web pages: a government site's page with all its chrome, and tables made of `div`."""

from __future__ import annotations

from html import escape

from eval.render.model import Cell, Document, Table

_STYLE = "table{border-collapse:collapse}td{border:1px solid #000;text-align:center}"
_DIV_STYLE = (
    ".tbl{display:table}.tr{display:table-row}"
    ".td{display:table-cell;border:1px solid #000;min-width:3em;height:1.5em}"
)
_SCRIPT = (
    "function fontSize(n){document.getElementById('zoom').style.fontSize=n+'px';}var hits=318;"
)


def page(doc: Document, charset: str = "utf-8") -> str:
    """A page with breadcrumb, metadata table, toolbar, nested spans, spanned tables, footer."""
    body = "\n".join(_table(b) if isinstance(b, Table) else _paragraph(b) for b in doc.blocks())
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="{charset}">\n'
        f"<title>{escape(''.join(doc.title))}-{escape(doc.issuer)}</title>\n"
        f"<style>{_STYLE}</style>\n<script>{_SCRIPT}</script>\n</head>\n<body>\n"
        f'{_top(doc)}\n{_metadata(doc)}\n<div id="zoom" class="article">\n{_title(doc)}\n'
        f"{_toolbar(doc)}\n{body}\n</div>\n{_footer(doc)}\n</body>\n</html>\n"
    )


def page_gb18030(doc: Document) -> str:
    """As `page`, declaring the old charset; the caller encodes it so."""
    return page(doc, "gb18030")


def divs(doc: Document) -> str:
    """A page without any `table`: rows and cells are `div` elements, laid out by style."""
    parts = [f'<div class="title">{escape(line)}</div>' for line in doc.title]
    for block in doc.blocks():
        if isinstance(block, Table):
            parts += ['<div class="tbl">', *(_div_row(row) for row in block.rows), "</div>"]
        else:
            parts.append(f'<div class="para">{escape(block)}</div>')
    head = f"<html><head><style>{_DIV_STYLE}</style></head><body>\n"
    return head + "\n".join(parts) + "\n</body></html>\n"


def _div_row(row: list[Cell]) -> str:
    cells = "".join(f'<div class="td"><span>{escape(cell.text)}</span></div>' for cell in row)
    return f'<div class="tr">{cells}</div>'


def _top(doc: Document) -> str:
    links = " &gt; ".join(f'<a href="#">{escape(step)}</a>' for step in ["首页", *doc.trail])
    return (
        '<div class="top"><a href="#">无障碍浏览</a> <a href="#">长者版</a> 今天是星期四</div>\n'
        '<ul class="nav"><li>首页</li><li>政务公开</li><li>办事服务</li><li>互动交流</li></ul>\n'
        f'<div class="crumb">当前位置：{links} &gt; 政府信息公开年报</div>'
    )


def _metadata(doc: Document) -> str:
    number = f"{sum(map(ord, doc.issuer)) % 100000:08d}/{doc.year + 1}-00{doc.year % 90 + 10}"
    rows = [
        ("索引号", number, "发布机构", doc.issuer),
        ("主题分类", "政府信息公开年报", "发布日期", doc.published),
        ("文号", "无", "有效性", "有效"),
    ]
    lines = ["<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows]
    return '<table class="meta">\n' + "\n".join(lines) + "\n</table>"


def _title(doc: Document) -> str:
    return "<h1>" + "<br>".join(escape(line) for line in doc.title) + "</h1>"


def _toolbar(doc: Document) -> str:
    return (
        f'<div class="tools">发布时间：{doc.published} 来源：{escape(doc.issuer)} '
        "浏览次数：<span>318</span> "
        '字号：[<a href="javascript:fontSize(18)">大</a> <a href="#">中</a> '
        '<a href="#">小</a>] <a href="javascript:window.print()">打印</a> '
        "点击收听年报语音朗读</div>"
    )


def _footer(doc: Document) -> str:
    return (
        '<div class="share">分享到：微信 微博 扫一扫在手机打开当前页</div>\n'
        f'<div class="footer">主办：{escape(doc.issuer)} 网站标识码：3700000012 '
        "ICP备05000001号 版权所有 <a>关于我们</a> <a>网站地图</a></div>"
    )


def _paragraph(text: str) -> str:
    """A paragraph whose middle sits in nested spans, as pasted from Word."""
    cut = len(text) // 2
    inner = f'<span lang="EN-US"><span>{escape(text[cut:])}</span></span>'
    return (
        '<p style="text-indent:2em"><span style="font-family:仿宋">'
        f"{escape(text[:cut])}{inner}</span></p>"
    )


def _table(table: Table) -> str:
    rows = ["<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in table.rows]
    return (
        '<table border="1" class="MsoTableGrid"><tbody>\n' + "\n".join(rows) + "\n</tbody></table>"
    )


def _cell(cell: Cell) -> str:
    spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    content = f"<span>{escape(cell.text)}</span>" if cell.text else "&nbsp;"
    return f"<td{spans}><p>{content}</p></td>"
