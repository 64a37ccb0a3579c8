"""The extraction score tells counts in the text found, missed and taken for others apart."""

from dataclasses import replace
from pathlib import Path

from eval.extraction import Score, score_report
from eval.truth import ClaimTruth, read_truth
from index.parse import parse_document
from index.readers import read
from index.report import Report

CORPUS = Path(__file__).parents[1] / "eval" / "corpus"


def _scored(report: Report, claims: list[ClaimTruth]) -> dict[str, int]:
    truth = next(t for t in read_truth(CORPUS / "truth.jsonl") if t.file == report.file)
    score = Score()
    score_report(score, replace(truth, claims=claims), report)
    return {name: score.claims[name] for name in ("found", "missed", "differing")}


def _claim(field: str, value: int) -> ClaimTruth:
    return ClaimTruth(field, value, "件", False, "")


def test_counts_in_the_text_are_found_missed_or_differing() -> None:
    report = parse_document(read(CORPUS / "临溪县柳浦镇2024.docx"))
    told = {c.field: c.value for c in report.claims if c.period == "year" and not c.relative}
    received = told["received"]
    assert isinstance(received, int)

    assert _scored(report, [_claim("received", received)]) == {
        "found": 1,
        "missed": 0,
        "differing": 0,
    }
    assert _scored(report, [_claim("received", received + 1)]) == {
        "found": 0,
        "missed": 1,
        "differing": 1,
    }
    assert _scored(report, [_claim("no_field_of_ours", 3)]) == {
        "found": 0,
        "missed": 0,
        "differing": 0,
    }


def test_a_count_of_an_earlier_year_read_as_this_years_shows() -> None:
    report = parse_document(read(CORPUS / "临溪县柳浦镇2024.docx"))
    (this_year,) = [c for c in report.claims if c.field == "received" and c.period == "year"]
    assert isinstance(this_year.value, int)
    earlier = replace(this_year, value=this_year.value + 7, period="prior")
    truth = [_claim("received", this_year.value)]

    sound = replace(report, claims=[this_year, earlier])
    assert _scored(sound, truth)["differing"] == 0
    broken = replace(report, claims=[this_year, replace(earlier, period="year")])
    assert _scored(broken, truth)["differing"] == 1
