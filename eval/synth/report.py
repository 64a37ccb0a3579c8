"""One synthetic report: figures, text, title and oddities → a file's bytes with its truth."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from eval.render import LAYOUTS, Document, Section, Table, render
from eval.render.labels import form_keys, table_names
from eval.render.script import traditional
from eval.render.tables import build_table, lose_cell, relabel
from eval.synth import prose, quirks
from eval.synth.defects import PLANTS, told_otherwise, violations
from eval.synth.figures import History, Values, year_values
from eval.synth.narrative import Narrator, before_2019
from eval.synth.oddities import Oddities, draw
from eval.synth.places import Town
from eval.synth.quirks import Printed, Respell
from eval.synth.titles import Titled, contact_line, headings, make_title
from eval.truth import CellTruth, Number, Truth, read_cell

_PAGES = ("html_page", "html_gb18030", "html_traditional")
_TABLE_SECTIONS = {"proactive": 2, "proactive_2019": 2, "requests": 3, "disputes": 4}


@dataclass(slots=True)
class Draft:
    """A report while it is being made."""

    rng: Random
    town: Town
    year: int
    form: str
    odd: Oddities
    values: Values
    printed: Printed = field(default_factory=dict)


def make_report(
    rng: Random, town: Town, year: int, history: History, layout: str, stem: str
) -> tuple[Truth, bytes]:
    """The next year's report of `town`, written as `layout`; `history` moves on a year."""
    form = form_of(rng, year)
    draft = _draft(rng, town, year, form, draw(rng, layout, form), history)
    titled = make_title(rng, town, year)
    narrator = Narrator(rng, town, year, draft.values)
    sections = _sections(draft, narrator, titled)
    doc = _document(draft, titled, sections)
    truth = _truth(draft, titled, narrator, doc, stem)
    return truth, render(_respelled(doc, draft.odd), layout, draft.odd.encoding)


def form_of(rng: Random, year: int) -> str:
    """Form in use; a few bodies keep the old one a year or two too long."""
    if year < 2019:
        return "pre2019"
    late = year in (2021, 2022) and rng.random() < 0.04
    return "2019" if year < 2021 or late else "2021"


def _draft(rng: Random, town: Town, year: int, form: str, odd: Oddities, history: History) -> Draft:
    if odd.defect == "carry_over":
        history.carried["natural_person"] = history.carried.get("natural_person", 0) + 1
    values = year_values(rng, "2019" if form == "pre2019" else form, history)
    if odd.defect in PLANTS:
        PLANTS[odd.defect](values, rng)
    draft = Draft(rng, town, year, form, odd, values)
    if form != "pre2019":
        draft.printed = {key: _text(value) for key, value in values.items()}
        _print_oddly(draft)
    return draft


def _print_oddly(draft: Draft) -> None:
    name = draft.odd.cells
    if name is None:
        return
    plain, draft.printed = draft.printed, quirks.CELLS[name].change(draft.printed, draft.rng)
    draft.odd.cells = name if draft.printed != plain else None


def _text(value: Number) -> str:
    return str(int(value)) if float(value).is_integer() else str(value)


def _sections(draft: Draft, narrator: Narrator, titled: Titled) -> list[Section]:
    rng, received = draft.rng, int(draft.values["requests.received.total"])
    told = received + (rng.randint(1, 3) if draft.odd.defect == "narrative_mismatch" else 0)
    contact = contact_line(rng, draft.town) if rng.random() < 0.4 else ""
    if not titled.year_printed:
        contact = prose.PERIOD.format(y=draft.year) + contact
    if draft.form == "pre2019":
        return before_2019(narrator, told, contact)
    names = headings(rng)
    overview = narrator.overview(told, contact)
    overview += [prose.INJECTION] if draft.odd.injection else []
    middle = [
        Section(names[_TABLE_SECTIONS[table]], table=_table(draft, table))
        for table in table_names(draft.form)
    ]
    last = [Section(names[5], narrator.problems()), Section(names[6], narrator.other_matters())]
    return [Section(names[1], overview), *middle, *last]


