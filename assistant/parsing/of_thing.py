"""Follow-ups that ask something of the thing just spoken of and do not name it again.

啥时候开的 and 由谁出镜 after an account, 设在哪里 after a reading corner, 多少人参加 after an
open day, 排第几 after an assessment: looked for together with that thing.
"""

from __future__ import annotations

import re

from assistant.aspects import wanted
from assistant.parsing.before import topics_of
from assistant.parsing.build import build
from assistant.parsing.read import tokens_of
from assistant.parsing.reading import Reading
from assistant.plan import Plan
from assistant.vocabulary import Sort

_PLACED: tuple[Sort, ...] = ("body", "stem", "region", "year", "it", "they", "then", "mark")
_NAMED: tuple[Sort, ...] = (
    "applicants", "topic", "concept", "generic", "quality", "mention", "not_mention", "section",
    "type", "unit", "report", "level", "corpus",
)  # fmt: skip
_NEVER: tuple[Sort, ...] = (
    "and",
    "most",
    "top",
    "compare",
    "trend",
    "change",
    "share",
    "why",
    "silent",
    "none",
)
_HEAD = (
    "(?:那个|这个|那|这|它|的|呢|是|都|又|就|还|也|最早|最后|一共|总共|共|全年|年内|目前|现在"
    "|后来|各|分别|各自|每次|每场)*"
)
_TAIL = "(?:的|了|过|来着|呢|啊|呀|吗|么|[?？。])*"
_VERB = "(?:[^的了过几多谁哪什啥是]{0,4})(?:了|过)?"
_WHEN = "(?:什么时[候间]|啥时[候间]?|何时|哪一?(?:天|年|个月|日)|几月几[号日]|几月份?|几号)"
_MOVED = "(?:被|给)?(?:挪|改|移|换|定|推迟|提前|调|放)(?:到|在|成|至)了?"
_WHERE = "(?:哪里?|哪儿|哪个(?:地方|位置|地点)|什么(?:地方|位置|地点)|啥(?:地方|位置)|何处)"
_SET_UP = "(?:被|给)?(?:设|放|建|办|开|摆|装|安|搬|挪|坐落|位)?[立置设办]?(?:了|到|在|于)*"
_COUNT = (
    "(?:有|剩下?|剩余|只?留下?|保留|余下?|办|搞|发|出|开|建|设|拍|推|播|印|做|举[办行]|组织"
    "|新增|更新|撤|用|得|获|来)"
)
_OF = "[台次场个期回处块部户届批本册张名位辆遍轮站间套分]"
_PEOPLE = "(?:多少|几)个?(?:人次?|群众|户)"
_RANK = (
    "(?:在?(?:全[县市区省]|县里|市里|区里))?[里中]?(?:排|列|得|获|位居|位列)?(?:了|在)?"
    "(?:第几名?位?|多少名|名次(?:是|呢)?(?:多少)?|排名(?:多少|第几|如何|呢)?|排多少|"
    "(?:第[一二三1-3]名?|头名|冠军)(?:的)?(?:是|又是|给)?(?:谁|哪个|哪家|哪里))"
)
_ASKS = {
    "time": f"{_HEAD}(?:在|从|{_MOVED})?{_WHEN}(?:就|才|开始)?{_VERB}{_TAIL}",
    "place": f"{_HEAD}{_SET_UP}{_WHERE}{_VERB}{_TAIL}",
    "who": f"{_HEAD}(?:(?:由|让|派|请|靠)(?:谁|哪些人|什么人|哪个部门|哪个科室)(?:来|在)?"
    f"[^的了]{{0,5}}|(?:谁|哪些人|什么人)(?:来|在|去)[^的了]{{1,5}}|(?:谁|哪些人|什么人)[^的了]{{1,3}}的){_TAIL}",
    "people": f"{_HEAD}{_VERB}{_PEOPLE}[^的多几]{{0,6}}{_TAIL}",
    "rank": f"{_HEAD}{_RANK}{_TAIL}",
    "result": f"{_HEAD}结果(?:怎么样|怎样|如何|咋样|是什么|好不好)?{_TAIL}",
    "answered": f"{_HEAD}(?:现场|当场|当天|会上)*(?:答复|回答|解答|回应|收集|征集|提)"
    f"(?:到|出)?(?:了|过)?(?:多少|几)[个条](?:问题|意见|建议){_TAIL}",
    "count": f"{_HEAD}{_COUNT}?(?:出|到|着)?(?:了|过)?(?:多少|几){_OF}{_TAIL}",
}
_FORMS = {name: re.compile(pattern) for name, pattern in _ASKS.items()}
_AGAIN = re.compile(
    f"{_HEAD}(?:前后|先后)*(?:公开|公布|发布|公示)(?:了|过)?(?:多少|几)(?:次|回|遍|轮){_TAIL}"
)
_INVITED = re.compile(
    f"{_HEAD}(?:请|邀请|邀)(?:到)?(?:了|来)?(?:过)?(?:哪些|谁|什么|哪几类)人?{_TAIL}"
)
_HOW_MANY = re.compile(
    f"{_HEAD}(?:{_COUNT}|发布|推送|更新|播出|刊发|制作|开展|举行)?(?:出|到|着)?(?:了|过)?(?:多少|几)"
    f"(?:{_OF}|[条篇期次件项])?(?:视频|内容|作品|稿子|稿件)?{_TAIL}"
    f"|{_HEAD}(?:印|印制|印发|派|派发|送|发|发放|做|制作)(?:出|到)?(?:了|过)?(?:多少|几)万?[份本册张]{_TAIL}"
)
"""鹿鸣发了几条, 柳浦办了几场, after which reports mention a thing: of that thing."""
_DAYS = re.compile("周末|周[六日]|星期[六天日]|节假日|双休日|晚上|中午|夜里")
_OPEN = re.compile(
    f"(?:{_DAYS.pattern}|现在|平时|还|也)*(?:开不开放?|开放不开放|开门?[吗么没]?|开放[吗么没])"
)
MOST_READ = 8  # bodies whose texts are read for what was asked of all that mention a thing
_ASPECTS = ("名称", "原因", "内容", "时间", "地点", "效果", "情况")


