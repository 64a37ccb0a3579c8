"""全市 of a city that is no prefecture, whose office reports for all of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.parse import parse
from assistant.places import Held, HeldBody
from tests.plans import TODAY, brief

_OFFICE = HeldBody(
    "office", "榆津市政府办公室", "榆津市人民政府办公室", "办公室", county="榆津市", years=(2024,),
    area=True,
)  # fmt: skip
_TOWN = HeldBody(
    "town", "柳浦镇", "榆津市柳浦镇人民政府", "镇", county="榆津市", township="柳浦镇",
    years=(2024,),
)  # fmt: skip
LICENSING = "proactive.licensing.decisions"


@pytest.mark.parametrize("question", ["全市2024年许可一共几件", "榆津市2024年办了多少许可"])
def test_the_office_that_reports_for_the_city_leads(question: str) -> None:
    plan = parse(question, Held((_OFFICE, _TOWN)), TODAY)
    assert brief(plan) == f"aggregate @榆津市 2024 area {LICENSING} fn=sum"


def test_an_office_that_reports_for_itself_does_not() -> None:
    held = Held((replace(_OFFICE, area=False), _TOWN))
    assert not parse("榆津市2024年办了多少许可", held, TODAY).scope.area
