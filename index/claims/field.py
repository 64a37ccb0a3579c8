"""`Field`: how a narrative count is called, worded and tied to the tables; units and gaps shared.

Wordings are regular expressions over `Clause.text` (folded, # a figure, @ a year, ~ no count);
… is a short gap without figure or comma. The longest wording at the leftmost place wins, so that
政策解读信息 is an interpretation and not information at large.
"""

from __future__ import annotations

from dataclasses import dataclass

ITEMS = frozenset({"条", "件", "篇", "次", "份", "期", "则", "项", "条次", "件次", "篇次"})
CASES = frozenset({"件", "份", "宗", "起", "例", "次", "个", "项", "人次", "件次"})
APPLICATIONS = CASES | {"条"}
EVENTS = frozenset({"次", "场", "期", "场次", "批次"})
DECISIONS = frozenset({"件", "起", "项", "个", "宗", "例", "次", "份"})
PROBLEMS = frozenset({"处", "条", "个", "项", "件", "次"})
PEOPLE = frozenset({"名", "人", "位", "个"})

NEAR = r"(?:(?!维持|纠正|其他|等|涉及|领域)[^#]){0,14}"
COUNT_GAP = (
    r"(?:情况|事项|工作|方面|案件|决定|处理|申请人?|办件|政府信息|信息|新收|新增|发生|收到|受理|办理"
    r"|全年|本年度?|年内|@|目前|分别|[的数量共计总累合为是均各有仅只达约近逾超过了:])*"
)
TOTAL_GAP = (
    r"(?:情况|方面|工作)?:?(?:全年|本年度?|年内|@)?"
    r"(?:共|共计|累计|总计|合计|总数|总量|数量|达到?|为|是|了|约|近|有|逾|超过?|:)*"
    r"|(?:涉及|包括|涵盖|内容).{0,40}(?:共计?|合计|总计)"
)


@dataclass(frozen=True, slots=True)
class Field:
    """One narrative field.

    `signs` are characters of which every wording holds one: a clause with none of them names the
    field nowhere and is not searched for it. `terms` name the field; `bare` ones only where the
    passage is about `family` already (收到7件 under 依申请公开). `gated` fields need that for every
    term. `zeroes`: 未/无 + term states a 0; with `done`, only where no other words than these stand
    between the two and none after (未组织专门培训 is a 0, 未组织系统培训 is not).
    `cells` are the statutory cells ("table.row.col") whose sum the field restates, `cells_2019`
    those of the 2019 form where they differ, `cells_carried` those of a count that includes
    requests carried in; all empty where no table has the number. `channel`: a place of publication
    (网站31条) whose number is no total. `part_of`: the totals it divides after 其中. `gap` is what
    may stand between term and figure.
    """

    code: str
    label: str
    short: str
    family: str
    signs: str
    units: frozenset[str]
    terms: tuple[str, ...]
    bare: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    cells_2019: tuple[str, ...] = ()
    cells_carried: tuple[str, ...] = ()
    gated: bool = False
    zeroes: bool = False
    done: str = ""
    channel: bool = False
    part_of: tuple[str, ...] = ()
    gap: str = NEAR
