"""这个村, 该社区: the one place inside a township that the turn before named."""

from __future__ import annotations

import pytest

from assistant.spoken_places import said_by_name

QUOTE = "回传不足4次的村由3个减少到1个（石臼村）"


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("这个村还提到别的事吗", "石臼村还提到别的事吗"),
        ("该村还有什么事", "石臼村还有什么事"),
        ("那个村子后来怎样了", "石臼村后来怎样了"),
        ("这村里修桥了没", "石臼村里修桥了没"),
        ("这个村委会是谁管", "这个村委会是谁管"),
        ("这个社区呢", "这个社区呢"),
        ("各村都有吗", "各村都有吗"),
    ],
)
def test_the_one_village_quoted_is_meant(question: str, asked: str) -> None:
    assert said_by_name(question, "还有几个村没达标", [QUOTE])[0] == asked


def test_the_village_that_the_question_named_comes_first() -> None:
    found = said_by_name("这个村呢", "望川镇在石臼村修桥了吗", ["梅湾村、石臼村修桥2座"])
    assert found == ("石臼村呢", "石臼村")


@pytest.mark.parametrize("quotes", [["梅湾村、石臼村修桥2座"], ["各村均已公开"], []])
def test_none_is_meant_where_several_or_none_are_named(quotes: list[str]) -> None:
    assert said_by_name("这个村呢", "修了几座桥", quotes) == ("这个村呢", "")
