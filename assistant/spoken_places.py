"""这个村, 该社区: the one place inside a township that the turn before named."""

from __future__ import annotations

import re
from collections.abc import Iterable

_KIND = "村|社区|小区|水库|码头"
_POINTS = re.compile(f"(?:(?:这|那|该|此)一?[个座]?)({_KIND})(?:子|庄)?(?![民委务级干部组])")
_NAME = re.compile(
    "(?:^|[^\u4e00-\u9fff]|[由在到和与及为是对把给将从以向])"
    f"([\u4e00-\u9fff]{{2,3}}(?:{_KIND}))(?![委级务干])"
)
_NO_NAME = re.compile(
    "^[由在到和与及为是对把给将从以向各每全本该这那此几多某有]|[的个次了些]"
    "|(?:乡|农|行政|自然|山|渔|中心|空心|试点|示范|城中|个|各|全|些|驻|进|入|到|联|包|整|镇|重点|每)村$"
    "|(?:个|各|全|些|进|入|到|镇|城市|智慧|示范|试点|老旧|新建|无物业)(?:社区|小区)$"
    "|(?:个|各|座|些|大型|小型)(?:水库|码头)$"
)


def said_by_name(question: str, before: str, quotes: Iterable[str]) -> tuple[str, str]:
    """The question with 这个村 as the one village that the question before names, else the quotes
    of its answer, and that name; as it stands, and "", where they name none or several."""
    said = _POINTS.search(question)
    if said is None:
        return question, ""
    for texts in ((before,), tuple(quotes)):
        found = {name for text in texts for name in _names(text) if name.endswith(said[1])}
        if len(found) == 1:
            name = found.pop()
            return question[: said.start()] + name + question[said.end() :], name
    return question, ""


def _names(text: str) -> Iterable[str]:
    return (found[1] for found in _NAME.finditer(text) if not _NO_NAME.search(found[1]))
