"""One hand-made corpus for the tests of lookup, answer and verify, small enough to know by heart.

2024, 镇: 柳浦镇 6 requests, 望川镇 4 (its text says 5), 太平镇 0, 枫渡镇 blank, 望潮镇 no 表三.
柳浦镇 also 2022 (1) and 2023 (4). 潮音街道 2020 in the 2019 form, 南屏县 for the whole area.
"""

from __future__ import annotations

from pathlib import Path

from making import make_report, store

from assistant.measures import measure
from assistant.plan import Body, Condition, Scope
from index.report import Report

RECEIVED = measure("received")
GRANTED = measure("granted")
DENIED = measure("denied")
OTHER = measure("other")
GRANTED_RATE = measure("ratio:granted_rate")
CORRECTION_RATE = measure("ratio:correction_rate")
PROACTIVE = measure("claim:proactive_total")
IN_FORCE = measure("normative_documents:in_force")
PENALTIES = measure("penalties")
FEES = measure("fees")

TOWNS_2024 = Scope(years=(2024,), body_types=("镇",))


def body(name: str, *years: int) -> Scope:
    return Scope(bodies=(Body(name=name),), years=years)


def bodies(*names: str, year: int = 2024) -> Scope:
    return Scope(bodies=tuple(Body(name=name) for name in names), years=(year,))


def over(measured: object, value: float) -> Condition:
    return Condition(measure=measured, op=">", value=value)  # type: ignore[arg-type]


def _requests(natural: int, business: int, granted: int, **rows: int) -> dict[str, object]:
    """A 表三 whose identities hold: all applicants but the businesses are natural persons."""
    total, done = natural + business, granted + sum(rows.values())
    cells: dict[str, object] = {
        "requests.received.natural_person": natural,
        "requests.received.business": business,
        "requests.received.total": total,
        "requests.granted.natural_person": granted,
        "requests.granted.total": granted,
        "requests.total_processed.natural_person": min(done, natural),
        "requests.total_processed.business": done - min(done, natural),
        "requests.total_processed.total": done,
        "requests.carried_out.natural_person": natural - min(done, natural),
        "requests.carried_out.business": business - (done - min(done, natural)),
        "requests.carried_out.total": total - done,
    }
    spare = done - min(done, natural)
    for row, count in rows.items():
        key = f"requests.{row.replace('__', '.')}"
        taken, spare = min(spare, count), spare - min(spare, count)
        cells |= {
            f"{key}.business": taken,
            f"{key}.natural_person": count - taken,
            f"{key}.total": count,
        }
    return cells


def reports() -> list[Report]:
    """The corpus, in no particular order."""
    return [
        make_report(
            "柳浦镇",
            2024,
            _requests(5, 1, 3, denied__third_party_rights=1, other__other=1)
            | {"proactive.penalties.decisions": 4, "proactive.fees.amount": 0.35},
            said=[
                ("全年收到政府信息公开申请6件。", "received", 6),
                ("2024年累计公开政府信息203条。", "proactive_total", 203),
                "年内开通“柳浦渡口”微信视频号。",
            ],
            problems=["一是视频更新断档。", "二是函询用时偏长。"],
        ),
        make_report("柳浦镇", 2023, _requests(4, 0, 4) | {"proactive.penalties.decisions": 9}),
        make_report("柳浦镇", 2022, _requests(1, 0, 1)),
        make_report(
            "望川镇",
            2024,
            _requests(4, 0, 4) | {"proactive.penalties.decisions": 12},
            said=[("收到申请5件。", "received", 5), ("公开信息80余条。", "proactive_total", 80)],
        ),
        make_report("太平镇", 2024, said=[("我镇未收到政府信息公开申请。", "received", 0)]),
        make_report(
            "枫渡镇",
            2024,
            {
                "requests.received.total": "",
                "requests.denied.third_party_rights.total": "/",
                "requests.denied.process_information.total": 2,
                "proactive.penalties.decisions": "见附件",
            },
        ),
        make_report(
            "望潮镇", 2024, missing=["requests"], said=["政务新媒体[官方]<b>|镇|</b>已开通。"]
        ),
        make_report(
            "潮音街道",
            2020,
            {
                "requests.received.natural_person": 9,
                "requests.received.total": 9,
                "requests.other_total.natural_person": 9,
                "requests.other_total.total": 9,
                "requests.total_processed.natural_person": 9,
                "requests.total_processed.total": 9,
                "proactive_2019.licensing.items_delta": -3,
                "proactive_2019.normative_documents.public_total": 7,
            },
            form="2019",
            body_type="街道",
        ),
        make_report("南屏县", 2024, _requests(100, 0, 100), scope="area", body_type="县"),
    ]


def made_home(home: Path) -> Path:
    """The corpus stored under `home`."""
    return store(home, reports())
