"""Rules for what is not answered: tasks, forecasts, unheld places, finer figures, no sense."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.aspects import wanted
from assistant.parsing import refusals
from assistant.parsing.at_requests import CHANNELS
from assistant.parsing.build import build, in_words, refuse
from assistant.parsing.mentions import Said, split_words
from assistant.parsing.of_thing import thing_of
from assistant.parsing.reading import Reading
from assistant.parsing.rules_mention import counts_kinds, mention_rule, section_of
from assistant.parsing.tokens import Token
from assistant.parsing.trust_words import is_mistrust
from assistant.plan import Choice, Plan, Refusal
from assistant.vocabulary import Sort

_NEVER_HELD = {"contact", "person", "world"}
_MAY_BE_SAID = {"contact", "society", "case"}  # now and then a report prints them
_DURATIONS = ("工作日", "日内", "天")
_TIMED = "答复 办结 办理 申请"
_PEOPLE = re.compile("(?:多少|几)[个口]?人")
_NAMES = re.compile("申请(?:人|者)(?:.{0,3}谁.{0,4}|的?)(?:名单|名字|姓名)")
_OPINION = re.compile(
    "(?:你|您|你们)(?:觉得|认为|看来|评评|怎么看|怎么想|怎么评价|什么看法|有什么看法)|依你看|说说你的看法"
)
_VIEW = re.compile(
    "(?:你|您|你们)(?:自己|本人|个人)?(?:对此|对这个|对这事|又|是|会)*(?:怎么看|怎么想|怎么评价|有?什么(?:看法|意见|想法))"
)
_GRADED = re.compile(
    "(?:给|帮|替|请|直接|能不能|可以).{0,14}(?:打(?:个|一个|一下)?(?:总|综合)?分|评(?:个|一下|一评)?(?:总分|等级|等次|星级|优|高下|先进))"
)
_BY_PHONE = re.compile("电话[里中上]|[打接]了?个?电话|电话(?:来|去)?(?:问|提|申请|咨询)")
_WHERE = re.compile("地[址点]|[路街]|在哪|门牌")
_CHARGE = ("管理", "管辖", "下辖", "下设")
_IN_CHARGE = re.compile("(?:[管辖]|下设|下属|分管|统管)(?:着|理|了|辖)?(?:有)?(?:多少|几)个?")
_FIGURE_WORDS: tuple[Sort, ...] = ("which", "unit", "domain", "function", "share", "compare")


def task(reading: Reading) -> Plan | None:
    """Writing, forecasts, names of applicants: whatever else the question holds."""
    if _NAMES.search(reading.text):
        return refuse(reading, refusals.outside("person", reading.english))
    token = reading.first("task")
    if token is None or (token.codes == ("future",) and _plans(reading)):
        return None
    return refuse(reading, refusals.outside(token.codes[0], reading.english))


def _plans(reading: Reading) -> bool:
    """对未来有什么打算: what a report says it will do, not what will be."""
    told = any(t.sort == "topic" for t in reading.tokens) or reading.has("mention")
    return told and not reading.is_numeric


def place(reading: Reading) -> Plan | None:
    """Places that are not held or may mean several."""
    refusal = reading.places.refusal
    if refusal is not None and refusal.choices and set(reading.codes("outside")) & _NEVER_HELD:
        return outside(reading)
    if refusal is not None and refusal.choices:
        return _of_either(reading, refusal) or refuse(reading, refusal)
    return refuse(reading, refusal) if refusal else None


_RANKED: tuple[Sort, ...] = ("amount", "function", "most", "top", "compare", "share", "trend")


def _of_either(reading: Reading, refusal: Refusal) -> Plan | None:
    """抽检结果出来太晚，太平镇说怎么改: of the bodies of one name the one that writes of it."""
    bodies = [body for token in reading.tokens for body in token.place.bodies]
    alike = len({body.name for body in bodies}) == 1 and len(bodies) > 1
    figures = reading.has(*_RANKED) or reading.asked.all or reading.asked.hints or reading.given
    leans = reading.is_numeric and reading.before is not None
    named = reading.has_own_words() or any(len(t.text) > 2 for t in reading.all("aside"))
    if not alike or figures or leans or not named or reading.english:
        return None
    places = replace(reading.places, bodies=tuple(bodies), refusal=None)
    either = replace(reading, places=places)
    return refuse(either, in_words(refusal), reading.query())


def outside(reading: Reading) -> Plan | None:
    """What no report holds, unless the words only narrow a question that it does hold."""
    token = reading.first("outside")
    if _asks_who_applied(reading):
        return refuse(reading, refusals.outside("person", reading.english))
    of_bodies = reading.has("type", "report", "unit") and reading.codes("outside") == ("person",)
    if of_bodies and not reading.places.bodies:  # 部门的报告有没有，叫啥
        return None
    if token is None or reading.has("how", "why", "corpus"):
        return None
    someone = reading.english and "contact" in token.codes and not reading.is_numeric
    if reading.asked.all and not (someone or _of_people(reading, token)):
        return None
    if reading.has("topic") and "contact" not in reading.codes("outside"):
        return None
    about = reading.codes("outside")[-1]
    refusal = refusals.outside(about, reading.english)
    if about == "contact" and _BY_PHONE.search(reading.text) and reading.has_own_words():
        clauses = re.finditer("[^,，。;；?？]+", reading.text)
        typed = next(reading.raw[slice(*c.span())] for c in clauses if "电话" in c[0])
        return build(reading, "narrative", query=typed.strip())  # 电话里问一句不给登记
    if about == "contact" and reading.has("which") and not reading.places.bodies:
        said = Said(_headings(reading)[:1], reading.has("none"), False, frozenset())
        return mention_rule(reading, said)  # 哪些单位把办公地址印在年报里
    if about == "contact":  # printed under its usual heading: 地址：…
        terms = _headings(reading)
        if reading.has_own_words() and not _HOURS.search(terms[0]):  # 留的电话打得通吗
            return refuse(reading, in_words(refusal), reading.query(), terms)
        return refuse(reading, refusal, " ".join(terms), terms)
    if about == "cost" and reading.places.bodies:
        return refuse(reading, refusal, _sought(reading, "outside"), _MONEY)
    if about == "cost" and reading.has_own_words() and not reading.english:  # 避风港花了多少钱
        return refuse(reading, in_words(refusal), _sought(reading))
    query = _sought(reading, "outside") if about in _MAY_BE_SAID else ""
    placed = reading.places.bodies
    if not placed and reading.has("grain") and reading.has_own_words():  # 2020年名单发布了几天
        refusal = in_words(refusal)
    return refuse(reading, refusal, query)


def fines(reading: Reading) -> Plan | None:
    """罚了多少钱: the tables count penalties and hold no amounts; the text may tell one."""
    named = {m.codes[0].partition(":")[0] for m in reading.asked.mentions}
    if reading.english or not asks_fines(reading) or named - {"penalties"}:
        return None
    refusal = refusals.outside("fine", reading.english)
    if not reading.places.bodies:
        return refuse(reading, refusal)
    return refuse(reading, refusal, "罚款金额", _FINED)


_FINED = ("罚款", "罚没", "罚金")
_FINES = re.compile(
    "罚(?:了|过|掉|出去?|得|的|款|没|单)*(?:一共|总共|合计|总计|共|总|全年|是|都|到底|大概)*"
    "(?:多少(?:钱|元|万|块)|几(?:万|千|百)[元块]?|金额|数额|总额|多少(?=$|[呢啊?？]))"
    "|罚款总?(?:金额|数额|额)|罚[没款](?:金额|收入)|罚没款|罚金"
)


def asks_fines(reading: Reading) -> bool:
    """Whether an amount of fines is asked for; 罚了多少 alone is how many."""
    found = _FINES.search(reading.text)
    alone = found is not None and found[0].endswith("多少") and "罚款" not in found[0]
    return found is not None and not alone


def contact(reading: Reading) -> Plan | None:
    """信息公开的事找哪个部门，在哪: what the report prints for those who want to ask."""
    if len(reading.places.bodies) != 1 or reading.english:
        return None
    runs = _WHO_RUNS.search(reading.text) or _IN_HAND.search(reading.text)
    if runs and not reading.is_numeric:
        return build(reading, "narrative", query="由哪个部门负责")  # data/everyday_words.txt
    if _CALL.search(reading.text):
        return refuse(reading, refusals.outside("contact", reading.english), "电话", ("电话",))
    if _TURN_TO.search(reading.text) is None:
        return None
    if _WHO_HAS.search(reading.text) and reading.has_own_words():  # 账目该找谁要
        return build(reading, "narrative", query=reading.query())
    figures = [m for m in reading.asked.mentions if not (m.lone or m.codes[0].startswith("claim:"))]
    if reading.is_numeric or figures:
        return None
    refusal = refusals.outside("contact", reading.english)
    return refuse(reading, refusal, "联系部门", _PRINTED)


_IN_HAND = re.compile(
    "(?:公开栏?|公示栏|平台|网站|公众号|专栏|专区|账号)[^,，。?？]{0,3}归(?:谁|(?:哪个|什么|啥)(?:部门|科室|办公室|机构|站所))来?(?:管|负责|维护|更新)"
    "|(?:信息公开|政务公开|申请|公开工作)[^,，。?？]{0,6}(?:哪个|什么|啥)(?:部门|科室|办公室|机构|站所)来?(?:在)?(?:负责|管|受理|牵头|承担|承办|办)"
    "|(?:哪个|什么|啥)(?:部门|科室|办公室|机构|站所)来?(?:在)?(?:负责|管|受理|牵头|承担|承办|办理?)的?(?:政府)?(?:信息公开|政务公开|公开工作|申请)"
)
_WHO_RUNS = re.compile(
    "(?:谁(?:来|在)?(?:负责|管|主管|承办|牵头|在抓).{0,12}(?:信息公开|政务公开|公开工作)"
    "|(?:信息公开|政务公开|公开工作)(?:的事|这块|工作|这事)?(?:是|由|归)?谁(?:来|在)?(?:负责|管|主管|承办|牵头|抓))"
    "(?:工作|的事|这块)?[啊呀呢的]*[?？]?$"
)
_CALL = re.compile(
    "[打拨](?:打)?(?:哪一?个|什么|啥|几)(?:电话|号码?|热线)|[打拨](?:打)?几号"
    "|(?:电话|(?:电话|手机|热线)号码?|号码)(?:是|为|有)*(?:多少|几|什么|啥|哪个)"
)
"""打哪个号, 电话是多少: the number to call."""
_TURN_TO = re.compile(
    "(?:找|联系|咨询|对接|该问|去问|问问)(?:谁(?!家)|哪个(?:部门|科室|单位|人|办公室|科|窗口)|哪位"
    "|哪里|哪儿|[什啥]么?(?:部门|单位|人|科室|地方))"
    "|(?:去|到|上)(?:哪(?:里|儿|个(?:部门|地方|科室|办公室))?|什么(?:地方|部门))(?:去)?(?:问|打听|咨询|反映|联系|找人)"
    "|(?:联系|对接|咨询)(?:部门|科室|窗口|单位|人)(?:是|叫|在)?(?:谁|哪|什么|啥)"
    "|怎么联系|如何联系|联系方式"
)
_WHO_HAS = re.compile(
    "(?:找|向|跟|问)(?:谁|哪个(?:部门|单位|人|科室)|哪里|哪儿|哪家)(?:去|那里)?(?:要(?!办)|拿|索取|领取?|查阅?|看)"
)
_PRINTED = (
    "联系部门",
    "联系科室",
    "联系单位",
    "联系电话",
    "咨询电话",
    "联系地址",
    "办公地址",
    "地址",
)
_HOURS = re.compile("时间|点[上下开关]")
_MONEY = ("经费", "资金", "预算", "支出", "出资")
_CONTACT = ("电话", "手机", "邮箱", "邮编", "传真", "地址")


def _headings(reading: Reading) -> tuple[str, ...]:
    """What a report prints contact details under, of those that are asked for."""
    said = "".join(token.text for token in reading.all("outside", "task"))
    if _HOURS.search(said):
        return ("办公时间", "上班时间", "服务时间")
    asked = tuple(word for word in _CONTACT if word in said)
    return asked or (("地址",) if _WHERE.search(said) else ("电话", "邮箱", "地址"))


def _of_people(reading: Reading, token: Token) -> bool:
    """渔民人均收入多少, 企业的税收: something of those who may apply, with no word of requests."""
    applied = reading.asked.hints or reading.has("generic", "outcome", "applicants")
    before = [t for t in reading.tokens if t.end <= token.start and t.sort != "stop"][-1:]
    people = bool(before) and before[0].sort == "applicant"
    return people and not applied and all(m.lone for m in reading.asked.all)


def _asks_who_applied(reading: Reading) -> bool:
    """那个科研机构申请人是哪家: the applicant's name, of one body's report."""
    applicant = reading.first("applicant")
    if applicant is None or not reading.places.bodies or reading.has("howmany", "most", "each"):
        return False
    behind = [t for t in reading.after(applicant) if t.sort != "stop"]
    if behind and behind[0].sort == "outside":  # 那位村民的手机号
        return True
    if behind and behind[0].text.endswith("谁") and len(behind) == 1:
        return True
    return [t.sort for t in behind[:2]] in (["which", "unit"], ["which", "applicant"])


def of_people(reading: Reading) -> Plan | None:
    """来了多少村民代表, 征集到几条居民意见: people of whom the text speaks, not those who applied;
    asked back where it does not."""
    bodies, mentions = reading.places.bodies, reading.asked.all
    people = [reading.tokens[m.at].sort == "applicant" for m in mentions if m.lone]
    lone = bool(mentions) and len(people) == len(mentions) and all(people)
    if not lone or reading.english or not reading.has("howmany", "share"):
        return None
    if not bodies and reading.has("which", "type", "unit"):
        return None
    if reading.has("generic", "outcome", "applicants", "concept", "mention", "how", "why", "what"):
        return None
    if reading.has("column", "most", "top", "function", "compare", "trend", "change", "none"):
        return None
    sought: tuple[Sort, ...] = ("text", "aside", "topic")
    words = [t.text for t in reading.tokens if t.sort in sought and len(t.text) > 1]
    if not words or (reading.asked.hints and not reading.has("topic")):
        return None
    who = "、".join(body.name for body in bodies)
    stems = [m[1] for m in _RATE.finditer(reading.text) if any(m[1] in word for word in words)]
    terms = tuple(stem + end for stem in stems for end in "率度") or _of_what(reading)
    unclear = refusals.unclear(words, reading.raw, who, False)
    if not bodies:
        return refuse(reading, in_words(unclear), reading.query())
    return refuse(reading, unclear, reading.query(), terms)


_RATE = re.compile("([\u4e00-\u9fff]{2})[率度]")  # 满意率 is as good as 满意度


def _of_what(reading: Reading) -> tuple[str, ...]:
    """听证 of 听证会来了多少村民代表: what the people are counted at stands beside the figure."""
    ends = {t.end for t in reading.all("applicant")}
    return tuple(t.text for t in reading.tokens if t.is_own_word and t.start not in ends)


def _event(reading: Reading, token: Token) -> Plan | None:
    """渔民进海塘参观是哪年几月: when something was done, as the text may say; no monthly figure."""
    counted = [m for m in reading.asked.all if not m.lone]
    other = reading.has("howmany", "most", "top", "function", "trend", "compare")
    sought = reading.query().replace(token.text, " ").strip(" 是在于")
    if counted or reading.asked.hints or other or not sought or reading.english:
        return None
    every = reading.over_years()
    if reading.places.bodies or " " in sought:
        return build(every, "narrative", query=sought)
    return build(every, "mention", terms=(sought,))


_WHEN = re.compile("几月份?|哪个?月份?|哪一?个月|几月几[号日]")


def too_fine(reading: Reading) -> Plan | None:
    """Months, villages, durations: finer than the reports' numbers."""
    token = reading.first("grain")
    worded = reading.has("how", "why", "topic", "what")
    text = reading.has_own_words()
    if token is not None and text and _WHEN.fullmatch(token.text):
        event = _event(reading, token)
        if event is not None:
            return event
    worded = worded or (text and bool(reading.places.bodies) and not reading.asked.all)
    in_charge = "village" in reading.codes("grain") and _IN_CHARGE.search(reading.text)
    if token is None or (worded and not in_charge) or not _asks_number(reading):
        return None
    about = token.codes[0]
    refusal = refusals.too_fine(about, reading.english)
    of_thing = text and not reading.places.bodies and not reading.has("type", "unit")
    if about == "time" and of_thing and not _ANSWERED.search(reading.text):
        return refuse(reading, in_words(refusal), reading.query())  # 征求意见征求了多少天
    if about == "time":
        return refuse(reading, refusal, f"{_sought(reading)} {_TIMED}".strip(), _DURATIONS)
    if about == "channel":
        words = next(words for words in CHANNELS if token.text in words)
        return refuse(reading, refusal, f"申请 {token.text}", words)
    if in_charge:  # 管多少个村
        return refuse(reading, refusal, " ".join(_CHARGE), (token.text.replace("行政村", "村"),))
    sought = "" if about == "month" else _sought(reading, "grain")
    if about == "village" and not sought and reading.places.bodies:  # 能覆盖多少村
        return refuse(reading, refusal, "个村", ("个村", "个行政村", "个社区"))
    return refuse(reading, refusal, sought)


