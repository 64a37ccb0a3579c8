"""A turn that names no place is about the same bodies; the words that leave them."""

from __future__ import annotations

import pytest

from tests.test_session import converse


@pytest.mark.parametrize(
    ("turns", "plan"),
    [
        (
            ("柳浦镇2024年收到几件申请", "个人和企业各几件"),
            "value 柳浦镇 2024 requests.received.natural_person requests.received.business",
        ),
        (
            ("柳浦镇2024年收到几件申请", "上年转过来的有吗"),
            "value 柳浦镇 2024 requests.carried_in.total",
        ),
        (("柳浦镇2024年收到几件申请", "都给了吗"), "value 柳浦镇 2024 OUTCOMES"),
        (
            ("柳浦镇2024年收到几件申请", "都给了吗", "没给的是要什么材料"),
            "value 柳浦镇 2024 requests.denied.total "
            "also=requests.unavailable.total,requests.not_processed.total",
        ),
        (
            ("柳浦镇2022年存在什么问题", "2023年自己又说了哪些问题"),
            "narrative 柳浦镇 2023 q=问题 in=problems",
        ),
        (
            ("柳浦镇2024年许可和处罚各几件", "白鹭乡同样来一份"),
            "value 白鹭乡 2024 proactive.licensing.decisions proactive.penalties.decisions",
        ),
        (
            ("柳浦镇2024年收到几件申请", "镇里后来做了些什么"),
            "narrative 柳浦镇 2024 q=后来做了些什么 in=problems",
        ),
        (
            ("柳浦镇2024年尾矿库的水检测", "结果怎么样"),
            "narrative 柳浦镇 2024 q=尾矿库的水检测",
        ),
        (
            ("柳浦镇2024年改造了几个小区", "涉及多少户居民"),
            "narrative 柳浦镇 2024 q=改造_居民",
        ),
        (
            ("柳浦镇2024年收到几件申请", "个人和企业各几件", "办结了几件"),
            "value 柳浦镇 2024 requests.total_processed.total",
        ),
        (
            ("柳浦镇2024年收到几件申请", "个人和企业各几件", "办结了几件", "2023年一共多少件"),
            "value 柳浦镇 2023 requests.total_processed.total",
        ),
        (
            ("柳浦镇2024年处罚几件", "2023年许可总数"),
            "value 柳浦镇 2023 proactive.licensing.decisions",
        ),
        (
            ("柳浦镇2024年处罚几件", "许可和强制分别多少"),
            "value 柳浦镇 2024 proactive.licensing.decisions proactive.coercive_measures.decisions",
        ),
        (
            ("临溪县2024年收到几件申请", "自然人和企业各几件"),
            "aggregate @临溪县 2024 requests.received.natural_person "
            "requests.received.business fn=sum",
        ),
        (
            ("柳浦镇2024年不予公开几件", "部分公开这两年各几件"),
            "trend 柳浦镇 2023+2024 requests.partially_granted.total",
        ),
        (
            ("柳浦镇2024年处罚几件", "前一年呢", "两年一共许可几件"),
            "aggregate 柳浦镇 2023+2024 proactive.licensing.decisions fn=sum",
        ),
        (
            ("柳浦镇2024年处罚几件", "谁最多"),
            "rank 2024 proactive.penalties.decisions high limit=1",
        ),
        (
            ("柳浦镇2024年处罚几件", "白鹭乡呢", "枫渡镇呢", "谁最多"),
            "compare 柳浦镇 白鹭乡 枫渡镇 2024 proactive.penalties.decisions high",
        ),
        (
            ("柳浦镇2024年处罚几件", "其他镇呢"),
            "list #镇 -柳浦镇 2024 proactive.penalties.decisions",
        ),
        (
            ("柳浦镇2024年处罚几件", "白鹭乡呢", "其他几家呢"),
            "list -柳浦镇 -白鹭乡 2024 proactive.penalties.decisions",
        ),
        (("柳浦镇2024年处罚几件", "每家多少"), "list 2024 proactive.penalties.decisions"),
        (
            ("柳浦镇2024年收到几件申请", "有几家没收到申请"),
            "aggregate 2024 requests.received.total=0 fn=count",
        ),
        (
            ("柳浦镇2024年收到几件申请", "你这些报告里许可最多的是谁"),
            "rank proactive.licensing.decisions high limit=1",
        ),
        (
            ("柳浦镇2024年收到几件申请", "全县许可一共多少"),
            "aggregate @临溪县 2024 proactive.licensing.decisions fn=sum",
        ),
        (
            ("柳浦镇2024年处罚几件", "白鹭乡呢", "枫渡镇呢", "三家从高到低排一下"),
            "compare 柳浦镇 白鹭乡 枫渡镇 2024 proactive.penalties.decisions high",
        ),
        (
            ("柳浦镇2024年处罚几件", "白鹭乡呢", "枫渡镇呢", "三家从高到低排一下", "总共多少"),
            "aggregate 柳浦镇 白鹭乡 枫渡镇 2024 proactive.penalties.decisions fn=sum",
        ),
        (
            ("柳浦镇2024年处罚几件", "白鹭乡呢", "枫渡镇呢", "这三个单位合计多少"),
            "aggregate 柳浦镇 白鹭乡 枫渡镇 2024 proactive.penalties.decisions fn=sum",
        ),
        (
            ("柳浦镇2024年处罚几件", "白鹭乡呢", "三家一共多少"),
            "refusal 柳浦镇 白鹭乡 2024 proactive.penalties.decisions needs_clarification",
        ),
        (
            ("哪些单位有处罚", "加起来几件"),
            "rank proactive.penalties.decisions proactive.penalties.decisions>0 fn=sum high",
        ),
        (
            ("2024年哪些镇有处罚", "合计多少"),
            "aggregate #镇 2024 proactive.penalties.decisions "
            "proactive.penalties.decisions>0 fn=sum",
        ),
        (("2024年谁处罚最多", "第二是谁"), "rank 2024 proactive.penalties.decisions high limit=2"),
        (
            ("柳浦镇2024年复议几件", "上一年处罚几件"),
            "value 柳浦镇 2023 proactive.penalties.decisions",
        ),
        (
            ("柳浦镇2024年复议几件", "上一年处罚几件", "上一年诉讼呢"),
            "value 柳浦镇 2023 disputes.litigation.total",
        ),
        (
            ("柳浦镇2024年复议几件", "上一年处罚几件", "上一年诉讼呢", "再上一年呢"),
            "value 柳浦镇 2022 disputes.litigation.total",
        ),
        (
            ("柳浦镇2024年公众号发了多少条", "前一年呢", "总数呢"),
            "value 柳浦镇 2023 claim:proactive_total",
        ),
        (
            ("柳浦镇2024年公众号发了多少条", "前一年呢", "总数呢", "涨了百分之多少"),
            "trend 柳浦镇 2022+2023 claim:proactive_total growth:2022-2023",
        ),
        (
            ("2024年谁处罚最多", "柳浦镇2023年是多少"),
            "value 柳浦镇 2023 proactive.penalties.decisions",
        ),
        (("柳浦镇2024年不予公开几件", "都是哪些理由"), "value 柳浦镇 2024 requests.denied.total"),
        (
            ("柳浦镇2024年不予公开几件", "都是哪些理由", "2023年呢"),
            "value 柳浦镇 2023 requests.denied.total",
        ),
        (
            ("柳浦镇2024年予以公开几件", "剩下的为啥没给"),
            "value 柳浦镇 2024 requests.denied.total requests.unavailable.total "
            "requests.not_processed.total then narrative 柳浦镇 2024 q=未予公开_原因",
        ),
        (
            ("柳浦镇2024年现行有效的规范性文件几件", "前一年几件"),
            "value 柳浦镇 2023 proactive.normative_documents.in_force",
        ),
        (
            ("柳浦镇2024年现行有效的规范性文件几件", "前一年几件", "怎么少了一件"),
            "value 柳浦镇 2024 proactive.normative_documents.repealed "
            "proactive.normative_documents.issued proactive.normative_documents.in_force",
        ),
        (
            ("哪份报告的表三勾稽不平", "差在哪里"),
            "quality rules=column_balance,row_total,processed_total",
        ),
        (
            ("哪份报告的表三勾稽不平", "差在哪里", "以哪个为准"),
            "quality rules=column_balance,row_total,processed_total",
        ),
        (
            ("柳浦镇2024年收到几件申请", "哪里不平"),
            "quality 柳浦镇 2024 rules=column_balance,row_total,processed_total,"
            "dispute_total,carry_over,in_force_balance",
        ),
        (
            ("柳浦镇2024年收到几件申请", "好的谢谢", "处罚呢"),
            "value 柳浦镇 2024 proactive.penalties.decisions",
        ),
        (
            ("柳浦镇2024年收到几件申请", "不予公开的有几件，什么理由"),
            "value 柳浦镇 2024 requests.denied.total",
        ),
        (
            ("柳浦镇2024年代表建议和提案总共多少件",),
            "value 柳浦镇 2024 claim:proposals_npc+claim:proposals_cppcc "
            "also=claim:proposals_npc,claim:proposals_cppcc",
        ),
        (
            ("柳浦镇2024年公众号发了多少条", "微博呢", "一共多少"),
            "value 柳浦镇 2024 claim:wechat+claim:weibo also=claim:wechat,claim:weibo",
        ),
        (
            ("柳浦镇2024年收到几件申请", "个人几件，单位几件"),
            "value 柳浦镇 2024 requests.received.natural_person requests.received.legal_person",
        ),
        (("2024年谁处罚最多", "其他几家呢"), "rank 2024 proactive.penalties.decisions high"),
    ],
)
def test_the_last_turn_keeps_or_leaves_the_bodies(turns: tuple[str, ...], plan: str) -> None:
    assert converse(*turns)[-1] == plan
