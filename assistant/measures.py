"""The catalogue of measures: every number a question can ask for, built from the form.

A code in a word list names a concept, a concept in one column, a ratio or a narrative claim:
"received", "received:business", "ratio:granted_rate", "claim:training". `measure` turns a code
into the `Measure` of a plan. Definitions of the ratios: DOMAIN §1; the denominator of an outcome
rate is （七）总计, the number handled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.plan import Measure
from index.claims.fields import FIELD, Field
from index.claims.published import PUBLISHED
from index.form import TABLES

APPLICANTS = ("natural_person", "business", "research", "public_welfare", "legal_service")
LEGAL_PERSON = ("business", "research", "public_welfare", "legal_service", "other_org")
ALL_APPLICANTS = (*APPLICANTS, "other_org")
OUTCOMES = (
    "granted",
    "partially_granted",
    "denied",
    "unavailable",
    "not_processed",
    "other",
    "total_processed",
    "carried_out",
)
DOCUMENT_COLUMNS = ("issued", "repealed", "in_force")

_GROUP_NAMES = {
    "denied": "不予公开",
    "unavailable": "无法提供",
    "not_processed": "不予处理",
    "other": "其他处理",
}
_LABELS = {
    "partially_granted": "部分公开",
    "total_processed": "办理结果总计",
    "litigation_after_reconsideration": "复议后起诉",
    "direct_litigation": "未经复议直接起诉",
}
_MONEY = {"amount"}
_TABLES_WITH_DECISIONS = ("licensing", "penalties", "coercive_measures")


@dataclass(frozen=True, slots=True)
class Concept:
    """Rows of one table that are asked for together: one row, or a sum of rows.

    `rows_2019` are the rows that mean the same in the 2019 form (none: not comparable);
    `columns` are asked for when the question names none.
    """

    code: str
    label: str
    table: str
    rows: tuple[str, ...]
    rows_2019: tuple[str, ...] = ()
    columns: tuple[str, ...] = ("total",)


@dataclass(frozen=True, slots=True)
class Ratio:
    """100 × Σtop / (Σover − Σminus), in percent; each part lists concept codes."""

    code: str
    label: str
    top: tuple[str, ...]
    over: tuple[str, ...]
    minus: tuple[str, ...] = ()


RATIOS = {
    ratio.code: ratio
    for ratio in (
        Ratio("granted_rate", "予以公开率", ("granted",), ("total_processed",)),
        Ratio("disclosed_rate", "公开率（含部分公开）", ("disclosed",), ("total_processed",)),
        Ratio("partial_rate", "部分公开率", ("partially_granted",), ("total_processed",)),
        Ratio("denied_rate", "不予公开率", ("denied",), ("total_processed",)),
        Ratio("unavailable_rate", "无法提供率", ("unavailable",), ("total_processed",)),
        Ratio("not_processed_rate", "不予处理率", ("not_processed",), ("total_processed",)),
        Ratio("handled_rate", "办结率", ("total_processed",), ("received", "carried_in")),
        Ratio("carried_rate", "结转率", ("carried_out",), ("received", "carried_in")),
        Ratio(
            "correction_rate",
            "行政复议纠错率",
            ("reconsideration:corrected",),
            ("reconsideration",),
            ("reconsideration:pending",),
        ),
        Ratio(
            "loss_rate",
            "诉讼败诉率",
            ("litigation:corrected",),
            ("litigation",),
            ("litigation:pending",),
        ),
        Ratio(
            "upheld_rate",
            "行政复议维持率",
            ("reconsideration:upheld",),
            ("reconsideration",),
            ("reconsideration:pending",),
        ),
        Ratio(
            "won_rate",
            "诉讼维持率",
            ("litigation:upheld",),
            ("litigation",),
            ("litigation:pending",),
        ),
        Ratio("natural_share", "自然人申请占比", ("received:natural_person",), ("received",)),
        Ratio("legal_share", "法人或其他组织申请占比", ("received:legal_person",), ("received",)),
    )
}

_CLAIM_UNITS = {
    "training": "次",
    "meetings": "次",
    "budget_disclosures": "次",
    "accounts_closed": "个",
    "processing_fee": "元",
    "staff": "人",
    "staff_full": "人",
    "staff_part": "人",
    "rectified": "处",
    "website": "条",
    "messages": "条",
}


NEW_MEDIA = "new_media"
MEDIA = ("wechat", "weibo", "short_video")  # its parts, which some reports state alone


def _row_concepts() -> Iterable[Concept]:
    for row in TABLES["requests"].rows:
        if row.code == "other_total":  # the 2019 counterpart of the sum "other"
            continue
        label = _LABELS.get(row.code, row.label)
        group = row.code.split(".")[0]
        if group in _GROUP_NAMES:
            label = f"{_GROUP_NAMES[group]}（{label}）"
        same = () if group == "other" else (row.code,)
        yield Concept(row.code, label, "requests", (row.code,), same)
    for row in TABLES["disputes"].rows:
        label = _LABELS.get(row.code, row.label)
        yield Concept(row.code, label, "disputes", (row.code,), (row.code,))


def _summed_concepts() -> Iterable[Concept]:
    codes = [row.code for row in TABLES["requests"].rows]
    for group, label in _GROUP_NAMES.items():
        rows = tuple(code for code in codes if code.startswith(group + "."))
        same = ("other_total",) if group == "other" else rows
        yield Concept(group, label, "requests", rows, same)
    both = ("granted", "partially_granted")
    yield Concept("disclosed", "予以公开和部分公开", "requests", both, both)
    accepted = ("received", "carried_in")
    yield Concept("received_with_carried", "新收与上年结转合计", "requests", accepted, accepted)
    suits = ("direct_litigation", "litigation_after_reconsideration")
    yield Concept("litigation", "行政诉讼", "disputes", suits, suits)
    every = ("reconsideration", *suits)
    yield Concept("disputes", "行政复议和行政诉讼", "disputes", every, every)


def _proactive_concepts() -> Iterable[Concept]:
    for row in TABLES["proactive"].rows:
        same = (row.code,) if row.code in _TABLES_WITH_DECISIONS else ()
        columns = row.columns[:1] if row.columns == DOCUMENT_COLUMNS else row.columns
        yield Concept(row.code, row.label, "proactive", (row.code,), same, columns)
    for code in ("other_services", "procurement"):
        row = TABLES["proactive_2019"].row(code)
        column = "amount" if code == "procurement" else "decisions"
        yield Concept(code, row.label, "proactive_2019", (code,), (code,), (column,))


@cache
def concepts() -> dict[str, Concept]:
    """Every concept by code."""
    every = (*_row_concepts(), *_summed_concepts(), *_proactive_concepts())
    return {concept.code: concept for concept in every}


def columns_of(code: str) -> frozenset[str]:
    """The column codes a concept can be narrowed to, legal_person included; ratios have none."""
    concept = concepts().get(code)
    if concept is None:
        return frozenset()
    found: set[str] = set()
    for table in _tables(concept):
        found |= {col.code for col in TABLES[table].row_cols(TABLES[table].row(concept.rows[0]))}
    return frozenset(found | {"legal_person"} if concept.table == "requests" else found)


def _tables(concept: Concept) -> tuple[str, ...]:
    """Where the concept's rows stand: 表二 has its columns in two versions of the form."""
    older = TABLES["proactive_2019"]
    if concept.table == "proactive" and concept.rows[0] in {row.code for row in older.rows}:
        return ("proactive", "proactive_2019")
    return (concept.table,)