def _sought(reading: Reading, *sorts: Sort) -> str:
    """Words of the question that no vocabulary holds, and those of `sorts`."""
    kept = ("text", *sorts)
    return " ".join(t.text for t in reading.tokens if t.sort in kept and len(t.text) > 1)


def _counted_things(reading: Reading) -> list[str]:
    """大喇叭播了几次, 明白纸印了多少: things that only texts count, of whichever body."""
    counted = reading.has("howmany") and "body" not in reading.codes("howmany")
    other = reading.places.bodies or reading.before or reading.english
    if other or not counted or reading.has("most", "top", "share", "change", "trend", "bound"):
        return []
    things = [t for t in reading.all("topic") if "named" in t.codes]
    own = [t for t in reading.all("text") if len(t.text) > 1]
    return [t.text for t in reading.tokens if t in (*things, *own)] if things else []


_ANSWERED = re.compile("答复|回复|办[结完好理]|申请")  # 几天给的答复: of requests


def _asks_number(reading: Reading) -> bool:
    timed = "time" in reading.codes("grain") and _ANSWERED.search(reading.text)
    named = reading.asked.all or reading.asked.hints or reading.given
    return reading.is_numeric or bool(named or (timed and reading.places.bodies))


def wording(reading: Reading) -> Plan | None:
    """写得最具体的是哪几家, 评价一下: how well something is written, or fits, is not judged."""
    if "text" not in reading.codes("judgement"):
        return None
    return refuse(reading, refusals.of_wording(reading.english))


