"""Cutting the folded question into typed tokens: the cheapest cover by known words.

Candidates come from the vocabulary, the held names, the real but unheld names, the years and the
figures; a dynamic programme picks the cover that leaves least text unexplained with fewest tokens,
so that 镇平均 is 镇 + 平均 although 镇平 is a county.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from assistant.parsing.figures import Figure, find_figures
from assistant.parsing.unheld import unheld
from assistant.places import Held, Place
from assistant.question_years import YearWord, find_years
from assistant.vocabulary import Sort, lexicon

_UNKNOWN_CHAR = 8.0
_COST: dict[Sort, float] = {
    "body": 0.6,
    "region": 1.0,
    "unheld": 1.3,
    "year": 1.0,
    "bound": 1.2,
    "top": 1.2,
    "ordinal": 1.2,
    "item": 0.6,
    "number": 3.0,
    "judgement": 4.0,
    "report": 1.7,  # 年报+的, not 年+报的
    "concept": 1.4,
    "generic": 1.5,
    "stem": 2.6,
    "stop": 1.9,
    "corpus": 1.5,
}
_LATIN = re.compile(r"[a-z]+")
_PARTICLES = frozenset("的了吗呢着么啊吧几谁哪镇乡无没有()[]“”\"'‘’「」『』《》〈〉【】·、+")
_SOFT: tuple[Sort, ...] = (
    "except",
    "stop", "and", "has", "versus", "hint", "table_side", "amount", "level", "then", "swap",
    "compare", "mention",
)  # fmt: skip
_MANNER = ("怎样", "如何", "怎么样")
_SUPERLATIVE = re.compile(r"最(?![后终近初新])[\u4e00-\u9fff]{1,2}")
_SUIT_AFTER_REVIEW = re.compile(
    "(?:先|经过?|走完?)?(?:申请|提起|提)?(?:了|过)?(?:行政)?复议(?:程序|结束|完)?(?:了|过)?[、,，]?"
    "(?:(?:之|以)?后来?|不服|再|又|才|还|接着|然后|随后|继而|紧接着|仍|仍然)+"
    "(?:到|向|上|去)?(?:人民)?(?:法院)?(?:去|又|再|仍)*"
    "(?:起诉|提起(?:行政)?诉讼|打(?:了)?官司|走(?:了)?诉讼|诉讼|告到法院|告上法院|诉[到至]法院|上法院|告(?![诉知示]))"
    "(?:(?:到|至|上|进)?了?法院|过)?"
)
_BY_OUTCOME = re.compile(
    "(?:按照?|依|以)(?:各?种|不同)?(?:的)?(?:办理|处理|答复|办结)?(?:结果|结论)(?:的?不同)?(?:来|去|再)?"
    "(?:[分归列拆](?:一下|一分|成|为|个|开来?)*|统计|汇总|整理)[类组开别]?"
)
_BY_APPLICANT = re.compile(
    "(?:按照?|依|以)(?:不同)?申请人(?:的)?(?:类型|类别|种类|身份|性质)?(?:的?不同)?(?:来|去|再)?"
    "[分归列拆](?:一下|一分|成|为|个|开来?)*[类组开别]?"
)
_NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the question, `text` as typed (folded), at `start:end` of the folded question."""

    sort: Sort
    start: int
    end: int
    text: str
    codes: tuple[str, ...] = ()
    place: Place = _NOWHERE
    year: YearWord | None = None
    figure: Figure | None = None

    @property
    def is_own_word(self) -> bool:
        """Whether this is a word, longer than a character, that no vocabulary holds."""
        return self.sort == "text" and len(self.text) > 1


class _Step(NamedTuple):
    cost: float
    start: int
    token: Token | None


def scan(text: str, held: Held) -> tuple[Token, ...]:
    """The tokens of folded `text`, covering all of it but white space."""
    ending: list[list[Token]] = [[] for _ in range(len(text) + 1)]
    for token in _candidates(text, held):
        ending[token.end].append(token)
    best = [_Step(0.0, 0, None)]
    for end in range(1, len(text) + 1):
        free = text[end - 1].isspace()
        step = _Step(best[end - 1].cost + (0.0 if free else _UNKNOWN_CHAR), end - 1, None)
        for token in ending[end]:
            cost = best[token.start].cost + _COST.get(token.sort, 2.0)
            if cost < step.cost:
                step = _Step(cost, token.start, token)
        best.append(step)
    return tuple(_joined(_path(best, text), text))


