"""勾稽 checks: the identities of the form, text against table, one year against the next.

A rule speaks only where every cell it needs is reported: blank, "/" and unreadable cells are not
taken for zeros, so no alarm rests on a number that is not printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from index.claims import Claim
from index.form import FORMS, TABLES, Identity, cell_label
from index.report import Cell, CellKey, Finding, FormVersion, Number

Cells = Mapping[CellKey, Cell]

RULES = {
    "column_balance": "列勾稽不平（一＋二≠三（七）＋四）",
    "row_total": "行合计不符（六类申请人之和≠总计）",
    "processed_total": "办理结果合计不符（各行之和≠（七）总计）",
    "dispute_total": "复议诉讼合计不符（四项之和≠总计）",
    "carry_over": "结转不衔接（上年结转下年度≠本年上年结转）",
    "narrative_mismatch": "正文与表格不一致",
    "in_force_balance": "现行有效件数与上年不衔接",
    "implausible_regulations": "规章数不合常理",
    "blank_cells": "表格有空白单元格",
    "missing_table": "表格缺失",
}
OVER_YEARS = ("carry_over", "in_force_balance")  # rules of `check_years`
_SOFT = {"in_force_balance", "implausible_regulations", "blank_cells"}

# Bodies with the power to make 规章: provinces and cities with districts (立法法 art. 93).
_MAKES_REGULATIONS = ("省", "市", "自治州", "自治区")

# Narrative field → sums of cells it may rightly state, the usual one first (DOMAIN §3, I10).
_STATED_AS: dict[str, tuple[tuple[str, ...], ...]] = {
    "received": (("requests.received",), ("requests.received", "requests.carried_in")),
    "handled": (("requests.total_processed",),),
    "carried_in": (("requests.carried_in",),),
    "carried_out": (("requests.carried_out",),),
    "granted": (("requests.granted",), ("requests.granted", "requests.partially_granted")),
    "partially_granted": (("requests.partially_granted",),),
    "reconsideration": (("disputes.reconsideration",),),
    "litigation": (
        ("disputes.direct_litigation", "disputes.litigation_after_reconsideration"),
        ("disputes.direct_litigation",),
        ("disputes.litigation_after_reconsideration",),
    ),
}
_STATED_ONCE = {
    "normative_issued": ("proactive", "normative_documents", "issued"),
    "licensing": ("proactive", "licensing", "decisions"),
    "penalties": ("proactive", "penalties", "decisions"),
}
_WORST_UNREADABLE = 0.2  # more unreadable or missing cells than this: the report is graded D


def check_report(
    form: FormVersion, cells: Sequence[Cell], claims: Iterable[Claim], body_type: str
) -> tuple[Finding, ...]:
    """Every rule that one report alone can break, in the order of `RULES`."""
    by_key = {cell.key: cell for cell in cells}
    findings = [
        *_broken_identities(form, by_key),
        *_narrative_mismatches(by_key, claims),
        *_implausible_regulations(by_key, body_type),
        *_blank_cells(cells),
        *_missing_tables(cells),
    ]
    order = list(RULES)
    return tuple(sorted(findings, key=lambda finding: order.index(finding.rule)))


def check_years(previous: Cells, current: Cells, previous_year: int) -> tuple[Finding, ...]:
    """Rules between one body's consecutive reports; the findings belong to the later one."""
    return (
        *_carry_over(previous, current, previous_year),
        *_in_force_balance(previous, current, previous_year),
    )


def grade(cells: Sequence[Cell], findings: Iterable[Finding]) -> str:
    """A: all read plainly and all hard rules hold. B: something repaired, or a hard rule broken.
    C: some cells unreadable or missing. D: more than a fifth of them."""
    lost = sum(cell.state in ("unreadable", "missing") for cell in cells)
    if not cells or lost > _WORST_UNREADABLE * len(cells):
        return "D"
    if lost:
        return "C"
    if any(cell.repaired for cell in cells) or any(not finding.soft for finding in findings):
        return "B"
    return "A"


# --- within one report


def _finding(rule: str, detail: str, keys: Iterable[CellKey], **span: int) -> Finding:
    return Finding(rule, detail, tuple(".".join(key) for key in keys), rule in _SOFT, **span)


def _value(cells: Cells, key: CellKey) -> Number | None:
    cell = cells.get(key)
    return cell.value if cell else None


def _sum(cells: Cells, keys: Iterable[CellKey]) -> Number | None:
    total: Number = 0
    for key in keys:
        value = _value(cells, key)
        if value is None:
            return None
        total += value
    return total


def _broken_identities(form: FormVersion, cells: Cells) -> Iterable[Finding]:
    other = frozenset(key for key in cells if key[1].startswith("other"))
    for identity in _applicable(form, other):
        left, right = _sum(cells, identity.left), _sum(cells, identity.right)
        if left is not None and right is not None and left != right:
            detail = f"{identity.formula}：{_plus(cells, identity.left)}，"
            detail += f"应等于{_plus(cells, identity.right)}"
            yield _finding(identity.rule, detail, (*identity.left, *identity.right))


