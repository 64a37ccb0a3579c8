"""Narrative claims: every way reports word their counts, and every number that is no count.

A case is (heading, text, claims in reading order). A claim is written field=value, followed by ~ if
approximate, ! if a zero said in words, < if of an earlier year; Δ before the value marks a
difference. An empty string means that the text makes no claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.claims import FIELD, FIELDS, Claim, extract_claims
from index.claims.fields import JOINT_TERMS, OTHER_THINGS
from index.form import TABLES, split_key
from index.identity import identify
from index.numerals import find_numbers, parse_number
from index.readers import read
from index.report import Section
from index.sections import find_sections

OVERVIEW = "一、总体情况"
PROACTIVE = "（一）主动公开情况"
REQUESTS = "（二）依申请公开情况"
PLATFORM = "（四）平台建设"
ASSURANCE = "（五）监督保障"
DISPUTES = "四、行政复议、行政诉讼情况"
OTHER = "六、其他需要报告的事项"


def claims_in(text: str, heading: str = OVERVIEW, year: int | None = 2024) -> list[Claim]:
    """The claims of a text that is one narrative section."""
    return extract_claims(text, [Section(heading, heading, 0, len(text), "narrative")], year)


def written(claim: Claim) -> str:
    sign = "Δ" if claim.relative else ""
    marks = "~" * claim.approx + "!" * claim.negated + "<" * (claim.period == "prior")
    return f"{claim.field}={sign}{claim.value}{marks}"


PUBLISHED = [  # how much was published
    (PROACTIVE, "一年来共主动公开政府信息 213 条", "proactive_total=213"),
    (
        PROACTIVE,
        "年内累计公开信息95条，其中，通过县政府网站公开信息33条，依托政务新媒体公开信息62条。",
        "proactive_total=95 website=33 new_media=62",
    ),
    (PROACTIVE, "2024年主动公开政府信息17条，内容涉及农业农村等领域", "proactive_total=17"),
    (PROACTIVE, "全年信息公开共48条,其中工作动态35条,政策文件8条", "proactive_total=48"),
    (PROACTIVE, "共48条,其中工作动态35条,政策文件8条", "proactive_total=48"),
    (PROACTIVE, "主动公开政务文件11份", "proactive_total=11"),
    (PROACTIVE, "主动对外更新政府信息27次", "proactive_total=27"),
    (PROACTIVE, "发布各类信息716条,其中民生类398条,动态类318条", "proactive_total=716"),
    (PROACTIVE, "主动公开事项共计273余项", "proactive_total=273~"),
    (PROACTIVE, "累计公开信息80余条", "proactive_total=80~"),
    (PROACTIVE, "累计主动公开100余条", "proactive_total=100~"),
    (PROACTIVE, "发布政务信息755多条", "proactive_total=755~"),
    (PROACTIVE, "全年公开政府信息四十余条", "proactive_total=40~"),
    (PROACTIVE, "主动公开信息近百条", "proactive_total=100~"),
    (PROACTIVE, "主动公开信息约50条", "proactive_total=50~"),
    (PROACTIVE, "主动公开信息５６条", "proactive_total=56"),
    (PROACTIVE, "主动公开政府信息1,234条", "proactive_total=1234"),
    (PROACTIVE, "主动公開政府信息三十二條", "proactive_total=32"),
    (PROACTIVE, "在县政府官网公开本级部门决算 1次，没有统计信息总数", "budget_disclosures=1"),
    (PROACTIVE, "依托网站公开73条；公众号73条；公开栏73条", "website=73 new_media=73 wechat=73"),
    (PROACTIVE, "不同渠道发布的同一信息计为1条", ""),
    (PROACTIVE, "公开了214条政府信息", "proactive_total=214"),
    (
        PROACTIVE,
        "通过政府网站、政务公众号、公示栏等渠道主动公开政府信息200条",
        "proactive_total=200",
    ),
    (
        PROACTIVE,
        "主动公开政府信息30条。另据统计，全年主动公开政府信息36条。",
        "proactive_total=30 proactive_total=36",
    ),
    (PROACTIVE, "主动公开财政信息8条", ""),
    (PROACTIVE, "主动公开基本目录共12项", ""),
    (PROACTIVE, "村公示栏公开600余条", ""),
]
RECEIVED = [  # requests and what became of them
    (REQUESTS, "本年度共受理依申请公开政府信息 0 件", "received=0"),
    (REQUESTS, "全年未收到政府信息公开申请。", "received=0!"),
    (REQUESTS, "全年收到依申请公开0件", "received=0"),
    (
        REQUESTS,
        "全年收到依申请公开办件1件，已在法定期限内答复，与去年数量持平",
        "received=1 received=Δ0",
    ),
    (REQUESTS, "收到政府信息公开申请2件,比去年增加1件", "received=2 received=Δ1"),
    (REQUESTS, "申请2件，比去年减少3件", "received=2 received=Δ-3"),
    (REQUESTS, "收到申请3例，与历年相比有所变化，增加1例", "received=3 received=Δ1"),
    (REQUESTS, "收到申请一件,已办理完毕", "received=1"),
    (REQUESTS, "受理0件、办结0件", "received=0 handled=0"),
    (REQUESTS, "共受理1件，当年未完结，转结至2025年度", "received=1 carried_out=1"),
    (
        REQUESTS,
        "收到7件，上年度结转1件；予以公开3件，无法提供4件，结转1件",
        "received=7 carried_in=1 granted=3 unavailable=4 carried_out=1",
    ),
    (
        REQUESTS,
        "共收到申请10件,申请人均为自然人,办理结果为1件予以公开,2件因不掌握无法提供,7件结转",
        "received=10 granted=1 unavailable=2 carried_out=7",
    ),
    (
        REQUESTS,
        "收到申请12件,已答复12件,其中4件予以公开,1件四类过程信息,5件不掌握,2件行政查询",
        "received=12 handled=12 granted=4",
    ),
    (REQUESTS, "收到公开请求9件,其中网络3,邮件1,协助5", "received=9"),
    (REQUESTS, "受理依申请公开件9件,均通过信函递交", "received=9"),
    (REQUESTS, "新收0件,上年结转0件", "received=0 carried_in=0"),
    (REQUESTS, "共受理749件，共办理718件，结转31件", "received=749 handled=718 carried_out=31"),
    (REQUESTS, "依申请公开3次,行政复议0次", "received=3 reconsideration=0"),
    (REQUESTS, "接收信息公开申请1件,办结1件", "received=1 handled=1"),
    (REQUESTS, "收到2件政府信息公开申请", "received=2"),
    (REQUESTS, "收到依申请公开，共计5件", "received=5"),
    (REQUESTS, "尚有1件在法定期限内，转入下一年度", "carried_out=1"),
]
NONE_RECEIVED = [  # zero said many ways
    (REQUESTS, "无依申请公开政府信息（事项）", "received=0!"),
    (REQUESTS, "截至目前尚未收到依申请公开的申请", "received=0!"),
    (REQUESTS, "我镇尚未收到。", "received=0!"),
    (REQUESTS, "未接到公民书面和网络方式申请", "received=0!"),
    (REQUESTS, "全年未发生依申请政府信息", "received=0!"),
    (REQUESTS, "依申请公开零报告", "received=0!"),
    (REQUESTS, "零报告。", "received=0!"),
    (REQUESTS, "依申请公开数量：无", "received=0!"),
    (REQUESTS, "没有接到群众主动要求公开政府信息的申请", "received=0!"),
    (REQUESTS, "依申请公开信息0条", "received=0"),
    (REQUESTS, "收到依申请公开0件次", "received=0"),
    (REQUESTS, "未收到群众要求政府信息公开的申请", "received=0!"),
    (REQUESTS, "无依法申请公开件", "received=0!"),
    (REQUESTS, "未收到依申请公开来信,无意见投诉", "received=0! complaints=0!"),
    (REQUESTS, "本年度没有上年结转，无结转下年度", "carried_in=0! carried_out=0!"),
    (REQUESTS, "上年无结转", "carried_in=0!"),
]
SILENT = [  # procedure without a number
    (REQUESTS, "规范依申请公开办理程序，指定专人受理和交办，做到及时答复", ""),
    (REQUESTS, "对收到的申请均按时完成答复", ""),
    (REQUESTS, "未发生逾期答复政府信息公开申请的情况", ""),
    (REQUESTS, "实行零报告制度", ""),
]
DISPUTED = [  # reconsideration and litigation
    (OVERVIEW, "全年未引发行政复议和行政诉讼", "reconsideration=0! litigation=0!"),
    (OVERVIEW, "没有被申请复议、提起诉讼的情形", "reconsideration=0! litigation=0!"),
    (OVERVIEW, "行政复议2件,引发行政诉讼1件", "reconsideration=2 litigation=1"),
    (OVERVIEW, "行政诉讼1件;没有因我街道自身原因引起的败诉或被纠错", "litigation=1"),
    (OVERVIEW, "涉及复议0件,诉讼0件,无被纠错和败诉", "reconsideration=0 litigation=0"),
    (OVERVIEW, "行政复议1起,正在办理中", "reconsideration=1"),
    (OVERVIEW, "信息公开类行政复议9件已审结,诉讼3件审理中", "reconsideration=9 litigation=3"),
    (
        OVERVIEW,
        "未发生因政府信息公开引起的投诉、复议、诉讼",
        "complaints=0! reconsideration=0! litigation=0!",
    ),
    (OVERVIEW, "行政复议0件，行政诉讼0件", "reconsideration=0 litigation=0"),
    (OVERVIEW, "行政复议、行政诉讼均为0件", "reconsideration=0 litigation=0"),
    (OVERVIEW, "行政复议和行政诉讼分别为2件、1件", "reconsideration=2 litigation=1"),
    (OVERVIEW, "行政复议、行政诉讼共3件", ""),
    (OVERVIEW, "未发生因依申请公开引发的行政复议", "reconsideration=0!"),
    (DISPUTES, "行政复议：0\n行政诉讼：0\n", "reconsideration=0 litigation=0"),
]
CHANNELS = [  # interpretation, media
    (PROACTIVE, "政策解读类信息 25 条", "interpretation=25"),
    (PROACTIVE, "政策性文件解读29篇,图文解读8篇", "interpretation=29 interpretation=8"),
    (PROACTIVE, "配发解读材料3件", "interpretation=3"),
    (PROACTIVE, "开展政策解读活动15次", "interpretation=15"),
    (PROACTIVE, "规范性文件解读比例100%", ""),
    (PLATFORM, "2024年，在政务新媒体发布信息72条", "new_media=72"),
    (PLATFORM, "公众号发布132条", "new_media=132 wechat=132"),
    (PLATFORM, "公众号全年发布信息336条", "new_media=336 wechat=336"),
    (
        PLATFORM,
        "微信（1个）149条；微博（1个）149条；抖音46条；快手46条",
        "wechat=149 weibo=149 short_video=46 short_video=46",
    ),
    (PLATFORM, "关停政务新媒体账号三个", "accounts_closed=3"),
    (PLATFORM, "关停2个政务新媒体账号", "accounts_closed=2"),
    (PLATFORM, "政务新媒体由9个整合为4个，关停5个", "accounts_closed=5"),
    (PLATFORM, "政务新媒体整合为4个，关停5个栏目", ""),
    (PLATFORM, "栏目由9个整合为4个，关停5个", ""),
    (PLATFORM, "网站年点击率达10.8万次", ""),
    (PLATFORM, "微信公众号关注人数5000人，阅读量3万次", ""),
    (PLATFORM, "微信群、广播发布信息300条", ""),
    (PLATFORM, "微信公众号、微博分别发布信息40条、12条", "wechat=40 weibo=12"),
]
ASSURED = [  # training, meetings, staff, rectification
    (ASSURANCE, "制定年度培训计划，全年开展培训4次", "training=4"),
    (ASSURANCE, "分管领导召开3次会议研究公开事项", "meetings=3"),
    (ASSURANCE, "参加市上组织的专题业务培训5次", "training=5"),
    (ASSURANCE, "开展政务公开培训十二次", "training=12"),
    (ASSURANCE, "设组长1名、专职工作人员2名", "staff=2 staff_full=2"),
    (ASSURANCE, "配备专职人员1名、兼职人员2名", "staff_full=1 staff_part=2"),
    (ASSURANCE, "配备1名专职人员和2名兼职人员", "staff_full=1 staff_part=2"),
    (
        ASSURANCE,
        "政务公开工作人员3名，其中专职1名、兼职2名",
        "staff=3 staff_full=1 staff_part=2",
    ),
    (ASSURANCE, "公开工作由党政办2名同志兼职承担", "staff=2 staff_part=2"),
    (ASSURANCE, "落实专兼职人员4人", "staff=4"),
    (ASSURANCE, "10个站所各确定信息员1名", ""),
    ("五、存在的主要问题及改进情况", "跟县里申请的一名专职政务公开岗位没批下来", ""),
    (ASSURANCE, "整改完成各类问题20余处", "rectified=20~"),
    (ASSURANCE, "培训500余人次", ""),
    (ASSURANCE, "培训会议3次", "training=3"),
]
OTHER_MATTERS = [  # proposals, messages, fees
    (
        OTHER,
        "承办县人大建议4件，未承办县政协提案，办复率100%",
        "proposals_npc=4 proposals_cppcc=0!",
    ),
    (PROACTIVE, "公开4条人大议案、16条政协提案", ""),
    (PROACTIVE, "公开人大代表建议和答复35条", ""),
    (OTHER, "未收到人大代表建议和政协提案", "proposals_npc=0! proposals_cppcc=0!"),
    (OTHER, "承办人大、政协建议提案5件", ""),
    (PROACTIVE, "留言办理用时平均在2个工作日", ""),
    (PROACTIVE, "网上咨询55件", "messages=55"),
    (PROACTIVE, "办理12345热线84条", "hotline=84"),
    (PROACTIVE, "网上咨询55件，办结55件", "messages=55"),
    (
        OTHER,
        "按照《信息处理费管理办法》（国办函〔2020〕109号）的收费标准，全年没有产生信息公开处理费",
        "processing_fee=0!",
    ),
    (OTHER, "未发出信息处理费收费通知书", "processing_fee=0!"),
    (OTHER, "2024年度不存在收费情况", "processing_fee=0!"),
    (OTHER, "全年未收取信息处理费", "processing_fee=0!"),
    (OTHER, "本街道无收取信息处理费的情况", "processing_fee=0!"),
    (OTHER, "收取信息处理费共计380元，其中民政局1件", "processing_fee=380"),
    (OTHER, "收取信息处理费2件，金额70元，已上缴国库", "processing_fee=70"),
    (OTHER, "（一）信息处理费：未收取", "processing_fee=0!"),
    (OTHER, "信息处理费：本年度没有收取", "processing_fee=0!"),
    ("信息处理费收取情况", "共计380元，其中民政局1件", "processing_fee=380"),
    (OTHER, "收取信息处理费1.2万元", "processing_fee=12000"),
    (OTHER, "行政事业性收费0万元", ""),
    (OTHER, "收取信息处理费1件，金额60元，已上缴国库", "processing_fee=60"),
    (OTHER, "收取信息处理费1件（60元）", "processing_fee=60"),
    (OTHER, "信息处理费：1件60元", "processing_fee=60"),
    (OTHER, "对1件申请收取信息处理费，实收费用380元", "processing_fee=380"),
    (OTHER, "收取信息处理费1件，涉及申请2件，另有材料费90元", ""),
    (OTHER, "信息处理费：未收取", "processing_fee=0!"),
    (OTHER, "信息处理费收取情况：未发生", "processing_fee=0!"),
    (OTHER, "发出收费通知书1件，共60元，申请人逾期未缴纳", ""),
    (OTHER, "减免信息处理费1件，金额60元", ""),
    (OTHER, "收取信息处理费60元，没有逾期未缴的情况", "processing_fee=60"),
    (OTHER, "发出收费通知3份，实际收取信息处理费2笔共260元，另1份逾期未缴", "processing_fee=260"),
    (OTHER, "收取信息处理费260元，1人未缴纳", "processing_fee=260"),
    (OTHER, "应当收取信息处理费60元，申请人逾期未缴纳", ""),
    (OTHER, "发出收费通知3份，共260元，1份逾期未缴", ""),
]
POWERS = [  # administrative powers
    (OVERVIEW, "制定规范性文件0件,办理行政许可0件", "normative_issued=0 licensing=0"),
    (OVERVIEW, "行政许可决定150起,其他对外管理服务事项995起", "licensing=150"),
    (OVERVIEW, "行政许可处理决定数量2910个", "licensing=2910"),
    (OVERVIEW, "作出行政处罚决定6件", "penalties=6"),
    (PROACTIVE, "公开行政许可、行政处罚信息20条", ""),
]
TRAPS = [  # traps (a) to (g)
    (OVERVIEW, "制作政府信息30条,其中主动公开0条,依申请公开22条,不予公开8条", ""),
    (OVERVIEW, "全年发文96件，主动公开96件，依申请公开0件", ""),
    (OVERVIEW, "依申请公开2条,免于公开0条", ""),
    (OVERVIEW, "依据国务院令第711号第二十条第（五）项和国办函〔2021〕30号，在20个工作日内答复", ""),
    (OVERVIEW, "咨询电话：0533-1234567，邮编256102，2024年3月12日发布", ""),
    (OVERVIEW, "全年公开信息3次，联系人电话13800001111", "proactive_total=3"),
    (PROACTIVE, "整体情况比2018年增加58条，政策文件上涨116%", "proactive_total=Δ58"),
    (PROACTIVE, "公开信息214条，较上年减少12条", "proactive_total=214 proactive_total=Δ-12"),
    (PROACTIVE, "公开信息由去年的30条增加到45条", ""),
    (ASSURANCE, "下一步，将组织培训10次，召开会议4次", ""),
    (ASSURANCE, "计划开展培训3次；力争公开信息500条", ""),
    ("五、存在的主要问题及下一步计划", "开展培训3次", ""),
    (ASSURANCE, "每季度召开1次会议，平均每月培训2次", ""),
    (ASSURANCE, "公开信息不少于50条", ""),
    (REQUESTS, "去年收到申请3件，今年收到申请2件", "received=3< received=2"),
    (REQUESTS, "2022年收到申请3件，2024年收到申请2件", "received=3< received=2"),
    (OVERVIEW, "2022年，共制定规范性文件0件", "normative_issued=0<"),
    (OVERVIEW, "2021年以来累计公开信息500条", "proactive_total=500<"),
    (OVERVIEW, "2025年开展培训8次", ""),
    (REQUESTS, "全县共收到申请749件", "received=749"),
    (REQUESTS, "新收申请5件，其中网络申请3件", "received=5"),
    (REQUESTS, "新收5件（含上年结转2件）", "received=5 carried_in=2"),
    (ASSURANCE, "如未收到投诉，则不予通报", ""),
]
MORE = [  # wordings that tempt a reader to bind the wrong number
    (OVERVIEW, "接收宅基地审批申请12件", ""),
    (REQUESTS, "受理依申请公开咨询20次", "messages=20"),
    (REQUESTS, "制定依申请公开答复文书3份", ""),
    (REQUESTS, "编制依申请公开指南1份", ""),
    (OVERVIEW, "公开行政许可、行政处罚双公示信息共56件", ""),
    (OVERVIEW, "行政处罚案件法制审核12件", ""),
    (
        OVERVIEW,
        "未发生被申请人提起行政复议、行政诉讼以及举报投诉等情况",
        "reconsideration=0! litigation=0! complaints=0!",
    ),
    (
        OVERVIEW,
        "没有因政府信息公开引起的行政复议、行政诉讼及举报投诉案件",
        "reconsideration=0! litigation=0! complaints=0!",
    ),
    (
        OVERVIEW,
        "无因政府信息公开工作被提起行政复议、行政诉讼的情况",
        "reconsideration=0! litigation=0!",
    ),
    (
        OVERVIEW,
        "2024年度无政府信息公开申请及行政复议、诉讼情况",
        "received=0! reconsideration=0! litigation=0!",
    ),
    (
        OVERVIEW,
        "未收到公民、法人和其他组织的政府信息公开申请，也未发生行政复议和行政诉讼案件，未收取任何费用",
        "received=0! reconsideration=0! litigation=0! processing_fee=0!",
    ),
    (OVERVIEW, "本年度未制定行政规范性文件", "normative_issued=0!"),
    (OVERVIEW, "现行有效规范性文件3件", ""),
    (OVERVIEW, "共有2件信息公开申请", "received=2"),
    (REQUESTS, "全年共接到依申请公开电话咨询12次", "messages=12"),
    (REQUESTS, "依申请公开0件，答复0件，结转0件。", "received=0 handled=0 carried_out=0"),
    (REQUESTS, "收到依申请公开申请0件,上年结转依申请公开申请0件", "received=0 carried_in=0"),
    (
        REQUESTS,
        "办理结果：予以公开1件、部分公开0件、不予公开0件、无法提供0件、不予处理0件、其他处理0件",
        "granted=1 partially_granted=0 denied=0 unavailable=0",
    ),
    (REQUESTS, "收到申请1件，申请人为自然人1件、法人0件", "received=1"),
    (REQUESTS, "信息公开申请答复2件", "handled=2"),
    (OVERVIEW, "网站公开信息120条，比上年增长20%", "website=120 proactive_total=120"),
    (PLATFORM, "其中：政务微信发布80条、微博0条", "wechat=80 weibo=0"),
    (PROACTIVE, "主动公开政府信息共计 1 023 条", ""),
    (REQUESTS, "与2023年相比，2024年收到申请3件，增加2件", "received=3 received=Δ2"),
    (REQUESTS, "2024年共收到3件申请（2023年5件）", "received=3"),
    (OVERVIEW, "受理12345热线工单84件，办结84件", "hotline=84"),
    (REQUESTS, "申请人王某某申请公开征地信息1件，已按期答复", "received=1"),
    (REQUESTS, "通过网络收到申请2件、信函收到申请1件", "received=2 received=1"),
    (
        REQUESTS,
        "全年共收到政府信息公开申请6件，其中上年结转1件，新收5件",
        "received=6 carried_in=1 received=5",
    ),
    (REQUESTS, "收到申请 3 件，均已办结", "received=3"),
    (REQUESTS, "收到申请2件，均结转下年度", "received=2 carried_out=2"),
    (REQUESTS, "本年度我镇受理的政府信息公开申请数量为０件", "received=0"),
    (
        REQUESTS,
        "本年度，未收到依申请公开政府信息的相关申请事项；无上年结转；无结转下一年度",
        "received=0! carried_in=0! carried_out=0!",
    ),
    (REQUESTS, "其他法人申请1件，自然人申请2件", "received=1 received=2"),
    (
        DISPUTES,
        "本年度未发生政府信息公开行政复议、行政诉讼情况。",
        "reconsideration=0! litigation=0!",
    ),
    (OVERVIEW, "2024年我镇无行政复议案件及行政诉讼案件发生", "reconsideration=0! litigation=0!"),
    (OVERVIEW, "因信息公开被提起行政复议案件零起", "reconsideration=0"),
    (OVERVIEW, "行政复议案件数为0，行政诉讼案件数为0。", "reconsideration=0 litigation=0"),
    (OVERVIEW, "行政复议结果维持0件", ""),
    (ASSURANCE, "没有收到关于政府信息公开方面的投诉和举报", "complaints=0!"),
    (ASSURANCE, "公开投诉电话3部", ""),
    (ASSURANCE, "组织工作人员5人参加县级培训2次", "training=2"),
    (ASSURANCE, "召开政务公开工作领导小组会议4次、业务培训会2次", "meetings=4 training=2"),
    (ASSURANCE, "会议、培训各2次", "meetings=2 training=2"),
    (PLATFORM, "利用微信公众号，发布信息71条", "wechat=71"),
    (PLATFORM, "通过微信公众号、视频号等发布信息300条", ""),
    (PLATFORM, "镇公众号开设“集市公告”栏目，推送129条", "new_media=129 wechat=129"),
    (PLATFORM, "镇里开设“集市公告”栏目，推送129条", ""),
    (
        PROACTIVE,
        "本年度在县政府门户网站公开各类信息96条，在“某某发布”微信公众号推送信息210条",
        "website=96 wechat=210",
    ),
    (PROACTIVE, "2024年，全镇共主动公开政府信息158条", "proactive_total=158"),
    (PROACTIVE, "各村公开村务信息600余条", ""),
    (
        PROACTIVE,
        "主动公开政府信\n息 214 条，其中政策\n解读26条",
        "proactive_total=214 interpretation=26",
    ),
    (PROACTIVE, "[bookmark: _GoBack]主动公开政府信息[bookmark: _Hlk1]12条", "proactive_total=12"),
    (PROACTIVE, "公开“三公”经费预决算信息2条", "budget_disclosures=2"),
    (PROACTIVE, "公开2023年度部门决算1次", "budget_disclosures=1"),
    (PROACTIVE, "公开2023年政府信息公开年度报告1份", ""),
    (OTHER, "办理人大代表建议、政协委员提案0件", "proposals_npc=0 proposals_cppcc=0"),
    (
        OTHER,
        "承办人大代表建议3件、政协提案1件，办复率均为100%",
        "proposals_npc=3 proposals_cppcc=1",
    ),
    (OTHER, "依申请公开信息处理费收取情况：无。", "processing_fee=0!"),
    (OTHER, "无其他需要报告的事项。", ""),
    (REQUESTS, "依申请公开一件一档、一次办好，做到一件不漏", ""),
    (REQUESTS, "收到申请十一件，其中一件不予公开", "received=11 denied=1"),
    (REQUESTS, "受理5件群众诉求", ""),
    (REQUESTS, "报告期未收到政府信息公开申请", "received=0!"),
    (REQUESTS, "落实公文公开属性审核，收到依申请公开申请2件", "received=2"),
    (REQUESTS, "收到申请3件，均已答复", "received=3"),
    (REQUESTS, "依申请公开情况：无", "received=0!"),
    (DISPUTES, "行政复议：无；行政诉讼：无", "reconsideration=0! litigation=0!"),
    (OVERVIEW, "民事诉讼3件，行政诉讼1件", "litigation=1"),
    (ASSURANCE, "召开会议2次，增加培训3次", "meetings=2 training=3"),
    (ASSURANCE, "与上年相比，多渠道组织培训3次", "training=3"),
    (OTHER, "本年度收取信息处理费0元。", "processing_fee=0"),
    (ASSURANCE, "召开会议2次，未组织专门培训。", "meetings=2 training=0!"),
    (ASSURANCE, "年内没有举办政务公开培训班", "training=0!"),
    (ASSURANCE, "未组织系统培训", ""),
    (ASSURANCE, "未组织培训的村由乡里上门辅导", ""),
    (ASSURANCE, "没有专门的培训经费", ""),
    (PROACTIVE, "编发医保政策问答6期", "interpretation=6"),
]
CASES = [
    *PUBLISHED,
    *RECEIVED,
    *NONE_RECEIVED,
    *SILENT,
    *DISPUTED,
    *CHANNELS,
    *ASSURED,
    *OTHER_MATTERS,
    *POWERS,
    *TRAPS,
    *MORE,
]


@pytest.mark.parametrize(("heading", "text", "expected"), CASES)
def test_what_a_text_claims(heading: str, text: str, expected: str) -> None:
    found = claims_in(text, heading)
    assert " ".join(map(written, found)) == expected
    for claim in found:
        assert claim.quote == text[claim.start : claim.end]
        assert claim.start <= claim.number_start < claim.number_end <= claim.end


# what a claim carries


def test_a_claim_carries_its_words_and_places() -> None:
    text = "围绕集镇改造抓公开，全年主动公开政府信息 １２０ 余条，群众满意。"
    (claim,) = claims_in(text, PROACTIVE)
    assert claim == Claim(
        field="proactive_total",
        value=120,
        unit="条",
        approx=True,
        negated=False,
        relative=False,
        period="year",
        section=PROACTIVE,
        quote="全年主动公开政府信息 １２０ 余条",
        start=10,
        end=27,
        number_start=21,
        number_end=26,
    )


def test_a_zero_in_words_points_at_the_denying_words() -> None:
    text = "全年，我乡没有收到政府信息公开申请。"
    (claim,) = claims_in(text)
    assert (claim.value, claim.unit, claim.negated) == (0, None, True)
    assert text[claim.number_start : claim.number_end] == "没有收到"
    assert claim.quote == "我乡没有收到政府信息公开申请"


def test_parts_go_with_their_total() -> None:
    text = (
        "主动公开信息214条。其中，政策解读类信息26条；民生服务类信息37条；工作动态类信息151条。"
        "收到信息公开申请9件，其中网络3，邮件1，协助5。公开信息60条（网站40条、微信公众号20条）。"
    )
    parts = [c.detail["parts"] for c in claims_in(text, PROACTIVE) if c.detail]
    assert parts == [
        {"政策解读": 26, "民生服务类信息": 37, "工作动态类信息": 151},
        {"网络": 3, "邮件": 1, "协助": 5},
        {"网站": 40, "微信": 20},
    ]


def test_outcomes_are_parts_of_what_was_handled() -> None:
    text = (
        "收到申请6件。全年办结5件，结转下年度1件。其中予以公开3件、不予公开1件，1件由申请人撤回。"
    )
    found = claims_in(text, REQUESTS)
    expected = "received=6 handled=5 carried_out=1 granted=3 denied=1"
    assert " ".join(map(written, found)) == expected
    handled = found[1].detail
    assert handled == {"parts": {"予以公开": 3, "不予公开": 1, "由申请人撤回": 1}}


@pytest.mark.parametrize(
    ("text", "included"),
    [
        ("共受理申请5件", True),
        ("收到申请5件（含上年结转2件）", True),
        ("收到申请5件，其中上年结转1件", True),
        ("新收申请5件，上年结转1件", False),
        ("收到申请5件", False),
    ],
)
def test_a_count_says_whether_it_holds_carried_in_requests(text: str, included: bool) -> None:
    received = claims_in(text, REQUESTS)[0]
    assert (received.field, received.value, received.includes_carried) == ("received", 5, included)


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("全县共收到申请749件", {"scope": "全县"}),
        ("光明区共受理申请4件", {"scope": "光明区"}),
        ("公民向市政府及其办公室提出的政府信息公开申请5件", {"scope": "向市政府"}),
        ("各村公开信息600余条", {"scope": "各村"}),
        ("全镇共主动公开政府信息158条", {"own_area": "全镇"}),
        ("我镇共主动公开政府信息158条", None),
    ],
)
def test_counts_of_an_area_are_marked(text: str, detail: dict[str, str] | None) -> None:
    (claim,) = claims_in(text, REQUESTS)
    assert claim.detail == detail


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("行政复议1起，正在办理中", "尚未审结"),
        ("行政诉讼3件审理中", "尚未审结"),
        ("行政诉讼1件，至年末尚未审结", "尚未审结"),
        ("信息公开类行政复议9件已审结", "已审结"),
    ],
)
def test_disputes_say_whether_they_are_decided(text: str, status: str) -> None:
    (claim,) = claims_in(text)
    assert claim.detail == {"status": status}


def test_money_is_in_yuan_and_may_have_decimals() -> None:
    values = [claims_in(f"收取信息处理费{amount}")[0].value for amount in ("1.2万元", "86.5元")]
    assert values == [12000, 86.5]


# which years, which sections


def test_without_the_report_year_printed_years_decide_nothing() -> None:
    text = "2022年收到政府信息公开申请3件。去年收到政府信息公开申请4件。"
    assert [c.period for c in claims_in(text, year=None)] == ["year", "prior"]
    assert [c.period for c in claims_in(text, year=2022)] == ["year", "prior"]
    assert [c.period for c in claims_in(text, year=2024)] == ["prior", "prior"]


def test_only_narrative_sections_are_read() -> None:
    text = "主动公开信息1条。主动公开信息2条。主动公开信息3条。"
    sections = [
        Section("标题", "标题", 0, 9, "title"),
        Section("表格", "表格", 9, 18, "table"),
        Section("正文", "正文", 18, 27, "narrative"),
    ]
    assert [(c.value, c.section) for c in extract_claims(text, sections)] == [(3, "正文")]


def test_a_plan_section_states_no_facts() -> None:
    text = "组织培训3次。"
    assert claims_in(text, "（二）下一步工作打算") == []
    assert [c.value for c in claims_in(text, "（二）改进情况")] == [3]


def test_the_topic_of_a_run_in_heading_holds_until_the_next() -> None:
    text = "1.依申请公开方面。收到3件，办结2件。2.投诉举报方面。收到3件，办结3件。"
    assert [written(c) for c in claims_in(text)] == ["received=3", "handled=2"]


def test_damaged_layout_changes_no_number() -> None:
    plain = "全年主动公开政府信息120条，收到依申请公开2件，未发生行政复议。"
    wrapped = "全年主动公开政\n府信息\n120条，收到依申\n请公开 2 件，未发生行政\n复议。"
    marked = (
        "[bookmark: _GoBack]全年主动公开政府信息[bookmark: _Hlk7]120条，"
        "收到“依申请公开”2件，未发生行政复议。"
    )
    mirrored = "全年主動公(gong)開政府信息120條，收到依申請公開２件，未發生行政復議。"
    readings = [[written(c) for c in claims_in(t)] for t in (plain, wrapped, marked, mirrored)]
    assert readings == [["proactive_total=120", "received=2", "reconsideration=0!"]] * 4


@pytest.mark.parametrize(
    "text",
    [
        "申请人王某某、李四申请公开征地信息1件，已答复",
        "收到村民张大山提出的信息公开申请1件",
        "收到信息公开申请1件，申请人为陈明",
        "收到信息公开申请1件（申请人赵六）",
    ],
)
def test_applicants_are_not_repeated(text: str) -> None:
    (claim,) = claims_in(text, REQUESTS)
    assert (claim.field, claim.value) == ("received", 1)
    assert not any(name in claim.quote for name in ("王某某", "李四", "张大山", "陈明", "赵六"))


# fields


def test_every_field_names_cells_that_exist() -> None:
    cells = [cell for f in FIELDS for cell in (*f.cells, *f.cells_2019, *f.cells_carried)]
    for cell in cells:
        table, row, col = split_key(cell)
        axis = TABLES[table].row(row)
        assert col in {c.code for c in TABLES[table].row_cols(axis)}, cell
    assert FIELD["litigation"].cells == (
        "disputes.direct_litigation.total",
        "disputes.litigation_after_reconsideration.total",
    )
    assert FIELD["received"].cells_carried == (
        "requests.received.total",
        "requests.carried_in.total",
    )
    assert not FIELD["proactive_total"].cells


def test_field_codes_and_labels_are_unique_and_references_hold() -> None:
    assert len({f.code for f in FIELDS}) == len({f.label for f in FIELDS}) == len(FIELDS)
    assert all(total in FIELD for f in FIELDS for total in f.part_of)


# the real reports

SEED_CLAIMS = {
    "000": "proactive_total=214 interpretation=26 received=0 reconsideration=0! litigation=0! "
    "processing_fee=0!",
    "001": "processing_fee=0! processing_fee=0!",
    "002": "budget_disclosures=1 received=0! processing_fee=0!",
    "003": "proactive_total=18 received=0 reconsideration=0! litigation=0! new_media=71 "
    "complaints=0! processing_fee=0!",
    "004": "proactive_total=481 website=31 new_media=450 received=1 received=Δ0 "
    "accounts_closed=1 rectified=10~ meetings=2 training=2 rectified=10~ processing_fee=0! "
    "proposals_npc=2 proposals_cppcc=0!",
}


@pytest.mark.parametrize("number", sorted(SEED_CLAIMS))
def test_real_reports_claim_exactly_this(seeds: Path, number: str) -> None:
    (path,) = seeds.glob(f"{number}_*.txt")
    document = read(path)
    sections = find_sections(document)
    found = extract_claims(document.text, sections, identify(document, sections).year)
    assert " ".join(map(written, found)) == SEED_CLAIMS[number]
    assert all(c.quote == document.text[c.start : c.end] for c in found)


# any text


def in_chinese(number: int) -> str:
    """An independent rendering: 10,203 as 一万零二百零三."""
    if number >= 10**4:
        power, unit = (10**8, "亿") if number >= 10**8 else (10**4, "万")
        high, low = divmod(number, power)
        zero = "零" if 0 < low < power // 10 else ""
        return in_chinese(high) + unit + zero + (in_chinese(low) if low else "")
    digits = f"{number:04d}"
    text = "".join(
        "零" if digit == "0" else "零一二三四五六七八九"[int(digit)] + unit
        for digit, unit in zip(digits, ("千", "百", "十", ""), strict=True)
    )
    text = text.strip("零") or "零"
    while "零零" in text:
        text = text.replace("零零", "零")
    return text


RENDERINGS: dict[str, Callable[[int], str]] = {
    "arabic": str,
    "commas": "{:,}".format,
    "full width": lambda n: "".join(chr(ord(c) + 0xFEE0) for c in f"{n:,}"),
    "chinese": in_chinese,
    "chinese, ten": lambda n: in_chinese(n).removeprefix("一") if 10 <= n < 20 else in_chinese(n),
    "two": lambda n: in_chinese(n).replace("二千", "两千"),
}


@pytest.mark.parametrize("rendering", RENDERINGS)
@given(number=st.integers(0, 10**12 - 1))
def test_any_integer_in_any_rendering_is_read_back(rendering: str, number: int) -> None:
    printed = RENDERINGS[rendering](number)
    assert parse_number(printed) == number
    (match,) = find_numbers(f"公开{printed}条")
    assert (match.start, match.end, int(match.value)) == (2, 2 + len(printed), number)
    assert not match.approx


@given(number=st.integers(0, 10**8), rendering=st.sampled_from(sorted(RENDERINGS)))
def test_a_claim_has_the_value_printed(number: int, rendering: str) -> None:
    text = f"全年主动公开政府信息{RENDERINGS[rendering](number)}条。"
    (claim,) = claims_in(text)
    assert (claim.field, claim.value) == ("proactive_total", number)


PIECES = sorted(
    {
        *chain.from_iterable(text for _, text, _ in CASES),
        *(text for _, text, _ in CASES),
        *("其中", "（", "）", "，", "。", "；", "\n", "\t", "[bookmark: _x]", "《", "①", "𠀀"),
    }
)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12).map("".join))
def test_every_quote_is_verbatim_and_every_figure_is_printed(text: str) -> None:
    for claim in claims_in(text, REQUESTS):
        assert claim.quote == text[claim.start : claim.end]
        printed = "".join(text[claim.start : claim.number_end].split())
        if not claim.negated and (claim.value or not claim.relative):
            assert find_numbers(printed)[-1].value == abs(claim.value or 0)


@pytest.mark.parametrize("between", [" ", "\n", "[bookmark: _GoBack]"])
def test_digits_set_apart_are_neither_joined_nor_halved(between: str) -> None:
    assert claims_in(f"全年主动公开政府信息1{between}214条。") == []


def test_hostile_text_is_read_to_its_end() -> None:
    units = ("公开信息1条", "未收到申请；", "申请，", "9", "《", "（", "一", "其中收到申请1件。")
    text = "。".join(unit * 2000 for unit in units)
    found = claims_in(text, REQUESTS)
    assert sum(claim.value == 0 for claim in found) == 2000  # 未收到申请
    assert found[-1].quote == "其中收到申请1件"


# numerals


@pytest.mark.parametrize(
    ("text", "value", "approx"),
    [
        ("12", "12", False),
        ("１２", "12", False),
        ("1,234", "1234", False),
        ("１，２３４", "1234", False),
        ("十二", "12", False),
        ("四十余", "40", True),
        ("80余", "80", True),
        ("100多", "100", True),
        ("近百", "100", True),
        ("上千", "1000", True),
        ("约50", "50", True),
        ("超过1000", "1000", True),
        ("50左右", None, None),
        ("10.8万", "108000", False),
        ("十余万", "100000", True),
        ("1万多", "10000", True),
        ("1.5亿", "150000000", False),
        ("3千", "3000", False),
        ("两", "2", False),
        ("三千五百", "3500", False),
        ("三千五", "3500", False),
        ("一万二", "12000", False),
        ("一百零五", "105", False),
        ("二〇二四", "2024", False),
        ("二零二四", "2024", False),
        ("三十二條", None, None),
        ("0.5", "0.5", False),
        ("〇", "0", False),
        ("-8", "-8", False),
        ("负八", "-8", False),
        ("数十", None, None),
        ("几百", None, None),
        ("三五", None, None),
        ("百", None, None),
        ("十百", None, None),
        ("①", None, None),
        ("1,23", None, None),
        ("3-5", None, None),
        ("", None, None),
        ("无", None, None),
        ("9" * 31, None, None),
    ],
)
def test_a_text_that_is_one_number(text: str, value: str | None, approx: bool | None) -> None:
    assert parse_number(text) == (None if value is None else Decimal(value))
    if approx is not None:
        assert [m.approx for m in find_numbers(text)] == [approx]


def test_numbers_are_found_where_they_stand() -> None:
    text = "网站31，450条；近百件，十几次，数十篇，100条左右，贴近百姓"
    found = [(text[m.start : m.end], int(m.value), m.approx) for m in find_numbers(text)]
    assert found == [
        ("31", 31, False),
        ("450", 450, False),
        ("百", 100, True),
        ("十几", 10, True),
        ("100", 100, True),
    ]


WORDINGS = [
    *((term, field.signs) for field in FIELDS for term in (*field.terms, *field.bare)),
    *OTHER_THINGS,
    *((term, signs) for term, signs, _ in JOINT_TERMS),
]


@pytest.mark.parametrize(("term", "signs"), WORDINGS)
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_wording_holds_one_of_its_signs(term: str, signs: str, data: st.DataObject) -> None:
    wording = re.compile(term.replace("…", "[^#,]{0,8}?"))
    for match in wording.finditer(data.draw(st.from_regex(wording))):
        assert not match.group() or set(signs) & set(match.group())
