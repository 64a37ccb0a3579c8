"""Conversations: what a follow-up changes, what it carries over, and that it says so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from assistant.measures import OUTCOMES
from assistant.parse import parse
from assistant.places import Held, HeldBody
from assistant.plan import Body
from assistant.session import Session
from tests.plans import HELD, TODAY, brief
from tests.test_parse import CASES

TOWNS = ("柳浦镇", "望川镇", "枫渡镇")


def rows(*names: str) -> tuple[Body, ...]:
    return tuple(HELD.named(name).bodies[0].as_body() for name in names)


def converse(*turns: str, found: tuple[str, ...] = ()) -> list[str]:
    """The plans of the turns in brief; `found` are the bodies in the first answer's rows."""
    session = Session(lambda: HELD, lambda: TODAY)
    plans = []
    for number, turn in enumerate(turns):
        plan = session.understand(turn)
        plans.append(brief(plan))
        bodies = rows(*found) if found and number == 0 else plan.scope.bodies
        session.remember(turn, plan, bodies)
    return plans


RECEIVED, PENALTIES = "requests.received.total", "proactive.penalties.decisions"
LICENSING = "proactive.licensing.decisions"
FEE, DISCLOSED = "claim:processing_fee", "requests.disclosed.total"
NOT_GIVEN = " ".join(
    f"requests.{row}.total"
    for row in ("denied", "unavailable", "not_processed", "other", "carried_out")
)
HOW_LONG = f"refusal 枫渡镇 2024 {RECEIVED} q=答复_办结_办理_申请 says=工作日 out_of_scope"


@pytest.mark.parametrize(
    ("turns", "plans"),
    [
        (
            ("柳浦镇2024年收到几件申请，处罚最多的是哪个镇", "那2023年呢？", "白鹭乡呢"),
            (
                f"value 柳浦镇 2023 {RECEIVED} then rank #镇 2023 {PENALTIES} high limit=1",
                f"value 白鹭乡 2023 {RECEIVED}",  # the ranking is of no single body
            ),
        ),
        (
            ("柳浦镇2024年收到几件申请，存在什么问题", "换成白鹭乡", "行政处罚呢"),
            (
                f"value 白鹭乡 2024 {RECEIVED} then "
                "narrative 白鹭乡 2024 q=存在什么问题 in=problems",
                f"value 白鹭乡 2024 {PENALTIES}",
            ),
        ),
        (
            ("2024年一共收到多少件申请，平均每个单位多少", "那处罚呢", "只看街道"),
            (
                f"aggregate 2024 {PENALTIES} fn=sum then aggregate 2024 {PENALTIES} fn=mean",
                f"aggregate #街道 2024 {PENALTIES} fn=sum then "
                f"aggregate #街道 2024 {PENALTIES} fn=mean",
            ),
        ),
        (
            ("柳浦镇2024年收到几件申请", "哪个镇最多", "柳浦镇处罚呢", "全县呢"),
            (
                f"rank #镇 2024 {RECEIVED} high limit=1",
                f"value 柳浦镇 2024 {PENALTIES}",
                f"aggregate @临溪县 2024 {PENALTIES} fn=sum",
            ),
        ),
        (
            ("柳浦镇2024年收到几件申请", "那2023年呢？", "行政处罚呢？", "那白鹭乡呢"),
            (
                f"value 柳浦镇 2023 {RECEIVED}",
                f"value 柳浦镇 2023 {PENALTIES}",
                f"value 白鹭乡 2023 {PENALTIES}",
            ),
        ),
        (
            ("柳浦镇2024主动公开多少", "那枫渡镇呢？", "两个差多少？", "上一年呢？"),
            (
                "value 枫渡镇 2024 claim:proactive_total",
                "compare 柳浦镇 枫渡镇 2024 claim:proactive_total",
                "compare 柳浦镇 枫渡镇 2023 claim:proactive_total",
            ),
        ),
        (
            ("柳浦镇2024年收到几件申请", "其中企业几件", "予以公开了几件", "这个数字在原文哪里"),
            (
                "value 柳浦镇 2024 requests.received.business",
                "value 柳浦镇 2024 requests.granted.total",
                "value 柳浦镇 2024 requests.granted.total",
            ),
        ),
        (
            ("柳浦镇2024年收到几件申请", "有行政诉讼吗", "结果怎么样"),
            (
                "value 柳浦镇 2024 disputes.litigation.total",
                "value 柳浦镇 2024 disputes.litigation.upheld disputes.litigation.corrected "
                "disputes.litigation.other_result disputes.litigation.pending "
                "disputes.litigation.total",
            ),
        ),
        (
            ("太平镇2024年收到几件", "东沙那个", "处罚呢", "跟望川区的比"),
            (
                f"value 太平镇 2024 {RECEIVED}",
                f"value 太平镇 2024 {PENALTIES}",
                f"compare 东沙县太平镇 望川区太平镇 2024 {PENALTIES}",
            ),
        ),
        (
            ("碧梧湖2024年行政处罚多少", "跟市场监管局比", "哪个更高"),
            (
                f"compare 碧梧湖旅游度假区管委会 市场监督管理局 2024 {PENALTIES}",
                f"compare 碧梧湖旅游度假区管委会 市场监督管理局 2024 {PENALTIES}",
            ),
        ),
        (
            ("白鹭乡2024年行政处罚多少", "柳浦呢", "相差几件"),
            (
                f"value 柳浦镇 2024 {PENALTIES}",
                f"compare 白鹭乡 柳浦镇 2024 {PENALTIES}",
            ),
        ),
        (
            ("白鹭乡2024年行政处罚多少", "再早一年呢", "差了多少"),
            (
                f"value 白鹭乡 2023 {PENALTIES}",
                f"trend 白鹭乡 2023+2024 {PENALTIES}",
            ),
        ),
        (
            ("白鹭乡2024年行政处罚多少", "前一年呢", "再往前推呢", "三年合起来呢"),
            (
                f"value 白鹭乡 2023 {PENALTIES}",
                f"value 白鹭乡 2022 {PENALTIES}",
                f"aggregate 白鹭乡 2022-2024 {PENALTIES} fn=sum",
            ),
        ),
        (
            ("柳浦镇2024年收到几件申请", "那不予公开的是因为啥"),
            ("value 柳浦镇 2024 requests.denied.total then narrative 柳浦镇 2024 q=未予公开_原因",),
        ),
        (
            ("白鹭乡存在什么问题", "荞坪呢", "两家有没有共同点"),
            (
                "narrative 荞坪彝族乡 2024 q=存在什么问题 in=problems",
                "narrative 白鹭乡 荞坪彝族乡 2024 q=存在什么问题_共同点 in=problems",
            ),
        ),
        (
            ("柳浦镇2024年予以公开率", "怎么算的"),
            ("definition 柳浦镇 2024 term=予以公开率",),
        ),
        (
            ("平均每个镇收到几件", "中位数是多少", "2023年的呢", "乡呢"),
            (
                f"aggregate #镇 2024 {RECEIVED} fn=median",
                f"aggregate #镇 2023 {RECEIVED} fn=median",
                f"aggregate #乡 #民族乡 2023 {RECEIVED} fn=median",
            ),
        ),
        (
            ("2024年所有镇一共收到多少件申请", "街道呢", "平均呢", "哪个最多"),
            (
                f"aggregate #街道 2024 {RECEIVED} fn=sum",
                f"aggregate #街道 2024 {RECEIVED} fn=mean",
                f"rank #街道 2024 {RECEIVED} high limit=1",
            ),
        ),
        (
            ("望川区2024年收到多少申请", "临溪县呢", "按镇列出来"),
            (
                f"aggregate @临溪县 2024 {RECEIVED} fn=sum",
                f"list @临溪县 #镇 2024 {RECEIVED}",
            ),
        ),
        (
            ("柳浦镇近三年申请量", "白鹭乡呢", "行政处罚呢"),
            (f"trend 白鹭乡 2022-2024 {RECEIVED}", f"trend 白鹭乡 2022-2024 {PENALTIES}"),
        ),
        (
            ("柳浦镇和白鹭乡2024年申请对比", "处罚呢", "再加上枫渡镇"),
            (
                f"compare 柳浦镇 白鹭乡 2024 {PENALTIES}",
                f"compare 柳浦镇 白鹭乡 枫渡镇 2024 {PENALTIES}",
            ),
        ),
        (
            ("2024年哪些镇有行政处罚", "超过50件的呢", "其中有行政诉讼的有哪些"),
            (
                f"list #镇 2024 {PENALTIES}>50",
                f"list #镇 2024 {PENALTIES}>50&disputes.litigation.total>0",
            ),
        ),
        (
            ("柳浦镇存在什么问题", "白鹭乡呢", "怎么改进的", "为什么"),
            (
                "narrative 白鹭乡 latest q=存在什么问题 in=problems",
                "narrative 白鹭乡 latest q=改进 in=problems",
                "narrative 白鹭乡 latest q=改进_原因",
            ),
        ),
        (
            ("哪些镇提到了视频号", "政府开放日呢", "街道呢", "没有提到的呢"),
            (
                "mention #镇 says=政府开放日",
                "mention #街道 says=政府开放日",
                "mention #街道 not_says=政府开放日",
            ),
        ),
        (
            ("收到申请的镇里谁提到了依申请公开", "那街道呢"),
            (f"mixed #街道 {RECEIVED}>0 q=依申请公开 says=依申请公开",),
        ),
        (
            ("How many requests did Liupu receive in 2024?", "what about 2023?", "compare the two"),
            (f"value 柳浦镇 2023 {RECEIVED}", None),
        ),
    ],
)
def test_a_follow_up_changes_one_thing(turns: tuple[str, ...], plans: tuple[str, ...]) -> None:
    for found, expected in zip(converse(*turns)[1:], plans, strict=True):
        assert expected is None or found == expected


