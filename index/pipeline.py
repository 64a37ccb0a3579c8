"""Files → stores: incremental, in batches, and safe to kill at any point.

A batch is staged (its ids are noted), laid down in the derived stores, and swapped into the side
store in one transaction, after which readers see it. What a killed run leaves half done is undone
at the start of the next, which then reads those files again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from index.across_years import check_across_years
from index.errors import ReadError
from index.parse import ParseJob, parse_version
from index.readers import InputFile, expand
from index.report import READING_VERSION
from index.search.chunks import Chunk
from index.search.derived import Derived
from index.store.lock import write_lock
from index.store.payload import Source, Version
from index.store.shared_places import without_shared
from index.store.write import Held, WriteStore
from index.workers import Outcome, cores, run, run_inline

Progress = Callable[[int, int, str], None]  # files done, files in all, name of the last one

_BATCH = 64  # reports of one transaction
_SECONDS_A_FILE = 120.0
_FEW = 4  # so many files of harmless kinds are parsed here before a worker would have started
_OUTDATED = (
    "另有 {} 份已收录的报告是较早版本的程序读取的，这次没有给出它们的文件，仍按当时的读法作答；"
    "请把它们的文件也交给 nianbao index。"
)
_HARMLESS = frozenset({".txt", ".md", ".html", ".htm", ".docx"})


@dataclass(slots=True)
class IndexResult:
    """What a run did. The number of `reports` held grows by `indexed` − `replaced`.

    `indexed` files were taken in; `unchanged` ones were held already, byte for byte; `replaced`
    versions went to history, each named in `replacements` with the file that is held instead.
    `reread` files have not changed and were held as an earlier version of the program read them:
    those that now read otherwise count as indexed and replaced, the others as unchanged; one whose
    version is in history is put there anew, and counts as indexed and replaced.
    """

    indexed: int = 0
    unchanged: int = 0
    replaced: int = 0
    reread: int = 0
    failed: list[dict[str, str]] = field(default_factory=list)
    reports: int = 0
    replacements: list[dict[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The object that `nianbao index --json` prints."""
        return asdict(self)


def index_paths(home: Path, paths: Sequence[Path], progress: Progress | None = None) -> IndexResult:
    """Bring the stores under `home` up to date with files, folders and zips of reports.

    A file that fails is named in the result and stops no other. Raises StoreError where another
    process writes to `home` or what is stored there does not fit.
    """
    with write_lock(home), WriteStore.open_write(home) as store, Derived(home) as derived:
        derived.drop(store)
        indexing = _Run(store, derived, list(expand(paths)), progress)
        for outcome in _parse(indexing.jobs()):
            indexing.take(outcome)
        indexing.flush()
        derived.catch_up(store)
        check_across_years(store)
        result = indexing.result
        result.reports = store.count()
        result.warnings += [derived.warning] if derived.warning else []
        outdated = store.outdated()
        result.warnings += [_OUTDATED.format(outdated)] if outdated else []
        return result


