"""A yes or no over a scope, said first; then what speaks against it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compose_parts import SHOWN_ROWS, line_name
from assistant.draft import Draft
from assistant.evidence import Population, ReportRef
from assistant.plan import Whether


def verdict(
    draft: Draft,
    whether: Whether,
    what: str,
    met: Sequence[ReportRef],
    others: Sequence[ReportRef],
    population: Population,
) -> list[ReportRef]:
    """是 or 否 for reports that are `met` or not (`others`), of those that could be judged; the
    reports that make it a no."""
    given = {"what": what, "matched": len(met), "judged": population.readable}
    part = "some" if population.unjudged else "every"
    if whether.asks == "only":
        return _only(draft, whether, what, met, part)
    if whether.asks == "all":
        yes = not others and bool(met)
        key = f"whether.all.{'yes' if yes else 'no'}.{part}"
        draft.add(draft.text(key, others=len(others), **given))
        return list(others)
    said = "yes" if bool(met) == (whether.asks == "any") else "no"
    draft.add(draft.text(f"whether.{whether.asks}.{said}", **given))
    return list(met) if whether.asks == "none" else []


def _only(
    draft: Draft, whether: Whether, what: str, met: Sequence[ReportRef], part: str
) -> list[ReportRef]:
    """Whether the bodies named, and no others, are `met`; the others that are."""
    keys = {body.key for body in whether.bodies}
    own = [r for r in met if r.body_key in keys or r.body_type in whether.body_types]
    rest = [report for report in met if report not in own]
    names = [*(draft.name(body.name) for body in whether.bodies), *whether.body_types]
    given = {"whom": draft.say.list(names), "what": what}
    if not own:
        draft.add(draft.text("whether.only.none", count=len(rest), **given))
    elif rest:
        draft.add(draft.text("whether.only.no", count=len(rest), **given))
    else:
        draft.add(draft.text(f"whether.only.yes.{part}", **given))
    return rest


def names_of(draft: Draft, reports: Sequence[ReportRef]) -> str:
    """One line a report."""
    lines = [
        "- " + draft.text("name_year", name=line_name(draft, report), year=report.year)
        for report in reports[:SHOWN_ROWS]
    ]
    if len(reports) > SHOWN_ROWS:
        lines.append(draft.text("more_rows", shown=SHOWN_ROWS, count=len(reports)))
    return "\n".join(lines)
