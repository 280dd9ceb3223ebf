"""TAPD's sheets of requirements, tasks or bugs."""

from __future__ import annotations

from pmsite.importers.headers import plain
from pmsite.importers.rules import Rules
from pmsite.importers.source import Source
from pmsite.importers.table import Table


def _fit(table: Table, rules: Rules) -> Rules:
    """Rows that have a severity are bugs. What stands for parts of the product is the module, else the category."""
    names = {plain(name) for name in table.columns}
    if "严重程度" in names and "需求分类" not in names:
        return rules.model_copy(update={"type": "problem"})
    return rules if "模块" in names else rules.model_copy(update={"columns": {**rules.columns, "需求分类": "component"}})


SOURCE = Source(
    Rules(
        source="TAPD",
        types={"需求": "feature", "任务": "task", "缺陷": "problem", "史诗": "epic"},
        above="epic",
        words={"severity": {"致命": "critical", "严重": "high", "一般": "medium", "提示": "low", "建议": "low"}},
        columns={
            "ID": "key",
            "标题": "title",
            "详细描述": "body",
            "描述": "body",
            "验收标准": "section",
            "状态": "status",
            "优先级": "priority",
            "严重程度": "severity",
            "业务价值": "keep",
            "规模": "estimate",
            "预估工时": "estimate_hours",
            "版本": "release",
            "发布计划": "release",
            "迭代": "sprint",
            "模块": "component",
            "处理人": "owner",
            "当前处理人": "owner",
            "抄送人": "keep",
            "创建人": "keep",
            "开发人员": "keep",
            "发现版本": "keep",
            "预计开始": "start",
            "预计结束": "due",
            "创建时间": "created",
            "最后修改时间": "leave_out",
            "完成时间": "done",
            "解决时间": "done",
            "需求分类": "keep",
            "需求类别": "keep",
            "类别": "keep",
            "来源": "keep",
            "父需求": "parent",
            "所属需求": "parent",
            "标签": "tags",
            "解决方法": "resolution",
            "评论": "comment",
        },
    ),
    fit=_fit,
    signs=(("ID", "标题", "处理人"), ("ID", "标题", "当前处理人"), ("标题", "需求分类", "处理人"), ("标题", "业务价值", "规模")),
    basis="the names of fields in the vendor's interface; no real export was seen",
)