def mistrust(reading: Reading) -> Plan | None:
    """是不是都报喜不报忧: whether reports are honest."""
    if reading.english or not is_mistrust(reading.tokens):
        return None
    return refuse(reading, refusals.of_trust())


_MOST_PROBLEMS = re.compile(
    "(?:问题|毛病|不足|短板|缺点|漏洞|差错|困难)(?:是|属|要数|数)?(?:最多|最大|最严重|最突出|更多|更大|更严重|最少)(?!的?(?:问题|是什么|是啥|有哪些|方面))"
    "|最多(?:的)?(?:问题|毛病)$"
)


def most_problems(reading: Reading) -> Plan | None:
    """哪家问题最多: what a report writes of itself is no measure of it."""
    figures = reading.asked.all or reading.asked.hints or reading.given
    asks = reading.has("which", "compare") and "problems" in reading.codes("topic")
    if figures or reading.has("quality") or not asks or reading.english:
        return None
    if len(reading.places.bodies) == 1 or _MOST_PROBLEMS.search(reading.text) is None:
        return None
    return refuse(reading, refusals.of_most_problems(False))


def judgement(reading: Reading) -> Plan | None:
    """最好, 最透明: no figure of the reports says so."""
    if _VIEW.search(reading.text) and not (reading.asked.all or reading.has("judgement")):
        reason = "这里只回答年报里有什么，不发表看法。"
        return refuse(reading, refusals.refusal("out_of_scope", reason))
    graded = _GRADED.search(reading.text) is not None and not reading.places.bodies
    if reading.has("most", "top", "how", "why", "topic"):
        return None
    if not (graded or reading.has("judgement")):
        return None
    if reading.places.bodies and reading.has_own_words():
        return None  # 菜农打分的满意率: what the text speaks of
    figure = reading.has("howmany", "share") and reading.has_own_words()
    if figure and not reading.has("which", "type", "unit") and not reading.english:
        unclear = refusals.no_measure(reading.raw, False)  # 菜农打分那个满意率多少
        return refuse(reading, in_words(unclear), reading.query())
    questions = ("办结率最高的是哪个单位？", "主动公开信息最多的是哪个单位？")
    if reading.has("report"):  # 哪份报告质量最差
        questions = ("哪些报告填报有错误？", questions[1])
    token = reading.first("judgement")
    if token is not None and reading.asked.all:  # 处罚最狠: the most, or the fewest?
        before, after = reading.raw[: token.start], reading.raw[token.end :]
        questions = (f"{before}最多{after}", f"{before}最少{after}")
    about = reading.query() if token is not None and not reading.asked.all else ""
    own = any(t.text in about for t in reading.all("text", "topic", "aside"))
    own = own and about != "质量"
    if own and len(about) > 1 and " " not in about and not reading.english:  # 征地的信息谁公开得细
        questions = (f"哪些报告提到“{about}”？", *questions[1:])
    choices = [Choice(label=question, question=question) for question in questions]
    if graded or _OPINION.search(reading.text):
        reason = "年报没有好坏的评分，这里也不作评价；可以按某一项数字排序。"
        return refuse(reading, refusals.refusal("out_of_scope", reason, choices))
    reason = "年报没有好坏的评分；可以按某一项数字排序，请指明指标。"
    return refuse(reading, refusals.refusal("needs_clarification", reason, choices))


