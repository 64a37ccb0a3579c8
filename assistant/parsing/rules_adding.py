"""Rule for whether what is published in several places adds up to the number the text gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.measure_sums import added
from assistant.measures import OUTCOMES, columns_of, concept_of, measure
from assistant.parsing.before import CARRIED, Before
from assistant.parsing.build import build
from assistant.parsing.found_bodies import find_held
from assistant.parsing.parts import joined
from assistant.parsing.reading import Reading
from assistant.plan import Measure, Plan
from assistant.question_years import Years
from assistant.vocabulary import Sort
from index.numerals import parse_number

_ADDED = re.compile("加起来|加一起|加在一起|加到一起|相加|加总|合起来|合在一起|之和|合计")
_IS_ALL = re.compile(
    "(?:就是|等于|是不是|是否|正好是|刚好是|应该是|够不够|就够|是|占)[^,，。]{0,6}(?:全部|总数|总量|总条数|总件数|总的|所有|合计数)[^,，。]{0,3}"
    "(?:吧|吗|么|嘛|了吧|了吗|[?？]|$)"
)
_WHOLE = re.compile("总数|总量|总条数|总件数|合计数|总的|全部|一共的|公开数|主动公开|发布数")
_COUNTED = re.compile("(?<![第0-9])([两俩二三四五2-5])(?:样|项|个|种|类|者|组|块|处|边|家)")
_TOTAL = "claim:proactive_total"
_PARTS = ("claim:website", "claim:wechat", "claim:weibo", "claim:short_video")
_CHANNEL_CLAIMS = tuple(code.partition(":")[2] for code in _PARTS)
_AGAIN = re.compile("总数|总量|总条数|总的|合计|加起来|加一起|加在一起|相加|合起来")
_NO_TOTAL = "表中没有由这几项合成的总计，是不是全部无从核对，只列各数与它们的和"
_NOTE = "同一条信息可以发在几处，各渠道之和不一定等于总条数"


def adds_up(reading: Reading) -> Plan | None:
    """网站、公众号、视频号加起来等于总数吗: their sum, each of them, and the total beside."""
    one = len({body.name for body in reading.places.bodies}) == 1 and not reading.english
    doubted = bool({"mismatch", "doubt"} & set(reading.codes("quality"))) or reading.has("whether")
    doubted = doubted or _IS_ALL.search(reading.text) is not None
    if not (one and doubted and _ADDED.search(reading.text) and _WHOLE.search(reading.text)):
        return None
    total = measure(_TOTAL)
    named = dict.fromkeys(m for mention in reading.asked.all for m in mention.measures(False))
    parts = tuple(m for m in named if m.code != total.code)
    if not parts and _EACH.search(reading.text):
        return _sentence_of(reading, total)
    if len(parts) < 2 or not all(part.claim for part in parts):
        return None
    return _beside_total(reading, parts)


def figures_add_up(reading: Reading, before: Before) -> Plan | None:
    """两个加起来就是全部吧, after figures of one body and year: their sum, each of them, and the
    total that they are parts of, where there is one."""
    asks = _ADDED.search(reading.text) and _IS_ALL.search(reading.text) and not reading.english
    own = reading.asked.all or reading.places.named or reading.years.named
    if not asks or own or before.plan.kind != "value":
        return None
    shown = before.gathered.figures
    parts = [one.measure for one in shown if one.years == before.plan.scope.years]
    parts = parts or list(before.plan.measures)
    said = _COUNTED.search(reading.text)
    number = int(parse_number(said[1]) or 0) if said else len(parts)
    parts = parts[-number:]
    whole = added(parts) if 1 < number == len(parts) else None
    if whole is None:
        return None
    bodies, years = find_held(before.plan.scope.bodies, reading.held), before.plan.scope.years
    kept = "，".join(dict.fromkeys((*(b.name for b in bodies), *(f"{y}年" for y in years))))
    asked = replace(
        reading,
        places=replace(reading.places, bodies=bodies, refusal=None),
        tokens=tuple(t for t in reading.tokens if t.sort != "all"),
        years=Years(years=years),
        notes=(*reading.notes, f"{CARRIED}{kept}"),
    )
    if all(part.claim in _CHANNEL_CLAIMS for part in parts):
        return _beside_total(asked, tuple(parts))
    total = _total_of(parts)
    notes = () if total else (_NO_TOTAL,)
    return build(asked, "value", measures=(whole, *total), also=tuple(parts), notes=notes)


def _total_of(parts: Sequence[Measure]) -> tuple[Measure, ...]:
    """The cell that the parts are counted in: the total of their row, or of the outcomes."""
    rows = [concept_of(part.code) for part in parts]
    columns = [part.code.rpartition(".")[2] for part in parts]
    if rows[0] and len(set(rows)) == 1 and "total" in columns_of(rows[0]):
        return () if "total" in columns else (measure(rows[0]),)
    same = set(columns) == {"total"} and all(row in OUTCOMES[:-2] for row in rows)
    return (measure("total_processed"),) if same else ()


_EACH = re.compile(
    "(?:各个?|每个|几个|分|所有|这些)(?:发布|公开)?(?:渠道|平台|途径|媒体|方式)|分项|各项|分渠道"
)


def _sentence_of(reading: Reading, total: Measure) -> Plan:
    """各渠道加起来对不对: the total and the sentence that divides it, which may name channels that
    are no measure; what is missing from a sum would make it wrong, so none is made."""
    bare = reading.without_measures()
    bare = replace(bare, tokens=tuple(t for t in bare.tokens if t.sort not in _LIGHT))
    told = build(bare, "value", measures=(total,), notes=(_NOTE,))
    said = build(bare, "narrative", query="主动公开 其中")
    return joined([told, said]).model_copy(update={"left_out": (_NOT_ADDED,)})


_LIGHT: tuple[Sort, ...] = ("text", "aside", "topic")
_NOT_ADDED = "各渠道的条数没有另外相加：请按所引原句里分列的各数，对照主动公开总数。"


def adds_up_again(reading: Reading, plan: Plan) -> Plan | None:
    """对得上总数吗, after what the site and the accounts of one body posted."""
    doubts = reading.codes("quality") == ("mismatch",) and not reading.asked.all
    own = reading.has("table", "table_side", "report", "year") or reading.has_own_words()
    if not doubts or own or len(reading.places.units) != 1 or reading.english:
        return None
    if _AGAIN.search(reading.text) is None:
        return None
    told = plan.kind == "narrative" and _CHANNELS.search(plan.query) is not None
    parts = tuple(map(measure, _PARTS)) if told else plan.measures
    claims = all(m.claim and m.claim != "proactive_total" for m in parts)
    posted = told or (plan.kind == "value" and len(parts) > 1 and claims)
    return _beside_total(reading, parts) if posted else None


_CHANNELS = re.compile("渠道|平台")


def _beside_total(reading: Reading, parts: tuple[Measure, ...]) -> Plan | None:
    """The sum of the parts, each of them, and the total that the text gives."""
    whole = added(parts)
    if whole is None:
        return None
    total = (whole, measure(_TOTAL))
    return build(reading, "value", measures=total, also=parts, notes=(_NOTE,))
