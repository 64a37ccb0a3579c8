"""Rules for what a report says its body lacks: 没有网站, 没有专职人员. Silence is no denial."""

from __future__ import annotations

import re

from assistant.parsing.build import build
from assistant.parsing.mentions import Said
from assistant.parsing.reading import Reading
from assistant.plan import Plan, Topic

_MEDIA = ("新媒体", "账号")  # who has none of these has none of their kinds
_NOUNS = {
    "网站": ("网站", "站点", "网页", "门户网"),
    "新媒体": _MEDIA,
    "公众号": ("公众号", "微信", *_MEDIA),
    "微博": ("微博", *_MEDIA),
    "视频号": ("视频号", "短视频", *_MEDIA),
    "抖音": ("抖音", "短视频", *_MEDIA),
    "快手": ("快手", "短视频", *_MEDIA),
    "专职": ("专职",),
}
_BEFORE = (
    *("没有", "没开", "没建", "没设", "未开", "未建", "未设", "未单独", "尚未", "暂未", "暂无"),
    *("不设", "无独立", "无专门", "无自", "没配", "未配", "缺少", "缺乏"),
)
_BEHIND = (
    *("没有开", "没有建", "没有设", "未开", "未建", "未设", "尚未", "暂未", "暂无", "已关停"),
    "已注销",
)
_NEAR = "‥"
_HAVING = (
    "(?:有|过|开设?|开通|建立?|建设|设立?|配备?|办|搞|弄|用|使用|注册|(?:自己|自家|自建|独立|专门|单独)的?"
    "|任何|的)*"
)
_KINDS = "(?:政府|门户|政务|微信|官方|独立)*"
_NAMES = "(网站|官网|站点|新媒体|公众号|微博|视频号|抖音号?|快手号?|专职)"
_DENIED = re.compile(
    f"(?<!有)[没无未不]{_HAVING}{_KINDS}{_NAMES}|{_NAMES}(?:账号)?(?:也|都|还|均|是|一个|从来|根本)*(?:没有?|未)"
    "(?:开通?|开设|建立?|设立?|办|搞|弄|有)*(?=$|[的,，、。？?吗呢]|单位|乡|镇|街道)"
)
_POSTED = re.compile("[几多]少?[条篇次期]|发布|推送|更新|发过|发了")


def lacking(reading: Reading, said: Said | None) -> Plan | None:
    """哪些单位没有网站: those whose text denies it, each with its sentence."""
    named = [m[1] or m[2] for m in _DENIED.finditer(reading.text)]
    other = reading.has("howmany", "bound", "number", "most", "top", "how", "why", "what")
    asks = reading.has("which", "unit", "type") and not reading.places.bodies
    if not named or other or not asks or _POSTED.search(reading.text):
        return None
    if reading.asked.all and len(reading.asked.all) > len(named):
        return None  # 没有网站、收到过申请的单位
    if said is not None and (said.negated or not all(_DENIED.search(w) for w in said.words)):
        return None
    topics = tuple(dict.fromkeys(_denial(name) for name in named))
    note = "只列正文写明没有的；没有写到的报告不等于没有"
    return build(reading, "mention", others=topics, together="any", notes=(note,))


def _denial(name: str) -> Topic:
    """What denies it: 没有 before its noun or one that takes it in, or behind it."""
    kind = next((kind for kind in _NOUNS if kind in name), "网站")
    before = (f"{word}{_NEAR}{noun}" for noun in _NOUNS[kind] for word in _BEFORE)
    behind = (f"{noun}{_NEAR}{word}" for noun in _NOUNS[kind] for word in _BEHIND)
    alone = (f"无{noun}" for noun in _NOUNS[kind])
    return Topic(terms=(f"没有{name}", *alone, *before, *behind))
