"""Which measures the words of a question name, with the columns named beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.measures import DOCUMENT_COLUMNS, columns_of, concepts
from assistant.parsing.asked import Mention
from assistant.parsing.tokens import Token

_STRONG = ("concept", "generic", "loose")
_CHANNELS = frozenset(
    f"claim:{name}" for name in ("website", "new_media", "wechat", "weibo", "short_video")
)
_ALL_MEDIA = "claim:new_media"
_MEDIA = ("claim:wechat", "claim:weibo", "claim:short_video")
_POSTING = ("推送", "新媒体推送", "新媒体发布")
EACH_CHANNEL = ("claim:website", "claim:new_media")  # 各渠道
_CLOSED = "claim:accounts_closed"
_SUITS = ("litigation",)
_SUIT_KINDS = ("direct_litigation", "litigation_after_reconsideration")
_POSTS = ("发文", "发文数", "发文量")  # of a channel, no documents
_FEES = ("fees", "claim:processing_fee")
_TOTAL_CLAIM = "claim:proactive_total"


def find_mentions(tokens: Sequence[Token], clauses: Sequence[int]) -> list[Mention]:
    """Every measure named; `clauses` numbers the clause of every token."""
    found = [
        Mention(i, i, token.codes, token.text, token.sort == "loose")
        for i, token in enumerate(tokens)
        if token.sort in _STRONG
    ]
    found = _without_generic(found, tokens, clauses)
    found = _without_sums(_without_heads(found, tokens), tokens)
    found = _without_channel_totals(found, tokens, clauses)
    columns = [
        (i, token) for i, token in enumerate(tokens) if token.sort in ("column", "applicant")
    ]
    found = _narrowed(found, columns, tokens, clauses)
    found = _with_counted_hints(found, tokens, clauses)
    return _distinct(_with_fees_first(found, tokens))


def _again(verb: Token, found: Sequence[Mention]) -> bool:
    """谁收过信息处理费，收了多少; 有公众号吗，发了多少条: the verb of what is named already."""
    codes = {mention.codes[0] for mention in found}
    if verb.codes == (_TOTAL_CLAIM,):
        return bool(codes & _CHANNELS)
    return verb.text.rstrip("了过") == "收" and bool(codes & set(_FEES))


def _with_counted_hints(
    found: list[Mention], tokens: Sequence[Token], clauses: Sequence[int]
) -> list[Mention]:
    """公开信息多少条，收到申请几件: a verb names a figure too, where its clause asks for a number
    and names no other."""
    named = {clauses[mention.at] for mention in found}
    counted = {
        clauses[i]
        for i, token in enumerate(tokens)
        if token.sort == "howmany" and (not token.codes or token.codes[0] not in ("body", "report"))
    }
    hints = [
        Mention(i, i, token.codes, token.text)
        for i, token in enumerate(tokens)
        if token.sort == "hint" and clauses[i] in counted - named and not _again(token, found)
    ]
    return sorted([*found, *hints], key=lambda m: m.at) if found and hints else found


def _with_fees_first(found: list[Mention], tokens: Sequence[Token]) -> list[Mention]:
    """向申请人收过钱吗: what applicants pay is the processing fee, and nobody asks how many there
    were."""
    if not any(m.codes == _FEES for m in found):
        return found
    applying = ("generic", "applicant")
    of_applicants = any(t.sort in applying or t.text.startswith("申请") for t in tokens)
    kept = [m for m in found if not m.lone]
    if not of_applicants:
        return kept
    turned = (replace(m, codes=m.codes[::-1]) if m.codes == _FEES else m for m in kept)
    return list(turned)


def _table(code: str) -> str:
    concept = concepts().get(code.partition(":")[0])
    if concept is not None:
        return concept.table
    return "requests" if code.startswith("ratio:") else ""


def _without_generic(
    found: list[Mention], tokens: Sequence[Token], clauses: Sequence[int]
) -> list[Mention]:
    """Drop 申请 where its clause names a row of its own table (不予公开的申请), or where it belongs
    to the word before it (行政许可申请)."""
    exact = {
        clauses[m.at]
        for m in found
        if tokens[m.at].sort != "generic" and _table(m.codes[0]) == "requests"
    }
    counted = sum(token.sort == "howmany" for token in tokens) > 1  # 收到几件，公开几件
    kept = []
    for mention in found:
        before = tokens[mention.at - 1] if mention.at else None
        attached = before is not None and before.sort == "concept"
        attached = attached or _asks_for_review(mention, tokens)
        listed = _is_listed(mention, tokens)  # 申请、结转
        covered = clauses[mention.at] in exact and not counted and not listed
        if tokens[mention.at].sort != "generic" or not (covered or attached):
            kept.append(mention)
    return kept


def _asks_for_review(mention: Mention, tokens: Sequence[Token]) -> bool:
    """被申请了行政复议: a review was applied for, no information."""
    rest = [t for t in tokens[mention.end + 1 :] if t.text not in ("了", "过", "的")]
    return bool(rest) and rest[0].codes[:1] == ("reconsideration",)


def _is_listed(mention: Mention, tokens: Sequence[Token]) -> bool:
    """Whether the mention is joined by 、 or 和 to another measure or outcome."""
    rest = tokens[mention.end + 1 : mention.end + 3]
    return len(rest) == 2 and rest[0].sort == "and" and rest[1].sort in ("concept", "loose")


def _without_sums(found: list[Mention], tokens: Sequence[Token]) -> list[Mention]:
    """因国家秘密不予公开 asks for that row, not for the sum of all refusals as well; 不予公开多少，
    其中国家秘密几件 for both."""
    parents = {m.codes[0].rpartition(".")[0] for m in found}
    return [m for m in found if m.codes[0] not in parents or _is_counted(m, tokens)]


def _is_counted(mention: Mention, tokens: Sequence[Token]) -> bool:
    """Whether a number of its own is asked for right behind the mention, and another after that."""
    behind = [t for t in tokens[mention.end + 1 :] if t.sort != "stop"]
    counts = [t for t in behind if t.sort == "howmany"]
    return len(counts) > 1 and behind[0] is counts[0]


def _without_heads(found: list[Mention], tokens: Sequence[Token]) -> list[Mention]:
    """直接起诉的行政诉讼 asks for one kind of suit, not for all of them as well."""
    kept: list[Mention] = []
    for mention in found:
        last = kept[-1] if kept else None
        joint = tokens[last.end + 1 : mention.at] if last else ()
        of = bool(joint) and joint[-1].text.endswith("的")
        of = of and all(t.sort in ("stop", "column") for t in joint)
        if not (of and last and mention.codes == _SUITS and last.codes[0] in _SUIT_KINDS):
            kept.append(mention)
    return kept


def _without_channel_totals(
    found: list[Mention], tokens: Sequence[Token], clauses: Sequence[int]
) -> list[Mention]:
    """网站主动公开了多少条 asks for the site's figure, not for the total."""
    closed = {clauses[m.at] for m in found if m.codes[0] == _CLOSED}  # 关停了几个新媒体账号
    found = [m for m in found if m.codes[0] not in _CHANNELS or clauses[m.at] not in closed]
    found = _without_media(found, tokens, clauses)
    channels = {clauses[m.at] for m in found if m.codes[0] in _CHANNELS}
    found = [m for m in found if not (m.text in _POSTS and clauses[m.at] in channels)]
    each = max((m.at for m in found if m.codes == EACH_CHANNEL), default=-1)
    totals = [m for m in found if m.codes[0] == _TOTAL_CLAIM and m.at < each]
    return [
        m
        for m in found
        if m.codes[0] != _TOTAL_CLAIM or clauses[m.at] not in channels or m in totals
    ]


