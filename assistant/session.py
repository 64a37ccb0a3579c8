"""One conversation: what was asked and found before, so that a follow-up can lean on it.

Sessions are separate objects; each may be used from several threads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock

from assistant.evidence import Citation
from assistant.gathered import gathered, identity
from assistant.parse import parse
from assistant.parsing.before import Before
from assistant.parsing.denied import REASONS
from assistant.places import Held
from assistant.plan import Body, Measure, Plan, Refusal, Region
from assistant.spoken_places import said_by_name
from index.numerals import parse_number
from index.text import squash

_REMEMBERED = 20  # turns
_FILLER = re.compile(
    r"^(?:我要|我是说|就是|是|那|选|要|the|all of)+|(?:的那个|那个|这个|的|吧|呢|one)+$"
)
_ORDINAL = re.compile(r"第?([0-9一二两三四五六七八九十]{1,2})个?")
_STEPPED = re.compile("上一?年|前一年|头一年|去年")
_ALL = ("都看", "都要", "全部", "都", "所有", "all", "both")


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, how it was understood, the bodies of its answer's rows in order, and what the
    answer cites."""

    question: str
    plan: Plan
    bodies: tuple[Body, ...] = ()
    cited: tuple[Citation, ...] = ()


class Session:
    """The memory of one conversation.

    `held` gives what is held now (it may change while the session lives), `clock` today's date.
    """

    def __init__(self, held: Callable[[], Held], clock: Callable[[], date] = date.today) -> None:
        self._held = held
        self._clock = clock
        self._turns: list[Turn] = []
        self._lock = Lock()

    @property
    def history(self) -> tuple[Turn, ...]:
        """The turns remembered, oldest first."""
        with self._lock:
            return tuple(self._turns)

    def understand(self, question: str) -> Plan:
        """The plan of `question` in the light of the turns before; nothing is remembered yet."""
        turns = self.history
        held, today = self._held(), self._clock()
        if not turns:
            return parse(question, held, today)
        leading = (at for at in reversed(range(len(turns))) if _leads_on(turns[at].plan))
        at = next(leading, len(turns) - 1)
        last, upto = turns[at], turns[: at + 1]
        if last.plan.refusal is not None:
            question = chosen(question, last.plan.refusal) or question
        quotes = (one.quote for one in last.cited if one.kind == "text")
        question, place = said_by_name(question, last.question, quotes)
        before = Before(
            plan=last.plan,
            rows=recent_bodies(upto),
            years=recent_years(upto),
            measures=recent_measures(upto),
            regions=recent_regions(upto),
            shown=len(last.bodies),
            alone=asked_alone(upto),
            stepped=stepped_back(upto),
            beside=recent_beside(upto),
            grounds=recent_grounds(upto),
            numbered=numbered_figure(question, upto),
            told=tuple({one.year: None for one in last.cited if one.year is not None}),
            gathered=gathered([(turn.plan, turn.bodies) for turn in upto], held),
        )
        plan = parse(question, held, today, before)
        said = (*plan.notes, f"上一问说到的是{place}")
        return plan.model_copy(update={"notes": said}) if place else plan

    def remember(
        self,
        question: str,
        plan: Plan,
        bodies: Sequence[Body] = (),
        cited: Sequence[Citation] = (),
    ) -> None:
        """Keep a turn; `bodies` are those of the answer's rows, in their order, `cited` what it
        cites."""
        with self._lock:
            self._turns.append(Turn(question, plan, tuple(bodies), tuple(cited)))
            del self._turns[:-_REMEMBERED]

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._turns.clear()


def _leads_on(plan: Plan) -> bool:
    """Whether a follow-up can lean on the turn: a term explained, or thanks, is passed over; what
    the text may tell beside a refusal is not."""
    aside = plan.refusal is not None and plan.refusal.status == "out_of_scope" and not plan.query
    return not aside and plan.kind != "definition"


def recent_bodies(turns: Sequence[Turn]) -> tuple[Body, ...]:
    """What 第二个 and 两个 may point at: the rows of the last answer, or, where that has one row or
    none, the bodies spoken of lately in the order they came up."""
    last = turns[-1]
    if len(last.bodies) > 1:
        return last.bodies
    spoken: dict[str, Body] = {}
    for turn in turns:
        first = turn.bodies[: turn.plan.kind != "aggregate"]  # no body of a sum stands out
        for body in turn.plan.scope.bodies or first:
            key = body.key or body.name
            years = turn.plan.scope.years
            one = years[0] if len(years) == 1 and turn.plan.kind == "value" else body.year
            spoken.pop(key, None)
            spoken[key] = body.model_copy(update={"year": one})
    return tuple(spoken.values())


def asked_alone(turns: Sequence[Turn]) -> bool:
    """Whether the last turn is on one body that nothing asked of another body was asked of: 他们 is
    then this one."""
    mine: set[str] = set()
    others: set[str] = set()
    last = _names(turns[-1].plan)
    for turn in turns:
        names = _names(turn.plan)
        matter = {measure.code for measure in turn.plan.measures} or {turn.plan.query}
        (mine if names == last else others if names else set()).update(matter)
    return len(last) == 1 and not mine & others


