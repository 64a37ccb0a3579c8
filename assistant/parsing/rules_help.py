"""Rule for questions about nianbao itself: 你能查什么, 怎么用, 你好."""

from __future__ import annotations

import re

from assistant.parsing.build import build, refuse
from assistant.parsing.reading import Reading
from assistant.parsing.refusals import refusal
from assistant.plan import Plan

_YOU = "(?:请问|那|你|您|你们|这里|这儿|这个|这|本|我|系统|助手|工具|机器人|网站|页面)*"
_CAN = "(?:都|还|又|可以|能够|能|会|该|应该|支持|到底|具体|主要|帮我|在)*"
_DO = "(?:查询|查到|查|问|做|干|答|回答|解答|提供|告诉我|帮忙|干点|做点|问点|查点)+"
_WHAT = "(?:些|到|得到)?(?:什么|啥|哪些|哪几类|哪几种|哪方面|哪些方面)"
_THING = "(?:的|方面|类|种|样)*(?:指标|数据|数字|内容|问题|东西|事情?|功能)?"
_END = "(?:呢|呀|啊|吗|嘛|的|用)?"
_GREETING = "(?:你好|您好|嗨|哈喽|在吗|早上好|下午好|晚上好|hi|hello)"
_ASKS = (
    f"{_YOU}{_CAN}{_DO}{_WHAT}{_THING}{_END}",
    f"{_YOU}(?:都|到底)?(?:有|支持|包含|包括)(?:哪些|什么|啥)(?:可查的|能查的|可以查的)?(?:指标|数据项|功能|用处|用){_END}",
    "(?:这些|政府信息公开)?(?:年报|年度报告|报告)(?:里|中|里面)?(?:一般|都|会)*(?:有|包含|包括|写)"
    f"(?:了|些)?(?:哪些|什么|啥){_THING}{_END}",
    f"{_YOU}(?:该|要)?(?:怎么|如何|咋)(?:使用|用|提问|问|查询|查)(?:你|您|它)?{_END}",
    f"{_YOU}是(?:谁|什么|啥|干什么|干啥|干嘛|做什么|做啥)(?:用|使)?(?:的)?{_END}",
    f"{_YOU}(?:东西|玩意儿?|程序|软件)?(?:都|到底|究竟)?(?:有|能有|是)?(?:什么|啥)(?:用处?|作用|功能|用途){_END}",
    f"{_YOU}(?:东西|玩意儿?|程序|软件)?(?:都|到底|究竟)?是?(?:用来|拿来|来)?(?:干|做|弄)(?:什么|啥|嘛)(?:用|使)?的?{_END}",
    f"{_GREETING}{_END}",
    "(?:使用)?(?:帮助|说明|指南|教程)|使用方法|用法|help",
    "what (?:can|do|could) (?:you|i) (?:do|ask|answer|know)(?: you| here| about)?",
    "who are you|what are you|how does (?:this|it) work",
    "how (?:do i|can i|to) (?:use|ask)(?: you| this| it)?",
)
_HELP = re.compile(f"(?:{_GREETING} ?)?(?:{'|'.join(_ASKS)})")
_MARKS = re.compile(r"[，,。.！!？?、~\s]+")


def help_(reading: Reading) -> Plan | None:
    """What can be asked here, where nothing else is asked."""
    said = _MARKS.sub(" " if reading.english else "", reading.text).strip()
    if not _HELP.fullmatch(said):
        return None
    return build(reading, "corpus", aspect="help")


_THANKS = re.compile(
    "(?:好的?|行|嗯+|哦+|噢|ok|okay|可以|明白|知道|清楚|了解|懂|收到|没事|没有了?|不用|就这些|先这样)*了?[吧啊哈呀的]*"
    "(?:(?:非常|太|十分|多|真是)?(?:谢谢|感谢|谢|多谢|辛苦|麻烦)了?(?:你|您)?[啦了哈啊呀哦]*)*"
    "|(?:ok(?:ay)? |all right )?(?:thanks?|thank you)(?: very much| a lot)?"
)
_WELCOME = ("不客气，可以接着问年报里的数字和内容。", "You are welcome; ask on if you like.")


def thanks(reading: Reading) -> Plan | None:
    """好的谢谢: nothing is asked, and that is no fault."""
    said = _MARKS.sub(" " if reading.english else "", reading.text).strip()
    if not said or not _THANKS.fullmatch(said):
        return None
    return refuse(reading, refusal("out_of_scope", _WELCOME[reading.english]))
