"""Short follow-ups about the figure before: its parts, its other column, its doubt."""

from __future__ import annotations

import pytest

from assistant.session import Session
from tests.plans import HELD, TODAY
from tests.test_session import converse


@pytest.mark.parametrize(
    ("turns", "plan"),
    [
        (
            ("柳浦镇2024年收到几件申请", "都办完了吗", "剩下的是谁提的"),
            "value 柳浦镇 2024 requests.carried_out.natural_person "
            "requests.carried_out.business requests.carried_out.research "
            "requests.carried_out.public_welfare requests.carried_out.legal_service "
            "requests.carried_out.other_org requests.carried_out.total",
        ),
        (
            ("柳浦镇2024年不予公开几件", "哪条理由最多"),
            "value 柳浦镇 2024 requests.denied.total",
        ),
        (
            ("柳浦镇2024年收到几件申请", "都是打听什么的"),
            "narrative 柳浦镇 2024 requests.received.total q=申请_内容",
        ),
        (
            ("柳浦镇2024年处罚几件", "白鹭乡呢", "这两个单位许可一共几件"),
            "aggregate 柳浦镇 白鹭乡 2024 proactive.licensing.decisions fn=sum",
        ),
        (
            ("2024年企业申请过的单位有哪些", "柳浦镇那件公开了吗"),
            "value 柳浦镇 2024 requests.received.business requests.granted.business "
            "requests.partially_granted.business requests.denied.business "
            "requests.unavailable.business requests.not_processed.business "
            "requests.other.business requests.total_processed.business "
            "requests.carried_out.business",
        ),
        (
            ("2024年各镇处罚一共几件", "按县分一下"),
            "aggregate #镇 2024 proactive.penalties.decisions fn=sum by=county",
        ),
        (
            ("2024年各镇处罚一共几件", "算上街道呢"),
            "aggregate #镇 #街道 2024 proactive.penalties.decisions fn=sum",
        ),
        (
            ("2024年各镇处罚一共几件", "没填的等于没有吗"),
            "list #镇 2024 proactive.penalties.decisions~blank",
        ),
        (
            ("柳浦镇2024年有行政复议吗", "官司输了吗"),
            "value 柳浦镇 2024 disputes.litigation.corrected",
        ),
        (
            ("柳浦镇2023年复议几件", "报告有没有讲原因"),
            "narrative 柳浦镇 2023 q=行政复议_原因",
        ),
        (
            ("柳浦镇2024年收到几件申请", "由谁在管这块工作"),
            "narrative 柳浦镇 2024 q=由哪个部门负责",
        ),
        (
            ("你有多少份年报", "都是哪几年的"),
            "corpus aspect=years",
        ),
        (
            ("柳浦镇2023年有行政复议吗", "因为啥事"),
            "narrative 柳浦镇 2023 q=行政复议_原因",
        ),
        (
            ("柳浦镇2024年收到几件申请", "为什么"),
            "narrative 柳浦镇 2024 q=申请_原因",
        ),
        (
            ("柳浦镇2022年存在什么问题", "第二年报告里说改好了吗"),
            "narrative 柳浦镇 2023 q=上年提出的是否改好",
        ),
        (
            ("柳浦镇2024年存在什么问题", "准备怎么解决"),
            "narrative 柳浦镇 2024 q=改进措施 in=problems",
        ),
        (
            ("哪些镇办过政府开放日", "柳浦镇2023年是几月几号"),
            "narrative 柳浦镇 2023 q=政府开放日",
        ),
        (
            ("柳浦镇2024年申请是怎么提交的", "跟白鹭乡比哪个多"),
            "compare 柳浦镇 白鹭乡 2024 requests.received.total",
        ),
        (
            ("柳浦镇2024年收到几件申请", "里面企业几件", "前一年呢", "两年相差几件"),
            "trend 柳浦镇 2023+2024 requests.received.business",
        ),
        (
            ("柳浦镇2024年收到几件申请", "两年差多少"),
            "refusal 柳浦镇 2024 requests.received.total needs_clarification",
        ),
        (
            ("柳浦镇2024年收到几件申请", "白鹭乡2023年呢", "两个差多少"),
            "compare 柳浦镇2024 白鹭乡2023 2023+2024 requests.received.total",
        ),
        (
            ("柳浦镇2024年处罚几件", "白鹭乡呢", "再回到柳浦镇，它许可几件"),
            "value 柳浦镇 2024 proactive.licensing.decisions",
        ),
        (
            ("柳浦镇2020年政府采购花了多少钱", "一共几笔"),
            "value 柳浦镇 2020 proactive_2019.procurement.projects",
        ),
        (
            ("柳浦镇2020年政府采购几个项目", "金额多少"),
            "value 柳浦镇 2020 proactive_2019.procurement.amount",
        ),
        (
            ("柳浦镇2024年公众号发了几条", "视频号呢", "网站呢", "加起来几条"),
            "value 柳浦镇 2024 claim:wechat+claim:short_video+claim:website "
            "also=claim:wechat,claim:short_video,claim:website",
        ),
        (
            ("柳浦镇2024年办理人大代表建议几件", "政协提案呢", "合起来"),
            "value 柳浦镇 2024 claim:proposals_npc+claim:proposals_cppcc "
            "also=claim:proposals_npc,claim:proposals_cppcc",
        ),
        (
            ("柳浦镇2024年收到几件申请", "企业几件", "全都公开了吗"),
            "value 柳浦镇 2024 requests.received.business requests.granted.business "
            "requests.partially_granted.business requests.denied.business "
            "requests.unavailable.business requests.not_processed.business "
            "requests.other.business requests.total_processed.business "
            "requests.carried_out.business",
        ),
        (
            ("柳浦镇2024年收到几件申请", "公开了几件"),
            "value 柳浦镇 2024 requests.disclosed.total",
        ),
        (
            ("柳浦镇2024年收到几件申请", "个人几件", "剩下两件是谁提的"),
            "value 柳浦镇 2024 APPLICANTS",
        ),
        (
            ("柳浦镇2024年收到几件申请", "谁提的", "这件怎么处理的"),
            "refusal 柳浦镇 2024 APPLICANTS needs_clarification",
        ),
        (
            ("柳浦镇2024年现行有效的规范性文件几件", "又新出了几件"),
            "value 柳浦镇 2024 proactive.normative_documents.issued",
        ),
        (
            ("柳浦镇2024年现行有效的规范性文件几件", "发布了多少条信息"),
            "value 柳浦镇 2024 claim:proactive_total",
        ),
        (
            ("柳浦镇2024年现行有效的规范性文件几件", "那数对得上吗"),
            "quality 柳浦镇 2020-2024 rules=in_force_balance",
        ),
        (
            ("柳浦镇2024年现行有效的规范性文件几件", "那不该是5件吗"),
            "quality 柳浦镇 2020-2024 rules=in_force_balance",
        ),
        (
            ("柳浦镇2024年处罚几件", "应该是9件吧"),
            "value 柳浦镇 2024 proactive.penalties.decisions",
        ),
        (
            ("柳浦镇2024年收到几件申请", "哪个数才对"),
            "quality 柳浦镇 2024 "
            "rules=narrative_mismatch,column_balance,row_total,processed_total,carry_over "
            "then narrative 柳浦镇 2024 q=数字对不上_原因 in=problems",
        ),
        (
            ("柳浦镇2024年收到几件申请", "怎么会对不上"),
            "narrative 柳浦镇 2024 q=数字对不上_原因 in=problems then quality 柳浦镇 2024 "
            "rules=column_balance,row_total,processed_total,carry_over,narrative_mismatch",
        ),
        (
            ("柳浦镇2023年有行政复议吗", "为什么没填"),
            "narrative 柳浦镇 2023 q=表格空白_原因 in=problems then quality 柳浦镇 2023 "
            "rules=missing_table,blank_cells",
        ),
        (
            ("柳浦镇2024年主动公开多少条", "主要是哪些方面"),
            "narrative 柳浦镇 2024 q=主动公开的内容 in=proactive",
        ),
        (
            ("柳浦镇2024年主动公开多少条", "其中社保类的"),
            "narrative 柳浦镇 2024 q=社保",
        ),
        (
            ("柳浦镇2024年网站发了多少条", "其余的发在哪"),
            "value 柳浦镇 2024 claim:new_media",
        ),
        (
            ("柳浦镇2024年主动公开多少条", "其中地灾的多少", "占几成"),
            "narrative 柳浦镇 2024 q=地灾",
        ),
        (
            ("柳浦镇2024年许可几件", "年报提到哪些困难"),
            "narrative 柳浦镇 2024 q=困难 in=problems",
        ),
        (
            ("2024年哪些单位有申请结转下年", "柳浦镇那2件是个人的还是单位的"),
            "value 柳浦镇 2024 requests.carried_out.natural_person "
            "requests.carried_out.business requests.carried_out.research "
            "requests.carried_out.public_welfare requests.carried_out.legal_service "
            "requests.carried_out.other_org requests.carried_out.total",
        ),
        (
            ("2024年哪些单位收了信息处理费", "2023年有没有单位收"),
            "list 2023 claim:processing_fee>0 any?",
        ),
        (
            ("2024年哪些单位收了信息处理费", "柳浦镇那笔是怎么回事", "2023年有人收吗"),
            "list 2023 claim:processing_fee>0 any?",
        ),
        (
            ("哪些镇办过政府开放日", "柳浦镇2023年来了多少人"),
            "narrative 柳浦镇 2023 q=政府开放日",
        ),
        (
            ("2024年申请最多的是哪个镇", "第二名呢", "第三", "前三名合计多少"),
            "rank #镇 2024 requests.received.total fn=sum high limit=3",
        ),
        (
            ("柳浦镇2023年收到几件申请", "跟2024年差几件"),
            "trend 柳浦镇 2023+2024 requests.received.total",
        ),
        (
            ("柳浦镇2024年收到几件申请", "前一年呢", "这俩年差多少"),
            "trend 柳浦镇 2023+2024 requests.received.total",
        ),
        (
            ("柳浦镇2020年政府采购花了多少钱", "采购了几个项目"),
            "value 柳浦镇 2020 proactive_2019.procurement.projects",
        ),
        (
            ("柳浦镇2024年现行有效的规范性文件几件", "当年出台了几件"),
            "value 柳浦镇 2024 proactive.normative_documents.issued",
        ),
        (
            ("柳浦镇2024年收到几件申请", "企业几件", "给公开了没"),
            "value 柳浦镇 2024 requests.disclosed.business",
        ),
        (
            ("柳浦镇2024年收到几件申请", "企业几件", "公开了多少条信息"),
            "value 柳浦镇 2024 claim:proactive_total",
        ),
        (
            ("柳浦镇2024年收到几件申请", "谁提的", "企业的都公开了吗"),
            "value 柳浦镇 2024 requests.received.business requests.granted.business "
            "requests.partially_granted.business requests.denied.business "
            "requests.unavailable.business requests.not_processed.business "
            "requests.other.business requests.total_processed.business "
            "requests.carried_out.business",
        ),
        (
            ("柳浦镇2024年主动公开多少条", "地灾类的有几条", "占总数的百分之几"),
            "narrative 柳浦镇 2024 q=地灾",
        ),
        (
            ("柳浦镇2024年主动公开多少条", "分几类"),
            "narrative 柳浦镇 2024 q=主动公开的内容 in=proactive",
        ),
        (
            ("柳浦镇2024年收到几件申请", "以正文还是表格为准"),
            "quality 柳浦镇 2024 "
            "rules=narrative_mismatch,column_balance,row_total,processed_total,carry_over "
            "then narrative 柳浦镇 2024 q=数字对不上_原因 in=problems",
        ),
        (
            ("柳浦镇2023年有行政复议吗", "怎么没填啊"),
            "narrative 柳浦镇 2023 q=表格空白_原因 in=problems then quality 柳浦镇 2023 "
            "rules=missing_table,blank_cells",
        ),
        (
            ("柳浦镇2024年收到几件申请", "哦打错了 我要问的是望川镇"),
            "value 望川镇 2024 requests.received.total",
        ),
        (
            ("柳浦镇2024年收到几件申请", "噢，写错了，我本来想问望川镇的"),
            "value 望川镇 2024 requests.received.total",
        ),
        (
            ("2024年各镇收到申请一共几件", "怎么跟县里报告的差这么多"),
            "definition term=合计的范围 then aggregate 2024 area requests.received.total fn=sum",
        ),
        (
            ("2024年各镇收到申请一共几件", "跟县政府年报的总数不一样，怎么回事"),
            "definition term=合计的范围 then aggregate 2024 area requests.received.total fn=sum",
        ),
        (
            ("柳浦镇2024年办过政府开放日吗", "那2024年哪个镇办过"),
            "mention #镇 2024 says=政府开放日",
        ),
        (
            ("柳浦镇2024年办过政府开放日吗", "谁去了"),
            "narrative 柳浦镇 2024 q=政府开放日",
        ),
        (
            ("柳浦镇2024年茶园补助公示好像有人不满意", "查下来到底算错没有"),
            "narrative 柳浦镇 2024 q=茶园补助公示_不满意_差错",
        ),
        (
            ("柳浦镇2024年处罚几件", "停车收费怎么调整的", "那超过两小时怎么收"),
            "narrative 柳浦镇 2024 q=超过两小时",
        ),
    ],
)
def test_the_last_turn_leans_on_the_answer_before(turns: tuple[str, ...], plan: str) -> None:
    assert converse(*turns)[-1] == plan


def test_choices_name_the_kinds_of_applicants() -> None:
    session = Session(lambda: HELD, lambda: TODAY)
    for turn in ("柳浦镇2024年收到几件申请", "谁提的"):
        plan = session.understand(turn)
        session.remember(turn, plan, plan.scope.bodies)
    refused = session.understand("这件怎么处理的").refusal
    assert refused is not None
    assert refused.choices[3].question == "柳浦镇2024年社会公益组织的申请怎么处理的？"