def _candidates(text: str, held: Held) -> Iterator[Token]:
    words = lexicon()
    ascii_start = True
    for at, char in enumerate(text):
        is_ascii = char.isascii() and char.isalnum()
        if not is_ascii or ascii_start:
            for length in words.lengths.get(char, ()):
                surface = text[at : at + length]
                word = words.words.get(surface)
                if word is not None and len(surface) == length and _is_whole(text, at + length):
                    yield Token(word.sort, at, at + length, surface, word.codes)
            for end, place in held.starting(text, at):
                yield _place_token(text, at, end, place)
        ascii_start = not is_ascii
    for start, end, level in unheld(text):
        known = held.named(text[start:end])
        if not (known.bodies or known.regions):
            yield Token("unheld", start, end, text[start:end], (level,))
    for start, end, year in find_years(text):
        yield Token("year", start, end, text[start:end], year=year)
    for start, end, figure in find_figures(text):
        if _is_whole(text, end):
            yield Token(figure.kind, start, end, text[start:end], figure=figure)
    for match in _SUIT_AFTER_REVIEW.finditer(text):
        codes = ("litigation_after_reconsideration",)
        yield Token("concept", match.start(), match.end(), match[0], codes)
    for match in _BY_OUTCOME.finditer(text):
        yield Token("outcome", match.start(), match.end(), match[0])
    for match in _BY_APPLICANT.finditer(text):
        yield Token("applicants", match.start(), match.end(), match[0])
    for match in _SUPERLATIVE.finditer(text):  # 最廉洁: of what no figure tells
        yield Token("judgement", match.start(), match.end(), match[0])
    if any("a" <= char <= "z" for char in text):
        yield from _romanised(text, held)


def _is_whole(text: str, end: int) -> bool:
    """Whether a surface that ends in a letter ends its word."""
    if not (text[end - 1].isascii() and text[end - 1].isalpha()):
        return True
    return end == len(text) or not (text[end].isascii() and text[end].isalpha())


def _place_token(text: str, start: int, end: int, place: Place) -> Token:
    sort: Sort = "stem"
    if place.full:
        sort = "body" if place.bodies else "region"
    return Token(sort, start, end, text[start:end], place=place)


def _romanised(text: str, held: Held) -> Iterator[Token]:
    """Names written in pinyin: up to four words of Latin letters (Yue Zhuang, Liupu's)."""
    words = list(_LATIN.finditer(text))
    for at, first in enumerate(words):
        letters, last = "", first
        for word in words[at : at + 4]:
            if word is not first and text[last.end() : word.start()].strip(" -'"):
                break
            letters, last = letters + word[0], word
            place = held.romanised(letters) if len(letters) > 3 else Place()
            if place.bodies or place.regions:
                start, end = first.start(), last.end()
                yield Token("stem", start, end, text[start:end], place=place)


def _path(best: list[_Step], text: str) -> list[Token]:
    """The chosen tokens with unexplained characters as one-character text tokens."""
    found = []
    at = len(best) - 1
    while at > 0:
        step = best[at]
        if step.token is not None:
            found.append(step.token)
        elif not text[step.start].isspace():
            found.append(Token("text", step.start, at, text[step.start : at]))
        at = step.start
    return found[::-1]


def _joined(tokens: Iterable[Token], text: str) -> Iterator[Token]:
    """Adjacent unexplained text as one token."""
    run: list[Token] = []
    for token in (*tokens, None):
        if token is not None and token.sort == "text" and (not run or run[-1].end == token.start):
            run.append(token)
            continue
        if run:
            yield _text(run, text)
            run = []
        if token is not None and token.sort == "text":
            run = [token]
        elif token is not None:
            yield token


def _text(run: list[Token], text: str) -> Token:
    return replace(run[0], end=run[-1].end, text=text[run[0].start : run[-1].end])


_ALIKE = ("不同", "相同", "异同", "差异", "差别", "区别", "有什么区别", "有啥区别", "有何区别")
_ASK = ("what", "about", "compare", "define", "each", "quality", "whether", "which")


def _opens_a_question(tokens: list[Token], index: int) -> bool:
    """…，结果有啥不同: how the cases of the clause before ended; no 结果 of a search."""
    rest = tokens[index + 1 : index + 6]
    end = next((i for i, t in enumerate(rest) if t.sort == "mark"), len(rest))
    cases = any(t.sort in ("concept", "generic", "hint") for t in tokens[:index])
    opens = bool(index) and tokens[index - 1].sort in ("mark", "and")
    return cases and opens and any(t.sort in _ASK for t in rest[:end])


_FAULTS = ("毛病", "岔子", "纰漏", "疏漏", "失误")
_TRACE = ("stop", "has", "whether", "which", "howmany", "what", "all", "each", "year")


def _of_reports(tokens: list[Token], index: int) -> bool:
    """有毛病的报告, 哪份年报有毛病: faults of the report itself, not of the work it reports on."""
    after = next((t for t in tokens[index + 1 :] if t.sort not in ("stop", "has")), None)
    before = next((t for t in reversed(tokens[:index]) if t.sort not in _TRACE), None)
    written = any(t.sort in ("section", "mention", "how", "why") for t in tokens)
    return not written and any(
        t is not None and t.sort in ("report", "table", "table_side") for t in (after, before)
    )


