"""Questions that lean on the one before: what they change, and what is carried over.

那2023年呢? changes the year, 换成行政处罚 the measure, 只看街道 the kind of body, 第二个镇 and 它们
point at the rows of the answer before. What is carried over is said in the plan's notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.parsing.asked import Mention
from assistant.parsing.carried import (
    added_to,
    as_applicant,
    columns_named,
    counted,
    rebound,
    share_like,
)
from assistant.parsing.figures import Figure
from assistant.parsing.in_context import THAT, about_of, rest_of, says_rest
from assistant.parsing.reading import LEGAL_REASONS, Reading
from assistant.parsing.refusals import refusal
from assistant.parsing.scope import Places, around, told_apart
from assistant.parsing.tokens import Token
from assistant.places import Held, HeldBody
from assistant.plan import Body, Choice, Condition, Measure, Plan, Region
from assistant.question_years import Years, resolve
from assistant.vocabulary import Sort
from index.numerals import parse_number

_CUES: tuple[Sort, ...] = (
    "it", "they", "two", "among", "ordinal", "last_one", "swap", "only", "not_this", "plus",
    "other_one",
)  # fmt: skip
_OWN_SCOPE: tuple[Sort, ...] = ("which", "each", "all", "unit", "level", "corpus", "by", "report")
_KIND: tuple[Sort, ...] = (
    "howmany", "most", "top", "function", "share", "compare", "trend", "change", "how", "why",
    "what", "mention", "not_mention", "quality", "define", "whether", "outcome", "applicants",
    "about", "which", "which_year", "where", "show", "quote_of", "comparable", "place_in_rank",
    "task", "grain",
)  # fmt: skip
_ALONE: tuple[Sort, ...] = ("define", "comparable", "source", "corpus", "task", "outside")
_SETS = ("list", "rank", "aggregate", "mixed", "mention", "quality", "corpus")
CARRIED, CARRIED_EN = "沿用上一问：", "Carried over from the question before: "  # begin such a note
_TIED = 6  # bodies that share the first place, all of which a follow-up is about
_MOST_ROWS = 60  # a set larger than this is carried over by its conditions, not by its rows


@dataclass(frozen=True, slots=True)
class Before:
    """What was asked before: the plan, the bodies of its answer's rows in order, and what the
    questions before that one asked of the same figure or of the same bodies."""

    plan: Plan
    rows: tuple[Body, ...] = ()
    years: tuple[int, ...] = ()  # of the same figure, asked for before that one, the last one last
    measures: tuple[Measure, ...] = ()  # asked for before those, of the same bodies and years
    regions: tuple[Region, ...] = ()  # of which the same figure was asked before
    shown: int = 0  # rows of the last answer; the others of `rows` were spoken of before
    beside: tuple[Body, ...] = ()  # of which the same figure of the same year was asked before


def drop_denied(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """不是柳浦，是白鹭: without the words denied; unchanged where nothing replaces them."""
    said = [i for i, t in enumerate(tokens) if t.sort == "not_this"]
    said = [i for i in said if i + 1 < len(tokens) and tokens[i + 1].sort != "mark"] or said
    if not said:  # 我说错了，不是柳浦: the denial is the one with something behind it
        return tuple(tokens)
    start = said[0]
    for index in range(start + 1, len(tokens)):
        token, rest = tokens[index], tokens[index + 1 :]
        ends = token.text in ("是", "而是", "要", "换成") or token.sort in ("mark", "swap")
        if ends and any(t.sort != "stop" for t in rest):
            return (*tokens[: start + 1], *rest)
    return tuple(tokens)


def leans(reading: Reading, plan: Plan) -> bool:
    """Whether the question needs the one before: it says so, or lacks its places or its measure."""
    if _of_same_set(reading, plan):
        return True
    if any(t.text.startswith(THAT) for t in reading.all("whole")):  # 那个县还有哪些单位
        return True
    if of_others(reading, plan) or _points_at_case(reading):
        return True
    if rest_of(about_of(plan), reading.tokens):
        return True
    if reading.has(*_CUES) or (reading.tokens and reading.tokens[0].text in ("那", "那么")):
        return True
    measured = bool(reading.asked.all or reading.asked.hints)
    content = _content(reading) or reading.has("mention", "as_problem")
    if all(token.sort in ("stop", "mark") for token in reading.tokens):
        return reading.places.named or bool(reading.places.without)  # 柳浦镇除外
    alone = any("weak" not in token.codes for token in reading.all(*_ALONE))
    if alone and not reading.has("then"):
        return reading.has("define") and not (measured or content or reading.has("quality"))
    own = [t for t in _own_scope(reading) if not t.text.startswith(("分别", "各自"))]
    if _is_the_report(reading, plan):
        own = [t for t in own if t.sort not in ("report", "which")]
    placed = reading.places.named or bool(own)
    if not measured and not content:
        listed = reading.has("report") and reading.has("which", "howmany")
        return not (placed and (listed or reading.has("quality", "where", "form", "which_year")))
    summed = reading.years.named and reading.wants_total and not _counts_back(reading, plan)
    return not placed and not summed


_CASE = re.compile("[这那](?:[0-9一两二三四五六七八九十几]{1,2})?[件笔次起宗场]")


def _points_at_case(reading: Reading) -> bool:
    """柳浦镇那件为什么没办完, 鹿鸣那2件是谁的: a case of the year spoken of."""
    behind = any(t.place.bodies for t in reading.tokens) and _CASE.search(reading.text)
    return bool(behind) and not reading.years.named


def _lacks_a_year(reading: Reading, plan: Plan, spoken: Sequence[int]) -> bool:
    """两年差几件, where one year alone was spoken of."""
    two = re.search("(?<!近)(?<!最近)[两2二]个?年", reading.text)
    differs = only_compares(reading, ("trend", "change"))
    return bool(two) and differs and plan.kind == "value" and len(spoken) == 1


def _of_one_of_several(reading: Reading, plan: Plan) -> bool:
    """这件怎么处理的, after several kinds of applicants: whose it is is not said."""
    rows = [m.code.rpartition(".") for m in plan.measures]
    several = len(rows) > 1 and all(row == "requests.received" for row, _, _ in rows)
    case = reading.has("outcome") and _CASE.search(reading.text) is not None
    several = several and bool(plan.scope.bodies)
    return several and case and not reading.asked.all and not reading.has("applicant")


def _whose(plan: Plan) -> tuple[Choice, ...]:
    """The kinds of applicants to choose from, each asked of the body and year spoken of."""
    body, year = plan.scope.bodies[0].name, plan.scope.years[-1:]
    named = (_APPLICANT.search(m.label) for m in plan.measures)
    kinds = [found[1] for found in named if found]
    when = f"{year[0]}年" if year else ""
    return tuple(Choice(label=k, question=f"{body}{when}{k}的申请怎么处理的？") for k in kinds)


_APPLICANT = re.compile("申请人：([^）]+)")


def _is_the_report(reading: Reading, plan: Plan) -> bool:
    """报告说有哪些不足, 年报提到哪些问题, after a body: its report says it, no others are asked."""
    opens = next((t for t in reading.tokens if t.sort not in ("stop", "then", "mark")), None)
    saying = opens is not None and [t.sort for t in reading.after(opens)[:1]] == ["mention"]
    says = opens is not None and opens.sort == "report" and saying
    return says and len({body.name for body in plan.scope.bodies}) == 1


def of_others(reading: Reading, plan: Plan) -> bool:
    """还有谁收了, 其他单位收了没, after a figure of one body: who else, in that year."""
    others = any(t.text.startswith("还有") for t in reading.all("which"))
    others = others or any(t.text.startswith(("其", "别")) for t in reading.all("unit"))
    return others and plan.kind == "value" and bool(plan.scope.bodies)


_MOVES: tuple[Sort, ...] = (
    "stop", "mark", "then", "year", "body", "stem", "region", "type", "swap", "only",
)  # fmt: skip


def only_moves(tokens: Sequence[Token], measures: bool = False) -> bool:
    """那2023年呢, 白鹭乡呢: the same question of another year or place, or with `measures` of
    another measure (那处罚呢), and nothing else."""
    what: tuple[Sort, ...] = ("year", "body", "stem", "region", "type")
    what += ("concept", "generic", "loose") if measures else ()
    moved = any(t.sort in what for t in tokens)
    return moved and all(t.sort in (*_MOVES, *what) for t in tokens)


_OF_REPORTS: tuple[Sort, ...] = ("mention", "not_mention", "quality", "state")
_UNNAMED: tuple[Sort, ...] = (
    "stop", "mark", "then", "year", "body", "stem", "region", "type", "unit", "report", "which",
    "each", "mention", "not_mention", "hint", "has", "none", "whether", "howmany", "function",
)  # fmt: skip


def asks_nothing_else(tokens: Sequence[Token]) -> bool:
    """Whether the question names no figure and no word of its own: 谁提到过, 哪几家收过."""
    return all(t.sort in _UNNAMED for t in tokens)


def _of_same_set(reading: Reading, plan: Plan) -> bool:
    """维持的有哪些, 处罚最多的是哪个, after a list or an order: of the bodies and years of that;
    after 东沙县有哪几家的年报 whatever is asked of those."""
    scope, held = plan.scope, plan.kind == "corpus"
    own = [t for t in reading.all(*_OWN_SCOPE) if t.sort != "which"]
    own = [t for t in own if t.sort != "unit"]
    if held:
        own = [t for t in own if t.sort not in ("each", "report")]
    narrow = bool(scope.years or scope.regions or scope.body_types) and not scope.bodies
    kinds = reading.places.types and not (held or reading.has("most"))  # 哪个镇收到的最多
    placed = reading.places.bodies or reading.places.regions or kinds
    named = placed or reading.years.named or own
    if plan.kind not in _SETS or not narrow or named:
        return False
    figures = bool(reading.asked.all or reading.asked.hints)
    if held:
        asks = reading.has("which", "each", "they", "among", "howmany", "none")
        return asks and (figures or _content(reading) or reading.has(*_OF_REPORTS))
    asks = reading.has("which") and not reading.has("mention", "not_mention", "as_problem", "then")
    return asks and figures and not (_content(reading) or reading.has(*_ALONE))


def complete(reading: Reading, before: Before, held: Held) -> Reading:
    """The reading with what it lacks taken from the question before."""
    plan = before.plan
    if before.regions and only_compares(reading, light=("two", "level")):  # 两个县差多少
        both = {r.name: r for r in (*before.regions, *plan.scope.regions)}
        scope = plan.scope.model_copy(update={"regions": tuple(both.values())})
        plan = plan.model_copy(update={"scope": scope})
        before = replace(before, plan=plan, rows=())
    reading = as_applicant(reading, plan.measures)
    bodies, row_notes = _pointed_at(reading, before, held)
    joined = reading.has("plus", "versus") or (
        reading.has("two") and reading.has("compare") and len(reading.places.units) == 1
    )
    if joined and reading.places.bodies:
        spoken_of = plan.scope.bodies[:1] if _is_next_rival(reading, plan) else plan.scope.bodies
        bodies = _find((*spoken_of, *(b.as_body() for b in reading.places.bodies)), held)
    bodies = _whole_units(bodies, held) or _namesakes(reading, plan, held)
    reading = _with_whole(reading, plan, held)
    away = _says_places(reading) or _looks_around(reading, plan)
    away = away or of_others(reading, plan)
    same_set = _of_same_set(reading, plan) and not reading.places.types
    kept_places = bool(bodies) or not away or same_set
    spoken = plan.scope.years
    differs = only_compares(reading, ("trend", "change"), light=("two",))
    if differs and not bodies and before.years:
        spoken = tuple(sorted({*spoken, *before.years[-1:]}))
        plan = plan.model_copy(update={"scope": plan.scope.model_copy(update={"years": spoken})})
    if _sums_up(reading, before):
        reading, spoken = _without_count(reading), tuple(sorted({*spoken, *before.years}))
        plan = plan.model_copy(update={"scope": plan.scope.model_copy(update={"years": spoken})})
        bodies = bodies or _find(before.beside, held)
    years = resolve(reading.year_words, reading.today, held.years(), spoken)
    if len(spoken) == len(years.years) == 1 and spoken < years.years and _since(reading, years):
        years = replace(years, years=(*spoken, *years.years))  # 到2024年变化多少 after 2022
    elif _against_year(reading, plan) and len(spoken) == len(years.years) == 1:
        years = replace(years, years=tuple(sorted({*spoken, *years.years})))
    filled = replace(reading, before=plan, years=years)
    notes: list[str] = list(row_notes)
    if bodies:
        places = replace(reading.places, bodies=bodies, types=(), regions=(), refusal=None)
        filled = replace(filled, places=places)
        if reading.has("they", "two") or not row_notes:
            notes.append("、".join(dict.fromkeys(body.name for body in bodies)))
    elif kept_places:
        filled = _with_places(filled, plan, held, notes)
    elif reading.places.regions and not reading.places.types:
        filled = _with_types(filled, plan, notes)
    elif reading.has("only") or _only_types(reading):
        filled = _with_regions(filled, plan, notes)
    if reading.has("other_one") and not bodies:
        reason = "没有看出“另一个”指哪个单位，请写出名称。"
        asked = refusal("needs_clarification", reason)
        filled = replace(filled, places=replace(filled.places, refusal=asked))
    if not bodies and plan.kind in ("rank", "list") and only_compares(reading):
        reason = "没有看出要比较哪两个单位，请写出名称。"
        asked = refusal("needs_clarification", reason)
        filled = replace(filled, places=replace(filled.places, refusal=asked))
    if (
        says_rest(reading.tokens)
        and plan.kind == "value"
        and not rest_of(about_of(plan), reading.tokens)
    ):
        asked = refusal("needs_clarification", "没有看出剩下的是什么，请写出指标。")
        filled = replace(filled, places=replace(filled.places, refusal=asked))
    if _lacks_a_year(reading, plan, spoken):
        asked = refusal("needs_clarification", "没有看出要比较哪两年，请写出年份。")
        filled = replace(filled, places=replace(filled.places, refusal=asked))
    if _of_one_of_several(reading, plan):
        reason = "没有看出说的是哪一类申请人的申请，请写出申请人。"
        asked = refusal("needs_clarification", reason, _whose(plan))
        filled = replace(filled, places=replace(filled.places, refusal=asked))
    if reading.has("ordinal") and not bodies and plan.kind != "rank":
        said = next(t.text for t in reading.all("ordinal"))
        asked = refusal("needs_clarification", f"没有看出“{said}”指哪个单位，请写出名称。")
        filled = replace(filled, places=replace(filled.places, refusal=asked))
    filled = _with_years(filled, plan, notes)
    apart = _years_apart(reading, filled, plan) or _own_years(reading, filled, before)
    if apart and reading.years.named:
        notes.append(f"{plan.scope.years[0]}年")
    filled = replace(filled, given_years=apart)
    filled = _with_measures(filled, plan, bool(bodies), notes, before.measures)
    if reading.has("how") and not _content(reading) and not (reading.asked.all or filled.given):
        notes.extend(topics_of(plan))
    said = f"{CARRIED}{'，'.join(dict.fromkeys(notes))}"
    if reading.english:
        said = f"{CARRIED_EN}{', '.join(dict.fromkeys(notes))}"
    return replace(filled, notes=(*reading.notes, said) if notes else reading.notes)


def topics_of(plan: Plan) -> list[str]:
    """The words that the question before looked for in the text."""
    return [plan.query] if plan.query else [t.terms[0] for t in plan.topics if t.terms]


def keeps_kind(reading: Reading, but: Sequence[Sort] = ()) -> bool:
    """Whether the kind of the question before stays: nothing in this one says another, the sorts
    of `but` apart."""
    compared = reading.years.base is not None
    says = reading.has(*(sort for sort in _KIND if sort not in but))
    return reading.before is not None and not compared and not says


def _content(reading: Reading) -> bool:
    return any(
        (t.sort == "topic" and t.text not in LEGAL_REASONS) or t.is_own_word for t in reading.tokens
    )


def _own_scope(reading: Reading) -> list[Token]:
    """Words that say of which bodies: 各镇, not 各占几成."""
    return [
        token
        for token in reading.all(*_OWN_SCOPE)
        if token.sort != "each" or [t.sort for t in reading.after(token)[:1]] != ["share"]
    ]


def _says_places(reading: Reading) -> bool:
    return bool(reading.places.bodies or reading.places.regions or reading.places.types) or (
        bool(_own_scope(reading))
        and not reading.has("they", "among")
        and bool(reading.asked.all or reading.has("all"))
    )


def _looks_around(reading: Reading, plan: Plan) -> bool:
    """哪个镇最多 after a figure of one body: of all bodies, not of that one."""
    ordered = reading.has("most", "top") and reading.has("which") and reading.has("type", "unit")
    return ordered and plan.kind == "value" and not reading.has("they", "among", "two")


def _with_whole(reading: Reading, plan: Plan, held: Held) -> Reading:
    """全县呢 after a figure of one body: the county of that body."""
    spoken_of = plan.scope.bodies or ((plan.part,) if plan.part else ())
    token, bodies = reading.first("whole"), _find(spoken_of, held)
    if token is None or reading.places.bodies or not bodies:
        return reading
    regions = around(bodies, token)
    if not regions:
        return reading
    notes = (f"“{token.text}”理解为{regions[0].name}",)
    return replace(reading, places=Places(regions=regions, notes=notes))


def _only_types(reading: Reading) -> bool:
    return bool(reading.places.types) and not reading.places.bodies


# --- what it points at


def _pointed_at(
    reading: Reading, before: Before, held: Held
) -> tuple[tuple[HeldBody, ...], list[str]]:
    """The bodies that 第二个, 两个, 它们 and 它 mean, and how to say so."""
    rows = _find(before.rows or before.plan.scope.bodies, held)
    token = reading.first("ordinal", "last_one")
    if token is not None and rows:
        number = int(token.figure.value) if token.figure else -1
        index = number - 1 if number > 0 else len(rows) - 1
        if index < len(rows):
            return (rows[index],), [f"“{token.text}”指{rows[index].name}"]
    one = before.plan.kind == "rank" and before.plan.limit == 1 and not before.plan.group
    bare = (before.plan.kind == "value" or one) and only_compares(reading)
    if len(rows) > 1 and (reading.has("two") or bare):
        return _last_two(rows, before), []
    if reading.has("they") and rows and not _as_set(before):
        return rows, []
    if reading.has("other_one"):
        shown = {body.name for body in before.plan.scope.bodies}
        others = tuple(body for body in rows if body.name not in shown)
        return others[:1], []
    if _of_the_first(reading, before) and rows:
        found = rows[-1:] if before.shown == 1 else rows  # spoken of before: no winner of this
        return found, ["、".join(body.name for body in found)]
    if reading.has("place_in_rank") and not reading.places.bodies and len(rows) == 1:
        return rows, [rows[0].name]
    if reading.has("it") and rows and not _named_before_it(reading):
        single = _find(before.plan.scope.bodies, held)
        return (single or rows)[-1:], []
    return (), []


def _named_before_it(reading: Reading) -> bool:
    """回到望川镇，它处罚了几件: 它 is the body that this question itself names first."""
    it = next(reading.all("it"))
    named = any(t.place.bodies and t.start < it.start for t in reading.tokens)
    return named and not reading.has("versus", "compare", "plus")


def _of_the_first(reading: Reading, before: Before) -> bool:
    """维持了几件 after 哪家复议最多: of the one that was found."""
    plan = before.plan
    found = (
        plan.kind == "rank" and plan.limit == 1 and not plan.group and 0 < len(before.rows) < _TIED
    )
    asks = reading.has("howmany") and not any(t.codes for t in reading.all("howmany"))
    whole = reading.has("function", "most", "top", *_OWN_SCOPE) or reading.places.named
    return found and asks and not whole and not reading.asked.limits


_COUNTED_YEARS = re.compile("这?([几两二三四五六七八九十2-9])(?:个年头|年)|每一?年")
_SUMMING: tuple[Sort, ...] = (
    "stop", "mark", "then", "function", "howmany", "two", "number", "amount",
    "hint", "has", "concept", "generic", "loose",
)  # fmt: skip


def _sums_up(reading: Reading, before: Before) -> bool:
    """加起来呢, 三年一共多少, 这几年总共收到几件, after the same figure of several years or
    bodies in turn."""
    years = {*before.plan.scope.years, *before.years} if before.years else set()
    if not (years or before.beside) or before.plan.kind != "value":
        return False
    rest = _without_count(reading)
    named = {m.measures(False)[0].code for m in rest.asked.all or rest.asked.hints}
    same = named <= {m.code for m in before.plan.measures}
    sums = set(reading.codes("function")) in ({"sum"}, {"mean"})
    light = all(t.sort in _SUMMING or t.text in ("样", "者") for t in rest.tokens)
    return sums and light and same and not rest.asked.limits and _counts(reading, len(years))


def _counts_back(reading: Reading, plan: Plan) -> bool:
    """这三年一共多少, after a figure of one body: of that one."""
    pointing = any(_COUNTED_YEARS.fullmatch(t.text) for t in reading.tokens)
    return pointing and plan.kind == "value" and bool(plan.scope.bodies)


def _counts(reading: Reading, several: int) -> bool:
    """Whether 三年 says as many years as were spoken of, or no number of them is said."""
    counted = [_COUNTED_YEARS.fullmatch(t.text) for t in reading.tokens]
    return all(
        found[1] in (None, "几") or parse_number(found[1]) == several for found in counted if found
    )


def _without_count(reading: Reading) -> Reading:
    """The reading with 三年 and 这三年, which count the years spoken of, as light words."""
    counts = [t for t in reading.tokens if _COUNTED_YEARS.fullmatch(t.text)]
    if not counts:
        return reading
    tokens = [replace(t, sort="stop", year=None) if t in counts else t for t in reading.tokens]
    words = tuple(t.year for t in tokens if t.year is not None)
    return replace(reading, tokens=tuple(tokens), year_words=words, years=Years())


def _since(reading: Reading, years: Years) -> bool:
    """Whether a change up to the year named is asked for."""
    upto = any(f"{word}{years.years[-1]}" in reading.text for word in ("到", "至"))
    return upto and reading.has("trend", "change")


def _against_year(reading: Reading, plan: Plan) -> bool:
    """跟2024年差几件, after a figure of 2023: between these two years."""
    one = plan.kind == "value" and len({body.name for body in plan.scope.bodies}) == 1
    joined = any(t.text in ("跟", "和", "与", "同") for t in reading.tokens)
    return one and joined and only_compares(reading, ("trend", "change"), light=("year", "and"))


def _is_next_rival(reading: Reading, plan: Plan) -> bool:
    """比枫渡镇呢 after 比柳浦镇多几次: the first body beside another one, not all three."""
    two = plan.kind == "compare" and len({body.name for body in plan.scope.bodies}) == 2
    if not two or reading.has("plus", "two", "they", "all"):
        return False
    opens = next((t for t in reading.tokens if t.sort != "stop"), None)
    carried = any(note.startswith((CARRIED, CARRIED_EN)) for note in plan.notes)
    return carried or (opens is not None and opens.sort == "versus")


_LIGHT: tuple[Sort, ...] = ("stop", "mark", "then", "compare", "howmany", "versus")


def only_compares(reading: Reading, also: Sequence[Sort] = (), light: Sequence[Sort] = ()) -> bool:
    """差多少, 哪个多: a comparison of what was spoken of before, with nothing named; with `also`
    变化多少."""
    asks = reading.has("compare", *also)
    return asks and all(token.sort in (*_LIGHT, *also, *light) for token in reading.tokens)


def _last_two(rows: tuple[HeldBody, ...], before: Before) -> tuple[HeldBody, ...]:
    """The two bodies spoken of last, unless the figure before was of this one in another year."""
    return rows[-1:] if before.years else rows[-2:]


def _namesakes(reading: Reading, plan: Plan, held: Held) -> tuple[HeldBody, ...]:
    """望川区的那个, 跟望川区的比 after 东沙县太平镇: the body of this name in the region named."""
    spoken = _find(plan.scope.bodies, held)
    pointing = any(t.text in ("的", "那个", "那家", "的那个") for t in reading.tokens)
    if len(spoken) != 1 or reading.places.types or not (pointing or reading.has("versus")):
        return ()
    same = held.named(spoken[0].name).bodies
    there = [b for b in same if any(b.within(r) for r in reading.places.regions)]
    others = tuple(b for b in there if b.key != spoken[0].key)
    return (*spoken, *others) if others and reading.has("versus", "compare") else others


def _as_set(before: Before) -> bool:
    """Whether 它们 is better carried over by its conditions than body by body."""
    return bool(before.plan.conditions) or len(before.rows) > _MOST_ROWS


def _find(bodies: Iterable[Body], held: Held) -> tuple[HeldBody, ...]:
    found: dict[str, HeldBody] = {}
    for body in bodies:
        named = held.named(body.name).bodies
        named = named or tuple(b for b in held.bodies if b.key == body.key)  # 南屏县: a region too
        for candidate in named:
            if body.key is None or candidate.key == body.key:
                found[candidate.key] = candidate
    return tuple(found.values())


def _whole_units(bodies: Iterable[HeldBody], held: Held) -> tuple[HeldBody, ...]:
    """The bodies with those of their name that nothing tells apart from them: a report that prints
    no county has a key of its own, and another year may lie under that."""
    found: dict[str, HeldBody] = {}
    for body in bodies:
        same = [other for other in held.named(body.name).bodies if other.name == body.name]
        unit = next((u for u in told_apart(same) if body in u), ()) if same else ()
        found |= {other.key: other for other in unit or (body,)}
    return tuple(found.values())


# --- what is carried over


def _with_places(reading: Reading, plan: Plan, held: Held, notes: list[str]) -> Reading:
    scope = plan.scope
    bodies = _whole_units(_find(scope.bodies, held), held)
    gone = {body.key: body for body in (*_find(scope.without, held), *reading.places.without)}
    bodies = tuple(body for body in bodies if body.key not in gone) or bodies
    places = replace(
        reading.places,
        bodies=bodies,
        regions=scope.regions,
        types=scope.body_types,
        without=tuple(gone.values()),
    )
    area = reading.whole_area or (scope.area and bool(scope.regions))
    reading = replace(reading, whole_area=area)
    notes.extend(f"不含{body.name}" for body in _find(scope.without, held))
    notes.extend(body.name for body in bodies)
    notes.extend(region.label for region in scope.regions)
    notes.extend(scope.body_types)
    return replace(reading, places=places)


def _with_regions(reading: Reading, plan: Plan, notes: list[str]) -> Reading:
    """只看街道 keeps the region it was about."""
    if reading.places.regions or not plan.scope.regions:
        return reading
    notes.extend(region.label for region in plan.scope.regions)
    return replace(reading, places=replace(reading.places, regions=plan.scope.regions))


def _with_types(reading: Reading, plan: Plan, notes: list[str]) -> Reading:
    """海晏省呢 keeps the kinds of body it was about."""
    notes.extend(plan.scope.body_types)
    return replace(reading, places=replace(reading.places, types=plan.scope.body_types))


def _years_apart(reading: Reading, filled: Reading, plan: Plan) -> tuple[tuple[str, int], ...]:
    """The years of bodies that each have their own: as before, or 跟蚝岗镇2023年比 after a question
    about another year."""
    spoken, said = plan.scope.bodies, reading.years.years
    apart = tuple((body.name, body.year) for body in spoken if body.year)
    if not reading.years.named:
        return apart
    new = {body.name for body in reading.places.bodies} - {body.name for body in spoken}
    old = {body.name for body in filled.places.bodies} - new
    one = len(new) == len(old) == len(said) == len(plan.scope.years) == 1
    if not one or said == plan.scope.years or not reading.has("versus", "compare"):
        return ()
    return ((old.pop(), plan.scope.years[0]), (new.pop(), said[0]))


def _own_years(reading: Reading, filled: Reading, before: Before) -> tuple[tuple[str, int], ...]:
    """差多少, after the same figure of two bodies, each asked of a year of its own."""
    asked = {body.name: body.year for body in before.rows if body.year}
    names = list(dict.fromkeys(body.name for body in filled.places.bodies))
    years = [asked[name] for name in names if name in asked]
    two = len(names) == len(years) == 2 and len(set(years)) == 2
    bare = only_compares(reading, light=("two", "they"))
    if not two or not bare or reading.places.named or before.years:
        return ()
    return tuple(zip(names, years, strict=True))


def _with_years(reading: Reading, plan: Plan, notes: list[str]) -> Reading:
    years = plan.scope.years
    if reading.years.named or not years:
        return reading
    if reading.has("which_year") and len(years) == 1:  # 哪年最高: of every year held
        return reading
    if _had_one_year(reading, plan):
        return reading
    notes.append(f"{years[0]}年" if len(years) == 1 else f"{years[0]}—{years[-1]}年")
    return replace(reading, years=Years(years=years))


def _had_one_year(reading: Reading, plan: Plan) -> bool:
    """柳浦呢, after what one body says that has a report of this year only, or where this one has
    none of it: of every year."""
    mine = {body.name for body in reading.places.bodies}
    spoken = _find(plan.scope.bodies, reading.held)
    only = {year for body in spoken for year in body.years} == set(plan.scope.years)
    lacking = not any(set(plan.scope.years) & set(b.years) for b in reading.places.bodies)
    case = plan.kind == "narrative" and lacking and _CASE.search(reading.text) is not None
    said = plan.kind == "mention" or case  # 太平镇那次呢
    said = said and bool(spoken) and bool(reading.places.bodies)
    return said and (only or lacking) and not mine & {body.name for body in spoken}


def _with_measures(
    reading: Reading, plan: Plan, pointed: bool, notes: list[str], before: Sequence[Measure] = ()
) -> Reading:
    """The measure of the question before where this one names none; a lone kind of applicant
    narrows it; with a new measure its conditions go over to that one."""
    own = reading.asked.mentions or reading.asked.hints
    about = plan.measures or tuple(c.measure for c in plan.conditions)
    rest = rest_of(about, reading.tokens)
    if rest:
        notes.append(about[0].label)
        return replace(reading, given=rest)
    if _of_fees(reading, about):
        return replace(reading, given=about, asked=replace(reading.asked, hints=()))
    joined = only_sums(reading) or (only_compares(reading) and len(plan.scope.bodies) == 1)
    if not (own or reading.asked.limits) and joined:
        about = (*before, *(m for m in about if m not in before))
    conditions = () if pointed or reading.places.bodies else plan.conditions
    denied = {c.measure.code for x in reading.asked.limits for c in x.conditions() if c.op == "="}
    conditions = tuple(c for c in conditions if c.measure.code not in denied)  # 没收到的呢
    bounds = [t.figure for t in reading.all("bound") if t.figure]
    if about and bounds and not (own or reading.asked.limits):
        notes.append(about[0].label)
        new = tuple(_bound(about[0], figure) for figure in bounds)
        others = tuple(c for c in conditions if c.measure.code != about[0].code)
        return replace(reading, given_conditions=(*others, *new))
    if moved := rebound(reading, conditions):
        notes.extend(_said(condition) for condition in moved)
        return replace(reading, given=plan.measures, given_conditions=moved)
    if not own and (count := counted(reading, about)) is not None:
        notes.append(about[0].label)
        return replace(reading, given=(count,))
    if about and _is_part_of(reading):
        notes.append(about[0].label)
        return replace(reading, given=about)
    same = keeps_kind(replace(reading, before=plan))
    other = added_to(reading, about) or share_like(reading, about, same)
    if other is not None:
        notes.append(about[0].label)
        return replace(reading, asked=replace(reading.asked, mentions=()), given=(other,))
    narrowed = columns_named(reading.asked.mentions, about)
    if narrowed:
        notes.append(about[0].label)
        if len(narrowed) == 1 and _narrows_set(reading, plan, conditions):
            return _set_narrowed(reading, narrowed[0], conditions)
        return replace(reading, asked=replace(reading.asked, mentions=narrowed))
    if reading.asked.mentions and not reading.has("they", "among"):
        return _swapped(reading, plan, conditions)
    if reading.has("they", "among") and conditions:
        notes.extend(_said(condition) for condition in conditions)
        return replace(reading, given_conditions=conditions)
    if own or _content(reading) or _of_another(reading, plan, about):
        return reading
    notes.extend(measure.label for measure in (about if only_sums(reading) else about[:1]))
    return replace(reading, given=about, given_conditions=conditions)


def _of_another(reading: Reading, plan: Plan, about: Sequence[Measure]) -> bool:
    """那他们有公众号没, after a figure of that body: another one, not the figure again."""
    new = {m.code for limit in reading.asked.limits for m in limit.mention.measures(False)}
    return bool(plan.scope.bodies) and bool(new) and not new & {m.code for m in about}


def _of_fees(reading: Reading, about: Sequence[Measure]) -> bool:
    """收了多少 after 收费最高: of the fees, no requests."""
    hints = reading.asked.hints
    fees = bool(about) and (about[0].code in _FEES)
    took = bool(hints) and all(hint.text.startswith("收") for hint in hints)
    return fees and took and not (reading.asked.mentions or reading.asked.limits)


_FEES = ("proactive.fees.amount", "claim:processing_fee")


def only_sums(reading: Reading) -> bool:
    """一共呢, 两样加起来几件: nothing but a sum of what was asked one after the other."""
    light = ("stop", "mark", "then", "function", "howmany", "two", "number", "amount")
    sums = [token.codes for token in reading.all("function")]
    spoken = all(t.sort in light or t.text in ("样", "者") for t in reading.tokens)
    return bool(sums) and all(codes == ("sum",) for codes in sums) and spoken


def _is_part_of(reading: Reading) -> bool:
    """占办结的几成 after a count: it is that count's share of what is named."""
    said = [t for t in reading.tokens if t.sort not in ("stop", "mark")]
    opens = bool(said) and said[0].sort == "versus" and "of" in said[0].codes
    return opens and len(reading.asked.mentions) == 1 and not reading.asked.mentions[0].lone


