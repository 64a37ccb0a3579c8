"""One file → one `Report`: the whole of reading and extraction, with no store in sight."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.checks import check_report, grade
from index.claims import extract_claims
from index.document import SourceDocument
from index.errors import NotAReportError
from index.identity import identify, looks_like_report
from index.keys import report_id
from index.readers import InputFile
from index.report import Report, Section
from index.search.chunks import chunk_sections
from index.sections import find_sections
from index.store.payload import Source, Version
from index.tables import extract_cells

_DATE = re.compile(r"(?P<year>20\d\d)\D{1,2}(?P<month>\d{1,2})\D{1,2}(?P<day>\d{1,2})(?!\d)")


@dataclass(frozen=True, slots=True)
class ParseJob:
    """A file to parse, with what is known of it as a source of versions."""

    file: InputFile
    path: str
    fingerprint: str
    mtime: float | None


def parse_version(job: ParseJob) -> Version:
    """`parse_file` with the passages to index; the work of one worker call."""
    report = parse_file(job.file)
    chunks = chunk_sections(report.report_id, report.text, report.sections)
    published = _iso_date(report.metadata.get("published", ""))
    return Version(report, tuple(chunks), Source(job.path, job.fingerprint, published, job.mtime))


def parse_file(item: InputFile) -> Report:
    """The report in a file. Raises ReadError for what cannot be read, NotAReportError for a
    document of another kind."""
    return parse_document(item.read())


def parse_document(document: SourceDocument) -> Report:
    """The report in a document that has been read; see `parse_file`."""
    if "\0" in document.text:  # where SQL would take the text to end
        document = replace(document, text=document.text.replace("\0", " "))
    if reason := looks_like_report(document):
        raise NotAReportError(f"{document.file}：{reason}。未收入；请确认文件是否放错。")
    sections = find_sections(document)
    identity = identify(document, sections)
    extraction = extract_cells(document, identity.year)
    claims = extract_claims(
        document.text, sections, identity.year, whole_area=identity.scope == "area"
    )
    findings = check_report(extraction.form, extraction.cells, claims, identity.body_type)
    return Report(
        report_id=report_id(identity, document.file),
        file=document.file,
        format=document.format,
        sha256=document.sha256,
        text=document.text,
        title=_title(document, sections),
        identity=identity,
        form=extraction.form,
        sections=sections,
        cells=extraction.cells,
        claims=tuple(claims),
        findings=findings,
        grade=grade(extraction.cells, findings),
        metadata=document.metadata,
    )


def _title(document: SourceDocument, sections: Sequence[Section]) -> str:
    """The printed title, "" where the text has none."""
    titles = (s for s in sections if s.kind == "title")
    return next((document.text[s.start : s.end].strip() for s in titles), "")


def _iso_date(words: str) -> str | None:
    """A printed date (2025年1月8日, 2025/1/8 10:20) in a form that sorts; null for others."""
    date = _DATE.search(words)
    return f"{date['year']}-{int(date['month']):02}-{int(date['day']):02}" if date else None
