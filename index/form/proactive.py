"""表二 主动公开政府信息情况, in both versions (条例 art. 20 items 1, 5, 6, 8, 9)."""

from __future__ import annotations

from index.form.model import Axis, Table

_MADE = ("issued", "repealed", "in_force")
_NORMATIVE_ALIASES = ("规范性文件",)
_FEES_ALIASES = ("行政事业型收费",)

PROACTIVE_2021 = Table(
    code="proactive",
    number="表二",
    title="主动公开政府信息情况",
    rows=(
        Axis("regulations", "规章", group="第二十条第（一）项", columns=_MADE),
        Axis(
            "normative_documents",
            "行政规范性文件",
            group="第二十条第（一）项",
            aliases=_NORMATIVE_ALIASES,
            columns=_MADE,
        ),
        Axis("licensing", "行政许可", group="第二十条第（五）项", columns=("decisions",)),
        Axis("penalties", "行政处罚", group="第二十条第（六）项", columns=("decisions",)),
        Axis("coercive_measures", "行政强制", group="第二十条第（六）项", columns=("decisions",)),
        Axis(
            "fees",
            "行政事业性收费",
            group="第二十条第（八）项",
            aliases=_FEES_ALIASES,
            columns=("amount",),
            unit="万元",
        ),
    ),
    cols=(
        Axis("issued", "本年制发件数", aliases=("本年制发", "制发件数")),
        Axis("repealed", "本年废止件数", aliases=("本年废止", "废止件数")),
        Axis("in_force", "现行有效件数", aliases=("现行有效件", "现行有效")),
        Axis("decisions", "本年处理决定数量", aliases=("处理决定数量",)),
        Axis("amount", "本年收费金额（单位：万元）", aliases=("本年收费金额",), unit="万元"),
    ),
)

_PUBLISHED = ("made", "newly_published", "public_total")
_ITEMS = ("items_prev", "items_delta", "decisions")

PROACTIVE_2019 = Table(
    code="proactive_2019",
    number="表二",
    title="主动公开政府信息情况",
    rows=(
        Axis("regulations", "规章", group="第二十条第（一）项", columns=_PUBLISHED),
        Axis(
            "normative_documents",
            "规范性文件",
            group="第二十条第（一）项",
            aliases=("行政规范性文件",),
            columns=_PUBLISHED,
        ),
        Axis("licensing", "行政许可", group="第二十条第（五）项", columns=_ITEMS),
        Axis(
            "other_services",
            "其他对外管理服务事项",
            group="第二十条第（五）项",
            columns=_ITEMS,
        ),
        Axis("penalties", "行政处罚", group="第二十条第（六）项", columns=_ITEMS),
        Axis("coercive_measures", "行政强制", group="第二十条第（六）项", columns=_ITEMS),
        Axis(
            "fees",
            "行政事业性收费",
            group="第二十条第（八）项",
            aliases=_FEES_ALIASES,
            columns=("items_prev", "items_delta"),
        ),
        Axis(
            "procurement",
            "政府集中采购",
            group="第二十条第（九）项",
            columns=("projects", "amount"),
        ),
    ),
    cols=(
        Axis("made", "本年新制作数量", aliases=("本年新制作", "本年新", "制作数量")),
        Axis("newly_published", "本年新公开数量", aliases=("本年新公开",)),
        Axis("public_total", "对外公开总数量", aliases=("对外公开总数",)),
        Axis("items_prev", "上一年项目数量", aliases=("上年项目数量",), unit="项"),
        Axis("items_delta", "本年增/减", aliases=("本年增减",), unit="项"),
        Axis("decisions", "处理决定数量", aliases=("本年处理决定数量",)),
        Axis("projects", "采购项目数量", aliases=("采购项目数",), unit="项"),
        # The form prints no unit here and reports differ (元 or 万元): the unit stays open.
        Axis("amount", "采购总金额", aliases=("采购总金额(万元)",), unit=""),
    ),
)
