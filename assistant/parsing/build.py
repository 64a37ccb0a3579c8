"""A kind and its fields, with the scope of the question, become a plan; or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from assistant.parsing import refusals
from assistant.parsing.common import FIGURES
from assistant.parsing.neighbours import clause_of
from assistant.parsing.own_years import own_years
from assistant.parsing.reading import Reading
from assistant.parsing.tokens import Token
from assistant.places import HeldBody
from assistant.plan import Kind, Measure, Plan, Refusal, Scope

NUMBERS: tuple[Kind, ...] = ("value", "list", "rank", "aggregate", "compare", "trend")
_SETS: tuple[Kind, ...] = ("list", "rank", "mention", "mixed", "quality", "narrative")
_MEANINGFUL = {*FIGURES, "type", "unit", "body", "stem", "region", "which"}


def build(reading: Reading, kind: Kind, **fields: Any) -> Plan:
    """The plan of `kind` over the question's scope.

    Refused where none of the years is held, or where words that may change a number are left
    unexplained. Years not named: DESIGN §1.6 wants the choice said, so a note says it.
    """
    unexplained = _unexplained(reading)
    if kind in (*NUMBERS, "mixed") and (unbound := _unbound(reading)):
        return refuse(reading, refusals.unclear(unbound, reading.raw, "", reading.english))
    if kind in NUMBERS:
        of_text = _of_text(reading, fields.get("measures", ()))
        harmful = [
            token.text
            for token in unexplained
            if _matters(token, reading) or (of_text and _is_quoted(token, reading))
        ]
        if harmful:
            who = "、".join(b.name for b in reading.places.bodies)
            unclear = refusals.unclear(harmful, reading.raw, who, reading.english)
            if reading.places.bodies and not (reading.is_numeric or reading.has("outside")):
                return refuse(reading, in_words(unclear), reading.query())
            if _asks_who(reading) and not of_text:
                return refuse(reading, in_words(unclear), reading.query())
            one = not reading.has("each", "type", "unit", "all")  # not of every body
            one = one or _of_one_body(reading)
            told = (of_text and (one or len(unexplained) > 1)) or _counts_no_cases(reading, harmful)
            told = told or (reading.has("how", "why", "outcome") and not reading.is_numeric)
            told = told or (len(harmful) > 1 and one and not reading.places.named)
            if told and not reading.places.bodies:
                return refuse(reading, in_words(unclear), reading.query())
            if told and not of_text:
                return refuse(reading, unclear, reading.query(), tuple(harmful))
            return refuse(reading, unclear, " ".join(harmful) if of_text else "")
    grouped = kind == "rank" and fields.get("group")  # the sums of a group do not mix years,
    than = any(
        c.than and not c.than.measure for c in fields.get("conditions", ())
    )  # nor does an average compared with
    counted = fields.get("function") == "count" and "report" in reading.codes("howmany")
    like = "aggregate" if grouped or than else "list" if counted else kind
    years, latest, notes, refusal = _years(reading, like)
    if refusal is not None:
        return refuse(reading, refusal)
    if kind == "narrative" and not fields.get("query"):  # 多少人参加, after nothing to look for
        return refuse(reading, refusals.no_measure(reading.raw, reading.english))
    words = tuple(reading.raw[t.start : t.end] for t in unexplained) if kind in NUMBERS else ()
    extra = tuple(fields.pop("notes", ()))
    return Plan(
        kind=kind,
        scope=scope_of(reading, years, latest),
        notes=_distinct((*reading.notes, *reading.places.notes, *extra, *notes)),
        unexplained=words,
        in_yuan=kind in NUMBERS and _in_yuan(reading, fields.get("measures", ())),
        language="en" if reading.english else "zh",
        **fields,
    )


def _asks_who(reading: Reading) -> bool:
    """哪个街道公示过物资采购, 有没有被撤销的: a body or a yes, and no figure, is asked for."""
    asks = reading.has("which", "whether", "has") and not reading.places.bodies
    counted = reading.is_numeric and not reading.has("which", "whether")
    return asks and not counted and not reading.has("howmany", "most", "top", "function", "share")


def _of_one_body(reading: Reading) -> bool:
    """明白纸是哪个乡发的，发了多少份: one body is looked for, whatever is counted of it."""
    kinds = [t for t in reading.all("which") if reading.after(t)[:1]]
    kinds = [t for t in kinds if reading.after(t)[0].sort in ("type", "unit")]
    more = reading.has("each", "all", "most", "top", "function", "share", "compare")
    return bool(kinds) and not more


_NO_CASES = tuple("户名场人位台块期遍趟位")


def _counts_no_cases(reading: Reading, words: Sequence[str]) -> bool:
    """多少户, 几场, …率: a number that no table has, which the text may give."""
    counted = any(t.text.endswith(_NO_CASES) for t in reading.all("howmany"))
    return counted or any(len(word) > 2 and word.endswith(("率", "比例")) for word in words)


def refuse(
    reading: Reading, refusal: Refusal, query: str = "", terms: tuple[str, ...] = ()
) -> Plan:
    """A refusal that keeps what was understood, so that a short reply can complete it. Given only
    where the text of the bodies named (of all, where any words will do) says nothing of `query`,
    with one of `terms` if any."""
    placed = reading.places.bodies or refusal.in_words
    looks = bool(query and placed) and not reading.english
    mentions = reading.asked.all or reading.asked.hints
    measures = tuple(m for mention in mentions for m in mention.measures(False)) or reading.given
    return Plan(
        kind="refusal",
        scope=scope_of(reading, reading.years.years, False),
        measures=measures,
        notes=_distinct((*reading.notes, *reading.years.notes)),
        refusal=refusal,
        query=query if looks else "",
        terms=terms if looks else (),
        language="en" if reading.english else "zh",
    )


def in_words(refusal: Refusal) -> Refusal:
    """The refusal, given only where no sentence carries the words looked for."""
    return refusal.model_copy(update={"in_words": True})


def scope_of(reading: Reading, years: Sequence[int], latest: bool) -> Scope:
    """The places, kinds of body and form of the question, with the years decided on."""
    forms = reading.codes("form")
    own = own_years(reading)
    years = sorted(set(own.values())) if own else years
    return Scope(
        bodies=tuple(
            body.as_body().model_copy(update={"year": own.get(body.name)})
            for body in _bodies(reading, years)
        ),
        without=tuple(body.as_body() for body in reading.places.without),
        regions=reading.places.regions,
        body_types=reading.places.types,
        years=tuple(sorted(set(years))),
        latest_only=latest,
        form=forms[0] if forms else None,  # type: ignore[arg-type]
        area=reading.whole_area or reading.has("area"),
    )


def _bodies(reading: Reading, years: Sequence[int]) -> list[HeldBody]:
    """The bodies named; of several that may be one, those that report on the years asked."""
    found: list[HeldBody] = []
    for unit in reading.places.units:
        reporting = [body for body in unit if set(body.years) & set(years)]
        found += reporting or unit
    return found


def _distinct(notes: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(note for note in notes if note))


def _of_text(reading: Reading, asked: Sequence[Measure]) -> bool:
    """Whether the figure is one of the running text, which may state its parts as well; a part
    of a cell stands nowhere. 里面住房确权的几条 is a part of the figure asked before."""
    mentions = reading.asked.all or reading.asked.hints
    measures = [m for mention in mentions for m in mention.measures(False)] or list(asked)
    if reading.before is not None and not mentions:
        measures = list(reading.before.measures)
    return bool(measures) and all(m.claim for m in measures)


_YUAN = re.compile(
    "(?:(?:换算|折算|折合|换|折|合|化|转换)(?:成|为|作)?|人民币|多少|几|以|按|用|in )"
    "(?:块钱|块|元|yuan)(?!旦)"
)


def _in_yuan(reading: Reading, measures: Sequence[Measure]) -> bool:
    """换算成元, 是多少元: of an amount that the form prints in 万元."""
    return any(m.unit == "万元" for m in measures) and bool(_YUAN.search(reading.text))


# --- words left over


def _unexplained(reading: Reading) -> list[Token]:
    """Text of at least two characters, and phrases that only a text search could look for."""
    return [
        token
        for token in reading.tokens
        if _says_something(token) and not _counts_years(token, reading)
    ]


def _says_something(token: Token) -> bool:
    words = token.sort in ("text", "aside") and _length(token.text) > 1
    return words or (token.sort == "topic" and "named" in token.codes)


def _unbound(reading: Reading) -> list[str]:
    """The numbers said of bodies (处罚凑足300件的单位) that no condition took up: dropped, they
    would make another set of them."""
    if reading.places.bodies or reading.english:
        return []
    figures = [limit.figure for limit in reading.asked.limits if limit.figure is not None]
    bound = {value for figure in figures for value in (figure.value, figure.high)}
    bound |= {c.value for c in reading.given_conditions}
    return [
        _with_verb(token, reading)
        for token in reading.all("number")
        if token.figure is not None
        and token.figure.value > 1
        and token.figure.value not in bound
        and token.text[-1] in "件条次份起"
        and [t.sort for t in reading.after(token)][:1] in (["type"], ["unit"], ["which"])
    ]


def _with_verb(number: Token, reading: Reading) -> str:
    """凑300条: the number with the unknown word that touches it."""
    before = [t for t in reading.all("text") if t.end == number.start]
    return "".join(t.text for t in before) + number.text


def _counts_years(token: Token, reading: Reading) -> bool:
    """2022、2023、2024三年: the years named, counted."""
    several = len(reading.years.years) > 1 or reading.years.every
    return several and token.text in ("两年", "三年", "四年", "五年")


def _length(text: str) -> int:
    """Characters, Latin words of up to three letters counting as noise."""
    return 0 if text.isascii() and len(text) < 4 and not text.isdigit() else len(text.strip())


def _matters(token: Token, reading: Reading) -> bool:
    """Whether unexplained words may narrow the figure: beside a measure or its count (征地的申请,
    申请撤回几件), or anywhere in a meaningful clause of a question that names no body."""
    if token.sort == "aside":
        return False
    clause = clause_of(reading.tokens, reading.tokens.index(token))
    if not any(t.sort in _MEANINGFUL for t in clause):
        return False
    if not reading.places.bodies or reading.english:
        return True
    at = clause.index(token)
    before = [t.sort for t in clause[:at] if t.sort != "stop"][-1:]
    after = [t.sort for t in clause[at + 1 :] if t.sort != "stop"][:1]
    return any(sort in FIGURES for sort in before + after)


def _is_quoted(token: Token, reading: Reading) -> bool:
    """“码头公告”栏目: a name, of which the figure is asked."""
    before, after = reading.text[: token.start].rstrip(), reading.text[token.end :].lstrip()
    return before[-1:] in _QUOTES and after[:1] in _QUOTES


_QUOTES = tuple("“”\"'‘’「」『』《》")


# --- years


def _years(
    reading: Reading, kind: Kind
) -> tuple[tuple[int, ...], bool, tuple[str, ...], Refusal | None]:
    """(years, latest only, notes, refusal)."""
    asked = reading.years
    held = reading.held_years()
    if kind == "definition":
        return asked.years, False, (), None
    if kind == "corpus" and not asked.years:
        newest = asked.latest and held and not reading.has("which_year")
        return ((max(held),) if newest else ()), False, (), None
    if not held:
        return (), False, (), _nothing(reading)
    if asked.years:
        return _named_years(reading, held)
    of_bodies = kind == "narrative" and bool(reading.places.bodies)
    over_time = of_bodies and reading.has("which_year", "trend")  # 哪年办的, 三年来的演变
    if kind == "trend" or asked.every or asked.streak or over_time:
        return tuple(sorted(held)), False, (), None
    if kind == "narrative" and reading.places.bodies and len(held) > 1 and not asked.latest:
        note = _say(
            reading,
            f"未指明年份，先查最新的{max(held)}年，没有写到时再查以前各年",
            f"No year named: {max(held)} first, earlier years if it is silent",
        )
        return (), True, (note,), None
    several = not reading.places.bodies or (kind == "mention" and len(held) > 1)
    if kind in _SETS and several and not asked.latest:
        note = _say(reading, "未指明年份，包括语料中各年的报告", "All years held are included")
        return (), False, (note,) if len(reading.held.years()) > 1 else (), None
    return _latest(reading, held)


def _named_years(
    reading: Reading, held: Any
) -> tuple[tuple[int, ...], bool, tuple[str, ...], Refusal | None]:
    asked = reading.years
    missing = [year for year in asked.years if year not in held]
    if len(missing) == len(asked.years) and reading.held.bodies:
        return (), False, (), _no_year(reading, asked.years, sorted(held))
    notes = asked.notes
    if missing:
        gone = "、".join(str(year) for year in missing)
        notes += (_say(reading, f"语料中没有{gone}年的报告", f"No report held for {gone}"),)
    return asked.years, False, notes, None


def _nothing(reading: Reading) -> Refusal:
    """Nothing is held of the places and kinds of body asked, in any year."""
    places = reading.places
    names = "".join(region.label for region in places.regions)
    level = places.regions[0].level if places.regions else ""
    return refusals.no_region(names, reading.held, reading.english, level, places.types)


def _no_year(reading: Reading, years: Sequence[int], have: Sequence[int]) -> Refusal:
    places = reading.places
    names = [b.name for b in places.bodies] or [r.label for r in places.regions]
    token = reading.first("year")
    words = reading.raw[token.start : token.end] if token else ""
    newest, who = reading.today.year - 1, "、".join(names)
    return refusals.no_year(years, have, who, words, reading.raw, newest, reading.english)


def _latest(
    reading: Reading, held: Any
) -> tuple[tuple[int, ...], bool, tuple[str, ...], Refusal | None]:
    """The newest year, for bodies compared the newest that all of them have, for a total the
    newest that at least half as many bodies report as in the fullest year."""
    bodies = reading.places.bodies
    if bodies:
        units = reading.places.units
        common = set.intersection(*({y for body in unit for y in body.years} for unit in units))
        if not common:
            note = "各单位没有同一年的报告，分别取各自最新的一份"
            return (), True, (note,), None
        year = max(common)
    else:
        enough = max(held.values()) / 2
        year = max(y for y, count in held.items() if count >= enough)
    several = len(held) > 1 and not reading.years.latest
    note = _say(
        reading, f"未指明年份，取最新的{year}年", f"No year named: the latest, {year}, is used"
    )
    return (year,), False, (note,) if several else (), None


def _say(reading: Reading, chinese: str, english: str) -> str:
    return english if reading.english else chinese