def _are_bodies(tokens: list[Token], index: int) -> bool:
    """废止过文件的都是谁, 几家交了报告，都是谁: the bodies; 申请都是谁提的: the applicants."""
    before = tokens[:index]
    if not any(t.sort == "generic" or t.codes[:1] == ("received",) for t in before):
        return not any(t.sort in ("body", "stem") and t.place.bodies for t in before)
    said = [t for t in before if t.sort in ("hint", "none", "bound") or t.text[0] in "收接"]
    counted = any(t.codes == ("body",) for t in before if t.sort == "howmany")
    return counted or (bool(said) and before[-1].text == "的")


_ENDS_A_QUESTION: tuple[Sort, ...] = ("howmany", "outcome", "applicants", "whether")
_ASKS_ON: tuple[Sort, ...] = ("howmany", "what", "which", "how", "why", "outcome", "applicants")
_CLOSING = tuple("吗呢啊呀吧么没")


def with_pauses(tokens: Sequence[Token], text: str) -> tuple[Token, ...]:
    """收到申请几件 公开信息多少条: a space behind one question and before another is a comma."""
    found: list[Token] = []
    for index, token in enumerate(tokens):
        before = found[-1] if found else None
        if before is not None and text[before.end : token.start].isspace():
            of = found[-2] if len(found) > 1 else before  # 几个项目, 是哪几家单位
            counted = of.sort in ("howmany", "which") or of.text.startswith("是哪")
            ended = before.sort in _ENDS_A_QUESTION or before.text.endswith(_CLOSING) or counted
            if ended and any(t.sort in _ASKS_ON for t in tokens[index:]):
                found.append(Token("mark", before.end, token.start, ","))
        found.append(token)
    return tuple(found)


_RANK = re.compile(r"第.+[名位]")
_ANSWERS = ("答复", "办理")
_NEAR_COUNT = 5  # tokens behind 没提 in which the count is named
_COUNT_ENDS = ("条数", "件数", "次数", "总数", "数量", "总量", "数")


