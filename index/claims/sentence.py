"""One sentence: its clauses read from left to right into claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.claims import context
from index.claims.binding import bind, denied, fits
from index.claims.fields import FIELD, Field
from index.claims.line import Figure
from index.claims.mentions import Mention, find_mentions, in_topic
from index.claims.model import Claim
from index.claims.parts import Division, Draft, add_part
from index.claims.tokens import Clause, Place

_ROOTS = {"proactive": "proactive_total", "requests": "received", "fees": "processing_fee"}
_SUM_WORDS = re.compile(
    r"(?:全年|年内|本年度?|@|我[镇乡]|本[镇乡])*(?:共|共计|累计|总计|合计|总数|数量|金额|总额|款额|数额|均|为|计|:)+"
)
_MONEY = re.compile(
    r"(?:全年|年内|本年度?|@|共|共计|累计|合计|总|实|收费|收取|收缴|上缴|缴纳|缴费|金额|费用|款项|人民币"
    r"|计|为|:)*"
)
_YUAN = frozenset({"元"})
_POSTED = re.compile(
    r"(?:全年|年内|本年度?|@|共|共计|累计)*(?:推送|编发|刊发|发布|推出|更新|发送|发出|上传|转发)"
    r"(?:了|共|共计|累计|各类|各种|有关|政务|原创|图文|信息|推文|文章|消息|内容|作品|约|近)*"
)
_CLOSED = re.compile(
    "(?:全年|年内|本年度?|@|其中|共|累计|合计|已)*(?:关停|注销|关闭|停用)(?:了|共|账号)*"
)
_BARE_ZERO = re.compile(
    r"(?:@|我[镇乡街道办局处]+|本[镇乡街道办局处]+|全年|本年度?|目前|均)*"
    r"(?:(?:尚?未(?:收到|接到|发生|产生)|没有(?:收到|接到|发生)?|无)(?:此类|相关|该类|任何)?(?:情况|事项)?"
    r"|(?:实行)?零报告|均?为零)"
)
_BY_MEANS_OF = re.compile(r"(?:通过|依托|利用|运用|借助)[^、和及与等多各]*")
_ALL_OPEN = re.compile(r"(?:未完结|未办结|未答复|尚在办理|正在办理|均|全部)[^#]{0,8}$")


class Sentence:
    """The clauses of one sentence, and what has been read of them so far."""

    def __init__(
        self,
        text: str,
        section: str,
        clauses: Sequence[Clause],
        year: int | None,
        heading_topic: str | None,
    ) -> None:
        self._text = text
        self._section = section
        self._clauses = clauses
        self._year = year
        self._heading_root = FIELD.get(_ROOTS.get(heading_topic or "", ""))
        whole = ",".join(clause.text for clause in clauses)
        self._attributes = context.is_attribute_list(whole)
        self._with_carried = context.includes_carried(whole)
        self._drafts: list[Draft] = []
        self._division = Division()
        self._before = ""  # the sentence up to the clause being read
        self._years: list[int] = []
        self._free: list[Place] = []  # figures of the last clause that count nothing named
        self._named: tuple[Clause, Mention] | None = None  # named last, still without a figure

    def claims(self) -> Iterator[Claim]:
        """The claims read."""
        return (draft.finished() for draft in self._drafts)

    def read(self, topic: str | None) -> str | None:
        """Read all clauses; `topic` is the family the passage is about, as is what is returned."""
        for i, clause in enumerate(self._clauses):
            mentions, topic = in_topic(find_mentions(clause.text), topic)
            following = self._clauses[i + 1].text if i + 1 < len(self._clauses) else ""
            unused = self._read_figures(clause, mentions, following)
            self._read_denials(clause, mentions)
            self._read_comparison(clause, mentions)
            if clause.text.endswith("其中"):
                self._division.begin()
            if not clause.aside or unused:
                self._named = (clause, unused[-1]) if unused else None
            self._before += clause.text + ","
            self._years += clause.years
        return topic

    # figures

    def _read_figures(
        self, clause: Clause, mentions: list[Mention], following: str
    ) -> list[Mention]:
        """Claims of the clause's figures; returns the mentions that got none."""
        bound = bind(clause, mentions)
        used: list[Mention] = []
        free: list[Place] = []
        for place in clause.places():
            if not context.is_count(place.before):
                continue
            if sign := context.change(place.before, self._before, bool(self._drafts)):
                self._add_change(place, sign, mentions)
                continue
            targets = self._targets(place, bound.get(place.position, ()))
            used += targets
            if not targets:
                free.append(place)
            self._add_counts(place, targets, following)
        unused = [mention for mention in mentions if mention.fields and mention not in used]
        self._read_open_requests(clause, unused, [*self._free, *free])
        self._free = free
        return unused

    def _targets(self, place: Place, bound: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """What the figure counts by its own clause, else by the clause before or the heading."""
        if bound:
            return self._in_channel(place, bound)
        if self._named is not None and self._is_money(place, self._named[1]):
            return (replace(self._named[1], start=place.position, end=place.position),)
        if self._is_closed(place):
            return (Mention(place.position, place.position, (FIELD["accounts_closed"],)),)
        if place.clause.aside or not (
            _SUM_WORDS.fullmatch(place.before) or self._is_posted(place.before)
        ):
            return ()
        candidates: tuple[Field, ...] = ()
        if self._named is not None:
            candidates = self._named[1].fields
        elif self._heading_root is not None and not self._drafts:
            candidates = (self._heading_root,)
        fitting = tuple(field for field in candidates if place.figure.unit in field.units)
        return (Mention(place.position, place.position, fitting),) if len(fitting) == 1 else ()

    def _is_money(self, place: Place, named: Mention) -> bool:
        """收取处理费1件，金额60元; 1件（60元): the money of the fee named a clause before."""
        fee = {field.units for field in named.fields} == {_YUAN}
        return fee and place.figure.unit == "元" and _MONEY.fullmatch(place.before) is not None

    def _is_posted(self, before: str) -> bool:
        """公众号开设公告栏目，推送129条: what a channel named a clause before has posted."""
        channel = self._named is not None and all(f.channel for f in self._named[1].fields)
        return channel and _POSTED.fullmatch(before) is not None

    def _is_closed(self, place: Place) -> bool:
        """政务新媒体由76个整合为49个，关停27个: accounts of the channels named a clause before."""
        channel = self._named is not None and all(f.channel for f in self._named[1].fields)
        accounts = channel and place.figure.unit in FIELD["accounts_closed"].units
        return accounts and not place.after and _CLOSED.fullmatch(place.before) is not None

    def _in_channel(self, place: Place, bound: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """通过公众号，发布信息71条: the number is the channel's, named a clause before."""
        if self._named is None or len(bound) > 1 or "主动" in _words(place.clause, bound[0]):
            return bound
        where, channel = self._named
        published = [field.code for field in bound[0].fields] == ["proactive_total"]
        its_own = all(field.channel and fits(field, place.figure) for field in channel.fields)
        if published and its_own and _BY_MEANS_OF.fullmatch(where.text):
            return (replace(channel, start=bound[0].start, end=bound[0].end),)
        return bound

    def _add_counts(self, place: Place, targets: tuple[Mention, ...], following: str) -> None:
        clause, figure = place.clause, place.figure
        counted = [(m, field) for m in targets for field in m.fields if fits(field, figure)]
        fields = [field for _, field in counted]
        if "其中" in place.before and not clause.aside and not self._division.under_way:
            self._division.begin()
        total = self._division.total_of(place, fields)
        if total is not None:
            add_part(total, place, fields)
        for mention, target in counted:
            first = self._named[0] if mention.start == mention.end and self._named else clause
            if self._is_left_out(target, clause, mention) or self._is_not_paid(target, first):
                continue
            draft = self._add(target, figure, place.before, clause, first=first, mention=mention)
            if draft is None:
                continue
            draft.notes |= context.area(place.before)
            if target.family == "disputes" and figure.value:
                draft.notes |= context.status(place.after or following)
            if total is None and not clause.aside:
                self._division.add_count(draft)

    def _is_left_out(self, target: Field, clause: Clause, mention: Mention) -> bool:
        """Attributes of documents and parts of the same thing are no counts of their own."""
        total = target.code == "proactive_total"
        if self._attributes and (total or target.family == "requests"):
            return True
        if not (clause.aside or self._division.under_way):
            return False
        repeated = any(draft.claim.field == target.code for draft in self._drafts)
        return total or (repeated and "新收" not in _words(clause, mention))

    def _is_not_paid(self, target: Field, first: Clause) -> bool:
        """减免处理费1件，金额60元; 发出收费通知书1件，共60元，未缴纳: no money came in."""
        if target.units != _YUAN:
            return False
        if context.is_waived(first.text):
            return True
        behind = self._clauses[self._clauses.index(first) :]
        unpaid = [clause.text for clause in behind if context.is_unpaid(clause.text)]
        if context.is_taken(first.text):
            return not all(map(context.is_another_unpaid, unpaid))
        return bool(unpaid)

    def _add_change(self, place: Place, sign: int, mentions: list[Mention]) -> None:
        named = [field for m in mentions if m.end <= place.position for field in m.fields]
        target = named[-1] if named else self._subject()
        if target is not None and fits(target, place.figure):
            difference = replace(place.figure, value=sign * place.figure.value)
            self._add(target, difference, place.before, place.clause, relative=True)

    def _subject(self) -> Field | None:
        """What a comparison without a noun of its own compares."""
        if self._drafts:
            return FIELD[self._drafts[-1].claim.field]
        if self._named is not None and len(self._named[1].fields) == 1:
            return self._named[1].fields[0]
        return self._heading_root

    def _read_open_requests(self, clause: Clause, unused: list[Mention], free: list[Place]) -> None:
        """尚有1件未到期，转入下年度; 受理1件，当年未完结，转至2025年度: the count stands before."""
        named = [m for m in unused if any(field.code == "carried_out" for field in m.fields)]
        if not named or any(named[0] == mention for mention, *_ in denied(clause, named)):
            return
        target, before = FIELD["carried_out"], clause.text[: named[0].start]
        sources = [place for place in free if place.figure.unit and fits(target, place.figure)]
        if not sources and _ALL_OPEN.search(self._before + before):
            sources = self._only_request()
        if sources:
            self._add(target, sources[-1].figure, before, clause, first=sources[-1].clause)

    def _only_request(self) -> list[Place]:
        """The sentence's one figure, if it is a number of requests received."""
        received = {d.claim.number_start for d in self._drafts if d.claim.field == "received"}
        places = [place for clause in self._clauses for place in clause.places()]
        known = [p for p in places if p.figure.value and p.figure.start in received]
        return known if len(known) == len(places) == 1 else []

    # words

    def _read_denials(self, clause: Clause, mentions: list[Mention]) -> None:
        if not mentions and _BARE_ZERO.fullmatch(clause.text):
            root = self._heading_root
            if root is not None and root.zeroes and not self._drafts:
                self._add_zero(root, clause, 0, len(clause.text))
            return
        for mention, start, end in denied(clause, mentions):
            for target in mention.fields:
                if not target.zeroes or self._is_counted(target, clause):
                    continue
                if not target.done or _not_done(clause.text, mention, end, target.done):
                    self._add_zero(target, clause, start, end)

    def _is_counted(self, target: Field, clause: Clause) -> bool:
        counted = ((d.claim.number_start, d.claim.field) for d in self._drafts)
        return any(clause.start <= at < clause.end and code == target.code for at, code in counted)

    def _add_zero(self, target: Field, clause: Clause, start: int, end: int) -> None:
        figure = _words_as_figure(clause, start, end)
        self._add(target, figure, clause.text[:start], clause, negated=True)

    def _read_comparison(self, clause: Clause, mentions: list[Mention]) -> None:
        match = context.no_change(clause.text)
        named = [field for m in mentions for field in m.fields]
        target = FIELD[self._drafts[-1].claim.field] if self._drafts else next(iter(named), None)
        if match is not None and target is not None:
            figure = _words_as_figure(clause, *match.span())
            self._add(target, figure, "", clause, relative=True)

    def _add(
        self,
        target: Field,
        figure: Figure,
        before: str,
        clause: Clause,
        *,
        first: Clause | None = None,
        mention: Mention | None = None,
        negated: bool = False,
        relative: bool = False,
    ) -> Draft | None:
        """Note a claim quoted from the clause `first` to `clause`; None where it is a plan."""
        years = [*self._years, *clause.years[: before.count("@")]]
        period = context.period_of(self._before + before, years, self._year)
        if period == "plan":
            return None
        start, end = _quoted(first or clause, clause, figure)
        new = mention is not None and "新收" in _words(clause, mention)
        claim = Claim(
            field=target.code,
            value=figure.value,
            unit=figure.unit,
            approx=figure.approx,
            negated=negated,
            relative=relative,
            period=period,
            section=self._section,
            quote=self._text[start:end],
            start=start,
            end=end,
            number_start=figure.start,
            number_end=figure.end,
            includes_carried=self._with_carried
            and bool(target.cells_carried)
            and not (relative or new),
        )
        self._drafts.append(Draft(claim))
        return self._drafts[-1]


def _not_done(text: str, mention: Mention, end: int, done: str) -> bool:
    """Whether the denying words up to `end` deny the thing itself, and nothing is said of it."""
    between = text[end : mention.start]
    return mention.end == len(text) and re.fullmatch(done, between) is not None


def _words(clause: Clause, mention: Mention) -> str:
    return clause.text[mention.start : mention.end]


def _words_as_figure(clause: Clause, start: int, end: int) -> Figure:
    """A zero that stands in words (未收到, 与去年持平)."""
    return Figure(0, None, False, clause.starts[start], clause.ends[end - 1])


def _quoted(first: Clause, last: Clause, figure: Figure) -> tuple[int, int]:
    """The span to quote: whole clauses, or what stands beside the figure clear of any name."""
    named = [(first, span) for span in context.names(first.text)] if first is not last else []
    named += [(last, span) for span in context.names(last.text)]
    start, end = first.start, last.end
    for clause, (left, right) in named:
        if (after := clause.ends[right - 1]) <= figure.start:
            start = max(start, after)
        elif (before := clause.starts[left]) >= figure.end:
            end = min(end, before)
    return start, end
