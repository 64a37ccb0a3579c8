"""Words around a figure that decide whether it is a fact of the report's year, and of what kind."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from index.claims.model import Period

_PLAN = re.compile(
    r"下一步|下步|今后|明年|来年|下一?年度?(?=[^结]{0,4}(?:将|计划|拟|要))|力争|争取|预计|打算"
    r"|(?:计划|拟)(?=于|在|再|[组开举召公新建][织展办开增成])|确保全年|目标(?:是|为|任务)"
    r"|将(?=继续|进一步|持续|不断|组织|开展|举办|召开|加强|强化|完善|加大|力争|逐步|积极|认真|严格|按照"
    r"|于|再|在@|在~|采取|通过|对照)"
)
_PLAN_HEADING = re.compile(r"下一步|下步|工作思路|工作计划|工作打算|努力方向|明年|下一?年度?工作")
_NOT_A_COUNT = re.compile(
    r"(?:每(?:个|逢)?(?:年度?|半年|月|季度?|周|日|天|旬|村|场|次|人|户|期|名)|平均|人均)[^,]*$"
    r"|(?:不少于|不低于|不得少于|至少|不超过|不得超过|单[条篇次][^,]{0,6})$"
)
_TIME = re.compile(
    r"(?P<skip>公开|发布|编制|比|较|与|同|和|跟|根据|按照|依据|落实|对照|按|至|到|转|转入|入)?"
    r"(?:(?P<year>@)|(?P<prior>(?:去年|上一?年度?|前年)(?!度?(?:未办结)?的?(?:未|无|没有)?[结转]))"
    r"|(?P<now>今年|本年度?|当年))"
)
_COMPARED = re.compile(r"比(?!例|如|较|重)|较(?!好|为|大|多|高|强)|同比|环比|相比")
_CHANGE = re.compile(
    r"(?:(?P<up>增加|增长|上升|多|(?<!新)增)|(?P<down>减少|下降|降低|(?<!不)少))"
    r"(?:了|约|近|共)?(?P<what>[^#,、到至为]{0,8})$"
)
_SAME = re.compile(
    r"(?:与|同|和|较|比)?(?:去年|上一?年度?|往年|历年|@)[^#,]{0,12}?(?:持平|相同|一致)"
)
_OWN_AREA = re.compile(r"全(?:镇|乡|街道|域)")
_AREA = re.compile(
    r"全(?:省|市|县|区|旗)|各(?:村|社区|镇|乡|街道|部门|单位|科室)"
    r"|辖区内?|向[省市县区](?:人民)?政府|[\u4e00-\u9fff]{2}[县区市](?=共)"
)
_WHOLE_AREA = re.compile(r"全(?:省|市|县|区|旗)")
_ATTRIBUTE = re.compile(
    r"免[于予]公开[^#,]{0,6}#|属性[^#,]{0,12}#"
    r"|主动公开[^#]{0,10}#.{0,20}依申请公开[^#]{0,6}#.{0,6}不(?:予以?)?公开[^#,]{0,6}#"
    r"|(?:发文|公文|制发|制作|印发|拟制|产生|生成)[^#,]{0,12}#.*(?<!收到)(?<!受理)依申请公开[^#,]{0,6}#"
)
_CARRIED = re.compile(r"共受理|(?:含|包括|其中)[^#,]{0,8}结转")
_STATUS = (
    ("尚未审结", re.compile(r"^[^#]{0,6}(?:尚未审结|未审结|未办结|审理中|办理中|正在[审办]理)")),
    ("已审结", re.compile(r"^[^#]{0,4}已(?:全部)?(?:审结|办结)")),
)
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕张孔曹严华金魏陶姜戚谢邹喻水窦章云苏潘葛奚范彭郎鲁韦昌马苗"
    "俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕罗毕郝安常乐傅齐康余元顾孟黄穆萧尹姚邵湛汪毛狄米贝明戴宋庞熊纪舒屈项"
    "祝董梁杜阮蓝季贾路江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房丁邓洪包左石崔吉龚程邢裴陆翁段侯"
    "班秋仲宁武刘景詹龙叶白蒲赖卓蔺屠乔温庄晏柴瞿阎习艾鱼古廖庾耿文欧申"
)
_NAME = rf"[{_SURNAMES}](?:某{{1,2}}|[\u4e00-\u9fff]{{1,2}}?)(?=[、,等提申通就因女先]|$)"
_PERSON = re.compile(rf"(?:申请人|申请者|公民|村民|居民)[:为是]?{_NAME}(?:、{_NAME})*")


def is_plan_heading(heading: str) -> bool:
    """Whether a section speaks of the future only (改进情况 does not: it reports deeds too)."""
    return _PLAN_HEADING.search(heading) is not None


def period_of(before: str, years: Sequence[int], own: int | None) -> Period:
    """The period a figure belongs to, from the words of its sentence `before` it.

    `years` are the values of the @ signs in `before`; `own` is the report's year, without which
    printed years decide nothing. A year that is compared with, cited or carried to is no period.
    """
    if _PLAN.search(before):
        return "plan"
    period: Period = "year"
    printed = iter(years)
    for match in _TIME.finditer(before):
        year = next(printed, None) if match["year"] else None
        if match["skip"]:
            continue
        if match["prior"]:
            period = "prior"
        elif year is None or own is None or year == own:
            period = "year"
        else:
            period = "prior" if year < own else "plan"
    return period


def is_count(before: str) -> bool:
    """False for frequencies, averages and bounds (每月1次, 平均3次, 不少于2次)."""
    return _NOT_A_COUNT.search(before) is None


def change(before: str, earlier: str, follows_claim: bool) -> int:
    """+1 or -1 where the figure is a difference, 0 where it is a count.

    `before` is its clause up to it, `earlier` the clauses before that.
    """
    match = _CHANGE.search(before)
    if match is None:
        return 0
    clear = len(match["up"] or match["down"]) > 1
    compared = _COMPARED.search(earlier + before) is not None
    if (compared and (clear or not match["what"])) or (
        follows_claim and clear and not match["what"]
    ):
        return -1 if match["down"] else 1
    return 0


def no_change(clause: str) -> re.Match[str] | None:
    """The words 与去年持平, if the clause has them."""
    said = "持平" in clause or "相同" in clause or "一致" in clause
    return _SAME.search(clause) if said else None


def area(before: str) -> dict[str, str]:
    """The area a figure is said to cover: `scope` 全县, 各村; `own_area` 全镇, the body's own."""
    named = {"scope": _AREA.search(before), "own_area": _OWN_AREA.search(before)}
    return {key: match.group() for key, match in named.items() if match}