@pytest.mark.parametrize(
    ("follow_up", "plan"),
    [
        ("它们是怎么处理的？", f"list #镇 2024 OUTCOMES {RECEIVED}>0"),
        ("一共几个？", f"aggregate #镇 2024 {RECEIVED}>0 fn=count"),
        ("占比多少", f"aggregate #镇 2024 {RECEIVED}>0 fn=share"),
        ("换成行政处罚", f"list #镇 2024 {PENALTIES}>0"),
        ("只看街道", f"list #街道 2024 {RECEIVED}>0"),
        ("第二个镇呢", f"value 望川镇 2024 {RECEIVED}"),
        ("最后一个的处罚呢", f"value 枫渡镇 2024 {PENALTIES}"),
        ("那柳浦镇呢", f"value 柳浦镇 2024 {RECEIVED}"),
        ("2023年呢", f"list #镇 2023 {RECEIVED}>0"),
    ],
)
def test_a_follow_up_to_a_list(follow_up: str, plan: str) -> None:
    assert converse("2024年哪些镇收到了申请", follow_up, found=TOWNS)[1] == plan


def test_those_of_a_county_are_listed_after_how_many_reports_there_are() -> None:
    plans = converse("2024年的报告有几份", "其中临溪县的是哪些")
    assert plans[1] == "corpus @临溪县 2024 aspect=reports"


def test_the_same_year_and_the_whole_county_are_those_spoken_of() -> None:
    same = converse("柳浦镇2023年处罚几件", "白鹭乡同年许可办了几件")
    assert same[1] == "value 白鹭乡 2023 proactive.licensing.decisions"
    county = converse("临溪县2024年处罚几件", "全县那份新收多少件申请")
    assert county[1] == f"aggregate @临溪县 2024 {RECEIVED} fn=sum"


def test_the_whole_country_after_a_figure_is_not_held() -> None:
    assert converse("柳浦镇2024年收到几件申请", "全国呢")[1].endswith("not_in_corpus")


@pytest.mark.parametrize(
    ("correction", "plan"),
    [
        ("不是柳浦，是白鹭乡", f"value 白鹭乡 2024 {RECEIVED}"),
        ("不是2024年，是2022年", f"value 柳浦镇 2022 {RECEIVED}"),
        ("不对，我问的是行政处罚", f"value 柳浦镇 2024 {PENALTIES}"),
    ],
)
def test_a_correction_replaces_what_it_denies(correction: str, plan: str) -> None:
    assert converse("柳浦镇2024年收到几件申请", correction)[1] == plan


@pytest.mark.parametrize(
    ("reply", "place"),
    [
        ("东沙县的", "海晏省/澜湾市/东沙县"),
        ("第一个", "云岭省/青禾市/望川区"),
        ("2", "海晏省/澜湾市/东沙县"),
    ],
)
def test_a_reply_picks_one_of_the_choices(reply: str, place: str) -> None:
    session = Session(lambda: HELD, lambda: TODAY)
    session.remember("q", session.understand("太平镇2024年收到几件申请"))
    plan = session.understand(reply)
    assert brief(plan) == f"value 太平镇 2024 {RECEIVED}"
    assert plan.scope.bodies[0].place == place


def test_all_of_the_choices_can_be_wanted() -> None:
    assert converse("太平镇2024年收到几件申请", "都看")[1] == (
        f"compare 望川区太平镇 东沙县太平镇 2024 {RECEIVED}"
    )


def test_a_missing_measure_can_be_given_alone() -> None:
    assert converse("中位数是多少", "收到的申请")[1] == f"aggregate 2024 {RECEIVED} fn=median"


def test_another_year_completes_a_question_about_an_absent_one() -> None:
    assert converse("柳浦镇2019年收到几件申请", "那2023年呢")[1] == f"value 柳浦镇 2023 {RECEIVED}"


