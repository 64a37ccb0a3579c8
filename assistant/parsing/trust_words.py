"""Mistrust and verdicts: 报喜不报忧, 这样做对不对, 理由站得住脚吗: no report says so, and nothing
here judges it. Beside another question the clause is said to be left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.parsing.tokens import Token
from assistant.vocabulary import Sort

_LIES = (
    "报喜不报忧|弄虚作假|造假|作假|作秀|糊弄(?:人|老百姓|我们|群众|上面|事)?|忽悠(?:人|我们|老百姓)?|应付(?:了事|差事|上面|检查)?"
    "|走(?:个)?过场|走形式|[做摆装]样子|搞形式|形式主义|猫腻|有鬼|掺水|注水|有水分|吹牛皮?|吹嘘|自吹自擂|粉饰太平"
    "|藏着?掖着?|掩盖|遮丑|遮遮掩掩|瞒报|瞒着(?:人|我们|老百姓|群众|不说)?|捂着?(?:盖子|不说|不放)|避重就轻|说好话|讲好话|唱赞歌|挑好的[说写讲]"
    "|护短|官官相护|(?:被)?藏(?:了)?起来了?|不敢(?:公开|写|说|报|填)|不想(?:公开|写|说|报|填)|心虚|故意(?:不[写说报填公给]开?|的|没[写说报填])|推卸责任|踢皮球|打太极"
    "|骗(?:人|我们?|老百姓)的?|睁眼说瞎话"
)
_VERDICT = (
    "站得住脚?|站不站得住脚?|说得过去|说不说得过去|有道理|有没有道理|讲不讲理|合不合适|合适|妥当|妥不妥|应不应该|该不该|公平|公不公平|公道|冤不冤|冤枉"
    "|(?:这样|这么|那样|那么)?[做办弄搞](?:得|的)?(?:对不对|对|合理|合不合理)"
)
_SUBJECT = (
    "(?:那|这|他们|她们|它们?|人家|政府|镇里|乡里|县里|单位|报告|年报|材料|里面?|数字|数据|理由|说法|做法|答复|回复|回答|解释|结果|写的|说的|讲的|报的|填的"
    "|这个|那个|这些|那些|这种|那种|的|是不是|是否|会不会|该不会|莫非|难道|到底|究竟|真|都|就|也|又|还|在|光|尽|全|净|只|自己|有没有|有|花钱|请|你|您|帮他们|替他们|替政府|给他们|觉得|认为|看|,)*"
)
_TAIL = "(?:的|了|吧|吗|么|呢|啊|呀|哦|伐|不|没有?|嘛|是不是|对不对|[?？!！。])*"
_CLAUSE = re.compile(f"{_SUBJECT}(?:{_LIES}|{_VERDICT}){_TAIL}")
PLACED: tuple[Sort, ...] = (
    "body", "stem", "region", "type", "unit", "year", "they", "it", "all", "each", "level",
)  # fmt: skip


def is_trust(clause: Sequence[Token]) -> bool:
    """Whether the clause asks for nothing but a verdict."""
    words = "".join(t.text for t in clause if t.sort not in PLACED)
    return bool(words) and _CLAUSE.fullmatch(words) is not None


_OF_FIGURE = re.compile(
    "(?:合不合理|合理|公平|公道|妥当|过分|应该|该不该罚)(?:吗|么|不|呢|[?？])+$"
)


def verdicts(text: str, tokens: Sequence[Token], of_figure: bool = False) -> list[str]:
    """The clauses of a question that ask for a verdict, as typed, whatever place they name;
    `of_figure` where a figure is what they ask it of (处罚合理吗)."""
    found = _OF_FIGURE.search(text.strip()) if of_figure else None
    if found is not None:
        return [found[0].rstrip("?？")]
    unplaced = text
    for token in tokens:
        if token.place.bodies or token.place.regions:
            blank = " " * (token.end - token.start)
            unplaced = unplaced[: token.start] + blank + unplaced[token.end :]
    clauses = (c.span() for c in re.finditer("[^,，。;；?？!！]+", text))
    return [
        text[a:b].strip() for a, b in clauses if _CLAUSE.fullmatch("".join(unplaced[a:b].split()))
    ]


def is_mistrust(tokens: Sequence[Token]) -> bool:
    """Whether a whole question asks for nothing but whether reports are honest."""
    words = "".join(t.text for t in tokens if t.sort not in (*PLACED, "mark"))
    return _WHOLE.fullmatch(words) is not None


_WHOLE = re.compile(
    f"(?:我|我们|想知道|问|请问|你说|说|实话|老实|讲|给|句)*{_SUBJECT}(?:{_LIES}){_TAIL}"
)
