"""Worktile's sheets of tasks. No real export was seen: columns are known by their names."""

from pmsite.importers.rules import Rules
from pmsite.importers.source import Source
from pmsite.importers.sources.pingcode import TYPES

SOURCE = Source(
    Rules(
        source="Worktile",
        types={**TYPES, "任务": "feature"},
        columns={
            "任务编号": "key",
            "编号": "key",
            "标题": "title",
            "任务标题": "title",
            "任务类型": "type",
            "状态": "status",
            "负责人": "owner",
            "参与人": "keep",
            "开始时间": "start",
            "截止时间": "due",
            "优先级": "priority",
            "标签": "tags",
            "描述": "body",
            "父任务": "parent",
            "创建时间": "created",
            "完成时间": "done",
            "任务列表": "keep",
            "项目": "component",
            "所属项目": "component",
            "创建人": "keep",
            "更新时间": "leave_out",
            "预估工时": "estimate_hours",
            "实际工时": "keep",
            "分组": "keep",
        },
    ),
    signs=(("任务编号", "标题"), ("任务标题", "任务列表"), ("任务类型", "任务列表")),
    basis="the names of the interface; no real export was seen",
)
