"""表四 政府信息公开行政复议、行政诉讼情况: printed as one row of 15, three blocks by five."""

from __future__ import annotations

from index.form.model import Axis, Table

DISPUTES = Table(
    code="disputes",
    number="表四",
    title="政府信息公开行政复议、行政诉讼情况",
    rows=(
        Axis("reconsideration", "行政复议"),
        Axis("direct_litigation", "未经复议直接起诉", group="行政诉讼"),
        Axis("litigation_after_reconsideration", "复议后起诉", group="行政诉讼"),
    ),
    cols=(
        Axis("upheld", "结果维持"),
        Axis("corrected", "结果纠正"),
        Axis("other_result", "其他结果"),
        Axis("pending", "尚未审结"),
        Axis("total", "总计"),
    ),
)
