"""Words around a question that would be cut together with what it asks: who asked it (村民问征地…),
and a clause that only asks whether a report tells (…怎么办，有报告提到吗)."""

from __future__ import annotations

import re

_ASKERS = (
    "(?:村民|群众|居民|老百姓|百姓|乡亲|老乡|家长|渔民|牧民|菜农|茶农|果农|商户|街坊|邻居|业主"
    "|村里人|有人)"
)
_ASKED = re.compile(
    f"(?:^|(?<=[,，。;；]))(?:经常|老|总|常|前几天|昨天|最近)?有?{_ASKERS}们?"
    "(?:老是?|总是?|都|经常|常|天天|一直|最近|跑来|来)*"
    "(?:问(?!题|询|卷|政|答)|打听(?!到)|让我?问)(?:我们?|我|镇里|乡里|村里|一下)?(?:说|:|：)?"
    "(?=[^,，。;；得的了过最什啥多几到起及]{3,}[^,，。;；]*[,，。;；][^,，。;；]{2})"
)
"""Only before another clause: 村民问征地补偿的有几件 asks what they asked."""
_TELLS = "(?:提到?|写到?|说到?|讲到?|提及|给出|交代|说明|记载|介绍)"
_KEEPS = "(?:例子|实例|数据|数字|记载|说法|答案|线索)"
_REPORT = "(?:现有|手头|各地|各家)?的?(?:报告|年报)(?:里面?|上面?|中|当中)?"
_TOLD_OR_NOT = re.compile(
    f"[,，;；。?？ ]+(?:请问|不知道?)?(?:{_REPORT})?(?:都)?"
    f"(?:有没有|有|是否)(?:{_REPORT})?(?:明确|具体)?"
    f"(?:{_TELLS}(?:过|了)?|{_KEEPS})(?:的|吗|么|没有?|不|呢|嘛)*[?？。]*$"
)
_ASKS = re.compile(
    "怎[么样]|咋|如何|什么|啥|几(?!乎)|多少|多久|为何|谁|吗[?？]?$|(?:的(?:情况|问题|事情?|事儿))$"
)


_YEAR_END = re.compile("(截[至止]到?(?:20)?[0-9]{2}年)(的?12月(?:底|末|31[日号])[,，]?)")
"""截至2023年12月31日，…: the end of the year that a report is of."""
_LEAD = re.compile(
    "^(?P<lead>[^?？]{8,}[,，。;；!！])"
    "(?=(?:那|就|所以|现在|这边|您?能不能|可不可以)*(?:麻烦|请|帮|劳驾|想问|想请问|求)[^,，。;；]*$)"
)
_LEAD_ASKS = re.compile(
    "怎[么样]|咋|如何|什么|啥|多少|为何|谁|哪|吗|几[件条次份人起宗项名期场](?!都|已)|排|对比|比较"
)
_WHOLE = re.compile(
    r"(?!.*(?:我们|咱|[我本这那该]个?[镇乡县区局]))(?=.*(?:[镇乡局县区市]|街道|管委会|农场))"
    r"(?=.*(?:20\d\d|\d\d年|[去今前]年))"
)


def without_framing(text: str) -> str:
    """`text` with such words as blanks, so that every other word keeps its place."""
    lead = _LEAD.match(text)
    if lead is not None and _is_whole(text[lead.end() :]) and not _LEAD_ASKS.search(lead["lead"]):
        text = " " * lead.end() + text[lead.end() :]
    text = _YEAR_END.sub(lambda m: m[1] + " " * len(m[2]), _ASKED.sub(_blank, text))
    told = _TOLD_OR_NOT.search(text)
    asked = told is not None and _ASKS.search(text[: told.start()])
    return text[: told.start()] + " " * len(told[0]) if told and asked else text


def _is_whole(request: str) -> bool:
    """麻烦帮我看下柳浦镇2024年收到几件: what is asked, of whom and of which year stands in it."""
    return _WHOLE.match(request) is not None and _ASKS.search(request) is not None


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
