"""Fields of publication: totals, channels, interpretation (no table has these numbers)."""

from __future__ import annotations

from index.claims.field import ITEMS, TOTAL_GAP, Field

_WHOLES = ("proactive_total", "website", "new_media", "wechat")  # what subjects divide

PUBLISHED: tuple[Field, ...] = (
    Field(
        "proactive_total",
        "主动公开信息条数",
        "主动公开",
        "proactive",
        "动息开布",
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
        gap=TOTAL_GAP,
    ),
    Field(
        "website",
        "政府网站发布条数",
        "网站",
        "proactive",
        "网",
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
        "媒众",
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
        "微",
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
        "博",
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
        "频抖快",
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
        "读答",
        ITEMS | {"个"},
        (
            r"政策(?:性|类)?问答(?:类|性)?(?:信息|材料|稿件?)?(?:数量)?",
            r"(?:政策性?|规范性)?(?:文件)?(?:图文|图解|图片|文字|视频)?解读(?:类|性)?"
            r"(?:信息|材料|文件|活动|文章|视频|产品|稿件?)?(?:数量)?(?!比例|率|工作|流程|质量|不够)",
        ),
        part_of=_WHOLES,
    ),
    Field(
        "budget_disclosures",
        "预决算公开次数",
        "预决算公开",
        "proactive",
        "算费",
        ITEMS - {"项"},
        (
            r"(?:公开|公布|发布)?(?:镇|乡|街道|本级)?(?:部门|财政|年度|政府)*"
            r"(?:预算?、?和?决算|预算|决算|三公经费)(?:公开|信息|报告|报表|情况)*",
        ),
        part_of=_WHOLES,
    ),
)