def thing_of(plan: Plan) -> str:
    """The thing that the question before looked for in the text; empty where it named none."""
    if plan.kind == "mention" and not plan.negated:
        return next(iter(topics_of(plan)), "")
    if plan.kind != "narrative" or wanted(plan.query).is_aspect_alone:
        return ""
    return next((word for word in plan.query.split() if word not in _ASPECTS), "")


def asks_of_thing(reading: Reading, plan: Plan) -> str:
    """What it asks of the thing of `plan`: time, place, who, people, rank, count, or whether it is
    open; empty where it names a thing of its own, or none was spoken of."""
    if reading.english or reading.asked.mentions or not thing_of(plan):
        return ""
    bare = "".join(t.text for t in reading.tokens if t.sort not in _PLACED).removeprefix("的")
    if any(re.search("[县省市区州]", t.text) for t in reading.all("where")):  # 竹岩是哪个县的
        return ""
    if _AGAIN.fullmatch(bare):
        return "count"
    one_named = len({body.name for body in reading.places.bodies}) == 1
    if plan.kind == "mention" and one_named and _HOW_MANY.fullmatch(bare):  # 鹿鸣发了几条
        return "count"
    if reading.asked.hints:
        return ""
    if _INVITED.fullmatch(bare) and plan.kind == "narrative":
        return "people"
    one = plan.kind == "narrative" and len({body.name for body in plan.scope.bodies}) == 1
    if one and _FORMS["rank"].fullmatch(bare):
        return "rank"
    placed = any(t.place.bodies or t.place.regions or t.sort == "type" for t in reading.tokens)
    timed = _FORMS["time"].fullmatch(bare) is not None  # 柳浦2023年是几月份
    if plan.kind == "mention" and placed:  # the same search, of that body
        asked = "time" if timed else _each_of(reading)
        return asked if len(reading.places.units) == 1 else ""
    if reading.has(*_NAMED, *_NEVER) and not _is_place_word(reading):
        return ""
    if _OPEN.fullmatch(bare.rstrip("的了呢啊呀吗?？")):
        return "open"
    counted = reading.has("howmany") and reading.has_own_words()
    if plan.kind == "mention" and reading.has("each") and counted:  # 各有几台查询机
        return "people"
    found = next((name for name, form in _FORMS.items() if form.fullmatch(bare)), "")
    found = found or _each_of(reading)
    if found == "result" and not one:
        return ""
    alone = ("who", "rank") if reading.has("each") else ("who", "rank", "count")
    return found if one or found not in alone else ""  # 一共多少个, of those that mention it


