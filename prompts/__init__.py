"""Prompt templates: text files with named placeholders, and the one loader for them.

A file holds what the model is told once, then a line `=====`, then what it is given each time.
`{name}` is a placeholder; any other brace stays as it is. A prompt's version is a hash of its
text, so that a result can say which wording it was made with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

_FOLDER = Path(__file__).parent
_PARTING = re.compile(r"^=====\n", re.MULTILINE)
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A template in two parts; `version` is the first 12 hex digits of its text's SHA-256."""

    name: str
    system: str
    user: str
    version: str

    def fill(self, **values: str) -> tuple[str, str]:
        """(system, user) with every placeholder replaced, in one pass: braces in a value are text.

        KeyError where a placeholder has no value; ValueError where a value has no placeholder.
        """
        used: set[str] = set()

        def value(match: re.Match[str]) -> str:
            used.add(match[1])
            return values[match[1]]

        system, user = (_PLACEHOLDER.sub(value, part) for part in (self.system, self.user))
        if unused := sorted(values.keys() - used):
            raise ValueError(f"prompt {self.name} has no place for {', '.join(unused)}")
        return system, user


@cache
def load(name: str) -> Prompt:
    """The prompt in `prompts/{name}.txt`; FileNotFoundError where there is none."""
    text = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    system, user = _PARTING.split(text)
    return Prompt(name, system.strip(), user.strip(), sha256(text.encode()).hexdigest()[:12])


def names() -> Iterator[str]:
    """The prompts there are, by name."""
    return (path.stem for path in sorted(_FOLDER.glob("*.txt")))


def versions() -> dict[str, str]:
    """Name → version of every prompt, to be recorded with evaluation results."""
    return {name: load(name).version for name in names()}
