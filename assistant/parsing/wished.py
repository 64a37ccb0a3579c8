"""Parts of a question that say how the answer is wished and name nothing to look for: 一家说一两句
就行, 摘几句原话; 谁有谁没有 behind what all are asked for wishes both sides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.parsing.tokens import Token

_SOME = "(?:一两|两三|三两|三五|一二|几|[一二两三1-3])"
_PLEASE = "(?:请|麻烦|帮我|给我|帮忙|顺便|再|并|也|最好|都|能|就|只要?)*"
_ENOUGH = "(?:出来|给我|看看|即可|就行了?|就好了?|就可以了?|就够了?|作证|为证|佐证|吧|呗|了)*"
WISHED = re.compile(
    f"{_PLEASE}(?:(?:每一?|各|一|分别)[家个份镇乡条]?|各自|分别)(?:各|都|只|就|分别)*(?:用|说|写|讲|列|来|给|摘|抄)?(?:上|个)?"
    f"{_SOME}(?:[句行条点]|段)(?:话|原文|原话)?(?:说|写|讲|概括|总结|归纳|带过|说明|说清楚?)*(?:一下)?{_ENOUGH}"
    f"|{_PLEASE}(?:摘录?|摘抄|引用?|抄|贴|附|给|来|列|举|带|放|摆|给出)(?:出|上|个|一下|给我|我)*"
    f"{_SOME}?(?:[句段条]|点)?(?:相关|有关|典型|报告|里面?|中|的)*(?:原话|原文|原句){_ENOUGH}"
)
"""A whole clause of this kind asks nothing."""

_VERB = "(?:提到|写到|提及|说到|写|提|说|讲|建|设|开|办|搞|做|报|填|公开|公布)"
_NOT = f"(?:没有?|未){_VERB}?[到了过出上]?"
_WHO = "(?:谁|哪[几些]?[个家份]?(?:单位|乡镇|镇|乡|街道|地方|报告)?)"
_BEGUN = f"{_VERB}?[了过]?(?:没有?|吗|么)?[,，?？、 ]*"
_OF_ALL = re.compile(
    f"{_BEGUN}{_WHO}(?:都|又)?有[,，、;；和 ]*(?:而|又|那)?{_WHO}(?:又|就|是|还)?(?:没有?|未有)"
    f"|(?<=[,，?？;；。 ])(?:那|还|剩下|其中|又)*{_NOT}的(?:又|都|还|分别|各|具体)*(?:是|有)?{_WHO}"
    f"|(?<=[,，?？;；。 ])(?:那|其中|又)*{_WHO}(?:又|还|就|是)?{_NOT}的?(?=$|[?？。呢])"
)
_EACH = re.compile("[各每都均全]|哪[几些]|谁|[吗么]|没有?[,，?？ ]")


def both_sides(text: str) -> re.Match[str] | None:
    """Where a question asks who does and who does not (谁有谁没有); None where it does not."""
    match = _OF_ALL.search(text)
    return match if match and _EACH.search(text[: match.start()] or text) else None


def without_wishes(tokens: Sequence[Token], text: str) -> tuple[Token, ...]:
    """The tokens, those that ask for both sides as light words."""
    match = both_sides(text)
    if match is None or not match.start():
        return tuple(tokens)
    inside = [t for t in tokens if match.start() <= t.start and t.end <= match.end()]
    if not inside or len(inside) == len(tokens):
        return tuple(tokens)
    gone = {t.start for t in inside if t.sort != "mark"}
    return tuple(replace(t, sort="stop", codes=()) if t.start in gone else t for t in tokens)