_SAYS = re.compile(
    "^(?:那|它们?|他们|她们|这些?|人家|自己|镇里|乡里|报告|年报|里|中|都|也|的)*(?:有没有|是否|有)?(?:自己)?(?:提|说|写|讲|谈|解释|承认|说明)"
    "(?:过|到|了|起|及)*(?:这个?事情?|这件事|这一点|这点|这个|此事|这些)?(?:没有?|吗|么|是怎么说的)?[?？。]*$"
)


def says_of_it(reading: Reading) -> bool:
    """他们自己提过这个事没: what the text says of the figure spoken of."""
    return not reading.english and _SAYS.search(reading.text) is not None


def _each_of(reading: Reading) -> str:
    """办了几次，多少人: what the first of several clauses asks, where each asks something of it."""
    clauses: list[str] = [""]
    for token in reading.tokens:
        if token.sort == "mark":
            clauses.append("")
        elif token.sort not in _PLACED:
            clauses[-1] += token.text
    asked = [
        next((name for name, form in _FORMS.items() if form.fullmatch(said)), "")
        for said in clauses
        if said
    ]
    several = len(asked) > 1 and all(asked)
    return next((name for name in asked if name != "count"), asked[0]) if several else ""


def _is_place_word(reading: Reading) -> bool:
    """放在什么地方: 地方 is no kind of body."""
    named = [t for t in reading.tokens if t.sort in (*_NAMED, *_NEVER)]
    return all(t.text in ("地方", "位置", "地点") for t in named)


_WHAT_OF_IT = re.compile(
    "(?:都|主要|具体|分别|又)*(?:公开|公布|发布|公示|说明|披露)(?:了|过)?的?(?:都|是|有|些)*"
    "(?:什么|啥|哪些|哪几)(?:个?方面)?的?(?:内容|信息|东西|事项|情况)?(?:的|了|呢|啊|呀|吗|[?？])*"
)


def _asks_what(reading: Reading, plan: Plan) -> bool:
    """公开了哪些内容, after a thing of the text."""
    bare = "".join(t.text for t in reading.tokens if t.sort not in _PLACED)
    told = plan.kind == "narrative" and bool(thing_of(plan)) and not reading.english
    return told and not reading.asked.mentions and _WHAT_OF_IT.fullmatch(bare) is not None


def _is_known(thing: str, reading: Reading) -> bool:
    """公众号, 培训: no work of its own (古桥修缮), of which something is published."""
    words = tokens_of(thing, reading.held)[1]
    own = any(t.is_own_word for t in words)
    return not own or any(t.sort not in ("text", "aside", "stop") for t in words)


def of_thing(reading: Reading, plan: Plan) -> Plan | None:
    """The thing of before and what is asked of it, looked for in the text."""
    if _asks_what(reading, plan):
        if _is_known(thing_of(plan), reading):
            return build(reading, "narrative", query="主动公开的内容", section="proactive")
        return build(reading, "narrative", query=thing_of(plan))
    asked = asks_of_thing(reading, plan)
    if not asked:
        return None
    words = [thing_of(plan)]
    if asked == "open":
        words += [found[0] for found in _DAYS.finditer(reading.text)] + ["开放"]
    elif asked in ("who", "people", "answered"):
        words += [t.text for t in reading.tokens if t.is_own_word and len(t.text) > 1]
    note = f"“{thing_of(plan)}”沿用上一问"
    return build(reading, "narrative", query=" ".join(dict.fromkeys(words)), notes=(note,))
