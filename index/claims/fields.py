"""The narrative fields as data: what each is called, how reports word it, which cells it restates.

Wordings are regular expressions over `Clause.text` (folded, # a figure, @ a year, ~ no count);
… is a short gap without figure or comma. The longest wording at the leftmost place wins, so that
政策解读信息 is an interpretation and not information at large.
"""

from __future__ import annotations

from dataclasses import dataclass

ITEMS = frozenset({"条", "件", "篇", "次", "份", "期", "则", "项", "条次", "件次", "篇次"})
CASES = frozenset({"件", "份", "宗", "起", "例", "次", "个", "项", "人次", "件次"})
APPLICATIONS = CASES | {"条"}
EVENTS = frozenset({"次", "场", "期", "场次", "批次"})
DECISIONS = frozenset({"件", "起", "项", "个", "宗", "例", "次", "份"})
PROBLEMS = frozenset({"处", "条", "个", "项", "件", "次"})
PEOPLE = frozenset({"名", "人", "位", "个"})

PUBLISHED = ("proactive_total", "website", "new_media", "wechat")  # totals by subject

_NEAR = r"(?:(?!维持|纠正|其他|等|涉及|领域)[^#]){0,14}"
_COUNT_GAP = (
    r"(?:情况|事项|工作|方面|案件|决定|处理|申请人?|办件|政府信息|信息|新收|新增|发生|收到|受理|办理"
    r"|全年|本年度?|年内|@|目前|分别|[的数量共计总累合为是均各有仅只达约近逾超过了:])*"
)
_TOTAL_GAP = (
    r"(?:情况|方面|工作)?:?(?:全年|本年度?|年内|@)?"
    r"(?:共|共计|累计|总计|合计|总数|总量|数量|达到?|为|是|了|约|近|有|逾|超过?|:)*"
    r"|(?:涉及|包括|涵盖|内容).{0,40}(?:共计?|合计|总计)"
)


@dataclass(frozen=True, slots=True)
class Field:
    """One narrative field.

    `terms` name the field; `bare` ones only where the passage is about `family` already (收到7件
    under 依申请公开). `gated` fields need that for every term. `zeroes`: 未/无 + term states a 0.
    `cells` are the statutory cells ("table.row.col") whose sum the field restates, `cells_2019`
    those of the 2019 form where they differ, `cells_carried` those of a count that includes
    requests carried in; all empty where no table has the number. `channel`: a place of publication
    (网站31条) whose number is no total. `part_of`: the totals it divides after 其中. `gap` is what
    may stand between term and figure.
    """

    code: str
    label: str
    short: str
    family: str
    units: frozenset[str]
    terms: tuple[str, ...]
    bare: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    cells_2019: tuple[str, ...] = ()
    cells_carried: tuple[str, ...] = ()
    gated: bool = False
    zeroes: bool = False
    channel: bool = False
    part_of: tuple[str, ...] = ()
    gap: str = _NEAR


def _rows(*codes: str) -> tuple[str, ...]:
    return tuple(f"requests.{code}.total" for code in codes)


_NOT_FOIA = r"(?!复议|诉讼|许可|低保|救助|建房|补贴|赔偿|入党)"
_REQUEST = r"申请(?!人|表|书|行政复议|复议|诉讼|公开|渠道|流程|方式|受理|指南|办理)"