def _without_media(
    found: list[Mention], tokens: Sequence[Token], clauses: Sequence[int]
) -> list[Mention]:
    """公众号推送几条 asks for the account's posts alone; 公众号、视频号之类新媒体 for those of all
    media, of which the two are examples."""
    named = [m for m in found if m.codes[0] in _MEDIA]
    whole = next((m for m in found if m.codes == (_ALL_MEDIA,)), None)
    if whole is None or not any(clauses[m.at] == clauses[whole.at] for m in named):
        return found
    if whole.text in _POSTING:
        return [m for m in found if m is not whole]
    last = max((m.end for m in named if m.at < whole.at), default=whole.at)
    between = tokens[last + 1 : whole.at]
    examples = between and all(t.sort == "stop" for t in between)
    return [m for m in found if m not in named] if examples else found


def _narrowed(
    found: list[Mention],
    columns: Sequence[tuple[int, Token]],
    tokens: Sequence[Token],
    clauses: Sequence[int],
) -> list[Mention]:
    """Mentions with the columns named beside them: applicants, document counts, court results."""
    taken: dict[int, list[tuple[int, str]]] = {}
    extra: list[Mention] = []
    for index, token in columns:
        column, *defaults = token.codes
        near = [m for m in found if clauses[m.at] == clauses[index] and _accepts(m, column)]
        if near:
            nearest = min(abs(m.at - index) for m in near)
            for mention in near:
                joined = abs(mention.at - index) == nearest or not _explicit(mention)
                if joined:
                    taken.setdefault(mention.at, []).append((index, column))
        elif token.sort == "applicant":
            extra.append(_applicant_alone(index, column, found, tokens))
        elif defaults:
            named = {m.codes[0] for m in found if m.at < index} & set(defaults)
            defaults = list(named) if len(named) == 1 else defaults  # 诉讼几件，被纠正的几件
            codes = tuple(f"{concept}:{column}" for concept in defaults)
            extra.append(Mention(index, index, codes, token.text, lone=True))
    found = _without_heading(found, extra, tokens, clauses)
    narrowed = [
        part
        for m in found
        for part in (
            *_total_beside(m, taken.get(m.at, ()), tokens),
            *_with_columns(m, taken.get(m.at, ())),
        )
    ]
    return sorted(narrowed + extra, key=lambda m: m.at)


