"""Bytes → text, without guessing: an encoding is taken only if it explains the whole file."""

from __future__ import annotations

import codecs
import re

from index.errors import ReadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_CONTROL_SHARE = 0.01
_DAMAGE_SHARE = 0.02
_SAMPLE = 4096


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """The text of `data` with newlines as "\\n".

    A byte order mark decides; else the `declared` charset (of a web page), UTF-16 told by its
    zero bytes, UTF-8, GB18030, in this order. A UTF-8 file with a few broken bytes keeps them as
    U+FFFD: read as GB18030 it would turn into other characters altogether. Raises `ReadError`
    if nothing fits or the result is mostly control characters.
    """
    text = _by_mark(data) or _first_fit(data, declared)
    if text is None or _looks_binary(text):
        raise ReadError(
            f"{name}：读不出文字，既不是 UTF-8、UTF-16，也不是 GB18030 编码，或内容是二进制数据。"
            "请确认文件没有损坏，并另存为 UTF-8 文本。"
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    return None


def _first_fit(data: bytes, declared: str | None) -> str | None:
    for encoding in _candidates(data, declared):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            if encoding == "utf-8" and (text := _damaged_utf8(data)) is not None:
                return text
    return None


def _candidates(data: bytes, declared: str | None) -> list[str]:
    gb_family = declared is not None and declared.lower() in {"gb2312", "gbk", "gb_2312-80"}
    first = ["gb18030"] if gb_family else [declared.lower()] if declared else []
    return [*first, *_without_mark(data), "utf-8", "gb18030"]


def _without_mark(data: bytes) -> list[str]:
    """UTF-16 without its mark shows in the zero bytes of its ASCII characters."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 20 < len(sample) or len(data) % 2:
        return []
    return ["utf-16-be" if even > odd else "utf-16-le"]


def _damaged_utf8(data: bytes) -> str | None:
    text = data.decode("utf-8", errors="replace")
    foreign = sum(map(len, re.findall(r"[^\x00-\x7f]+", text)))
    allowed = max(_DAMAGE_SHARE * foreign, 1 if foreign >= 8 else 0)
    return text if text.count("\ufffd") <= allowed else None


def _looks_binary(text: str) -> bool:
    return len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text)
