"""Whether a question asks for what the text says, and not for figures or for bodies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.measures import measure
from assistant.parsing.asked import Mention
from assistant.parsing.formulas import is_written
from assistant.parsing.mentions import COUNTS
from assistant.parsing.reading import LEGAL_REASONS, NUMERIC, Reading
from assistant.parsing.tokens import Token

CHANNELS = tuple((f"claim:{name}",) for name in ("website", "new_media", "wechat", "short_video"))


def wants_text(reading: Reading) -> bool:
    """Whether the question asks for words of the reports and not for figures."""
    if _of_chosen_bodies(reading):
        return True
    if reading.has("why", "section") or asks_problems(reading):
        return True
    if is_written(reading):
        return False
    if reading.has("how") and _about_content(reading):
        return True
    if any(_asks_content(reading, t) for t in reading.all("what", "which", "howmany")):
        return True
    topics = any(t.sort == "topic" for t in reading.tokens)
    if reading.places.bodies and not reading.has("why", "how") and _legal_reasons(reading):
        return False  # 不予公开的3件分别什么理由: the rows of the table say which
    ordered = reading.has("most", "top") and not reading.has("howmany", "function", "share")
    if topics and ordered and reading.asked.all:
        return True
    texts = reading.has_own_words()
    people = reading.has("applicants") and not reading.has("generic", "hint") and not topics
    if reading.is_numeric or reading.has("outcome") or people:
        return False
    if texts and reading.has("what"):  # 商家抱怨什么
        return True
    if topics:
        return True
    if texts and _lone_applicants(reading):  # 雨棚是哪家公司装的
        return True
    if reading.asked.all:
        if any(mention.text.endswith(COUNTS) for mention in reading.asked.mentions):
            return False  # 2024培训次数
        return _only_claims(reading.asked.mentions) and not reading.has("whether", "has", "each")
    return texts and not reading.asked.hints


def asks_problems(reading: Reading) -> bool:
    """都把什么列为问题: what is named a problem is what is asked."""
    return reading.has("as_problem") and reading.has("what", "which")


def _of_chosen_bodies(reading: Reading) -> bool:
    """收费不是0的镇，有没有交代收的是什么费; …的单位，信息在哪里公示: another clause asks for words
    of the bodies that a condition chooses."""
    marks = [t.start for t in reading.all("mark")]
    if reading.places.bodies or not marks or not any(x.relative for x in reading.asked.limits):
        return False
    rest = [t for t in reading.tokens if t.start > marks[0]]
    figures = any(t.sort in NUMERIC for t in rest)
    asks = any(t.sort in ("where", "what", "define", "silent", "how", "why") for t in rest)
    return asks and not figures and marks[0] > max(_ends(reading), default=-1)


def _ends(reading: Reading) -> Iterator[int]:
    """Where the conditions on bodies end."""
    relative = (x.mention for x in reading.asked.limits if x.relative)
    return (reading.tokens[mention.end].start for mention in relative)


def _lone_applicants(reading: Reading) -> bool:
    """Whether all that is named are people who may apply, with nothing said of requests."""
    mentions = reading.asked.all
    applied = reading.asked.hints or reading.has("generic", "outcome", "howmany", "none")
    return bool(mentions) and all(m.lone for m in mentions) and not applied


def _legal_reasons(reading: Reading) -> bool:
    asked = [m.codes[0] for m in reading.asked.all]
    asked += ["denied" for m in reading.given if m.code == "requests.denied.total"]
    words = [t.text for t in reading.tokens if t.sort in ("topic", "text") and len(t.text) > 1]
    return "denied" in asked and bool(words) and all(word in _REASONS for word in words)


_REASONS = (*LEGAL_REASONS, "哪项理由", "款理由")


def _about_content(reading: Reading) -> bool:
    """How something is done, not how many requests ended how."""
    if reading.has("outcome") and reading.has_own_words() and not reading.has("generic", "hint"):
        return True  # 上网之前怎样处理个人信息
    return not reading.has("outcome") and not (
        reading.english and reading.has("howmany", "compare", "trend")
    )


def _asks_content(reading: Reading, question: Token) -> bool:
    """什么问题, 哪些渠道, 几类问题: the question word is followed by content, not by bodies."""
    following = reading.after(question)
    if not following:
        return False
    owned = reading.raw[question.end : question.end + 1] == "的"
    if question.text == "谁" and owned:  # 谁的公众号发得最多
        return False
    lone = [mention.codes for mention in reading.asked.all] == [following[0].codes]
    if lone and question.codes == ("body",):  # 几个公众号: accounts, not what they sent
        if owned:  # 县里几家的公开条数
            return False
        code = following[0].codes[0]
        return code.startswith("claim:") and measure(code).unit == "条"
    if question.sort == "which" and following[0].codes[:1] in CHANNELS:  # 用了哪些新媒体
        return True
    if question.sort != "howmany" and following[0].is_own_word and reading.places.bodies:
        return not reading.asked.hints  # 出台了哪些把关手段
    counted = question.sort == "howmany"  # 办了几场政府开放日
    return following[0].sort == "topic" and (counted or "named" not in following[0].codes)


def _only_claims(mentions: Iterable[Mention]) -> bool:
    """Whether all that is named are counts of the text whose number is not asked for."""
    codes = [m.codes[0] for m in mentions]
    return bool(codes) and all(
        code.startswith("claim:") and code not in ("claim:proactive_total", "claim:processing_fee")
        for code in codes
    )
