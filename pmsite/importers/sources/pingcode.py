"""PingCode's sheets of requirements, tickets and work items. No real export was seen: columns are known by their names."""

from __future__ import annotations

from pmsite.diagnostics import Report
from pmsite.importers.export import Export, read_table
from pmsite.importers.paths import join_paths
from pmsite.importers.rules import Rules
from pmsite.importers.source import Source
from pmsite.importers.table import Table

_PRODUCTS = ("产品", "所属产品", "子产品", "所属子产品")


def _read(export: Export, report: Report) -> Table:
    """The table with modules as paths, below the product and its part where the row says in which they are."""
    table = read_table(export, report)
    join_paths(table, _PRODUCTS, ("模块", "所属模块"))
    return table


TYPES = {
    "史诗": "epic",
    "特性": "feature",
    "用户故事": "feature",
    "故事": "feature",
    "需求": "feature",
    "产品需求": "feature",
    "功能": "feature",
    "功能需求": "feature",
    "任务": "task",
    "子任务": "task",
    "子工作项": "task",
    "优化": "feature",
    "缺陷": "problem",
    "bug": "problem",
    "故障": "problem",
    "线上问题": "problem",
    "工单": "feedback",
    "反馈": "feedback",
    "咨询": "feedback",
    "建议": "feedback",
    "发布": "release",
    "里程碑": "release",
}

SOURCE = Source(
    Rules(
        source="PingCode",
        types=TYPES,
        columns={
            "编号": "key",
            "标识": "key",
            "标题": "title",
            "工作项类型": "type",
            "类型": "type",
            "状态": "status",
            "优先级": "priority",
            "负责人": "owner",
            "描述": "body",
            "标签": "tags",
            "开始时间": "start",
            "结束时间": "due",
            "迭代": "sprint",
            "父标识": "parent",
            "父工作项": "parent",
            "产品": "keep",
            "所属产品": "keep",
            "子产品": "keep",
            "模块": "component",
            "所属模块": "component",
            "里程碑": "keep",
            "故事点": "estimate",
            "预估工时": "estimate_hours",
            "需求类型": "keep",
            "关注人": "keep",
        },
    ),
    read=_read,
    rungs=(("特性",), ("用户故事", "故事")),
    signs=(("工作项类型", "标识"), ("工作项类型", "父标识"), ("标识", "父标识")),
    basis="the names of the interface and of its API; no real export was seen",
)
