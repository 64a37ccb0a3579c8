"""A measure that a follow-up turns into another: 加上部分公开呢, 企业呢 after a share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.measure_sums import added, in_column, numerator, of_whole, parallel, with_part
from assistant.measures import columns_of, concept_of, measure
from assistant.parsing.asked import Mention
from assistant.parsing.reading import Reading
from assistant.parsing.tokens import Token
from assistant.places import Held
from assistant.plan import Condition, Measure


def added_to(reading: Reading, about: Sequence[Measure]) -> Measure | None:
    """加上部分公开呢: what was asked before with the measure named now added to it."""
    mentions = reading.asked.mentions
    asks = reading.has("plus") and not reading.has("quality", "versus", "compare")
    if not asks or len(about) != 1 or not mentions:
        return None
    new = [mention.measures(False)[0] for mention in mentions]
    if about[0].is_ratio:
        return with_part(about[0], new[0]) if len(new) == 1 else None
    return added((about[0], *new))


def share_like(reading: Reading, about: Sequence[Measure], same_kind: bool) -> Measure | None:
    """企业呢 after 自然人占多少, 部分公开呢 after 予以公开率: the same share of what is named."""
    mentions = reading.asked.mentions
    if len(mentions) != 1 or len(about) != 1 or not about[0].is_ratio or not about[0].over:
        return None
    if not (same_kind or reading.has("share")) or mentions[0].measures(False)[0].is_ratio:
        return None
    other = parallel(about[0], mentions[0].codes[0])
    if other is not None:
        return other
    if mentions[0].lone:
        return in_column(about[0], mentions[0].codes[0].partition(":")[2])
    return of_whole(about[0], mentions[0].measures(False)[0])


_IN_COURT = re.compile("败|判|输|官司|法院|诉讼")


def columns_named(mentions: Sequence[Mention], about: Sequence[Measure]) -> tuple[Mention, ...]:
    """其中企业几件, 自然人和企业各几件 after a measure of the same table: its row, the columns
    named."""
    concept = concept_of(about[0].code) if about else None
    if concept is None or not mentions or not all(mention.lone for mention in mentions):
        return ()
    if concept == "reconsideration" and any(_IN_COURT.search(m.text) for m in mentions):
        return ()  # 败诉 after reviews: of suits
    columns = [mention.codes[0].partition(":")[2] for mention in mentions]
    if not set(columns) <= columns_of(concept):
        return ()
    return tuple(
        Mention(m.at, m.end, (f"{concept}:{column}",), m.text, m.loose, m.lone)
        for m, column in zip(mentions, columns, strict=True)
    )


def outcomes_of(mentions: Sequence[Mention], about: Sequence[Measure]) -> tuple[Measure, ...]:
    """企业那两件呢 after what became of a lawyer's request: the same of this applicant."""
    concepts = [concept_of(one.code) for one in about]
    column = mentions[0].codes[0].partition(":")[2] if len(mentions) == 1 else ""
    if len(set(concepts)) < _ACCOUNT or not column or not mentions[0].lone or None in concepts:
        return ()
    if not all(column in columns_of(concept) for concept in concepts if concept):
        return ()
    return tuple(measure(f"{concept}:{column}") for concept in concepts)


def row_of(about: Sequence[Measure]) -> str | None:
    """The row of 表三 that was asked for, whose applicants are asked next; None for others."""
    plain = about and about[0].cells and not about[0].is_ratio
    concept = concept_of(about[0].code) if plain else None
    return concept if concept and measure(concept).code.startswith("requests.") else None


_ACCOUNT = 3  # rows of 表三 that make an account of what became of requests
_INTO = ("到", "至", "入", "进", "给", "到了", "into", "to", "in", "往")
_TWO = 2  # years, from one to the next
_MOVED = ("转到", "转入", "转进", "带到", "拖到", "留到", "转到了", "滚到")
_CARRIED = ({"carried_out"}, {"carried_in"})


def carried_into(tokens: Sequence[Token], held: Held) -> list[Token]:
    """结转到2024年: what the reports of 2023 carry out, where that year is named (or 2024 is not
    held); else what those of 2024 carry in."""
    found = list(tokens)
    if any(t.sort == "quality" for t in found):  # 2023年结转到2024年接得上吧: of both years
        return found
    for index, token in enumerate(found):
        year = token.year
        if year is not None and token.text.startswith("from") and index:
            if set(found[index - 1].codes) in _CARRIED and len(year.years) == _TWO:
                only = replace(year, years=year.years[:1], base=False)
                found[index] = replace(token, year=only)
                found[index - 1] = replace(found[index - 1], codes=("carried_out",))
            continue
        single = year is not None and year.kind == "named" and len(year.years) == 1
        at = _carrying(found, index) if single else None
        if year is None or at is None:
            continue
        into = year.years[0]
        out = [t for t in found if t.year is not None and t.year.years == (into - 1,)]
        moved = into not in held.years()
        code = "carried_out" if out or moved else "carried_in"
        found[at] = replace(found[at], sort="concept", codes=(code,))
        if out:
            found[index] = replace(token, sort="stop", year=None)
        elif moved:
            found[index] = replace(token, year=replace(year, years=(into - 1,)))
    return found


def _carrying(tokens: Sequence[Token], index: int) -> int | None:
    """The word of carrying over right before the year, with 到 between."""
    before = next((i for i in range(index - 1, -1, -1) if tokens[i].text not in _INTO), None)
    behind = [t.text for t in tokens[index + 1 : index + 2]] == ["的"]
    asks = any(t.sort in ("howmany", "which") for t in tokens)
    if before is not None and tokens[before].text in _MOVED and behind and asks:
        return before
    if before is None or set(tokens[before].codes) not in _CARRIED:
        return None
    return before if index - before > 1 or tokens[before].text.endswith(_INTO[:5]) else None


_APPLYING = ("单位", "机构", "组织")


def counted(reading: Reading, about: Sequence[Measure]) -> Measure | None:
    """是几件 after a rate: the count it is a rate of."""
    asks = reading.has("howmany") and not reading.has("share", "function", "most", "top")
    things = all(not token.codes for token in reading.all("howmany"))
    return numerator(about[0]) if asks and things and len(about) == 1 else None


def as_applicant(reading: Reading, about: Sequence[Measure]) -> Reading:
    """单位呢 after 个人占比: the applicants that are no persons, not the bodies that report."""
    said = [t for t in reading.tokens if t.sort not in ("stop", "then", "mark", "swap")]
    cells = {cell for one in about[:1] for cell in one.cells}
    natural = bool(cells) and all(cell.endswith(".natural_person") for cell in cells)
    if not natural or len(said) != 1 or said[0].text not in _APPLYING:
        return reading
    at = reading.tokens.index(said[0])
    token = replace(said[0], sort="applicant", codes=("legal_person",))
    tokens = (*reading.tokens[:at], token, *reading.tokens[at + 1 :])
    named = Mention(at, at, ("received:legal_person",), token.text, lone=True)
    return replace(reading, tokens=tokens, asked=replace(reading.asked, mentions=(named,)))


def rebound(reading: Reading, conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """改成10件 after 超过5件: the same condition with the number said now."""
    numbers = [t.figure for t in reading.all("number") if t.figure]
    plain = [c for c in conditions if c.value and c.op not in ("between", "state") and not c.than]
    if len(numbers) != 1 or len(plain) != 1 or not reading.has("swap"):
        return ()
    moved = plain[0].model_copy(update={"value": numbers[0].value})
    return tuple(moved if c is plain[0] else c for c in conditions)
