"""How answers are worded. `Wording` speaks Chinese; `wording_en.English` overrides it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from assistant.plan import CELL_RULES, Condition, Measure, Plan, Scope, Topic
from assistant.plan_text import condition_text, topic_text
from index.form import TABLES
from index.form import split_key as split
from index.report import CellKey

_HEADERS = {
    "body": ("单位",),
    "rank": ("名次", "单位"),
    "measure": ("指标",),
    "value": ("数值",),
    "year": ("年度",),
    "step": ("较上年",),
    "change": ("变化",),
    "group": ("分组",),
    "reports": ("报告数",),
}
_GROUPS = {
    "denied": "不予公开",
    "unavailable": "无法提供",
    "not_processed": "不予处理",
    "other": "其他处理",
}
_SHORT = {"total_processed": "办理结果总计", "partially_granted": "部分公开"}
_FUNCTIONS = {
    "sum": "合计",
    "mean": "平均",
    "median": "中位数",
    "max": "最大值",
    "min": "最小值",
    "count": "份数",
    "share": "占比",
}


@cache
def _sentences(language: str) -> dict[str, str]:
    """Key → sentence, from the data file of a language."""
    path = Path(__file__).parent / "data" / f"answers_{language}.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" = ", 1) for line in lines if line and not line.startswith("#"))
    return {key: sentence.replace("\\n", "\n") for key, sentence in pairs}


@cache
def _literals(language: str, key: str) -> tuple[int, ...]:
    return tuple(int(digits) for digits in re.findall(r"\d+", _sentences(language)[key]))


class Wording:
    """Chinese. Every method gives plain text; the caller escapes it."""

    language = "zh"
    quotes = ("“", "”")
    stop = "。"
    space = ""
    comma = "，"
    semicolon = "；"

    def __call__(self, key: str, **given: object) -> str:
        """The sentence under `key`, filled in."""
        return _sentences(self.language)[key].format(**given)

    def literals(self, key: str) -> tuple[int, ...]:
        """Digits that the sentence under `key` itself has (不等于0)."""
        return _literals(self.language, key)

    def list(self, items: Sequence[str]) -> str:
        """Items in one sentence."""
        return "、".join(items)

    def join(self, cells: Sequence[str]) -> str:
        """A table row as one line."""
        return "：".join((cells[0], self.comma.join(cells[1:]))) if len(cells) > 1 else cells[0]

    def unit(self, unit: str) -> str:
        """A unit as it follows a number."""
        return unit

    def header(self, *names: str) -> tuple[str, ...]:
        """Column titles."""
        return tuple(title for name in names for title in _HEADERS[name])

    def measure(self, measure: Measure) -> str:
        """What a measure is called."""
        return measure.label

    def rule(self, rule: str) -> str:
        """What a check is called."""
        if rule in CELL_RULES:
            return f"{CELL_RULES[rule]}的单元格"
        from index.checks import RULES  # not needed by most answers, and slow to import

        return RULES.get(rule, rule).partition("（")[0]

    def rules(self, rules: Sequence[str]) -> str:
        """Several checks."""
        return self.list([self.rule(rule) for rule in rules]) or "勾稽问题"

    def why(self, reason: str) -> str:
        """Why a figure has no value."""
        return reason

    def reason(self, reason: str) -> str:
        """Why a report is not judged."""
        return reason

    def rows(self, keys: Sequence[CellKey], by_column: bool = False) -> str:
        """A cell or a sum of cells by its row, or by its column where that tells them apart."""
        table = TABLES[keys[0][0]]
        if by_column:
            return table.col(keys[0][2]).label
        names = dict.fromkeys(self._row(key) for key in keys)
        groups = {name.split(".")[0] for name in {key[1] for key in keys}}
        if len(names) > 2 and len(groups) == 1:
            return _GROUPS.get(next(iter(groups)), "＋".join(names))
        return "＋".join(names)

    def _row(self, key: CellKey) -> str:
        table = TABLES[key[0]]
        row, col = table.row(key[1]), table.col(key[2])
        group = _GROUPS.get(row.code.partition(".")[0])
        name = f"{group}（{row.label}）" if group else _SHORT.get(row.code, row.label)
        if key[0] == "requests":
            return name if col.code == "total" else f"{name}（{col.label}）"
        return f"{name}{col.label}"

    def keys(self, top: Sequence[str], less: Sequence[str] = ()) -> str:
        """Sums of cells named by their keys, one less the other."""
        named, taken = (self.rows([split(key) for key in keys]) for keys in (top, less or top))
        taken = f"（{taken}）" if "＋" in taken else taken
        return f"（{named}−{taken}）" if less else named

    def scope(self, scope: Scope) -> str:
        """Which reports: 云岭省2024年的镇报告."""
        places = [region.label for region in scope.regions] + [body.name for body in scope.bodies]
        years = f"{self.list([str(year) for year in scope.years])}年" if scope.years else ""
        latest = (
            "各单位最近一年" if scope.latest_only and not scope.years and not scope.bodies else ""
        )
        form = {"2019": "2019年版表格", "2021": "2021年版表格", "pre2019": "2019年以前"}.get(
            scope.form or "", ""
        )
        kinds = self.list(scope.body_types)
        narrowed = f"{self.list(places)}{years}{latest}{kinds}{form}"
        less = self.list([body.label for body in scope.without])
        less = f"（不含{less}）" if less else ""
        return (f"{narrowed}报告" if narrowed else "现有报告") + less

    def conditions(self, plan: Plan) -> str:
        """The conditions of a plan, and the change it asks for."""
        joiner = "或" if plan.combine == "any" else "且"
        words = [joiner.join(self.condition(condition) for condition in plan.conditions)]
        words.append(self._change(plan) if plan.change and plan.measures else "")
        return "，".join(word for word in words if word)

    def _change(self, plan: Plan) -> str:
        change = plan.change
        if change is None:
            return ""
        word = {"rising": "逐年上升", "falling": "逐年下降"}.get(change.direction or "", "有变化")
        return f"{self.measure(plan.measures[0])}{change.base}至{change.year}年{word}"

    def order(self, plan: Plan) -> str:
        """What a ranking orders by, and what it leaves out."""
        down = plan.order.descending if plan.order else True
        what = f"{self.measure(plan.measures[0])}{'的变化' if plan.change else ''}"
        only = f"中，{self.conditions(plan)}的" if plan.conditions else ""
        return f"{only}按{what}从{'高到低' if down else '低到高'}排在前面"

    def condition(self, condition: Condition) -> str:
        """One condition: 本年新收政府信息公开申请数量大于0."""
        return condition_text(condition)

    def topics(self, plan: Plan) -> str:
        """What a mention looks for: 提到“培训”，且没有提到“考核”."""
        if len(plan.topics) > 1 and all(t.terms and not t.negated for t in plan.topics):
            words = [f"“{word}”" for t in plan.topics for word in t.words or t.terms[:1]]
            both = "同时提到" if plan.together == "all" else "提到"
            return both + {"all": "和", "any": "或"}[plan.together].join(words)
        joint = {"all": "，且", "any": "，或"}[plan.together]
        return joint.join(map(self.topic, plan.topics))

    def topic(self, topic: Topic) -> str:
        """One of them: 没有写改进措施."""
        return topic_text(topic, 1)

    def level(self, level: str) -> str:
        """A level of places: 省, 市, 县."""
        return {"province": "省", "city": "市", "county": "县"}[level]

    def group(self, label: str) -> str:
        """A group's label."""
        return label

    def function(self, plan: Plan, measures: Sequence[Measure]) -> str:
        """What a grouped figure is: 本年新收政府信息公开申请数量的平均."""
        name = _FUNCTIONS[plan.function or "mean"]
        return f"{self.measure(measures[0])}{name}" if measures else name
