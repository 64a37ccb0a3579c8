"""Typing errors in names and in words for measures: 申情 → 申请, only where nothing else fits.

Chinese typing errors are mostly homophones, so text that no word explains is replaced where it
reads like a known name or word, or, in longer words, differs in a character or two. A real place
is never taken for a mistyped one. Every replacement is said: “申情”理解为“申请”.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from assistant.parsing.tokens import Token
from assistant.places import Held
from assistant.vocabulary import Sort, lexicon

_MEASURES: tuple[Sort, ...] = ("concept", "generic", "loose")
_QUOTING: tuple[Sort, ...] = ("mention", "not_mention", "as_problem")  # its words stand as typed
_LOOSE: tuple[Sort, ...] = (
    "text", "hint", "stop", "domain", "column", "versus", "topic", "compare", "amount",
)  # fmt: skip
_LONGEST = 10
_FIRST_LENGTH_FOR_EDITS = 4
_PARTICLES = "了过的着"
_HOMOPHONE = 0.3  # as good as one wrong character in three


def correct(text: str, tokens: Sequence[Token], held: Held) -> tuple[int, int, str] | None:
    """(start, end, right words) for the first typing error found; None where there is none."""
    for token in tokens:
        if token.sort == "unknown":
            name = _body_name(token.text, held)
            if name:
                return token.start, token.end, name
    if any(token.sort in (*_MEASURES, *_QUOTING) for token in tokens):
        return None
    found: list[tuple[int, float, int, int, str]] = []
    for start, end in _windows(tokens):
        word = _measure_word(text[start:end])
        if word and word[1] != text[start:end] and not _is_another(text[start:end], word[1]):
            left = sum(t.sort == "text" and not start <= t.start < end for t in tokens)
            found.append((left, word[0], start, end, word[1]))
    return min(found)[2:] if found else None


def _is_another(typed: str, word: str) -> bool:
    """信息公开的事 for 信息公开的申请, 负责信息公开 for 申请信息公开: where they differ by more
    than a character they share no sound."""
    while typed and word and typed[0] == word[0]:
        typed, word = typed[1:], word[1:]
    while typed and word and typed[-1] == word[-1]:
        typed, word = typed[:-1], word[:-1]
    if not typed or not word or len(typed) == len(word) == 1:
        return False
    return not set(_pinyin(typed)) & set(_pinyin(word))


def correct_verb(tokens: Sequence[Token]) -> tuple[int, int, str] | None:
    """(start, end, right word) of a mistyped verb of receiving or publishing: 收道 → 收到."""
    for token in tokens:
        verb = _same_verb(token.text) if token.sort == "text" else None
        if verb and verb != token.text:
            return token.start, token.end, verb
    return None


def correct_row(tokens: Sequence[Token]) -> tuple[int, int, str] | None:
    """(start, end, right words) of a row of the table written as it sounds: 行政强智 → 行政强制;
    whatever is asked of it."""
    if any(token.sort in _QUOTING for token in tokens):
        return None
    for token in tokens:
        if token.sort != "text" or len(token.text) < _FIRST_LENGTH_FOR_EDITS:
            continue
        words = [word for word in _words_of("concept") if _misspelt(word, token.text) == 1]
        if len({lexicon().words[word].codes for word in words}) == 1:
            return token.start, token.end, words[0]
    return None


def correct_part(text: str, tokens: Sequence[Token]) -> tuple[int, int, str] | None:
    """(start, end, right words) of a word for a measure of which only a part was known: 行证处罚 →
    行政处罚, which sounds the same and means what the known part means."""
    for first, last in _beside_measures(tokens):
        typed = text[tokens[first].start : tokens[last].end]
        near = {word: n for word in _words_of(*_MEASURES) if (n := _misspelt(word, typed))}
        said = {t.codes for t in tokens[first : last + 1] if t.sort in _MEASURES}
        right = [w for w, n in near.items() if n == 1 or {lexicon().words[w].codes} == said]
        if len(right) == 1:
            return tokens[first].start, tokens[last].end, right[0]
    return None


def _beside_measures(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Spans of two or three touching tokens that hold unexplained text and a measure."""
    for first in range(len(tokens)):
        for last in range(first + 1, min(first + 3, len(tokens))):
            if tokens[last - 1].end != tokens[last].start:
                break
            sorts = {token.sort for token in tokens[first : last + 1]}
            if "text" in sorts and sorts & {*_MEASURES, "hint"}:
                yield first, last


def _misspelt(word: str, typed: str) -> int:
    """In how many characters two longer words of one length differ that sound the same and share
    most of them; else 0."""
    if len(word) != len(typed) or len(typed) < _FIRST_LENGTH_FOR_EDITS:
        return 0
    different = sum(a != b for a, b in zip(word, typed, strict=True))
    near = different <= len(word) // 2 and _pinyin(word) == _pinyin(typed)
    return different if near else 0


