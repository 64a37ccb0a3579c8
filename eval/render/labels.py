"""The printed form as rendering data: labels of 国办公开办函〔2021〕30号 and 〔2019〕60号.

Deliberately a second copy, not shared with the extraction code: a label wrong there must show
up as a failure here.
"""

from __future__ import annotations

APPLICANTS = (
    ("natural_person", "自然人"),
    ("business", "商业企业"),
    ("research", "科研机构"),
    ("public_welfare", "社会公益组织"),
    ("legal_service", "法律服务机构"),
    ("other_org", "其他"),
    ("total", "总计"),
)
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

_OUTCOME = "三、本年度办理结果"
_DENIED = (
    ("state_secret", "1.属于国家秘密"),
    ("prohibited_by_law", "2.其他法律行政法规禁止公开"),
    ("security_stability", "3.危及“三安全一稳定”"),
    ("third_party_rights", "4.保护第三方合法权益"),
    ("internal_affairs", "5.属于三类内部事务信息"),
    ("process_information", "6.属于四类过程性信息"),
    ("enforcement_files", "7.属于行政执法案卷"),
    ("administrative_query", "8.属于行政查询事项"),
)
_UNAVAILABLE = (
    ("not_held", "1.本机关不掌握相关政府信息"),
    ("needs_creation", "2.没有现成信息需要另行制作"),
    ("unclear_after_correction", "3.补正后申请内容仍不明确"),
)
_NOT_PROCESSED = (
    ("petition", "1.信访举报投诉类申请"),
    ("duplicate", "2.重复申请"),
    ("publication", "3.要求提供公开出版物"),
    ("excessive", "4.无正当理由大量反复申请"),
    ("reconfirmation", "5.要求行政机关确认或重新出具已获取信息"),
)
_OTHER = (
    ("correction_overdue", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    ("fee_overdue", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    ("other", "3.其他"),
)

RowSpec = tuple[str, tuple[str, ...]]
"""A row's code and its path of labels, from the outermost group to the leaf."""


def _group(prefix: str, label: str, rows: tuple[tuple[str, str], ...]) -> tuple[RowSpec, ...]:
    return tuple((f"{prefix}.{code}", (_OUTCOME, label, leaf)) for code, leaf in rows)


_REQUEST_HEAD: tuple[RowSpec, ...] = (
    ("received", ("一、本年新收政府信息公开申请数量",)),
    ("carried_in", ("二、上年结转政府信息公开申请数量",)),
    ("granted", (_OUTCOME, "（一）予以公开")),
    ("partially_granted", (_OUTCOME, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）")),
    *_group("denied", "（三）不予公开", _DENIED),
    *_group("unavailable", "（四）无法提供", _UNAVAILABLE),
    *_group("not_processed", "（五）不予处理", _NOT_PROCESSED),
)
_REQUEST_TAIL: tuple[RowSpec, ...] = (
    ("total_processed", (_OUTCOME, "（七）总计")),
    ("carried_out", ("四、结转下年度继续办理",)),
)
REQUEST_ROWS: dict[str, tuple[RowSpec, ...]] = {
    "2021": (*_REQUEST_HEAD, *_group("other", "（六）其他处理", _OTHER), *_REQUEST_TAIL),
    "2019": (*_REQUEST_HEAD, ("other_total", (_OUTCOME, "（六）其他处理")), *_REQUEST_TAIL),
}

DISPUTE_ROWS = (
    ("reconsideration", "行政复议"),
    ("direct_litigation", "未经复议直接起诉"),
    ("litigation_after_reconsideration", "复议后起诉"),
)
DISPUTE_COLUMNS = (
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other_result", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
)

Columns = tuple[tuple[str, str], ...]
Block = tuple[str, Columns, tuple[tuple[str, str], ...]]
"""A block of table two: article item, columns (code, label), rows (code, label)."""

_DECISIONS: Columns = (("decisions", "本年处理决定数量"),)
_FILES: Columns = (
    ("issued", "本年制发件数"),
    ("repealed", "本年废止件数"),
    ("in_force", "现行有效件数"),
)
_MADE: Columns = (
    ("made", "本年新制作数量"),
    ("newly_published", "本年新公开数量"),
    ("public_total", "对外公开总数量"),
)
_ITEMS: Columns = (("items_prev", "上一年项目数量"), ("items_delta", "本年增/减"))
_ITEM_DECISIONS: Columns = (*_ITEMS, ("decisions", "处理决定数量"))
_SANCTIONS = (("penalties", "行政处罚"), ("coercive_measures", "行政强制"))

PROACTIVE_BLOCKS: dict[str, tuple[Block, ...]] = {
    "proactive": (
        (
            "第二十条第（一）项",
            _FILES,
            (("regulations", "规章"), ("normative_documents", "行政规范性文件")),
        ),
        ("第二十条第（五）项", _DECISIONS, (("licensing", "行政许可"),)),
        ("第二十条第（六）项", _DECISIONS, _SANCTIONS),
        (
            "第二十条第（八）项",
            (("amount", "本年收费金额（单位：万元）"),),
            (("fees", "行政事业性收费"),),
        ),
    ),
    "proactive_2019": (
        (
            "第二十条第（一）项",
            _MADE,
            (("regulations", "规章"), ("normative_documents", "规范性文件")),
        ),
        (
            "第二十条第（五）项",
            _ITEM_DECISIONS,
            (("licensing", "行政许可"), ("other_services", "其他对外管理服务事项")),
        ),
        ("第二十条第（六）项", _ITEM_DECISIONS, _SANCTIONS),
        ("第二十条第（八）项", _ITEMS, (("fees", "行政事业性收费"),)),
        (
            "第二十条第（九）项",
            (("projects", "采购项目数量"), ("amount", "采购总金额")),
            (("procurement", "政府集中采购"),),
        ),
    ),
}


def table_names(form: str) -> tuple[str, ...]:
    """Tables of a form ("2021", "2019"; none for "pre2019")."""
    if form == "pre2019":
        return ()
    return ("proactive" if form == "2021" else "proactive_2019", "requests", "disputes")


def table_keys(table: str, form: str) -> list[str]:
    """Cell keys `<table>.<row_code>.<col_code>` of one table in printed order."""
    if table == "requests":
        return [f"requests.{row}.{col}" for row, _ in REQUEST_ROWS[form] for col, _ in APPLICANTS]
    if table == "disputes":
        return [f"disputes.{row}.{col}" for row, _ in DISPUTE_ROWS for col, _ in DISPUTE_COLUMNS]
    blocks = PROACTIVE_BLOCKS[table]
    return [
        f"{table}.{row}.{col}" for _, cols, rows in blocks for row, _ in rows for col, _ in cols
    ]


def form_keys(form: str) -> list[str]:
    """Every cell key of a form: 200 for "2021", 198 for "2019"."""
    return [key for table in table_names(form) for key in table_keys(table, form)]
