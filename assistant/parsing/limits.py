"""Which conditions a question sets on the measures it names: 超过200条, 没有收到申请, 空白."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.measures import MEDIA, NEW_MEDIA
from assistant.parsing.asked import Asked, Limit, Mention
from assistant.parsing.denied import REASONS
from assistant.parsing.figures import Figure
from assistant.parsing.naming import find_mentions
from assistant.parsing.neighbours import clause_bounds
from assistant.parsing.only import ALONE
from assistant.parsing.tokens import Token
from assistant.plan import Operator, State
from assistant.vocabulary import Sort

_BETWEEN: tuple[Sort, ...] = (
    "stop",
    "has",
    "hint",
    "generic",
    "year",
    "number",
    "all",
    "what",
    "domain",
)
_STATES: dict[str, State] = {
    "blank": "blank",
    "missing": "missing",
    "unreadable": "unreadable",
    "not_applicable": "not_applicable",
    "text": "text",
}
_ASKING = ("howmany", "amount", "most", "top", "function", "share", "about", "outcome", "none")
_OPPOSITE: dict[Operator, Operator] = {
    "=": "!=", "!=": "=", ">": "<=", "<=": ">", "<": ">=", ">=": "<",
    "between": "outside", "outside": "between",
}  # fmt: skip
_LIGHT = ("stop", "none", "then", "which", "type", "unit", "each", "number", "year", "all")
_MEASURED = ("concept", "generic", "hint", "amount", "has")
_FILLERS = (*"的过了都就也请把先均", "那些", "这些", "一律", "一概", "全部")
_TO_EXCEPT = 8  # tokens in which 不算 follows
_WITHIN = ("中", "里", "之中", "当中", "里面", "里头", "内")
_COUNTED = tuple("件条次份篇起例宗项")
_ONLY = ("只有", "仅有", "只", "仅", "就", "才", "共", "是", "都是", "了", "过")
_NEW_MEDIA = (f"claim:{NEW_MEDIA}",)
_CHANNELS = tuple(f"claim:{name}" for name in MEDIA)
_POINTING = ("那", "这", "那个", "这个", "其他", "另外", "剩下", "剩下的", "其余")
_SEVERAL = ("数据", "指标", "数字", "情况", "内容", "明细")
_NOTHING_PRINTED: tuple[State, ...] = ("blank", "missing", "not_applicable")


def read_asked(tokens: Sequence[Token]) -> Asked:
    """The measures and conditions of the question, of which quoted words are no part."""
    clauses = _clauses(tokens)
    found = _without_posted(find_mentions(tokens, clauses))
    hints = tuple(
        Mention(i, i, t.codes, t.text)
        for i, t in enumerate(tokens)
        if t.sort == "hint" or (t.sort == "none" and t.codes)
    )
    limits = _limits(tokens, found, hints, clauses)
    limited = {limit.mention.at for limit in limits}
    free = tuple(m for m in found if m.at not in limited)
    hints = tuple(h for h in hints if h.at not in limited)
    either = any(_of_conditions(tokens, i) for i, t in enumerate(tokens) if t.sort == "or")
    either = either or any(len(x.states) > 1 for x in limits)
    return _with_alone(Asked(free, tuple(limits), hints, "any" if either else "all"), tokens)


def _with_alone(asked: Asked, tokens: Sequence[Token]) -> Asked:
    """申请人只有自然人: theirs are all there are; 没有企业 beside it adds nothing."""
    if not any(ALONE in token.codes for token in tokens):
        return asked
    said = next(i for i, token in enumerate(tokens) if ALONE in token.codes)
    column = next((t.codes[0] for t in tokens[said:] if t.sort == "applicant"), "")
    alone = next((m for m in asked.all if m.codes[0].endswith(f":{column}")), None)
    if alone is None:
        return asked
    row = alone.codes[0].partition(":")[0]
    others = [m for m in asked.all if m.codes[0].partition(":")[0] == row]
    mentions = tuple(m for m in asked.mentions if m not in others)
    limits = tuple(limit for limit in asked.limits if limit.mention not in others)
    return replace(asked, mentions=mentions, limits=limits, alone=alone)


def _without_posted(found: Sequence[Mention]) -> list[Mention]:
    """微信公众号一共推送了几条: what is posted there, not on new media at large."""
    channels = any(m.codes[0] in _CHANNELS for m in found)
    return [m for m in found if not (channels and m.codes == _NEW_MEDIA and m.text == "推送")]


def _of_conditions(tokens: Sequence[Token], index: int) -> bool:
    """Whether 或 joins what is asked, not two kinds of body (街道或镇) or two years."""
    before, after = tokens[index - 1 : index], tokens[index + 1 : index + 2]
    joined = {t.sort for t in (*before, *after)}
    return len(joined) != 1 or not joined <= {"type", "year", "body", "region"}


def _clauses(tokens: Sequence[Token]) -> list[int]:
    """The clause number of every token: clauses end at punctuation, but 企业的申请中，公开了几件
    is one, since its first half only says of which requests."""
    numbers, clause, start = [], 0, 0
    for index, token in enumerate(tokens):
        numbers.append(clause)
        if token.sort == "mark":
            clause += not (token.text == "," and _says_of_which(tokens[start:index]))
            start = index + 1
    return numbers


def _says_of_which(clause: Sequence[Token]) -> bool:
    """企业的申请, 收到的申请中: requests of a kind, with nothing asked of them."""
    if any(token.sort in _ASKING for token in clause):
        return False
    ends = [token for token in clause if token.text not in _WITHIN][-1:]
    narrowed = any(t.sort == "applicant" for t in clause) or clause[-1:] != ends
    requests = any(t.sort == "generic" or t.codes == ("received",) for t in ends)
    return narrowed and requests


def _limits(
    tokens: Sequence[Token],
    found: Sequence[Mention],
    hints: Sequence[Mention],
    clauses: Sequence[int],
) -> list[Limit]:
    limits: dict[int, list[Limit]] = {}
    targets = list(found) or list(hints)
    for index, token in enumerate(tokens):
        limit = _said(index, token, tokens, targets, clauses)
        if limit is not None:
            said = limits.setdefault(limit.mention.at, [])
            either = _either(index, limit, tokens, clauses)
            if not any(_same_sense(limit, other, either) for other in said):
                said.append(limit)
            if _of_those_with_any(limit, index, tokens, clauses):
                said.append(replace(limit, figure=Figure("bound", 0, ">")))
    for mention in hints if found else ():  # 没人申请、却开过罚单: a condition of its own
        apart = all(clauses[other.at] != clauses[mention.at] for other in found)
        denied = tokens[max(0, mention.at - 1)].sort == "none" and _is_left_out(mention.at, tokens)
        if (tokens[mention.at].sort == "none" or denied) and apart:
            limits[mention.at] = [Limit(mention, _none(mention.at, tokens), relative=True)]
    for mention in targets:
        own = limits.get(mention.at, [])
        last = max(mention.end, _limit_end(tokens, mention)) if own else mention.end
        if _is_relative(tokens, last):
            limits[mention.at] = [replace(x, relative=True) for x in own or [Limit(mention)]]
    for left, right in reversed(list(pairwise(targets))):
        shared = limits.get(right.at)
        if shared and left.at not in limits and _coordinate(tokens, left, right):
            limits[left.at] = [replace(limit, mention=left) for limit in shared]
    return [limit for at in sorted(limits) for limit in limits[at]]


def _of_those_with_any(
    limit: Limit, index: int, tokens: Sequence[Token], clauses: Sequence[int]
) -> bool:
    """除了3到5件的，哪些镇收到了申请: the others that have any."""
    at = limit.mention.at
    apart = (
        limit.figure is not None and limit.figure.op == "outside" and clauses[index] != clauses[at]
    )
    return apart and at > 0 and tokens[at - 1].sort in ("hint", "has")


def _either(index: int, limit: Limit, tokens: Sequence[Token], clauses: Sequence[int]) -> bool:
    """为零或未说明: whether 或 stands between what is said of the measure and this."""
    clause = [t for t, n in zip(tokens, clauses, strict=True) if n == clauses[index]]
    words = [t for t in clause if t.sort in ("or", *_CONDITION)]
    return any(t.sort == "or" for t in words[1:-1])


_CONDITION = ("bound", "none", "state", "silent")


def _same_sense(left: Limit, right: Limit, either: bool) -> bool:
    """Two limits of a kind on one measure: the first stands (3件以上10件以下 are two kinds, so are
    the number and the want of it in 为零或未说明)."""
    if left.figure is None or right.figure is None:
        return not either or (left.figure is None) == (right.figure is None)
    return left.figure.op[0] == right.figure.op[0]


def _said(
    index: int,
    token: Token,
    tokens: Sequence[Token],
    targets: Sequence[Mention],
    clauses: Sequence[int],
) -> Limit | None:
    """The condition that one token expresses."""
    if token.sort == "bound" and token.figure is not None:
        target = _nearest(index, targets, clauses)
        figure = token.figure
        if _is_left_out(index, tokens):
            figure, target = _inverted(figure), target or next(iter(targets), None)
        return Limit(target, figure) if target else None
    if token.sort == "number" and token.figure is not None and token.figure.unit == "%":
        ratio = _adjacent(index, targets)
        if ratio is None or not ratio.codes[0].startswith("ratio:"):
            return None
        return Limit(ratio, Figure("bound", token.figure.value, "="))
    if token.sort == "number" and token.figure is not None and token.figure.unit in _COUNTED:
        after, before = tokens[index + 1 : index + 2], tokens[max(0, index - 1)]
        if after and (after[0].sort == "amount" or after[0].text in _SEVERAL):  # 三项数量
            return None
        if before.text in _POINTING and any(t.place.bodies for t in tokens):
            return None  # 那两件律所提的申请
        if _is_given(index, tokens):
            return None
        denied = any(t.sort == "none" for t in tokens)  # 一件申请也没收到
        target = None if denied else _adjacent(index, targets) or _counted(index, tokens, targets)
        return Limit(target, Figure("bound", token.figure.value, "=")) if target else None
    if token.sort == "number" and token.figure is not None and token.figure.unit in _MONEY:
        return _paid(token, index, tokens, targets, clauses)
    if token.sort == "none":
        itself = next((m for m in targets if m.at == index), None)  # 没收到
        target = itself or _following(index, tokens, targets) or _before(index, targets, clauses)
        if target is None and _is_lone(index, tokens):
            target = next((m for m in reversed(targets) if m.at < index), None)
        if target is None and _is_left_out(index, tokens):
            target = _alike(tokens[index + 1 :], targets)
        if target and _is_reason(target) and _published(tokens[index + 1 : index + 2]):
            return None  # 因为属于内部管理没公开: they did refuse for it
        return Limit(target, _none(index, tokens)) if target else None
    if token.sort == "nonzero":
        target = _nearest(index, targets, clauses) or next(iter(targets), None)
        return Limit(target, Figure("bound", 0, ">")) if target else None
    if token.sort in ("state", "silent") and _left_out(index, tokens):
        return None  # （没写条数的不算）: what cannot be judged never counts
    if token.sort == "state":
        target = _before(index, targets, clauses) or _following(index, tokens, targets)
        state = _STATES[token.codes[0]]
        if target and _is_claim(target) and state in _NOTHING_PRINTED:
            state = "silent"  # 没填培训次数: words have no cell
        return Limit(target, states=(state,)) if target else None
    if token.sort == "silent":
        counted = (*_BETWEEN, "howmany")  # 没说收到几件申请
        target = _following(index, tokens, targets, counted) or _before(index, targets, clauses)
        if target is None:
            return None
        return Limit(target, states=("silent",) if _is_claim(target) else _NOTHING_PRINTED)
    return None


def _is_given(index: int, tokens: Sequence[Token]) -> bool:
    """南屏县11件复议的结果: the number of what is asked about, no condition on bodies (南屏县收到
    2件申请的镇)."""
    before = [t for t in tokens[:index] if t.sort not in ("stop", "year", "function")][-1:]
    of_region = bool(before) and (before[0].sort == "whole" or bool(before[0].place.regions))
    rest = tokens[index + 1 :]
    bodies = any(t.sort in ("unit", "which", "report", "bound") for t in rest)
    described = any(
        t.sort == "type" and tokens[i - 1].text.endswith("的")
        for i, t in enumerate(tokens)
        if i > index
    )
    return of_region and not (bodies or described)


_MONEY = ("元", "块", "块钱")
_FEES = {"fees", "claim:processing_fee", "fees:amount"}


def _paid(
    token: Token,
    index: int,
    tokens: Sequence[Token],
    targets: Sequence[Mention],
    clauses: Sequence[int],
) -> Limit | None:
    """信息处理费收了120块，是什么情况: the fee that was as much, where no body is named."""
    fees = [m for m in targets if m.codes[0] in _FEES and clauses[m.at] == clauses[index]]
    figure = token.figure
    if token.text[0] in "万千百":  # 合计金额（万元）: a unit
        return None
    if figure is None or len(fees) != 1 or any(t.place.bodies for t in tokens):
        return None
    mention = fees[0]
    if mention.loose and "万" not in token.text:  # 收费120元: what an applicant pays
        mention = replace(mention, codes=mention.codes[::-1])
    return Limit(mention, Figure("bound", figure.value, "=", unit="元"))


def _is_lone(index: int, tokens: Sequence[Token]) -> bool:
    """不再处理的申请，一件都没有吗; 2024年的处罚，哪些镇一件没有: a clause that says only that
    there is none, of what the clause before names and does not ask."""
    start, end = clause_bounds(tokens, index)
    if any(t.sort in (*_ASKING, "which", "whether") for t in tokens[:start]):
        return False
    return start > 0 and all(t.sort in _LIGHT for t in tokens[start:end])


def _none(index: int, tokens: Sequence[Token]) -> Figure:
    """What 没有 binds: nought, or more than that where such reports are left out (没有的不算)."""
    return Figure("bound", 0, ">" if _is_left_out(index, tokens) else "=")


def _inverted(figure: Figure) -> Figure:
    """The bound of the reports that stay where those of `figure` are left out."""
    if (figure.op, figure.value) == ("=", 0):
        return replace(figure, op=">")
    return replace(figure, op=_OPPOSITE.get(figure.op, figure.op))


def _is_left_out(index: int, tokens: Sequence[Token]) -> bool:
    """Whether the condition at `index` tells what is left out: 剔除零申请的, 办结数为零的不看; not
    beside a measure left out (超过5件的不含结转)."""
    for token in reversed(tokens[max(0, index - 3) : index]):
        if token.sort == "except":
            return True
        if token.sort not in (*_MEASURED, "type", "unit", "year") and token.text not in _FILLERS:
            break
    rest = tokens[index + 1 : index + _TO_EXCEPT]
    for at, token in enumerate(rest):
        if token.sort == "except":
            return not any(t.sort in _MEASURED for t in rest[at + 1 : at + 2])
        if token.sort not in (*_MEASURED, "type", "unit", "report") and token.text not in _FILLERS:
            return False
    return False


def _left_out(index: int, tokens: Sequence[Token]) -> bool:
    """Whether the words end in 不算, or stand behind 排除."""
    if any(t.sort == "except" for t in tokens[max(0, index - 3) : index]):
        return True
    for token in tokens[index + 1 : index + 5]:
        if token.sort == "mark":
            return False
        if token.sort == "except":
            return True
    return False


def _is_reason(mention: Mention) -> bool:
    return mention.codes[0].startswith(REASONS)


def _published(following: Sequence[Token]) -> bool:
    return any(t.sort == "hint" and "claim:proactive_total" in t.codes for t in following)


def _is_claim(mention: Mention) -> bool:
    return mention.codes[0].startswith("claim:")


def _nearest(index: int, targets: Sequence[Mention], clauses: Sequence[int]) -> Mention | None:
    """The mention next to a bound in its clause, the one before it first; else the last before."""
    same = [m for m in targets if clauses[m.at] == clauses[index]]
    if same:
        return min(same, key=lambda m: (_distance(m, index), m.at > index))
    earlier = [m for m in targets if m.at < index]
    return earlier[-1] if earlier else None


def _adjacent(index: int, targets: Sequence[Mention]) -> Mention | None:
    """The mention right beside a plain number: 收到两件申请的镇."""
    return next((m for m in targets if m.at == index + 1 or m.end == index - 1), None)


def _counted(index: int, tokens: Sequence[Token], targets: Sequence[Mention]) -> Mention | None:
    """不予公开只有1件的单位: light words stand between a mention and the number of bodies' own."""
    after = [t.sort for t in tokens[index + 1 : index + 3] if t.text != "的"][:1]
    if after not in (["type"], ["unit"], ["report"], ["which"]) or any(
        t.place.bodies for t in tokens
    ):
        return None
    start = index - 1
    while start > 0 and (tokens[start].text in _ONLY or tokens[start].sort == "has"):
        start -= 1
    return next((m for m in targets if m.end == start), None)