def recent_years(turns: Sequence[Turn]) -> tuple[int, ...]:
    """The years of the turns before the last that asked for the same figure of the same bodies,
    the earliest turn first: 差多少 compares the last years with the last of these, 加起来呢 adds
    them all."""
    last = turns[-1].plan
    found: list[int] = []
    for turn in reversed(turns[:-1]):
        plan = turn.plan
        first = [b for b in turn.bodies[:1] if plan.kind == "rank" and plan.limit == 1]
        names = _names(plan) or {identity(body) for body in first}
        kinds = last.kind == "value" and plan.kind in ("value", "rank")
        if plan.kind == "rank" and plan.measures == last.measures and _names(last) != names:
            continue  # 最少的呢 in between
        same = kinds and _names(last) == names
        if same and not found and plan.measures != last.measures:
            continue  # 其中企业几件 in between
        if not same or last.measures != plan.measures or plan.scope.years == last.scope.years:
            break
        found = [*(year for year in plan.scope.years if year not in found), *found]
    return tuple(found)


def stepped_back(turns: Sequence[Turn]) -> bool:
    """Whether the last turn asked for 上一年 of a body, from the year after it: 上一年诉讼呢 then
    stays in that year."""
    if len(turns) < 2:
        return False
    last, earlier = turns[-1].plan, turns[-2].plan
    (to, of) = (last.scope.years, earlier.scope.years)
    one = len(to) == len(of) == 1 and of[0] == to[0] + 1
    return (
        one and _names(last) == _names(earlier) and _STEPPED.search(turns[-1].question) is not None
    )


def recent_beside(turns: Sequence[Turn]) -> tuple[Body, ...]:
    """The bodies of which the turns up to the last asked the same figure of the same year, one
    after the other: what 谁最多, 其余的 and 哪个镇多 are of."""
    last = turns[-1].plan
    found: dict[str, Body] = {}
    for turn in reversed(turns):
        plan = turn.plan
        kinds = {last.kind, plan.kind} <= {"value", "compare"} and not plan.group
        same = kinds and last.measures == plan.measures
        if not same or plan.scope.years != last.scope.years:
            break
        found = {body.key or body.name: body for body in plan.scope.bodies} | found
    return tuple(found.values()) if len({body.name for body in found.values()}) > 1 else ()


def recent_measures(turns: Sequence[Turn]) -> tuple[Measure, ...]:
    """The measures of the turns before the last that asked other figures of the same bodies and
    years: what 加起来呢 adds to the last one's."""
    last = turns[-1].plan
    found: list[Measure] = []
    for turn in reversed(turns[:-1]):
        plan = turn.plan
        same = plan.kind == last.kind == "value" and plan.scope.years == last.scope.years
        if not same or _names(plan) != _names(last) or plan.measures == last.measures:
            break
        found += [measure for measure in plan.measures if measure not in found]
    return tuple(reversed(found))


def recent_regions(turns: Sequence[Turn]) -> tuple[Region, ...]:
    """The region of the turn before the last where that asked for the same figure of another one:
    what 哪个多 compares the last region with."""
    if len(turns) < 2:
        return ()
    last, earlier = turns[-1].plan, turns[-2].plan
    same = last.kind == earlier.kind == "aggregate" and last.measures == earlier.measures
    same = same and last.scope.years == earlier.scope.years and last.function == earlier.function
    regions = earlier.scope.regions
    apart = len(regions) == len(last.scope.regions) == 1 and regions != last.scope.regions
    return regions if same and apart else ()


_NUMBERED = re.compile("(?<![0-9.])([0-9]+)(?:件|条|次|份|篇|期|场|人|个)")


def numbered_figure(question: str, turns: Sequence[Turn]) -> tuple[Measure, ...]:
    """The figure that the question or the last one about the text names by its number (那127条里…),
    as an answer before showed it of the same body; none where no answer did."""
    last = turns[-1]
    numbers = _NUMBERED.findall(question) or _NUMBERED.findall(last.question)
    told = last.plan.kind == "narrative" or bool(last.plan.query)
    if not told or len(numbers) != 1:
        return ()
    for turn in reversed(turns[:-1]):
        of_it = turn.plan.kind == "value" and _names(turn.plan) == _names(last.plan)
        shown = any(one.value == int(numbers[0]) for one in turn.cited)
        if of_it and shown and len(turn.plan.measures) == 1:
            return turn.plan.measures
    return ()


def recent_grounds(turns: Sequence[Turn]) -> tuple[str, ...]:
    """The rows of 表三 above 0 on which requests were refused, as the last answers about the same
    body and year showed them: what 这个理由 points at."""
    last = turns[-1].plan
    found: dict[str, None] = {}
    for turn in reversed(turns):
        if _names(turn.plan) != _names(last) or turn.plan.scope.years != last.scope.years:
            break
        rows = (one.row_code or "" for one in turn.cited if one.table == "requests" and one.value)
        found |= {row: None for row in rows if row.startswith(REASONS)}
    return tuple(found)


def _names(plan: Plan) -> set[tuple[str, str]]:
    return {identity(body) for body in plan.scope.bodies}


def chosen(reply: str, refusal: Refusal) -> str | None:
    """The question of the choice that a short reply picks, by number, by name, or all of them."""
    key = squash(_FILLER.sub("", squash(reply)))
    if not key or len(key) > 12:
        return None
    ordinal = _ORDINAL.fullmatch(key)
    number = parse_number(ordinal[1]) if ordinal else None
    if number and 0 < number <= len(refusal.choices):
        return refusal.choices[int(number) - 1].question
    if key in _ALL:
        every = [c for c in refusal.choices if squash(c.label) in _ALL]
        return every[0].question if every else None
    fitting = [c for c in refusal.choices if key in squash(c.label)]
    return fitting[0].question if len(fitting) == 1 else None
