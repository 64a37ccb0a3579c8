"""Sums of several measures that a question asks for: 许可和处罚一共几件, 三样加起来."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from assistant.measure_sums import added
from assistant.measures import together
from assistant.parsing.asked import Mention
from assistant.parsing.reading import Reading
from assistant.plan import Measure

_CAME_IN, _HANDLED = "requests.received.total", "requests.total_processed.total"
TOGETHER = ("加起来", "合起来", "加总", "相加")
_ADDING = (*TOGETHER, "加在一起", "加一块", "合计", "之和", "一共")


@dataclass(frozen=True, slots=True)
class Added:
    """A sum asked for and the measures it is made of."""

    whole: Measure
    parts: tuple[Measure, ...]


def sum_asked(reading: Reading, shared: bool = False) -> Added | None:
    """The sum of the measures named, or of those carried over (加起来呢); None where each is
    asked for itself, or, unless `shared`, where their share is (许可和处罚一共占全县几成)."""
    parts = tuple(m for mention in reading.asked.mentions for m in _each(mention))
    if parts and not _is_added(reading, parts, shared):
        return None
    if not parts:
        spoken = any(word in reading.text for word in _ADDING)
        share = reading.has("share") and not shared
        parts = () if reading.asked.all or share or not spoken else reading.given
    whole = added(parts)
    return Added(whole, parts) if whole is not None else None


def _each(mention: Mention) -> tuple[Measure, ...]:
    """What a mention adds to a sum: 复议和诉讼 both, of other words their foremost reading."""
    joint = len(mention.codes) > 1 and together(mention.codes) != mention.codes[0]
    return mention.measures(joint or mention.codes == _PROPOSALS)


_PROPOSALS = ("claim:proposals_npc", "claim:proposals_cppcc")  # 建议和提案: named together


def _is_added(reading: Reading, parts: tuple[Measure, ...], shared: bool) -> bool:
    """Whether the sum word is of the measures (not 一共收到几件，办结几件), none of which is a part
    of another (申请总计, 其中自然人)."""
    mentions, sums = reading.asked.mentions, list(reading.all("function"))
    if len(parts) < 2 or len(sums) != 1 or sums[0].codes != ("sum",):
        return False
    if reading.asked.limits or reading.has("among", "each", "change", "trend"):
        return False
    if reading.has("share", "versus") and not shared:
        return False
    codes = [part.code for part in parts]
    if {_CAME_IN, _HANDLED} <= set(codes):  # the same requests twice
        return False
    rows = [code.rpartition(".")[0] for code in codes]
    if any(code.endswith(".total") and rows.count(code[:-6]) > 1 for code in codes):
        return False
    most = reading.first("most", "top")
    if most is not None and most.start < sums[0].start:  # 最多的三个合计
        return False
    last = reading.tokens[mentions[-1].end]
    if sums[0].start >= last.end:
        return True
    once = len(list(reading.all("howmany"))) < 2 and len(reading.years.years) < 2
    return once and all(_beside(reading, *pair) for pair in pairwise(mentions))


def _beside(reading: Reading, left: Mention, right: Mention) -> bool:
    """Whether nothing but 和 or 、 stands between two measures."""
    return all(t.sort in ("and", "stop") for t in reading.tokens[left.end + 1 : right.at])
