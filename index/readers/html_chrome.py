"""Which lines of a web page are report, and what its furniture says about the report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.readers.html_flow import Item
from index.text import simplify

_COLON = r"\s*[：:]\s*"
_PAGE_LABELS = (
    r"索\s*引\s*号|信息索引|(?:发布|录入)(?:日期|时间)|(?:信息|文章)来\s*源|来\s*源|(?:责任)?编\s*辑|"
    r"浏览(?:次数|量)|阅读(?:次数|量)|点击(?:次数|数|率|量)|访问量|字\s*[体号](?:大小)?|分享(?:到|至)?"
)
_LABELS = (
    rf"{_PAGE_LABELS}|主题分类|组配分类|信息分类|体裁分类|服务对象|公开方式|公开范围|公开时限|公开形式|"
    r"发文字号|文\s*号|文\s*件\s*编\s*号|有\s*效\s*性|效力状态|是否有效|关\s*键\s*[词字]|名\s*称|标\s*题|"
    r"发布机构|发文机关|发布单位|公开机构|公开主体|责任部门|公开责任部门|信息公开单位|制发机关|编制机构|"
    r"(?:发文|生成|成文|公开|更新|创建)(?:日期|时间)|日\s*期|时\s*间|作\s*者|审\s*核"
)
_LABELLED = re.compile(rf"[【\[（(]?\s*(?:{_LABELS}){_COLON}")
_PAGE_LABELLED = re.compile(rf"[【\[（(]?\s*(?:{_PAGE_LABELS}){_COLON}")
_LABEL = re.compile(rf"(?:{_LABELS})\s*[：:]?")
_TRAIL = re.compile(r"(?:您|你)?(?:的|现在|当前)*(?:所在)?的?位置\s*[：:]|首\s*页\s*[>＞»›/→-]")
_STEP = re.compile(r"\s*[>＞»›→]\s*")
_TOOLS = re.compile(
    r"(?=.*(?:打印|关闭|收藏|分享|返回|浏览|字[体号]|扫一扫|朗读|A\+|T大))"
    r"(?:打印|关闭|收藏|分享到?|返回|顶部|首页|上一页|本页|此页|页面|窗口|本文|文章|浏览(?:次数|量)?|字[体号]|"
    r"大小?|中|小|微信|微博|QQ|空间|好友|朋友圈|扫一扫在?手机|打开当前页?|下载|语音|朗读|收听|点击|年报|"
    r"A[+-]?|T|\d|次|[\s【】\[\]()（）|｜:：、,，。/—-])+"
)
_TAIL = re.compile(
    r"上一[篇条][：: ]|下一[篇条][：: ]|相关(?:链接|阅读|文章|新闻|文档|信息)(?:[：:]|$)"
)
_SITE = re.compile(
    r"ICP备\s*\d|公网安备|网站标识码|版权所有|技术支持\s*[：:]|网站地图|Copyright|浏览器.*分辨率|分辨率.*浏览器|"
    r"^(?:主办|承办)(?:单位)?\s*[：:]",
    re.IGNORECASE,
)
_CHROME_LENGTH = 160

_HEADING = re.compile(r"[一二三四五六七][、.．]|[（(][一二三四五六七][）)]|第[一二三四五六]部分")
_FORM = re.compile("信息内容|申请人情况|现行有效|结转下年度|结果维持|处理决定|自然人|制作数量")
_TITLE = re.compile("信息公开.{0,8}报告|年度?.{0,4}报告|年报")
_LONGEST_TITLE = 80
_YEAR = re.compile(r"(?:19|20)\d\d|二[○〇零]")
_ISSUER_LINE = re.compile(
    r"(?:人民政府|办事处|管委会|管理委员会|街道|镇|乡|农场|局|办公室)(?:\s*\d{4}\s*年?度?)?$|"
    r"(?:政府)?信息公开(?:工作)?(?:年度?)?$"
)

_ISSUER_LABEL = re.compile(
    r"发布机构|发文机关|发布单位|公开机构|公开主体|公开?责任部门|信息公开单位|制发机关|编制机构"
)
_SOURCE_LABEL = re.compile(r"(?:信息|文章)?来\s*源")
_DATE_LABEL = re.compile(r"(?:发布|公开|发文|生成|成文)(?:日期|时间)")
_ISSUING_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,30}(?:人民政府|办事处|管委会|管理委员会|街道|镇|乡|农场)"
)
_PAIR = re.compile(rf"({_LABELS}){_COLON}((?:(?!(?:{_LABELS})\s*[：:])\S)*)")
DATE = re.compile(r"((?:19|20)\d\d)\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})")


def report_items(items: Sequence[Item]) -> tuple[list[Item], dict[str, str]]:
    """The items that belong to the report; `issuer` and `published` where the page names them.

    Inside the report (its first to its last heading, paragraph or table) only lines that can be
    nothing but page furniture are left out; between title and report, and after it, links too;
    before the title everything. A page with nothing like a report keeps all but furniture.
    """
    printed, items = items, [_simplified(item) for item in items]
    chrome = [item.chrome or _is_chrome(item, _LABELLED) for item in items]
    body = [i for i, item in enumerate(items) if not chrome[i] and _is_report(item)]
    first, last = (body[0], body[-1]) if body else (len(items), -1)
    title = _title(items, chrome, first)
    end = next((i for i in range(last + 1, len(items)) if _TAIL.match(items[i].text)), len(items))
    kept: list[Item] = []
    left_out: list[Item] = []
    for i, item in enumerate(items):
        if first <= i <= last:
            keep = not (item.chrome or _is_chrome(item, _PAGE_LABELLED))
        else:
            keep = title <= i < end and not (item.is_link or chrome[i])
        if keep:
            kept.append(printed[i])
        else:
            left_out.append(item)
    return kept, _facts(left_out)


def _simplified(item: Item) -> Item:
    """The item in simplified script, in which it is judged."""
    text = simplify(item.text)
    if text == item.text:
        return item
    cells = tuple(cell._replace(text=simplify(cell.text)) for cell in item.cells)
    return replace(item, text=text, cells=cells)


def _is_chrome(item: Item, labelled: re.Pattern[str]) -> bool:
    """Whether a line or table can be nothing but page furniture, by its words alone; `labelled`
    says which "标签：值" lines are."""
    if item.cells:
        if _FORM.search(item.text):
            return False
        return sum(_LABEL.fullmatch(cell.text) is not None for cell in item.cells) >= 2
    text = item.text
    if len(text) > _CHROME_LENGTH or "。" in text:
        return False
    return (
        any(pattern.match(text) for pattern in (labelled, _TRAIL))
        or _TOOLS.fullmatch(text) is not None
        or _SITE.search(text) is not None
    )


def _is_report(item: Item) -> bool:
    if item.cells:
        return _FORM.search(item.text) is not None
    if item.is_link:
        return False
    return _HEADING.match(item.text) is not None or (len(item.text) >= 50 and "，" in item.text)


def _title(items: Sequence[Item], chrome: Sequence[bool], body: int) -> int:
    """Where the report's title starts, before its `body`; 0 where none is found."""
    fit = [
        i
        for i in range(min(body + 1, len(items)))
        if not chrome[i] and not items[i].is_link and _is_title(items[i].text)
    ]
    if not fit:
        return 0
    first = next((i for i in fit if _YEAR.search(items[i].text)), fit[-1])
    while first and not chrome[first - 1] and _leads_title(items[first - 1]):
        first -= 1
    return first


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and "。" not in text and bool(_TITLE.search(text))


