"""Follow-ups on how the case or the plan spoken of went on: 输了还是赢了, 这件是企业还是个人申请的,
后来开通了没有."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.measures import measure
from assistant.parsing.build import build, refuse
from assistant.parsing.carried_measures import told_of
from assistant.parsing.in_context import about_of
from assistant.parsing.leaning import CASE
from assistant.parsing.of_thing import thing_of
from assistant.parsing.reading import Reading
from assistant.parsing.refusals import refusal
from assistant.parsing.wanted import applicants_of
from assistant.plan import Plan
from assistant.question_years import Years
from assistant.vocabulary import Sort

_PLACED: tuple[Sort, ...] = ("stop", "mark", "then", "it", "body", "stem", "region", "year")
_ROWS = ("reconsideration", "litigation")
_RESULTS = ("upheld", "corrected", "other_result", "pending")
_WON = re.compile(
    "[输赢]|胜诉|败诉|打赢|打输|怎么判|如何判|咋判|判了|判决|判的|(?:谁|哪边|哪方)(?:胜|败)"
)
_SUIT = re.compile("官司|诉讼|起诉|法院")


def how_it_ended(reading: Reading, plan: Plan) -> Plan | None:
    """输了还是赢了, 法院怎么判的, after a case: its results, and what the text says of them."""
    rows = [row for row in _ROWS if _speaks_of(plan, row)]
    if reading.english or len(rows) != 1 or _WON.search(reading.text) is None:
        return None
    if _SUIT.search(reading.text) and "litigation" not in rows:
        return None  # 官司输了吗, after a reconsideration
    own: tuple[Sort, ...] = (*_PLACED, "column", "or", "none", "whether", "has", "which", "how")
    own += ("concept", "outcome", "generic", "text", "aside", "what")
    other = any(t.is_own_word and not _WON.search(t.text) for t in reading.tokens)
    if other or any(t.sort not in own for t in reading.tokens) or reading.has("howmany"):
        return None
    named = {code for m in reading.asked.mentions for code in m.codes[:1]}
    row = next((row for row in _ROWS if row in named), rows[0])
    reading = reading.without_measures()
    columns = tuple(measure(f"{row}:{column}") for column in _RESULTS)
    found = build(reading, "value", measures=(*columns, measure(row)))
    told = build(reading, "narrative", query=measure(row).label)
    if found.refusal is not None or told.refusal is not None:
        return found
    return found.model_copy(update={"then": told})


def _speaks_of(plan: Plan, row: str) -> bool:
    """Whether the question before was about the cases of this row."""
    named = measure(row)
    cells = any(set(m.cells) & set(named.cells) for m in about_of(plan))
    return cells or named.label in plan.query


def who_applied(reading: Reading, plan: Plan) -> Plan | None:
    """这件是企业还是个人申请的, after a row of 表三 or what the text says of it: the row by
    applicants."""
    kinds = any(m.lone for m in reading.asked.mentions) or reading.has("applicants")
    case = CASE.search(reading.text) is not None or reading.has("or")
    own: tuple[Sort, ...] = (
        *_PLACED, "applicant", "applicants", "or", "generic", "hint", "whether", "which", "what",
    )  # fmt: skip
    light = all(t.sort in own for t in reading.tokens)
    if plan.kind != "narrative" or reading.english or not (case and kinds and light):
        return None
    codes = [m.code for m in told_of(plan, reading.held)]
    rows = [code.split(".")[1] for code in codes if code.startswith("requests.")]
    if not rows:
        return None
    reading = reading.without_measures()
    return build(reading, "value", measures=applicants_of(rows[0]))


_LATER_ON = "(?:后来|之后|后面|后续|再后来|随后|此后|第二年|次年|下一?年|转年|来年)"
_SINCE = re.compile(
    f"^(?P<thing>.{{0,14}}?){_LATER_ON}"
    "(?P<asks>(?:有没有|是不是|是否|到底|又|真的?|都|给|把|它|有|还|也|终于|最后|[,，])*"
    "(?:[^有没吗么呢谁哪几多什啥怎如]{1,6}?)?(?:了|过|成|好|起来|出来|上)*"
    "(?:(?<=有没有.)|(?<=有没有..)|(?<=是否..)|没有?|吗|么|怎么样|咋样|如何|怎样|呢)(?:了|呢|啊|呀|[?？])*)$"
)


def since_then(reading: Reading, plan: Plan) -> Plan | None:
    """后来开通了没有, 联络单的事后来怎么样了, after what one report says: that, and what later ones
    say; where none is held that is said."""
    years, said = plan.scope.years, _SINCE.search(reading.text.strip())
    told = plan.kind in ("narrative", "mention") and len(years) == 1 and not reading.english
    if said is None or not told or len(reading.places.units) != 1:
        return None
    thing = _named(reading, said["thing"], thing_of(plan))
    if not thing:
        return None
    later = tuple(sorted(year for year in reading.held_years() if year > years[0]))
    reading = reading.without_measures()
    before = replace(reading, years=Years(years=years))
    if later:
        note = f"“{years[0]}年”之后的报告一并查找"
        after = replace(before, years=Years(years=(*years, *later)))
        return build(after, "narrative", query=thing, notes=(note,))
    who = reading.places.bodies[0].name
    reason = (
        f"语料中没有{who}{years[0]}年之后的报告，之后怎样看不出；{years[0]}年的报告写到的如下。"
    )
    unknown = refuse(before, refusal("not_in_corpus", reason))
    told_of = build(before, "narrative", query=thing)
    return unknown.model_copy(update={"then": told_of.model_copy(update={"notes": ()})})


def _named(reading: Reading, words: str, spoken_of: str) -> str:
    """The thing that the question names before 后来, the one spoken of where it names none; ""
    where that is no word of a text."""
    end = len(words) + len(reading.text) - len(reading.text.lstrip())
    ahead = [t for t in reading.tokens if t.end <= end]
    if any(one.cells for m in reading.asked.all for one in m.measures(False)):
        return ""
    if all(t.sort in _PLACED for t in ahead):
        return spoken_of
    named = [t for t in ahead if t.sort in ("topic", "concept") or t.is_own_word]
    named = [t for t in named if "problems" not in t.codes and len(t.text) > 1]
    return " ".join(reading.phrases(named))
