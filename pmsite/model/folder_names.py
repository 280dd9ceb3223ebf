"""What the folders of items may be called besides the names of their types' own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FOLDERS: Mapping[str, str] = MappingProxyType(
    {
        "愿景": "vision",
        "目标": "objective",
        "用户画像": "persona",
        "画像": "persona",
        "研究": "study",
        "调研": "study",
        "用户研究": "study",
        "洞察": "insight",
        "用户洞察": "insight",
        "反馈": "feedback",
        "用户反馈": "feedback",
        "客户": "customer",
        "实验": "experiment",
        "团队": "team",
        "上线": "launch",
        "发布计划": "launch",
        "指标": "metric",
        "决策": "decision",
        "竞品": "competitor",
        "竞争对手": "competitor",
        "趋势": "trend",
        "主题": "theme",
        "模块": "component",
        "组件": "component",
        "迭代": "cycle",
        "功能": "feature",
        "特性": "feature",
        "需求": "feature",
        "版本": "release",
        "变更": "change",
        "更新日志": "change",
        "干系人": "stakeholder",
        "相关方": "stakeholder",
        "简报": "brief",
        "动态": "update",
        "进展": "update",
        "问题": "problem",
        "风险": "risk",
        "人员": "person",
        "成员": "person",
        "致谢": "recognition",
        "学习": "learning",
    }
)
"""Folders by their Chinese names, each with the type that it holds."""