def _distance(mention: Mention, index: int) -> int:
    return mention.at - index if mention.at > index else index - mention.end


def _following(
    index: int,
    tokens: Sequence[Token],
    targets: Sequence[Mention],
    between: tuple[Sort, ...] = _BETWEEN,
) -> Mention | None:
    """The mention that a word like 没有 governs: nothing but light words stand between."""
    at = {mention.at: mention for mention in targets}
    for i in range(index + 1, len(tokens)):
        if i in at:
            return at[i]
        if tokens[i].sort not in between and tokens[i].sort not in ("applicant", "column"):
            return None
    return None


def _alike(rest: Sequence[Token], targets: Sequence[Mention]) -> Mention | None:
    """新收最少的，没有申请的不算: the measure named before that 申请 stands for."""
    said = next((t.codes for t in rest if t.sort in _MEASURED and t.codes), None)
    return next((mention for mention in targets if mention.codes == said), None)


def _before(index: int, targets: Sequence[Mention], clauses: Sequence[int]) -> Mention | None:
    """The mention that a word at the end of its clause looks back to: 申请都没有."""
    same = [m for m in targets if clauses[m.at] == clauses[index] and m.at < index]
    return same[-1] if same else None


def _limit_end(tokens: Sequence[Token], mention: Mention) -> int:
    """The last token of a mention's condition where that stands after it."""
    words = ("bound", "none", "nonzero", "state", "silent", "number", "stop")
    end = mention.end
    for index in range(mention.end + 1, len(tokens)):
        if tokens[index].sort not in words or tokens[index].text == "的":
            break
        end = index
    return end


def _coordinate(tokens: Sequence[Token], left: Mention, right: Mention) -> bool:
    """Whether two mentions are joined by 和 or 或 alone."""
    return all(t.sort in ("and", "or") for t in tokens[left.end + 1 : right.at])


def _is_relative(tokens: Sequence[Token], last: int) -> bool:
    """Whether the mention describes bodies: …申请的镇, …超过200条的单位."""
    light = ("stop", "generic", "hint", "number")
    rest = list(tokens[last + 1 : last + 6])
    again = [rest[0].sort, rest[1].codes] if len(rest) > 1 else []
    if again == ["and", tokens[last].codes]:  # 没办完、转到下年的乡
        last, rest = last + 2, rest[2:]
    while rest and rest[0].sort in light and rest[0].text != "的":
        last, rest = last + 1, rest[1:]
    if not rest:
        return False
    if rest[0].text == "的":
        nouns = [t for t in rest[1:] if t.sort not in ("stop", "all", "each", "number")]
        return bool(nouns) and nouns[0].sort in ("type", "unit", "report")
    return rest[0].sort in ("type", "unit") and rest[0].start == tokens[last].end
