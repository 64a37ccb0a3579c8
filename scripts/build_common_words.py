"""Build assistant/data/common_words.txt: verbs, adverbs and other words that name no thing.

Source: the dictionary of jieba 0.42.1 (MIT), `dict.txt` of the PyPI source archive, whose words
carry frequencies and parts of speech. Left out are nouns, rare verbs, every word with a character
that may negate, exclude, order or bound, and every word that the sample reports use: a question
may be about it. Run with the path of that file:
`python -m scripts.build_common_words jieba-0.42.1/jieba/dict.txt`.
"""

from __future__ import annotations

import sys
from pathlib import Path

_ROOT = Path(__file__).parent.parent
TARGET = _ROOT / "assistant" / "data" / "common_words.txt"
_KINDS = {"d", "ad", "c", "y", "e", "r", "p", "u", "ud", "ug", "uj", "ul", "uv", "uz", "vd"}
_VERBS = {"v", "vi"}
_LEAST = {"verb": 100, "other": 20, "single": 1000}
_SUBJECTS = {
    "征用",
    "征收",
    "拆迁",
    "搬迁",
    "拆除",
    "强制",
    "督办",
    "没收",
    "收购",
    "租赁",
    "抵押",
    "贷款",
}
_TELLING = set(
    "不没未无非莫勿别除减扣剔排逾超延撤退重复连续首末倍半提前期上下增加升降涨跌高低多少大小最满限止"
    "够缺失空全总均各每分同异比较于占"
)


def main() -> None:
    """Write the words, sorted, one a line."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    reports = _reports()
    words = {
        word
        for word, count, kind in map(str.split, lines)
        if _is_plain(word, int(count), kind) and (len(word) == 1 or word not in reports)
    }
    TARGET.write_text("\n".join(sorted(words)) + "\n", encoding="utf-8")


def _reports() -> str:
    """What the sample reports and the generator's sentences say."""
    folders = (_ROOT / "eval" / "corpus" / "source", _ROOT / "eval" / "synth")
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return "".join(path.read_text(encoding="utf-8", errors="ignore") for path in files)


def _is_plain(word: str, count: int, kind: str) -> bool:
    if _TELLING & set(word) or word in _SUBJECTS or len(word) > 4 or kind not in _KINDS | _VERBS:
        return False
    if len(word) == 1:
        return count >= _LEAST["single"]
    return count >= _LEAST["verb" if kind in _VERBS else "other"]


if __name__ == "__main__":
    main()