def _in_words(reading: Reading) -> bool:
    """被转了多少次: a number that no table has, of something that the text may speak of."""
    return reading.has("howmany") and any(
        t.sort == "topic" or (t.is_own_word and not t.text.isascii()) for t in reading.tokens
    )


def _bodies_counted(reading: Reading) -> Plan | None:
    """搞过满意度测评的乡镇街道有几个: how many say so."""
    counted = "body" in reading.codes("howmany") or counts_kinds(reading)
    houses = any(t.text.endswith("家") for t in reading.all("howmany"))  # 有几家
    kinds = (reading.has("type", "unit") or houses) and counted
    query = reading.query()
    if not kinds or reading.places.bodies or wanted(query).is_aspect_alone:
        return None
    words = split_words(query.split() if reading.has("and", "or") else [query])
    return mention_rule(reading, Said(words, False, False, frozenset()))


def _of_before(reading: Reading) -> str:
    """What a question that names nothing is about: the report as a whole, or, where it leans on
    another, what that one looked for."""
    whole = "总体情况" if reading.before is None or reading.has("about") else ""
    return whole if reading.before is None else thing_of(reading.before) or whole


def unsettled(reading: Reading) -> Plan:
    """Nothing fits: a figure without its measure, a body without a question, or no sense at all."""
    placed = reading.places.bodies or (len(reading.places.regions) == 1 and reading.has("topic"))
    if placed and _in_words(reading):
        return build(reading, "narrative", query=reading.query())
    counted = _bodies_counted(reading)
    if counted is not None:
        return counted
    if _PEOPLE.search(reading.text):
        refusal = refusals.outside("society", reading.english)  # 有多少人
        return refuse(reading, in_words(refusal), reading.query())
    if reading.is_numeric or reading.has("whether", "trend", "change", "none", "bound"):
        if (things := _counted_things(reading)) and not reading.has(*_FIGURE_WORDS):
            return build(reading, "narrative", query=" ".join(things))
        placed = reading.places.named or reading.years.named or reading.has(*_FIGURE_WORDS)
        if placed or not reading.has("text"):
            refusal = refusals.no_measure(reading.raw, reading.english)
            if reading.has_own_words() and not reading.places.bodies:
                refusal = in_words(refusal)
            return refuse(reading, refusal, _sought(reading))
    if reading.places.bodies or (reading.has("domain", "about") and reading.places.named):
        query = reading.query() or _of_before(reading)
        if not query:
            return refuse(reading, refusals.no_measure(reading.raw, reading.english))
        return build(reading, "narrative", query=query, section=section_of(reading))
    if reading.has("domain") and reading.query():
        return build(reading, "narrative", query=reading.query())
    refusal = refusals.not_understood(reading.held, reading.english)
    words = reading.query() if reading.has_own_words() else ""
    return refuse(reading, in_words(refusal), "" if words.isascii() else words)
