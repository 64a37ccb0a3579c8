"""Rule for how often a body does a thing: 名单隔多久更新一回."""

from __future__ import annotations

import re

from assistant.parsing.build import build
from assistant.parsing.reading import Reading
from assistant.plan import Plan

_OFTEN = re.compile(
    "(?:隔|每|过)?(?:多久|多长时间|[几多]少?个?[天日月周小]时?|什么频次|啥频次)(?:会|要|就|才|能|来)?"
    "(?:更新|公布|公开|发布|换|开|播|报|查|清理|检查|核对|通报|印|推送|调整)?(?:名单|信息|数据)?(?:上)?一[次回遍期轮]"
    "|(?:更新|公布|公开|发布|播放|检查)(?:的)?(?:频率|频次|周期)"
)
_VERBS = ("更新", "公布", "公开", "发布", "播", "检查", "清理", "通报", "核对", "推送", "开")


def how_often(reading: Reading) -> Plan | None:
    """复工名单隔多久更新一回: what the text says of it, for no table and no corpus does."""
    found = _OFTEN.search(reading.text)
    own = [t for t in reading.all("text", "topic", "aside", "outside") if len(t.text) > 1]
    own = [t for t in own if found and not found.start() <= t.start < found.end()]
    if found is None or not own or not reading.places.named:
        return None
    verb = next((v for v in _VERBS if v in found[0]), "")
    if "查" in found[0]:  # 抽查, 督查: data/everyday_words.txt
        verb = "检查一次" if verb == "检查" else "查一回"
    query = " ".join([*reading.phrases(own), verb]).strip()
    return build(reading, "narrative", query=query)
