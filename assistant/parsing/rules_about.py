"""Rules for questions about the tool's own ways: 能自动查错吗, 怎么导出, 还差谁没交, 以哪个为准.
The answers are texts of assistant/about.py, with what is held or found where that is asked."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.about import find_about
from assistant.measures import measure
from assistant.parsing.build import build
from assistant.parsing.parts import joined
from assistant.parsing.reading import Reading
from assistant.parsing.rules_quality import quality
from assistant.parsing.scope import own_bodies
from assistant.plan import Plan

_TOOL = "(?:你们?|您|系统|工具|软件|平台|网站|助手|机器人|程序|这里|这儿|这个|本系统)"
_FAULTS = "(?:错误?|误|漏|勾稽(?:关系)?|数据质量|填报(?:质量|错误)|毛病|逻辑)"
_CHECKS = re.compile(
    "(?:自动|会不会|会|能不能|能否|能|可以|可不可以|支持|智能)(?:地|去|自动|帮我|帮忙)*"
    f"(?:查|核|校|纠|检查|核查|核对|校验|检测|审核|发现|识别)(?:出|到)?{_FAULTS}(?:吗|么|不|没|嘛|[,，?？]|$)"
    "|(?:检查|核对|校验|核查|检测|质检|查错|纠错|勾稽)(?:都|分别|一共|共|了|的|时)*(?:有|是|包括|包含|看)?"
    "(?:哪些|哪几|什么|多少|几)(?:个|条|种|样)?(?:项目?|规则|关系|内容)"
    "|(?:核对|校验|检查|核查|质检|查错)的?(?:规则|项目)(?:都|分别|一共|共)?(?:有|是|包括)(?:哪|什么|几|多少)"
)
_CITED = re.compile(
    "(?:给|带|有|注|标|附|提供|说|列)(?:不给|没有|不带)?(?:出|明|上)*(?:处|出处|来源|引用|原文)(?:吗|么|不|没)"
    "|(?:能|可以|会|可)(?:不能|不可以|不会|否)?(?:追溯|溯源|定位|核对|查)(?:到|回)?(?:原文|原表|哪一?[行格列页]|第几[行格列页]|出处|来源)"
    "|(?:定位|追溯|精确|具体)到.{0,5}(?:第几|哪一?|原文|单元格|[行格列])"
)
_ANSWERS = re.compile(f"{_TOOL}|回答|答案|结果|数字?|数据")
_WRITTEN = re.compile(
    "(?:报告|年报|材料)(?:都)?(?:是)?(?:由|让)?谁(?:来)?(?:写|编|做|发布|公布|出|填)"
    "|谁(?:来)?(?:写|编写?|编制|发布|公布|出)的?(?:这些|这)?(?:报告|年报|材料)"
)
_TRUE = re.compile(
    "(?:报告|年报|材料|数据|数字|这些|东西).{0,8}"
    "(?:真的?(?:还是)?假的?|真假|是不是真的|是真的吗|真不真|造假|编的|伪造)"
)
_QUOTING = re.compile(
    "(?:怎么|如何|怎样|咋|该怎么|应该怎么|规范|格式).{0,3}(?:引用|注明(?:出处|来源)|标注(?:出处|来源)|写参考文献)"
    "|(?:引用|引注|参考文献)(?:要|该|应该)?(?:怎么|如何|怎样|咋)(?:写|列|标|注)|(?:引用|引注|参考文献)的?(?:格式|规范|方式|写法)|(?:引用|引注)(?:格式|时|应该|该|要)(?:怎么|如何|注意|写)"
)
_NAMESAKES = re.compile(
    "(?:同名|重名|名字(?:一样|相同)|叫一样).{0,12}(?:怎么|如何|咋|怎样|靠什么|能不能|会不会|分得|能)"
    ".{0,6}(?:区分|分辨|分清|分开|区别|辨别|分得?[清开]|处理|认|弄混|搞混|混)"
    "|(?:怎么|如何|会不会|能不能|靠什么|凭什么|用什么|拿什么).{0,6}(?:区分|分辨|分清|搞混|弄混|混淆).{0,6}(?:同名|重名)"
)
_ORIGINAL = re.compile(
    "(?:是|算|属于|都)?(?:不是)?(?:官方|政府|权威)的?(?:原文|原始|原件|正式)|(?:是|算)(?:不是)?(?:官方|政府)(?:的)?(?:数据|数字|说法|发布|公布|的)+(?:吗|么|不|[,，?？]|$)"
    "|(?:数据|数字|内容|报告|原文)(?:都)?(?:有没有|有|没)(?:被|人|给)*(?:改|动)过"
    f"|{_TOOL}?(?:会不会|会|有没有|是不是|能不能)(?:自己|擅自|偷偷|随便|私下|给)*(?:改|动|编|造|加工|美化|篡改|修改)(?:过|了|动|写)?(?:一下)?(?:这些|里面的|原来的|报告的?)?(?:数据|数字?|内容|报告|东西)"
    "|(?:数据|数字|东西|报告|材料|资料|内容|这些)(?:都)?(?:是|从)?(?:由)?(?:谁|哪个(?:单位|部门))(?:给|提供|弄|放|录|传|交|供)(?:进来|上来|给你|你)?的"
    f"|{_TOOL}[^,，。?？]{{0,8}}(?:收(?:了)?(?:钱|好处)|花钱请|被收买|说好话|替(?:政府|谁|他们)说话|站在?谁)"
)
_AS_WHAT = (
    "(?:怎么|怎样|如何|咋|该怎么|按什么|按啥|当什么|当啥|当作什么)(?:来|去|个)?(?:处理|对待|算|编码?|记|计|标|当|统计|排|显示|录|填|取值|赋值|看待|理解)(?!的)"
    "|(?:怎么|如何|咋)(?:来|去)?(?:处理|对待|算|统计|记|计|显示)的(?:[?？呢啊]|$)"
)
_AS_NONE = (
    "(?:按|当|算|作|记|计|视)(?:成|为|作|是)?(?:是)?(?:0|零).{0,8}(?:还是|或者?).{0,8}(?:未填|没填|缺失|空|不适用|缺|没有数|别的)"
    "|(?:按|当|算|作|记|计|视)(?:成|为|作|是)?(?:未填|没填|缺失值?|空|不适用).{0,8}(?:还是|或者?).{0,8}(?:0|零)"
)
_NO_FIGURE = (
    "(?:缺失值?|缺失数据|缺值|缺数|空值|空白(?:格|单元格|项)?|留空|为空|空着|是空|没填|未填|没有数字?|没报数|看不清|缺表"
    "|不适用|斜杠|横杠|斜线|横线|[“\"'][/—-][”\"']|[填写印打画标][着了]?的?(?:是)?[/—-])"
)
_MISSING = re.compile(
    f"{_NO_FIGURE}[^。;；?？]{{0,24}}(?:{_AS_WHAT}|{_AS_NONE})"
    f"|(?:{_AS_WHAT}|{_AS_NONE})[^。;；?？]{{0,6}}{_NO_FIGURE}"
)
_CODES = re.compile(
    "(?:区划|行政区划|地区|机构|统一社会信用|单位|乡镇)(?:代码|编码|编号|id|code)"
    "|(?:township|town|county|admin(?:istrative)?)[ _]?(?:code|id)s?"
    "|唯一(?:的)?(?:标识|编号|编码|id)|(?:标识|识别)(?:码|符|号)|主键"
)
_EXPORTS = re.compile(
    "(?:能|能否|能不能|可以|可否|可不可以|怎么|如何|咋|支持|怎样|要|想|请|帮我|有没有|给我|直接|一键|批量).{0,8}"
    "(?:导出|下载|另存|存成|存为|转成|转为|输出(?:成|为|到))"
    "|(?:导出|下载|另存|存成|输出)(?:成|为|到)?.{0,3}(?:excel|csv|xlsx?|parquet|jsonl?|表格|文件)|^导出(?:功能|数据|结果)?"
    "|(?:有没有|有无|提供不提供|提供|给不给|支持)(?:不支持)?(?:excel|csv|xlsx|parquet|json)"
    "|(?:excel|csv|xlsx|parquet|json)(?:版|格式)?的?.{0,4}(?:有没有|有吗|有么|能给|可以给|给我)",
    re.IGNORECASE,
)
_EXPORTED = re.compile(
    "导出|excel|csv|xlsx?|parquet|json|结果|总?表(?!单)|数据|清单|答案|明细|名单"
)
_NOT_EXPORTED = re.compile(
    "申请表|指南|办事|全文|原文|原件|附件|年报下载|报告下载|下载(?:年报|报告|文件)"
)
_ACCURACY = re.compile(
    "(?:识别|抽取|提取|读取|解析|ocr|回答|你们?的?|系统的?|工具的?).{0,8}(?:准确率|正确率|错误率|误差|精度|准确度|出错率)"
    "|(?:准确率|正确率|错误率|出错率|误差率).{0,6}(?:多高|多少|多大|几成|如何|怎么样|百分之)"
)
_ROUGH = re.compile(
    "(?:按|算|当|作|记|计|取|读)(?:成|作|为|了)?(?:是)?(?:多少|几)(?:条|件|个|篇)?(?:算|计|统计|处理|来算|加)"
    "|(?:近|约|余|多|大约|左右|约数|概数).{0,8}(?:怎么|如何|咋|怎样)(?:算|计|统计|处理|读|认|入库)"
    "|(?:约数|概数|模糊(?:的)?(?:数字?|说法)).{0,8}(?:怎么|如何|咋|按多少)"
)
_SUMMARY = re.compile(
    "(?:全[县市区]的?|[县市区]里的?|[县市区]政府的?|[县市区]级的?|汇总的?|全域的?)(?:汇总|合计|数|报告|年报|数据|那份).{0,10}(?:和|跟|与|加|同).{0,10}"
    "(?:乡镇|街道|各镇|下面|下属|所辖|镇).{0,10}(?:加总|相加|加起来|加在一起|加到一起|重复|合并|加得|加一起|求和|一[起块]儿?(?:加|算|统计|汇总)|并在一起|合在一起)"
    "|(?:乡镇|街道|各镇|下面|下属|所辖).{0,10}(?:和|跟|与|加|同).{0,8}(?:全[县市区]|[县市区]政府|[县市区]级|汇总).{0,10}"
    "(?:加总|相加|加起来|加在一起|加到一起|重复|合并|加一起|求和|一[起块]儿?(?:加|算|统计|汇总)|并在一起|合在一起)"
    "|(?:[县市区]政府|[县市区]级|汇总|全[县市区])[^,，。]{0,10}(?:重复(?:计算|统计|算)|算重|加重)"
    "|(?:[县市区](?:政府|府|级|里|上|那|汇总|总)|全[县市区]|汇总)[^,，。镇乡局]{0,8}(?:要不要|用不用|该不该|能不能|可不可以|应不应该|需要|应该|可以|要|该|能)"
    "(?:一起|一并|也|再|给|都)*(?:加|算|计)(?:进去?|进来|上去?|入|到一[起块])(?:总数|合计|里|里面|去)*(?:吗|么|不|[呢啊?？]|$)"
    "|(?:算不算|包不包括|包不包含|含不含|是否(?:包括|包含|计入|算)|算没算|计不计|有没有(?:算|包括|包含|计))(?:在|进|入|到)?.{0,8}"
    "(?:合计|总数|汇总|总计)(?:数)?(?:里|中|内|之)?"
    "|(?:合计|总数|总计)(?:数)?(?:里|中|内|里面)?(?:有没有|含不含|包不包括|包不包含|是否|是不是|算不算)(?:含|包括|包含|算|算上|计入)?"
    ".{0,4}(?:局|部门|管委会|县|街道|农场)"
)
_WHICH_COUNTS = re.compile(
    "(?:以|按|信|看|听|认)(?:哪一?[个边份种]|谁|什么)(?:的)?(?:为准|算数?|作数|为主|来算|的)?"
    "|(?:哪一?[个边]|谁)(?:的)?(?:为准|算数|作数|说了算|优先|更权威|更可信|有效)|以(?:表格?|正文|文字).{0,3}为准"
)
_SIDES = re.compile("正文|文字|叙述|文表|表文|图文")
_DIFFER = re.compile("冲突|矛盾|不一致|不一样|对不上|不同|打架|不符|有出入|不等")
_LACKING = re.compile(
    "(?:收|交|报|上报|报送|提交|凑|到)(?:得)?(?:齐(?:全)?|全)(?:了|没|吗|么|不|否|[,，?？]|$)|(?:齐|全)(?:了没|了吗|不齐|没齐)"
    "|(?:还|都|就|又)(?:差|缺|少)(?:了)?(?:谁|哪|几家|几个单位|多少家)|(?:差|缺|少)(?:哪几?家|哪些单位|谁家?的)"
    "|(?:谁|哪[些几]?[家个]?(?:单位|乡镇|镇|街道|机关|部门)?)(?:还|都)?(?:没有?|未|漏)(?:按时)?(?:交|报|上报|报送|提交)(?!过)"
    "(?:了|的|上来)?(?:\\d+年度?的?)?(?:年报|报告|材料|$|[?？])"
    "|(?:谁|哪[些几]?[家个]?(?:单位|乡镇|镇|街道|机关|部门)?)(?:还|都)?(?:没有?|未)(?:按时)?(?:公布|发布|公开)(?:\\d+年度?的?)?(?:年报|报告)"
)
_UNPUBLISHED = re.compile("(?:没有?|未)(?:按时)?(?:公布|发布|公开)(?:\\d+年度?的?)?(?:年报|报告)")
_WHOLE = re.compile(
    "有没有漏|漏了谁|漏了哪|是不是都(?:交|报|在)|都(?:交|报|收)(?:了|上来|齐)(?:没|吗)"
)
_OF_REPORTS = re.compile("年报|报告|材料|收|交|报送|上报|还差|单位")

_OWN_OR_AREA = re.compile(
    "(?:全[县市区]|整个[县市区]|[县市区]域|全域|汇总|(?:下面|下属|所辖|各)(?:的)?(?:乡镇|街道|镇|部门))[^,，。?？]{0,10}(?:还是|或者?是?)"
    "[^,，。?？]{0,12}(?:自己|本级|本机关|本单位|机关|政府办|[县市区]府办?|办公室|一家)"
    "|(?:自己|本级|本机关|本单位|机关|政府办|[县市区]府办?|办公室|一家)[^,，。?？]{0,8}(?:还是|或者?是?)[^,，。?？]{0,6}(?:全[县市区]|整个[县市区]|全域|汇总)"
)
_SAME = re.compile(
    "(?:是不是|是否|是|算|算不算|属于|就是|不是)(?:同?一个|同一)(?:地方|地儿|地|单位|镇|县|区|东西|所在|机关)|(?:是|算)?(?:不是)?(?:一回事|两码事)"
    "|(?:有什么|有啥|什么|啥)(?:关系|区别)(?:吗|么|没|[?？]|$)|(?:什么|啥)关系"
)
_COPIED = re.compile(
    "(?:照抄|抄(?:袭|下来|过来|了)?|照搬|复制|沿用|雷同|一字不[差改变]|一模一样|套用).{0,10}(?:上年|上一年|去年|往年|前一年|旧年|以前)"
    "|(?:上年|上一年|去年|往年|前一年|旧|以前).{0,12}(?:照抄|抄(?:袭|下来|过来|了|的)|照搬|复制|雷同|一模一样|套用|直接拿来)"
    "|(?:忘了?|没有?|未)(?:改|换)(?:年份|年度|年号|日期)"
)
_MOST_ODD = re.compile(
    "(?:最|比较|更)(?:可疑|不靠谱|不可靠|靠不住|离谱|不可信|有问题|蹊跷|不对劲|不准)|(?:问题|错误?|毛病|疑点|瑕疵|硬伤)最(?:多|大|严重)"
)
_ODD = re.compile(
    "数据|数字|表|填报|勾稽|质量|(?:报告|年报).{0,6}最(?!多)|最[^多大严]{1,4}的?(?:报告|年报)"
)
_PART_OF = re.compile(
    "(?:里|中|当中|里面|之中|其中|里头)(?:的)?(?:.{0,4})(?:占|有多少是|多少是|几成|比例|份额)"
)

_PLAIN = (
    ("自动核对", _CHECKS),
    ("答案的出处", _CITED),
    ("引用的格式", _QUOTING),
    ("同名的单位", _NAMESAKES),
    ("识别的准确率", _ACCURACY),
    ("报告的来历", _WRITTEN),
    ("报告的来历", _TRUE),
    ("报告的来历", _ORIGINAL),
    ("单位的编码", _CODES),
    ("导出", _EXPORTS),
)


def about(reading: Reading) -> Plan | None:
    """What the tool does, holds or adds up, where no figure of a report is asked for."""
    if reading.english:
        return None
    for rule in _RULES:
        told = rule(reading)
        if told is not None:
            return told
    figures = reading.asked.all or reading.has("most", "top", "share")
    if figures or reading.places.bodies or reading.years.years:
        return None
    for term, asked in _PLAIN:
        said = asked not in (_WRITTEN, _QUOTING) and reading.has("mention", "not_mention")
        if not said and asked.search(reading.text) and _fits(term, reading):
            return about_term(reading, term)
    return None


def _fits(term: str, reading: Reading) -> bool:
    """Whether the words are of the tool, not of bodies or of what their reports say."""
    of_bodies = reading.has("unit", "type", "report") and reading.has("which", "howmany")
    if term == "答案的出处":
        return reading.before is None and _ANSWERS.search(reading.text) is not None
    if term == "导出":
        said = _EXPORTED.search(reading.text) and not _NOT_EXPORTED.search(reading.text)
        return bool(said) and not of_bodies
    return term not in ("自动核对", "识别的准确率") or not of_bodies


def about_term(reading: Reading, term: str) -> Plan:
    """The text of `term`, of no place or year."""
    assert find_about(term) is not None, term
    plan = build(reading, "definition", term=term)
    return plan.model_copy(update={"notes": ()})


def _which_counts(reading: Reading) -> Plan | None:
    """正文和表格冲突时以哪个为准: what counts, then the reports where they differ."""
    sides = _SIDES.search(reading.text) and ("表" in reading.text or "正文" in reading.text)
    if not sides or _WHICH_COUNTS.search(reading.text) is None:
        return None
    if reading.asked.all or not (_DIFFER.search(reading.text) or "为准" in reading.text):
        return None
    told = about_term(reading, "正文与表格不一致")
    return joined([told, build(reading, "quality", rules=("narrative_mismatch",))])


def _all_in(reading: Reading) -> Plan | None:
    """都收齐没有，还差谁: that it cannot be told, then what is held, by body."""
    asks = _LACKING.search(reading.text) or _WHOLE.search(reading.text)
    if asks is None or _OF_REPORTS.search(reading.text) is None:
        return None
    figures = reading.asked.all or reading.asked.hints or reading.given
    other = (figures and not _UNPUBLISHED.search(reading.text)) or reading.places.bodies
    if other or reading.has("table", "table_side", "section", "topic", "how", "why", "silent"):
        return None
    told = about_term(reading, "是否收齐")
    return joined([told, build(reading, "corpus", aspect="bodies")])


def what_a_sum_holds(reading: Reading) -> Plan | None:
    """县政府汇总数和下面乡镇的数能加总吗, 市场监管局算不算在乡镇合计里面: what a sum holds."""
    numbers = reading.has("howmany", "number", "most", "share", "which", "compare")
    if numbers or _SUMMARY.search(reading.text) is None:
        return None
    return about_term(reading, "合计的范围")


def _rough(reading: Reading) -> Plan | None:
    """“四十余条”按多少算: how such words are counted; of one report with its figure."""
    if _ROUGH.search(reading.text) is None or reading.has("quality", "most", "share"):
        return None
    told = about_term(reading, "约数")
    measured = [m for mention in reading.asked.all for m in mention.measures(False)]
    stated = tuple(m for m in measured if m.claim)
    if not reading.places.bodies or not measured:
        return told if not measured and re.search("约|余|近|概", reading.text) else None
    if not stated or not re.search("约|余|近|多[条件]", reading.text):
        return None
    known = tuple(t for t in reading.tokens if t.sort not in ("text", "number", "howmany"))
    return joined([build(replace(reading, tokens=known), "value", measures=stated), told])


def _no_figures(reading: Reading) -> Plan | None:
    """缺失值怎么编码, 斜杠按零处理还是按未填处理: how the kinds of nothing are kept apart; of one
    body with the figure named, or with the tables where such cells may stand."""
    text = reading.text
    if _MISSING.search(text) is None or reading.has("most", "top", "share", "compare", "trend"):
        return None
    if reading.before is not None or (reading.has("why") and not reading.has("state")):
        return None
    told = about_term(reading, "没有数字的几种情形")
    measured = tuple(m for mention in reading.asked.all for m in mention.measures(False))
    named = {body.name for body in reading.places.bodies}
    if len(named) != 1:
        return None if named or reading.places.regions or reading.has("which") else told
    kept = ("body", "stem", "region", "type", "year", "stop", "mark")
    bare = replace(reading, tokens=tuple(t for t in reading.tokens if t.sort in kept))
    if measured:
        return joined([told, build(bare, "value", measures=measured)])
    if "not_applicable" not in reading.codes("state"):
        return joined([told, build(bare, "quality", rules=("blank_cells", "missing_table"))])
    rows, note = tuple(map(measure, _ROWS)), "列各表的主要各行，看填的是数、空白还是“/”"
    return joined([told, build(bare, "value", measures=rows, notes=(note,))])


_ROWS = (
    "regulations:in_force", "normative_documents:in_force", "licensing", "penalties",
    "coercive_measures", "fees", "received", "carried_in", "total_processed", "carried_out",
    "reconsideration", "litigation",
)  # fmt: skip


def _own_or_area(reading: Reading) -> Plan | None:
    """那份是全县的数还是县府办自己的, with no figure named: one figure, with what it covers."""
    places = reading.places
    if _OWN_OR_AREA.search(reading.text) is None or reading.asked.all or reading.given:
        return None
    bodies = places.bodies
    if not bodies and len(places.regions) == 1:
        bodies = own_bodies(reading.held, places.regions[0])
    if len({body.name for body in bodies}) != 1:
        return None
    known = tuple(t for t in reading.tokens if t.sort != "text")  # 县府办自己
    placed = replace(places, bodies=bodies, regions=(), types=())
    own = replace(reading, tokens=known, places=placed)
    note = "以新收申请为例，同一份报告的其他数字口径相同"
    figure = (measure("received"),)
    return build(replace(own, whole_area=True), "value", measures=figure, notes=(note,))


def _same_place(reading: Reading) -> Plan | None:
    """望川镇和望川区是一个地方不: where the bodies named are, which are apart from any region."""
    bodies, regions = reading.places.bodies, list(reading.all("region"))
    if not bodies or len(bodies) + len(regions) < 2 or _SAME.search(reading.text) is None:
        return None
    if reading.asked.all or reading.asked.hints or reading.has("topic", "howmany", "quality"):
        return None
    named = "、".join(dict.fromkeys(token.text for token in regions))
    said = (
        f"“{named}”是县一级或以上的地方，与所列单位不是一回事。" if named else "所列是不同的单位。"
    )
    alone = replace(reading, places=replace(reading.places, regions=()))
    plan = build(alone, "corpus", aspect="places")
    return plan.model_copy(update={"left_out": (*plan.left_out, said)})


def _copied(reading: Reading) -> Plan | None:
    """有没有把上年数据直接抄下来的: no check of ours."""
    asks = (
        reading.has("which", "whether", "has", "howmany", "unit", "type") or reading.places.bodies
    )
    if not asks or _COPIED.search(reading.text) is None or reading.asked.all:
        return None
    if reading.has("mention", "topic", "as_problem", "text_side"):
        return None
    return about_term(reading, "照抄上年")


def _most_odd(reading: Reading) -> Plan | None:
    """数据最可疑的是哪三份: there is no such order, but all that is found."""
    if _MOST_ODD.search(reading.text) is None or _ODD.search(reading.text) is None:
        return None
    if reading.asked.all or reading.asked.hints or reading.places.bodies or reading.has("mention"):
        return None
    if not reading.has("which", "top", "unit", "number"):
        return None
    told, found = about_term(reading, "可疑的程度"), quality(reading)
    rules = found.rules if found is not None and found.kind == "quality" else ()
    return joined([told, build(reading, "quality", rules=rules)])


def _part_of_area(reading: Reading) -> Plan | None:
    """南屏县合计146件新收里乡镇占了多少: the towns' own sum, which is no part of the area's."""
    regions, kind = reading.places.regions, reading.first("type")
    if not regions or kind is None or reading.places.bodies or not reading.asked.all:
        return None
    first = min(mention.at for mention in reading.asked.all)
    if reading.tokens[first].start > kind.start or _PART_OF.search(reading.text) is None:
        return None
    if reading.has("most", "top", "which", "each", "bound", "none"):
        return None
    figures = tuple(m.measures(False)[0] for m in reading.asked.all)[:1]
    known = tuple(t for t in reading.tokens if t.sort not in ("number", "share"))
    asked = replace(reading.asked, limits=(), mentions=reading.asked.all)
    own = replace(reading, tokens=known, asked=asked)
    total = build(own, "aggregate", measures=figures, function="sum")
    return joined([about_term(reading, "合计的范围"), total])


_RULES = (
    _which_counts,
    _all_in,
    what_a_sum_holds,
    _rough,
    _no_figures,
    _own_or_area,
    _same_place,
    _copied,
    _most_odd,
    _part_of_area,
)