FIELDS: tuple[Field, ...] = (
    Field(
        "proactive_total",
        "主动公开信息条数",
        "主动公开",
        "proactive",
        ITEMS,
        (
            r"(?:累计|共|全年|总计|合计)?(?:对外)?主动(?:对外)?(?:公开|发布|更新)"
            r"(?!基本|目录|清单|标准|指南|栏目|渠道|平台)的?(?:各类|各项|相关|有关)?(?:政府|政务|公开)?"
            r"(?:信息|文件|事项|内容)?(?:总数|总量|数量|数)?",
            r"(?:公开|发布|更新|公布|上传|编发)了?(?:各类|各项|各种|相关)?(?:[党场]务[、和]?)*(?:政府|政务|公开|有效)?"
            r"(?:信息|动态)(?!公开|平台|目录|指南|处理费)(?:总数|总量|数量|数)?",
            r"(?:公开|发布|更新|公布|上传)了?#(?:各类)?(?:政府|政务)?信息",
            r"信息公开(?:总数|总量|数量|条数|(?:共计?|累计|合计)(?=#))",
        ),
        bare=(r"(?:累计|全年|共|年内|总计)(?:共|累计|主动)?(?:公开|发布)(?=#)",),
        gap=_TOTAL_GAP,
    ),
    Field(
        "website",
        "政府网站发布条数",
        "网站",
        "proactive",
        ITEMS,
        (r"(?:政府|官方)?(?:门户)?网站(?:公开)?(?:专栏|栏目)?|(?:门户|官方|官|政务)网(?!络|站)",),
        channel=True,
        part_of=("proactive_total",),
    ),
    Field(
        "new_media",
        "政务新媒体发布条数",
        "新媒体",
        "proactive",
        ITEMS,
        (r"(?:政务)?新媒体(?:平台|账号|矩阵)?", r"(?:政务)?公众号"),
        channel=True,
        part_of=("proactive_total",),
    ),
    Field(
        "wechat",
        "微信发布条数",
        "微信",
        "proactive",
        ITEMS,
        (r"(?:政务)?微信(?!群|视频|小程序)(?:公众)?(?:账号|号|平台)?",),
        channel=True,
        part_of=("proactive_total",),
    ),
    Field(
        "weibo",
        "微博发布条数",
        "微博",
        "proactive",
        ITEMS,
        (r"(?:政务|官方)?微博",),
        channel=True,
        part_of=("proactive_total",),
    ),
    Field(
        "short_video",
        "短视频发布条数",
        "短视频",
        "proactive",
        ITEMS | {"个"},
        (r"(?:微信)?视频号|抖音号?|快手号?|短视频(?:平台|账号)?",),
        channel=True,
        part_of=("proactive_total",),
    ),
    Field(
        "interpretation",
        "政策解读条数",
        "政策解读",
        "proactive",
        ITEMS | {"个"},
        (
            r"(?:政策性?|规范性)?(?:文件)?(?:图文|图解|图片|文字|视频)?解读(?:类|性)?"
            r"(?:信息|材料|文件|活动|文章|视频|产品|稿件?)?(?:数量)?(?!比例|率|工作|流程|质量|不够)",
        ),
        part_of=PUBLISHED,
    ),
    Field(
        "received",
        "收到政府信息公开申请件数",
        "收到申请",
        "requests",
        APPLICATIONS,
        (
            r"依(?:法|规)?申请(?!公开(?:政府)?(?:信息公开)?(?:信息)?处理费)(?:公开)?(?:的)?(?:政府)?(?:信息)?(?:公开)?的?"
            r"(?:申请|办件|件|事项|来信|来件|请求)?"
            r"(?!人|流程|渠道|栏目|平台|指南|目录|制度|文书|台账|窗口)(?:数量?|总数)?",
            rf"(?:政府)?信息公开(?:的)?{_REQUEST}(?:数量?|总数)?",
            rf"要求…(?:政府)?信息(?:公开)?的?{_REQUEST}",
            rf"(?:书面|网络|网上|口头|信函|当面)…{_REQUEST}",
            r"申请公开…信息(?!处理费|公开)(?:数量)?",
        ),
        bare=(
            rf"(?:收到|受理|接到|接收|新收)(?:{_NOT_FOIA}[^#,、]){{0,16}}?{_REQUEST}"
            r"(?:数量?|总数)?",
            rf"{_REQUEST}(?:数量?|总数|件)?",
            r"(?:收到|受理|接收|接到|新收|收件|请求)(?:了|的)?(?=#)",
        ),
        cells=_rows("received"),
        cells_carried=_rows("received", "carried_in"),
        zeroes=True,
        gap=_COUNT_GAP,
    ),
    Field(
        "handled",
        "办结（答复）申请件数",
        "办结",
        "requests",
        CASES,
        (
            r"(?:按时|按期|依法|及时|均|全部)*(?<!未)(?:办结|答复|办理完毕|办理答复|回复)"
            r"(?!率|期限|时限|文书|模板|意见|流程|审核)",
            r"(?<!未)(?:办结|办理|处理|答复)(?:政府)?(?:信息公开|依申请公开)?(?:申请|办件)(?=#)",
            r"共办理|办理(?=#)",
        ),
        cells=_rows("total_processed"),
        gated=True,
        gap=_COUNT_GAP,
    ),
    Field(
        "carried_in",
        "上年结转申请件数",
        "上年结转",
        "requests",
        CASES,
        (
            r"(?:上一?年|去年)度?(?:未办结)?的?(?:无|没有|未有?)?(?:结转|转结|转入)"
            r"(?:至?(?:本|今)年度?)?的?(?:政府信息公开|信息公开|依申请公开)?(?:申请|办件)?",
            r"结转自?(?:上一?年|去年)度?|以前年度结转|(?:上一?年|去年)度?未办结",
        ),
        cells=_rows("carried_in"),
        part_of=("received",),
        gated=True,
        zeroes=True,
        gap=_COUNT_GAP,
    ),
    Field(
        "carried_out",
        "结转下年度继续办理件数",
        "结转下年度",
        "requests",
        CASES,
        (
            r"(?:结转|转结)(?:至|到|入)?(?:(?:下|次)一?年度?|@|明年)?(?:继续)?(?:办理|处理)?"
            r"的?(?:政府信息公开|信息公开|依申请公开)?(?:申请|办件)?",
            r"(?:转入|转至|转到|转|顺延)(?:至|到)?(?:(?:下|次)一?年度?|@)(?:继续)?(?:办理|处理)?",
            r"尚?未(?:办结|完结|办理完毕|答复)(?=#)",
        ),
        cells=_rows("carried_out"),
        gated=True,
        zeroes=True,
        gap=_COUNT_GAP,
    ),
    Field(
        "granted",
        "予以公开件数",
        "予以公开",
        "requests",
        CASES,
        (r"(?<!不)(?:予以|准予|同意|全部)公开(?!目录)",),
        cells=_rows("granted"),
        part_of=("received", "handled"),
        gated=True,
        gap=_COUNT_GAP,
    ),
    Field(
        "partially_granted",
        "部分公开件数",
        "部分公开",
        "requests",
        CASES,
        (r"(?:予以)?部分(?:予以)?公开|区分处理",),
        cells=_rows("partially_granted"),
        part_of=("received", "handled"),
        gated=True,
        zeroes=True,
        gap=_COUNT_GAP,
    ),
    Field(
        "denied",
        "不予公开件数",
        "不予公开",
        "requests",
        CASES,
        (r"不予以?公开|不同意公开|拒绝公开",),
        cells=_rows(
            "denied.state_secret",
            "denied.prohibited_by_law",
            "denied.security_stability",
            "denied.third_party_rights",
            "denied.internal_affairs",
            "denied.process_information",
            "denied.enforcement_files",
            "denied.administrative_query",
        ),
        part_of=("received", "handled"),
        gated=True,
        zeroes=True,
        gap=_COUNT_GAP,
    ),
    Field(
        "unavailable",
        "无法提供件数",
        "无法提供",
        "requests",
        CASES,
        (r"(?:无法|不能)提供",),
        cells=_rows(
            "unavailable.not_held",
            "unavailable.needs_creation",
            "unavailable.unclear_after_correction",
        ),
        part_of=("received", "handled"),
        gated=True,
        zeroes=True,
        gap=_COUNT_GAP,
    ),
    Field(
        "reconsideration",
        "行政复议件数",
        "行政复议",
        "disputes",
        CASES,
        (
            r"(?:被?申请|被?提起|引发|涉及|产生|发生)?(?:政府)?(?:信息公开)?类?(?:行政)?复议"
            r"(?!机关|机构|后|法|决定|维持|纠正|纠错)(?:申请|案件|案)?(?:数量?)?",
        ),
        cells=("disputes.reconsideration.total",),
        zeroes=True,
        gap=_COUNT_GAP,
    ),
    Field(
        "litigation",
        "行政诉讼件数",
        "行政诉讼",
        "disputes",
        CASES,
        (
            r"(?:被?提起|引发|引起|涉及|产生|发生)?(?:政府)?(?:信息公开)?类?(?:行政)?诉讼"
            r"(?!法|败诉|纠错|应诉)(?:案件|案)?(?:数量?)?",
            r"被起诉|被诉(?!人)",
        ),
        cells=(
            "disputes.direct_litigation.total",
            "disputes.litigation_after_reconsideration.total",
        ),
        zeroes=True,
        gap=_COUNT_GAP,
    ),
    Field(
        "normative_issued",
        "制发行政规范性文件件数",
        "制发规范性文件",
        "powers",
        DECISIONS,
        (
            r"(?:新)?(?:制定|制发|出台|印发|制作)了?(?:行政)?规范性文件(?:数量)?",
            r"(?:行政)?规范性文件(?:制发|制定|印发)(?:数量)?",
            r"(?:新)?(?:制定|制发|出台|印发|制作)了?#(?:行政)?规范性文件",
        ),
        cells=("proactive.normative_documents.issued",),
        cells_2019=("proactive_2019.normative_documents.made",),
        zeroes=True,
        gap=_COUNT_GAP,
    ),
    Field(
        "licensing",
        "行政许可处理决定数量",
        "行政许可",
        "powers",
        DECISIONS,
        (r"(?:办理|作出|实施|办结)?行政许可(?!信息|公示|服务|申请)(?:决定|事项|案件)?(?:数量)?",),
        cells=("proactive.licensing.decisions",),
        cells_2019=("proactive_2019.licensing.decisions",),
        zeroes=True,
        gap=_COUNT_GAP,
    ),
    Field(
        "penalties",
        "行政处罚处理决定数量",
        "行政处罚",
        "powers",
        DECISIONS,
        (r"(?:办理|作出|实施|办结)?行政处罚(?!信息|公示)(?:决定|事项|案件)?(?:数量)?",),
        cells=("proactive.penalties.decisions",),
        cells_2019=("proactive_2019.penalties.decisions",),
        zeroes=True,
        gap=_COUNT_GAP,
    ),
    Field(
        "training",
        "培训次数",
        "培训",
        "assurance",
        EVENTS | {"个"},
        (
            r"(?:培训|业务学习|集中学习)(?!人员|人次|计划|对象|内容|材料)(?:会议|会|班|活动|课|讲座)?",
        ),
    ),
    Field(
        "meetings",
        "会议次数",
        "会议",
        "assurance",
        EVENTS | {"个"},
        (
            r"(?:专题|工作|推进|调度|部署|领导小组)*(?:会议|推进会|调度会|部署会|工作会|座谈会|专题会"
            r"|联席会|动员会|例会)(?!室|纪要|精神|解读|议定|公开)",
            r"开会",
        ),
    ),
    Field(
        "accounts_closed",
        "关停政务新媒体账号数",
        "关停账号",
        "accounts",
        frozenset({"个", "家", "户"}),
        (
            r"(?:关停|注销|关闭|停用|撤并|清理)…(?:新媒体|微信|微博|公众号|抖音|快手|账号)+",
            r"(?:关停|注销|关闭|停用|撤并|清理)了?#…(?:新媒体|微信|微博|公众号|抖音|快手|账号)+",
        ),
        zeroes=True,
    ),
    Field(
        "proposals_npc",
        "承办人大代表建议件数",
        "人大建议",
        "proposals",
        CASES - {"次", "人次"},
        (r"(?:全国|[省市县区镇乡旗])?级?人大(?:代表)?的?(?:建议|议案|意见)+(?:办理|办结|答复)?",),
        zeroes=True,
    ),
    Field(
        "proposals_cppcc",
        "承办政协提案件数",
        "政协提案",
        "proposals",
        CASES - {"次", "人次"},
        (r"(?:全国|[省市县区镇乡旗])?级?政协(?:委员)?的?(?:提案|建议|意见)+(?:办理|办结|答复)?",),
        zeroes=True,
    ),
    Field(
        "processing_fee",
        "信息处理费（元）",
        "信息处理费",
        "fees",
        frozenset({"元"}),
        (
            r"(?:政府)?(?:信息公开)?(?:信息)?处理费用?(?:收费)?(?:通知书)?(?!管理|标准)",
            r"收费(?!标准|管理|办法|依据|项目)(?:通知书|情况|金额)?",
            r"收取…费用",
        ),
        zeroes=True,
    ),
    Field(
        "complaints",
        "投诉举报件数",
        "投诉举报",
        "complaints",
        APPLICATIONS,
        (
            r"(?:意见)?(?:信访)?(?:投诉|举报)+(?!电话|渠道|邮箱|信箱|平台|处理|受理|制度|机制)"
            r"(?:案件|件|信息)?",
        ),
        zeroes=True,
    ),
    Field(
        "staff",
        "政务公开工作人员数",
        "工作人员",
        "assurance",
        PEOPLE,
        (
            r"(?:专职|兼职|专兼职)(?:…(?:人员|信息员|联络员|管理员))?",
            r"(?:配备|配置|设置|确定|明确|现有|安排|落实|指定|选派)…(?:人员|信息员|联络员|管理员|专干)",
        ),
    ),
    Field(
        "rectified",
        "整改问题数",
        "整改问题",
        "assurance",
        PROBLEMS,
        (
            r"整改(?!率|情况|报告|通知|方案|措施)(?:完成|落实|到位)?(?:各类|相关)?"
            r"(?:问题|错误|错链|隐患|表述)*",
        ),
    ),
    Field(
        "budget_disclosures",
        "预决算公开次数",
        "预决算公开",
        "proactive",
        ITEMS - {"项"},
        (
            r"(?:公开|公布|发布)?(?:镇|乡|街道|本级)?(?:部门|财政|年度|政府)*"
            r"(?:预算?、?和?决算|预算|决算|三公经费)(?:公开|信息|报告|报表|情况)*",
        ),
        part_of=PUBLISHED,
    ),
    Field(
        "messages",
        "留言咨询件数",
        "留言咨询",
        "messages",
        APPLICATIONS | {"封"},
        (
            r"(?:群众|网民|网友|市民|公众|领导信箱|[镇乡]长信箱|书记信箱|网上|网络|在线|线上|电话)*"
            r"(?:留言|咨询|来信|信件)(?!台|服务|电话|点|专区|窗口|渠道|来访)",
        ),
    ),
    Field(
        "hotline",
        "12345热线件数",
        "12345热线",
        "messages",
        APPLICATIONS,
        (
            r"12345…(?:热线|平台)?(?:转办|交办)?(?:工单|诉求)?",
            r"(?:政务服务|便民)热线(?:工单|诉求)?",
        ),
    ),
)

