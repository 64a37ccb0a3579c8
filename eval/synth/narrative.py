"""Figures → running text with its claims and notable passages."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from eval.render.model import Section
from eval.synth import prose
from eval.synth.figures import LITIGATION, UNAVAILABLE, Values
from eval.synth.phrases import COUNTED, NONE, RECEIVED_WITH_CARRIED, ROUGH, SILENT
from eval.synth.places import Town
from eval.truth import ClaimTruth, Number, Passage

_DIGITS = "零一二三四五六七八九"
PARTS = (
    ("主动公开情况", "主动公开", "主动公开方面"),
    ("依申请公开情况", "依申请公开", "依申请公开办理情况"),
    ("政府信息管理情况", "政府信息管理", "信息管理方面"),
    ("政府信息公开平台建设情况", "平台建设", "公开平台建设"),
    ("监督保障情况", "监督保障", "监督保障方面"),
)


def in_chinese(number: int) -> str:
    """0–99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    lead = "" if tens == 1 else _DIGITS[tens]
    return f"{lead}十{_DIGITS[ones] if ones else ''}"


class Narrator:
    """Writes one report's text. Claims of every named field are all recorded; numbers of no
    field of their own (parts of a sum, traps) are not."""

    def __init__(self, rng: Random, town: Town, year: int, values: Values) -> None:
        self._rng = rng
        self._town = town
        self._year = year
        self._values = values
        self.claims: list[ClaimTruth] = []
        self.passages: list[Passage] = []

    def overview(self, told_received: int, contact: str) -> list[str]:
        """The five parts of 总体情况; `told_received` is the count the text gives."""
        rng = self._rng
        opening = self._fill(rng.choice(prose.INTRO))
        if rng.random() < 0.5:
            opening += self._fill(prose.PERIOD)
        texts = [
            self._proactive(),
            self._requests(told_received),
            self._sentences(prose.MANAGEMENT, 2),
            self._platform(),
            self._supervision(),
        ]
        return [opening + contact, *self._headed(texts)]

    def problems(self) -> list[str]:
        """Problems and improvements, numbered in one of the usual ways."""
        rng = self._rng
        count = rng.choice((2, 2, 3))
        found = [self._fill(text) for text in rng.sample(prose.PROBLEMS, count)]
        remedies = [self._fill(text) for text in rng.sample(prose.IMPROVEMENTS, count)]
        self.passages += [Passage("problem", text) for text in found]
        self.passages += [Passage("improvement", text) for text in remedies]
        if rng.random() < 0.4:
            first, second = self._chained(found), self._chained(remedies)
            return ["存在问题：" + first, "改进情况：" + second]
        return [
            "（一）存在问题",
            *self._numbered(found),
            "（二）改进情况",
            *self._numbered(remedies),
        ]

    def other_matters(self) -> list[str]:
        """Processing fee, deputies' proposals, an innovation now and then."""
        rng = self._rng
        lines = []
        if rng.random() < 0.8:
            fee = rng.choice((0, 0, 0, 0, 0, 0, 40, 120, 380))
            lines.append(
                f"{self._year}年度，{self._town.self_name}{self.say('processing_fee', fee)}。"
            )
        if rng.random() < 0.4:
            suggestions = self.say("proposals_npc", rng.choice((0, 1, 2, 5)))
            lines.append(f"{suggestions}，{self.say('proposals_cppcc', rng.choice((0, 1, 3)))}。")
        if rng.random() < 0.4:
            lines.append(self._noted("innovation", self._fill(rng.choice(prose.INNOVATIONS))))
        return lines or [rng.choice(prose.NOTHING_ELSE)]

    def say(self, field: str, value: Number) -> str:
        """A clause giving `value` for `field` (or several, joined by +), recorded as claims."""
        rng = self._rng
        rough = field in ROUGH and value >= 20 and value % 10 == 0
        in_words = value == 0 and field in NONE and (field not in COUNTED or rng.random() < 0.7)
        clause, unit = rng.choice((NONE if in_words else ROUGH if rough else COUNTED)[field])
        quote = clause.format(n=self._number(value), y=self._year, self=self._town.self_name)
        for name in field.split("+"):
            self.claims.append(ClaimTruth(name, value, unit, rough, quote))
        return quote

    def _number(self, value: Number) -> str:
        chinese = isinstance(value, int) and 0 < value < 100 and self._rng.random() < 0.08
        return in_chinese(int(value)) if chinese else str(value)

    def _proactive(self) -> str:
        rng = self._rng
        website, media = rng.randint(5, 220), rng.randint(5, 300)
        total = website + media
        clauses = []
        if rng.random() < 0.1:
            clauses.append("公开部门预算、决算各1次")
        elif rng.random() < 0.15:
            clauses.append(self.say("proactive_total", total // 10 * 10))
        elif rng.random() < 0.5:
            clauses += [self.say("proactive_total", total), self.say("website", website)]
            clauses.append(self.say("new_media", media))
        else:
            clauses.append(self.say("proactive_total", total))
        if rng.random() < 0.5:
            clauses.append(self.say("interpretation", rng.randint(1, 40)))
        for power in ("licensing", "penalties"):
            count = self._values.get(f"proactive.{power}.decisions")
            if count is not None and rng.random() < 0.15:
                clauses.append(self.say(power, count))
        return "，".join(clauses) + "。" + self._trap()

    def _requests(self, told: int) -> str:
        rng, values = self._rng, self._values
        if rng.random() < 0.12:
            clauses = [rng.choice(SILENT["received"])]
        else:
            carried_in = int(values["requests.carried_in.total"])
            opening = f"{self._year}年，{self._town.self_name}"
            clauses = [opening + self._received(told, carried_in)]
            if rng.random() < 0.1:
                clauses.append(f"比上年{rng.choice(('增加', '减少'))}{rng.randint(1, 5)}件")
            clauses += self._outcomes()
        disputes = self._disputes() if rng.random() < 0.8 else ""
        return "，".join(clauses) + "。" + disputes + self._earlier()

    def _earlier(self) -> str:
        """Now and then a count of the year before; drawn apart, so that nothing else changes."""
        rng = Random(f"{self._town.name} {self._year}")
        if rng.random() >= 0.15:
            return ""
        return rng.choice(prose.EARLIER).format(y=self._year - 1, n=rng.randint(101, 400))

    def _received(self, told: int, carried_in: int) -> str:
        if not carried_in or self._rng.random() < 0.5:
            return self.say("received", told)
        quote = RECEIVED_WITH_CARRIED.format(n=told + carried_in, m=carried_in)
        self.claims.append(ClaimTruth("received", told + carried_in, "件", False, quote))
        self.claims.append(ClaimTruth("carried_in", carried_in, "件", False, quote))
        return quote

    def _outcomes(self) -> Iterator[str]:
        """Clauses on what became of the requests, for counts that are not zero."""
        values = self._values
        counts = {
            "handled": values["requests.total_processed.total"],
            "granted": values["requests.granted.total"],
            "unavailable": sum(values[key] for key in UNAVAILABLE),
            "carried_out": values["requests.carried_out.total"],
        }
        for name, count in counts.items():
            if count and self._rng.random() < 0.6:
                yield self.say(name, count)

    def _disputes(self) -> str:
        values = self._values
        reviews = int(values["disputes.reconsideration.total"])
        suits = int(sum(values[key] for key in LITIGATION))
        if not reviews and not suits and self._rng.random() < 0.7:
            return self.say("reconsideration+litigation", 0) + "。"
        return f"{self.say('reconsideration', reviews)}，{self.say('litigation', suits)}。"

    def _platform(self) -> str:
        text = self._noted("channel", self._fill(self._rng.choice(prose.PLATFORM)))
        if self._rng.random() < 0.25:
            text += self.say("accounts_closed", self._rng.randint(1, 4)) + "。"
        return text + self._trap()

    def _supervision(self) -> str:
        rng = self._rng
        chosen = [name for name in ("staff", "training", "meetings") if rng.random() < 0.5]
        counts = "，".join(self.say(name, rng.randint(1, 9)) for name in chosen)
        return self._sentences(prose.SUPERVISION, 1) + (counts + "。" if counts else "")

    def _headed(self, texts: list[str]) -> list[str]:
        """The five parts under headings of their own, run-in headings, or one numbered 一是."""
        style = self._rng.choice(("line", "run_in", "dotted", "ordinal"))
        lines = []
        for index, text in enumerate(texts):
            name = self._rng.choice(PARTS[index])
            number = _DIGITS[index + 1]
            if style == "line":
                lines += [f"（{number}）{name}", text]
            elif style == "run_in":
                lines.append(f"（{number}）{name}。{text}")
            elif style == "dotted":
                lines.append(f"{index + 1}.{name}。{text}")
            else:
                lines.append(f"{number}是{name}。{text}")
        return lines

    def _sentences(self, pool: tuple[str, ...], count: int) -> str:
        return "".join(self._fill(text) for text in self._rng.sample(pool, count))

    def _chained(self, texts: list[str]) -> str:
        return "；".join(f"{_DIGITS[i]}是{text}" for i, text in enumerate(texts, 1)) + "。"

    def _numbered(self, texts: list[str]) -> list[str]:
        return [f"{i}.{text}。" for i, text in enumerate(texts, 1)]

    def _noted(self, topic: str, text: str) -> str:
        self.passages.append(Passage(topic, text))
        return text

    def _trap(self) -> str:
        """Now and then a sentence whose numbers are not this year's counts."""
        return self._fill(self._rng.choice(prose.TRAPS)) if self._rng.random() < 0.3 else ""

    def _fill(self, text: str) -> str:
        rng = self._rng
        return text.format(
            self=self._town.self_name,
            place=self._town.name,
            y=self._year,
            topic=rng.choice(prose.TOPICS),
            channel=rng.choice(prose.CHANNELS),
            who=rng.choice(prose.WHO),
            a=rng.randint(30, 900),
            b=rng.randint(2, 29),
            c=rng.randint(2, 9),
        )


def before_2019(narrator: Narrator, told_received: int, contact: str) -> list[Section]:
    """A report under the old Regulation: headed narrative, no statutory tables."""
    opening, *rest = narrator.overview(told_received, contact)
    return [
        Section("一、概述", [opening]),
        Section("二、主动公开和依申请公开政府信息情况", rest),
        Section("三、收费、复议、诉讼及其他情况", narrator.other_matters()),
        Section("四、存在问题及改进措施", narrator.problems()),
    ]
