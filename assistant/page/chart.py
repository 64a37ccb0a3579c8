"""Charts of an answer, as small SVG drawings: bars for rankings, lines for trends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Any

from assistant.markdown import number
from assistant.page.markup import esc

_BARS = 15  # more rows than this are left to the table
_WIDTH = 440
_NAME = 150  # width of the names beside bars
_CHARACTER = 13  # width of a Chinese character at this size


@dataclass(frozen=True, slots=True)
class Point:
    """One bar, or one year of a line; a null value is drawn as a gap."""

    label: str
    value: float | None


def chart(answer: Mapping[str, Any], no_value: str) -> str:
    """The drawing that fits the plan of an answer, "" where none helps. `no_value` is the word
    that stands where a year or a body has no number."""
    plan = answer.get("plan") or {}
    kind, rows = plan.get("kind"), _of_first(plan, answer["rows"])
    unit = (plan.get("measures") or [{}])[0].get("unit", "件") if plan.get("measures") else ""
    if kind == "trend" and len({row["year"] for row in rows if row["year"]}) > 1:
        return _line(_years(rows), unit, no_value)
    if kind in ("rank", "compare") or (kind == "aggregate" and plan.get("group")):
        points = [Point(_row_name(row, rows), row["value"]) for row in rows]
        numbers = [point.value for point in points if point.value is not None]
        if len(points) > 1 and any(numbers) and min(numbers) >= 0:
            return _bars(points[:_BARS], unit, no_value)
    return ""


def _of_first(
    plan: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]
) -> Sequence[Mapping[str, Any]]:
    """The rows of the first part of a question: none where another has the same measure."""
    if not plan.get("then"):
        return rows
    labels, part = [], plan
    while part:
        labels.append(next((m["label"] for m in part.get("measures", ())), ""))
        part = part.get("then") or {}
    first = labels[0]
    return [row for row in rows if first in row["values"]] if labels.count(first) == 1 else []


def _row_name(row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> str:
    several_years = len({other["year"] for other in rows}) > 1 and row["year"]
    name = str(row["issuer"]).removesuffix("人民政府")
    return f"{name} {row['year']}" if several_years else name


def _years(rows: Sequence[Mapping[str, Any]]) -> list[Point]:
    """One point a year from the first to the last; years without a report have no value."""
    by_year = {row["year"]: row["value"] for row in rows if row["year"]}
    first, last = min(by_year), max(by_year)
    return [Point(str(year), by_year.get(year)) for year in range(first, last + 1)]


def _clip(text: str, width: int) -> str:
    """`text` cut at its start, where names repeat their county, to fit `width` pixels."""
    room = width // _CHARACTER
    return text if len(text) <= room else "…" + text[-(room - 1) :]


def _bars(points: Sequence[Point], unit: str, no_value: str) -> str:
    step, bar = 26, 16
    most = max((p.value for p in points if p.value is not None), default=0) or 1
    room = _WIDTH - _NAME - 60
    parts = []
    for i, point in enumerate(points):
        y = 6 + i * step
        middle = y + bar - 3
        parts.append(
            f'<text x="{_NAME - 8}" y="{middle}" text-anchor="end">'
            f"<title>{esc(point.label)}</title>{esc(_clip(point.label, _NAME - 8))}</text>"
        )
        length = 0 if point.value is None else max(1.0, room * point.value / most)
        shown = no_value if point.value is None else number(point.value)
        if point.value:
            parts.append(
                f'<rect class="bar" x="{_NAME}" y="{y}" width="{length:.1f}" height="{bar}" '
                'rx="3"/>'
            )
        css = ' class="none"' if point.value is None else ' class="num"'
        at = _NAME + (length if point.value else 0) + 6
        parts.append(f'<text{css} x="{at:.1f}" y="{middle}">{esc(shown)}</text>')
    return _svg("".join(parts), 12 + step * len(points), unit, points, no_value)


def _line(points: Sequence[Point], unit: str, no_value: str) -> str:
    height, left, right, top, bottom = 190, 42, 24, 24, 32
    numbers = [point.value for point in points if point.value is not None]
    if not numbers:
        return ""
    high, low = _ceiling(max(0.0, *numbers)), min(0.0, *numbers)
    wide, tall = _WIDTH - left - right, height - top - bottom
    xs = [left + wide * i / max(1, len(points) - 1) for i in range(len(points))]

    def y(value: float) -> float:
        return top + tall * (high - value) / (high - low)

    grid = "".join(
        f'<line class="grid" x1="{left}" x2="{_WIDTH - right}" y1="{y(v):.1f}" y2="{y(v):.1f}"/>'
        f'<text class="axis" x="{left - 8}" y="{y(v) + 4:.1f}" text-anchor="end">{number(v)}</text>'
        for v in (low, (low + high) / 2, high)
    )
    parts = [grid, *_strokes(points, xs, y)]
    every = max(1, -(-len(points) // 10))
    for i, (point, x) in enumerate(zip(points, xs, strict=True)):
        if i % every == 0 or point.value is None:
            parts.append(
                f'<text class="axis" x="{x:.1f}" y="{height - 12}" text-anchor="middle">'
                f"{esc(point.label)}</text>"
            )
        if point.value is None:
            parts.append(
                f'<line class="gap" x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{height - bottom}"/>'
                f'<text class="none" x="{x:.1f}" y="{top + tall / 2:.1f}" text-anchor="middle">'
                f"{esc(no_value)}</text>"
            )
        else:
            parts.append(
                f'<circle class="dot" cx="{x:.1f}" cy="{y(point.value):.1f}" r="4"/>'
                f'<text class="num" x="{x:.1f}" y="{y(point.value) - 9:.1f}" text-anchor="middle">'
                f"{number(point.value)}</text>"
            )
    return _svg("".join(parts), height, unit, points, no_value)


def _strokes(points: Sequence[Point], xs: Sequence[float], y: Any) -> list[str]:
    """Lines between neighbouring years that both have a number: a gap is never bridged."""
    pairs = zip(zip(points, xs, strict=True), zip(points[1:], xs[1:], strict=True), strict=False)
    return [
        f'<line class="stroke" x1="{x1:.1f}" y1="{y(p.value):.1f}" x2="{x2:.1f}" '
        f'y2="{y(q.value):.1f}"/>'
        for (p, x1), (q, x2) in pairs
        if p.value is not None and q.value is not None
    ]


def _ceiling(value: float) -> float:
    """The next round number, so that the axis is readable; 1 for nothing above 0."""
    if value <= 0:
        return 1.0
    power = 10.0 ** floor(log10(value))
    return next(step * power for step in (1, 2, 4, 5, 8, 10) if step * power >= value)


def _svg(body: str, height: int, unit: str, points: Sequence[Point], no_value: str) -> str:
    said = "；".join(
        f"{p.label} {no_value if p.value is None else number(p.value)}" for p in points
    )
    note = f"<figcaption>{esc(unit)}</figcaption>" if unit else ""
    return (
        f'<figure class="chart">{note}<svg viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{esc(said)}">{body}</svg></figure>'
    )
