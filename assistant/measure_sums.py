"""Measures made of measures: sums, shares of the same whole, the same rate of another column."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.measures import (
    LEGAL_PERSON,
    MEDIA,
    OUTCOMES,
    RATIOS,
    column_name,
    columns_of,
    concept_of,
    concepts,
    measure,
    ratio_measure,
)
from assistant.plan import Measure


def added(parts: Sequence[Measure]) -> Measure | None:
    """The sum of several measures of one unit as one; the concept itself where they are one
    (予以公开 and 部分公开). None where their parts overlap, or where one is no count of cells."""
    parts = [one for part in parts for one in parts_of(part) or (part,)]
    if parts and all(part.claim for part in parts):
        return _posts(parts)
    cells = tuple(cell for part in parts for cell in part.cells)
    plain = all(part.cells and not part.is_ratio for part in parts)
    if len(parts) < 2 or not plain or len({part.unit for part in parts}) > 1:
        return None
    if len(set(cells)) < len(cells) or len({cell.partition(".")[0] for cell in cells}) > 1:
        return None
    older = tuple(cell for part in parts for cell in part.cells_2019)
    column = cells[0].rpartition(".")[2]
    known = (measure(f"{code}:{column}") for code in _SUMS if column in columns_of(code))
    same = next((one for one in known if set(one.cells) == set(cells)), None)
    return same or Measure(
        code="+".join(part.code for part in parts),
        label=_joint_label([part.label for part in parts]),
        unit=parts[0].unit,
        cells=cells,
        cells_2019=older if all(part.cells_2019 for part in parts) else (),
    )


def _posts(parts: Sequence[Measure]) -> Measure | None:
    """公众号和视频号一共, 建议和提案一共: the sum of claims that count different things of one
    kind; of others none is known to add up."""
    first, *others = (str(part.claim) for part in parts)
    apart = any({first, *others} <= kinds for kinds in _APART)
    if len({first, *others}) < max(len(parts), 2) or not apart or any(p.claim_over for p in parts):
        return None
    return Measure(
        code="+".join(part.code for part in parts),
        label=_joint_label([part.label for part in parts]),
        unit=parts[0].unit,
        claim=first,
        claim_parts=tuple(others),
    )


_APART = (
    {"website", *MEDIA},
    {"proposals_npc", "proposals_cppcc"},
    {"staff_full", "staff_part"},
)


def _joint_label(labels: Sequence[str]) -> str:
    """行政许可、行政处罚之和·本年处理决定数量: what all have behind the point is said once."""
    names, columns = zip(*(label.partition("·")[::2] for label in labels), strict=True)
    if len(set(columns)) > 1:
        return "、".join(labels) + "之和"
    return "、".join(names) + "之和" + (f"·{columns[0]}" if columns[0] else "")


_SUMS = ("disclosed", "disputes", "litigation", "received_with_carried")


def parts_of(whole: Measure) -> tuple[Measure, ...]:
    """The measures that `added` made `whole` of; none where it is a concept of its own."""
    codes = whole.code.split("+")
    named = [(concept_of(code), code.rpartition(".")[2]) for code in codes]
    if len(codes) < 2 or whole.is_ratio:
        return ()
    if codes[0].startswith("claim:"):
        return tuple(measure(code) for code in codes)
    return tuple(measure(f"{concept}:{column}") for concept, column in named if concept)


def with_part(ratio: Measure, part: Measure) -> Measure | None:
    """予以公开率 with 部分公开 counted in: the ratio of both, the same where it is counted in
    already; None where that is none."""
    if part.cells and set(part.cells) < set(ratio.cells):
        return ratio
    whole = ratio.model_copy(update={"over": (), "minus": (), "unit": part.unit})
    both = added((whole, part)) if ratio.cells else None
    if both is None or set(part.cells) & set(ratio.over):
        return None
    found = of_whole(ratio, both)
    if found is None or found.code in {f"ratio.{code}" for code in RATIOS}:
        return found
    return found.model_copy(update={"label": f"{ratio.label}（加上{part.label}）"})


def in_column(ratio: Measure, column: str) -> Measure | None:
    """`ratio` of the column named: 企业 for 自然人 where it is a share of all applicants, both its
    sums where it is a rate of one; None where its rows have no such column."""
    parts = (ratio.cells, ratio.over, ratio.minus)
    tops, wholes, _ = ({cell.rpartition(".")[2] for cell in part} for part in parts)
    rows = {cell.rpartition(".")[0] for part in parts for cell in part}
    if not all(column in columns_of(row.partition(".")[2]) for row in rows):
        return None
    table = ratio.over[0].partition(".")[0]
    if tops == wholes == {"total"} and table == "requests":
        moved = {name: _in(cells, column) for name, cells in zip(_PARTS, parts, strict=True)}
        label = f"{ratio.label}（申请人：{column_name(table, column)}）"
        older = _in(ratio.cells_2019, column)
        return ratio.model_copy(
            update={"code": f"{ratio.code}:{column}", "label": label, "cells_2019": older, **moved}
        )
    concept = concept_of(ratio.over[0])
    return of_whole(ratio, measure(f"{concept}:{column}")) if len(ratio.over) == 1 else None


_PARTS = ("cells", "over", "minus")


def _in(cells: Sequence[str], column: str) -> tuple[str, ...]:
    columns = LEGAL_PERSON if column == "legal_person" else (column,)
    return tuple(f"{cell.rpartition('.')[0]}.{one}" for cell in cells for one in columns)


def of_whole(ratio: Measure, part: Measure) -> Measure | None:
    """`part` as a share of the whole that `ratio` is of; None where it is none of its parts."""
    plain = part.cells and not part.is_ratio
    if not (ratio.is_ratio and ratio.cells and plain) or part.cells == ratio.over:
        return None
    if not _is_part_of(part.cells, ratio.over):
        return None
    named = (ratio_measure(one) for one in RATIOS.values())
    wholes = (ratio.over, ratio.minus)
    same = next((r for r in named if (r.cells, r.over, r.minus) == (part.cells, *wholes)), None)
    return same or Measure(
        code=f"{part.code}/{ratio.code.partition('/')[2] or ratio.code}",
        label=f"{part.label}占比",
        unit="%",
        cells=part.cells,
        cells_2019=part.cells_2019,
        over=ratio.over,
        minus=ratio.minus,
    )


def _is_part_of(cells: Sequence[str], over: Sequence[str]) -> bool:
    """Whether the cells are outcomes of what was handled, or columns of the whole's own rows."""
    rows, whole = ({cell.rpartition(".")[0] for cell in part} for part in (cells, over))
    if whole == {"requests.total_processed"}:
        names = {row.partition(".")[2].partition(".")[0] for row in rows}
        return all(row.startswith("requests.") for row in rows) and names <= set(OUTCOMES[:6])
    return rows == whole


_PARALLEL = (("correction_rate", "loss_rate"), ("upheld_rate", "won_rate"))  # of reviews, of suits


def parallel(ratio: Measure, concept: str) -> Measure | None:
    """纠错率 of the reviews after 败诉率 of the suits, and the other way round."""
    for pair in _PARALLEL:
        known = [ratio_measure(RATIOS[code]) for code in pair]
        if ratio in known and concept in ("reconsideration", "litigation"):
            return known[concept == "litigation"]
    return None


def numerator(ratio: Measure) -> Measure | None:
    """The count that a rate is a rate of: 不予公开 of 不予公开率."""
    rows = {cell.rpartition(".")[0] for cell in ratio.cells}
    columns = {cell.rpartition(".")[2] for cell in ratio.cells}
    if not rows or not ratio.is_ratio:
        return None
    column = "legal_person" if columns == set(LEGAL_PERSON) else min(columns)
    named = (measure(f"{c}:{column}") for c in concepts() if column in columns_of(c))
    return next((one for one in named if one.cells == ratio.cells), None)
