"""`python -m eval.gold_build`: eval/gold/source/*.yaml and truths → eval/gold/questions/*.jsonl.

The questions are written by hand in the sources; what a right answer holds is computed from the
truths. `--check` builds nothing and fails where a committed file is not what would be built.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from eval.corpora import load_corpus, seed_truths
from eval.expected import expectation
from eval.filetext import file_text, squeezed
from eval.gold.asked import Asked, Expect, UncertainError
from eval.gold.picks import Slots, picks
from eval.render.script import traditional

GOLD = Path(__file__).parent / "gold"
SOURCES, QUESTIONS = GOLD / "source", GOLD / "questions"
_SLOT = re.compile(r"[A-Z]+2?")
_FILLERS = """
    什么 怎么 怎样 如何 哪些 哪个 为什么 为啥 打算 存在 问题 多少 有没有 是不是 什么人 报告 提到
    自己 政府 信息 公开 做法
"""


class Book:
    """Sources → question records, corpus by corpus; generated corpora lie under `scratch`."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._numbers: Counter[str] = Counter()

    def questions(self, source: Path) -> Iterator[dict[str, Any]]:
        """The records of one source file.

        Raises ValueError with the question where an expectation cannot be derived.
        """
        import yaml

        page = yaml.safe_load(source.read_text(encoding="utf-8"))
        asked = self._asked(page["corpus"])
        for item in page["questions"]:
            try:
                for turns in _filled(item, asked.truths):
                    yield self._record(page, item["type"], turns, asked)
            except UncertainError as error:
                print(f"left out of {source.name}: {item}: {error}", file=sys.stderr)
            except ValueError as error:
                raise ValueError(f"{source.name}: {item}: {error}") from error

    def _asked(self, name: str) -> Asked:
        if name == "seeds":
            return Asked(seed_truths(), lambda truth: "")
        corpus = load_corpus(name, self._scratch)

        @cache
        def text(file: str) -> str:
            return _readable(squeezed(file_text(corpus.folder / file)))

        return Asked(corpus.truths, lambda truth: text(truth.file))

    def _record(
        self, page: dict[str, Any], kind: str, turns: list[dict[str, Any]], asked: Asked
    ) -> dict[str, Any]:
        series = page.get("series", "o")
        stem = f"{series}-{page['corpus'].replace(':', '-')}-{kind}"
        self._numbers[stem] += 1
        return {
            "id": f"{stem}{self._numbers[stem]:02d}",
            "split": page["split"],
            "corpus": page["corpus"],
            "type": kind,
            "turns": [turn["ask"] for turn in turns],
            "expect": [_expected(turn, asked) for turn in turns],
        }


def _readable(text: str) -> str:
    """The text as printed, and again in simplified characters without pinyin, as readers do."""
    from opencc import OpenCC

    folded = OpenCC("t2s").convert(re.sub(r"[(（][a-zà-üǎ-ǜ]+[)）]", "", text))
    return text if folded == text else f"{text}。{folded}"


def _filled(item: dict[str, Any], truths: Any) -> Iterator[list[dict[str, Any]]]:
    """The turns of an item, once for each pick."""
    turns = item.get("turns") or [{"ask": item["ask"], "want": item["want"]}]
    if "pick" not in item:
        yield turns
        return
    for slots in picks(truths, item["pick"], salt=turns[0]["ask"]):
        yield [
            {"ask": turn["ask"].format(**slots), "want": _fill(turn["want"], slots)}
            for turn in turns
        ]


def _fill(want: Any, slots: Slots) -> Any:
    """`want` with its capital-letter slots replaced; `told` becomes words to hold."""
    if isinstance(want, str):
        return slots[want] if _SLOT.fullmatch(want) and want in slots else want
    if isinstance(want, list):
        return [_fill(part, slots) for part in want]
    if not isinstance(want, dict):
        return want
    filled = {name: _fill(part, slots) for name, part in want.items() if name != "told"}
    return filled | ({"contains": slots["TOLD"]} if "told" in want else {})


def _expected(turn: dict[str, Any], asked: Asked) -> Expect:
    expect = expectation(asked, turn["want"])
    if "phrases" in expect:
        expect["overlap"] = _overlap(turn["ask"], expect["phrases"], asked)
    return expect


def _overlap(question: str, phrases: list[str], asked: Asked) -> bool:
    """Whether the question shares a word, taken as two neighbouring characters, with the
    sentences of the gold phrases, names of places and words of asking aside."""
    passages = [_sentence(phrase, asked) for phrase in phrases]
    names = {n for t in asked.truths for n in (t.township, t.county, t.province) if n}
    for filler in sorted({*names, *_FILLERS.split()}, key=len, reverse=True):
        question = question.replace(filler, "|")
    pairs = re.findall(r"(?=([一-鿿]{2}))", question)
    folded = [passage + traditional(passage) for passage in passages]
    return any(pair in passage for pair in pairs for passage in folded)


def _sentence(phrase: str, asked: Asked) -> str:
    """The sentences that hold `phrase`; the phrase itself where no text is at hand."""
    for truth in asked.truths:
        text = asked.text(truth)
        at = text.find(squeezed(phrase))
        if at >= 0:
            start = text.rfind("。", 0, at) + 1
            return text[start : text.find("。", at + len(squeezed(phrase)))]
    return phrase


def build(scratch: Path) -> dict[str, str]:
    """File name → contents of every questions file."""
    book = Book(scratch)
    return {
        f"{source.stem}.jsonl": "".join(
            json.dumps(record, ensure_ascii=False) + "\n" for record in book.questions(source)
        )
        for source in sorted(SOURCES.glob("*.yaml"))
    }


def main() -> int:
    """Build or check; 1 where a source contradicts the truths or a file is stale."""
    parser = argparse.ArgumentParser(prog="eval.gold_build", description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    with tempfile.TemporaryDirectory() as scratch:
        try:
            built = build(Path(scratch))
        except ValueError as error:
            print(error, file=sys.stderr)
            return 1
    stale = [name for name, text in built.items() if _read(QUESTIONS / name) != text]
    if check:
        print(f"stale: {', '.join(stale)}" if stale else "up to date")
        return 1 if stale else 0
    QUESTIONS.mkdir(exist_ok=True)
    for name, text in built.items():
        (QUESTIONS / name).write_text(text, encoding="utf-8")
        print(f"{name}: {text.count(chr(10))} questions")
    return 0


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
