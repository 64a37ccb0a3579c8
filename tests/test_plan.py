"""The catalogue of measures, definitions, years of a question, and plans in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from assistant.definitions import DEFINITIONS, find_definition, terms_in
from assistant.measures import RATIOS, columns_of, concept_of, concepts, measure, share
from assistant.parse import parse
from assistant.places import Held, HeldBody
from assistant.plan import Body, Condition, Measure, Order, Plan, Scope, Topic
from assistant.plan_text import describe, render
from assistant.question_years import find_years, resolve
from assistant.topics import wordings
from assistant.vocabulary import lexicon
from index.claims.fields import FIELDS
from index.form import FORM_2019, FORM_2021
from tests.plans import HELD, TODAY

# --- measures


def test_every_cell_of_the_2021_form_can_be_asked_for() -> None:
    named = {
        cell
        for code in concepts()
        for column in columns_of(code)
        if column != "legal_person"
        for cell in measure(f"{code}:{column}").cells
    }
    assert {".".join(key) for key in FORM_2021.cell_keys()} <= named


def test_every_cell_named_for_the_2019_form_exists_there() -> None:
    held = {".".join(key) for key in FORM_2019.cell_keys()}
    for code in concepts():
        for column in columns_of(code):
            assert set(measure(f"{code}:{column}").cells_2019) <= held


def test_every_word_for_a_measure_names_one() -> None:
    for word in lexicon().words.values():
        if word.sort in ("concept", "generic", "hint", "loose"):
            assert all(measure(code).label for code in word.codes)


def test_every_claim_field_is_a_measure() -> None:
    assert all(measure(f"claim:{field.code}").claim == field.code for field in FIELDS)


@pytest.mark.parametrize(
    ("code", "cells", "cells_2019"),
    [
        ("received", ["requests.received.total"], ["requests.received.total"]),
        ("received:business", ["requests.received.business"], ["requests.received.business"]),
        (
            "other",
            [
                "requests.other.correction_overdue.total",
                "requests.other.fee_overdue.total",
                "requests.other.other.total",
            ],
            ["requests.other_total.total"],
        ),
        ("other.fee_overdue", ["requests.other.fee_overdue.total"], []),
        (
            "penalties",
            ["proactive.penalties.decisions"],
            ["proactive_2019.penalties.decisions"],
        ),
        ("fees", ["proactive.fees.amount"], []),
        ("normative_documents:issued", ["proactive.normative_documents.issued"], []),
        (
            "procurement:amount",
            ["proactive_2019.procurement.amount"],
            ["proactive_2019.procurement.amount"],
        ),
    ],
)
def test_a_measure_says_its_cells_in_both_forms(
    code: str, cells: list[str], cells_2019: list[str]
) -> None:
    found = measure(code)
    assert (list(found.cells), list(found.cells_2019)) == (cells, cells_2019)


def test_refusals_are_the_sum_of_their_eight_rows() -> None:
    assert len(measure("denied").cells) == 8
    assert len(measure("denied:legal_person").cells) == 40


def test_a_suit_lost_is_one_corrected_over_both_ways_to_court() -> None:
    ratio = measure("ratio:loss_rate")
    assert ratio.cells == (
        "disputes.direct_litigation.corrected",
        "disputes.litigation_after_reconsideration.corrected",
    )
    assert [cell.rsplit(".", 1)[1] for cell in ratio.minus] == ["pending", "pending"]


def test_a_share_that_has_a_name_gets_it() -> None:
    assert share(measure("unavailable"), measure("total_processed")).label == "无法提供率"
    other = share(measure("granted:business"), measure("granted"))
    assert other.label == "予以公开（申请人：商业企业）占予以公开的比例"


def test_a_code_leads_back_to_its_concept() -> None:
    assert concept_of("requests.denied.state_secret.total") == "denied.state_secret"
    assert concept_of("ratio.granted_rate") is None


def test_a_plan_with_an_unknown_cell_is_refused() -> None:
    with pytest.raises(ValidationError, match="没有这个单元格"):
        Measure(code="x", label="x", cells=("requests.received.everybody",))


def test_an_incomplete_plan_is_refused() -> None:
    with pytest.raises(ValidationError, match="计划不完整"):
        Plan(kind="rank")
    with pytest.raises(ValidationError, match="缺少数值"):
        Condition(measure=measure("received"), op="between", value=1)


# --- definitions


def test_every_ratio_is_defined() -> None:
    assert all(find_definition(ratio.label) for ratio in RATIOS.values())


def test_a_definition_is_found_by_its_other_names() -> None:
    found = find_definition("“四类过程信息”")
    assert found is not None and found.term == "四类过程性信息"
    assert "第十六条" in found.source
    assert find_definition("不存在的说法") is None


def test_two_terms_asked_together_are_both_defined() -> None:
    found = find_definition("行政事业性收费、信息处理费")
    assert found is not None
    assert "行政事业性收费：" in found.text and "信息处理费：" in found.text


def test_the_longest_term_in_a_question_counts() -> None:
    assert terms_in("予以公开率怎么算") == ("予以公开率",)
    assert len({d.term for d in DEFINITIONS}) == len(DEFINITIONS)


# --- synonyms


def test_wordings_keep_the_term_itself_first() -> None:
    same, near = wordings("视频号")
    assert same[0] == "视频号" and "微信视频号" in same and "抖音" in near
    assert wordings("乡贤议事") == (("乡贤议事",), ())
    assert "诉讼" in wordings("打官司")[1]
    assert "解读…不够" in wordings("政策解读做得不好")[0]


# --- years

HELD_YEARS = (2020, 2021, 2022, 2023, 2024)


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("21年", (2021,)),
        ("二〇二四年", (2024,)),
        ("二四年度", (2024,)),
        ("2021到2023年", (2021, 2022, 2023)),
        ("从2021年至2023年", (2021, 2022, 2023)),
        ("21-23年", (2021, 2022, 2023)),
        ("2021、2023年", (2021, 2023)),
        ("去年", (2024,)),
        ("前年", (2023,)),
        ("近三年", (2022, 2023, 2024)),
        ("最近两年", (2023, 2024)),
        ("2022年以来", (2022, 2023, 2024)),
        ("2022年以前", (2020, 2021)),
        ("from 2021 to 2023", (2021, 2022, 2023)),
        ("past two years", (2023, 2024)),
        ("last year", (2024,)),
        ("超过2024件", ()),
        ("第20条", ()),
        ("上年结转", ()),
    ],
)
def test_years_are_read(words: str, years: tuple[int, ...]) -> None:
    spans = find_years(words)
    longest = [
        w for s, e, w in spans if not any(a <= s and e <= b and b - a > e - s for a, b, _ in spans)
    ]
    assert resolve(longest, TODAY, HELD_YEARS).years == years


def test_the_year_before_is_counted_from_the_question_before() -> None:
    words = [word for *_, word in find_years("上一年")]
    assert resolve(words, TODAY, HELD_YEARS, context=(2022,)).years == (2021,)
    assert resolve(words, TODAY, HELD_YEARS).years == (2024,)


def test_recent_years_end_at_the_newest_held() -> None:
    words = [word for *_, word in find_years("近三年")]
    assert resolve(words, date(2027, 1, 1), HELD_YEARS).years == (2022, 2023, 2024)


# --- places


def test_names_are_found_long_and_short() -> None:
    assert [b.name for b in HELD.named("柳浦").bodies] == ["柳浦镇"]
    assert len(HELD.named("太平镇").bodies) == 2
    assert [r.level for r in HELD.named("云岭").regions] == ["province"]
    assert HELD.named("南屏县").bodies == ()  # the county's name is the region's
    assert HELD.romanised("liupu").bodies[0].name == "柳浦镇"


def test_a_town_named_like_a_province_is_the_town() -> None:
    town = HeldBody(
        "1", "湖南镇", "湖南镇人民政府", "镇", "云岭省", "青禾市", "临溪县", None, (2021,)
    )
    found = parse("湖南镇2021年主动公开多少", Held((*HELD.bodies, town)), TODAY)
    assert [b.name for b in found.scope.bodies] == ["湖南镇"]


def test_a_town_with_a_kind_of_place_inside_its_name_is_read_whole() -> None:
    town = HeldBody(
        "1", "湖镇镇", "湖镇镇人民政府", "镇", "云岭省", "青禾市", "临溪县", None, (2024,)
    )
    found = parse("湖镇镇2024年结转下年几件", Held((*HELD.bodies, town)), TODAY)
    assert [b.name for b in found.scope.bodies] == ["湖镇镇"]


# --- in words


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            "柳浦镇2024年收到几件申请",
            "查数：柳浦镇（云岭省/青禾市/临溪县），2024年；"
            "表三“一、本年新收政府信息公开申请数量”行“总计”列。",
        ),
        (
            "2023年行政处罚50件以上的街道有哪些",
            "列出报告：语料中的街道，2023年；条件：行政处罚·本年处理决定数量不少于50件。",
        ),
        (
            "2024年申请量最多的前3个镇",
            "排序：语料中的镇，2024年；表三“一、本年新收政府信息公开申请数量”行“总计”列；"
            "按数值从高到低，取前3名（并列的都列出）。",
        ),
        (
            "云岭省2024年不予公开率",
            "汇总：云岭省全部单位，2024年；"
            "不予公开率（表三“（三）不予公开”8项之和÷表三“（七）总计”）；分子合计÷分母合计。",
        ),
        (
            "2024年哪些镇的行政处罚是空白",
            "列出报告：语料中的镇，2024年；条件：行政处罚·本年处理决定数量：空白。",
        ),
        ("予以公开率怎么算", "解释术语：术语：予以公开率。"),
        (
            "What was the disclosure rate of Liupu Town in 2024?",
            "Look up: 柳浦镇 (云岭省/青禾市/临溪县), 2024; ",
        ),
    ],
)
def test_a_plan_in_words(question: str, words: str) -> None:
    assert render(parse(question, HELD, TODAY)).startswith(words)


def test_readings_and_words_not_understood_are_part_of_the_text() -> None:
    text = render(parse("柳浦镇领导催得紧，2024年收到几件申请", HELD, TODAY))
    assert "未能理解：“催得紧”" in text
    assert "说明：未指明年份，取最新的2024年。" in render(parse("柳浦镇收件多少", HELD, TODAY))


def test_a_sum_is_described_by_the_rows_it_adds() -> None:
    assert describe(measure("received_with_carried")) == (
        "新收与上年结转合计（表三“一、本年新收政府信息公开申请数量”＋"
        "“二、上年结转政府信息公开申请数量”）"
    )
    assert describe(measure("claim:training")) == "培训次数（正文所述）"


def test_a_plan_says_what_is_left_out_and_keeps_it_through_json() -> None:
    plan = parse("除柳浦镇以外，2024年各镇一共收到多少申请", HELD, TODAY)
    assert "语料中的镇，不含柳浦镇（云岭省/青禾市/临溪县），2024年" in render(plan)
    english = plan.model_copy(update={"language": "en"})
    assert "镇 without 柳浦镇" in render(english)
    assert type(plan).model_validate_json(plan.model_dump_json()) == plan


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"kind": "mention", "terms": ("培训",), "negated": True, "near_terms": ("学习",)},
            "Find in every text: all bodies held; do not mention “培训”; "
            "similar wordings apart: 学习.",
        ),
        (
            {"kind": "mention", "others": (Topic(part="requests", negated=True),)},
            "Find in every text: all bodies held; have no section on requests.",
        ),
        (
            {"kind": "quality", "rules": ("carry_over",), "negated": True},
            "Check the figures: all bodies held; checks: carry-over differs between years; "
            "reports without a finding.",
        ),
        ({"kind": "definition", "term": "公开率"}, "Explain a term: term: 公开率."),
        (
            {"kind": "corpus", "aspect": "several", "limit": 3},
            "What is held: all bodies held; years held of each body; at least 3 years.",
        ),
        (
            {"kind": "corpus", "aspect": "count", "group": "county", "order": Order()},
            "What is held: all bodies held; by county; most first; number of reports.",
        ),
        (
            {"kind": "corpus", "aspect": "unplaced", "group": "city"},
            "What is held: all bodies held; reports that print no city.",
        ),
        (
            {"kind": "narrative", "query": "难点", "section": "problems", "unexplained": ("zzz",)},
            "Search the text: all bodies held; words: 难点; "
            "only the section on problems and improvements. Not understood: “zzz”.",
        ),
        (
            {
                "kind": "value",
                "scope": Scope(bodies=(Body(name="柳浦镇", year=2023),), years=(2023,), area=True),
                "measures": (measure("denied"),),
                "also": (measure("unavailable"),),
            },
            "Look up: 柳浦镇 2023, with reports on whole areas; denied; beside it: unavailable.",
        ),
    ],
)
def test_an_english_plan_says_all_it_looks_for(fields: dict[str, Any], words: str) -> None:
    assert render(Plan(language="en", **fields)) == words


def test_a_plan_of_what_is_held_says_its_level_and_order() -> None:
    unplaced = Plan(kind="corpus", aspect="unplaced", group="province")
    assert render(unplaced) == "查看收录情况：语料中全部单位；没有印出所在省的。"
    most = Plan(kind="corpus", aspect="count", group="county", order=Order(descending=False))
    assert render(most) == "查看收录情况：语料中全部单位；按县；少的在前；报告份数。"


def test_a_share_of_the_text_needs_two_numbers_of_the_text() -> None:
    website = share(measure("claim:website"), measure("claim:proactive_total"))
    assert (website.claims, website.is_ratio) == (("website", "proactive_total"), True)
    assert describe(website) == "政府网站发布条数占主动公开信息条数的比例（正文所述）"
    with pytest.raises(ValidationError, match="另一个正文数字"):
        Measure(code="x", label="x", claim="website", claim_over="website")
    with pytest.raises(ValidationError, match="不能以单元格为分母"):
        Measure(code="x", label="x", claim="website", over=("requests.received.total",))


def test_a_question_has_four_parts_at_most() -> None:
    part = whole = parse("柳浦镇2024年收到几件申请", HELD, TODAY)
    for _ in range(3):
        whole = part.model_copy(update={"then": whole})
    assert type(part).model_validate_json(whole.model_dump_json()) == whole
    assert len(whole.parts) == 4
    with pytest.raises(ValidationError, match="最多分4部分"):
        type(part).model_validate(part.model_copy(update={"then": whole}).model_dump())
