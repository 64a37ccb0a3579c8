"""`Figure`: one measured value beside its peer and its budget; and how figures are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Limit:
    """A budget: what it bounds (`value` in the figure's unit, or `ratio`), and from which side."""

    of: Literal["value", "ratio"]
    side: Literal["≤", "≥"]
    bound: float

    def holds(self, figure: Figure) -> bool:
        """Whether the figure keeps it; a ratio that was not measured does not."""
        found = figure.value if self.of == "value" else figure.ratio
        if found is None:
            return False
        return found <= self.bound if self.side == "≤" else found >= self.bound

    def unit(self, figure: Figure) -> str:
        """What it bounds: the figure's unit, or × for the ratio."""
        return figure.unit if self.of == "value" else "×"

    def words(self, figure: Figure) -> str:
        """As in a table: "≤ 10 ms", "≤ 3 ×"."""
        return f"{self.side} {self.bound:g} {self.unit(figure)}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement: the median of several runs where it is a time.

    `line` is the benchmark that took it; `size` counts reports (or what `of` says); `spread` is
    the 95th percentile; `cpu_ms` the median CPU time, 0 where there is none; `peer_value` is in
    the same unit, taken in the same run. `detail` holds further numbers by name.
    """

    line: str
    what: str
    value: float
    unit: str
    size: int | None = None
    of: str = "reports"
    spread: float | None = None
    cpu_ms: float = 0.0
    peer: str = ""
    peer_value: float | None = None
    limits: tuple[Limit, ...] = ()
    detail: Mapping[str, float | str] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """`value` over the peer's; null without a peer."""
        return self.value / self.peer_value if self.peer_value else None

    @property
    def met(self) -> bool | None:
        """Whether every budget holds; null where there is none."""
        return all(limit.holds(self) for limit in self.limits) if self.limits else None

    def as_json(self) -> dict[str, Any]:
        """All fields, with `ratio` and `met`."""
        return asdict(self) | {"ratio": self.ratio, "met": self.met}


def from_json(record: Mapping[str, Any]) -> Figure:
    """The figure that `as_json` gave."""
    fields = {name: value for name, value in record.items() if name not in ("ratio", "met")}
    return Figure(**fields | {"limits": tuple(Limit(**limit) for limit in record["limits"])})


HEAD = ("measured", "size", "× peer", "budget", "kept", "figure", "CPU ms", "peer", "further")


def table(figures: Iterable[Figure]) -> Iterator[str]:
    """The figures as lines of a Markdown table, ratios first."""
    yield "| " + " | ".join(HEAD) + " |"
    yield "| --- | ---: | ---: | --- | --- | --- | ---: | --- | --- |"
    for figure in figures:
        yield "| " + " | ".join(_row(figure)) + " |"


def _row(figure: Figure) -> Sequence[str]:
    ratio = figure.ratio
    spread = f" (p95 {number(figure.spread)})" if figure.spread is not None else ""
    peer = (
        f"{number(figure.peer_value)} {figure.unit}: {figure.peer}"
        if figure.peer_value is not None
        else figure.peer
    )
    return (
        figure.what,
        f"{figure.size:,} {figure.of}" if figure.size is not None else "",
        number(ratio) if ratio is not None else "",
        ", ".join(limit.words(figure) for limit in figure.limits),
        _kept(figure),
        f"{number(figure.value)} {figure.unit}{spread}",
        number(figure.cpu_ms) if figure.cpu_ms else "",
        peer,
        "; ".join(f"{name} {_shown(value)}" for name, value in figure.detail.items()),
    )


def _kept(figure: Figure) -> str:
    """Whether each budget holds; of several, each with its unit."""
    several = len(figure.limits) > 1
    return ", ".join(
        ("yes" if limit.holds(figure) else "**no**")
        + (f" ({limit.unit(figure)})" if several else "")
        for limit in figure.limits
    )


def _shown(value: float | str) -> str:
    return value if isinstance(value, str) else number(value)


def number(value: float) -> str:
    """Three figures that count, no exponent: 0.0312, 4.56, 128, 3,210."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    digits = 0
    while abs(value) * 10**digits < 100 and digits < 6:
        digits += 1
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")
