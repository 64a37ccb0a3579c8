"""What nianbao says of its own ways, as terms that are explained: what it checks, where a figure
stands, what is added to what. Each names the document or the form that it rests on."""

from __future__ import annotations

from assistant.definitions import Definition, find_definition
from index.checks import RULES

_OURS = "本系统的做法"
_CHECKED = "、".join(RULES.values())

ABOUT = (
    Definition(
        "自动核对",
        f"能。建索引时逐份核对，共{len(RULES)}项：{_CHECKED}。勾稽只在要用的格都印着数时核对；只指出疑点，"
        "以原文为准。问“哪些报告有填报质量问题”就列出全部，网页“质量检查”按规则、县、年度汇总。",
        "表样的勾稽关系；规则的说明见 index/checks.py",
    ),
    Definition(
        "答案的出处",
        "能。答案里的每个数后面都有编号，点开是它的原文：哪个单位哪一年的报告，表里的哪一行、哪一列（按行名、"
        "列名定位，不编行号），或者正文的哪一节、哪一句。合计、比率列出由哪些数算得。",
        _OURS,
    ),
    Definition(
        "报告的来历",
        "年报由各行政机关自己编写并公布。这里只读已建索引的原文，逐格摘取并核对勾稽关系，不核实报告所写是否"
        "属实，也不辨别文件的真伪，不替报告改数，也不评价好坏；每个数都可以点开与原文对照。",
        "条例第四十九条、第五十条",
    ),
    Definition(
        "引用的格式",
        "没有规定的格式。引用某个数，请写明它所出的报告：机关全称、年度、表名和行名、列名，或正文的章节"
        "（答案的引用里都有）；合计、比率等另须写明由哪些报告、按什么口径算得，有几份没有可用的数字。",
        _OURS,
    ),
    Definition(
        "同名的单位",
        "按全称和所在的省、市、县区分；所在地取自报告原文、文件名和文件夹或 metadata.csv，区划表里"
        "只有一处可能的也据以确定，定不下来的不猜。问题里的名字对应几个单位的，先反问是哪一个。",
        _OURS,
    ),
    Definition(
        "单位的编码",
        "年报上没有行政区划代码、统一社会信用代码之类的标识，这里也不补；单位按全称和所在的省、市、县区分。"
        "导出的数据里每份报告有编号（report_id），每格有表、行、列的代码。",
        _OURS,
    ),
    Definition(
        "导出",
        "可以。网页上答案的表格能下载为 CSV 或 XLSX，每个数带出处；全部单元格用命令 nianbao export "
        "导出，格式有 xlsx、csv、jsonl、parquet，一格一行，注明单位、年度、表、行、列和状态。",
        "nianbao export --help",
    ),
    Definition(
        "识别的准确率",
        "没有一个适用于所有报告的准确率。每份报告按识别情况评A至D级，级别低的、经勾稽修复的格，用到时都会"
        "注明；无法辨认的格写明无法辨认，不猜。在自带的样本和生成的报告上测得的结果见 "
        "docs/evaluation.md，用 python -m eval.run --extraction 可以重测。",
        "docs/evaluation.md",
    ),
    Definition(
        "没有数字的几种情形",
        "分开标明，互不相当：印着0的是填报的数；格内什么也没印的是空白；填“/”“-”“—”的是不适用；格内字迹损坏的是"
        "无法辨认；缺表、缺行的是缺失；正文没有写到的是未说明。后五种都不是0，不当作0，也不计入合计、平均、比率和"
        "排序，另外列出是哪几份。导出的数据一格一行，状态另有一列（state），做统计时宜按缺失值处理，不要填0。",
        f"{_OURS}；《填报说明》要求没有发生的填0",
    ),
    Definition(
        "约数",
        "正文只写“四十余条”“近百条”这类约数的，按写出的数（40、100）计，答案里标“约”，引出原句；加总时用了"
        "约数的，合计也标“约”。",
        _OURS,
    ),
    Definition(
        "合计的范围",
        "合计只加所问范围内、所问类型的单位自己的数：问乡镇，只加镇、乡、民族乡，县直部门、管委会等不在其中。"
        "县（市、区）政府汇总全域数据的报告，数里可能已含所辖乡镇和部门，与它们相加会重复，所以另外列出，"
        "不加进合计；两者也不能互相倒算。",
        f"{_OURS}；哪份报告汇总全域数据，依其正文所述",
    ),
    Definition(
        "照抄上年",
        "没有这一项核对。这里核对表内勾稽关系、上下年衔接、正文与表格是否一致，不比较两年的报告是否雷同，"
        "也不判断是不是照抄。要查可以问某个单位两年的各项数字，或点开引用看原文。",
        "规则的说明见 index/checks.py",
    ),
    Definition(
        "可疑的程度",
        "没有可疑或问题大小的评分，不排先后；下面列出核对发现的全部问题，每条都是理由，可以按单位数一数。",
        "index/checks.py",
    ),
    Definition(
        "是否收齐",
        "报告有没有收齐、还差谁，要对照应报送单位的名单才能判断；这里没有这份名单，只能说出已经收到的。",
        _OURS,
    ),
    Definition(
        "正文与表格不一致",
        "以表格为法定数字：答案先给表格的数，同时注明正文的不同说法，不替报告改数。两处不一致的，"
        "请点开引用核对原文。",
        "年报第二至四部分为规定的统计表",
    ),
)
"""Terms under which the questions of parsing/rules_about.py are answered."""

_BY_TERM = {definition.term: definition for definition in ABOUT}


def find_about(term: str) -> Definition | None:
    """What is said of nianbao's own ways under `term`; None where it is none of them."""
    return _BY_TERM.get(term)


def explained(term: str) -> Definition | None:
    """What `term` means, of nianbao's own ways or of the reports; None where neither is held."""
    return find_about(term) or find_definition(term)