class _Run:
    """One pass over the files."""

    def __init__(
        self,
        store: WriteStore,
        derived: Derived,
        files: Sequence[InputFile],
        progress: Progress | None,
    ) -> None:
        self._store, self._derived = store, derived
        self._files, self._progress = files, progress
        self._done = 0
        self._batch: dict[str, Version] = {}  # by report id
        self.result = IndexResult()

    def jobs(self) -> Iterator[ParseJob]:
        """The files that are new or have changed."""
        seen: set[str] = set()
        for file in self._files:
            path = _path(file)
            if path in seen:  # given twice: as a file and within a folder
                self._count(file)
                continue
            seen.add(path)
            try:
                fingerprint = _fingerprint(file)
            except ReadError as error:
                self._fail(file, str(error))
                continue
            known = self._store.fingerprint(path)
            if known == fingerprint:
                self.result.unchanged += 1
                self._count(file)
            else:
                if known is not None and _digest(known) == _digest(fingerprint):
                    self.result.reread += 1
                yield ParseJob(file, path, fingerprint, _mtime(file))

    def take(self, outcome: Outcome[ParseJob, Version]) -> None:
        """Put a parsed file where it belongs: in the batch, in history, or among the copies."""
        file, version = outcome.item.file, outcome.result
        if version is None:
            self._fail(file, outcome.error or "")
            return
        if version.report.report_id in self._batch:
            self.flush()
        held = self._store.held(version.report.report_id)
        if held is None:
            self._add(version)
        elif self._holds(held, version):
            self._store.note_copy(version)
            self.result.unchanged += 1
        elif held.source.path == version.source.path or _is_newer(version.source, held.source):
            self._add(version)
        else:
            self._store.archive(version)
            self.result.indexed += 1
            self._replaced(version.report.file, held.file)
        self._count(file)

    def flush(self) -> None:
        """Store the batch."""
        versions = list(self._batch.values())
        if not versions:
            return
        self._store.stage(versions)
        model = self._derived.add([chunk for version in versions for chunk in version.placed()])
        for old, new in self._store.mark_ready(versions, model):
            self._replaced(old, new)
        self._derived.drop(self._store)
        self.result.indexed += len(versions)
        self._batch.clear()

    def _holds(self, held: Held, version: Version) -> bool:
        """Whether the very same bytes are held, as read from another file by the rules of today, or
        from this one with nothing new beside it (given by another folder, it has another name)."""
        if held.sha256 != version.report.sha256:
            return False
        elsewhere = held.source.path != version.source.path
        if elsewhere and held.source.reading == version.source.reading:
            return True
        known, passages = self._store.parsed(version.report.report_id)
        new = version.report
        identity = without_shared(known.identity)
        same = new == replace(known, file=new.file, identity=identity)
        return same and [_place(c) for c in passages] == [_place(c) for c in version.chunks]

    def _add(self, version: Version) -> None:
        self._batch[version.report.report_id] = version
        if len(self._batch) >= _BATCH:
            self.flush()

    def _fail(self, file: InputFile, error: str) -> None:
        self.result.failed.append({"file": file.name, "error": error})
        self._count(file)

    def _replaced(self, old: str, new: str) -> None:
        self.result.replaced += 1
        self.result.replacements.append({"file": old, "replaced_by": new})

    def _count(self, file: InputFile) -> None:
        self._done += 1
        if self._progress:
            self._progress(self._done, len(self._files), file.name)


def _parse(jobs: Iterator[ParseJob]) -> Iterator[Outcome[ParseJob, Version]]:
    first = list(islice(jobs, _FEW + 1))
    if len(first) <= _FEW and all(job.file.path.suffix.lower() in _HARMLESS for job in first):
        return run_inline(parse_version, first)
    processes = max(1, min(cores(), len(first)))
    return run(parse_version, chain(first, jobs), processes, _SECONDS_A_FILE)


def _path(file: InputFile) -> str:
    """What tells the file from all others, wherever it is given from."""
    whole = str(file.path.resolve())
    return whole if file.member is None else f"{whole}!{file.name}"


def _fingerprint(file: InputFile) -> str:
    """Of the bytes, of what metadata.csv and the name say, and of the rules that read them; raises
    ReadError. See `Source`."""
    beside = json.dumps([file.name, file.metadata], sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(file.data() + b"\0" + beside.encode()).hexdigest()
    return f"{digest}:{READING_VERSION}"


def _digest(fingerprint: str) -> str:
    return fingerprint.partition(":")[0]


def _place(chunk: Chunk) -> tuple[str, int, int]:
    return chunk.section, chunk.start, chunk.end


def _mtime(file: InputFile) -> float | None:
    try:
        return file.path.stat().st_mtime
    except OSError:  # gone since it was read
        return None


def _is_newer(new: Source, old: Source) -> bool:
    """By date of publication, else by date of the file, else because it came later."""
    for one, other in ((new.published, old.published), (new.mtime, old.mtime)):
        if one is not None and other is not None and one != other:
            return str(one) > str(other) if isinstance(one, str) else float(one) > float(other)
    return True