def _table(draft: Draft, name: str) -> Table | None:
    odd = draft.odd
    if odd.missing_table == name:
        return None
    table = build_table(name, draft.form, draft.printed, {odd.lost_row} if odd.lost_row else ())
    if odd.blank_label:
        table = relabel(table, quirks.blank_first_rows)
    if odd.labels:
        table = relabel(table, quirks.LABELS[odd.labels])
    return lose_cell(table, odd.lost_cell) if odd.lost_cell else table


def _document(draft: Draft, titled: Titled, sections: list[Section]) -> Document:
    town = draft.town
    full = draft.odd.layout in _PAGES and not town.terse
    return Document(
        title=titled.lines,
        sections=sections,
        issuer=town.county + town.office if full else titled.issuer,
        year=draft.year,
        closing=_signature(draft, titled),
        trail=[town.name] if town.terse else [town.city, town.county, town.name],
    )


def _signature(draft: Draft, titled: Titled) -> list[str]:
    """Now and then a signature with its date, which is in the following year."""
    day = f"{draft.year + 1}年{draft.rng.randint(1, 3)}月{draft.rng.randint(2, 28)}日"
    return [titled.issuer, day] if draft.rng.random() < 0.25 else []


def _respelled(doc: Document, odd: Oddities) -> Document:
    if odd.text is None:
        return doc
    respell = quirks.TEXT[odd.text]
    sections = [
        replace(s, heading=respell(s.heading), paragraphs=[respell(p) for p in s.paragraphs])
        for s in doc.sections
    ]
    return replace(doc, title=[respell(line) for line in doc.title], sections=sections)


def _truth(draft: Draft, titled: Titled, narrator: Narrator, doc: Document, stem: str) -> Truth:
    odd, town = draft.odd, draft.town
    layout = LAYOUTS[odd.layout]
    cells = _cells(draft, layout.losses(doc))
    spell = _spelling(odd, layout.traditional)
    text = _printed_text(doc, odd)
    found = [
        *violations(cells, draft.form, town.body_type),
        *told_otherwise(narrator.claims, cells),
    ]
    return Truth(
        file=stem + layout.suffix,
        issuer=doc.issuer,
        body_type=town.body_type,
        province=town.province if town.province in text else None,
        city=town.city if town.city in text else None,
        county=town.county if town.county in text else None,
        township=town.township,
        year=draft.year,
        form=draft.form,
        scope=town.scope,
        layout=odd.layout,
        quirks=[*titled.quirks, *odd.names()],
        cells=cells,
        claims=[replace(claim, quote=spell(claim.quote)) for claim in narrator.claims],
        defects=found,
        passages=[replace(passage, text=spell(passage.text)) for passage in narrator.passages],
    )


def _printed_text(doc: Document, odd: Oddities) -> str:
    """All running text; on web pages also the breadcrumb."""
    lines = [*doc.title, *(block for block in doc.blocks() if isinstance(block, str))]
    return "\n".join([*lines, *doc.trail] if odd.layout in _PAGES else lines)


def _spelling(odd: Oddities, mirrored: bool) -> Respell:
    """What happens to running text between writing and printing."""
    respell: Respell = quirks.TEXT[odd.text] if odd.text else str
    return lambda text: traditional(respell(text)) if mirrored else respell(text)


def _cells(draft: Draft, lost: set[str]) -> dict[str, CellTruth]:
    """The truth of every cell of the form; a row that lost a value is uncertain as a whole."""
    odd = draft.odd
    short_row = odd.lost_cell.rpartition(".")[0] + "." if odd.lost_cell else None
    cells = {}
    for key in form_keys(draft.form):
        table, _, rest = key.partition(".")
        if table == odd.missing_table or (rest.rpartition(".")[0] == odd.lost_row):
            cells[key] = CellTruth(None, "missing")
        else:
            destroyed = key in lost or bool(short_row and key.startswith(short_row))
            read = read_cell(draft.printed[key])
            cells[key] = replace(read, destroyed=destroyed) if destroyed else read
    return cells