def _windows(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Spans of adjacent tokens that hold unexplained text and nothing that is settled."""
    for first, token in enumerate(tokens):
        unexplained = False
        last = token
        for other in tokens[first : first + 5]:
            touches = other is token or other.start == last.end
            if not touches or other.sort not in _LOOSE:
                break
            last = other
            unexplained |= other.sort == "text"
            if unexplained and 2 <= last.end - token.start <= _LONGEST:
                yield token.start, last.end


def _body_name(text: str, held: Held) -> str | None:
    """The one held name that differs in a character and reads or looks the same, or, from five
    characters on, merely differs in one. In shorter names any other character makes another place
    (鹿山街道 is not 鹿鸣街道)."""
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    close = process.extract(
        text, held.surfaces(), scorer=Levenshtein.distance, score_cutoff=1, limit=20
    )
    names = [surface for surface, *_ in close if surface[-1] == text[-1]]
    same = [surface for surface in names if _pinyin(surface) == _pinyin(text)]
    same = same or [surface for surface in names if _looks_same(surface, text)]
    if not same and len(text) > _FIRST_LENGTH_FOR_EDITS:
        same = names
    return same[0] if len(same) == 1 else None


_LOOK_ALIKE = (
    "鸣呜鸟乌岛", "己已巳", "未末", "土士", "日曰", "人入八", "太犬大", "干千于", "天夭夫", "午牛",
    "玉王主", "田由甲申", "石右", "木本术", "贝见", "今令", "白自臼", "清请情晴", "侨桥娇",
    "冈刚岗", "浦埔捕哺", "柳抑卯", "岩宕岸", "枫讽机", "渡镀", "碧壁璧", "梧悟捂", "荞养", "蚝耗",
    "盐监", "农衣", "望塑", "临监", "泉皋", "并屏", "栖拪", "澜斓", "鹿麂", "鹭鸶鸳", "潮嘲",
    "音章", "竹仃", "辰晨唇", "亭享", "庄压", "堡保", "崇祟", "洛络珞", "凌陵棱", "陂坡波",
    "坂板版", "戍戌戊", "汨汩", "沫沬", "淮准", "治冶", "泠冷", "洼哇", "潢璜", "瑶谣遥", "圩纡",
    "墟嘘", "砚现", "嵊剩", "畲佘", "栗粟票", "谷合", "拔拨", "折拆析", "柘拓", "杨扬", "榆愉",
    "梅海",
)  # fmt: skip


def _looks_same(name: str, typed: str) -> bool:
    """Whether they differ in one character that is easily taken for the other: 鹿呜, 鹿鸣."""
    if len(name) != len(typed):
        return False
    pairs = [(a, b) for a, b in zip(name, typed, strict=True) if a != b]
    return len(pairs) == 1 and any(set(pairs[0]) <= set(group) for group in _LOOK_ALIKE)


def _measure_word(text: str) -> tuple[float, str] | None:
    """(distance per character, word) of the word for a measure that `text` most likely is; None
    where words of different meaning come equally near."""
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    if text.isascii():
        return None
    words = _words_of(*_MEASURES)
    close = process.extract(text, words, scorer=Levenshtein.distance, score_cutoff=3, limit=None)
    found = [(n / len(word), word) for word, n, _ in close if n <= _allowed(word, text)]
    found += [(_HOMOPHONE, word) for word in _same_sound(text)]
    if not found:
        return None
    nearest = min(distance for distance, _ in found)
    best = sorted((word for distance, word in found if distance == nearest), key=len)
    meanings = {lexicon().words[word].codes for word in best}
    return (nearest, best[-1]) if len(meanings) == 1 else None


def _allowed(word: str, text: str) -> int:
    """How many characters a longer word may differ in: one in three."""
    longest = max(len(word), len(text))
    return longest // 3 if len(word) >= _FIRST_LENGTH_FOR_EDITS else 0


@cache
def _words_of(*sorts: str) -> tuple[str, ...]:
    words = lexicon().words.items()
    return tuple(s for s, word in words if word.sort in sorts and not s.isascii())


def _same_sound(text: str) -> list[str]:
    """Short words that read like `text` and share a character with it in its place, no mere
    particle: 播了 is no 驳了. Longer ones are found by their characters."""
    near = (
        word
        for word in _words_of(*_MEASURES)
        if len(word) == len(text) < _FIRST_LENGTH_FOR_EDITS and _shares(word, text)
    )
    return [word for word in near if _pinyin(word) == _pinyin(text)]


def _shares(word: str, text: str) -> bool:
    return any(a == b and a not in _PARTICLES for a, b in zip(word, text, strict=True))


def _same_verb(text: str) -> str | None:
    """The one hint word that reads the same and shares a character in its place."""
    if len(text) < 2 or text.isascii():
        return None
    hints = _words_of("hint")
    near = [s for s in hints if len(s) == len(text) and _shares(s, text)]
    same = [s for s in near if _pinyin(s) == _pinyin(text)]
    return same[0] if len(same) == 1 else None


@lru_cache(maxsize=4096)
def _pinyin(text: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(text))