@pytest.mark.parametrize(
    "question",
    [
        "2024年哪些街道有行政处罚",
        "你有多少份报告",
        "哪些镇提到了视频号",
        "予以公开率怎么算",
        "2023年各镇行政处罚总数",
        "今天天气怎么样",
    ],
)
def test_a_complete_question_stands_alone(question: str) -> None:
    alone = parse(question, HELD, TODAY)
    assert converse("柳浦镇2024年收到几件申请", question)[1] == brief(alone)


def test_what_is_carried_over_is_said() -> None:
    session = Session(lambda: HELD, lambda: TODAY)
    session.remember("q", session.understand("柳浦镇2024年收到几件申请"))
    said = "沿用上一问：柳浦镇，本年新收政府信息公开申请数量"
    assert session.understand("那2023年呢").notes == (said,)


def test_understanding_remembers_nothing() -> None:
    session = Session(lambda: HELD, lambda: TODAY)
    session.understand("柳浦镇2024年收到几件申请")
    assert session.history == ()
    assert session.understand("那2023年呢").kind == "refusal"


def test_a_session_can_begin_anew() -> None:
    session = Session(lambda: HELD, lambda: TODAY)
    session.remember("q", session.understand("柳浦镇2024年收到几件申请"))
    session.forget()
    assert session.history == ()


def test_sessions_do_not_see_each_other_and_threads_do_not_disturb_them() -> None:
    towns = ["柳浦镇", "望川镇", "枫渡镇", "白鹭乡", "鹿鸣街道"] * 8

    def talk(town: str) -> str:
        session = Session(lambda: HELD, lambda: TODAY)
        session.remember("q", session.understand(f"{town}2024年收到几件申请"))
        return session.understand("行政处罚呢").scope.bodies[0].name

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(talk, towns)) == towns


def test_one_session_used_from_threads_keeps_every_turn() -> None:
    session = Session(lambda: HELD, lambda: TODAY)
    plan = session.understand("柳浦镇2024年收到几件申请")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: session.remember(str(n), plan), range(20)))
    assert sorted(int(turn.question) for turn in session.history) == list(range(20))


