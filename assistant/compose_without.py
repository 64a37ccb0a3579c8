"""mention: quoted sentences that say of a channel that there is none yet: 短视频还是空白."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.compose_parts import SHOWN_ROWS, line_name
from assistant.draft import Draft
from assistant.evidence import Passage
from assistant.plan import Topic
from assistant.vocabulary import lexicon

_CHANNELS = ("website", "new_media", "wechat", "weibo", "short_video")
_OPEN = "(?:开通|开设|开办|建立|建设|新建|设立|注册|上线|(?<!公)开|(?<![共构])建)"
_OWN = "(?:自己|专门|单独|独立|本?[镇乡]里?|官方|政务)*的?"
_NOT_THERE = (  # @ is the channel
    f"(?:没有|尚无|暂无|还没有|并无){_OWN}@"
    "|(?:没有?|未能?|尚未|暂未|拟|打算|(?<!按)计划|准备|(?<!已)将|争取|力争|下一步)"
    f"[^，。；;]{{0,12}}{_OPEN}{_OWN}@"
    f"|下一步[^。；;]{{0,30}}{_OPEN}{_OWN}@"
    "|@(?:账号|平台|号)?(?:方面|这块)?(?:还|仍|尚|至今|目前|一直)*(?:是|为)?"
    f"(?:空白|(?:没有?|未){_OPEN}(?!展))"
)


def without_it(draft: Draft, topic: Topic, quotes: Sequence[Passage]) -> str:
    """Which of the sentences quoted say of a channel that there is none yet; "" where none does."""
    codes = {code for term in topic.terms[:1] for code in _codes_of(term)}
    if not codes & {f"claim:{name}" for name in _CHANNELS}:
        return ""
    form = unopened(topic.terms)
    said = {p.report.rid: p.report for p in quotes}
    has = {p.report.rid for p in quotes if not form.search(p.citation.quote)}
    names = [
        draft.text("name_year", name=line_name(draft, report), year=report.year)
        for rid, report in said.items()
        if rid not in has
    ]
    shown = draft.say.list(names[:SHOWN_ROWS])
    return draft.text("mention.without", count=len(names), names=shown) if names else ""


def unopened(terms: Sequence[str]) -> re.Pattern[str]:
    """What says that a thing of these names is not there, or only planned."""
    names = "|".join(re.escape(term) for term in terms)
    return re.compile(_NOT_THERE.replace("@", f"(?:{names})"))


def _codes_of(term: str) -> tuple[str, ...]:
    word = lexicon().words.get(term)
    return word.codes if word is not None else ()
