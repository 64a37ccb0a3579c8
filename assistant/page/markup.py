"""HTML that is safe by construction: every text goes through `esc`, every tag is written here."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

_TOKEN = re.compile(
    r"\\(?P<escaped>[\\`*_\[\]<>|~$#])|(?P<entity>&(?:lt|gt|amp);)|(?P<bold>\*\*)"
    r"|\[(?P<mark>\d{1,5})\]|(?P<char>.)",
    re.DOTALL,
)
_ITEM = re.compile(r"\s*(?:[-*]|\d+[.、])\s+")
_WIDE = 9  # characters of a cell that need some width
_RULE = re.compile(r"\|?\s*:?-{3,}")
_CELLS = re.compile(r"(?<!\\)\|")


def esc(text: object) -> str:
    """`text` as HTML shows it literally, in content and in quoted attributes. `$`, `{` and the
    backquote are written as entities too: the page's component has a template language."""
    shown = html.escape(str(text), quote=True)
    return shown.replace("$", "&#36;").replace("{", "&#123;").replace("`", "&#96;")


def attributes(**given: object) -> str:
    """data-… attributes: `attributes(do="cite", n=1)`; None leaves one out."""
    return "".join(
        f' data-{name.replace("_", "-")}="{esc(value)}"'
        for name, value in given.items()
        if value is not None
    )


def button(label: str, css: str = "", title: str = "", **data: object) -> str:
    """A button whose click reaches the server as its data; `label` is HTML already."""
    hint = f' title="{esc(title)}" aria-label="{esc(title)}"' if title else ""
    return f'<button type="button" class="{esc(css)}"{hint}{attributes(**data)}>{label}</button>'


def link(url: str | None, label: str) -> str:
    """A link to the web; nothing where `url` is no http(s) address."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return f'<a href="{esc(url)}" target="_blank" rel="noopener noreferrer">{esc(label)}</a>'


def options(pairs: Sequence[tuple[str, int]]) -> str:
    """Small labelled counts in a row."""
    return "".join(f'<span class="chip">{esc(name)} <b>{count}</b></span>' for name, count in pairs)


def inline(markdown: str, turn: int, citations: int) -> str:
    """One line of an answer: bold, escapes and [n] marks act, all else is text."""
    found: list[str] = []
    bold = False
    for token in _TOKEN.finditer(markdown):
        if token["escaped"]:
            found.append(esc(token["escaped"]))
        elif token["entity"]:
            found.append(token["entity"])
        elif token["bold"]:
            found.append("</strong>" if bold else "<strong>")
            bold = not bold
        elif token["mark"]:
            found.append(_mark(int(token["mark"]), turn, citations))
        else:
            found.append(esc(token["char"]))
    return "".join(found) + ("</strong>" if bold else "")


def _mark(n: int, turn: int, citations: int) -> str:
    if not 1 <= n <= citations:
        return f"[{n}]"
    # No button element: a line could break before the punctuation that follows one.
    data = attributes(do="cite", turn=turn, n=n)
    return f'<a class="cite" role="button" href="#" aria-label="[{n}]"{data}>{n}</a>'


def markdown(text: str, turn: int, citations: int) -> str:
    """An answer's Markdown as HTML: paragraphs, lists, tables, quotes. Nothing else exists, so
    images, links and HTML in it stay text."""
    blocks: list[str] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.split("\n")
        while lines:
            taken, shown = _block(lines, turn, citations)
            blocks.append(shown)
            lines = lines[taken:]
    return "".join(blocks)


def _block(lines: Sequence[str], turn: int, citations: int) -> tuple[int, str]:
    def shown(line: str) -> str:
        return inline(line.strip(), turn, citations)

    kind = _kind(lines[0])
    size = next((i for i, line in enumerate(lines) if _kind(line) != kind), len(lines))
    some = lines[:size]
    if kind == "table":
        return size, _table(some, turn, citations)
    if kind == "item":
        return size, "<ul>" + "".join(
            f"<li>{shown(_ITEM.sub('', x, 1))}</li>" for x in some
        ) + "</ul>"
    if kind == "quote":
        return size, "<blockquote>" + "<br>".join(
            shown(x.lstrip("> ")) for x in some
        ) + "</blockquote>"
    if kind == "heading":
        return size, "".join(f"<h4>{shown(x.lstrip('# '))}</h4>" for x in some)
    return size, "<p>" + "<br>".join(shown(line) for line in some) + "</p>"


def _kind(line: str) -> str:
    start = line.lstrip()
    if start.startswith("|"):
        return "table"
    if start.startswith("#"):
        return "heading"
    if start.startswith(">"):
        return "quote"
    return "item" if _ITEM.match(line) else "text"


def _table(lines: Sequence[str], turn: int, citations: int) -> str:
    rows = [[c.strip() for c in _CELLS.split(line.strip().strip("|"))] for line in lines]
    body = [row for row, line in zip(rows, lines, strict=True) if not _RULE.match(line.strip())]
    head, *rest = body or [[]]

    wide = {i for row in rest for i, cell in enumerate(row) if len(cell) > _WIDE}

    def cells(row: Sequence[str], tag: str) -> str:
        return "".join(
            f"<{tag}{' class=wide' if i in wide else ''}>{inline(cell, turn, citations)}</{tag}>"
            for i, cell in enumerate(row)
        )

    shown = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rest)
    return (
        f'<div class="scroll"><table class="md"><thead><tr>{cells(head, "th")}</tr></thead>'
        f"<tbody>{shown}</tbody></table></div>"
    )
