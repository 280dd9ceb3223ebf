"""ZenTao's (禅道) CSV of requirements, tasks or bugs: names carry their inner numbers, days that are not set are zeros."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from pmsite.diagnostics import Report
from pmsite.importers.export import Export, read_table
from pmsite.importers.headers import plain
from pmsite.importers.rules import Rules
from pmsite.importers.source import Source
from pmsite.importers.table import SourceRow, Table
from pmsite.messages import said

_NUMBERED = re.compile(r"(.*?)\s*\(#([^()#]*)\)")
_NO_DAY = re.compile(r"0000-00-00(?: 00:00:00)?")
_BUG, _TASK, _STORY = "bug", "task", "story"
_KINDS: Mapping[str, str] = {
    "bug编号": _BUG,
    "bug标题": _BUG,
    "bug名称": _BUG,
    "重现步骤": _BUG,
    "任务名称": _TASK,
    "任务状态": _TASK,
}
"""By a column that only they have, what the rows are; ZenTao counts each kind from 1, so it is a part of the key."""
_LINKS: Mapping[str, str] = {
    "相关需求": _STORY,
    "相关研发需求": _STORY,
    "父需求": _STORY,
    "重复需求": _STORY,
    "细分需求": _STORY,
    "相关任务": _TASK,
    "父任务": _TASK,
    "重复bug": _BUG,
    "相关bug": _BUG,
}
"""Columns that name other rows, and of which kind."""
_CLOSED = frozenset({"已关闭", "关闭", "closed"})
_OUT, _DONE = frozenset({"已发布", "released"}), frozenset({"已完成", "done"})
"""The stage and the reason with which what is closed was made."""
_UNDER_WAY = frozenset({"激活", "已变更", "变更中", "active", "changed", "changing"})
"""Statuses of a requirement with which its stage says where it is."""
_LEFT_OUT = (
    (_NUMBERED, said("the inner numbers behind names, such as (#12)")),
    (_NO_DAY, said("days that are not set, such as 0000-00-00")),
)
"""What says nothing to anybody, by its form, and how that is told."""


def _read(export: Export, report: Report) -> Table:
    table = read_table(export, report)
    kind = _kind(table)
    values = {value for row in table.rows for _, value in row.cells}
    table.left_out += [what for form, what in _LEFT_OUT if any(form.fullmatch(value) for value in values)]
    table.rewrite(lambda row: _cells(row, kind))
    return table


def _kind(table: Table) -> str:
    names = {plain(name) for name in table.columns}
    return next((kind for name, kind in _KINDS.items() if name in names), _STORY)


def _cells(row: SourceRow, kind: str) -> Iterator[tuple[str, str]]:
    by_name: dict[str, str] = {}
    for name, written in row.cells:
        header = plain(name)
        if _NO_DAY.fullmatch(written):
            continue
        value = by_name[header] = "\n".join(_bare(line) for line in written.split("\n"))
        if header in ("编号", "bug编号"):
            yield from ((name, value), ("key", f"{kind}-{value}"))
        elif header in _LINKS:
            yield from ((name, key) for key in _keys(written, _LINKS[header]))
        elif writer := _COLUMNS.get(header):
            yield from writer(name, value)
        else:
            yield name, value
    if kind == _STORY:
        yield "状态", _standing(*(by_name.get(name, "") for name in ("当前状态", "所处阶段", "关闭原因")))


def _bare(value: str) -> str:
    found = _NUMBERED.fullmatch(value)
    return found[1] if found else value


def _keys(written: str, kind: str) -> Iterator[str]:
    """The rows that a cell names, by their keys where it has their numbers; zero is none."""
    for line in re.split(r"[\n,，;；]", written):
        found = _NUMBERED.fullmatch(line.strip())
        number = found[2] if found else line.strip()
        if number not in ("", "0"):
            yield f"{kind}-{number}" if number.isdigit() else number


def _module(name: str, value: str) -> Iterator[tuple[str, str]]:
    yield name, " / ".join(part for part in value.split("/") if part)


def _project(name: str, value: str) -> Iterator[tuple[str, str]]:
    yield name, value if value != "0" else ""


def _standing(status: str, stage: str, reason: str) -> str:
    """Where a requirement is: how it was closed; else its stage, unless it is only a draft or in review."""
    if status in _CLOSED:
        return "已发布" if stage in _OUT or reason in _DONE else "已取消" if reason else status
    return stage if status in _UNDER_WAY and stage else status


def _fit(table: Table, rules: Rules) -> Rules:
    kind = _kind(table)
    if kind == _BUG:
        return rules.model_copy(update={"type": "problem", "statuses": {**rules.statuses, "激活": "idea", "active": "idea"}})
    return rules


_COLUMNS: Mapping[str, Callable[[str, str], Iterator[tuple[str, str]]]] = {
    "所属模块": _module,
    "所属项目": _project,
    "所属执行": _project,
    "所属迭代": _project,
}

SOURCE = Source(
    Rules(
        source="ZenTao",
        text="auto",
        statuses={
            "激活": "planned",
            "变更中": "planned",
            "已变更": "planned",
            "已安排": "planned",
            "设计完成": "planned",
            "研发完毕": "building",
            "测试完毕": "building",
            "交付中": "building",
        },
        words={"severity": {"1": "critical", "2": "high", "3": "medium", "4": "low"}},
        columns={
            "key": "key",
            "编号": "keep",
            "Bug编号": "keep",
            "需求名称": "title",
            "研发需求名称": "title",
            "软件需求名称": "title",
            "用户需求名称": "title",
            "任务名称": "title",
            "Bug标题": "title",
            "Bug名称": "title",
            "需求描述": "body",
            "任务描述": "body",
            "描述": "body",
            "重现步骤": "body",
            "验收标准": "section",
            "状态": "status",
            "当前状态": "keep",
            "所处阶段": "keep",
            "Bug状态": "status",
            "任务状态": "status",
            "解决方案": "resolution",
            "关闭原因": "resolution",
            "指派给": "owner",
            "所属模块": "component",
            "所属产品": "keep",
            "所属项目": "keep",
            "所属计划": "release",
            "所属执行": "sprint",
            "所属迭代": "sprint",
            "严重程度": "severity",
            "优先级": "priority",
            "Bug类型": "keep",
            "任务类型": "keep",
            "类型": "keep",
            "关键词": "tags",
            "来源": "keep",
            "创建日期": "created",
            "预计开始": "start",
            "实际开始": "began",
            "截止日期": "due",
            "解决日期": "done",
            "实际完成": "done",
            "完成时间": "done",
            "关闭日期": "done",
            "父需求": "parent",
            "父任务": "parent",
            "相关需求": "related",
            "相关研发需求": "related",
            "细分需求": "related",
            "相关任务": "related",
            "相关Bug": "related",
            "重复需求": "duplicate_of",
            "重复Bug": "duplicate_of",
            "附件": "attachment",
        },
    ),
    read=_read,
    fit=_fit,
    signs=(
        ("所属产品", "所属模块"),
        ("Bug编号", "Bug标题"),
        ("Bug编号", "Bug名称"),
        ("Bug标题", "Bug状态"),
        ("需求名称", "所处阶段"),
        ("任务名称", "任务状态", "指派给"),
    ),
    basis="the names of fields in the system's own public source, and exports of bugs in public repositories",
)