def together(codes: tuple[str, ...]) -> str:
    """The code of the sum of several measures where that is one concept (复议诉讼), else the first
    code."""
    concepts_, columns = zip(*(code.partition(":")[::2] for code in codes), strict=True)
    if concepts_ == ("reconsideration", "litigation") and len(set(columns)) == 1:
        return f"disputes:{columns[0]}".rstrip(":")
    return codes[0]


@cache
def measure(code: str) -> Measure:
    """The measure a code names; KeyError where there is none."""
    if code.startswith("ratio:"):
        return ratio_measure(RATIOS[code.removeprefix("ratio:")])
    if code.startswith("claim:"):
        return _claim(FIELD[code.removeprefix("claim:")])
    name, _, column = code.partition(":")
    concept = concepts()[name]
    return _cell_measure(concept, column or concept.columns[0])


def _claim(field: Field) -> Measure:
    """A count of the running text; of one that a table holds too, the words say so."""
    label = f"正文所述{field.label}" if field.cells else field.label.partition("（")[0]
    unit = _CLAIM_UNITS.get(field.code, "条" if field in PUBLISHED else "件")
    parts = MEDIA if field.code == NEW_MEDIA else ()
    code = f"claim:{field.code}"
    return Measure(code=code, label=label, unit=unit, claim=field.code, claim_parts=parts)


def _cell_measure(concept: Concept, column: str) -> Measure:
    table = next(t for t in _tables(concept) if column in _row_columns(t, concept.rows[0]))
    cells = _keys(table, concept.rows, column)
    older = table if table != "proactive" else "proactive_2019"
    rows_2019 = concept.rows if table == "proactive_2019" else concept.rows_2019
    return Measure(
        code=f"{table}.{concept.code}.{column}",
        label=_label(concept, table, column),
        unit=_unit(table, concept.rows[0], column),
        cells=cells,
        cells_2019=_keys(older, rows_2019, column),
    )