@lru_cache(maxsize=64)
def _applicable(form: FormVersion, other: frozenset[CellKey]) -> tuple[Identity, ...]:
    """Identities over the rows this report has; a report may mix 表二 and 表三 of two forms.

    `other` are its cells in rows of （六）其他处理, by which the forms differ.
    """
    found: list[Identity] = []
    for identity in FORMS[form].identities if form in FORMS else ():
        keys = tuple(key for key in identity.left if not key[1].startswith("other"))
        col = identity.right[0][2]
        mine = tuple(sorted(key for key in other if key[2] == col))
        if len(keys) == len(identity.left):
            found.append(identity)
        elif identity.rule != "row_total":
            found.append(Identity(identity.rule, identity.formula, (*keys, *mine), identity.right))
        elif other.issuperset(identity.left):
            found.append(identity)
    return tuple(found)


def _plus(cells: Cells, keys: Sequence[CellKey]) -> str:
    values = [_value(cells, key) or 0 for key in keys]
    terms = [value for value in values if value] or [0]
    joined = "＋".join(str(value) for value in terms)
    return joined if len(terms) == 1 else f"{joined}＝{sum(terms)}"


def _narrative_mismatches(cells: Cells, claims: Iterable[Claim]) -> Iterable[Finding]:
    """A field is in conflict when none of its statements fits the table."""
    by_field: dict[str, list[Claim]] = {}
    for claim in claims:
        if _comparable(claim):
            by_field.setdefault(claim.field, []).append(claim)
    for field, stated in by_field.items():
        readings = _table_readings(cells, field)
        allowed = {value for value in (_sum(cells, keys) for keys in readings) if value is not None}
        main = _sum(cells, readings[0]) if readings else None
        if main is None or any(claim.value in allowed for claim in stated):
            continue
        claim = stated[0]
        label = "、".join(cell_label(key) for key in readings[0])
        detail = f"正文称“{claim.quote.strip()}”（{claim.value}），{label}为{main}"
        yield _finding("narrative_mismatch", detail, readings[0], start=claim.start, end=claim.end)


def _comparable(claim: Claim) -> bool:
    of_area = bool(claim.detail and claim.detail.get("scope"))
    exact = claim.value is not None and not claim.approx and not claim.relative
    return exact and claim.period == "year" and not of_area


def _table_readings(cells: Cells, field: str) -> list[tuple[CellKey, ...]]:
    if field in _STATED_ONCE:
        table, row, col = _STATED_ONCE[field]
        key = (table, row, col)
        return [(key,)] if key in cells else []
    readings = []
    for rows in _STATED_AS.get(field, ()):
        parts = (row.split(".", 1) for row in rows)
        readings.append(tuple((table, row, "total") for table, row in parts))
    return readings


def _implausible_regulations(cells: Cells, body_type: str) -> Iterable[Finding]:
    if body_type in _MAKES_REGULATIONS:
        return
    for key, cell in cells.items():
        if key[0].startswith("proactive") and key[1] == "regulations" and cell.value:
            detail = f"{cell_label(key)}为{cell.value}，该类机关无权制定规章，可能误填规范性文件"
            yield _finding("implausible_regulations", detail, [key])


def _in_state(cells: Iterable[Cell], state: str) -> dict[str, list[CellKey]]:
    """The cells in a state, by table."""
    tables: dict[str, list[CellKey]] = {}
    for cell in cells:
        if cell.state == state:
            tables.setdefault(cell.table, []).append(cell.key)
    return tables


def _blank_cells(cells: Sequence[Cell]) -> Iterable[Finding]:
    sizes = Counter(cell.table for cell in cells)
    for table, blank in _in_state(cells, "blank").items():
        detail = f"{TABLES[table].number}共{sizes[table]}格，其中{len(blank)}格空白（空白不等于0）"
        yield _finding("blank_cells", detail, blank)


def _missing_tables(cells: Sequence[Cell]) -> Iterable[Finding]:
    sizes = Counter(cell.table for cell in cells)
    for table, missing in _in_state(cells, "missing").items():
        if len(missing) == sizes[table]:
            known = TABLES[table]
            yield _finding("missing_table", f"没有找到{known.number}（{known.title}）", ())


# --- between years


def _carry_over(previous: Cells, current: Cells, year: int) -> Iterable[Finding]:
    for col in TABLES["requests"].cols:
        out_key = ("requests", "carried_out", col.code)
        in_key = ("requests", "carried_in", col.code)
        sent, taken = _value(previous, out_key), _value(current, in_key)
        if sent is not None and taken is not None and sent != taken:
            detail = f"{col.label}列：{year}年结转下年度{sent}件，{year + 1}年上年结转{taken}件"
            yield _finding("carry_over", detail, [in_key])


def _in_force_balance(previous: Cells, current: Cells, year: int) -> Iterable[Finding]:
    """Soft: revisions and automatic expiry break it legitimately (DOMAIN I6)."""
    for row in ("regulations", "normative_documents"):
        keys = [("proactive", row, col) for col in ("issued", "repealed", "in_force")]
        before = _value(previous, keys[2])
        issued, repealed, now = (_value(current, key) for key in keys)
        if before is None or issued is None or repealed is None or now is None:
            continue
        if now != before + issued - repealed:
            label = TABLES["proactive"].row(row).label
            detail = f"{label}：{year}年现行有效{before}＋本年制发{issued}－本年废止{repealed}"
            detail += f"＝{before + issued - repealed}，{year + 1}年填{now}"
            yield _finding("in_force_balance", detail, keys)
