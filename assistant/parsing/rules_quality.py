"""Rules for checks: 勾稽, 对不上, 空白, 缺失: which findings are asked for."""

from __future__ import annotations

from dataclasses import replace

from assistant.parsing import refusals
from assistant.parsing.build import build, refuse
from assistant.parsing.reading import Reading
from assistant.plan import Plan
from assistant.question_years import Years

_HARD = ("column_balance", "row_total", "processed_total", "dispute_total")
_AGAINST_ITSELF = ("自相矛盾", "矛盾", "前后不一", "前后不一致", "说法不一", "打架", "冲突")
_DISPUTES = (
    "reconsideration",
    "litigation",
    "direct_litigation",
    "litigation_after_reconsideration",
)
_ACCEPTED = "received_with_carried"
_BALANCE = ("一+二", "一加二", "三(七)", "三加四")
_DOCUMENTS = ("normative_documents",)


def quality(reading: Reading) -> Plan | None:
    """勾稽, 对不上, 空白, 缺失: which findings of the checks are asked for."""
    if "not_applicable" in reading.codes("state") and not reading.asked.all:
        return refuse(reading, refusals.which_cell(reading.raw))
    sides = reading.has("table_side", "table") and reading.has("quality")
    open_ = reading.has("how") or (reading.has("why") and not sides)
    rules = None if open_ else _rules(reading)
    if rules is None:
        return None
    if set(rules) & {"carry_over", "in_force_balance"} and reading.years.relative:
        notes = ("“今年”“上年”等按相邻两个报告年度理解",)
        return build(replace(reading, years=Years()), "quality", rules=rules, notes=notes)
    return build(reading, "quality", rules=rules)


def _rules(reading: Reading) -> tuple[str, ...] | None:
    """Rules by the words that doubt and what they doubt; None where nothing is doubted."""
    asked = {code.partition(":")[0] for m in reading.asked.all for code in m.codes[:1]}
    doubts = set(reading.codes("quality"))
    if reading.places.bodies and reading.asked.mentions and reading.has("howmany"):
        return None  # 到底收到几件，正文和表格一样吗: the figure, whose answer shows both sides
    if not doubts and reading.has("text_side") and reading.has("table_side"):
        return ("narrative_mismatch",)  # 正文说5件表格4件
    if not doubts:
        return _state_rules(reading)
    subject = _subject(reading, asked)
    if subject:
        return subject
    if "identity" in doubts:
        return _HARD
    if "all" in doubts and not asked:
        return ()
    bodies = reading.has("report", "type", "unit", "table_side") or reading.places.bodies
    plain = not (asked or reading.has("topic", "what"))
    if "mismatch" in doubts and bodies and plain:
        itself = any(token.text in _AGAINST_ITSELF for token in reading.all("quality"))
        return (*_HARD, "narrative_mismatch") if itself else _HARD
    return None


def _subject(reading: Reading, asked: set[str]) -> tuple[str, ...]:
    """What is doubted: the first that fits."""
    doubts = set(reading.codes("quality"))
    tables = set(reading.codes("table"))
    total = reading.has("total_row") or "总计" in reading.text
    if "total_processed" in asked and asked & {"carried_in", "carried_out", _ACCEPTED}:
        return ("column_balance",)
    if reading.has("text_side") and (reading.has("table_side", "table") or "mismatch" in doubts):
        return ("narrative_mismatch",)
    carried = asked & {"carried_in", "carried_out"}
    if len(carried) == 2 or (carried and "mismatch" in doubts):
        return ("carry_over",)
    if "disputes" in tables or (asked & set(_DISPUTES) and (total or doubts & {"identity"})):
        return ("dispute_total",)
    if "regulations" in asked and "doubt" in doubts:
        return ("implausible_regulations",)
    if asked & set(_DOCUMENTS) and "mismatch" in doubts:
        return ("in_force_balance",)
    if reading.has("total_row") and any(sum_ in reading.text for sum_ in _BALANCE):
        return ("column_balance",)
    if reading.has("applicants", "applicant") and doubts & {"mismatch", "doubt"}:
        return ("row_total",)
    if "requests" in tables or total:
        return ("row_total", "processed_total")
    return ()


def _state_rules(reading: Reading) -> tuple[str, ...] | None:
    """空白 and 缺失 of whole tables; of one measure they are conditions of a list."""
    states = set(reading.codes("state"))
    whole = reading.has("table_side", "table", "report") or not reading.asked.all
    if not states or reading.asked.all or reading.given or not whole:
        return None
    if reading.has_own_words() and not (reading.has("table_side", "table")):
        return None  # 把养殖户漏了: what the text speaks of
    rules = {"blank": "blank_cells", "missing": "missing_table", "unreadable": "missing_table"}
    return tuple(dict.fromkeys(rules[s] for s in reading.codes("state") if s in rules)) or None
