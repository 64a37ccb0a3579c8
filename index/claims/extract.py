"""Claims from the narrative sections of one report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.claims import context
from index.claims.mentions import topic_of
from index.claims.model import Claim
from index.claims.sentence import Sentence
from index.claims.tokens import passages
from index.text import fold

if TYPE_CHECKING:
    from index.report import Section

_CHANNELS = {"website", "new_media", "wechat", "weibo", "short_video"}
_ACCOUNT = re.compile("公众号")
_OTHER_MEDIA = re.compile("新媒体|微博|抖音|快手|视频号|客户端|头条")
_DISCLOSED = re.compile("公开(?:各类)?(?:政府|政务)?信息")
_STAFF_KINDS = {"专职": "staff_full", "兼职": "staff_part"}
_STAFF_KIND = re.compile("专兼职|专职|兼职")
_BOTH_KINDS = re.compile(r"专[(、/]?兼\)?职")
_STAFF_END = re.compile("[,，、；;。和及]")
_RUN_IN_HEADING = re.compile(r"[^#,未无没不]{2,16}(?:情况|方面|工作)")


def extract_claims(
    text: str, sections: Sequence[Section], year: int | None = None, whole_area: bool = False
) -> list[Claim]:
    """The numeric claims in the narrative sections of `text`, in reading order.

    `year` is the year reported on: a printed other year then makes a claim "prior" (or, if later,
    a plan, which is dropped). Several figures for one field are all kept; which of them holds is
    not decided here. `whole_area`: the report speaks for a whole area, whose counts are its own.
    """
    claims: list[Claim] = []
    for section in sections:
        if section.kind == "narrative" and not context.is_plan_heading(section.heading):
            claims += _section_claims(text, section, year)
    claims += _wechat_by_its_account(claims)
    claims += _total_of_one_channel(claims)
    claims = _staff_by_kind(claims)
    if whole_area:
        claims = [_own_count(claim) for claim in claims]
    return sorted(claims, key=lambda claim: (claim.number_start, claim.start))


def _wechat_by_its_account(claims: Sequence[Claim]) -> list[Claim]:
    """公众号 is WeChat's word: a count of 公众号 alone is one of new media and of WeChat."""
    known = {claim.number_start for claim in claims if claim.field == "wechat"}
    return [
        replace(claim, field="wechat")
        for claim in claims
        if claim.field == "new_media"
        and claim.number_start not in known
        and _ACCOUNT.search(words := fold(claim.quote))
        and not _OTHER_MEDIA.search(words)
    ]


def _staff_by_kind(claims: Sequence[Claim]) -> list[Claim]:
    """The claims with those of staff told apart by kind: of 专职1名、兼职2名 neither is how many
    people there are. Where one kind alone is stated, and no total, that is also the number."""
    told = [_of_its_kind(claim) for claim in claims]
    kinds = [c for c in told if c.field in _STAFF_KINDS.values() and c.period == "year"]
    total = any(claim.field == "staff" for claim in told)
    if total or len({claim.field for claim in kinds}) != 1:
        return told
    return [replace(claim, field="staff") for claim in kinds] + told


def _of_its_kind(claim: Claim) -> Claim:
    """By the kind named right ahead of the number, else behind it."""
    if claim.field not in ("staff", *_STAFF_KINDS.values()):
        return claim
    at = claim.number_start - claim.start
    ahead = _STAFF_KIND.findall(_STAFF_END.split(_staff_words(claim.quote[:at]))[-1])
    behind = _STAFF_KIND.findall(_STAFF_END.split(_staff_words(claim.quote[at:]))[0])
    kind = (ahead[-1:] or behind[:1] or [""])[0]
    return replace(claim, field=_STAFF_KINDS.get(kind, "staff")) if kind else claim


def _staff_words(quote: str) -> str:
    return _BOTH_KINDS.sub("专兼职", fold(quote))


def _own_count(claim: Claim) -> Claim:
    if claim.detail is None:
        return claim
    return replace(claim, detail=context.own_in_area_report(claim.detail))


def _total_of_one_channel(claims: Sequence[Claim]) -> list[Claim]:
    """Where a report states no total and one channel alone (通过县政府网站公开信息126条), that
    count is the total it states; `detail` names the channel, as the quote does."""
    now = [claim for claim in claims if claim.period == "year" and not claim.relative]
    if any(claim.field == "proactive_total" for claim in now):
        return []
    channels = [claim for claim in now if claim.field in _CHANNELS]
    if len(channels) != 1 or channels[0].field != "website" or channels[0].negated:
        return []
    only = channels[0]
    if not _DISCLOSED.search(fold(only.quote)):
        return []
    return [
        replace(only, field="proactive_total", detail={**(only.detail or {}), "channel": "网站"})
    ]


def _section_claims(text: str, section: Section, year: int | None) -> Iterator[Claim]:
    """Sentence by sentence; what one is about (申请, 投诉) the next is too, unless it says not."""
    heading = topic = topic_of(fold(section.heading))
    for clauses in passages(text, section.start, section.end):
        only = clauses[0].text if len(clauses) == 1 else ""
        if _RUN_IN_HEADING.fullmatch(only) and (found := topic_of(only)):
            heading = topic = found
            continue
        sentence = Sentence(text, section.path, clauses, year, heading)
        topic = sentence.read(heading or topic)
        yield from sentence.claims()
