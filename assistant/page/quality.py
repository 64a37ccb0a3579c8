"""Findings of the checks: by rule, region and year, on their cells, and as text for each body."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import select

from assistant.page.files import Format, write_table
from assistant.page.markup import button, esc, options
from assistant.page.texts import say
from assistant.wording import Wording
from index.store import Store
from index.store.schema import findings, reports

SHOWN = 500
LETTERS = 100
_WORDING = Wording()
Item = Mapping[str, Any]
_COLUMNS = ("report_id", "file", "province", "city", "county", "year", "body_type")
_FOUND = (
    select(
        *(reports.c[name] for name in _COLUMNS),
        reports.c.full_name.label("issuer"),
        *(findings.c[name] for name in ("rule", "detail", "cells", "soft", "start", "end")),
    )
    .join_from(findings, reports, reports.c.rid == findings.c.rid)
    .order_by(
        reports.c.province,
        reports.c.city,
        reports.c.county,
        reports.c.body,
        reports.c.year,
        reports.c.report_id,
        findings.c.cross_year,
        findings.c.ordinal,
    )
)


def joined(store: Store) -> list[dict[str, Any]]:
    """Every finding with its report's issuer, place and year, by place, body and year."""
    with store.connect() as connection:
        return [dict(row) for row in connection.execute(_FOUND).mappings()]


def rule_name(rule: str) -> str:
    """What a rule is called."""
    return _WORDING.rule(rule)


def summary(found: Sequence[Item], language: str) -> str:
    """How many findings there are, by rule, region and year."""
    if not found:
        return f'<p class="muted">{esc(say(language, "findings_none"))}</p>'
    count = len({item["report_id"] for item in found})
    unknown = say(language, "unknown_place")
    groups = (
        ("by_rule", Counter(rule_name(item["rule"]) for item in found)),
        ("by_county", Counter(item["county"] or item["city"] or unknown for item in found)),
        ("by_year", Counter(str(item["year"] or "?") for item in found)),
    )
    chips = "".join(
        f'<div class="chips"><em>{esc(say(language, key))}</em>{options(counts.most_common(30))}'
        "</div>"
        for key, counts in groups
    )
    head = say(language, "findings_count", n=len(found), reports=count)
    return f'<p class="held">{esc(head)}</p>{chips}'


def listing(found: Sequence[Item], language: str) -> str:
    """The findings as a table; each opens on its cells or its sentence."""
    if not found:
        return ""
    heads = "".join(
        f"<th>{esc(say(language, key))}</th>" for key in ("body", "year", "rule", "detail")
    )
    rows = "".join(_listed(item, language) for item in found[:SHOWN])
    more = say(language, "more", shown=SHOWN) if len(found) > SHOWN else ""
    return (
        '<div class="scroll tall"><table class="list findings-list">'
        f"<thead><tr>{heads}</tr></thead>"
        f'<tbody>{rows}</tbody></table></div><p class="muted">{esc(more)}</p>'
    )


def _listed(item: Item, language: str) -> str:
    opened = button(
        esc(item["issuer"]),
        "cell",
        say(language, "open"),
        do="finding",
        rid=item["report_id"],
        cells=",".join(item["cells"]),
        start=item["start"],
        end=item["end"],
    )
    soft = f' <span class="chip">{esc(say(language, "soft"))}</span>' if item["soft"] else ""
    return (
        f"<tr><td>{opened}</td><td>{esc(item['year'] or '')}</td>"
        f"<td>{esc(rule_name(item['rule']))}{soft}</td><td>{esc(item['detail'])}</td></tr>"
    )


def letter(found: Sequence[Item], language: str = "zh") -> str:
    """The text for one report's body: numbered points, ready to paste into a message."""
    first = found[0]
    head = say(
        language, "letter_head", name=first["issuer"], year=first["year"] or "", n=len(found)
    )
    points = [f"{n}. {_point(item)}" for n, item in enumerate(found, start=1)]
    return "\n".join([head, *points, say(language, "letter_tail")])


def _point(item: Item) -> str:
    name, detail = rule_name(item["rule"]), str(item["detail"]).rstrip("。")
    return f"{detail}。" if detail.startswith(name) else f"{name}：{detail}。"


def letters(found: Sequence[Item], language: str) -> str:
    """One foldable text a report, with a button that copies it."""
    shown = []
    for group in by_report(found)[:LETTERS]:
        head = f"{group[0]['issuer']} {group[0]['year'] or ''}（{len(group)}）"
        copy = button(esc(say(language, "copy")), "plain", do="copy", done=say(language, "copied"))
        shown.append(
            f'<details class="letter"><summary>{esc(head)}</summary>'
            f"<pre>{esc(letter(group))}</pre>{copy}</details>"
        )
    return "".join(shown)


def by_report(found: Sequence[Item]) -> list[list[Item]]:
    """The findings of each report, in their order."""
    return [list(group) for _, group in groupby(found, key=lambda item: item["report_id"])]


def letters_file(found: Sequence[Item]) -> Path:
    """All letters in one text file."""
    path = Path(tempfile.mkdtemp(prefix="nianbao-")) / "退回意见.txt"
    path.write_text("\n\n".join(letter(group) for group in by_report(found)), encoding="utf-8-sig")
    return path


def findings_file(found: Sequence[Item], format: Format) -> Path:
    """The findings as a table file, one a row."""
    header = [
        "单位",
        "省",
        "市",
        "县",
        "年度",
        "规则",
        "说明",
        "单元格",
        "提示性",
        "报告编号",
        "文件",
    ]
    rows = [
        [
            item["issuer"],
            item["province"],
            item["city"],
            item["county"],
            item["year"],
            rule_name(item["rule"]),
            item["detail"],
            "、".join(item["cells"]),
            "是" if item["soft"] else "否",
            item["report_id"],
            item["file"],
        ]
        for item in found
    ]
    return write_table("勾稽检查", header, rows, format)
