"""`python -m eval.corpus_build`: eval/corpus/source/*.yaml → report files and truth.jsonl."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from eval.render import LAYOUTS, Document, Section, render
from eval.render.labels import form_keys, table_keys
from eval.render.script import traditional
from eval.render.tables import build_table
from eval.truth import CellTruth, ClaimTruth, Defect, Passage, Truth, read_cell, write_truth

CORPUS = Path(__file__).parent / "corpus"
_PLACE = ("issuer", "body_type", "province", "city", "county", "township")
_SAME_NAMES = ("file", *_PLACE, "year", "form", "scope", "layout")


def build(corpus: Path = CORPUS) -> list[Truth]:
    """Render every source under `corpus`/source beside it and write truth.jsonl.

    Raises ValueError naming the source file and everything wrong with it; then nothing is
    written for it or any later one.
    """
    truths = []
    for path in sorted((corpus / "source").glob("*.yaml")):
        source = yaml.safe_load(path.read_text(encoding="utf-8"))
        try:
            doc = document(source)
            truth = truth_of(source, doc)
        except (KeyError, ValueError) as error:
            raise ValueError(f"{path.name}: {error}") from error
        faults = list(_faults(truth, doc))
        if faults:
            raise ValueError(f"{path.name}: " + "; ".join(faults))
        (corpus / truth.file).write_bytes(render(doc, truth.layout, source.get("encoding")))
        truths.append(truth)
    write_truth(corpus / "truth.jsonl", truths)
    return truths


def document(source: dict[str, Any]) -> Document:
    """The report that a source file describes."""
    return Document(
        title=list(source["title"]),
        sections=[_section(section, source) for section in source["sections"]],
        issuer=source["issuer"],
        year=source["year"],
        trail=[source[name] for name in ("city", "county", "township") if source.get(name)],
    )


def _section(section: dict[str, Any], source: dict[str, Any]) -> Section:
    name = section.get("table")
    paragraphs = list(section.get("paragraphs") or [])
    if name is None or name in _listed(source, "blank_tables"):
        return Section(section.get("heading") or "", paragraphs)
    table = build_table(name, source["form"], printed_cells(source))
    return Section(section.get("heading") or "", paragraphs, table)


def printed_cells(source: dict[str, Any]) -> dict[str, str]:
    """Cell key → printed string; keys left out print "0"."""
    printed = {key: str(value) for key, value in (source.get("cells") or {}).items()}
    unknown = printed.keys() - set(form_keys(source["form"]))
    if unknown:
        raise ValueError(f"no such cells in the {source['form']} form: {sorted(unknown)}")
    blank = [
        key for name in _listed(source, "all_blank") for key in table_keys(name, source["form"])
    ]
    return printed | dict.fromkeys(blank, "")


def truth_of(source: dict[str, Any], doc: Document) -> Truth:
    """The truth of a source, quotes spelt as `doc` prints them in its layout."""
    layout = LAYOUTS[source["layout"]]
    as_printed = traditional if layout.traditional else str
    return Truth(
        **{name: source[name] for name in _SAME_NAMES},
        quirks=_listed(source, "quirks"),
        cells=_cells(source, layout.losses(doc)),
        claims=[
            ClaimTruth(**{**claim, "quote": as_printed(claim["quote"])})
            for claim in _listed(source, "claims")
        ],
        defects=[Defect.of(defect) for defect in _listed(source, "defects")],
        passages=[Passage(p["topic"], as_printed(p["text"])) for p in _listed(source, "passages")],
    )


def _cells(source: dict[str, Any], lost: set[str]) -> dict[str, CellTruth]:
    judged = source.get("truth_cells") or {}
    printed = printed_cells(source)
    present = {section.get("table") for section in source["sections"]}
    present -= set(_listed(source, "blank_tables"))
    cells = {}
    for key in form_keys(source["form"]):
        if key in judged:
            cells[key] = CellTruth(**judged[key])
        elif key.split(".")[0] not in present:
            cells[key] = CellTruth(None, "missing")
        else:
            read = read_cell(printed.get(key, "0"))
            cells[key] = CellTruth(read.value, read.state, destroyed=key in lost)
    return cells


def _listed(source: dict[str, Any], name: str) -> list[Any]:
    return list(source.get(name) or [])


def _faults(truth: Truth, doc: Document) -> Iterator[str]:
    """What a source says that its own text does not bear out."""
    text = "\n".join(block for block in doc.blocks() if isinstance(block, str))
    text = traditional(text) if LAYOUTS[truth.layout].traditional else text
    quotes = [claim.quote for claim in truth.claims] + [p.text for p in truth.passages]
    yield from (f"quote not in the text: {quote}" for quote in quotes if quote not in text)
    if not truth.file.endswith(LAYOUTS[truth.layout].suffix):
        yield f"layout {truth.layout} writes {LAYOUTS[truth.layout].suffix}, not {truth.file}"


def main() -> int:
    """Build the committed corpus; 1 with a message where a source contradicts itself."""
    try:
        truths = build()
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(truths)} reports written to {CORPUS.name}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