def own_in_area_report(detail: Mapping[str, Any]) -> dict[str, Any]:
    """`detail` of a claim in a report on a whole area: what 全县 has is its own count there."""
    scope = detail.get("scope", "")
    if not _WHOLE_AREA.fullmatch(scope):
        return dict(detail)
    return {**{key: value for key, value in detail.items() if key != "scope"}, "own_area": scope}


def is_attribute_list(sentence: str) -> bool:
    """Whether 依申请公开 is a property of documents here, beside 主动公开 and 免予公开."""
    return _ATTRIBUTE.search(sentence) is not None


def includes_carried(sentence: str) -> bool:
    """Whether a received count is said to hold last year's open requests too."""
    return _CARRIED.search(sentence) is not None


def status(after: str) -> dict[str, str]:
    """`status` 已审结 or 尚未审结, if the words `after` a dispute's figure say so."""
    label = next((label for label, pattern in _STATUS if pattern.search(after)), None)
    return {"status": label} if label else {}


def names(clause: str) -> list[tuple[int, int]]:
    """Where the clause seems to print applicants' names, which are not to be repeated."""
    return [match.span() for match in _PERSON.finditer(clause)]


def is_waived(text: str) -> bool:
    """减免信息处理费60元, 拟收取: a fee that was not taken."""
    return _WAIVED.search(text) is not None


def is_unpaid(text: str) -> bool:
    """逾期未缴纳: what was asked for did not come in."""
    found = _UNPAID.search(text)
    return found is not None and not _NO_CASE.search(text[: found.start()])


def is_another_unpaid(text: str) -> bool:
    """另1份逾期未缴: a case beside those whose money did come in."""
    return is_unpaid(text) and _ANOTHER.match(text) is not None


def is_taken(text: str) -> bool:
    """实际收取…460元: money that is said to have come in."""
    return _TAKEN.search(text) is not None


_WAIVED = re.compile("减免|减收|免收|免除|免征|免予|退还|退回|拟收|应收(?!尽收)")
_NO_CASE = re.compile("(?:未发生|没有|不存在|无)[^,]{0,6}$")
_ANOTHER = re.compile("另外?|其余|其他|余下|还有|尚有|有?#")
_TAKEN = re.compile("实际?收(?!费)|收取|收到|已收|入库|缴库")
_UNPAID = re.compile("[未没](?:按期|按时|按规定|有)?(?:缴|交(?:纳|费|款)?$)|不予?缴纳|放弃缴")
