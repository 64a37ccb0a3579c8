"""Whole questions over the sample corpus, from the words to the verified answer."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import closing, redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.engine import Assistant


@pytest.fixture(scope="module")
def assistant(sample_home: Path) -> Iterator[Assistant]:
    opened = Assistant(sample_home, today=date(2025, 3, 1))
    yield opened
    opened.close()


def test_rates_of_two_bodies_are_compared_in_percentage_points(assistant: Assistant) -> None:
    answer = assistant.ask("柳浦镇2024和白鹭乡2024，谁公开率高")
    assert answer.status == "answered"
    assert "60%（3[1]÷5[2]）" in answer.answer
    assert "50%（1[3]÷2[4]）" in answer.answer
    assert "柳浦镇比白鹭乡多10个百分点（60−50）" in answer.answer


def test_a_rate_over_the_years_keeps_to_numerators_and_denominators(assistant: Assistant) -> None:
    answer = assistant.ask("柳浦镇2022到2024年公开率变化")
    assert answer.status == "answered"
    assert [row["value"] for row in answer.rows] == [66.67, 66.67, 60]


def test_a_rate_of_all_bodies_by_year_is_pooled_not_added(assistant: Assistant) -> None:
    answer = assistant.ask("历年公开率")
    assert [(row["year"], row["value"]) for row in answer.rows] == [
        (2020, 66.67),
        (2022, 50),
        (2023, 77.78),
        (2024, 56.25),
    ]
    assert answer.value is None
    assert "不是同一批单位" in answer.answer


def test_a_ranking_chooses_the_reports_whose_text_is_quoted(assistant: Assistant) -> None:
    answer = assistant.ask("2024年申请最多的镇怎么写改进措施？")
    assert {citation.file for citation in answer.citations} == {"corpus/东沙县太平镇2024.docx"}


def test_a_sum_in_a_formula_stands_in_brackets(assistant: Assistant) -> None:
    answer = assistant.ask("2024年诉讼败诉率是多少")
    assert "−（未经复议直接起诉尚未审结＋复议后起诉尚未审结）" in answer.answer


def test_an_amount_is_told_in_the_unit_its_report_prints(assistant: Assistant) -> None:
    answer = assistant.ask("潮音街道2020年政府集中采购总共花了多少钱？")
    assert answer.answer.startswith("**386400元**[1]")
    assert answer.value == 386400


def test_where_the_form_sets_no_unit_and_none_is_printed_alike_a_sum_warns(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("2020年政府集中采购金额合计")
    assert answer.value == 386400
    assert any("表格没有统一的单位" in warning for warning in answer.warnings)


def test_a_county_may_mean_its_own_report(assistant: Assistant) -> None:
    answer = assistant.ask("南屏县2024年加起来作出多少件许可决定？")
    assert answer.value == 83
    assert "南屏县人民政府2024年 30412件[3]；与上面的合计口径不同，不相加" in answer.answer


def test_what_the_text_denies_or_calls_otherwise_is_counted(assistant: Assistant) -> None:
    training = assistant.ask("白鹭乡2022年培训了几次")
    assert (training.value, "明确说没有" in training.answer) == (0, True)
    assert assistant.ask("青盐农场2024年发了多少条政策解读").value == 11
    assert assistant.ask("蚝岗镇2023年公众号发了多少条").value == 49


def test_a_whole_county_is_led_by_its_own_report(assistant: Assistant) -> None:
    assert assistant.ask("南屏县2024年总共作出多少件许可决定？").value == 30412
    answer = assistant.ask("南屏全县2024年总共作出多少件许可决定？")
    assert answer.value == 30412
    assert "口径不同，不相加" in answer.answer
    assert "**83件**——南屏县2024年报告行政许可" in answer.answer
    assert any("汇总全域数据" in warning for warning in answer.warnings)
    assert assistant.ask("南屏县的复议纠错率").value == 20
    told = assistant.ask("南屏县政府主动公开了多少条")
    assert (told.value, told.citations[0].quote) == (21743, "全县主动公开政府信息21743条")


def test_figures_of_unlike_bases_are_compared_with_a_warning(assistant: Assistant) -> None:
    answer = assistant.ask("枫渡镇和南屏县政府2024年行政许可差多少")
    assert "口径不同——南屏县人民政府2024年的报告汇总全域数据" in answer.answer
    basis = assistant.ask("南屏县2024年的行政处罚是全县的还是县本级的？")
    assert basis.value == 2057
    assert "是全域合计，不是该机关自身的数字" in basis.answer


def test_places_that_no_report_prints_are_not_denied(assistant: Assistant) -> None:
    unknown = assistant.ask("海晏省有哪些单位的报告")
    assert unknown.status == "not_in_corpus"
    assert "20份报告中有16份报告没有印出所在省，无法判断" in unknown.answer
    city = assistant.ask("青禾市各单位2024年行政处罚合计")
    assert city.value == 246  # one report prints the city, and its county's others lie there too
    assert "另有2份报告没有印出所在市，无法判断是否属于青禾市，未计入" in city.answer
    where = assistant.ask("柳浦镇属于哪个省")
    assert "青禾市临溪县（现有2022、2023、2024年的报告）；报告没有印出所在的省" in where.answer
    province = assistant.ask("白鹭乡属于哪个省")
    assert "云岭省栖云市砚泉县" in province.answer


def test_a_list_warns_of_reports_whose_text_would_let_them_in(assistant: Assistant) -> None:
    answer = assistant.ask("2024年哪些单位有结转下年度的申请")
    assert [row["value"] for row in answer.rows] == [2, 2, 1]
    assert "碧梧湖旅游度假区管理委员会2024年按表格不符合条件，未列入" in answer.answer
    assert any("另有1件在年底收到" in citation.quote for citation in answer.citations)
    none = assistant.ask("2024年哪些单位申请超过10件")
    assert "未列入" not in none.answer


def test_a_sum_with_a_rough_number_in_it_is_rough(assistant: Assistant) -> None:
    answer = assistant.ask("2024年各镇主动公开信息合计多少条")
    assert (answer.value, "**约959条**" in answer.answer) == (959, True)
    assert "约" not in assistant.ask("2024年各镇行政许可合计").answer


def test_missing_years_are_named(assistant: Assistant) -> None:
    assert "其间缺2020、2021年" in assistant.ask("白鹭乡缺哪几年的报告").answer


def test_what_the_newest_report_does_not_say_is_looked_for_in_earlier_ones(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("申请人为什么对柳浦镇提起复议？")
    assert answer.answer.startswith("最新一年的报告没有写到，以下出自以前年度的报告。")
    assert any("说理不够充分" in c.quote and c.year == 2023 for c in answer.citations)


def test_a_phrase_that_nobody_says_is_looked_for_by_its_words(assistant: Assistant) -> None:
    answer = assistant.ask("哪些单位说自己的公开工作人员是兼职的")
    assert answer.answer.startswith("没有报告提到“公开工作人员是兼职”。")
    assert "另有3份没有原样写出，但写到其中的主要词语" in answer.answer
    assert {"南屏县竹岩乡人民政府", "砚泉县白鹭乡人民政府", "砚泉县荞坪彝族乡人民政府"} == {
        row["issuer"] for row in answer.rows
    }
    assert answer.population is not None
    assert answer.population.matched == 0


def test_a_short_reply_picks_one_of_the_bodies_asked_back(assistant: Assistant) -> None:
    session = assistant.new_session()
    assert assistant.ask("太平镇2024年开了多少罚单？", session).status == "needs_clarification"
    assert assistant.ask("我问的是东沙县的", session).value == 31


def test_every_request_granted_means_as_many_as_were_handled(assistant: Assistant) -> None:
    answer = assistant.ask("2023年申请全部予以公开的单位")
    assert [row["issuer"] for row in answer.rows] == [
        "南屏县竹岩乡人民政府",
        "东沙县蚝岗镇人民政府",
    ]


def test_money_is_told_in_english_too(assistant: Assistant) -> None:
    ranking = assistant.ask("Which body collected the most administrative fees in 2024?")
    assert ranking.status == "answered"
    assert "118.405 ten thousand yuan[1]" in ranking.answer
    assert [row["value"] for row in ranking.rows] == [118.405]


def test_blank_cells_of_several_tables_are_added_up(assistant: Assistant) -> None:
    answer = assistant.ask("蚝岗镇2023年空着没填的格子一共多少个")
    assert "以上空白单元格合计**87**格。" in answer.answer


def test_only_one_kind_of_applicant_leaves_no_other(assistant: Assistant) -> None:
    answer = assistant.ask("2024年哪些镇街的申请全是个人提的、没有企业和其他组织")
    assert {row["issuer"] for row in answer.rows} == {"砚泉县白鹭乡人民政府", "南屏县枫渡镇"}


@pytest.mark.parametrize("resident", [False, True])
def test_only_a_resident_assistant_freezes_what_its_process_holds(
    sample_home: Path, resident: bool
) -> None:
    gc.unfreeze()
    try:
        with closing(Assistant(sample_home, resident=resident)) as one:
            one.held()
            assert (gc.get_freeze_count() > 0) is resident
    finally:
        gc.unfreeze()


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        ("鹿鸣街道2024年不予公开、无法提供、不予处理三样加起来是几件", 7, "之和"),
        ("鹿鸣街道2024年新媒体发了多少条", 338, "由所写明的各数相加"),
        ("东沙县太平镇2024年公众号推送多少条", 129, "推送129条"),
        ("临溪县市场监管局的行政复议维持率", 66.67, "尚未审结1"),
        ("东沙县太平镇2024年行政处罚在镇里排第几", 1, "在有数字的5份中从高到低排第1"),
        ("望潮镇2024年许可排第几", None, "没有名次"),
        ("白鹭乡的申请是不是一年比一年多？", None, "**不是**，2024年没有比上一年多"),
        ("柳浦镇的行政许可逐年增加吗", None, "**是**，每一年都比上一年多"),
        ("鹿鸣街道、柳浦镇、枫渡镇、望川镇2024年主动公开谁垫底", None, "最少的是**南屏县枫渡镇"),
        ("鹿鸣街道、望潮镇、枫渡镇2024年许可谁最多", None, "望潮镇没有可用的数字，没有参加比较"),
        ("柳浦镇2022年和蚝岗镇2023年比，哪一份主动公开更多", None, "柳浦镇比蚝岗镇多9条"),
        ("荞坪彝族乡开没开公众号", None, "“没有开设政务新媒体”"),
        ("2024年政务新媒体发布最多的镇街", None, "鹿鸣街道办事处2024年，338条"),
    ],
)
def test_the_verdict_or_the_sum_that_was_asked_for_is_given(
    assistant: Assistant, question: str, value: float | None, words: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert answer.value == value
    assert words in answer.answer


# --- figures that follow from what a report prints


def test_an_amount_is_told_in_yuan_where_that_is_asked(assistant: Assistant) -> None:
    answer = assistant.ask("柳浦镇24年收了多少行政事业性收费，请换算成元")
    assert answer.value == 0.35
    assert "0.35万元[1]＝3500元" in answer.answer
    total = assistant.ask("2024年各镇收费合计多少元")
    assert "1.61万元＝16100元" in total.answer


def test_growth_may_rest_on_the_later_reports_own_comparison(assistant: Assistant) -> None:
    answer = assistant.ask("东沙太平镇2024年主动公开比上一年涨了百分之多少")
    assert answer.value == 14.81
    assert "按2024年报告自己的比较推算：“较2023年的297条增加44条”" in answer.answer
    assert "297→341" in answer.answer


def test_it_is_the_last_of_two_winners(assistant: Assistant) -> None:
    session = assistant.new_session()
    for turn in ("2023年申请最多的是哪家", "那2024年呢"):
        assistant.ask(turn, session)
    assert assistant.ask("它予以公开了几件", session).value == 5
    session = assistant.new_session()
    for turn in ("2023年处罚最多的是谁", "2024年又是谁"):
        assistant.ask(turn, session)
    assert assistant.ask("它收了几件申请", session).value == 12


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (("东沙太平2024“码头公告”栏目推送了几条",), "推送129条"),
        (("青盐农场2024年主动公开多少", "里面住房确权的几条"), "住房确权公示20条"),
        (("潮音街道复工企业名单连着发布了多少天",), "连续发布31天"),
        (("2020年复工企业名单发布了几天",), "连续发布31天"),
        (("碧梧湖管委会管多少个村",), "管理环湖六个村"),
        (("白鹭乡下辖多少个行政村",), "下辖7个行政村"),
    ],
)
def test_what_no_table_counts_is_quoted_where_the_text_counts_it(
    assistant: Assistant, turns: tuple[str, ...], said: str
) -> None:
    session = assistant.new_session()
    for turn in turns:
        answer = assistant.ask(turn, session)
    assert answer.status == "answered"
    assert any(said in citation.quote for citation in answer.citations)


def test_a_kind_of_body_behind_its_short_name_is_no_other_body(assistant: Assistant) -> None:
    answer = assistant.ask("荞坪那个彝族乡，2024年报里“上年结转”填的啥数")
    assert answer.value == 0
    assert "没有彝族乡的报告" not in answer.answer


def test_villages_that_no_report_counts_are_still_refused(assistant: Assistant) -> None:
    assert assistant.ask("枫渡镇管多少个村").status == "out_of_scope"


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        ("有几家单位收了三个年度以上的报告", 2, "2022、2023、2024年，共3个年度"),
        ("云岭省的年报占全部的多大比例", 20, "4份，占语料全部20份的**20%**"),
        ("收录的报告中PDF格式的有几份", 3, "白鹭乡2023年"),
        ("收录的报告都有哪些文件格式", None, "docx 4份、html 3份、md 2份、pdf 3份、txt 8份"),
    ],
)
def test_holdings_are_counted_by_year_share_and_format(
    assistant: Assistant, question: str, value: float | None, words: str
) -> None:
    answer = assistant.ask(question)
    assert answer.value == value
    assert words in answer.answer


def test_kinds_of_body_may_be_denied(assistant: Assistant) -> None:
    answer = assistant.ask("语料里混进了哪些不是乡镇街道的单位")
    assert {row["issuer"] for row in answer.rows} == {
        "南屏县人民政府",
        "南屏县碧梧湖旅游度假区管理委员会",
        "东沙县青盐农场",
        "临溪县市场监督管理局",
    }


def test_reports_that_pass_are_counted_over_those_that_can_be_checked(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("多少份年报的表格勾稽全部过关？")
    assert answer.value == len(answer.rows) == 16
    assert "可核对的19份报告中，**16**份" in answer.answer
    assert "砚泉县白鹭乡人民政府2024年　结转不衔接" in answer.answer


def test_silence_is_no_denial(assistant: Assistant) -> None:
    answer = assistant.ask("哪些单位没有网站")
    assert {(row["issuer"], row["year"]) for row in answer.rows} == {
        ("东沙县青盐农场", 2024),
        ("砚泉县白鹭乡人民政府", 2022),
        ("砚泉县白鹭乡人民政府", 2024),
    }


def test_a_part_of_a_heading_is_no_mention_but_a_whole_one_is(assistant: Assistant) -> None:
    assert len(assistant.ask("哪些单位提到监督").rows) == 4
    assert len(assistant.ask("哪些单位提到平台建设").rows) == 17


def test_what_a_cell_holds_beside_its_number_is_quoted(assistant: Assistant) -> None:
    answer = assistant.ask("南屏县政府2024年制发规范性文件几件")
    assert answer.value == 22
    assert "格内原样印的是“22（其中修订16件）”" in answer.answer


def test_what_cannot_be_checked_against_the_year_before_is_not_called_sound(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("2023和2024年哪些报告结转都对得上")
    assert {(row["issuer"], row["year"]) for row in answer.rows} == {
        ("临溪县柳浦镇人民政府", 2023),
        ("临溪县柳浦镇人民政府", 2024),
        ("砚泉县白鹭乡", 2023),
    }  # of 竹岩乡 and 蚝岗镇 no report on 2022 is held


def test_two_years_of_a_body_are_checked_against_each_other_alone(assistant: Assistant) -> None:
    answer = assistant.ask("白鹭乡2022年和2023年的结转接得上吗")
    assert answer.rows == ()
    assert "2022年结转下年度＝2023年上年结转" in answer.answer
    assert "未能判断" not in answer.answer  # 2022 against 2021 is not asked


def test_where_a_figure_stands_is_said(assistant: Assistant) -> None:
    answer = assistant.ask("主动公开总条数这个数是取自表格还是正文")
    assert answer.answer == "“主动公开信息条数”取自报告正文的叙述；统计表里没有这一格。"


def test_a_decrease_that_a_report_states_is_printed_without_its_sign(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "reports"
    folder.mkdir()
    text = "临溪县柳浦镇人民政府2024年政府信息公开工作年度报告\n一、总体情况\n"
    text += "2024年，柳浦镇主动公开政府信息253条，较上年减少44条。\n"
    (folder / "柳浦镇2024.txt").write_text(text, encoding="utf-8")
    with redirect_stdout(StringIO()):
        assert main(["--home", str(home), "index", str(folder)]) == 0
    with closing(Assistant(home, today=date(2025, 3, 1))) as opened:
        answer = opened.ask("柳浦镇2024年主动公开信息比2023年增加多少条")
    assert (answer.status, answer.value) == ("answered", -44)
    assert "减少了44条（297→253[2]）" in answer.answer
    assert answer.citations[0].quote == "较上年减少44条"
