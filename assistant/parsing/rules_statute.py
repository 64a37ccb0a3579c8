"""What the regulation says, asked in plain words: 几天必须答复, 可以不理吗, 年报要写什么.

The texts are those of assistant/definitions.py. A question of what a body did is none of these.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.parsing.build import build
from assistant.parsing.parts import joined
from assistant.parsing.reading import Reading
from assistant.parsing.scope import Places
from assistant.plan import Plan

_MAY = "(?:可以|可不可以|能不能|能|可|允许|有权|应当|应该|该|得|必须|会)"
_BACK = (
    "(?:不理会?|不管|不搭理|不答复|不回复?|不回答|不受理|不办|不给办|不处理|不予处理"
    "|拒绝|拒收|拒不|置之不理|拉黑|退回)"
)
_AGAIN = (
    "(?:反复|重复|一再|再三|三番五次|老是?|总是?|天天|多次|屡次|频繁|大量|没完没了"
    "|一直|不停地?|几十次)"
)
_APPLIES = "(?:来|去|地|向|跟|找|又)*[^,，。;；?？]{0,6}(?:申请|来要|来问|索要|要信息|提交)"
_ASKS_RULE = (
    f"(?:{_MAY}[^,，。;；?？]{{0,4}}{_BACK}|{_BACK}[^,，。;；?？]{{0,6}}(?:吗|么|行不行|行吗|可以|合规)"
    "|(?:怎么办|咋办|怎么处理(?![的了过])|如何处理(?![的了过])|怎么应对|咋整|要(?:不要)?收费|有(?:什么|没有)规定))"
)
_REPEATED = re.compile(f"{_AGAIN}{_APPLIES}.{{0,16}}{_ASKS_RULE}")
_THINGS = "(?:东西|信息|内容|情况|材料|文件|事情?|资料|数据)"
_NOT_OPEN = (
    "(?:不公开|不用公开|不必公开|不予公开|不对外公开|不向外公开|不让公开|不公布"
    "|不给公开|不给看|不给查|拒绝公开|保密)"
)
_WITHHELD = re.compile(
    f"(?:什么|哪些|哪类|哪几类|啥)样?的?(?:政府)?{_THINGS}?(?:是|都|就)*{_MAY}{{1,2}}(?:依法|合法)?{_NOT_OPEN}"
    f"|{_MAY}(?:依法|合法)?{_NOT_OPEN}的?(?:政府)?{_THINGS}?(?:都|具体|一般)*(?:有|是|包括)(?:什么|哪|啥)"
    f"|(?:什么|哪些|哪类|啥)样?的?(?:政府)?{_THINGS}?(?:是|都)*(?:不能|不得|不可以|不准|不应当?|不该)(?:对外)?(?:公开|公布)"
    f"|(?:什么|哪些|哪几?种|啥)(?:样的?)?(?:情况|情形|条件)下?{_MAY}{{0,2}}(?:依法|合法)?{_NOT_OPEN}"
)
_HELD_TO = re.compile(
    "(?:算不算|是不是|属不属于|算不算得上|能不能算|是否属于|是否算|算|属于|是)(?:是)?政府信息(?!公开)"
    "|(?:什么|啥|哪些)(?:东西|材料|内容)?(?:才)?(?:是|叫|算|属于)政府信息(?!公开)"
    "|政府信息(?:是|指|是指|指的是|包括)(?:什么|啥|哪些)(?!信息公开)"
)
_CONTENTS = re.compile(
    "(?:年报|年度报告|报告).{0,6}(?:要|应当?|应该|得|必须|该|需要?|须|规定)(?:包括|包含|写|有|载明|列|含|填|公布|说明)(?:明|上|进)?(?:的)?(?:些)?"
    "(?:哪|什么|啥)(?:些|几)?(?:个|项|部分|方面|内容)?"
    "|(?:年报|年度报告|报告)(?:的)?(?:法定|规定|必备|必须)的?(?:内容|部分|项目)"
    "|(?:第五十条|第50条).{0,12}(?:规定|要求|说|写|内容|是)(?:了)?.{0,8}(?:什么|哪|啥|内容)"
    "|(?:什么|哪些|啥)(?:内容|部分|东西)?(?:是)?(?:年报|年度报告)(?:里)?(?:必须|应当|应该|要)(?:写|有|包括)"
)
_TO_APPLY = re.compile(
    "申请.{0,6}(?:要|得|需要?|必须|应当?|该|用)(?:先)?(?:填|交|提供|提交|准备|带|写|出示|附)(?:写|上)?(?:一?(?:份|张|个))?(?:些)?(?:什么|哪|啥|几)"
    "|(?:填|用)(?:写)?(?:什么|哪一?张|哪种|啥)(?:样的?)?(?:申请)?表(?:格)?"
    "|申请.{0,6}(?:可以|能|能不能|可不可以|可否)(?:用|打|靠)?(?:口头|电话|邮件|微信|网上|信件|寄信|传真)(?:上|来|地)?(?:提|提出|申请|办)?(?:吗|么|不|行|$|[?？])"
    "|(?:可以|能|能不能|可不可以|可否)(?:口头|电话|通过?邮件|用微信|在?网上|写信)(?:来|提出?|去)?申请(?:吗|么|不|公开|信息|$|[?？])"
)
_WITHIN = re.compile(
    "(?:几|多少)(?:个)?(?:工作)?[天日](?:之?内)?(?:就|内)?(?:必须|得|应当?|应该|要|该|须)(?:要)?(?:给|有|做出|作出)?(?:个)?(?:答复|回复|结果|回音|办完|办结|回话|回信)"
    "|(?:必须|得|应当?|应该|要|该|须)(?:在)?(?:几|多少)(?:个)?(?:工作)?[天日](?:之?内)(?:给|有|做出|作出)?(?:个)?(?:答复|回复|结果|办完|办结)"
)
_DUE = re.compile(
    "(?:年报|年度报告|报告).{0,8}(?:最晚|最迟|应当?|应该|必须|得|要|该|规定)[^,，。;；?？]{0,6}(?:什么时候|何时|几月|哪天|几号|啥时候|多会儿)"
    "|(?:什么时候|何时|几月(?:几[号日])?|哪天|啥时候)(?:之?前)?(?:必须|应当?|应该|得|要|该)(?:把|将)?.{0,4}(?:交|公布|发布|公开|上报|报送)(?:年报|年度报告|报告)"
)
_TERMS = (
    ("重复申请、无正当理由大量反复申请", _REPEATED),
    ("年报的内容", _CONTENTS),
    ("政府信息的范围", _HELD_TO),
    ("可以不公开的信息", _WITHHELD),
    ("答复期限", _WITHIN),
    ("申请的方式", _TO_APPLY),
    ("政府信息公开工作年度报告", _DUE),
)
_WROTE = re.compile(
    "(?:有没有|有无|是否|有|哪)[^,，。;；?？]{0,8}(?:镇|乡|街道|单位|家|报告)[^,，。;；?？]{0,6}(?:写|提|说|讲)"
)
_FORM_OF_REQUEST = ("申请表",)


def statute(reading: Reading) -> Plan | None:
    """What the regulation says of it, where no body, no year and no figure is asked about."""
    text = reading.text
    if reading.english or reading.places.bodies or reading.places.regions or reading.years.years:
        return None
    if reading.has("most", "top", "share", "each", "function", "trend", "compare", "bound"):
        return None
    term = next((term for term, asked in _TERMS if asked.search(text)), None)
    if term is None:
        return None
    told = build(replace(reading, places=Places(), notes=()), "definition", term=term)
    if term == "申请的方式" and _WROTE.search(text):
        found = build(reading, "mention", terms=_FORM_OF_REQUEST)
        return joined([told, found])
    return None if _of_what_was_done(reading) else told


def _of_what_was_done(reading: Reading) -> bool:
    """哪几个镇反复申请不予处理: of the bodies, whose figures are asked for."""
    reports = any(t.text != "材料" for t in reading.all("report"))
    which = reading.has("which") and (reports or reading.has("type", "unit"))
    return which or "body" in reading.codes("howmany") or "report" in reading.codes("howmany")
