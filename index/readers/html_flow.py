"""A parsed web page as a flat run of text lines and tables, in reading order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from index.document import CellText
from index.readers.base import tidy, words
from index.readers.grids import SCRAP_ROWS, is_data, is_form, place, span

_SKIPPED = words(
    "script style noscript template head select button textarea svg iframe object rt rp"
)
_BLOCKS = words(
    "address article aside blockquote body br caption center dd div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section table "
    "tbody td tfoot th thead tr ul"
)
_FURNITURE = words("nav footer aside")
_ROW_TAGS = words("div ul li dl section")
_FEWEST_ROWS = 3
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHROME_NAME = re.compile(
    r"nav|menu|crumb|bread|foot|share|tool|sidebar|search|copyright|friendlink|qrcode|ewm|"
    r"\bposition\b(?!-)|location|dqwz|weizhi|fenxiang|dayin|print|accessib|wza|pager|prevnext",
    re.IGNORECASE,
)
_REPORT_WORDS = re.compile(
    "信息内容|申请人情况|现行有效|结转下年度|结果维持|制发件|处理决定|需要报告|信息处理费|"
    "总体情况|主要问题|[一二三四五六]、|[（(][一二三四五六][）)]"
)
_TITLE_WORDS = re.compile(r"\d{4}\s*年.*(?:报告|年报)")
_TRAIL_WORDS = re.compile("位置|首页|上一[篇条]|下一[篇条]|[>＞»›]")
_CHROME_LENGTH = 400

TakeOver = Callable[[etree._Element], bool]


@dataclass(frozen=True, slots=True)
class Item:
    """A line, or a table (`cells` not empty, `text` their texts); `linked` counts the characters
    that are links. `chrome` marks page furniture (navigation, toolbar, footer) by its markup."""

    text: str
    cells: tuple[CellText, ...] = ()
    linked: int = 0
    chrome: bool = False

    @property
    def is_link(self) -> bool:
        """Whether all but a few characters of the line are links."""
        return self.linked * 10 > len(self.text) * 8


def page_items(body: etree._Element) -> list[Item]:
    """Everything visible under `body`; layout tables are descended into."""
    items: list[Item] = []

    def take_over(element: etree._Element) -> bool:
        if cells := data_cells(element) if element.tag == "table" else block_cells(element):
            items.append(Item(" ".join(cell.text for cell in cells), tuple(cells)))
            return True
        if _is_chrome(element):
            items.extend(Item(line, chrome=True) for line, _ in _lines(element) if line)
            return True
        return False

    for line, linked in _lines(body, take_over):
        if line:
            items.append(Item(line, linked=linked))
    return items


def _never(_: etree._Element) -> bool:
    return False


def _lines(root: etree._Element, take_over: TakeOver = _never) -> Iterator[tuple[str, int]]:
    """(line, linked characters) under `root`, without the elements that `take_over` accepts.

    A line is yielded before `take_over` sees the block that ends it, so that order holds.
    """
    parts: list[str] = []
    linked, links, preformatted = 0, 0, 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag, opening = element.tag, event == "start"
        if tag in _BLOCKS and parts:
            yield tidy("".join(parts)), linked
            parts, linked = [], 0
        if opening and (tag in _SKIPPED or (element is not root and take_over(element))):
            walk.skip_subtree()
            continue
        if tag == "a" or tag == "pre":
            links = links + (1 if opening else -1) if tag == "a" else links
            preformatted = preformatted + (1 if opening else -1) if tag == "pre" else preformatted
        added = element.text if opening else None if element is root else element.tail
        if not added:
            continue
        if preformatted and "\n" in added:
            *whole, added = added.split("\n")
            for line in whole:
                yield tidy("".join([*parts, line])), linked
                parts, linked = [], 0
        parts.append(added)
        linked += len(added.strip()) if links else 0
    yield tidy("".join(parts)), linked


def _is_chrome(element: etree._Element) -> bool:
    """Whether markup names this as page furniture or hides it, and nothing in it is report."""
    names = f"{element.get('class', '')} {element.get('id', '')}"
    if not (
        element.tag in _FURNITURE
        or (len(names) > 1 and _CHROME_NAME.search(names))
        or _HIDDEN.search(element.get("style", ""))
    ) or element.tag in ("a", "body"):
        return False
    text = "".join("".join(map(str, element.itertext("*"))).split())
    if len(text) > _CHROME_LENGTH or _REPORT_WORDS.search(text):
        return False
    return not _TITLE_WORDS.search(text) or _TRAIL_WORDS.search(text) is not None


def data_cells(table: etree._Element) -> list[CellText]:
    """The cells of a table of data; none for a table that only lays out the page."""
    if any(len(_own_rows(inner)) > SCRAP_ROWS for inner in table.iterfind(".//table")):
        return []
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in _own_rows(table)]
    texts = [[cell_text(cell) for cell in row] for row in rows]
    if not rows or not is_data(texts):
        return []
    places = place([[(span(c.get("rowspan")), span(c.get("colspan"))) for c in r] for r in rows])
    content = (text for row in texts for text in row)
    return [
        CellText(y, x, text, *size) for (y, x, *size), text in zip(places, content, strict=True)
    ]


def block_cells(container: etree._Element) -> list[CellText]:
    """The cells of a table built of blocks (`div` or `li` rows of cells); none for others.

    Any list of blocks looks alike, so it must hold labels of the form and values, and no prose.
    """
    if container.tag not in _ROW_TAGS or len(container) < _FEWEST_ROWS:
        return []
    if any(row.tag not in _ROW_TAGS or (row.text or "").strip() for row in container):
        return []
    rows = [list(row) for row in container]
    if 2 * sum(len(row) > 1 for row in rows) < len(rows):
        return []
    texts = [[cell_text(cell) for cell in row] for row in rows]
    if not is_form(texts):
        return []
    return [CellText(y, x, text) for y, row in enumerate(texts) for x, text in enumerate(row)]


def _own_rows(table: etree._Element) -> list[etree._Element]:
    rows = []
    for part in table:
        if part.tag == "tr":
            rows.append(part)
        elif part.tag in ("tbody", "thead", "tfoot"):
            rows += [row for row in part if row.tag == "tr"]
    return [row for row in rows if not _HIDDEN.search(row.get("style", ""))]


def cell_text(cell: etree._Element) -> str:
    """The text of a table cell, its paragraphs and line breaks as newlines."""
    if not len(cell):
        return tidy(cell.text or "")
    inner = cell
    while len(inner) == 1 and not _has_words(inner.text):
        child = inner[0]
        if child.tag in _SKIPPED or _has_words(child.tail):
            break
        inner = child
    if not len(inner):
        return tidy(inner.text or "")
    return "\n".join(line for line, _ in _lines(cell) if line)


def _has_words(text: str | None) -> bool:
    return text is not None and not text.isspace()