def settle(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """The tokens, each of the sort that those around it decide: 如何 asks for a state at the end of
    a clause (培训情况如何), for a manner before anything else (如何审核); and the like."""
    found = list(_scoped(tokens))
    for index, token in enumerate(found):
        rest = [t for t in found[index + 1 :] if t.text not in ("的", "呢", "啊", "呀", "吗")]
        if token.text in _MANNER and rest and rest[0].sort != "mark":
            found[index] = replace(token, sort="how")
        named = lexicon().words.get(token.text.removeprefix("那个").removeprefix("这个"))
        before = found[index - 1] if index else None
        said_of = before is not None and (before.text.endswith("的") or before.sort == "stem")
        if token.sort == "it" and named and said_of:  # 最多的那个街道, 望川那个镇
            found[index] = replace(token, sort=named.sort, codes=named.codes)
        if token.sort == "not_mention" and _count_follows(found, index):
            found[index] = replace(token, sort="silent")
        if token.text == "都是谁" and _are_bodies(found, index):
            found[index] = replace(token, sort="which", codes=("many",))
        kind = _set_in_clause(found, index)
        if kind is not None:
            found[index] = kind
        if token.text == "检索" and index and found[index - 1].sort not in ("stop", "mark", "year"):
            found[index] = replace(token, sort="text")  # 改进检索
        if token.text == "结果" and _opens_a_question(found, index):
            found[index] = replace(token, sort="outcome")
        if token.text in _ALIKE and index and any(t.sort == "outcome" for t in found[:index]):
            found[index] = replace(token, sort="stop")
        if token.text in _FAULTS and _of_reports(found, index):
            found[index] = replace(token, sort="quality", codes=("all",))
        if _is_rank(found, index):
            found[index] = replace(token, sort="top")
        if token.text in _BECAUSE and _asks_which_before(found, index):
            found[index] = replace(token, sort="mention", codes=())
        if token.text == "文件" and _is_other_document(found, index):
            found[index] = replace(token, sort="text", codes=())
        if token.text == "均" and index and found[index - 1].sort == "type":  # 镇均
            found[index] = replace(token, sort="function", codes=("mean",))
        if token.text in _ANSWERS and _joined_to_measure(found, index):
            found[index] = replace(token, sort="concept", codes=("total_processed",))
    return tuple(found)


_BECAUSE = ("因为", "是因为", "由于", "是由于", "因")


def _asks_which_before(tokens: list[Token], index: int) -> bool:
    """…的单位，哪个是因为第三方: which of them names it as the cause."""
    before = [t for t in tokens[:index] if t.sort != "stop"][-1:]
    marks = [t for t in tokens[:index] if t.sort == "mark"]
    return bool(marks) and bool(before) and before[0].sort == "which"


def _is_other_document(tokens: list[Token], index: int) -> bool:
    """过期文件: documents that are told by a word of the text, not those that a table counts."""
    before, token = tokens[index - 1] if index else None, tokens[index]
    counted = any(t.sort in ("howmany", "amount", "most", "top", "bound") for t in tokens)
    touches = before is not None and before.end == token.start and before.is_own_word
    bodies = any(t.sort in ("which", "unit", "type") for t in tokens)
    named = any(t.sort == "body" for t in tokens)
    return token.sort == "hint" and touches and bodies and not (counted or named)


def _scoped(tokens: Iterable[Token]) -> Iterator[Token]:
    """所有单位申请: the requests to all bodies, not those of organisations."""
    last: Token | None = None
    for token in tokens:
        every = last is not None and last.sort in ("all", "each") and last.end == token.start
        if every and token.sort == "applicant" and token.text == "单位申请":
            cut = token.start + 2
            yield Token("unit", token.start, cut, "单位")
            yield Token("generic", cut, token.end, "申请", ("received",))
        else:
            yield from _counted(token)
        last = token


_HOW_MANY = re.compile("(?:几|多少)[个次回场期]?")


def _counted(token: Token) -> Iterator[Token]:
    """开了几次会: the measure and the question for its number stand in one phrase."""
    asked = _HOW_MANY.search(token.text) if token.sort == "concept" else None
    if asked is None:
        yield token
        return
    start, end = token.start + asked.start(), token.start + asked.end()
    before, after = token.text[: asked.start()], token.text[asked.end() :]
    if before:
        yield replace(token, end=start, text=before)
    yield Token("howmany", start, end, asked[0])
    if after:
        yield replace(token, start=end, text=after, sort="stop" if before else token.sort)


def _set_in_clause(tokens: list[Token], index: int) -> Token | None:
    """不到100条的那几个镇: bodies of a kind that the words before choose, none spoken of before."""
    token = tokens[index]
    chosen = bool(index) and tokens[index - 1].text == "的" and index > 1
    if token.sort != "they" or not chosen:
        return None
    for length in (2, 1):
        kind = lexicon().words.get(token.text[-length:])
        if kind is not None and kind.sort in ("type", "unit"):
            return replace(token, sort=kind.sort, codes=kind.codes, text=token.text[-length:])
    return None


def _count_follows(tokens: list[Token], index: int) -> bool:
    """没提主动公开多少条: it is the count that is not stated, not the word."""
    rest: list[Token] = []
    for token in tokens[index + 1 :]:
        if token.sort == "mark" or len(rest) == _NEAR_COUNT:
            break
        if token.sort != "stop":
            rest.append(token)
    named = any(t.codes and t.codes[0].startswith("claim:") for t in rest)
    counts = [t for t in rest if t.sort == "amount" or (t.sort == "howmany" and not t.codes)]
    asked = bool(counts) or any(t.text.endswith(_COUNT_ENDS) for t in rest)
    return named and asked


def _is_rank(tokens: list[Token], index: int) -> bool:
    """申请量第3名: a place in the order of the measure right before it, not a row shown before."""
    token = tokens[index]
    if token.sort != "ordinal" or not token.figure or not _RANK.search(token.text):
        return False
    before = [t for t in tokens[:index] if t.sort not in ("stop", "most", "amount")][-1:]
    return bool(before) and before[0].sort in ("concept", "generic", "loose")


def _joined_to_measure(tokens: list[Token], index: int) -> bool:
    """申请、答复、结转: one of a list of measures."""
    before, after = tokens[max(0, index - 2) : index], tokens[index + 1 : index + 3]
    return any(
        len(side) == 2 and side[0].sort == "and" and side[1].sort in ("concept", "generic")
        for side in (before[::-1], after)
    )


def absorb(tokens: Iterable[Token], text: str) -> tuple[Token, ...]:
    """Take single soft characters back into the unexplained text they touch: 和谐, 代表."""
    found: list[Token] = []
    for token in tokens:
        soft = token.sort in _SOFT and len(token.text) == 1 and token.text not in _PARTICLES
        last = found[-1] if found else None
        touches = last is not None and last.end == token.start
        if last is not None and touches and last.sort == "text" and soft and len(last.text) == 1:
            found[-1] = _text([last, token], text)
        elif last is not None and touches and token.sort == "text" and _absorbable(last, token):
            found[-1] = replace(token, start=last.start, text=text[last.start : token.end])
        else:
            found.append(token)
    return tuple(_joined(found, text))


def _absorbable(last: Token, token: Token) -> bool:
    if last.sort == "text":
        return True
    lone = len(last.text) == 1 and last.text not in _PARTICLES and last.sort in _SOFT
    return lone and len(token.text) == 1
