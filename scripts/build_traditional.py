"""Build index/data/traditional.txt: traditional→simplified pairs, one character for one.

Source: the character dictionary of OpenCC (Apache-2.0), as shipped in the PyPI package
`opencc-python-reimplemented`. Run: `pip install opencc-python-reimplemented` and then
`python -m scripts.build_traditional`.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

TARGET = Path(__file__).parent.parent / "index" / "data" / "traditional.txt"


def main() -> None:
    """Write one `traditional+simplified` pair a line, skipping those that map to themselves."""
    source = files("opencc") / "dictionary" / "TSCharacters.txt"
    pairs = []
    for line in source.read_text(encoding="utf-8").splitlines():
        old, new = line.split("\t")
        first = new.split(" ")[0]
        if len(old) == len(first) == 1 and old != first:
            pairs.append(old + first)
    TARGET.write_text("\n".join(sorted(pairs)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