FIELD: dict[str, Field] = {field.code: field for field in FIELDS}

# Wordings that claim a figure for something no field covers, so that no neighbour takes it.
OTHER_THINGS: tuple[str, ...] = (
    r"(?:村级?)?(?:务)?(?:公示栏|公开栏|宣传栏|公告栏|公示板|公示牌)|电子屏|显示屏|微信群|小程序|短信|广播|大喇叭",
    r"宣传(?:册|单|页|手册|资料)|明白纸|折页|简报|报刊|电视|横幅|查阅点|档案馆|图书馆|今日头条|栏目|专栏|专区",
    r"行政事业性收费|其他对外管理服务事项|政府集中采购",
    r"规范性文件|现行有效|废止|失效|未经复议直接起诉|复议后(?:起诉|诉讼)",
    r"公开[^#,]{0,6}行政(?:许可|处罚|强制)",
    r"点击[量率]?|浏览量?|阅读量?|播放量?|访问量?|关注|粉丝|点赞|参训|参会|参与|参加人员|覆盖",
    r"新闻发布会|发布会|听证会|代表大会|开放日",
    r"(?:低保|救助|许可|建房|补贴|入党|赔偿)…申请",
    r"信访|不予处理|其他处理|撤[回销]",
)

# One wording that names two fields at once: a zero is a zero of both, another number of neither.
JOINT_TERMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(?:行政)?复议诉讼(?:案件|案)?", ("reconsideration", "litigation")),
    (
        r"人大(?:代表)?[、和及与]?政协(?:委员)?的?(?:建议|提案|意见|、)+|(?:建议|议案)提案",
        ("proposals_npc", "proposals_cppcc"),
    ),
)
