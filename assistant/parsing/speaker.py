"""Who asks, and who says: words about the asker, and verbs that only say whose words are meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.parsing.neighbours import clause_bounds
from assistant.parsing.tokens import Token
from assistant.vocabulary import Sort

_I = ("我", "我们", "俺", "俺们", "本人", "作为", "咱", "咱们", "笔者")
_PEOPLE = (*"民人员户者生师长", "群众", "百姓", "干部", "记者", "学者", "居民", "书记")
_QUESTIONS: tuple[Sort, ...] = ("which", "what", "howmany", "how", "why", "grain", "whether")
_LIGHT: tuple[Sort, ...] = ("stop", "domain", "all", "section", "report")


def asker(tokens: list[Token], index: int) -> Token | None:
    """我是李口镇的村民，…: a resident asks; requests by residents are not meant."""
    token = tokens[index]
    start, end = clause_bounds(tokens, index)
    said = token.sort in ("applicant", "applicants", "text", "topic")
    last = index == end - 1 and token.text.endswith(_PEOPLE)
    if not said or not last or end == len(tokens) or tokens[start].text not in _I:
        return None
    asks = any(t.sort in _QUESTIONS for t in tokens[start:end])
    return None if asks else replace(token, sort="stop", codes=())


def writes_of(tokens: list[Token], index: int) -> Token | None:
    """我在写基层政府信息公开的论文，…: what the asker writes about chooses no bodies and is not
    looked for; a body or a year named there is meant."""
    token, (start, end) = tokens[index], clause_bounds(tokens, index)
    clause = tokens[start:end]
    writes = clause and clause[-1].text.endswith(_WORKS) and end < len(tokens)
    opens = any(t.text.startswith(_I) for t in clause) and any(_WRITES & {*t.text} for t in clause)
    asks = any(t.sort in _QUESTIONS for t in clause)
    idle = token.sort in ("type", "text", "topic", "domain", "unit", "level")
    return replace(token, sort="stop", codes=()) if writes and opens and idle and not asks else None


_WORKS = (
    "论文",
    "课题",
    "研究",
    "稿子",
    "报道",
    "作业",
    "毕业设计",
    "文章",
    "调研报告",
    "毕业论文",
)
_WRITES = {"写", "做", "搞", "研", "赶", "弄"}


def please(tokens: list[Token], index: int) -> Token | None:
    """麻烦算一下办结率, 麻烦把…列出来: a polite word, no trouble that is told of."""
    token, (start, end) = tokens[index], clause_bounds(tokens, index)
    opens = all(t.sort == "stop" for t in tokens[start:index])
    follows = tokens[index + 1 : end]
    asks = bool(follows) and (follows[0].sort in ("show", "stop") and follows[0].text not in _IS)
    polite = token.text == "麻烦" and opens and asks
    return replace(token, sort="stop", codes=()) if polite else None


_IS = ("是", "有", "在", "多", "的", "了", "主要", "呢")


def says(tokens: list[Token], index: int) -> Token | None:
    """李口镇自己承认还有哪些不足, 悦庄镇说多长时间内要发: what the body says is asked, and no word
    that a report mentions; 哪些镇说… looks for one."""
    token = tokens[index]
    if token.sort != "mention":
        return None
    start, end = clause_bounds(tokens, index)
    rest = tokens[index + 1 : end]
    if _in_report(tokens[start:index]) and any(t.sort == "howmany" and not t.codes for t in rest):
        return replace(token, sort="stop", codes=())  # 报告里说新划了多少停车位
    if not any(t.place.bodies for t in tokens[:index]):
        return None
    asked = [at for at, t in enumerate(rest) if t.sort in _QUESTIONS]
    if not asked or any(t.sort == "which" for t in tokens[:index]):
        return None
    behind = rest[asked[0] + 1 : asked[0] + 2]
    problems = bool(behind) and "problems" in behind[0].codes
    problems = problems and all(t.sort in _LIGHT for t in rest[: asked[0]])
    timed = rest[asked[0]].sort == "grain"
    counted = rest[asked[0]].sort == "howmany" and rest[asked[0]].text[-1:] not in "次回遍处"
    counted = counted and any(t.sort == "text" and len(t.text) > 1 for t in rest)  # 满意率九十几
    return replace(token, sort="stop", codes=()) if problems or timed or counted else None


def _in_report(before: Sequence[Token]) -> bool:
    """报告里（说）: nothing before it but the report."""
    return any(t.text.startswith(("报告", "年报")) for t in before) and all(
        t.sort in ("stop", "report", "body", "stem", "year") for t in before
    )


def of_a_kind(tokens: list[Token], index: int) -> Token | None:
    """公开的信息里民生服务类的有几条: information of a kind that no table has; the text may."""
    token = tokens[index]
    behind = _after_kind(tokens, index)
    if token.sort != "topic" or token.codes or behind is None:
        return None
    counted = next((t for t in behind if t.text not in ("的", "信息", "有", "占")), None)
    asked = counted is not None and counted.sort in ("howmany", "share")
    return replace(token, sort="text") if asked else None


def _after_kind(tokens: Sequence[Token], index: int) -> Sequence[Token] | None:
    """What stands behind …类, to which the topic at `index` belongs."""
    at = index
    while at + 1 < len(tokens) and tokens[at + 1].start == tokens[at].end:
        at += 1
        if tokens[at].text in ("类", "类别", "类信息", "类的", "类型"):
            return tokens[at + 1 :]
        if tokens[at].sort != "topic":
            return None
    return None


_LIKE_SELF: tuple[Sort, ...] = ("stop", "has", "outcome", "text", "none")
_WHERE_AT = ("里", "上", "这边", "那边", "里面")
_COUNTING: tuple[Sort, ...] = (
    "which", "each", "all", "howmany", "most", "top", "function", "concept",
)  # fmt: skip


def own_office(tokens: list[Token], index: int) -> Token | None:
    """老百姓来要补偿总账，镇里给不给: the office spoken of, whatever its kind; 镇里收到几件 and
    哪个镇里 name the kind."""
    token = tokens[index]
    behind = tokens[index + 1] if index + 1 < len(tokens) else None
    touches = behind is not None and behind.text in _WHERE_AT and behind.start == token.end
    start, end = clause_bounds(tokens, index)
    if token.sort != "type" or len(token.text) != 1 or not touches or not 0 < start >= index - 1:
        return None
    if any(t.place.bodies or t.place.regions or t.sort in ("unheld", *_COUNTING) for t in tokens):
        return None
    named = any(t.sort in ("text", "topic") and len(t.text) > 1 for t in tokens[:start])
    alone = all(t.sort in _LIKE_SELF for t in tokens[index + 1 : end])
    return replace(token, sort="stop", codes=()) if named and alone else None


_GRADES = ("打分", "评分", "打分的")


def graded_by(tokens: list[Token], index: int) -> Token | None:
    """给菜农打分那个事，收了多少张表: people who grade, as the text tells; no body is judged."""
    token, before = tokens[index], tokens[index - 1] if index else None
    if token.sort != "judgement" or token.text not in _GRADES or before is None:
        return None
    people = before.sort in ("text", "applicant") and before.end == token.start
    ranked = any(t.sort in ("most", "top", "which", "type", "unit") for t in tokens)
    rate = any(t.sort == "text" and t.text.endswith(("率", "度")) for t in tokens[index + 1 :])
    return replace(token, sort="text", codes=()) if people and not (ranked or rate) else None
