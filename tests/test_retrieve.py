"""What the text says: exhaustive mentions, sentences that answer, and honest silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import RECEIVED, TOWNS_2024, over
from making import make_report, store

from assistant.aspects import unsaid, untold, wanted
from assistant.evidence import Mentions, Passages
from assistant.hybrid import Retriever
from assistant.lookup_mentions import mentions
from assistant.lookup_read import Texts
from assistant.mentions import find_terms, pattern
from assistant.plan import Body, Plan, Scope, Topic, Whether
from assistant.retrieve import passages
from assistant.shortcomings import told
from index.store import Store
from index.text import squash

SAID = {
    "柳浦镇": [
        "年内开通微信视\n频号，用方言讲政策。",
        "关停账号2个，因为长期不更新。",
        "全面落实三审三校制度。",
    ],
    "望川镇": ["拍攝短視頻三條。", "全面落实三审三校制度。"],
    "太平镇": ["缺少专职人员，经办人员流动快、力量不足。", "全面落实三审三校制度。"],
    "枫渡镇": ["ＷｅＣｈａｔ公众号推送政策。"],
}
PROBLEMS = {
    "柳浦镇": [
        "（一）存在问题。一是视频更新断档。",
        "二是函询用时偏长。",
        "（二）改进情况。一是按季编排选题。",
        "二是制作文书样本。",
    ],
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    reports = [
        make_report(
            name,
            2024,
            {"requests.received.total": len(said)},
            said=said,
            problems=PROBLEMS.get(name, ()),
        )
        for name, said in SAID.items()
    ]
    return store(tmp_path_factory.mktemp("said"), reports)


Read = Callable[..., Any]


@pytest.fixture(scope="module")
def read(home: Path) -> Iterator[Read]:
    with Store.open_read(home) as opened:

        def run(kind: str, name: str = "", **fields: Any) -> Any:
            scope = Scope(bodies=(Body(name=name),)) if name else TOWNS_2024
            plan = Plan(kind=kind, scope=scope, **fields)  # type: ignore[arg-type]
            with opened.connect() as connection:
                if kind == "mention":
                    return mentions(connection, plan, Texts(connection))
                return passages(connection, plan, Texts(connection), Retriever(home))

        yield run


def by_body(found: Mentions) -> dict[str, str]:
    return {p.report.body: p.citation.quote for p in found.passages if not p.near}


class TestMentions:
    @pytest.mark.parametrize(
        ("terms", "bodies"),
        [
            (("微信视频号",), {"柳浦镇"}),
            (("短视频",), {"望川镇"}),
            (("wechat",), {"枫渡镇"}),
            (("人员…不足",), {"太平镇"}),
            (("不足…人员",), set()),
            (("总计",), set()),  # stands in every table, in no text
        ],
    )
    def test_every_script_width_and_line_break(
        self, read: Read, terms: tuple[str, ...], bodies: set[str]
    ) -> None:
        assert set(by_body(read("mention", terms=terms))) == bodies

    def test_the_whole_sentence_is_quoted(self, read: Read) -> None:
        quote = by_body(read("mention", terms=("微信视频号",)))["柳浦镇"]
        assert quote == "年内开通微信视\n频号，用方言讲政策。"

    def test_near_wordings_stand_apart(self, read: Read) -> None:
        found = read("mention", terms=("微信视频号",), near_terms=("短视频",))
        near = [(p.report.body, p.near) for p in found.passages]
        assert near == [("柳浦镇", False), ("望川镇", True)]
        assert found.population.matched == 1

    def test_who_does_not_say_it(self, read: Read) -> None:
        found = read("mention", terms=("三审三校",), negated=True)
        assert [report.body for report in found.silent] == ["枫渡镇"]
        assert (found.population.held, found.population.matched) == (4, 1)

    def test_near_wordings_of_what_is_not_said_are_shown(self, read: Read) -> None:
        found = read("mention", terms=("微信视频号",), near_terms=("短视频",), negated=True)
        assert [(p.report.body, p.near) for p in found.passages] == [("望川镇", True)]

    @pytest.mark.parametrize(
        ("together", "denied", "bodies"),
        [
            ("any", False, ["望川镇", "太平镇", "柳浦镇"]),
            ("all", False, ["柳浦镇"]),
            ("all", True, ["望川镇", "太平镇"]),
            ("any", True, ["枫渡镇", "望川镇", "太平镇", "柳浦镇"]),
        ],
    )
    def test_several_topics(
        self, read: Read, together: str, denied: bool, bodies: list[str]
    ) -> None:
        other = Topic(terms=("微信视频号",), negated=denied)
        found = read("mention", terms=("三审三校",), others=(other,), together=together)
        said = {p.report.body for p in found.passages} | {r.body for r in found.silent}
        assert (said, found.population.matched) == (set(bodies), len(bodies))

    def test_each_topic_has_its_own_quote(self, read: Read) -> None:
        other = Topic(terms=("微信视频号",))
        found = read("mention", terms=("三审三校",), others=(other,), together="all")
        assert [p.topic for p in found.passages] == [0, 1]

    @pytest.mark.parametrize(
        ("part", "lacking"),
        [
            ("problem", {"望川镇", "太平镇", "枫渡镇"}),
            ("improvement", {"望川镇", "太平镇", "枫渡镇"}),
            ("problems", {"望川镇", "太平镇", "枫渡镇"}),
            ("overview", set()),
        ],
    )
    def test_who_lacks_a_part(self, read: Read, part: Any, lacking: set[str]) -> None:
        found = read("mention", others=(Topic(part=part, negated=True),))
        assert {report.body for report in found.silent} == lacking
        assert found.population.held == 4

    def test_those_that_do_not_meet_a_yes_or_no(self, read: Read) -> None:
        found = read("mention", terms=("三审三校",), whether=Whether(asks="all"))
        assert [report.body for report in found.others] == ["枫渡镇"]
        assert len(found.silent) == 3

    def test_how_often_it_is_said(self, read: Read) -> None:
        found = read("mention", terms=("视频",), aspect="times")
        assert sorted(found.times.values()) == [1, 2]

    def test_only_under_a_section(self, read: Read) -> None:
        assert set(by_body(read("mention", terms=("视频",), section="problems"))) == {"柳浦镇"}

    def test_with_a_condition_on_the_tables(self, read: Read) -> None:
        found = read("mention", terms=("三审三校",), conditions=(over(RECEIVED, 2),))
        assert set(by_body(found)) == {"柳浦镇"}
        assert [row.values[0].value for row in found.rows] == [3]

    def test_a_pattern_takes_nothing_literally(self) -> None:
        assert pattern(("a.b",)).search("axb") is None
        assert pattern(("（一）",)).search("(一)")

    @given(
        st.text("视視频頻号 \n。aＡ", max_size=40),
        st.lists(st.text("视频号A…", min_size=1, max_size=4), min_size=1, max_size=3),
    )
    def test_terms_are_found_where_their_pattern_matches(self, text: str, terms: list[str]) -> None:
        asked = tuple(terms)
        assert find_terms(text, asked) == [m.start() for m in pattern(asked).finditer(text)]


class TestPassages:
    def quotes(self, found: Passages) -> list[str]:
        return [squash(p.citation.quote) for p in found.passages if not p.near]

    def test_why(self, read: Read) -> None:
        found = read("narrative", "柳浦镇", query="关停账号 原因")
        assert self.quotes(found) == [squash("关停账号2个，因为长期不更新。")]

    def test_problems_without_the_remedies(self, read: Read) -> None:
        found = read("narrative", "柳浦镇", query="存在问题", section="problems")
        assert squash("二是函询用时偏长") in self.quotes(found)

    def test_problems_asked_are_all_of_them_and_nothing_else(self, read: Read) -> None:
        found = read("narrative", "柳浦镇", query="存在什么不足", section="problems")
        assert self.quotes(found) == [squash("一是视频更新断档。"), squash("二是函询用时偏长。")]

    def test_a_problem_comes_with_the_remedy_of_its_number(self, read: Read) -> None:
        found = read("narrative", "柳浦镇", query="函询用时")
        assert self.quotes(found) == [squash("二是函询用时偏长。"), squash("二是制作文书样本。")]

    def test_boilerplate_counts_once(self, read: Read) -> None:
        found = read("narrative", query="三审三校 审核")
        assert self.quotes(found).count(squash("全面落实三审三校制度。")) == 1

    def test_what_is_not_said_has_no_quote(self, read: Read) -> None:
        found = read("narrative", "太平镇", query="区块链 应用")
        assert self.quotes(found) == []
        assert found.population.matched == 0


@pytest.mark.parametrize(
    ("query", "aspects", "pairs"),
    [
        ("存在什么问题", ["problem"], set()),
        ("打算怎么改进", ["improvement"], set()),
        ("关停账号 原因", ["reason"], {"关停", "停账", "账号"}),
        ("公开渠道有哪些", ["channel"], set()),
        ("政务公开专区", ["corner"], {"专区"}),
        ("改进举措", ["improvement"], set()),
        ("有什么新点子", ["innovation"], set()),
        ("网页 效果", ["effect"], {"网页"}),
        ("老百姓上哪儿看", ["channel"], set()),
        ("后面打算", ["improvement"], set()),
        ("又提 新问题", ["problem"], set()),
    ],
)
def test_a_query_is_its_words_and_its_aspects(
    query: str, aspects: list[str], pairs: set[str]
) -> None:
    found = wanted(query)
    assert [aspect.name for aspect in found.aspects] == aspects
    assert found.pairs == pairs


def test_everyday_words_are_those_of_reports() -> None:
    (said,) = wanted("保护隐私").everyday
    assert said[0] == "隐私" and "去标识化" in said


def test_what_is_denied_is_denied_in_any_words() -> None:
    asked = wanted("没登记 原因")
    weights = asked.weights(["口头答复后未登记", "登记后再答复"])
    assert asked.carried("口头答复后未登记", "", weights) > 0.5
    assert asked.carried("登记后再答复", "", weights) == 0


def test_a_pair_between_two_words_weighs_nothing() -> None:
    asked = wanted("湿地补偿")
    weights = asked.weights(["湿地生态补偿方案", "其他"])
    assert (weights["地补"], weights["湿地"] > 0) == (0.0, True)
    assert asked.carried("湿地生态补偿方案", "", weights) == 1.0


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("受海风侵蚀，故障率高", True),
        ("按县里统一部署清理账号", True),
        ("以不掌握为由答复", True),
        ("年内召开会议三次", False),
    ],
)
def test_a_cause_is_told_without_the_word(quote: str, said: bool) -> None:
    assert untold("账号 原因", [quote]) == (() if said else ("原因",))


def test_the_agent_of_a_passive_is_not_looked_for() -> None:
    sentence = "6月山洪冲断两座便桥"
    asked = wanted("便桥被水冲断")
    weights = asked.weights([sentence, "收取信息处理费"])
    assert asked.carried(sentence, "", weights) == 1.0
    assert unsaid("便桥被水冲断", sentence) == ()
    assert unsaid("便桥被淹", sentence) == ("被淹",)


MIXED = "五、存在的主要问题及改进情况"


@pytest.mark.parametrize(
    ("sentences", "parts"),
    [
        (
            ["存在问题：（1）口径多；", "（2）公示晚。", "改进情况：已核定口径；", "加装雨棚；"],
            ["problem", "problem", "improvement", "improvement"],
        ),
        (["一是更新断档。", "二是用时偏长。", "一是按季选题。"], ["problem"] * 2 + ["improvement"]),
        (
            ["问题一是人手紧。", "下一步，我镇将增设岗位。", "2.解读少。", "今后附说明。"],
            ["problem", "improvement", "improvement", "improvement"],
        ),
        (["2021年，街道将统一出口。"], ["improvement"]),
        (
            ["上年提出的两个问题已改好。", "今年的主要问题：一是口径多；", "二是公示晚。"],
            ["improvement", "problem", "problem"],
        ),
        (
            ["1.口径多。", "上年问题整改：台账已建立；", "2处栏目已更新。", "改进措施：统一口径。"],
            ["problem", "mended", "mended", "improvement"],
        ),
    ],
)
def test_problems_and_remedies_under_one_heading(sentences: list[str], parts: list[str]) -> None:
    assert [said.part for said in told([(MIXED, s) for s in sentences])] == parts


def test_a_heading_of_its_own_decides() -> None:
    paths = [f"{MIXED}/（一）存在问题", f"{MIXED}/（二）改进情况", "二、主动公开"]
    paths.append(f"{MIXED}/（二）上年问题改进情况")
    found = told([(path, "建立台账，今后按季核对。") for path in paths])
    assert [said.part for said in found] == ["problem", "improvement", None, "mended"]


def test_items_know_their_list() -> None:
    first, second = told([(MIXED, "疫情中暴露出两个问题：一是口径多。"), (MIXED, "二是公布晚。")])
    assert (first.item, second.item, second.intro) == (1, 2, "疫情中暴露出两个问题")