def _narrows_set(reading: Reading, plan: Plan, conditions: Sequence[Condition]) -> bool:
    """换成企业, 其中有企业的, after a list by a condition."""
    figures = reading.has("howmany", "amount", "each", "share", "function")
    return plan.kind == "list" and bool(conditions) and not figures


def _set_narrowed(reading: Reading, narrowed: Mention, conditions: Sequence[Condition]) -> Reading:
    """The same condition on the column named; 其中 adds it to those before."""
    new = narrowed.measures(False)[0]
    if reading.has("among", "they"):
        kept = (*conditions, Condition(measure=new, op=">", value=0))
    else:
        kept = tuple(c.model_copy(update={"measure": new}) for c in conditions)
    asked = replace(reading.asked, mentions=())
    return replace(reading, asked=asked, given_conditions=kept, given=())


def _bound(about: Measure, figure: Figure) -> Condition:
    return Condition(measure=about, op=figure.op, value=figure.value, high=figure.high)


def _swapped(reading: Reading, plan: Plan, conditions: Sequence[Condition]) -> Reading:
    """换成行政处罚 after a list of those with requests: the same condition on the new measure."""
    if not conditions or reading.asked.limits or plan.kind not in _SETS:
        return reading
    new = reading.asked.mentions[0].measures(False)[0]
    if not keeps_kind(replace(reading, before=plan)) or new.is_ratio:
        return reading
    moved = tuple(c.model_copy(update={"measure": new}) for c in conditions)
    if reading.has("has") and not reading.has("none") and {c.op for c in moved} == {"="}:
        moved = (Condition(measure=new, op=">", value=0),)  # 有许可的呢 after 没有处罚的
    asked = replace(reading.asked, mentions=())
    return replace(reading, asked=asked, given_conditions=moved, given=())


def _said(condition: Condition) -> str:
    if condition.op == "state":
        return f"{condition.measure.label}为{condition.state}"
    value = "" if condition.value is None else f"{condition.value:g}"
    return f"{condition.measure.label}{condition.op}{value}"