def _leads_title(item: Item) -> bool:
    """The issuer, or the first half of the title, on a line of its own above the rest of it."""
    words = item.text[:_LONGEST_TITLE].strip()
    return not item.cells and not item.is_link and bool(_ISSUER_LINE.search(words))


def _facts(items: Sequence[Item]) -> dict[str, str]:
    facts: dict[str, str] = {}
    for label, value in _labelled(items):
        date = DATE.search(value)
        if _ISSUER_LABEL.fullmatch(label):
            facts.setdefault("issuer", value)
        elif _SOURCE_LABEL.fullmatch(label) and _ISSUING_BODY.fullmatch(value):
            facts.setdefault("source", value)
        elif _DATE_LABEL.fullmatch(label) and date:
            facts.setdefault("published", iso_date(date))
    for item in items:
        if _TRAIL.match(item.text) and (places := _STEP.split(item.text)[1:-1]):
            facts.setdefault("trail", "/".join(places))
    source = facts.pop("source", None)
    return facts if "issuer" in facts or not source else {**facts, "issuer": source}


def _labelled(items: Sequence[Item]) -> list[tuple[str, str]]:
    """(label, value) from "标签：值" in lines, and from neighbouring lines or cells."""
    texts = [text for item in items for text in _texts(item)]
    pairs = [(part[1], part[2]) for text in texts for part in _PAIR.finditer(text) if part[2]]
    for label, value in pairwise(texts):
        name = label.rstrip("：: ")
        if _LABEL.fullmatch(name) and not _LABEL.fullmatch(value):
            pairs.append((name, value))
    return pairs


def _texts(item: Item) -> list[str]:
    return [cell.text for cell in item.cells if cell.text] or [item.text]


def iso_date(date: re.Match[str]) -> str:
    """YYYY-MM-DD from a match of a printed date."""
    year, month, day = map(int, date.groups())
    return f"{year:04d}-{month:02d}-{day:02d}"
