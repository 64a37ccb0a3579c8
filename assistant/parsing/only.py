"""只有, 全是: words that shut out every other body, year, applicant or result."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.parsing.neighbours import clause_of, table_of
from assistant.parsing.tokens import Token

ALONE = "alone"  # code of the word that says: these applicants and no others
ONLY = ("只有", "仅有", "就只有", "唯有")
_OTHERS = ("别的", "其他的", "其它的", "其他", "其它", "任何其他")
_APPLICANTS_ONLY = re.compile(
    "(?:只有|仅有|只是|(?:清一色|无一例外)(?:都|全)?(?:是|由|为|来自)?"
    "|(?:只|仅|全部?|全都|都|均|皆|一律)(?:来自|由|是|为))(?:于|了)?$"
)
IS_NOT = ("不是", "并不是", "并非", "非", "不属于")
_BUT = re.compile("(?:除了|除去|除开|除)$")
_NOBODY_BUT = re.compile(
    "(?:之外|以外|外)?[,，]?(?:就|再)?(?:没有?|无)(?:任何)?(?:别人|别的人?|其他人?|其它人?|旁人)(?:的)?"
)


def all_others(tokens: list[Token], index: int) -> Token | None:
    """除了自然人以外的申请: those of every other kind of applicant, which only natural persons' has
    a column for."""
    token, before = tokens[index], tokens[max(0, index - 1)]
    rest = [t for t in tokens[index + 1 :] if t.text not in ("以外", "之外", "外")][:2]
    denied = before.text in IS_NOT
    if token.sort != "applicant" or not (before.sort == "except" or denied) or not rest:
        return None
    asked = rest[0].text == "的" or rest[0].sort in ("generic", "concept", "howmany")
    if not asked and not (denied and rest[0].sort in ("stop", "hint")):
        return None
    tokens[index - 1] = replace(before, sort="stop", codes=())
    if token.codes[0] == "natural_person":
        return replace(token, codes=("legal_person",))
    return replace(token, sort="text", codes=())


def nothing_else(tokens: list[Token], index: int) -> Token | None:
    """只有予以公开没有别的结果: what 只有 says already."""
    token, rest = tokens[index], tokens[index + 1 : index + 2]
    if token.sort != "none" or not rest or rest[0].text not in _OTHERS:
        return None
    if not any(t.text in ONLY or t.sort == "all" for t in tokens[:index]):
        return None
    for at in range(index + 1, min(index + 4, len(tokens))):
        if tokens[at].text == "的" or tokens[at].sort in ("mark", "type", "unit"):
            break
        tokens[at] = replace(tokens[at], sort="stop", codes=())
    return replace(token, sort="stop", codes=())


def only_year(tokens: Sequence[Token]) -> bool:
    """只有2024年收到过吗: asked against the other years."""
    pairs = pairwise(tokens)
    asks = any(t.text in ("吗", "么", "是不是", "是否", "对吗", "?") for t in tokens)
    return asks and any(a.text in ONLY and b.sort == "year" for a, b in pairs)


def mark_alone(tokens: list[Token], text: str) -> None:
    """全是个人提的, 申请人只有自然人: the words that shut out every other kind of applicant."""
    for applicant in [t for t in tokens if t.sort == "applicant"]:
        before = _APPLICANTS_ONLY.search(text[: applicant.start])
        behind = _NOBODY_BUT.match(text, applicant.end)
        but = _BUT.search(text[: applicant.start]) if behind else None
        match = before or but
        spans = [match.span()] if match else []
        spans += [behind.span()] if but and behind else []
        inside = [i for i, t in enumerate(tokens) if any(a <= t.start < b for a, b in spans)]
        at = inside[0] if inside else 0
        tables = [table_of(t) for t in clause_of(tokens[: at + 1], at)]
        if [table for table in tables if table][-1:] not in ([], ["requests"]):
            continue  # 处罚的都是个人
        for index in inside:
            tokens[index] = replace(tokens[index], sort="stop", codes=())
        if inside:
            tokens[at] = replace(tokens[at], sort="all", codes=(ALONE,))
