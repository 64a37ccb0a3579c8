"""Synonyms for text search: which wordings of a term count as saying it, and which come near.

A wording `前…后` matches where both parts stand in this order in one sentence; every other wording
matches as it is, folded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from index.text import squash

_LIST = Path(__file__).parent / "data" / "topics.txt"
_LACKS = ("不足", "不够", "不高", "不强", "薄弱", "欠缺", "缺乏", "不到位")
_LACKING = ("不足", "不够", "不高", "不到位", "薄弱", "欠缺", "有待加强", "有待提高")
_LACKING_SO = (("单一",), ("较少", "偏少", "不多"), ("滞后", "不及时", "不够及时", "跟不上"))
"""How little, how late: each says more than that it is lacking, and comes near to that."""
_SLIGHTED = ("轻", "忽视", "缺乏", "缺少")
_BADLY = re.compile(
    "(?:做|搞|弄|干|抓|落实|开展)得?(?:还)?(?:不(?:太|够|怎么)?(?:好|行|到位|理想|扎实)|差|马虎)$|没(?:做|搞|弄)好$|不行$"
)
"""As people say that something is lacking: 政策解读做得不好."""
_DENIES = ("没有", "没", "无", "未", "不", "缺")
_LIGHT = ("政策", "信息", "政务", "工作")
_ANYWHERE = "…"


@cache
def _groups() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """First wording of a group → (same, near)."""
    groups = {}
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            same, _, near = line.partition("|")
            words = tuple(same.split())
            groups[squash(words[0])] = (words, tuple(near.split()))
    return groups


def wordings(term: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(wordings that say `term`, wordings that come near), `term` itself first."""
    key = squash(term)
    groups = _groups()
    if key in groups:
        same, near = groups[key]
        return _distinct((term, *same)), near
    for same, near in groups.values():
        if any(key == squash(word) for word in same):
            return _distinct((term, *same)), near
    lacking, near = _lacking(term)
    if lacking:
        return _distinct((term, *lacking)), near
    if key.startswith(_DENIES):  # 没有专职人员 is not 专职人员
        return (term,), ()
    for same, near in groups.values():
        if any(len(word) > 2 and 0 < len(key) - len(word) < 3 and word in key for word in same):
            return _distinct((term, *same)), near
    return (term,), ()


def parted(term: str) -> tuple[str, ...]:
    """What comes near to a name of two words: 村级公开 → 村级…公开, 公开…村级."""
    if len(term) != 4 or not term.isalpha() or term.isascii():
        return ()
    return f"{term[:2]}{_ANYWHERE}{term[2:]}", f"{term[2:]}{_ANYWHERE}{term[:2]}"


def is_known(term: str) -> bool:
    """Whether `term` has other wordings that say the same."""
    return any(squash(term) == squash(word) for same, _ in _groups().values() for word in same)


def _lacking(term: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A shortcoming in other words: 解读不够 → 解读…不足, 解读…有待加强; near to it 解读…单一."""
    kinds = (_LACKING, *_LACKING_SO)
    words = (*_LACKS, *(word for kind in _LACKING_SO for word in kind))
    term = _BADLY.sub("不足", term)
    lack = next((word for word in words if term.endswith(word) and len(term) > len(word)), None)
    if lack is None:
        return (), ()
    about = term.removesuffix(lack).removesuffix("还").removesuffix("的")
    about = about.removesuffix("工作") if len(about) > 3 else about
    for word in _LIGHT:
        if about.startswith(word) and len(about) > len(word) + 1:
            about = about.removeprefix(word)
    own = next((kind for kind in kinds if lack in kind), _LACKING)
    near = _LACKING if own is not _LACKING else tuple(w for kind in _LACKING_SO[:2] for w in kind)
    same, close = ([f"{about}{_ANYWHERE}{word}" for word in kind] for kind in (own, near))
    slighted = [f"{word}{about}" for word in _SLIGHTED] if own is _LACKING else []
    return (*same, *slighted), tuple(close)


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    first, *rest = words
    return tuple(dict.fromkeys((first, *(word for word in rest if not word.isascii()))))
