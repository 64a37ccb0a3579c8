"""Rules for a sentence pasted from a report: whose it is, and what the report says beside it."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.measures import concepts, measure
from assistant.parsing.build import build
from assistant.parsing.mentions import Said
from assistant.parsing.quotes import pasted
from assistant.parsing.reading import Reading
from assistant.parsing.rules_mention import asked_of
from assistant.plan import Plan
from assistant.vocabulary import Sort

_LIGHT: tuple[Sort, ...] = (
    "stop", "mark", "which", "type", "unit", "report", "region", "stem", "body", "year", "source",
    "mention", "where", "has", "whether", "quote_of", "level", "each", "all", "which_year", "then",
    "howmany", "corpus", "show", "it", "they", "about", "text_side", "section", "what", "define",
)  # fmt: skip
_POINTS = re.compile(
    "(?:这|那|上面|以上|前面|该|此)?(?:一?[句段行条]|几句|两句)?(?:话|文字|原文|内容|表述|说法|描述|句子|段子)?"
    "|(?:来|出)(?:自|源)|源自|摘自|抄自|引自|来自|出处|来源|原[话文句]|照抄|手笔|写手|出的?"
)
_WHOSE = re.compile(
    "哪[个家份篇里儿来些一位几年]|谁|何处|哪的|(?:什么|啥)地方|出处|来源|有没有|有吗|有么|几[个份家]|多少[个份家]"
    "|哪(?:镇|乡|县|街道|单位)|什么(?:单位|报告)|第几"
)
_PLACED: tuple[Sort, ...] = ("where", "source", "quote_of", "whether", "which_year")
_WHY_NOT: tuple[Sort, ...] = ("how", "why")
_QUOTES = re.compile("[“”「」『』\"‘’'《》〈〉]")
_CLAUSES = re.compile("[，,；;。！!：:、]")
_LEAST = 7  # characters of a clause that tells reports apart
_EDGE = 5  # characters
_CLOSE = 3  # near wordings


def whose(reading: Reading) -> Plan | None:
    """“…”这是哪个镇的, 这句话哪来的: the whole sentence, looked for in all texts; the reports that
    carry a clause of it, or begin and end it so, are listed apart."""
    token = pasted(reading.tokens)
    if token is None or reading.has(*_WHY_NOT):
        return None
    rest = [t for t in reading.tokens if t is not token]
    text = reading.text[: token.start] + " " + reading.text[token.end :]
    strange = [t for t in rest if t.sort not in _LIGHT and not _POINTS.fullmatch(t.text)]
    asks = reading.has(*_PLACED) or _WHOSE.search(text)
    if strange or not asks:
        return None
    said = reading.raw[token.start : token.end]
    term = "‥".join(part for part in _QUOTES.split(said) if part)
    fields = {
        "terms": tuple(dict.fromkeys((said, term))),  # quotes inside it may be of any kind
        "near_terms": _near(said, term),
        **asked_of(reading, Said((said,), False, False, frozenset())),
    }
    return build(reading.over_years(), "mention", **fields)


def _near(said: str, term: str) -> tuple[str, ...]:
    """The longest clauses, and the two ends of the sentence with anything between them."""
    clauses = [c.strip() for part in _QUOTES.split(said) for c in _CLAUSES.split(part)]
    longest = sorted((c for c in clauses if len(c) >= _LEAST), key=len, reverse=True)[:_CLOSE]
    if len(longest) < 2 and "‥" not in term and len(term) > 2 * _EDGE:
        longest.append(f"{term[:_EDGE]}…{term[-_EDGE:]}")
    return tuple(word for word in dict.fromkeys(longest) if word != term)


_UNQUOTED = re.compile(
    "(?P<said>[^“”「」『』]{6,60}?)[,，。;； ]*(?:这|那|该|上面|以上)(?:[个种句番段条]|一[个句种])?"
    "(?:说法|话|提法|表述|讲法|观点|描述|句子|原话)(?:是|到底|究竟|最早|最先)*"
    "(?:出自|来自|源自|出处|来源|出于|在|从)?(?:是|于)?(?:哪|谁|什么地方|何处|从哪)[^,，]{0,8}[?？]*"
)


def source_of(reading: Reading) -> Plan | None:
    """职业打假人用信息公开要材料，这个说法出自哪里: the words before it, in all texts."""
    match = _UNQUOTED.fullmatch(reading.text.strip())
    if match is None or reading.places.bodies or reading.english or reading.has("quality"):
        return None
    start = len(reading.text) - len(reading.text.lstrip())
    said = reading.raw[start : start + match.end("said")].strip()
    return _mentioned(reading, said)


_PRECEDENT = re.compile(
    "(?:请问|想问|以往|过去|之前|有没有|有无|是否有|有|哪些|哪个|报告(?:里|中)?)*(?:以|因为?|由于|把)?(?P<said>.{6,40}?)的"
    "(?:类似|真实|具体|典型|成功)?的?(?:案例|先例|事例|实例|前例)(?:报告[里中]?)?(?:有吗|有没有|有么|有哪些|吗|么|在哪)?[?？]*"
)


def precedent(reading: Reading) -> Plan | None:
    """以“不掌握”答复被纠正的先例有吗: one case of which two things are said; no two counts of a
    table tell that."""
    match = _PRECEDENT.fullmatch(reading.text.strip())
    if match is None or reading.places.bodies or reading.english or len(reading.asked.all) < 2:
        return None
    return _mentioned(reading, _QUOTES.sub("", match["said"]))


def _mentioned(reading: Reading, said: str) -> Plan | None:
    """Who says these words, of whatever kind of body."""
    places = replace(reading.places, types=(), notes=())
    bare = replace(reading, places=places, asked=replace(reading.asked, mentions=(), limits=()))
    return build(bare.over_years(), "mention", terms=(said,))


_AROUND = re.compile(
    "原句|整句|全句|完整|前后文|上下文|前后的?[话句文]|那[一]?句|哪[一]?句|原文|原话|一句话?是|全文怎么"
)
_SHORT_QUOTE = re.compile("[“「『\"‘']([^”」』\"’']{4,})[”」』\"’']")


def around(reading: Reading) -> Plan | None:
    """引用“乡镇之间冷热不均”，原文完整的一句是什么: the sentence that stands around it."""
    quoted = _SHORT_QUOTE.findall(reading.raw)
    rest = _SHORT_QUOTE.sub("", reading.raw)
    if len(quoted) != 1 or not _AROUND.search(rest) or reading.english or reading.has("quality"):
        return None
    if _OTHERWISE.search(rest) or len(rest) > _SHORT:
        return None
    return (
        _mentioned(reading, quoted[0])
        if not reading.places.bodies
        else (build(reading.over_years(), "mention", terms=(quoted[0],)))
    )


_OTHERWISE = re.compile(
    "什么意思|多少|几[个件条次份]|怎么|为什么|为啥|如何|含义|没有提|没提|最|比|改"
)
_SHORT = 30  # characters beside a quote that ask for nothing but the sentence


_NEXT = re.compile(
    "问题[一二三四五六七八九十\\d]|第[一二三四五六七八九十\\d][个条项点]?(?:的)?(?:问题|不足)?"
    "|(?:其他|其它|其余|剩下|余下|另外|另|还有|别的|下)的?(?:[一二两三几]?[个条项点])?的?(?:问题|不足|困难)"
    "|(?:还|另外)有(?:什么|啥|哪些)(?:别的|其他)?(?:问题|不足|困难)"
)


_REMEDY = re.compile(
    "(?:怎么|如何|咋|怎样|怎么样|打算|准备)(?:去|来|着手|才|样)?(?:解决|处理|改|办|应对|弄|整改|补救|整|克服)"
    "|(?:什么|哪些|啥|有没有|有何)(?:办法|措施|对策|改进|举措|动作|招)|改了(?:没|吗)|解决了(?:没|吗)"
)


def beside_quoted(reading: Reading) -> Plan | None:
    """“…”是问题一，那问题二是啥: the problems of the report that is named, all in order;
    “…”，后来怎么解决的: what stands there against it."""
    token = pasted(reading.tokens)
    if token is None or not reading.places.bodies:
        return None
    rest = reading.text[: token.start] + " " + reading.text[token.end :]
    if _NEXT.search(rest):
        return build(reading, "narrative", query="存在的问题", section="problems")
    if _REMEDY.search(rest):
        said = reading.raw[token.start : token.end]
        return build(reading, "narrative", query=f"{said} 改进措施", section="problems")
    return None


_ROW = re.compile(
    "(?:表|统计|表三|第三张)[格里中内上面]*.{0,4}(?:算|填|列|归|记|放|计|属|对应|归类|落)?.{0,4}"
    "(?:哪[里儿]?一?[类栏行格项列种个]?|什么|啥)(?:类|栏|行|格|项)?"
)


def row_of(reading: Reading) -> Plan | None:
    """“…我镇并不掌握”，表里算在哪一类: the row of the table that the sentence names."""
    token = pasted(reading.tokens)
    if token is None or not reading.places.bodies or not _ROW.search(reading.text[token.end :]):
        return None
    named = dict.fromkeys(code for code in token.codes[1:] if code in concepts())
    rows = [measure(code) for code in named if concepts()[code].table]
    others = tuple(t for t in reading.tokens if t is not token)
    read = replace(reading, tokens=others)
    return build(read, "value", measures=tuple(rows)) if rows else None
