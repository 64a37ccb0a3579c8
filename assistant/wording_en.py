"""English answers. Names of bodies and quotes stay as printed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.markdown import number
from assistant.plan import Condition, Measure, Plan, Scope, TextPart, Topic
from assistant.wording import Wording
from index.form import TABLES
from index.report import CellKey

ROWS = {
    "received": "new requests received",
    "carried_in": "requests carried in from the year before",
    "granted": "granted in full",
    "partially_granted": "granted in part",
    "denied.state_secret": "denied: state secrets",
    "denied.prohibited_by_law": "denied: disclosure prohibited by law",
    "denied.security_stability": "denied: security or stability",
    "denied.third_party_rights": "denied: third-party rights",
    "denied.internal_affairs": "denied: internal affairs",
    "denied.process_information": "denied: deliberative information",
    "denied.enforcement_files": "denied: enforcement files",
    "denied.administrative_query": "denied: matters with their own query procedure",
    "unavailable.not_held": "unavailable: not held",
    "unavailable.needs_creation": "unavailable: would have to be created",
    "unavailable.unclear_after_correction": "unavailable: unclear after correction",
    "not_processed.petition": "not processed: petition or complaint",
    "not_processed.duplicate": "not processed: duplicate",
    "not_processed.publication": "not processed: asks for a publication",
    "not_processed.excessive": "not processed: excessive",
    "not_processed.reconfirmation": "not processed: reconfirmation",
    "other.correction_overdue": "otherwise closed: correction overdue",
    "other.fee_overdue": "otherwise closed: fee overdue",
    "other.other": "otherwise closed: other",
    "other_total": "otherwise closed",
    "total_processed": "all requests handled",
    "carried_out": "requests carried over to the next year",
    "reconsideration": "administrative reconsideration",
    "direct_litigation": "direct litigation",
    "litigation_after_reconsideration": "litigation after reconsideration",
    "regulations": "government rules",
    "normative_documents": "normative documents",
    "licensing": "permits",
    "penalties": "penalties",
    "coercive_measures": "coercive measures",
    "fees": "administrative fees",
    "other_services": "other services",
    "procurement": "central procurement",
}
COLUMNS = {
    "natural_person": "natural persons",
    "business": "businesses",
    "research": "research institutes",
    "public_welfare": "public-welfare organisations",
    "legal_service": "legal-service organisations",
    "other_org": "other organisations",
    "total": "total",
    "upheld": "upheld",
    "corrected": "corrected",
    "other_result": "other result",
    "pending": "pending",
    "issued": "issued",
    "repealed": "repealed",
    "in_force": "in force",
    "decisions": "decisions",
    "amount": "amount",
    "made": "made",
    "newly_published": "newly published",
    "public_total": "published in total",
    "items_prev": "items in the year before",
    "items_delta": "change in items",
    "projects": "projects",
}
_GROUPS = {
    "denied": "denied",
    "unavailable": "unavailable",
    "not_processed": "not processed",
    "other": "otherwise closed",
    "disclosed": "granted in full or in part",
    "litigation": "litigation",
    "received_with_carried": "requests received or carried in",
}
_RATIOS = {
    "granted_rate": "share granted in full",
    "disclosed_rate": "share granted in full or in part",
    "partial_rate": "share granted in part",
    "denied_rate": "share denied",
    "unavailable_rate": "share unavailable",
    "not_processed_rate": "share not processed",
    "handled_rate": "share handled",
    "carried_rate": "share carried over to the next year",
    "correction_rate": "reconsideration correction rate",
    "upheld_rate": "reconsideration upheld rate",
    "won_rate": "litigation upheld rate",
    "loss_rate": "litigation loss rate",
    "natural_share": "share of requests by natural persons",
    "legal_share": "share of requests by organisations",
}
_CLAIMS = {
    "proactive_total": "items published proactively",
    "website": "items published on the website",
    "new_media": "items published on social media",
    "interpretation": "policy interpretations",
    "training": "training sessions",
    "meetings": "meetings",
    "accounts_closed": "accounts closed",
    "staff_full": "full-time staff",
    "staff_part": "part-time staff",
    "proposals_npc": "deputies' suggestions",
    "proposals_cppcc": "CPPCC proposals",
    "processing_fee": "information processing fee",
}
_UNITS = {
    "件": "",
    "个百分点": " percentage points",
    "条": " items",
    "次": " times",
    "份": " reports",
    "项": " items",
    "万元": " ten thousand yuan",
    "元": " yuan",
    "个": "",
    "处": "",
    "人": " people",
    "%": "%",
    "百分点": " percentage points",
}
_HEADERS = {
    "body": ("Body",),
    "rank": ("Rank", "Body"),
    "measure": ("Measure",),
    "value": ("Value",),
    "year": ("Year",),
    "step": ("Change",),
    "change": ("Change",),
    "group": ("Group",),
    "reports": ("Reports",),
}
_RULES = {
    "column_balance": "column does not balance",
    "row_total": "row total differs",
    "processed_total": "outcomes do not add up",
    "dispute_total": "dispute total differs",
    "carry_over": "carry-over differs between years",
    "narrative_mismatch": "text and table differ",
    "in_force_balance": "documents in force do not follow from last year",
    "implausible_regulations": "implausible government rules",
    "blank_cells": "blank cells",
    "missing_table": "table missing",
    "not_applicable_cells": "cells with “/” or “-”",
    "text_cells": "cells that hold words",
    "unreadable_cells": "unreadable cells",
    "repaired_cells": "cells settled by an identity or alignment",
}
_STATES = {
    "reported": "is reported",
    "blank": "is blank",
    "not_applicable": "is “/” or “-”",
    "text": "holds words",
    "unreadable": "is unreadable",
    "missing": "is missing",
    "silent": "is not stated",
}
_FUNCTIONS = {
    "sum": "total",
    "mean": "mean",
    "median": "median",
    "max": "maximum",
    "min": "minimum",
    "count": "reports",
    "share": "share",
}
_REASONS = {
    "正文未说明": "not stated in the text",
    "所用表式没有可比的栏目": "no comparable cell in this version of the form",
    "无办结件，比率无意义": "no request was handled, so the rate has no meaning",
    "分母为0，比率无意义": "the denominator is 0, so the share has no meaning",
    "基数为0，不计算增长率": "no growth rate from a base of 0",
    "缺少其中一年的数字": "one of the years has no number",
    "没有可用的数字": "no usable number",
    "没有可以判断的报告，占比无意义": "no report can be judged, so the share has no meaning",
    "没有上一年的报告，无法核对": "no report of the year before to check against",
    "表格缺失，无法核对": "table missing, cannot be checked",
}
_STATES = {
    "留空": "left blank",
    "填“/”或“-”（不适用）": "prints “/” or “-” (not applicable)",
    "填的是文字": "holds words, no number",
    "无法辨认": "cannot be read",
    "缺失": "missing",
}
_CELL = re.compile(
    "(?P<table>表.)(?:“(?P<row>.+)”行“(?P<col>.+)”列)?"
    f"(?P<state>{'|'.join(map(re.escape, _STATES))})"
)


_TEXT_PARTS: dict[TextPart, str] = {
    "overview": "section on the general situation",
    "proactive": "section on proactive disclosure",
    "requests": "section on requests",
    "disputes": "section on reconsideration and litigation",
    "problems": "section on problems and improvements",
    "other": "section on other matters",
    "problem": "problems named",
    "improvement": "improvements named",
}


class English(Wording):
    """English sentences; codes of the form in English, other labels as the form prints them."""

    language = "en"
    stop = "."
    space = " "
    comma = ", "
    semicolon = "; "

    def list(self, items: Sequence[str]) -> str:
        """Items in one sentence."""
        return ", ".join(items)

    def join(self, cells: Sequence[str]) -> str:
        """A table row as one line."""
        return ": ".join((cells[0], self.comma.join(cells[1:]))) if len(cells) > 1 else cells[0]

    def unit(self, unit: str) -> str:
        """A unit as it follows a number."""
        return _UNITS.get(unit, f" {unit}")

    def level(self, level: str) -> str:
        """A level of places: province, city, county."""
        return level

    def header(self, *names: str) -> tuple[str, ...]:
        """Column titles."""
        return tuple(title for name in names for title in _HEADERS[name])

    def measure(self, measure: Measure) -> str:
        """What a measure is called."""
        kind, _, rest = measure.code.replace(":", ".", 1).partition(".")
        if measure.claim_over:
            top, bottom = (_CLAIMS.get(field, field) for field in measure.claims)
            return f"{top} as a share of {bottom}"
        if kind in ("ratio", "claim"):
            known = _RATIOS if kind == "ratio" else _CLAIMS
            return known.get(rest, measure.label)
        row, _, col = rest.rpartition(".")
        name = ROWS.get(row) or _GROUPS.get(row)
        if kind not in TABLES or name is None:
            return measure.label
        return name if col == "total" else f"{name} ({COLUMNS.get(col, col)})"

    def rule(self, rule: str) -> str:
        """What a check is called."""
        return _RULES.get(rule, rule)

    def rules(self, rules: Sequence[str]) -> str:
        """Several checks."""
        return self.list([self.rule(rule) for rule in rules]) or "broken identities"

    def why(self, reason: str) -> str:
        """Why a figure has no value."""
        return _REASONS.get(reason, reason)

    def reason(self, reason: str) -> str:
        """Why a report is not judged; what quotes the form stays as the form prints it."""
        cell = _CELL.fullmatch(reason)
        if cell is None:
            return _REASONS.get(reason, reason)
        place = f", row “{cell['row']}”, column “{cell['col']}”" if cell["row"] else ""
        return f"{cell['table']}{place}: {_STATES[cell['state']]}"

    def rows(self, keys: Sequence[CellKey], by_column: bool = False) -> str:
        """A cell or a sum of cells by its row, or by its column where that tells them apart."""
        if by_column:
            return COLUMNS[keys[0][2]] + " "
        groups = {key[1].split(".")[0] for key in keys}
        if len(keys) > 2 and len(groups) == 1:
            return _GROUPS.get(next(iter(groups)), "") + " "
        names = [
            ROWS[row] + ("" if col == "total" else f" ({COLUMNS[col]})") for _, row, col in keys
        ]
        return " + ".join(dict.fromkeys(names)) + " "

    def scope(self, scope: Scope) -> str:
        """Which reports: reports of 云岭省, 2024."""
        places = [region.label for region in scope.regions] + [body.name for body in scope.bodies]
        parts = ["reports"]
        if scope.body_types:
            parts.append(f"of {'/'.join(scope.body_types)}")
        if places:
            parts.append(f"in {self.list(places)}" if scope.regions else f"of {self.list(places)}")
        if scope.without:
            parts.append(f"without {self.list([body.label for body in scope.without])}")
        if scope.years:
            parts.append("for " + self.list([str(year) for year in scope.years]))
        elif scope.latest_only:
            parts.append("for the latest year")
        if scope.form:
            parts.append(f"on the {scope.form} form")
        return " ".join(parts)

    def conditions(self, plan: Plan) -> str:
        """The conditions of a plan, and the change it asks for."""
        joiner = " or " if plan.combine == "any" else " and "
        words = [joiner.join(self.condition(condition) for condition in plan.conditions)]
        if plan.change and plan.measures:
            word = plan.change.direction or "a change"
            years = f"{plan.change.base} to {plan.change.year}"
            words.append(f"{self.measure(plan.measures[0])} {word} from {years}")
        return ", ".join(word for word in words if word)

    def order(self, plan: Plan) -> str:
        """What a ranking orders by, and what it leaves out."""
        down = plan.order.descending if plan.order else True
        what = self.measure(plan.measures[0])
        only = f"with {self.conditions(plan)}, " if plan.conditions else ""
        what += " change" if plan.change else ""
        return f"{only}by {what}, {'highest' if down else 'lowest'} first"

    def condition(self, condition: Condition) -> str:
        """One condition: new requests received > 0."""
        name = self.measure(condition.measure)
        if condition.op == "state":
            return f"{name} {_STATES[str(condition.state)]}"
        if condition.than is not None and condition.than.measure is not None:
            return f"{name} {condition.op} {self.measure(condition.than.measure)}"
        unit = self.unit(condition.measure.unit)
        if condition.op in ("between", "outside"):
            name += " not" if condition.op == "outside" else ""
            return f"{name} {number(condition.value)} to {number(condition.high)}{unit}"
        return f"{name} {condition.op} {number(condition.value)}{unit}"

    def part(self, part: TextPart) -> str:
        """A part of a report: section on requests."""
        return _TEXT_PARTS[part]

    def topics(self, plan: Plan) -> str:
        """What a mention looks for: mention “training” and do not mention “assessment”."""
        joint = {"all": " and ", "any": " or "}[plan.together]
        return joint.join(map(self.topic, plan.topics))

    def topic(self, topic: Topic) -> str:
        """One of them: have no section on problems."""
        if topic.part is not None:
            return f"{'have no' if topic.negated else 'have'} {self.part(topic.part)}"
        words = " or ".join(f"“{word}”" for word in topic.words or topic.terms[:1])
        return f"{'do not mention' if topic.negated else 'mention'} {words}"

    def function(self, plan: Plan, measures: Sequence[Measure]) -> str:
        """What a grouped figure is: mean of new requests received."""
        name = _FUNCTIONS[plan.function or "mean"]
        return f"{name} of {self.measure(measures[0])}" if measures else name
