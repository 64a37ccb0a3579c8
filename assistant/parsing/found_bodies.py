"""The held bodies that a plan or an answer names."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.places import Held, HeldBody
from assistant.plan import Body


def find_held(bodies: Iterable[Body], held: Held) -> tuple[HeldBody, ...]:
    """Those of `bodies` that are held, each once."""
    found: dict[str, HeldBody] = {}
    for body in bodies:
        named = held.named(body.name).bodies
        named = named or tuple(b for b in held.bodies if b.key == body.key)  # 南屏县: a region too
        for candidate in named:
            if body.key is None or candidate.key == body.key:
                found[candidate.key] = candidate
    return tuple(found.values())
