"""表三 收到和处理政府信息公开申请情况: rows of both versions by seven applicant columns."""

from __future__ import annotations

from index.form.model import Axis, Table

_LEGAL = "法人或其他组织"
_RESULT = "三、本年度办理结果"
_DENIED = "（三）不予公开"
_UNAVAILABLE = "（四）无法提供"
_NOT_PROCESSED = "（五）不予处理"
_OTHER = "（六）其他处理"

APPLICANT_COLUMNS = (
    Axis("natural_person", "自然人"),
    Axis("business", "商业企业", group=_LEGAL),
    Axis("research", "科研机构", group=_LEGAL),
    Axis("public_welfare", "社会公益组织", group=_LEGAL),
    Axis("legal_service", "法律服务机构", group=_LEGAL),
    Axis("other_org", "其他", group=_LEGAL, aliases=("其他组织",)),
    Axis("total", "总计"),
)

_HEAD_ROWS = (
    Axis("received", "本年新收政府信息公开申请数量", "一、", aliases=("本年新收",)),
    Axis("carried_in", "上年结转政府信息公开申请数量", "二、", aliases=("上年结转",)),
    Axis("granted", "予以公开", "（一）", group=_RESULT),
    Axis(
        "partially_granted",
        "部分公开（区分处理的，只计这一情形，不计其他情形）",
        "（二）",
        group=_RESULT,
        aliases=("部分公开",),
    ),
    Axis("denied.state_secret", "属于国家秘密", "1.", group=_DENIED),
    Axis("denied.prohibited_by_law", "其他法律行政法规禁止公开", "2.", group=_DENIED),
    Axis("denied.security_stability", "危及“三安全一稳定”", "3.", group=_DENIED),
    Axis("denied.third_party_rights", "保护第三方合法权益", "4.", group=_DENIED),
    Axis("denied.internal_affairs", "属于三类内部事务信息", "5.", group=_DENIED),
    Axis("denied.process_information", "属于四类过程性信息", "6.", group=_DENIED),
    Axis("denied.enforcement_files", "属于行政执法案卷", "7.", group=_DENIED),
    Axis("denied.administrative_query", "属于行政查询事项", "8.", group=_DENIED),
    Axis("unavailable.not_held", "本机关不掌握相关政府信息", "1.", group=_UNAVAILABLE),
    Axis("unavailable.needs_creation", "没有现成信息需要另行制作", "2.", group=_UNAVAILABLE),
    Axis(
        "unavailable.unclear_after_correction",
        "补正后申请内容仍不明确",
        "3.",
        group=_UNAVAILABLE,
    ),
    Axis("not_processed.petition", "信访举报投诉类申请", "1.", group=_NOT_PROCESSED),
    Axis("not_processed.duplicate", "重复申请", "2.", group=_NOT_PROCESSED),
    Axis("not_processed.publication", "要求提供公开出版物", "3.", group=_NOT_PROCESSED),
    Axis("not_processed.excessive", "无正当理由大量反复申请", "4.", group=_NOT_PROCESSED),
    Axis(
        "not_processed.reconfirmation",
        "要求行政机关确认或重新出具已获取信息",
        "5.",
        group=_NOT_PROCESSED,
    ),
)

_OTHER_2021 = (
    Axis(
        "other.correction_overdue",
        "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "1.",
        group=_OTHER,
    ),
    Axis(
        "other.fee_overdue",
        "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "2.",
        group=_OTHER,
    ),
    Axis("other.other", "其他", "3.", group=_OTHER),
)
_OTHER_2019 = (Axis("other_total", "其他处理", "（六）", group=_RESULT, aliases=("其他",)),)

_TAIL_ROWS = (
    Axis("total_processed", "总计", "（七）", group=_RESULT),
    Axis("carried_out", "结转下年度继续办理", "四、", aliases=("结转下年度",)),
)


def _table(other: tuple[Axis, ...]) -> Table:
    return Table(
        code="requests",
        number="表三",
        title="收到和处理政府信息公开申请情况",
        rows=_HEAD_ROWS + other + _TAIL_ROWS,
        cols=APPLICANT_COLUMNS,
    )


REQUESTS_2021 = _table(_OTHER_2021)
REQUESTS_2019 = _table(_OTHER_2019)
