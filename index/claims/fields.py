"""All narrative fields, and the things next to them that are counted but are no field."""

from __future__ import annotations

from index.claims.field import Field
from index.claims.other_work import OTHER_WORK
from index.claims.published import PUBLISHED
from index.claims.requests import REQUESTS

__all__ = ["FIELD", "FIELDS", "JOINT_TERMS", "OTHER_THINGS", "Field"]

FIELDS: tuple[Field, ...] = (*PUBLISHED, *REQUESTS, *OTHER_WORK)
FIELD: dict[str, Field] = {field.code: field for field in FIELDS}

# Wordings, each with its signs as in `Field`, that claim a figure for something no field covers,
# so that no neighbour takes it.
OTHER_THINGS: tuple[tuple[str, str], ...] = (
    (
        r"(?:村级?)?(?:务)?(?:公示栏|公开栏|宣传栏|公告栏|公示板|公示牌)|电子屏|显示屏|微信群|小程序|短信|广播|大喇叭",
        "栏板牌屏群序短播喇",
    ),
    (
        r"宣传(?:册|单|页|手册|资料)|明白纸|折页|简报|报刊|电视|横幅|查阅点|档案馆|图书馆|今日头条|栏目|专栏|专区",
        "宣纸页报视幅阅馆条栏区",
    ),
    (r"行政事业性收费|其他对外管理服务事项|政府集中采购", "费外购"),
    (r"规范性文件|现行有效|废止|失效|未经复议直接起诉|复议后(?:起诉|诉讼)", "范效止诉"),
    (r"公开[^#,]{0,6}行政(?:许可|处罚|强制)", "许罚强"),
    (
        r"点击[量率]?|浏览量?|阅读量?|播放量?|访问量?|关注|粉丝|点赞|参训|参会|参与|参加人员|覆盖",
        "击览阅播访注粉赞参覆",
    ),
    (r"新闻发布会|发布会|听证会|代表大会|开放日", "会放"),
    (r"(?:低保|救助|许可|建房|补贴|入党|赔偿)…申请", "申"),
    (r"信访|不予处理|其他处理|撤[回销]", "访处撤"),
)


# One wording that names two fields at once: a zero is a zero of both, another number of neither.
JOINT_TERMS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (r"(?:行政)?复议诉讼(?:案件|案)?", "诉", ("reconsideration", "litigation")),
    (
        r"人大(?:代表)?[、和及与]?政协(?:委员)?的?(?:建议|提案|意见|、)+|(?:建议|议案)提案",
        "协提",
        ("proposals_npc", "proposals_cppcc"),
    ),
)
