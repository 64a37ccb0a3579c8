"""Which field a figure of a clause counts, and which fields a clause denies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.claims.fields import Field
from index.claims.line import Figure
from index.claims.mentions import Mention
from index.claims.tokens import Clause

_REACH_BACK = 6  # how far after its figure a thing may be named: 2件依法予以公开
_DENIAL_REACH = 24

_AND = re.compile(r"(?:案件|情况)?(?:[、和与及或]|以及)(?:被|[省市县区镇])*")
_SEVERAL = re.compile(r"[、和及与等多各]")
_DENIAL = re.compile(
    r"(?=[不没零无尚从未])(?<![如若凡对])(?<!逾期)(?:不存在|没有|没|零(?=申请|投诉|复议|诉讼|收费|依申请)"
    r"|无(?!法|正当|线|障碍|论|偿|误|关|缝|异议|效|需)"
    r"|[尚从]?未(?!来|经|成年|尽|能|及时|按|完|办|审|公开|予|达|满|配|同步|必))"
    r"(?:收到|接到|接收|收取|受理|发生|引发|产生|发出|出现|承办|制定|制发|存在|有(?!效)|被)*"
)
_SPOILT = re.compile(r"逾期|超期|超时|按时|及时|差错|延期|拒绝|错误|违规|泄密|积压|不足|不够")
_THEREBY = re.compile(r"引[起发]|导致|而|被|提起|产生|发生|的")
_NONE_WITHIN = re.compile(r"(?:无|没有|未有?)(?=结转|转结|转入)")  # 上年无结转
_NONE_AFTER = re.compile(
    r"[^#,]{0,6}?[:为是均]?(?:无|零|没有|零报告|零申请|零收取"
    r"|(?:@|我[镇乡街道局]+|本[镇乡街道局]+|全年|本年度?|均)*(?:没有?|尚?未|无)(?:收取|收缴|产生|发生|收到|接到)过?)"
)


def bind(clause: Clause, mentions: Sequence[Mention]) -> dict[int, tuple[Mention, ...]]:
    """For each figure position the mentions it counts, by the words of its own clause only.

    A figure named on its left (行政复议0件) is bound there, else to what follows it (2次会议).
    Several coordinated names share a zero, or take their figures in turn after 分别.
    """
    bound: dict[int, tuple[Mention, ...]] = {}
    for position, figure in clause.figures.items():
        if position not in bound:
            bound |= _bind_one(clause, mentions, position, figure)
    return bound


def denied(clause: Clause, mentions: Sequence[Mention]) -> Iterator[tuple[Mention, int, int]]:
    """The mentions the clause says there are none of, each with the span of the denying words."""
    for match in _DENIAL.finditer(clause.text):
        for mention in _denied_chain(clause.text, *match.span(), mentions):
            yield mention, *match.span()
    for mention in mentions:
        if _NONE_WITHIN.search(clause.text, mention.start, mention.end):
            yield mention, mention.start, mention.end
    if mentions and (after := _NONE_AFTER.fullmatch(clause.text, mentions[-1].end)):
        for mention in _chain(clause.text, mentions):
            yield mention, *after.span()


def fits(field: Field, figure: Figure) -> bool:
    """Whether the field is counted in the figure's unit; a figure without one fits any field."""
    return figure.unit is None or figure.unit in field.units


def _bind_one(
    clause: Clause, mentions: Sequence[Mention], position: int, figure: Figure
) -> dict[int, tuple[Mention, ...]]:
    text = clause.text
    for mention in mentions:
        if mention.start <= position < mention.end:
            return {position: (mention,)}
    upto = (
        position - 1 if figure.unit == "元" and text[position - 1 : position] == "#" else position
    )
    left = [m for m in mentions if m.end <= upto and "#" not in text[m.end : upto]]
    right = _named_after(text, mentions, position, figure)
    if not left:
        return {position: (right,)} if right else {}
    nearest = left[-1]
    gap = text[nearest.end : upto]  # 处理费1件60元: the sum beside the number of cases
    if right and (nearest.bare or not nearest.fields or "、" in gap):
        return {position: (right,)}
    each = text.rfind("分别", 0, position)
    sharing = [m for m in left if m.end <= each]
    if sharing and len(chain := _chain(text, sharing)) > 1:
        return _in_turn(clause, chain, position)
    found = _named_before(text, left, gap, figure)
    return {position: found} if found else {position: (right,)} if right else {}


