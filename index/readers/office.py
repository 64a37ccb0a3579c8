"""Old office formats (.doc, .wps, .rtf, .odt) by way of LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from index.document import SourceDocument
from index.errors import ReadError
from index.readers.base import digest
from index.readers.docx import read_docx

_COMMANDS = ("soffice", "libreoffice")
_TIMEOUT = 120
_OUTPUT = "docx:MS Word 2007 XML"
_INPUTS = {"rtf": "Rich Text Format", "odt": "writer8"}
_WORD = "MS Word 97"
"""Input filters are named, or LibreOffice takes what it cannot read for plain text."""


def read_office(data: bytes, file: str, format: str) -> SourceDocument:
    """A file converted to .docx and read as such; `format` is its suffix without the dot.

    Raises `ReadError` naming the remedy if LibreOffice is not installed, does not finish within
    two minutes, or makes nothing of the file (it exits 0 even then).
    """
    command = next(filter(None, map(shutil.which, _COMMANDS)), None)
    if command is None:
        raise ReadError(
            f"{file}：读取 .{format} 文件需要 LibreOffice，本机没有安装。"
            "请安装 LibreOffice，或用 Word、WPS 打开后另存为 .docx。"
        )
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        converted = _convert(command, data, Path(folder), file, format)
    document = read_docx(converted, file)
    return replace(document, format=format, sha256=digest(data))


def _convert(command: str, data: bytes, folder: Path, file: str, format: str) -> bytes:
    source, target = folder / f"source.{format}", folder / "out" / "source.docx"
    source.write_bytes(data)
    said = _run(command, source, target.parent, file)
    if not target.is_file():
        raise ReadError(
            f"{file}：LibreOffice 读不出这个 .{format} 文件（{said or '没有说明原因'}）。"
            "文件可能已损坏，请用 Word、WPS 打开后另存为 .docx。"
        )
    return target.read_bytes()


def _run(command: str, source: Path, target: Path, file: str) -> str:
    """Convert; the last line LibreOffice prints to stderr. A profile of its own for each run, as
    two runs cannot share one; a session of its own, as it works in a child process."""
    profile = (source.parent / "profile").as_uri()
    process = subprocess.Popen(
        [command, "--headless", "--norestore", f"-env:UserInstallation={profile}",
         f"--infilter={_INPUTS.get(source.suffix[1:], _WORD)}", "--convert-to", _OUTPUT,
         "--outdir", str(target), str(source)],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        _, printed = process.communicate(timeout=_TIMEOUT)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise ReadError(
            f"{file}：LibreOffice 转换超过 {_TIMEOUT} 秒，已停止。请用 Word、WPS 另存为 .docx。"
        ) from error
    return (printed.decode("utf-8", "replace").strip().splitlines() or [""])[-1]