def _explicit(mention: Mention) -> bool:
    return ":" in mention.codes[0]


def _accepts(mention: Mention, column: str) -> bool:
    return not _explicit(mention) and column in columns_of(mention.codes[0])


def _applicant_alone(
    index: int, column: str, found: Sequence[Mention], tokens: Sequence[Token]
) -> Mention:
    """An applicant without a row of its own: of the last request row named, else of those
    received."""
    rows = [m.codes[0] for m in found if m.at < index and column in columns_of(m.codes[0])]
    code = f"{rows[-1] if rows else 'received'}:{column}"
    return Mention(index, index, (code,), tokens[index].text, lone=not rows)


def _without_heading(
    found: list[Mention], extra: Sequence[Mention], tokens: Sequence[Token], clauses: Sequence[int]
) -> list[Mention]:
    """规范性文件的数量，哪个镇有效的最多: the first clause only says of which documents."""
    asking = {clauses[i] for i, t in enumerate(tokens) if t.sort in _ASKS}
    columns = {m.codes[0].partition(":")[0]: clauses[m.at] for m in extra}
    return [
        m
        for m in found
        if _explicit(m)
        or not set(DOCUMENT_COLUMNS) <= columns_of(m.codes[0])
        or columns.get(m.codes[0], -1) <= clauses[m.at]
        or clauses[m.at] in asking
    ]


_ASKS = ("howmany", "most", "top", "which", "whether", "function", "share", "has", "what", "about")
_TOTALS = ("总数", "总量", "总件数", "总计", "合计", "件数", "数量")


def _total_beside(
    mention: Mention, taken: Sequence[tuple[int, str]], tokens: Sequence[Token]
) -> Iterator[Mention]:
    """复议总数、纠正数: the total too, where the column is joined to it."""
    first = min((index for index, _ in taken), default=0)
    behind = tokens[mention.end + 1 : first] if first > mention.end else ()
    sums = mention.text.endswith(_TOTALS) or any("sum" in t.codes for t in behind)
    if sums and any(t.sort in ("and", "mark") for t in behind):
        yield mention


def _with_columns(mention: Mention, taken: Sequence[tuple[int, str]]) -> Iterator[Mention]:
    """One mention a column; documents without a column mean all three counts."""
    if not taken:
        documents = set(DOCUMENT_COLUMNS) <= columns_of(mention.codes[0])
        if documents and not _explicit(mention):
            codes = tuple(f"{mention.codes[0]}:{column}" for column in DOCUMENT_COLUMNS)
            yield replace(mention, codes=codes)
        else:
            yield mention
        return
    for number, (index, column) in enumerate(taken):
        codes = tuple(f"{code}:{column}" for code in mention.codes if column in columns_of(code))
        first, last = min(mention.at, index), max(mention.end, index)
        yield replace(mention, at=first if number == 0 else index, end=last, codes=codes)


def _distinct(found: Iterable[Mention]) -> list[Mention]:
    kept: dict[tuple[str, ...], Mention] = {}
    for mention in found:
        kept.setdefault(mention.codes, mention)
    return list(kept.values())
