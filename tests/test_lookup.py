"""Lookup is exact, complete over its scope, and never turns one kind of nothing into another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from made import (
    CORRECTION_RATE,
    DENIED,
    FEES,
    GRANTED_RATE,
    IN_FORCE,
    OTHER,
    PENALTIES,
    PROACTIVE,
    RECEIVED,
    TOWNS_2024,
    bodies,
    body,
    made_home,
    over,
)
from making import make_report, store
from sqlalchemy import event

from assistant.evidence import Listing, Row, Series, Total, Values
from assistant.lookup import look_up
from assistant.lookup_read import Texts
from assistant.measures import measure
from assistant.plan import Body, Change, Condition, Order, Plan, Region, Scope
from index.store import Store

Look = Callable[..., Any]


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Look]:
    home = made_home(tmp_path_factory.mktemp("made"))
    with Store.open_read(home) as store:

        def run(kind: str, **fields: Any) -> Any:
            with store.connect() as connection:
                return look_up(connection, Plan(kind=kind, **fields), Texts(connection))

        yield run


def names(rows: tuple[Row, ...]) -> list[tuple[str, Any]]:
    return [(row.report.body, row.values[0].value) for row in rows if row.report]


def open_ones(found: Any) -> dict[str, str]:
    return {item.report.body: item.reason for item in found.population.unjudged}


def counts(found: Any) -> tuple[int, int, int]:
    population = found.population
    return population.held, population.readable, population.matched


class TestValues:
    def test_a_cell_is_cited_where_it_is_printed(self, look: Look) -> None:
        found: Values = look("value", scope=body("柳浦镇", 2024), measures=(RECEIVED,))
        (value,) = found.rows[0].values
        (citation,) = value.citations
        assert (value.value, value.state) == (6, "reported")
        assert (citation.quote, citation.table, citation.row_code) == ("6", "requests", "received")
        assert citation.end - citation.start == 1

    @pytest.mark.parametrize(
        ("name", "state"),
        [("太平镇", "reported"), ("枫渡镇", "blank"), ("望潮镇", "missing")],
    )
    def test_zero_blank_and_missing_stay_apart(self, look: Look, name: str, state: str) -> None:
        found = look("value", scope=body(name, 2024), measures=(RECEIVED,))
        value = found.rows[0].values[0]
        assert value.state == state
        assert value.value == (0 if state == "reported" else None)

    def test_words_in_a_number_cell_are_no_number(self, look: Look) -> None:
        value = look("value", scope=body("枫渡镇", 2024), measures=(PENALTIES,)).rows[0].values[0]
        assert (value.value, value.state, value.citations[0].quote) == (None, "text", "见附件")

    def test_a_blank_cell_is_cited_by_its_printed_row(self, look: Look) -> None:
        value = look("value", scope=body("枫渡镇", 2024), measures=(RECEIVED,)).rows[0].values[0]
        assert value.citations[0].quote.startswith("一、本年新收政府信息公开申请数量")

    def test_silence_is_not_zero(self, look: Look) -> None:
        value = look("value", scope=body("太平镇", 2024), measures=(PROACTIVE,)).rows[0].values[0]
        assert (value.value, value.state, value.citations) == (None, "silent", ())

    def test_a_sum_with_a_part_that_is_no_number_has_no_value_but_a_lower_bound(
        self, look: Look
    ) -> None:
        value = look("value", scope=body("枫渡镇", 2024), measures=(DENIED,)).rows[0].values[0]
        assert (value.value, value.state, value.at_least) == (None, "not_applicable", 2)

    def test_a_ratio_keeps_both_sums(self, look: Look) -> None:
        value = (
            look("value", scope=body("柳浦镇", 2024), measures=(GRANTED_RATE,)).rows[0].values[0]
        )
        assert (value.value, value.numerator, value.denominator) == (60, 3, 5)

    @pytest.mark.parametrize("rate", [GRANTED_RATE, CORRECTION_RATE])
    def test_nothing_over_nothing_is_no_rate(self, look: Look, rate: Any) -> None:
        value = look("value", scope=body("太平镇", 2024), measures=(rate,)).rows[0].values[0]
        assert (value.value, value.state, value.denominator) == (None, "no_cases", 0)

    def test_decimals_have_no_dust(self, look: Look) -> None:
        value = look("value", scope=body("柳浦镇", 2024), measures=(FEES,)).rows[0].values[0]
        assert value.value == 0.35

    def test_the_older_form_answers_what_compares(self, look: Look) -> None:
        asked = (RECEIVED, OTHER, IN_FORCE, measure("licensing:items_delta"))
        found = look("value", scope=body("潮音街道", 2020), measures=asked)
        states = [(value.value, value.state) for value in found.rows[0].values]
        assert states == [
            (9, "reported"),
            (9, "reported"),
            (None, "not_comparable"),
            (-3, "reported"),
        ]

    def test_years_not_held_are_named_with_those_that_are(self, look: Look) -> None:
        found = look("value", scope=body("柳浦镇", 2021, 2024), measures=(RECEIVED,))
        assert [(a.name, a.year, a.held_years) for a in found.absent] == [
            ("柳浦镇", 2021, (2022, 2023, 2024))
        ]

    def test_the_latest_year_is_each_bodys_own(self, look: Look) -> None:
        scope = body("柳浦镇").model_copy(update={"latest_only": True})
        found = look("value", scope=scope, measures=(RECEIVED,))
        assert [row.report.year for row in found.rows] == [2024]

    def test_an_approximate_statement_is_marked(self, look: Look) -> None:
        value = look("value", scope=body("望川镇", 2024), measures=(PROACTIVE,)).rows[0].values[0]
        assert (value.value, value.statement.approx) == (80, True)


class TestLists:
    def test_every_match_and_why_the_others_cannot_be_judged(self, look: Look) -> None:
        found: Listing = look("list", scope=TOWNS_2024, conditions=(over(RECEIVED, 0),))
        assert names(found.rows) == [("柳浦镇", 6), ("望川镇", 4)]
        assert counts(found) == (5, 3, 2)
        assert open_ones(found) == {
            "枫渡镇": "表三“一、本年新收政府信息公开申请数量”行“总计”列留空",
            "望潮镇": "表三缺失",
        }

    @pytest.mark.parametrize(
        ("op", "value", "high", "matched", "undecided"),
        [
            (">", 1, None, {"枫渡镇"}, {"望潮镇"}),
            (">=", 2, None, {"枫渡镇"}, {"望潮镇"}),
            ("<", 2, None, {"柳浦镇", "望川镇", "太平镇"}, {"望潮镇"}),
            ("<=", 2, None, {"柳浦镇", "望川镇", "太平镇"}, {"枫渡镇", "望潮镇"}),
            ("=", 1, None, {"柳浦镇"}, {"望潮镇"}),
            ("=", 3, None, set(), {"枫渡镇", "望潮镇"}),
            ("!=", 0, None, {"柳浦镇", "枫渡镇"}, {"望潮镇"}),
            ("between", 0, 1, {"柳浦镇", "望川镇", "太平镇"}, {"望潮镇"}),
            ("between", 2, 5, set(), {"枫渡镇", "望潮镇"}),
        ],
    )
    def test_reported_parts_decide_a_condition_where_they_can(
        self,
        look: Look,
        op: Any,
        value: float,
        high: float | None,
        matched: set[str],
        undecided: set[str],
    ) -> None:
        condition = Condition(measure=DENIED, op=op, value=value, high=high)
        found = look("list", scope=TOWNS_2024, conditions=(condition,))
        assert {name for name, _ in names(found.rows)} == matched
        assert set(open_ones(found)) == undecided

    @pytest.mark.parametrize(
        ("measured", "state", "matched"),
        [
            (RECEIVED, "blank", {"枫渡镇"}),
            (RECEIVED, "missing", {"望潮镇"}),
            (DENIED, "not_applicable", {"枫渡镇"}),
            (PENALTIES, "text", {"枫渡镇"}),
            (PROACTIVE, "silent", {"太平镇", "枫渡镇", "望潮镇"}),
            (PROACTIVE, "reported", {"柳浦镇", "望川镇"}),
        ],
    )
    def test_states_can_be_asked_for(
        self, look: Look, measured: Any, state: Any, matched: set[str]
    ) -> None:
        condition = Condition(measure=measured, op="state", state=state)
        found = look("list", scope=TOWNS_2024, conditions=(condition,))
        assert {name for name, _ in names(found.rows)} == matched

    def test_any_and_all(self, look: Look) -> None:
        conditions = (over(RECEIVED, 5), over(PENALTIES, 10))
        both = look("list", scope=TOWNS_2024, conditions=conditions)
        either = look("list", scope=TOWNS_2024, conditions=conditions, combine="any")
        assert names(both.rows) == []
        assert names(either.rows) == [("柳浦镇", 6), ("望川镇", 4)]

    def test_area_reports_stay_out_and_are_counted(self, look: Look) -> None:
        found = look("list", scope=Scope(years=(2024,)), conditions=(over(RECEIVED, 0),))
        assert "南屏县" not in dict(names(found.rows))
        assert found.population.area_excluded == 1
        assert [(row.report.body, row.values[0].value) for row in found.areas] == [("南屏县", 100)]
        none = look("list", scope=Scope(years=(2024,)), conditions=(over(RECEIVED, 100),))
        assert none.areas == ()
        named = look("value", scope=bodies("南屏县"), measures=(RECEIVED,))
        assert named.rows[0].values[0].value == 100

    def test_regions_and_forms_narrow(self, look: Look) -> None:
        region = Region(level="county", name="临溪县")
        assert look("list", scope=Scope(regions=(region,))).population.held == 8
        assert look("list", scope=Scope(form="2019")).population.held == 1

    def test_a_body_left_out_is_in_no_row_and_no_count(self, look: Look) -> None:
        scope = Scope(years=(2024,), body_types=("镇",))
        every = look("rank", scope=scope, measures=(RECEIVED,), order=Order())
        first = every.rows[0].report
        left = Body(name=first.body, key=first.body_key)
        less = scope.model_copy(update={"without": (left,)})
        found = look("rank", scope=less, measures=(RECEIVED,), order=Order())
        assert names(found.rows) == names(every.rows)[1:]
        assert found.population.held == every.population.held - 1

    def test_ties_at_the_limit_are_shown(self, look: Look) -> None:
        scope = Scope(years=(2024,), body_types=("镇",))
        measured = measure("carried_in")
        found = look("rank", scope=scope, measures=(measured,), limit=2)
        assert len(found.rows) == 4  # all four that have the row print 0

    def test_a_ranking_leaves_out_what_has_no_number(self, look: Look) -> None:
        found = look("rank", scope=TOWNS_2024, measures=(GRANTED_RATE,), limit=5)
        assert names(found.rows) == [("望川镇", 100), ("柳浦镇", 60)]
        assert open_ones(found)["太平镇"] == "无办结件，比率无意义"

    def test_lowest_first(self, look: Look) -> None:
        order = Order(descending=False)
        found = look("rank", scope=TOWNS_2024, measures=(RECEIVED,), order=order, limit=1)
        assert names(found.rows) == [("太平镇", 0)]


class TestTotals:
    def figure(self, found: Total) -> Any:
        (group,) = found.groups
        return group.figure

    @pytest.mark.parametrize(
        ("function", "value"),
        [("sum", 10), ("mean", 3.33), ("median", 4), ("max", 6), ("min", 0)],
    )
    def test_figures_over_the_reports_that_have_the_number(
        self, look: Look, function: Any, value: float
    ) -> None:
        found = look("aggregate", scope=TOWNS_2024, measures=(RECEIVED,), function=function)
        figure = self.figure(found)
        assert (figure.value, figure.count) == (value, 3)
        assert counts(found) == (5, 3, 3)

    def test_counting_what_meets_a_condition(self, look: Look) -> None:
        condition = Condition(measure=RECEIVED, op="=", value=0)
        found = look("aggregate", scope=TOWNS_2024, conditions=(condition,), function="count")
        assert self.figure(found).operands == (1, 3)
        share = look("aggregate", scope=TOWNS_2024, conditions=(condition,), function="share")
        assert self.figure(share).value == 33.33

    def test_a_rate_over_many_is_sum_over_sum(self, look: Look) -> None:
        found = look("aggregate", scope=TOWNS_2024, measures=(GRANTED_RATE,), function="sum")
        assert self.figure(found).operands == (7, 9)
        mean = look("aggregate", scope=TOWNS_2024, measures=(GRANTED_RATE,), function="mean")
        assert self.figure(mean).value == 80

    def test_groups(self, look: Look) -> None:
        found = look("aggregate", scope=Scope(), measures=(RECEIVED,), function="sum", group="year")
        assert [(row.label, row.figure.value, row.figure.count) for row in found.groups] == [
            ("2020", 9, 1),
            ("2022", 1, 1),
            ("2023", 4, 1),
            ("2024", 10, 3),
        ]

    def test_nothing_to_compute_from(self, look: Look) -> None:
        found = look("aggregate", scope=body("望潮镇", 2024), measures=(RECEIVED,), function="mean")
        assert self.figure(found).value is None


class TestYears:
    def trend(self, look: Look, scope: Scope, **fields: Any) -> Series:
        found: Series = look("trend", scope=scope, measures=(RECEIVED,), **fields)
        return found

    def test_each_year_with_its_step(self, look: Look) -> None:
        found = self.trend(look, body("柳浦镇", 2022, 2023, 2024))
        assert [row.values[0].value for row in found.rows] == [1, 4, 6]
        assert [row.step.value if row.step else None for row in found.rows] == [None, 3, 2]
        assert (found.change.value, found.span) == (5, (2022, 2024))  # type: ignore[union-attr]

    def test_missing_years_are_named(self, look: Look) -> None:
        found = self.trend(look, body("柳浦镇", 2021, 2022, 2023))
        assert [(absent.name, absent.year) for absent in found.absent] == [("柳浦镇", 2021)]
        assert found.span == (2022, 2023)

    def test_growth_in_percent_and_none_from_zero(self, look: Look) -> None:
        grown = Change(base=2023, year=2024, kind="growth")
        assert self.trend(look, body("柳浦镇", 2023, 2024), change=grown).change.value == 50  # type: ignore[union-attr]
        found = look(
            "trend",
            scope=body("柳浦镇", 2022, 2023),
            measures=(PENALTIES,),
            change=Change(base=2022, year=2023, kind="growth"),
        )
        assert (found.change.value, found.change.reason) == (None, "基数为0，不计算增长率")

    def test_totals_over_years_rest_on_the_same_bodies(self, look: Look) -> None:
        found = self.trend(look, Scope(years=(2023, 2024)))
        assert [row.figure.value for row in found.rows if row.figure] == [4, 6]
        assert found.same_bodies == 1

    def test_bodies_that_rose_every_year(self, look: Look) -> None:
        change = Change(base=2022, year=2024, direction="rising")
        found = look("list", scope=Scope(body_types=("镇",)), measures=(RECEIVED,), change=change)
        assert [(row.report.body, row.figure.value) for row in found.rows] == [("柳浦镇", 5)]
        assert open_ones(found)["望川镇"] == "没有2022年的报告"
        falling = change.model_copy(update={"direction": "falling"})
        assert look("list", scope=Scope(), measures=(RECEIVED,), change=falling).rows == ()

    def test_ranked_by_change(self, look: Look) -> None:
        found = look(
            "rank",
            scope=Scope(body_types=("镇",)),
            measures=(PENALTIES,),
            change=Change(base=2023, year=2024),
            order=Order(by="change"),
            limit=3,
        )
        assert [(row.report.body, row.figure.value) for row in found.rows] == [("柳浦镇", -5)]


class TestQuality:
    def test_text_against_table_with_both_places(self, look: Look) -> None:
        found = look("quality", scope=TOWNS_2024, rules=("narrative_mismatch",))
        (item,) = found.items
        assert [citation.quote for citation in item.citations] == ["收到申请5件", "4"]

    def test_a_rule_that_holds_is_shown_for_a_named_body(self, look: Look) -> None:
        found = look("quality", scope=body("柳浦镇", 2024), rules=("column_balance",))
        assert found.items == ()
        (check,) = found.passed
        assert [part.value for part in check.left] == [6]
        assert [part.value for part in check.right] == [5, 1]

    def test_blank_cells_are_counted(self, look: Look) -> None:
        found = look("quality", scope=TOWNS_2024, rules=("blank_cells",))
        assert (len(found.items), found.blank) == (1, 1)

    def test_only_findings_on_the_measure_named_count(self, look: Look) -> None:
        rules = ("narrative_mismatch",)
        found = look("quality", scope=TOWNS_2024, rules=rules, measures=(RECEIVED,))
        assert [item.report.body for item in found.items] == ["望川镇"]
        assert look("quality", scope=TOWNS_2024, rules=rules, measures=(PENALTIES,)).items == ()

    def test_cells_in_a_state_are_found_with_where_they_stand(self, look: Look) -> None:
        found = look("quality", scope=TOWNS_2024, rules=("not_applicable_cells",))
        (item,) = found.items
        assert item.detail == "表三有1格填“/”或“-”：“4.保护第三方合法权益”行“总计”列"
        assert [citation.quote for citation in item.citations] == ["/"]
        (item,) = look("quality", scope=TOWNS_2024, rules=("text_cells",)).items
        assert [citation.quote for citation in item.citations] == ["见附件"]
        assert (found.population.readable, found.population.matched) == (5, 1)

    def test_cells_in_a_state_may_be_asked_for_in_one_table(self, look: Look) -> None:
        rules = ("not_applicable_cells",)
        assert look("quality", scope=TOWNS_2024, rules=rules, section="proactive").items == ()
        assert len(look("quality", scope=TOWNS_2024, rules=rules, section="requests").items) == 1

    def test_what_cannot_be_checked_is_no_clean_bill(self, look: Look) -> None:
        found = look("quality", scope=TOWNS_2024, rules=("carry_over",))
        assert set(open_ones(found)) == {"太平镇", "望川镇", "望潮镇", "枫渡镇"}


def test_what_is_held(look: Look) -> None:
    found = look("corpus", aspect="count")
    assert found.population.held == 9
    assert dict(found.parts[0].counts) == {"2020": 1, "2022": 1, "2023": 1, "2024": 6}


def test_reports_on_a_whole_area_are_listed_alone(look: Look) -> None:
    found = look("corpus", aspect="reports", scope=Scope(area=True))
    assert [row.report.scope for row in found.rows if row.report] == ["area"]
    assert found.population.held == 1
    assert look("corpus", aspect="reports", negated=True).population.held == 8


def test_one_table_may_be_asked_for(look: Look) -> None:
    found = look("quality", scope=TOWNS_2024, rules=("missing_table",), section="requests")
    assert ["表三" in item.detail for item in found.items] == [True]


def test_a_list_costs_a_few_statements_however_long(tmp_path: Path) -> None:
    home = made_home(tmp_path)
    with Store.open_read(home) as store:
        statements: list[str] = []
        event.listen(
            store.engine, "before_cursor_execute", lambda *args: statements.append(args[2])
        )
        with store.connect() as connection:
            plan = Plan(kind="list", scope=TOWNS_2024, conditions=(over(RECEIVED, 0),))
            look_up(connection, plan, Texts(connection))
    assert len([s for s in statements if s.startswith("SELECT")]) <= 12


class TestGroups:
    def test_a_ranking_of_groups_leaves_out_what_has_no_group(self, tmp_path: Path) -> None:
        home = store(
            tmp_path,
            [
                make_report("甲镇", 2024, {"requests.received.total": 2}, county="东沙县"),
                make_report("乙镇", 2024, {"requests.received.total": 3}, county="东沙县"),
                make_report("丙镇", 2024, {"requests.received.total": 9}, county=""),
                make_report("丁镇", 2024, {"requests.received.total": 4}, county="南屏县"),
            ],
        )
        plan = Plan(
            kind="rank", scope=Scope(years=(2024,)), measures=(RECEIVED,), group="county", limit=1
        )
        with Store.open_read(home) as opened, opened.connect() as connection:
            found = look_up(connection, plan, Texts(connection))
        assert [(row.label, row.figure.value) for row in found.groups] == [
            ("云岭省青禾市东沙县", 5)
        ]
        assert found.ungrouped == 1

    def test_several_measures_have_a_figure_each(self, look: Look) -> None:
        found = look("aggregate", scope=TOWNS_2024, measures=(RECEIVED, PENALTIES), function="sum")
        assert [(row.label, row.figure.value) for row in found.groups] == [
            (RECEIVED.label, 10),
            (PENALTIES.label, 16),
        ]
