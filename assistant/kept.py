"""上年提出的是否改好: what a report writes of the matters that the one before named as problems or
meant to do, where it need not say that these were named.

A matter is known again by its words: pairs of characters weighed by how rare they are in the two
reports. The bounds were set by eye on 21 pairs of reports of thirteen bodies: they let through 13
sentences, each of which comes back to a matter of the year before; what is put in other words, or
is too short to tell (公示期延长至15天), is missed.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from assistant.aspects import asking
from assistant.evidence import ReportRef
from assistant.lookup_read import Texts
from assistant.lookup_scope import ref, ref_columns
from assistant.shortcomings import PROBLEMS_NAMED, told
from index.store.schema import reports
from index.text import squash

if TYPE_CHECKING:
    from assistant.retrieve import Place

_LEAST, _SHARE = 5.5, 0.2  # weight of the words shared; their part of all words of the matter
_PLAIN = 10.0  # weight that needs no such part: one sentence may name several matters
_HAN = re.compile("[\u4e00-\u9fff]+")
_LEAD = re.compile(
    f"(?:上一?年度?|去年){PROBLEMS_NAMED}"
    "(?:[:：]|(?:整改|改进|解决|改正)(?:落实|完成|进展)?(?:情况)?[:：。，,]?)\\s*"
)
_LED_ON = re.compile(
    "\\n|(?:今年|本年度?)(?:的|存在|主要|仍|还)|当前|主要问题|存在的|下一?步|改进措施|打算|[（(][一二三四五六]"
)
_FRAME = re.compile("问题|不足|改进|措施|下一步|主要|存在|进一步|全年|年度|今年|今后")

Spoken = tuple["Place", int, int]


def report_before(connection: Connection, report: ReportRef) -> tuple[str, ReportRef] | None:
    """Version id and report of the same body on the year before, where that is held."""
    if report.year is None:
        return None
    statement = select(*ref_columns(), reports.c.version_id).where(
        reports.c.body_key == report.body_key, reports.c.year == report.year - 1
    )
    row = connection.execute(statement).first()
    return (row.version_id, ref(row)) if row is not None else None


def taken_up(before: Sequence[Spoken], now: Sequence[Spoken], texts: Texts) -> list[Spoken]:
    """The sentences of a report outside its own problems and remedies that come back to those of
    the report before, in the order of the text; of each matter the one that says most of it."""
    matters = [pairs for pairs, part in _told(before, texts) if part is not None]
    ordered = sorted(now, key=lambda item: item[1])
    said = _told(ordered, texts)
    seen = Counter(pair for pairs in [*(p for p, _ in said), *matters] for pair in pairs)
    rare = {pair: math.log((len(said) + len(matters)) / n) for pair, n in seen.items()}
    found: set[int] = set()
    for matter in matters:
        shared = [_weight(matter & pairs, rare) if not part else 0.0 for pairs, part in said]
        most = max(shared, default=0.0)
        if most >= min(_PLAIN, max(_LEAST, _SHARE * _weight(matter, rare))):
            found.add(shared.index(most))
    return [ordered[at] for at in sorted(found)]


def led_on(spoken: Sequence[Spoken], texts: Texts) -> list[Spoken]:
    """The sentences behind 上年问题整改： in its paragraph, which need not say so themselves."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for rid in {place.report.rid for place, _, _ in spoken}:
        text = texts[rid]
        leads = [lead.end() for lead in _LEAD.finditer(text)]
        closes = [_LED_ON.search(text, at) for at in leads]
        ends = [close.start() if close else len(text) for close in closes]
        spans[rid] = list(zip(leads, ends, strict=True))
    return [
        (place, start, end)
        for place, start, end in spoken
        if any(opens < end and start < last for opens, last in spans[place.report.rid])
    ]


def _told(spoken: Sequence[Spoken], texts: Texts) -> list[tuple[frozenset[str], str | None]]:
    """Of each sentence the pairs of characters of its own words, and its part if it has one."""
    ordered = sorted(spoken, key=lambda item: item[1])
    quoted = [(place.section, texts[place.report.rid][start:end]) for place, start, end in ordered]
    parts = told(quoted)
    own = [said.part if said.part != "mended" else None for said in parts]
    return [(_pairs(squash(s)), part) for (_, s), part in zip(quoted, own, strict=True)]


def _pairs(sentence: str) -> frozenset[str]:
    bare = asking().sub(" ", _FRAME.sub(" ", sentence))
    return frozenset(w[i : i + 2] for w in _HAN.findall(bare) for i in range(len(w) - 1))


def _weight(pairs: frozenset[str], rare: Mapping[str, float]) -> float:
    return sum(rare[pair] for pair in pairs)
