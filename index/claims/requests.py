"""Fields of requests, their outcomes and disputes: what tables 三 and 四 state too."""

from __future__ import annotations

from index.claims.field import APPLICATIONS, CASES, COUNT_GAP, Field

_NOT_FOIA = r"(?!复议|诉讼|许可|低保|救助|建房|补贴|赔偿|入党)"
_REQUEST = r"申请(?!人|表|书|行政复议|复议|诉讼|公开|渠道|流程|方式|受理|指南|办理)"


def _rows(*codes: str) -> tuple[str, ...]:
    return tuple(f"requests.{code}.total" for code in codes)


REQUESTS: tuple[Field, ...] = (
    Field(
        "received",
        "收到政府信息公开申请件数",
        "收到申请",
        "requests",
        "申收受接求",
        APPLICATIONS,
        (
            r"依(?:法|规)?申请(?!公开(?:政府)?(?:信息公开)?(?:信息)?处理费)(?:公开)?(?:的)?(?:政府)?(?:信息)?(?:公开)?的?"
            r"(?:申请|办件|件|事项|来信|来件|请求)?"
            r"(?!人|流程|渠道|栏目|平台|指南|目录|制度|文书|台账|窗口)(?:数量?|总数)?",
            rf"(?:政府)?信息公开(?:的)?{_REQUEST}(?:数量?|总数)?",
            rf"要求…(?:政府)?信息(?:公开)?的?{_REQUEST}",
            rf"(?:书面|网络|网上|口头|信函|当面)…{_REQUEST}",
            r"申请公开…信息(?!处理费|公开)(?:数量)?",
        ),
        bare=(
            rf"(?:收到|受理|接到|接收|新收)(?:{_NOT_FOIA}[^#,、]){{0,16}}?{_REQUEST}"
            r"(?:数量?|总数)?",
            rf"{_REQUEST}(?:数量?|总数|件)?",
            r"(?:收到|受理|接收|接到|新收|收件|请求)(?:了|的)?(?=#(?:$|[、其均已全并按予办答同较比与]))",
        ),
        cells=_rows("received"),
        cells_carried=_rows("received", "carried_in"),
        zeroes=True,
        gap=COUNT_GAP,
    ),
    Field(
        "handled",
        "办结（答复）申请件数",
        "办结",
        "requests",
        "办复处",
        CASES,
        (
            r"(?:按时|按期|依法|及时|均|全部)*(?<!未)(?:办结|答复|办理完毕|办理答复|回复)"
            r"(?!率|期限|时限|文书|模板|意见|流程|审核)",
            r"(?<!未)(?:办结|办理|处理|答复)(?:政府)?(?:信息公开|依申请公开)?(?:申请|办件)(?=#)",
            r"共办理|办理(?=#)",
        ),
        cells=_rows("total_processed"),
        gated=True,
        gap=COUNT_GAP,
    ),
    Field(
        "carried_in",
        "上年结转申请件数",
        "上年结转",
        "requests",
        "转结",
        CASES,
        (
            r"(?:上一?年|去年)度?(?:未办结)?的?(?:无|没有|未有?)?(?:结转|转结|转入)"
            r"(?:至?(?:本|今)年度?)?的?(?:政府信息公开|信息公开|依申请公开)?(?:申请|办件)?",
            r"结转自?(?:上一?年|去年)度?|以前年度结转|(?:上一?年|去年)度?未办结",
        ),
        cells=_rows("carried_in"),
        part_of=("received",),
        gated=True,
        zeroes=True,
        gap=COUNT_GAP,
    ),
    Field(
        "carried_out",
        "结转下年度继续办理件数",
        "结转下年度",
        "requests",
        "转未延",
        CASES,
        (
            r"(?:结转|转结)(?:至|到|入)?(?:(?:下|次)一?年度?|@|明年)?(?:继续)?(?:办理|处理)?"
            r"的?(?:政府信息公开|信息公开|依申请公开)?(?:申请|办件)?",
            r"(?:转入|转至|转到|转|顺延)(?:至|到)?(?:(?:下|次)一?年度?|@)(?:继续)?(?:办理|处理)?",
            r"尚?未(?:办结|完结|办理完毕|答复)(?=#)",
        ),
        cells=_rows("carried_out"),
        gated=True,
        zeroes=True,
        gap=COUNT_GAP,
    ),
    Field(
        "granted",
        "予以公开件数",
        "予以公开",
        "requests",
        "予意部",
        CASES,
        (r"(?<!不)(?:予以|准予|同意|全部)公开(?!目录)",),
        cells=_rows("granted"),
        part_of=("received", "handled"),
        gated=True,
        gap=COUNT_GAP,
    ),
    Field(
        "partially_granted",
        "部分公开件数",
        "部分公开",
        "requests",
        "分",
        CASES,
        (r"(?:予以)?部分(?:予以)?公开|区分处理",),
        cells=_rows("partially_granted"),
        part_of=("received", "handled"),
        gated=True,
        zeroes=True,
        gap=COUNT_GAP,
    ),
    Field(
        "denied",
        "不予公开件数",
        "不予公开",
        "requests",
        "不拒",
        CASES,
        (r"不予以?公开|不同意公开|拒绝公开",),
        cells=_rows(
            "denied.state_secret",
            "denied.prohibited_by_law",
            "denied.security_stability",
            "denied.third_party_rights",
            "denied.internal_affairs",
            "denied.process_information",
            "denied.enforcement_files",
            "denied.administrative_query",
        ),
        part_of=("received", "handled"),
        gated=True,
        zeroes=True,
        gap=COUNT_GAP,
    ),
    Field(
        "unavailable",
        "无法提供件数",
        "无法提供",
        "requests",
        "提",
        CASES,
        (r"(?:无法|不能)提供",),
        cells=_rows(
            "unavailable.not_held",
            "unavailable.needs_creation",
            "unavailable.unclear_after_correction",
        ),
        part_of=("received", "handled"),
        gated=True,
        zeroes=True,
        gap=COUNT_GAP,
    ),
    Field(
        "reconsideration",
        "行政复议件数",
        "行政复议",
        "disputes",
        "议",
        CASES,
        (
            r"(?:被?申请|被?提起|引发|涉及|产生|发生)?(?:政府)?(?:信息公开)?类?(?:行政)?复议"
            r"(?!机关|机构|后|法|决定|维持|纠正|纠错)(?:申请|案件|案)?(?:数量?)?",
        ),
        cells=("disputes.reconsideration.total",),
        zeroes=True,
        gap=COUNT_GAP,
    ),
    Field(
        "litigation",
        "行政诉讼件数",
        "行政诉讼",
        "disputes",
        "诉",
        CASES,
        (
            r"(?:被?提起|引发|引起|涉及|产生|发生)?(?:政府)?(?:信息公开)?类?(?:行政|(?<!民事)(?<!刑事))诉讼"
            r"(?!法|败诉|纠错|应诉)(?:案件|案)?(?:数量?)?",
            r"被起诉|被诉(?!人)",
        ),
        cells=(
            "disputes.direct_litigation.total",
            "disputes.litigation_after_reconsideration.total",
        ),
        zeroes=True,
        gap=COUNT_GAP,
    ),
)
