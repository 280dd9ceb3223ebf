"""Notion's CSV of a database: its columns are whatever its owners called them, the first one is the title, relations carry addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmsite.diagnostics import Report
from pmsite.importers.export import Export, read_table
from pmsite.importers.headers import by_name, plain
from pmsite.importers.rules import Rules
from pmsite.importers.source import Source
from pmsite.importers.table import SourceRow, Table

_RELATION = re.compile(r"(?P<title>[^\n]*?\S)\s*\((?P<address>https://(?:www\.)?notion\.so/[^\s()]+|[^\s()]+\.md)\)(?:,\s*|$)")


def _read(export: Export, report: Report) -> Table:
    table = read_table(export, report)
    table.rewrite(_cells)
    return table


def _cells(row: SourceRow) -> Iterator[tuple[str, str]]:
    """Relations as the titles that they lead to; the addresses stand in a column beside."""
    for name, value in row.cells:
        found = list(_RELATION.finditer(value))
        if found and "".join(relation[0] for relation in found) == value:
            yield from ((name, relation["title"]) for relation in found)
            yield from ((f"{name} (address)", relation["address"]) for relation in found)
        else:
            yield name, value


def _fit(table: Table, rules: Rules) -> Rules:
    """The first column as the title, where none is called like one."""
    names = [plain(name) for name in table.columns]
    given = {plain(name) for name, target in rules.columns.items() if target == "title"}
    if not names or any(name in given or by_name().get(name) == "title" for name in names):
        return rules
    return rules.model_copy(update={"columns": {**rules.columns, table.columns[0]: "title"}})


SOURCE = Source(
    Rules(
        source="Notion",
        text="markdown",
        types={
            "Epic": "epic",
            "Initiative": "initiative",
            "Feature": "feature",
            "Feature Request": "feature",
            "User Story": "feature",
            "Story": "feature",
            "Task": "feature",
            "Bug": "problem",
            "Feedback": "feedback",
        },
        columns={
            "Name": "title",
            "Task name": "title",
            "Project name": "title",
            "Status": "status",
            "Assign": "owner",
            "Assignee": "owner",
            "Owner": "owner",
            "Person": "owner",
            "Tags": "tags",
            "Priority": "priority",
            "Date": "due",
            "Dates": "due",
            "Timeline": "due",
            "Due": "due",
            "Due date": "due",
            "Created time": "created",
            "Created": "created",
            "Created by": "keep",
            "Last edited time": "leave_out",
            "Last edited by": "leave_out",
            "Completed on": "done",
            "Parent item": "parent",
            "Parent task": "parent",
            "Sub-item": "related",
            "Sub-tasks": "related",
            "Blocked by": "blocked_by",
            "Blocking": "blocks",
            "Is blocking": "blocks",
            "Sprint": "sprint",
            "Project": "theme",
            "Epic": "epic_name",
            "Type": "type",
            "Task type": "type",
            "Summary": "summary",
        },
    ),
    read=_read,
    fit=_fit,
    signs=(
        ("Created time", "Last edited time"),
        ("Name", "Assign", "Date"),
        ("Parent item", "Sub-item"),
        ("Name", "Last edited time"),
    ),
    basis="exports in public repositories; the columns are those of the application's own templates, all others are known by name or kept",
)
