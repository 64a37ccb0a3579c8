"""Every fixed string of the page, in Chinese and English."""

from __future__ import annotations

_TEXTS: dict[str, tuple[str, str]] = {
    "title": ("年报问答", "Annual report answers"),
    "tab_ask": ("问答", "Ask"),
    "tab_corpus": ("报告", "Reports"),
    "tab_quality": ("质量检查", "Quality"),
    "tab_feedback": ("反馈", "Feedback"),
    # asking
    "question": ("问题", "Question"),
    "question_hint": (
        "例如：哪些镇2024年收到过依申请公开？（回车发送，Shift+回车换行）",
        "e.g. Which towns received requests in 2024? (Enter sends)",
    ),
    "stop": ("停止", "Stop"),
    "new": ("新对话", "New conversation"),
    "history": ("历史对话", "Earlier conversations"),
    "history_none": (
        "还没有对话。问过的会列在这里。",
        "No conversation yet; what you ask is listed here.",
    ),
    "history_kept": (
        "只保存在这个浏览器里，服务器不留存；最多 {most} 段、约 {mb} MB，超出时删去最早的。",
        "Kept in this browser only, not on the server: {most} conversations or about {mb} MB; "
        "the oldest go first.",
    ),
    "history_dropped": (
        "存满了：已删去最早的 {n} 段对话。",
        "Full: the oldest {n} conversations were deleted.",
    ),
    "history_full": (
        "浏览器没有保存这段对话（不允许或空间不够）；关闭页面后就没有了。",
        "The browser did not keep this conversation (not allowed, or no room).",
    ),
    "history_delete": ("删除", "Delete"),
    "history_wipe": ("全部删除", "Delete all"),
    "history_sure": ("确认全部删除？", "Really delete all?"),
    "history_turns": ("{n} 问", "{n} questions"),
    "history_broken": (
        "这段对话的存档不完整或来自别的版本，打不开。可以把它删除后重新提问。",
        "This conversation is damaged or of another version and cannot be opened.",
    ),
    "history_cut": (
        "这段对话较长，开头的 {n} 问没有保存下来。",
        "The first {n} questions of this long conversation were not kept.",
    ),
    "stale_other": (
        "这是当时的回答。此后语料有增减或更换；这里引用的原文都没有变，但范围里的报告可能变了。"
        "“重答”可得到现在的结果。",
        "An earlier answer. The corpus has changed since, the places cited here have not; "
        "Retry gives today's.",
    ),
    "stale_cited": (
        "这是当时的回答。所引的 {n} 份报告此后被移除或更换：{names}。"
        "这里的内容可能不再成立，请“重答”。",
        "An earlier answer. {n} of the reports cited have been removed or replaced since: {names}. "
        "Please Retry.",
    ),
    "stale_empty": (
        "这是当时的回答。现在没有任何报告，出处打不开。",
        "An earlier answer. No report is held now.",
    ),
    "retry": ("重答", "Retry"),
    "copy": ("复制", "Copy"),
    "copied": ("已复制", "Copied"),
    "edit_plan": ("修改条件", "Edit"),
    "understood": ("理解为", "Understood as"),
    "thinking": ("正在理解问题", "Reading the question"),
    "looking": ("正在查找", "Looking it up"),
    "checking": ("已查到，正在写出并核对答案", "Found; writing and checking the answer"),
    "stopped": ("已停止。", "Stopped."),
    "took": ("用时 {ms} 毫秒", "{ms} ms"),
    "status_not_in_corpus": ("语料中没有", "Not held"),
    "status_needs_clarification": ("需要指明", "Which one?"),
    "status_out_of_scope": ("不在范围内", "Out of scope"),
    "status_error": ("没有作答", "No answer"),
    "warnings": ("提示", "Notes"),
    "failed": (
        "出错了，这次没有答案。请重试；仍不行请把问题告诉维护者。",
        "Something went wrong. Please try again, or tell the maintainer.",
    ),
    "too_long": (
        "问题有 {n} 个字，最多 {limit} 个字。请缩短后再问。",
        "The question has {n} characters; the limit is {limit}.",
    ),
    "too_many": (
        "一分钟内提问超过 {limit} 次，请稍等再问。",
        "More than {limit} questions in a minute; please wait.",
    ),
    "welcome": ("可以这样问", "Try asking"),
    "welcome_held": (
        "已收录 {reports} 份报告，{bodies} 个单位，{years}。每个数字都标出处，点 [n] 看原文。",
        "{reports} reports of {bodies} bodies, {years}. Every figure is cited: click [n].",
    ),
    "empty_title": ("还没有报告", "No reports yet"),
    "empty_add": (
        "到“报告”页上传年报（.txt .md .html .docx .doc .pdf，或整个 .zip），或在命令行运行：",
        "Upload reports on the Reports tab (.txt .md .html .docx .doc .pdf or a .zip), or run:",
    ),
    "empty_hint": (
        "建好后即可提问；索引在后台进行，不影响问答。",
        "Then ask; indexing runs in the background.",
    ),
    # result table
    "rows": ("结果表（{n} 行）", "Result table ({n} rows)"),
    "all_rows": ("在右侧查看全部 {n} 行", "All {n} rows in the side panel"),
    "rows_of": ("第 {first}–{last} 行，共 {n} 行", "Rows {first}–{last} of {n}"),
    "rows_cut": (
        "历史里只保留前 {shown} 行，当时共 {n} 行；“重答”可得到全部。",
        "The history keeps the first {shown} of {n} rows; Retry gives all.",
    ),
    "back": ("‹ 返回结果表", "‹ Back to the table"),
    "first_page": ("第一页", "First page"),
    "previous_page": ("上一页", "Previous page"),
    "next_page": ("下一页", "Next page"),
    "last_page": ("最后一页", "Last page"),
    "body": ("单位", "Body"),
    "year": ("年度", "Year"),
    "value": ("数值", "Value"),
    "no_value": ("无数", "none"),
    "open_cell": ("查看原表中的位置", "See it in the report"),
    "csv": ("下载 CSV", "CSV"),
    "xlsx": ("下载 XLSX", "XLSX"),
    # source panel
    "source": ("来源", "Source"),
    "source_empty": (
        "点答案里的 [n]，这里显示报告原文，并标出所引的单元格或句子。",
        "Click a [n] in an answer to see the cited cell or sentence here.",
    ),
    "previous": ("上一处", "Previous"),
    "next": ("下一处", "Next"),
    "close": ("关闭", "Close"),
    "original": ("原文链接", "Original"),
    "printed": ("原文此处", "As printed"),
    "whole_report": ("打开整份报告", "Open the report"),
    "state_blank": ("空白", "blank"),
    "state_unreadable": ("无法辨认", "unreadable"),
    "state_missing": ("缺", "missing"),
    "state_text": ("文字", "words"),
    "state_not_applicable": ("不适用", "not applicable"),
    "legend": (
        "〔空白〕留空　〔/〕不适用　〔缺〕缺行或缺表　虚线：经勾稽或对齐修复　⚠：勾稽不符",
        "dotted: settled by a check; ⚠: a check fails; blank, “/” and missing are not 0",
    ),
    "replaced": (
        "这份报告后来更换过，下面的引文已不在原处。请“重答”，或打开整份报告核对。",
        "This report has been replaced since; the quote below is no longer at its place.",
    ),
    "gone": ("这份报告已被移除或替换。", "This report has been removed or replaced."),
    # plan editor
    "editor": ("修改条件后重新运行", "Change the plan and run it"),
    "bodies": ("单位", "Bodies"),
    "regions": ("地区", "Regions"),
    "body_types": ("单位类型", "Types"),
    "years": ("年度", "Years"),
    "measure": ("指标", "Figure"),
    "condition_measure": ("条件：指标", "Condition: figure"),
    "condition_op": ("比较", "Comparison"),
    "condition_value": ("数值", "Value"),
    "condition_high": ("至", "to"),
    "order": ("排序", "Order"),
    "order_none": ("不排序", "none"),
    "order_desc": ("从多到少", "descending"),
    "order_asc": ("从少到多", "ascending"),
    "limit": ("最多几行（空＝全部）", "Rows at most"),
    "run": ("运行", "Run"),
    "cancel": ("取消", "Cancel"),
    "plan_wrong": ("条件有误：{error}", "The plan is not valid: {error}"),
    "edited": ("（修改条件）{question}", "(edited) {question}"),
    # corpus
    "search": ("搜索单位、文件", "Search body or file"),
    "province": ("省", "Province"),
    "city": ("市", "City"),
    "county": ("县（区）", "County"),
    "type": ("类型", "Type"),
    "grade": ("质量", "Grade"),
    "any": ("全部", "any"),
    "held": ("共 {n} 份报告", "{n} reports"),
    "held_of": ("{n} 份，共 {all} 份报告", "{n} of {all} reports"),
    "more": ("只列出前 {shown} 份，请筛选或搜索。", "First {shown} shown; narrow the list."),
    "findings_n": ("问题", "Findings"),
    "cells": ("有数单元格", "Cells"),
    "form": ("表式", "Form"),
    "file": ("文件", "File"),
    "none_found": ("没有符合条件的报告。", "No report matches."),
    "report_empty": (
        "点一份报告，查看原文、三张表和历年对照。",
        "Choose a report to see its text, its tables and its years side by side.",
    ),
    "tables": ("三张表", "Tables"),
    "text": ("正文", "Text"),
    "beside": ("历年对照", "Years side by side"),
    "beside_one": (
        "只有 {year} 年一份报告，没有可对照的年度。",
        "Only {year} is held; nothing to compare.",
    ),
    "beside_zero": (
        "历年印的都是0的格没有列出；〔〕里的不是0。",
        "Cells that print 0 in every year are left out; 〔 〕 is not 0.",
    ),
    "no_cell": ("表式无此格", "not in this form"),
    "letters_txt": ("下载退回意见 TXT", "Texts (TXT)"),
    "carry_ok": (
        "{a}年结转下年度 {x} ＝ {b}年上年结转 {y}",
        "carried out of {a}: {x} = into {b}: {y}",
    ),
    "carry_bad": (
        "⚠ {a}年结转下年度 {x} ≠ {b}年上年结转 {y}",
        "⚠ carried out of {a}: {x} ≠ into {b}: {y}",
    ),
    "carry_open": (
        "{a}年结转下年度 {x}，{b}年上年结转 {y}：无法比较",
        "carried out of {a}: {x}; into {b}: {y}: cannot be compared",
    ),
    "remove": ("移除这份报告", "Remove this report"),
    "remove_sure": ("确认移除", "Really remove"),
    "removed": ("已移除 {file}", "Removed {file}"),
    "upload": ("上传报告", "Upload reports"),
    "upload_hint": (
        "一次最多 {files} 个文件，每个不超过 {mb} MB；可上传 .zip。",
        "Up to {files} files of {mb} MB each; a .zip will do.",
    ),
    "upload_go": ("加入语料", "Add"),
    "upload_many": ("一次最多 {limit} 个文件，收到 {n} 个。", "At most {limit} files; got {n}."),
    "upload_large": (
        "{file} 有 {size} MB，超过 {mb} MB 的上限，没有加入。",
        "{file} has {size} MB, over the limit of {mb} MB.",
    ),
    "upload_none": ("请先选择文件。", "Choose files first."),
    "indexing": ("正在读取 {done}/{all}：{file}", "Reading {done}/{all}: {file}"),
    "index_starting": ("正在准备…", "Preparing…"),
    "index_done": (
        "新加入 {indexed} 份，未变 {unchanged} 份，替换 {replaced} 份，失败 {failed} 份；"
        "现有 {reports} 份。",
        "{indexed} added, {unchanged} unchanged, {replaced} replaced, {failed} failed; "
        "{reports} held.",
    ),
    "index_died": (
        "读取进程意外结束（状态 {code}）。再次上传会从断处继续。",
        "The indexing process ended (status {code}); upload again to continue.",
    ),
    "file_ok": ("已加入", "added"),
    "file_unchanged": ("已有，内容未变", "held already, unchanged"),
    "file_failed": ("没有加入", "not added"),
    # quality
    "rule": ("规则", "Rule"),
    "detail": ("说明", "Detail"),
    "findings_count": ("{n} 处问题，涉及 {reports} 份报告", "{n} findings in {reports} reports"),
    "findings_none": (
        "没有发现问题：所选报告的勾稽关系全部成立。",
        "Nothing found: every check holds.",
    ),
    "by_rule": ("按规则", "By rule"),
    "by_county": ("按地区", "By region"),
    "by_year": ("按年度", "By year"),
    "letters": ("退回意见（可直接粘贴）", "Text for each body, ready to paste"),
    "letter_head": (
        "{name}{year}年政府信息公开工作年度报告有以下 {n} 处需要核对：",
        "Report of {name} for {year}: {n} points to check:",
    ),
    "letter_tail": ("请核对原始台账后修改并重新报送。", "Please check, correct and send again."),
    "soft": ("提示", "hint"),
    "open": ("查看", "Open"),
    "unknown_place": ("地区未知", "place unknown"),
    # feedback
    "up": ("有用", "Helpful"),
    "down": ("有问题", "Wrong"),
    "reason": ("哪里不对？（可不填）", "What is wrong? (optional)"),
    "feedback_send": ("提交反馈", "Send"),
    "feedback_thanks": ("已记录，谢谢。", "Recorded, thank you."),
    "feedback_intro": (
        "这里是收到的反馈。导出的文件是候选评测题：每行一题，带当时的答案与评价，"
        "需人工核对后才能作为标准答案。",
        "Feedback so far. The export holds candidate test questions, one a line, "
        "to be checked by a person.",
    ),
    "feedback_none": (
        "还没有反馈。看到答案后点“有用”或“有问题”，就会记录在这里。",
        "None yet. Use the buttons below an answer.",
    ),
    "feedback_export": ("导出候选评测题", "Export candidate questions"),
    "when": ("时间", "When"),
    "rating": ("评价", "Rating"),
}
LANGUAGES = ("zh", "en")


def say(language: str, key: str, **given: object) -> str:
    """The string under `key`, filled in; Chinese for any language but "en"."""
    text = _TEXTS[key][1 if language == "en" else 0]
    return text.format(**given) if given else text


def translations() -> dict[str, dict[str, str]]:
    """Language → key → string, for the page's own translation by the browser's language."""
    chinese = {key: pair[0] for key, pair in _TEXTS.items()}
    english = {key: pair[1] for key, pair in _TEXTS.items()}
    return {"zh": chinese, "zh-CN": chinese, "zh-TW": chinese, "en": english}


def language_of(accepted: str | None) -> str:
    """ "zh" or "en", from an Accept-Language header; Chinese unless English is asked for first."""
    for part in (accepted or "").lower().split(","):
        code = part.split(";")[0].strip()
        if code[:2] in LANGUAGES:
            return code[:2]
    return "zh"