@pytest.mark.parametrize(
    ("turns", "plan"),
    [
        (
            ("柳浦镇2024年申请几件", "和去年比呢"),
            f"trend 柳浦镇 2023+2024 {RECEIVED} difference:2023-2024",
        ),
        (("柳浦镇2024年申请几件", "比白鹭乡多吗"), f"compare 柳浦镇 白鹭乡 2024 {RECEIVED}"),
        (("柳浦镇2024年复议几件", "维持几件"), "value 柳浦镇 2024 disputes.reconsideration.upheld"),
        (("云岭省2024年哪些镇没收到申请", "海晏省呢"), f"list @海晏省 #镇 2024 {RECEIVED}=0"),
        (
            ("太平镇2024年申请几件", "望川区那个", "那另一个呢"),
            f"refusal 太平镇 2024 {RECEIVED} needs_clarification",
        ),
        (
            ("白鹭乡2023年公开率多少", "怎么算", "换成2024年"),
            "value 白鹭乡 2024 ratio.disclosed_rate",
        ),
        (("柳浦镇2024年申请几件", "谢谢", "那枫渡镇呢"), f"value 枫渡镇 2024 {RECEIVED}"),
        (
            ("柳浦镇2024年处罚几件", "许可呢", "加起来呢"),
            f"value 柳浦镇 2024 {PENALTIES}+{LICENSING} also={PENALTIES},{LICENSING}",
        ),
        (
            ("柳浦镇2024年培训几次", "会议呢", "两样一共几次"),
            "value 柳浦镇 2024 claim:training claim:meetings",
        ),
        (
            ("柳浦镇2022年处罚几件", "次年呢", "三年里哪年最高"),
            f"rank 柳浦镇 2022-2024 {PENALTIES} high limit=1",
        ),
        (
            ("柳浦镇2024年予以公开率", "加上部分公开呢", "跟鹿鸣街道比谁高"),
            "compare 柳浦镇 鹿鸣街道 2024 ratio.disclosed_rate",
        ),
        (
            ("2024年鹿鸣街道和柳浦镇的处罚一共多少件", "平均呢", "许可呢"),
            f"aggregate 鹿鸣街道 柳浦镇 2024 {LICENSING} fn=mean",
        ),
        (
            ("白鹭乡三年总共收了多少申请", "办结了几件"),
            "aggregate 白鹭乡 2022-2024 requests.total_processed.total fn=sum",
        ),
        (
            ("2024年哪些单位有行政复议", "维持的有哪些", "还没审完的呢"),
            "list 2024 disputes.reconsideration.pending>0",
        ),
        (
            ("东沙县太平镇2024年处罚在镇里排第几", "柳浦镇呢"),
            f"rank #镇 2024 {PENALTIES} part=柳浦镇 high",
        ),
        (
            ("青盐农场2024年许可几件", "在所有单位里排第几"),
            f"rank 2024 {LICENSING} part=青盐农场 high",
        ),
        (
            ("鹿鸣街道2024年培训几次", "比柳浦镇多几次", "比枫渡镇呢"),
            "compare 鹿鸣街道 枫渡镇 2024 claim:training",
        ),
        (
            ("鹿鸣街道2024年申请几件", "自然人占多少", "企业呢"),
            "value 鹿鸣街道 2024 requests.received.business/ratio.natural_share",
        ),
        (("鹿鸣街道2024年予以公开率", "不予公开呢"), "value 鹿鸣街道 2024 ratio.denied_rate"),
        (
            ("鹿鸣街道2024年复议纠错率", "诉讼呢", "是几件"),
            "value 鹿鸣街道 2024 disputes.litigation.corrected",
        ),
        (
            ("白鹭乡2023年无法提供几件", "占办结的几成"),
            "value 白鹭乡 2023 ratio.unavailable_rate",
        ),
        (
            ("柳浦镇2024年个人申请占比", "单位呢"),
            "value 柳浦镇 2024 ratio.legal_share",
        ),
        (
            ("2024年申请数超过5件的单位", "改成10件", "只要街道"),
            f"list #街道 2024 {RECEIVED}>10",
        ),
        (
            ("2024年白鹭乡许可比处罚多多少", "柳浦镇呢"),
            f"compare 柳浦镇 2024 {LICENSING} {PENALTIES}",
        ),
        (
            ("柳浦镇2022年主动公开多少", "和蚝岗镇2023年比呢", "处罚呢"),
            f"compare 柳浦镇2022 蚝岗镇2023 2022+2023 {PENALTIES}",
        ),
        (
            ("柳浦镇2023年公开率", "2024年呢", "哪年高"),
            "rank 柳浦镇 2020-2024 ratio.disclosed_rate high limit=1",
        ),
        (
            ("柳浦镇2024年许可几件", "处罚呢", "哪个多"),
            f"compare 柳浦镇 2024 {LICENSING} {PENALTIES}",
        ),
        (
            ("白鹭乡2022年申请几件", "到2024年变化多少"),
            f"trend 白鹭乡 2022+2024 {RECEIVED}",
        ),
        (
            ("2024年没有行政处罚的乡镇", "有许可的呢"),
            f"list #镇 #乡 #民族乡 2024 {LICENSING}>0",
        ),
        (
            ("临溪县2024年一共收到多少申请", "望川区呢", "两个差多少"),
            f"compare @临溪县 @望川区 2024 {RECEIVED} fn=sum by=county",
        ),
        (
            ("2024年有几个镇没收到申请", "是哪几个"),
            f"list #镇 2024 {RECEIVED}=0",
        ),
        (("2024年有几个镇提到培训", "是哪几个"), "mention #镇 2024 says=培训 aspect=bodies"),
        (
            ("鹿鸣街道2024年公众号和视频号一共发了多少条", "占几成"),
            "value 鹿鸣街道 2024 claim:wechat/claim:proactive_total "
            "claim:short_video/claim:proactive_total",
        ),
        (
            ("柳浦镇2024年许可和处罚一共几件", "占几成"),
            f"value 柳浦镇 2024 {LICENSING}+{PENALTIES} left=1",
        ),
        (
            ("柳浦镇2024年许可几件", "处罚呢", "加起来呢", "全县呢"),
            f"aggregate @临溪县 2024 {LICENSING}+{PENALTIES} fn=sum",
        ),
        (
            ("白鹭乡申请是不是一年比一年少了", "柳浦镇呢"),
            f"trend 柳浦镇 2022-2024 {RECEIVED} difference:2022-2024:falling",
        ),
        # of the reports that were listed
        (
            ("望川区有哪几家的年报", "公开信息最少的是哪家"),
            "rank @望川区 claim:proactive_total low limit=1",
        ),
        (("东沙县2024年有几份年报", "里面谁没收到申请"), f"list @东沙县 2024 {RECEIVED}=0"),
        (
            ("东沙县2024年有几份年报", "哪个镇处罚最多"),
            f"rank @东沙县 #镇 2024 {PENALTIES} high limit=1",
        ),
        (("砚泉县有哪些报告", "各收到几件申请"), f"list @砚泉县 {RECEIVED}"),
        (("砚泉县有哪些报告", "有谁提到了培训"), "mention @砚泉县 says=培训"),
        (
            ("东沙县2024年收到多少件申请", "哪个单位收得最多"),
            f"rank @东沙县 2024 {RECEIVED} high limit=1",
        ),
        (("东沙县2024年有几份年报", "分别是哪些"), "corpus @东沙县 2024 aspect=reports"),
        # a verb alone
        (("鹿鸣街道2023年收信息处理费了吗", "白鹭乡收了没有"), "value 白鹭乡 2023 " + FEE),
        (("鹿鸣街道2023年收信息处理费了吗", "那白鹭乡呢有没有"), "value 白鹭乡 2023 " + FEE),
        (("白鹭乡2023年办过行政许可吗", "柳浦镇办了没"), f"value 柳浦镇 2023 {LICENSING}"),
        (("白鹭乡2023年有行政处罚吗", "柳浦镇收到申请了没"), f"value 柳浦镇 2024 {RECEIVED}"),
        (("白鹭乡2023年提到培训了吗", "柳浦镇有没有"), "mention 柳浦镇 2023 says=培训"),
        # 件 of requests, 条 of items, and the rest
        (("柳浦镇2023年收到几件申请", "公开了几件"), f"value 柳浦镇 2023 {DISCLOSED}"),
        (("柳浦镇2023年收到几件申请", "公开了没"), f"value 柳浦镇 2023 {DISCLOSED}"),
        (
            ("柳浦镇2023年收到几件申请", "公开了几条信息"),
            "value 柳浦镇 2023 claim:proactive_total",
        ),
        (("柳浦镇2023年收到几件申请", "公开了几件", "其余的呢"), f"value 柳浦镇 2023 {NOT_GIVEN}"),
        (("柳浦镇2023年收到几件申请", "没公开的呢"), f"value 柳浦镇 2023 {NOT_GIVEN}"),
        (
            ("2023年一共收到多少件申请", "其中公开了几件"),
            f"aggregate 2023 {DISCLOSED} fn=sum",
        ),
        (("2023年一共收到多少件申请", "各镇呢"), f"list #镇 2023 {RECEIVED}"),
        (
            ("柳浦镇2023年收到几件申请", "予以公开率多少", "剩下的呢"),
            "refusal 柳浦镇 2023 ratio.granted_rate needs_clarification",
        ),
        # how long, and what was asked for
        (("枫渡镇2024年收到几件申请", "这件多久答复的"), HOW_LONG),
        (("枫渡镇2024年收到几件申请", "什么时候给的答复"), HOW_LONG),
        (("枫渡镇2024年收到几件申请", "申请的是啥"), "narrative 枫渡镇 2024 q=申请_内容"),
        # another topic of the same body
        (("白鹭乡2023年有人申请吗", "那人家有微博没"), "narrative 白鹭乡 2023 q=开设账号"),
        (
            ("白鹭乡2023年公开多少条", "没有啊。乡里开公众号了吗"),
            "narrative 白鹭乡 2023 q=开设账号",
        ),
        (("白鹭乡2023年有公众号吗", "乡里有处罚吗"), f"value 白鹭乡 2023 {PENALTIES}"),
        (
            ("白鹭乡2023年报告里说有哪些不足", "他们打算怎么改"),
            "narrative 白鹭乡 2023 q=打算_改 in=problems",
        ),
        (
            ("白鹭乡2023年报告里说存在什么问题", "准备怎么改"),
            "narrative 白鹭乡 2023 q=准备怎么改 in=problems",
        ),
        (("两化都有谁提到", "柳浦镇是怎么做的"), "narrative 柳浦镇 latest q=两化"),
        (("三审三校是什么意思", "谁提到过"), "mention says=三审三校"),
        # sums of what was asked one by one
        (
            ("柳浦镇2021年许可几件", "2022年呢", "2023年呢", "三年加一起多少"),
            f"aggregate 柳浦镇 2021-2023 {LICENSING} fn=sum",
        ),
        (
            ("柳浦镇2021年许可几件", "2022年呢", "这两年总共办了多少许可"),
            f"aggregate 柳浦镇 2021+2022 {LICENSING} fn=sum",
        ),
        (
            ("柳浦镇2021年许可几件", "2022年呢", "2023年呢", "差多少"),
            f"trend 柳浦镇 2022+2023 {LICENSING}",
        ),
        (
            ("柳浦镇2023年许可几件", "白鹭乡呢", "加起来呢"),
            f"aggregate 柳浦镇 白鹭乡 2023 {LICENSING} fn=sum",
        ),
        (
            ("2024年处罚最多的前三名", "加起来多少"),
            f"rank 2024 {PENALTIES} fn=sum high limit=3",
        ),
        (("2024年谁收到的申请最多", "那第二呢"), f"rank 2024 {RECEIVED} high limit=2"),
        # the others
        (("2023年哪几份报告提到培训", "哪份里没有"), "mention 2023 not_says=培训"),
        (("2024年哪些镇有行政处罚", "没有的是哪几个"), f"list #镇 2024 {PENALTIES}=0"),
        (("2024年哪些镇没有行政处罚", "有的呢"), f"list #镇 2024 {PENALTIES}>0"),
        (("2024年哪些镇收到过申请", "没收到的呢"), f"list #镇 2024 {RECEIVED}=0"),
        (("鹿鸣街道2023年收信息处理费了吗", "还有谁收了"), f"list 2023 {FEE}>0"),
        (("鹿鸣街道2023年收信息处理费了吗", "其他单位收了没"), f"list -鹿鸣街道 2023 {FEE}>0"),
        (("鹿鸣街道2023年收费了吗", "还有谁收了"), "list 2023 proactive.fees.amount>0"),
        (
            ("柳浦镇2021年许可几件", "2022年呢", "平均每年多少"),
            f"aggregate 柳浦镇 2021+2022 {LICENSING} fn=mean",
        ),
        (
            ("白鹭乡2023年存在什么问题", "跟去年一样吗"),
            "narrative 白鹭乡 2022+2023 q=存在什么问题 in=problems",
        ),
        (
            ("白鹭乡2024年存在什么问题", "2023年说的是什么"),
            "narrative 白鹭乡 2023 q=存在什么问题 in=problems",
        ),
        (
            ("2024年谁处罚最多", "最少的呢", "差多少"),
            f"refusal 2024 {PENALTIES} needs_clarification",
        ),
        # sums of what was asked one after the other, and shares of such sums
        (
            ("柳浦镇2024年收到几件申请", "予以公开几件", "部分公开呢", "加起来多少"),
            "value 柳浦镇 2024 requests.disclosed.total "
            "also=requests.granted.total,requests.partially_granted.total",
        ),
        (
            ("柳浦镇2024年予以公开几件", "部分公开呢", "不予公开呢", "后两项合计占几成"),
            "value 柳浦镇 2024 requests.partially_granted.total+requests.denied.total"
            "/requests.total_processed.total",
        ),
        (
            ("柳浦镇2024年予以公开几件", "部分公开呢", "两样加起来占办结的百分之多少"),
            "value 柳浦镇 2024 ratio.disclosed_rate",
        ),
        (
            ("柳浦镇2024年自然人申请几件", "企业呢", "加起来占多大比例"),
            "value 柳浦镇 2024 requests.received.natural_person+requests.received.business"
            f"/{RECEIVED}",
        ),
        (
            ("柳浦镇2024年许可几件", "处罚呢", "加起来占多大比例"),  # of what, is not said
            f"value 柳浦镇 2024 {LICENSING}+{PENALTIES} left=1",
        ),
        # pointing at places and places in an order
        (("枫渡镇属于哪个县", "那个县还有哪些单位"), "corpus @南屏县 aspect=bodies"),
        (("柳浦镇2023年处罚几件", "是不是最多的"), f"rank 2023 {PENALTIES} part=柳浦镇 high"),
        (
            ("南屏县人民政府2024年收到几件申请", "其中企业几件"),
            "value 南屏县人民政府 2024 requests.received.business",
        ),
        # years of a series, shares and orders after a figure
        (
            ("柳浦镇2021到2023年的行政处罚各几件", "年均多少"),
            "aggregate 柳浦镇 2021-2023 proactive.penalties.decisions fn=mean",
        ),
        (
            ("柳浦镇2021到2023年的行政处罚各几件", "三年一共涨了几件"),
            "trend 柳浦镇 2021-2023 proactive.penalties.decisions difference:2021-2023",
        ),
        (
            ("2024年临溪县各镇一共处罚几件", "柳浦镇占总数的几成"),
            "aggregate @临溪县 #镇 2024 proactive.penalties.decisions fn=sum part=柳浦镇",
        ),
        (
            ("2024年临溪县各镇一共处罚几件", "柳浦镇占几成", "望川镇呢"),
            "aggregate @临溪县 #镇 2024 proactive.penalties.decisions fn=sum part=望川镇",
        ),
        (
            ("柳浦镇2024年处罚几件", "这算多吗"),
            "rank #镇 #乡 #民族乡 #街道 2024 proactive.penalties.decisions part=柳浦镇 high",
        ),
        (
            ("柳浦镇2024年收到几件申请", "都在打听什么"),
            "narrative 柳浦镇 2024 requests.received.total q=申请_内容",
        ),
        (
            ("柳浦镇2024年收到几件申请", "自然人占几成", "有科研机构申请的吗"),
            "value 柳浦镇 2024 requests.received.research",
        ),
        (
            ("柳浦镇2024年收到几件申请", "正确的数应该是多少"),
            "quality 柳浦镇 2024 "
            "rules=column_balance,row_total,processed_total,carry_over,narrative_mismatch",
        ),
        # what is listed or held
        (
            ("2024年哪个镇处罚最多", "街道也算进来呢"),
            "rank #镇 #街道 2024 proactive.penalties.decisions high limit=1",
        ),
        (
            ("临溪县有哪几个镇的报告", "许可谁更多"),
            "rank @临溪县 #镇 proactive.licensing.decisions high",
        ),
        (
            ("东沙县有几份报告", "2024年那几份里谁的处罚最多"),
            "rank @东沙县 2024 proactive.penalties.decisions high limit=1",
        ),
        (
            ("2024年哪些镇没收到申请", "柳浦镇原文怎么写的"),
            "value 柳浦镇 2024 requests.received.total",
        ),
        (("哪些报告提到开放日", "柳浦镇办了几场"), "narrative 柳浦镇 latest q=开放日"),
        (
            ("柳浦镇和望川镇2024年处罚谁多", "许可也是柳浦镇多吗"),
            "compare 柳浦镇 望川镇 2024 proactive.licensing.decisions",
        ),
        # texts, checks and money
        (("柳浦镇2024年有什么难处", "诉讼呢"), "value 柳浦镇 2024 disputes.litigation.total"),
        (
            ("柳浦镇2023年复议为什么被纠正", "把原话发给我"),
            "narrative 柳浦镇 2023 q=复议_被纠正_原因",
        ),
        (
            ("白鹭乡2024年结转对得上吗", "报告里说明原因了吗"),
            "narrative 白鹭乡 2024 q=数字对不上_原因 in=problems "
            "then quality 白鹭乡 2024 rules=carry_over",
        ),
        (
            ("柳浦镇2024年处罚几件", "一共罚了多少钱"),
            "refusal 柳浦镇 2024 proactive.penalties.decisions q=罚款金额 says=罚款 out_of_scope",
        ),
        (("哪些单位收了信息处理费", "柳浦镇收了多少"), "value 柳浦镇 2024 claim:processing_fee"),
        (
            ("哪些单位收了信息处理费", "柳浦镇因为啥收的"),
            "narrative 柳浦镇 latest q=信息处理费_原因",
        ),
        (
            ("南屏县人民政府2024年收到几件申请", "是全县的数还是县政府本级的"),
            "narrative 南屏县人民政府 2024 q=汇总范围",
        ),
        # the year after, the years before, what one year left over
        (
            ("柳浦镇2022年收到几件申请", "2023年呢", "24年还涨吗"),
            "trend 柳浦镇 2023+2024 requests.received.total difference:2023-2024",
        ),
        (
            ("柳浦镇2024年处罚几件", "前两年有没有"),
            "trend 柳浦镇 2022+2023 proactive.penalties.decisions",
        ),
        (("柳浦镇2022年结转几件", "2023年接过来了吗"), "quality 柳浦镇 2023 rules=carry_over"),
        (
            ("柳浦镇2024年收到几件申请", "2023年结转的算进去了吗"),
            "quality 柳浦镇 2024 rules=carry_over",
        ),
        (
            ("柳浦镇2024年收到几件申请", "跟2023的结转对得上吗"),
            "quality 柳浦镇 2024 rules=carry_over",
        ),
        # which of the two towns spoken of, which of all
        (
            ("柳浦镇2024年处罚几件", "望川镇呢", "哪个镇多"),
            "compare 柳浦镇 望川镇 2024 proactive.penalties.decisions",
        ),
        (
            ("柳浦镇2024年处罚几件", "哪个镇多些"),
            "rank #镇 2024 proactive.penalties.decisions high limit=1",
        ),
        # what an applicant asked for, what a document is called, this street
        (
            ("柳浦镇2023年收到几件申请", "企业要的是什么"),
            "value 柳浦镇 2023 requests.received.business then narrative 柳浦镇 2023 q=申请_内容",
        ),
        (
            ("柳浦镇2024年规范性文件现行有效几件", "新发的叫什么名字"),
            "narrative 柳浦镇 2024 q=制发文件_名称",
        ),
        (
            ("鹿鸣街道2024年处罚几件", "这街道有官司吗"),
            "value 鹿鸣街道 2024 disputes.litigation.total",
        ),
        (
            ("市场监督管理局2024年处罚几件", "该局许可呢"),
            "value 市场监督管理局 2024 proactive.licensing.decisions",
        ),
        # whether what was promised was done, and back to the figures
        (
            ("柳浦镇2023年有什么问题", "准备怎么改", "第二年落实了没有"),
            "narrative 柳浦镇 2023 q=准备怎么改 in=problems then "
            "narrative 柳浦镇 2024 q=上年提出的是否改好",
        ),
        (
            ("柳浦镇2024年有什么问题", "准备怎么改", "做到了吗"),
            "refusal 柳浦镇 2024 not_in_corpus",
        ),
        (
            ("柳浦镇2023年有什么问题", "准备怎么改", "2024年兑现了没", "那2024年还有诉讼吗"),
            "value 柳浦镇 2024 disputes.litigation.total",
        ),
        # the report of another year of that body; what became of a thing that is mentioned
        (
            ("柳浦镇2024年办结了几件", "上年结转的跟2023年的报告衔接吗"),
            "quality 柳浦镇 2024 rules=carry_over",
        ),
        (
            ("柳浦镇2023年有什么问题", "当时说的联络单后来用了吗"),
            "mention 柳浦镇 2023+2024 says=联络单",
        ),
        # a body taken into a sum, and the county's own report beside it
        (
            ("鹿鸣街道2024年处罚几件", "全区汇总的是多少"),
            "aggregate @望川区 2024 area proactive.penalties.decisions fn=sum",
        ),
        # what became of what a firm asked for
        (
            ("柳浦镇2023年企业申请的都是问什么的", "最后给了没有"),
            "value 柳浦镇 2023 "
            + " ".join(f"requests.{row}.business" for row in ("received", *OUTCOMES)),
        ),
        (("柳浦镇2023年收到几件申请", "都给了吗"), "value 柳浦镇 2023 OUTCOMES"),
        # the documents issued, not those repealed
        (
            ("柳浦镇2024年制发了几件规范性文件", "都是哪几件"),
            "narrative 柳浦镇 2024 q=制发文件_名称",
        ),
        (
            ("柳浦镇2024年规范性文件现行有效几件", "当年新出台的是哪些"),
            "narrative 柳浦镇 2024 q=制发文件_名称",
        ),
        (
            ("柳浦镇2024年废止文件数", "是哪几件"),
            "narrative 柳浦镇 2024 q=废止_规范性文件_名称",
        ),
        # what only the text has, in other years
        (
            ("柳浦镇2024年赶集摆摊几次", "前两年这个数是多少"),
            "narrative 柳浦镇 2022+2023 q=赶集摆摊",
        ),
    ],
)
def test_the_last_turn_is_understood_from_those_before(turns: tuple[str, ...], plan: str) -> None:
    assert converse(*turns)[-1] == plan