def _named_after(
    text: str, mentions: Sequence[Mention], position: int, figure: Figure
) -> Mention | None:
    following = next((m for m in mentions if m.start > position), None)
    if following is None or following.start - position > _REACH_BACK:
        return None
    if "#" in text[position + 1 : following.start] or "、" in text[position + 1 : following.start]:
        return None
    if text[following.end : following.end + 1] == "#":
        return None  # it has a figure of its own
    return following if any(fits(field, figure) for field in following.fields) else None


def _named_before(
    text: str, left: Sequence[Mention], gap: str, figure: Figure
) -> tuple[Mention, ...]:
    nearest = left[-1]
    if not all(re.fullmatch(f"(?:{field.gap})", gap) for field in nearest.fields):
        return ()
    if any(field.code == "proactive_total" for field in nearest.fields):
        return _published(text, left, figure)
    chain = _chain(text, left)
    several = len(chain) > 1 or len(nearest.fields) > 1
    if gap.endswith("各") != several and (figure.value or not several):
        return ()  # a sum of several things, or 各2次 of things of which only one is a field
    return tuple(m for m in chain if any(fits(field, figure) for field in m.fields))


def _published(text: str, left: Sequence[Mention], figure: Figure) -> tuple[Mention, ...]:
    """发布信息N条 is a channel's number after one channel, the total after several or none."""
    nearest = left[-1]
    places = [m for m in left[:-1] if not m.fields or m.fields[0].channel]
    channels = [m for m in places if m.fields]
    if channels and not _SEVERAL.search(text[channels[0].end : nearest.start]):
        nearest = channels[-1]
    elif places and "主动" not in text[nearest.start : nearest.end]:
        on_website = any(m.fields[0].code == "website" for m in channels)
        nearest = nearest if on_website else Mention(nearest.start, nearest.end, ())
    return (nearest,) if any(fits(field, figure) for field in nearest.fields) else ()


def _chain(text: str, left: Sequence[Mention]) -> list[Mention]:
    """The last mention and those coordinated with it: 投诉、复议、诉讼."""
    chain = [left[-1]]
    for previous, following in reversed(list(pairwise(left))):
        if not _AND.fullmatch(text, previous.end, following.start):
            break
        chain.insert(0, previous)
    return chain


def _in_turn(
    clause: Clause, chain: Sequence[Mention], position: int
) -> dict[int, tuple[Mention, ...]]:
    figures = [place for place in clause.figures if place >= position]
    if len(figures) < len(chain):
        return {}
    return {
        place: (mention,)
        for place, mention in zip(figures, chain, strict=False)
        if any(fits(field, clause.figures[place]) for field in mention.fields)
    }


def _denied_chain(text: str, start: int, end: int, mentions: Sequence[Mention]) -> list[Mention]:
    """What the denial at `start`..`end` is of: in 未发生因申请引发的复议 the 复议, not the 申请."""
    chains: list[list[Mention]] = []
    for mention in (m for m in mentions if m.start > start and m.end > end):
        if chains and _AND.fullmatch(text, chains[-1][-1].end, mention.start):
            chains[-1].append(mention)
        else:
            chains.append([mention])
    if not chains or chains[0][0].start - end > _DENIAL_REACH:
        return []
    head = chains[0]
    for chain in chains[1:]:
        between = text[head[-1].end : chain[0].end]
        if "#" in between or not _THEREBY.search(between):
            break
        head = chain
    around = text[end : head[0].start] + text[head[-1].end : head[-1].end + 8]
    if "#" in text[end : head[-1].end] or _SPOILT.search(around):
        return []
    return head
