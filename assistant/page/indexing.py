"""Adding and removing reports in a process of its own, so that asking is never held up.

`python -m assistant.page.indexing add HOME PATH...` or `remove HOME REPORT_ID...` prints JSON
lines: {"done", "all", "file"} while it works, then {"result": …}, or {"error": …} in plain words.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from assistant.page.texts import say
from index.errors import NianbaoError
from index.store import Store
from index.store.schema import reports

UPLOADS = "uploads"
_ROOT = Path(__file__).parents[2]
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')


def add(home: Path, paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Index files in another process; yields what it reports."""
    yield from _run("add", home, [str(path) for path in paths])


def remove(home: Path, report_ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Remove reports in another process; yields what it reports."""
    yield from _run("remove", home, report_ids)


def _run(what: str, home: Path, given: Sequence[str]) -> Iterator[dict[str, Any]]:
    command = [sys.executable, "-m", __name__, what, str(home), *given]
    known = os.environ.get("PYTHONPATH")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (str(_ROOT), known)))}
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        env=environment | {"PYTHONIOENCODING": "utf-8"},
    ) as child:
        assert child.stdout is not None
        last: dict[str, Any] = {}
        for line in child.stdout:
            last = json.loads(line)
            yield last
    if "result" not in last and "error" not in last:
        yield {"error": say("zh", "index_died", code=child.returncode)}


def keep_uploads(home: Path, files: Sequence[Path]) -> list[Path]:
    """The uploaded files under the home, where a later run finds them again, in one new folder,
    so that two towns' files of one name stay two."""
    folder = home / UPLOADS / secrets.token_hex(6)
    folder.mkdir(parents=True)
    kept = []
    for file in files:
        name = _NOT_IN_NAMES.sub("_", file.name).strip(". ") or "file"
        target = folder / name
        if target.exists():
            target = folder / f"{secrets.token_hex(3)}-{name}"
        shutil.copyfile(file, target)
        kept.append(target)
    return kept


def held_already(home: Path, files: Sequence[Path]) -> set[str]:
    """The names of those files whose very bytes are held."""
    hashes = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    try:
        with Store.open_read(home) as store, store.connect() as connection:
            known = set(connection.scalars(select(reports.c.sha256)))
    except NianbaoError:
        return set()
    return {name for name, digest in hashes.items() if digest in known}


def _say(said: dict[str, Any]) -> None:
    print(json.dumps(said, ensure_ascii=False), flush=True)


def main(arguments: Sequence[str]) -> int:
    """The process: see the module's words."""
    what, home, *given = arguments
    try:
        if what == "add":
            from index.pipeline import index_paths

            def progress(done: int, of: int, file: str) -> None:
                _say({"done": done, "all": of, "file": file})

            result = index_paths(Path(home), [Path(path) for path in given], progress).as_json()
        else:
            from index.removal import remove as take_out

            result = take_out(Path(home), given).as_json()
    except NianbaoError as error:
        _say({"error": str(error)})
        return 1
    _say({"result": result})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
