"""Ratios that a question asks for: X占Y的比例, 自然人占比, 公开率."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.measure_sums import of_whole, parts_of
from assistant.measures import ALL_APPLICANTS, RATIOS, concept_of, measure, share
from assistant.parsing.asked import Mention
from assistant.parsing.carried import row_of
from assistant.parsing.formulas import formula, is_written
from assistant.parsing.reading import Reading
from assistant.parsing.tokens import Token
from assistant.plan import Measure

_REQUESTS = ("received", "received_with_carried", "total_processed")
_HANDLED = measure("ratio:granted_rate")  # whose whole is what was handled
_WHOLES = (*_REQUESTS, "reconsideration", "litigation", "disputes")
_GROUPS = ("denied", "unavailable", "not_processed", "other")


def ratio_asked(reading: Reading) -> Measure | None:
    """X占Y的比例, 自然人占比, 不予公开占比."""
    if is_written(reading):
        return formula(reading)
    own = _of_applicant(reading)
    if own is not None:
        return own
    between = [t for t in reading.all("versus") if "of" in t.codes]
    if not (between or reading.has("share")):
        return None
    mentions = reading.asked.mentions
    if any(t.text.startswith(("之比", "比值")) for t in reading.all("share")):
        return _one_to_other(reading)
    named = [m for mention in mentions for m in mention.measures(False) if m.is_ratio]
    inside = _inside_group(reading, named)
    if inside is not None:
        return inside
    if named:
        return named[0]
    if mentions and mentions[0].measures(False)[0].claim:
        return _said_share(reading, between[0] if between else None)
    if between and len(mentions) > 1:
        cut = reading.tokens.index(between[0])
        left = [m for m in mentions if m.at < cut]
        right = [m for m in mentions if m.at > cut]
        if left and right:
            return _share(left[-1].measures(False)[0], right[0].measures(False)[0])
    inside = None if between else _part_inside(reading)
    if inside is not None:
        return inside
    received = all(m.codes == ("received",) for m in mentions)
    if received and _of_replies(reading):
        return measure("ratio:disclosed_rate")
    if between and len(mentions) == 1 and reading.given:  # 占全部办结的几成, after a figure
        found = _share(reading.given[0], mentions[0].measures(False)[0])
        if found is not None:
            return found
    if not mentions and reading.given and all(m.claim for m in reading.given):
        return _share_given(reading.given)
    said = mentions[0].measures(False) if mentions else ()
    part = next(iter(said or (() if reading.asked.all else reading.given)), None)  # 占比呢
    return _of_its_whole(part, implied=not between) if part is not None else None


def _of_applicant(reading: Reading) -> Measure | None:
    """企业申请的公开率, 企业的申请得到公开的比例: an outcome as a share of what was handled of the
    requests of that kind of applicant alone."""
    mentions, tokens = reading.asked.mentions, reading.tokens
    head, _, column = mentions[0].codes[0].partition(":") if mentions else ("", "", "")
    if not column or column not in ALL_APPLICANTS or len(mentions[0].codes) > 1:
        return None
    among = [n for n, t in enumerate(tokens[:-1]) if t.sort == "applicant"]
    within = bool(among) and any(t.text in _AMONG for t in tokens[among[0] + 1 : among[0] + 4])
    if len(mentions) == 1 and head in _OUTCOME_ROWS:  # 企业申请中予以公开的占比
        named = [head] if within and reading.has("share") else []
    elif len(mentions) == 1 and head == "received" and reading.has("share"):
        published = [t for t in reading.all("hint") if t.start > tokens[mentions[0].at].start]
        named = ["disclosed"] if [t.text[:2] for t in published] == ["公开"] else []
    elif len(mentions) == 2 and head == "received":
        known = RATIOS.get(mentions[1].codes[0].removeprefix("ratio:"))
        own = known is not None and known.over == ("total_processed",)
        named = list(known.top) if known is not None and own else []
    else:
        named = []
    if len(named) != 1:
        return None
    return _share(measure(f"{named[0]}:{column}"), measure(f"total_processed:{column}"))


_OUTCOME_ROWS = (
    *("granted", "partially_granted", "disclosed", "denied"),
    *("unavailable", "not_processed", "other"),
)


def applicant_shares(reading: Reading) -> tuple[Measure, ...]:
    """各类申请人的构成比例: the share of each kind of applicant in a row of 表三; () where none is
    asked for."""
    asked = reading.has("applicants") and reading.has("share")
    if not asked or reading.has("most", "top", "applicant", "versus", "bound"):
        return ()
    named = [m for mention in reading.asked.mentions for m in mention.measures(False)]
    if any(m.is_ratio for m in named) or len(named) > 1:
        return ()
    row = row_of(named or reading.given) or ("received" if not named else None)
    shares = [_share(measure(f"{row}:{c}"), measure(row)) for c in ALL_APPLICANTS] if row else []
    return tuple(m for m in shares if m is not None)


def _one_to_other(reading: Reading) -> Measure | None:
    """新媒体与网站发布量之比: the first as a percentage of the second."""
    named = [m for mention in reading.asked.mentions for m in mention.measures(False)]
    if len(named) != 2 or any(m.is_ratio for m in named) or named[0].code == named[1].code:
        return None
    top, bottom = named
    if bool(top.claim) != bool(bottom.claim) or top.unit != bottom.unit:
        return None
    label = f"{top.label}与{bottom.label}之比"
    return share(top, bottom).model_copy(update={"label": label})


def _inside_group(reading: Reading, named: Sequence[Measure]) -> Measure | None:
    """无法提供的里面不掌握占几成, 过程性信息占不予公开的比例: a row as a share of its own group,
    where that is named before it, or behind 占 as a rate."""
    tokens = reading.tokens
    groups = [
        n
        for n, t in enumerate(tokens)
        if t.sort == "concept" and t.codes[0] in (*_GROUPS, *_RATES_OF_GROUPS)
    ]
    rows = [m for m in reading.asked.mentions if m.codes[0].partition(".")[0] in _GROUPS]
    rows = [m for m in rows if "." in m.codes[0]]
    codes = {_RATES_OF_GROUPS.get(tokens[n].codes[0], tokens[n].codes[0]) for n in groups}
    if len(codes) != 1 or len(rows) != 1 or reading.asked.limits or len(named) > 1:
        return None
    part, whole = rows[0].measures(False)[0], measure(codes.pop())
    if not set(part.cells) < set(whole.cells):
        return None
    first, last = groups[0], groups[-1]
    within = any(t.text in _AMONG for t in tokens[first + 1 : rows[0].at])
    of = any("of" in t.codes for t in tokens[rows[0].end + 1 : last])
    return _share(part, whole) if within or of else None


_RATES_OF_GROUPS = {
    "ratio:denied_rate": "denied",
    "ratio:unavailable_rate": "unavailable",
    "ratio:not_processed_rate": "not_processed",
}
_AMONG = (
    "里",
    "里面",
    "里头",
    "里边",
    "中",
    "当中",
    "之中",
    "其中",
    "内",
    "里的",
    "里面的",
    "中的",
    "当中的",
)


def ratios_asked(reading: Reading) -> tuple[Measure, ...]:
    """予以公开和不予公开各占几成: the share of each, of what is handled or of all cases; () where
    one share is asked for."""
    named = [m for mention in reading.asked.mentions for m in _parts_named(mention)]
    parts = [m for m in named or reading.given if not _is_whole(m)]
    if kinds := applicant_shares(reading):
        return kinds
    if not (reading.has("each") and reading.has("share")) or len(parts) < 2:
        return ()
    shares = [_of_its_whole(part, implied=True) for part in parts if not part.claim]
    return tuple(m for m in shares if m is not None) if None not in shares else ()


def _parts_named(mention: Mention) -> tuple[Measure, ...]:
    """Both of 予以公开和部分公开, which one word names together."""
    both = mention.codes == ("disclosed",) and re.search("予以公开[和与及、]", mention.text)
    return (
        tuple(map(measure, ("granted", "partially_granted"))) if both else mention.measures(False)
    )


def _is_whole(named: Measure) -> bool:
    return concept_of(named.code) in _REQUESTS and named.code.endswith(".total")


def _of_its_whole(part: Measure, implied: bool) -> Measure | None:
    """The share of an outcome in what was handled, of a kind of applicant or result in all."""
    if part.is_ratio or part.claim:
        return part if part.is_ratio else None
    concept = concept_of(part.code)
    if not part.code.endswith(".total"):
        if concept is None:  # a sum of several
            rows = {cell.rpartition(".")[0] for cell in part.cells}
            row = concept_of(f"{min(rows)}.total") if len(rows) == 1 else None
            return _share(part, measure(row)) if row else of_whole(_HANDLED, part)
        whole = measure(concept)
    elif part.code == "requests.total_processed.total":  # 年底前办完的占多少
        return measure("ratio:handled_rate") if implied else None
    elif part.code == "requests.carried_out.total":  # 没办完的占几成
        whole = measure("received_with_carried")
    elif part.code.startswith("requests.") and concept not in ("received", "total_processed"):
        whole = measure("total_processed")
    else:
        return None
    return _share(part, whole, implied)


def _share_given(given: Sequence[Measure]) -> Measure | None:
    """占比呢 after numbers of the text: of the last in the one before it, else in all published;
    None for the sum of several media, which is a share of nothing that is stated."""
    if parts_of(given[-1]):
        return None
    part, whole = given[-1], measure("claim:proactive_total")
    if len(given) > 1:
        whole = given[-2]
    alike = part.code != whole.code and part.unit == whole.unit
    return share(part, whole) if alike and not (part.is_ratio or whole.is_ratio) else None


def _part_inside(reading: Reading) -> Measure | None:
    """办结的申请里不予公开的占几成: the whole is named first, then a part of it. Of 申请 alone
    an outcome is a part of what was handled, as in the rates that have a name."""
    for whole, part in pairwise(reading.asked.mentions):
        among = reading.tokens[whole.at : part.at + 1]
        top, bottom = (m.measures(False)[0] for m in (part, whole))
        concept = concept_of(bottom.code)
        if concept not in _WHOLES or any(token.sort in ("and", "or") for token in among):
            continue
        _, _, column = part.codes[0].partition(":")
        if among[-1].sort == "applicant" and concept in _REQUESTS:
            top = measure(f"{concept}:{column}")
        elif among[0].sort == "generic" and concept == "received" and not column:
            bottom = measure("total_processed")
        if top.code.partition(".")[0] == bottom.code.partition(".")[0]:
            return _share(top, bottom)
    return None


def _said_share(reading: Reading, between: Token | None) -> Measure | None:
    """走政府网站的占全部公开信息的百分之几: of two numbers that the text states. The total
    published is the whole where no other is named; words beside are parts only sentences count."""
    mentions = reading.asked.mentions
    measures = [m.measures(False)[0] for m in mentions]
    cut = reading.tokens.index(between) if between else -1
    if len(measures) > 2 or (len(measures) == 2 and not mentions[0].at < cut < mentions[1].at):
        return None
    part, whole = (*measures, measure("claim:proactive_total"))[:2]
    beside = any(len(token.text) > 1 for token in reading.all("text", "topic"))
    if beside or part.code == whole.code or not whole.claim or part.unit != whole.unit:
        return None
    return share(part, whole)


def other_readings(reading: Reading, ratio: Measure) -> tuple[Measure, ...]:
    """没给信息的占几成: the shares of what the word may mean beside `ratio`."""
    loose = [
        m for mention in reading.asked.mentions if mention.loose for m in mention.measures(True)
    ]
    if not any(m.cells == ratio.cells for m in loose):
        return ()
    whole = measure("total_processed")
    shares = (_share(m, whole) for m in loose if m.cells != ratio.cells)
    return tuple(m for m in shares if m is not None and m.over == ratio.over)


def _of_replies(reading: Reading) -> bool:
    """答复的5件里公开的占几成: of the requests, not of what is published."""
    published = any(h.codes[0] == "claim:proactive_total" for h in reading.asked.hints)
    return published and any(word in reading.text for word in ("申请", "答复", "办结"))


def _share(part: Measure, whole: Measure, implied: bool = False) -> Measure | None:
    plain = not (part.is_ratio or whole.is_ratio or part.claim or whole.claim)
    return share(part, whole, implied) if plain and part.code != whole.code else None
