"""A plan in words that a clerk understands: what was looked for, where, and under which reading.

Chinese, or English where the question was English.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.measures import NEW_MEDIA
from assistant.plan import (
    CELL_RULES,
    Body,
    Condition,
    Kind,
    Measure,
    Plan,
    Scope,
    TextPart,
    Than,
    Topic,
    Whether,
)
from index.form import TABLES, cell_label, split_key

if TYPE_CHECKING:
    from assistant.wording_en import English

_KINDS = {
    "value": ("查数", "Look up"),
    "list": ("列出报告", "List reports"),
    "rank": ("排序", "Rank"),
    "aggregate": ("汇总", "Aggregate"),
    "compare": ("对比", "Compare"),
    "trend": ("逐年变化", "Over the years"),
    "quality": ("核查填报质量", "Check the figures"),
    "narrative": ("查正文", "Search the text"),
    "mention": ("在全部正文中查找", "Find in every text"),
    "mixed": ("先按数字筛选，再查正文", "Filter by figures, then search the text"),
    "corpus": ("查看收录情况", "What is held"),
    "definition": ("解释术语", "Explain a term"),
    "refusal": ("未作答", "Not answered"),
}
_FUNCTIONS = {
    "sum": ("合计", "sum"),
    "mean": ("平均数", "mean"),
    "median": ("中位数", "median"),
    "max": ("最大值", "maximum"),
    "min": ("最小值", "minimum"),
    "count": ("符合条件的报告数", "number of reports"),
    "share": ("符合条件的报告占比", "share of reports"),
}
_GROUPS = {
    "province": ("按省", "by province"),
    "city": ("按市", "by city"),
    "county": ("按县", "by county"),
    "year": ("按年", "by year"),
    "body_type": ("按单位类型", "by kind of body"),
}
_OPERATORS = {
    ">": ("大于", ">"),
    ">=": ("不少于", "≥"),
    "<": ("少于", "<"),
    "<=": ("不超过", "≤"),
    "=": ("等于", "="),
    "!=": ("不等于", "≠"),
}
_STATES = {
    "reported": ("印有数字", "printed as a number"),
    "blank": ("空白", "blank"),
    "not_applicable": ("填“/”“-”等", "printed as “/” or “-”"),
    "text": ("填的是文字", "printed as words"),
    "unreadable": ("无法辨认", "unreadable"),
    "missing": ("缺失", "missing"),
    "silent": ("正文没有说明", "not stated in the text"),
}
_RULES = {
    "column_balance": "一＋二＝三（七）＋四",
    "row_total": "六类申请人之和＝总计",
    "processed_total": "各项办理结果之和＝（七）总计",
    "dispute_total": "复议、诉讼四项之和＝总计",
    "carry_over": "本年上年结转＝上一年结转下年度",
    "narrative_mismatch": "正文数字与表格一致",
    "in_force_balance": "现行有效件数的年际变化",
    "implausible_regulations": "乡镇填报规章",
    "blank_cells": "空白单元格",
    "missing_table": "缺失表格",
    **{rule: f"{said}的单元格" for rule, said in CELL_RULES.items()},
}
_SECTIONS: dict[TextPart, str] = {
    "overview": "总体情况",
    "proactive": "主动公开政府信息情况",
    "requests": "收到和处理申请情况",
    "disputes": "复议诉讼情况",
    "problems": "存在的主要问题及改进情况",
    "other": "其他需要报告的事项",
}
_PARTS: dict[TextPart, str] = {"problem": "存在的问题", "improvement": "改进措施"}
_ASPECTS = {
    "count": ("报告份数", "number of reports"),
    "years": ("年份", "years"),
    "places": ("地区", "places"),
    "bodies": ("单位", "bodies"),
    "source": ("数据来源", "source of the data"),
    "reports": ("报告清单", "reports"),
    "section": ("写在哪一部分", "section"),
    "times": ("出现次数", "times"),
    "several": ("各单位收录的年度数", "years held of each body"),
    "single": ("只收录一个年度的单位", "bodies with one year held"),
    "share": ("占语料全部报告的比例", "share of all reports held"),
    "forms": ("统计表的版本", "versions of the form"),
    "formats": ("报告原件的文件格式", "formats of the files"),
    "help": ("能查什么", "what can be asked"),
}
_UNPLACED = ("没有印出所在{}的", "reports that print no {}")
_PLACES = ("地区", "place")
_LEVELS = {"province": ("省", "province"), "city": ("市", "city"), "county": ("县", "county")}
_ASKED = {
    "years": ("说到的是哪些年", "the years told of"),
    "bodies": ("另按单位计数", "bodies counted as well"),
}
_IN_ORDER: tuple[Kind, ...] = ("rank", "list", "mixed", "compare", "corpus")
_WHOLE_GROUPS = ("（三）不予公开", "（四）无法提供", "（五）不予处理", "（六）其他处理", "行政诉讼")
_MANY_BODIES = 8
_MANY_MEASURES = 3


def render(plan: Plan) -> str:
    """The whole plan, its parts in order."""
    joint = " Then: " if plan.language == "en" else "然后"
    return joint.join(map(_render, plan.parts))


def _render(plan: Plan) -> str:
    """The plan in one paragraph: kind, scope, what is counted or sought, readings chosen."""
    if plan.language == "en":
        return _english(plan)
    looks_first = plan.refusal is not None and plan.query
    nowhere = plan.kind in ("refusal", "definition") and not looks_first
    parts = ["" if nowhere else _scope(_places(plan)), *_content(plan)]
    body = "；".join(part for part in parts if part)
    kind = _KINDS["narrative" if looks_first else plan.kind][0]
    text = f"{kind}：{body}。" if body else f"{kind}。"
    if plan.notes:
        text += f"说明：{'；'.join(plan.notes)}。"
    if plan.unexplained:
        words = "、".join(f"“{word}”" for word in plan.unexplained)
        text += f"未能理解：{words}。"
    return text


def describe(measure: Measure) -> str:
    """A measure with the printed cells it rests on."""
    if measure.claim == NEW_MEDIA and not measure.claim_over:
        return f"{measure.label}（正文所述；没写总数的，把微信、微博、短视频各数相加）"
    if measure.claim:
        return f"{measure.label}（正文所述）"
    if measure.is_ratio:
        minus = f"－{_cells(measure.minus)}" if measure.minus else ""
        under = f"（{_cells(measure.over)}{minus}）" if minus else _cells(measure.over)
        return f"{measure.label}（{_cells(measure.cells)}÷{under}）"
    if len(measure.cells) == 1:
        return cell_label(split_key(measure.cells[0]))
    return f"{measure.label}（{_cells(measure.cells)}）"


def _cells(cells: Sequence[str]) -> str:
    """Cells for people: 表三“（一）予以公开”＋“（二）部分公开”, 表三“（三）不予公开”8项之和."""
    keys = [split_key(cell) for cell in cells]
    table = TABLES[keys[0][0]]
    rows = [table.row(code) for code in dict.fromkeys(row for _, row, _ in keys)]
    labels = [table.col(code).label for code in dict.fromkeys(col for _, _, col in keys)]
    where = "" if labels == ["总计"] else f"“{'＋'.join(labels)}”列"
    groups = Counter(row.group for row in rows if row.group in _WHOLE_GROUPS)
    whole = {
        name
        for name, count in groups.items()
        if count > 1 and (len(groups) == 1 or count == sum(row.group == name for row in table.rows))
    }
    names = (
        f"“{row.group}”{groups[row.group]}项之和"
        if row.group in whole
        else f"“{row.printed.partition('（区分')[0]}”"
        for row in rows
    )
    named = "＋".join(dict.fromkeys(names))
    return f"{table.number}{named}{where}"


def condition_text(condition: Condition) -> str:
    """A condition: 行政处罚·本年处理决定数量大于50件."""
    label, unit = condition.measure.label, condition.measure.unit
    if condition.op == "state":
        return f"{label}：{_STATES[str(condition.state)][0]}"
    if condition.than is not None:
        number = f"（{condition.value:g}{unit}）" if condition.value is not None else ""
        return f"{label}{_OPERATORS[condition.op][0]}{_than(condition.than)}{number}"
    if condition.op in ("between", "outside"):
        within = "在" if condition.op == "between" else "不在"
        return f"{label}{within}{condition.value:g}至{condition.high:g}{unit}之间"
    return f"{label}{_OPERATORS[condition.op][0]}{condition.value:g}{unit}"


def _than(than: Than) -> str:
    """What a condition compares with: 平均数, 柳浦镇2024年的数, 行政许可·本年处理决定数量."""
    if than.measure is not None:
        return than.measure.label
    if than.body is not None:
        return f"{than.body.name}{f'{than.year}年' if than.year else ''}的数"
    return f"范围内各报告的{_FUNCTIONS[than.function or 'mean'][0]}"


def _places(plan: Plan) -> Scope:
    """The scope; of what is held, reports on whole areas are said apart (`_text`)."""
    held = plan.kind == "corpus"
    return plan.scope.model_copy(update={"area": False}) if held else plan.scope


def _scope(scope: Scope) -> str:
    names = [_body(body) for body in scope.bodies]
    if len(names) > _MANY_BODIES:
        names = [*names[:_MANY_BODIES], f"等{len(scope.bodies)}个单位"]
    where = "、".join(names) or "、".join(region.label for region in scope.regions)
    kinds = "、".join(scope.body_types)
    if not scope.bodies:
        where = f"{where or '语料中'}{'的' if kinds else '全部单位'}{kinds}"
    apart = bool(scope.bodies) and all(body.year for body in scope.bodies)
    when = "" if apart else _years(scope.years) or ("各自最新一年" if scope.latest_only else "")
    form = {"2021": "2021年表式", "2019": "2019年表式", "pre2019": "2019年以前的旧体例"}
    less = "不含" + "、".join(map(_body, scope.without)) if scope.without else ""
    extra = [less, when, form.get(str(scope.form), ""), "含区域汇总报告" if scope.area else ""]
    return "，".join(part for part in (where, *extra) if part)


def _body(body: Body) -> str:
    year = f"{body.year}年" if body.year else ""
    return f"{body.name}（{body.place}）{year}" if body.place else body.name + year


def _years(years: Sequence[int]) -> str:
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}—{years[-1]}年"
    return "、".join(f"{year}年" for year in years)


def _content(plan: Plan) -> list[str]:
    if plan.refusal is not None:
        why = plan.refusal.reason.rstrip("。")
        return [*_text(plan), f"没有写到时不作答：{why}"] if plan.query else [why]
    joint = "，或" if plan.combine == "any" else "，且"
    many = len(plan.measures) > _MANY_MEASURES
    parts = ["、".join(m.label if many else describe(m) for m in plan.measures)]
    if plan.also:
        parts.append("另列：" + "、".join(m.label for m in plan.also))
    parts.append("换算成元" if plan.in_yuan else "")
    if plan.conditions:
        parts.append("条件：" + joint.join(condition_text(c) for c in plan.conditions))
    if plan.function and plan.kind == "rank" and not plan.group:
        parts.append({"share": "及其占全部的比例"}.get(plan.function, "及其合计"))
    elif plan.function:
        ratio = bool(plan.measures) and plan.measures[0].is_ratio
        pooled = ratio and plan.function in ("sum", "share")
        parts.append("分子合计÷分母合计" if pooled else _FUNCTIONS[plan.function][0])
    parts.append(_group(plan, 0))
    what = "的名次" if plan.kind == "rank" else "所占的比例"
    parts.append(f"其中{plan.part.name}{what}" if plan.part else "")
    return [*parts, _change(plan), _order(plan), *_text(plan)]


def _group(plan: Plan, language: int) -> str:
    """What figures are grouped by; of reports that print no place the group is its level."""
    grouped = plan.group and plan.aspect != "unplaced"
    return _GROUPS[str(plan.group)][language] if grouped else ""


def _change(plan: Plan) -> str:
    if plan.change is None:
        return ""
    kind = "增长率" if plan.change.kind == "growth" else "增减量"
    way = {"rising": "，逐年上升的", "falling": "，逐年下降的"}.get(str(plan.change.direction), "")
    return f"{plan.change.base}年到{plan.change.year}年的{kind}{way}"


def _order(plan: Plan) -> str:
    if plan.order is None or plan.kind not in _IN_ORDER:
        return ""
    if plan.kind == "corpus":
        return "多的在前" if plan.order.descending else "少的在前"
    by = {"value": "数值", "change": "变化", "year": "年份"}[plan.order.by]
    way = "从高到低" if plan.order.descending else "从低到高"
    return f"按{by}{way}" + (f"，取前{plan.limit}名（并列的都列出）" if plan.limit else "")


def topic_text(topic: Topic, most: int = _MANY_BODIES) -> str:
    """What a text says or does not, by up to `most` wordings: 没有提到“培训”、“业务培训”."""
    if topic.part is not None:
        if topic.part in _PARTS:
            return f"{'没有写' if topic.negated else '写有'}{_PARTS[topic.part]}"
        return f"{'没有' if topic.negated else '有'}“{_SECTIONS[topic.part]}”部分"
    words = "、".join(f"“{term}”" for term in topic.shown[:most])
    if most == 1 and topic.words:
        words = "或".join(f"“{word}”" for word in topic.words)
    more = f"等{len(topic.terms)}种说法" if most > 1 and len(topic.shown) > most else ""
    return f"{'没有' if topic.negated else ''}提到{words}{more}"


def _whether(whether: Whether) -> str:
    """是否全部如此, 是否只有柳浦镇如此."""
    whom = "、".join([*map(_body, whether.bodies), *whether.body_types])
    asked = {"all": "是否全部如此", "any": "有没有", "none": "是否一份也没有"}
    return asked.get(whether.asks) or f"是否只有{whom}如此"


def _text(plan: Plan) -> list[str]:
    parts = []
    if plan.kind == "corpus" and (plan.scope.area or plan.negated):
        parts.append("不含区域汇总报告" if plan.negated else "只看区域汇总报告")
    if plan.kind == "quality":
        rules = "、".join(_RULES.get(rule, rule) for rule in plan.rules) or "全部规则"
        parts.append(f"核对：{rules}" + ("；列出没有问题的" if plan.negated else ""))
    if plan.query and plan.kind != "mention":
        parts.append(f"查找内容：{plan.query}")
    if plan.section:
        parts.append(f"限于“{_SECTIONS[plan.section]}”部分")
    if plan.item is not None:
        parts.append(f"只要第{plan.item}条" if plan.item > 0 else "只要最后一条")
    if plan.topics:
        joint = "，且" if plan.together == "all" else "，或"
        parts.append("正文" + joint.join(map(topic_text, plan.topics)))
    near = dict.fromkeys(term for topic in plan.topics for term in topic.near_terms)
    if near:
        parts.append("相近的说法另列：" + "、".join(near))
    if plan.whether:
        parts.append(f"先回答：{_whether(plan.whether)}")
    if plan.term:
        parts.append(f"{'格式' if plan.kind == 'corpus' else '术语'}：{plan.term}")
    parts.append(_aspect(plan, 0))
    if plan.aspect == "several" and (plan.limit or 1) > 1:
        parts.append(f"至少{plan.limit}个年度")
    return parts


def _aspect(plan: Plan, language: int) -> str:
    if plan.aspect is None:
        return ""
    if plan.aspect == "unplaced":
        return _UNPLACED[language].format(_LEVELS.get(str(plan.group), _PLACES)[language])
    asked = _ASKED if plan.kind == "mention" else {}
    return asked.get(plan.aspect, _ASPECTS[plan.aspect])[language]


# --- English


def _english(plan: Plan) -> str:
    nowhere = plan.refusal is not None or plan.kind == "definition"
    parts = ["" if nowhere else _english_scope(_places(plan)), *_english_content(plan)]
    text = f"{_KINDS[plan.kind][1]}: {'; '.join(part for part in parts if part)}."
    text += f" Notes: {'; '.join(plan.notes)}." if plan.notes else ""
    words = ", ".join(f"“{word}”" for word in plan.unexplained)
    return text + (f" Not understood: {words}." if words else "")


def _english_scope(scope: Scope) -> str:
    regions = ", ".join(region.label for region in scope.regions)
    kinds = ", ".join(scope.body_types)
    placed = " ".join(part for part in (regions, kinds) if part)
    where = ", ".join(map(_english_body, scope.bodies)) or placed or "all bodies held"
    if scope.without:
        where += " without " + ", ".join(map(_english_body, scope.without))
    apart = bool(scope.bodies) and all(body.year for body in scope.bodies)
    latest = "latest year" if scope.latest_only else ""
    when = "" if apart else ", ".join(map(str, scope.years)) or latest
    form = {"pre2019": "form before 2019"}.get(str(scope.form), f"{scope.form} form")
    area = "with reports on whole areas" if scope.area else ""
    extra = (when, form if scope.form else "", area)
    return ", ".join(part for part in (where, *extra) if part)


def _english_body(body: Body) -> str:
    name = f"{body.name} ({body.place})" if body.place else body.name
    return f"{name} {body.year}" if body.year else name


def _english_content(plan: Plan) -> list[str]:
    if plan.refusal is not None:
        return [plan.refusal.reason.rstrip(".。?")]
    joint = " or " if plan.combine == "any" else " and "
    from assistant.wording_en import English

    say = English()
    parts = [", ".join(map(say.measure, plan.measures))]
    parts.append(f"beside it: {', '.join(map(say.measure, plan.also))}" if plan.also else "")
    parts.append(joint.join(_english_condition(c, say.measure(c.measure)) for c in plan.conditions))
    together = plan.kind == "rank" and not plan.group
    if plan.function and together:
        parts.append("their share of the whole" if plan.function == "share" else "and their sum")
    elif plan.function:
        parts.append(_FUNCTIONS[plan.function][1])
    parts.append(_group(plan, 1))
    what = "place" if plan.kind == "rank" else "share"
    parts.append(f"{what} of {plan.part.name}" if plan.part else "")
    parts.append("in yuan" if plan.in_yuan else "")
    if plan.change:
        way = f", {plan.change.direction} every year" if plan.change.direction else ""
        parts.append(f"{plan.change.kind} from {plan.change.base} to {plan.change.year}{way}")
    return [*parts, _english_order(plan), *_english_text(plan, say)]


def _english_order(plan: Plan) -> str:
    if plan.order is None or plan.kind not in _IN_ORDER:
        return ""
    if plan.kind == "corpus":
        return "most first" if plan.order.descending else "fewest first"
    by = {"change": "by change, ", "year": "by year, "}.get(plan.order.by, "")
    way = by + ("highest first" if plan.order.descending else "lowest first")
    return way + (f", first {plan.limit} with ties" if plan.limit else "")


def _english_text(plan: Plan, say: English) -> list[str]:
    parts = []
    if plan.kind == "corpus" and (plan.scope.area or plan.negated):
        parts.append(("without" if plan.negated else "only") + " reports on whole areas")
    if plan.kind == "quality":
        parts.append("checks: " + (", ".join(map(say.rule, plan.rules)) or "all"))
        parts.append("reports without a finding" if plan.negated else "")
    if plan.topics:
        parts.append(say.topics(plan))
    elif plan.query:
        parts.append(f"words: {plan.query}")
    parts.append(f"only the {say.part(plan.section)}" if plan.section else "")
    if plan.item is not None:
        parts.append(f"only item {plan.item}" if plan.item > 0 else "only the last item")
    near = dict.fromkeys(term for topic in plan.topics for term in topic.near_terms)
    parts.append(f"similar wordings apart: {', '.join(near)}" if near else "")
    parts.append(f"yes or no: {_english_whether(plan.whether)}" if plan.whether else "")
    what = "format" if plan.kind == "corpus" else "term"
    parts.append(f"{what}: {plan.term}" if plan.term else "")
    parts.append(_aspect(plan, 1))
    least = plan.limit if plan.aspect == "several" and (plan.limit or 1) > 1 else None
    parts.append(f"at least {least} years" if least else "")
    return parts


def _english_whether(whether: Whether) -> str:
    whom = ", ".join([*map(_english_body, whether.bodies), *whether.body_types])
    return f"{whether.asks} {whom}" if whom else whether.asks


def _english_condition(condition: Condition, label: str) -> str:
    if condition.op == "state":
        return f"{label}: {_STATES[str(condition.state)][1]}"
    if condition.than is not None:
        return f"{label} {_OPERATORS[condition.op][1]} {_english_than(condition.than)}"
    if condition.op in ("between", "outside"):
        no = "not " if condition.op == "outside" else ""
        return f"{label} {no}between {condition.value:g} and {condition.high:g}"
    return f"{label} {_OPERATORS[condition.op][1]} {condition.value:g}"


def _english_than(than: Than) -> str:
    from assistant.wording_en import English

    if than.measure is not None:
        return English().measure(than.measure)
    if than.body is not None:
        return f"that of {than.body.name}{f' in {than.year}' if than.year else ''}"
    return f"the {_FUNCTIONS[than.function or 'mean'][1]}"
