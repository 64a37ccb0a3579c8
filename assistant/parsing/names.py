"""What a thing is called: 视频号叫啥名, 折页的标题是什么, 文件叫什么. The name of a person is none
(镇长叫什么), nor are the names of bodies or reports (列出单位名称)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.parsing import refusals
from assistant.parsing.build import build, in_words, refuse
from assistant.parsing.neighbours import clause_bounds
from assistant.parsing.reading import Reading
from assistant.parsing.tokens import Token
from assistant.plan import Plan
from assistant.vocabulary import Sort

NAME = "name"  # the code of a token that asks for one
_ASKED = re.compile(
    "(?:取名|起名|名字|名称|名儿|称作|称为|叫做?|唤作)(?:分别|都|各|具体|到底|又)*(?:叫做?|是|为|起)?(?:了?个)?"
    "(?:什么|啥|哪些|哪个|何)(?:样的)?(?:名[字称儿]?(?!堂))?"
    "|(?:是|用|取|起)?(?:了?个)?(?:什么|啥|何)名[字称儿]?(?!堂)"
    "|(?:的|全|、)(?:名字|名称|标题|题目|书名|题名|号名)(?:分别|都|各)?(?:是|叫)?(?:什么|啥|哪些|哪个)?"
    "|(?:标题|题目|书名|题名)(?:分别|都|各)?(?:是|叫)?(?:什么|啥|哪些|哪个)"
)
_PERSON = re.compile(
    "(?:员|人|长|书记|代表|干部|领导|主任|者|民|户|同志|师傅|老板|店主|主播|职工|学生|老师|谁|姓|公司|企业|单位"
    "|部门|机关|镇|乡|县|街道|村|社区|报告|年报)们?(?:们|的|都|分别|具体|到底|又|也|各|究竟)*$"
)
_THING: tuple[Sort, ...] = ("text", "topic", "concept", "hint", "column", "aside", "form")
_SOUGHT: tuple[Sort, ...] = ("text", "topic", "concept", "loose", "aside", "domain")
_CLASSIFIER = re.compile("^[本份张册部](?=..)")  # 那本小册子
_TABLED = ("normative_documents",)
_DOCUMENTS = "制发文件"  # data/everyday_words.txt
_REPEALED = "废止 规范性文件"


def with_names(tokens: Sequence[Token], text: str) -> tuple[Token, ...]:
    """The tokens, those that ask what a thing is called as one."""
    match = _ASKED.search(text)
    if match is None or _PERSON.search(text[: match.start()]):
        return tuple(tokens)
    of_body = any(t.place.bodies for t in tokens)
    if not of_body and any(t.sort in ("type", "unit") for t in tokens):
        return tuple(tokens)  # 有没有这样的镇，…，叫什么名字
    start, end = match.span()
    inside = [n for n, t in enumerate(tokens) if t.start < end and t.end > start]
    if not inside or any(t.sort == "outside" for n, t in enumerate(tokens) if n not in inside):
        return tuple(tokens)
    first, last = inside[0], inside[-1]
    opens, closes = tokens[first], tokens[last]
    if closes.end > end or (opens.start < start and opens.sort != "text"):
        return tuple(tokens)
    cut = replace(opens, end=start, text=text[opens.start : start])
    before = (*tokens[:first], *([cut] if opens.start < start else []))
    asked = Token("what", start, end, text[start:end], codes=(NAME,))
    found = (*before, asked, *tokens[last + 1 :])
    return found if _of_thing(found, len(before)) else tuple(tokens)


def _of_thing(tokens: Sequence[Token], at: int) -> bool:
    """Whether a thing is named in its clause, or where that names nothing before it."""
    start, end = clause_bounds(tokens, at)
    here = [t for n, t in enumerate(tokens[start:end], start) if n != at]
    said = here if any(t.sort in _THING for t in here) else tokens[:start]
    return any(t.sort in _THING for t in said)


def name_of(reading: Reading) -> Plan | None:
    """视频号叫啥名: the sentences that speak of it, where the name stands in quotes or 《》."""
    asked = next((t for t in reading.all("what") if t.codes == (NAME,)), None)
    if asked is None or reading.english:
        return None
    set_of = reading.has("type", "unit", "report", "quality", "state", "each", "show")
    if not reading.places.bodies and (set_of or not reading.has("text")):
        return None  # of the whole of the texts: 印了4000份的折页叫什么
    tabled = any(code in _TABLED for t in reading.tokens for code in t.codes)
    if tabled and reading.has("howmany"):
        return None  # 制发了几件: the table says; what they are called is the other half
    sought = [t for t in reading.tokens if t.sort in _SOUGHT and not set(t.codes) & {*_TABLED}]
    sought += [t for t in reading.all("number") if not reading.places.bodies]
    named = (_CLASSIFIER.sub("", word) for word in reading.joined(sought))
    gone = any(t.codes[:1] == ("repealed",) for t in reading.tokens)
    documents = _REPEALED if gone else _DOCUMENTS
    words = " ".join((*named, *([documents] if tabled else ())))
    if words and not reading.places.bodies:
        reason = "没有找到它的名称；说出是哪个单位的报告，可以再查。"
        unclear = in_words(refusals.refusal("needs_clarification", reason))
        return refuse(reading, unclear, f"{words} 名称")
    return build(reading, "narrative", query=f"{words} 名称") if words else None