def _row_columns(table: str, row: str) -> set[str]:
    columns = {col.code for col in TABLES[table].row_cols(TABLES[table].row(row))}
    return columns | {"legal_person"} if table == "requests" else columns


def _keys(table: str, rows: Iterable[str], column: str) -> tuple[str, ...]:
    columns = LEGAL_PERSON if column == "legal_person" else (column,)
    return tuple(f"{table}.{row}.{col}" for row in rows for col in columns)


def _label(concept: Concept, table: str, column: str) -> str:
    if column == "total":
        return concept.label
    if column == "legal_person":
        return f"{concept.label}（申请人：法人或其他组织）"
    name = column_name(table, column)
    return (
        f"{concept.label}（申请人：{name}）" if table == "requests" else f"{concept.label}·{name}"
    )


def column_name(table: str, column: str) -> str:
    """A column's label without what stands in brackets."""
    if column == "legal_person":
        return "法人或其他组织"
    return TABLES[table].col(column).label.partition("（")[0]


def _unit(table: str, row: str, column: str) -> str:
    unit = TABLES[table].col(column if column != "legal_person" else "total").unit
    return TABLES[table].row(row).unit if column in _MONEY and table == "proactive" else unit


def ratio_measure(ratio: Ratio) -> Measure:
    """The measure of a ratio."""
    top, over, minus = (
        tuple(cell for code in part for cell in measure(code).cells)
        for part in (ratio.top, ratio.over, ratio.minus)
    )
    return Measure(
        code=f"ratio.{ratio.code}",
        label=ratio.label,
        unit="%",
        cells=top,
        cells_2019=tuple(cell for code in ratio.top for cell in measure(code).cells_2019),
        over=over,
        minus=minus,
    )


def share(part: Measure, whole: Measure, implied: bool = False) -> Measure:
    """`part` as a percentage of `whole`, for “X占Y的比例”; both must be plain sums of cells, or
    numbers of the text.

    Where the whole is only `implied` (复议被纠正的比例) a ratio with a definition is that ratio,
    whose denominator may leave out what is still open.
    """
    if part.claim and whole.claim:
        return Measure(
            code=f"{part.code}/{whole.code}",
            label=f"{part.label}占{whole.label}的比例",
            unit="%",
            claim=part.claim,
            claim_over=whole.claim,
        )
    for ratio in RATIOS.values():
        known = ratio_measure(ratio)
        same = (known.cells, known.over) == (part.cells, whole.cells)
        if same and (implied or not known.minus):
            return known
    return Measure(
        code=f"{part.code}/{whole.code}",
        label=f"{part.label}占{whole.label}的比例",
        unit="%",
        cells=part.cells,
        cells_2019=part.cells_2019,
        over=whole.cells,
    )


def written(top: Sequence[Measure], over: Sequence[Measure], minus: Sequence[Measure]) -> Measure:
    """100 × Σtop / (Σover − Σminus) as a question writes it; a rate that is defined so, by name.
    All are plain sums of cells."""
    cells, below, less = (
        tuple(cell for part in parts for cell in part.cells) for parts in (top, over, minus)
    )
    for known in map(ratio_measure, RATIOS.values()):
        if (known.cells, known.over, known.minus) == (cells, below, less):
            return known
    older = [part.cells_2019 for part in top]
    return Measure(
        code=f"{_signed(top, [], 'code')}/{_signed(over, minus, 'code')}",
        label=f"{_signed(top, [], 'label')}÷{_signed(over, minus, 'label')}",
        unit="%",
        cells=cells,
        cells_2019=tuple(cell for part in older for cell in part) if all(older) else (),
        over=below,
        minus=less,
    )


def _signed(plus: Sequence[Measure], minus: Sequence[Measure], name: str) -> str:
    terms = "＋".join(getattr(part, name) for part in plus)
    terms += "".join(f"－{getattr(part, name)}" for part in minus)
    return f"（{terms}）" if len(plus) + len(minus) > 1 else terms


def is_of_handled(rate: Measure) -> bool:
    """Whether a ratio is a share of the requests that were handled: of none, over a 0."""
    handled = all(key.startswith("requests.total_processed.") for key in rate.over)
    return bool(rate.over) and handled and not rate.minus


def concept_of(code: str) -> str | None:
    """The concept a plan's measure is a column of ("requests.received.total" → "received")."""
    table, _, rest = code.partition(".")
    name = rest.rpartition(".")[0]
    return name if table in TABLES and name in concepts() else None