FOLLOW_UPS = (
    "那2023年呢", "白鹭乡呢", "多少人参加", "为什么", "原文怎么说", "加起来呢",
    "哪个最多", "差多少", "都是谁", "结果呢", "有几个", "第二名呢",
    "剩下的呢", "占多少", "这个数准吗", "他们怎么改的", "换成行政处罚", "只看街道",
    "正文里怎么说", "谢谢", "还有谁", "没有的呢", "来了多少人", "在哪",
    "什么时候", "叫什么", "平均呢", "对得上吗", "公开了几件", "和去年比呢",
    "那不应该是5件吗",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_any_conversation_has_plans(seed: int) -> None:
    """Whatever follows whatever: a plan or a question of its own, never an error."""
    chance = Random(seed)
    for _ in range(40):
        turns = [chance.choice(CASES)[0], *chance.choices(FOLLOW_UPS, k=3)]
        assert len(converse(*turns)) == len(turns)


def test_a_number_of_people_that_no_count_has_is_looked_for_in_the_text() -> None:
    assert converse("柳浦镇2023年培训几次", "多少人参加")[-1] == "narrative 柳浦镇 2023 q=培训"


def test_a_follow_up_asks_of_the_one_that_a_ranking_found() -> None:
    plans = converse("2024年哪家复议最多", "维持了几件", found=("柳浦镇",))
    assert plans[-1] == "value 柳浦镇 2024 disputes.reconsideration.upheld"


def test_the_applicants_are_those_of_the_row_asked_before() -> None:
    plans = converse("望川镇2024年要求重新出具的有几件", "提的人是哪一类申请人")
    row = "requests.not_processed.reconfirmation"
    assert plans[-1].startswith(f"value 望川镇 2024 {row}.natural_person {row}.business")


def test_the_operation_carried_over_is_said() -> None:
    session = Session(lambda: HELD, lambda: TODAY)
    for turn in ("白鹭乡三年总共收了多少申请", "办结了几件"):
        plan = session.understand(turn)
        session.remember(turn, plan, plan.scope.bodies)
    assert plan.notes == ("沿用上一问：白鹭乡，2022—2024年，合计",)


def test_a_body_carried_on_keeps_the_reports_that_print_no_county() -> None:
    """Two keys of one town: the report of 2024 does not say in which county it lies."""
    printed = HeldBody("a", "石桥镇", "临溪县石桥镇人民政府", "镇", county="临溪县", years=(2023,))
    bare = HeldBody("b", "石桥镇", "石桥镇人民政府", "镇", years=(2024,))
    held = Held((*HELD.bodies, printed, bare))
    session = Session(lambda: held, lambda: TODAY)
    first = session.understand("2023年哪些镇收到了申请？")
    session.remember("2023年哪些镇收到了申请？", first, (*rows("柳浦镇"), printed.as_body()))
    second = session.understand("第二个镇呢？")
    assert [body.key for body in second.scope.bodies] == ["a"]
    session.remember("第二个镇呢？", second, second.scope.bodies)
    third = session.understand("它2024年呢？")
    assert brief(third) == f"value 石桥镇 2024 {RECEIVED}"
    assert [body.key for body in third.scope.bodies] == ["b"]


def test_a_body_carried_on_does_not_take_its_namesake_along() -> None:
    session = Session(lambda: HELD, lambda: TODAY)
    plan = session.understand("望川区太平镇2024年收到几件申请")
    session.remember("", plan, plan.scope.bodies)
    follow = session.understand("它的行政处罚呢？")
    assert [body.place for body in follow.scope.bodies] == ["云岭省/青禾市/望川区"]


def test_a_turn_that_repeats_is_followed_where_it_stands_last() -> None:
    session = Session(lambda: HELD, lambda: TODAY)
    for name in ("柳浦镇", "望川镇", "柳浦镇"):
        question = f"{name}2024年收到几件申请"
        session.remember(
            question, session.understand(question), (Body(name=name, key=f"k-{name}"),)
        )
    told = session.understand("两个差多少")
    assert [body.name for body in told.scope.bodies] == ["望川镇", "柳浦镇"]


def test_a_body_is_taken_into_the_sum_before() -> None:
    turns = ("2024年镇的行政处罚合计多少", "加上鹿鸣街道呢")
    assert converse(*turns, found=("柳浦镇", "望川镇"))[-1] == (
        f"aggregate 柳浦镇 望川镇 鹿鸣街道 2024 {PENALTIES} fn=sum"
    )


def test_the_documents_are_those_of_the_one_that_came_first() -> None:
    turns = ("2024年哪个镇现行有效的规范性文件最多", "当年新发的是哪几件")
    assert converse(*turns, found=("枫渡镇",))[-1] == "narrative 枫渡镇 2024 q=制发文件_名称"


RANKED = "2024年临溪县哪个镇处罚最多"


@pytest.mark.parametrize(
    ("turns", "found", "plan"),
    [
        # as many bodies as had figures of the measure, one after the other or first in an order
        (
            ("柳浦镇2024年收到几件申请", "望川镇呢", "枫渡镇呢", "三个加起来呢"),
            (),
            f"aggregate 柳浦镇 望川镇 枫渡镇 2024 {RECEIVED} fn=sum",
        ),
        (
            (RANKED, "白鹭乡呢", "加起来呢"),
            ("望川镇",),
            f"aggregate 望川镇 白鹭乡 2024 {PENALTIES} fn=sum",
        ),
        (
            ("柳浦镇2024年收到几件申请", "望川镇呢", "枫渡镇呢", "这三家一共", "再加上白鹭乡"),
            (),
            f"aggregate 柳浦镇 望川镇 枫渡镇 白鹭乡 2024 {RECEIVED} fn=sum",
        ),
        (
            ("柳浦镇、望川镇和枫渡镇2024年一共收到几件", "换成处罚，这三个里谁最多"),
            TOWNS,
            f"compare 柳浦镇 望川镇 枫渡镇 2024 {PENALTIES} high",
        ),
        # not as many: asked back
        (
            ("柳浦镇2024年收到几件申请", "望川镇呢", "五个加起来呢"),
            (),
            f"refusal 柳浦镇 望川镇 2024 {RECEIVED} needs_clarification",
        ),
        (
            ("2024年各镇处罚几件", "九家加起来"),
            TOWNS,
            f"refusal #镇 2024 {PENALTIES} needs_clarification",
        ),
        (
            ("2024年收到申请的有哪几个镇", "望川镇有什么问题", "另外五个镇呢"),
            TOWNS,
            "narrative 临溪县柳浦镇 望川区太平镇 东沙县太平镇 南屏县枫渡镇 东沙县望潮镇 latest"
            " q=问题 in=problems",
        ),
        (
            ("2024年收到申请的有哪几个镇", "望川镇有什么问题", "另外两个镇呢"),
            TOWNS,
            "narrative 柳浦镇 枫渡镇 latest q=问题 in=problems",
        ),
        # another figure of another year: those of the order before are no longer meant
        (
            ("2024年南屏县、临溪县哪个镇处罚最多", "柳浦镇2023年收到几件申请", "三个加起来呢"),
            ("望川镇",),
            f"refusal 柳浦镇 2023 {RECEIVED} needs_clarification",
        ),
        # the years of one body, the figures of the last body
        (
            ("柳浦镇2022年收到几件申请", "2023年呢", "2024年呢", "三个加起来呢"),
            (),
            f"aggregate 柳浦镇 2022-2024 {RECEIVED} fn=sum",
        ),
        (
            ("望川镇2024年处罚几件", "柳浦镇呢", "许可呢", "两个加起来呢"),
            (),
            f"value 柳浦镇 2024 {PENALTIES}+{LICENSING} also={PENALTIES},{LICENSING}",
        ),
        # a total of others stays a total; both totals together
        (
            ("柳浦镇、望川镇2024年一共收到几件申请", "枫渡镇和白鹭乡呢", "都加起来呢"),
            ("柳浦镇", "望川镇"),
            f"aggregate 柳浦镇 望川镇 枫渡镇 白鹭乡 2024 {RECEIVED} fn=sum",
        ),
        (
            ("柳浦镇、望川镇2024年一共收到几件申请", "枫渡镇和白鹭乡呢", "两个加起来"),
            ("柳浦镇", "望川镇"),
            f"aggregate 柳浦镇 望川镇 枫渡镇 白鹭乡 2024 {RECEIVED} fn=sum",
        ),
        (
            ("柳浦镇、望川镇2024年一共收到几件申请", "把枫渡镇算进去", "平均每个镇几件"),
            ("柳浦镇", "望川镇"),
            f"aggregate 柳浦镇 望川镇 枫渡镇 2024 {RECEIVED} fn=mean",
        ),
        # two figures of one body: with the total that they are parts of, if there is one
        (
            ("柳浦镇2024年网站发了多少条", "公众号呢", "两个加起来就是全部吧"),
            (),
            "value 柳浦镇 2024 claim:website+claim:wechat claim:proactive_total"
            " also=claim:website,claim:wechat",
        ),
        (
            ("柳浦镇2024年自然人申请几件", "企业呢", "合起来是不是总数"),
            (),
            "value 柳浦镇 2024 requests.received.natural_person+requests.received.business"
            f" {RECEIVED} also=requests.received.natural_person,requests.received.business",
        ),
        (
            ("柳浦镇2024年处罚几件", "许可呢", "两项加起来就是全部吗"),
            (),
            f"value 柳浦镇 2024 {PENALTIES}+{LICENSING} also={PENALTIES},{LICENSING}",
        ),
        # who of those summed has none, or any
        (
            ("2024年申请一共多少件", "哪家没有"),
            TOWNS,
            f"list 2024 {RECEIVED}=0",
        ),
        (
            ("2024年各镇处罚几件", "谁有"),
            TOWNS,
            f"list #镇 2024 {PENALTIES}>0",
        ),
        # what one year carries out and the next takes in; of one year, its own sums
        (
            ("柳浦镇2023年上年结转几件", "2022年结转下年呢", "这两个对得上吗"),
            (),
            "quality 柳浦镇 2022+2023 rules=carry_over",
        ),
        (
            ("柳浦镇2023年上年结转几件", "结转下年度呢", "这两个对得上吗"),
            (),
            "quality 柳浦镇 2023 rules=row_total,processed_total,column_balance",
        ),
    ],
)
def test_what_the_turns_have_shown_is_pointed_at_by_number(
    turns: tuple[str, ...], found: tuple[str, ...], plan: str
) -> None:
    assert converse(*turns, found=found)[-1] == plan


OVER_ALL = (
    "2024年一共收到多少件申请", "2024年哪些镇收到了申请", "2024年处罚最多的三家是谁",
    "2024年各镇收到几件申请", "2024年哪些单位没有处罚", "临溪县2024年处罚一共多少件",
    "2024年平均每家收到几件申请", "2024年哪些报告提到了培训", "2024年按单位类型收到几件申请",
)  # fmt: skip
ON_ONE = ("白鹭乡2024年许可几件", "白鹭乡2024年的报告讲了哪些问题", "白鹭乡2024年新收几件申请")
OF_THAT = (
    "他们收了多少信息处理费", "它收了多少信息处理费", "该乡收了多少信息处理费",
    "该单位收了多少信息处理费", "这个乡收了多少信息处理费", "那他们收没收信息处理费，收了多少",
    "辛苦了，再看下他们的信息处理费收了多少",
)  # fmt: skip


@pytest.mark.parametrize("over_all", OVER_ALL)
@pytest.mark.parametrize("on_one", ON_ONE)
def test_they_are_the_body_spoken_of_last_not_the_rows_of_a_sum(over_all: str, on_one: str) -> None:
    for of_that in OF_THAT:
        plan = converse(over_all, on_one, of_that, found=("柳浦镇", "望川镇", "白鹭乡"))[-1]
        assert plan == f"value 白鹭乡 2024 {FEE}", of_that


@pytest.mark.parametrize(
    ("turns", "plan"),
    [
        (
            ("柳浦镇2024年收了多少信息处理费", "白鹭乡2024年申请内容是什么", "他们培训几次"),
            "value 白鹭乡 2024 claim:training",
        ),
        (
            ("柳浦镇2024年许可几件", "白鹭乡2024年申请内容是什么", "他们谁的处罚多"),
            f"compare 柳浦镇 白鹭乡 2024 {PENALTIES}",
        ),
        (
            ("柳浦镇2024年许可几件", "白鹭乡呢", "他们的处罚呢"),
            f"compare 柳浦镇 白鹭乡 2024 {PENALTIES}",
        ),
    ],
)
def test_they_are_one_body_unless_the_same_was_asked_of_two(
    turns: tuple[str, ...], plan: str
) -> None:
    assert converse(*turns)[-1] == plan


@pytest.mark.parametrize(
    ("turns", "plan"),
    [
        (
            ("2024年各镇培训了几次", "专职人员各有几个"),
            "list #镇 2024 claim:staff_full",
        ),
        (("临溪县2024年处罚几件", "许可分别是多少"), f"list @临溪县 2024 {LICENSING}"),
        (("临溪县2024年处罚几件", "各镇许可多少"), f"list @临溪县 #镇 2024 {LICENSING}"),
        (("临溪县2024年处罚几件", "每个单位许可多少"), f"list @临溪县 2024 {LICENSING}"),
        (("临溪县2024年处罚几件", "2023年各镇许可多少"), f"list #镇 2023 {LICENSING}"),
    ],
)
def test_each_is_of_the_county_and_the_year_spoken_of(turns: tuple[str, ...], plan: str) -> None:
    assert converse(*turns)[-1] == plan


@pytest.mark.parametrize(
    "of_grounds", ["不予公开的一共几件 各是什么理由", "不予公开的各是什么理由"]
)
def test_the_grounds_are_those_of_the_county_spoken_of(of_grounds: str) -> None:
    plan = converse("临溪县2024年处罚几件", of_grounds)[-1]
    assert plan.startswith("aggregate @临溪县 2024 requests.denied.total requests.denied.")


def test_the_rows_of_another_ground_follow_those_of_one() -> None:
    turns = ("临溪县2024年处罚几件", "不予公开的各是什么理由", "无法提供的呢")
    assert converse(*turns)[-1].startswith("aggregate @临溪县 2024 requests.unavailable.total req")
    assert converse(*turns[:1], "无法提供的明细")[-1] == converse(*turns)[-1]


@pytest.mark.parametrize("mended", ["后来整改了吗", "第二年改正了没有", "2024年改好了吗"])
def test_whether_a_fault_was_mended_is_told_by_the_next_report(mended: str) -> None:
    later = "narrative 白鹭乡 2024 q=上年提出的是否改好"
    plans = converse("白鹭乡2023年复议被纠正是什么原因", mended)
    assert plans[-1].endswith(f" then {later}")
    assert converse("白鹭乡2023年复议被纠正几件", mended)[-1] == later
