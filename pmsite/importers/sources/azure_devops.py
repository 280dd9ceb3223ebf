"""Azure DevOps' CSV of a query, whose titles may stand in a column for each level of a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmsite.diagnostics import Report
from pmsite.importers.export import Export, read_table
from pmsite.importers.headers import plain
from pmsite.importers.rules import Rules
from pmsite.importers.source import Source
from pmsite.importers.table import SourceRow, Table

_LEVEL = re.compile(r"title (\d{1,2})")
_ITERATION, _AREA = "Iteration", "Area"
"""Columns that are made of the paths of the same name: their parts below the project, which says nothing by itself."""


def _read(export: Export, report: Report) -> Table:
    table = read_table(export, report)
    levels = {name: int(found[1]) for name in table.columns if (found := _LEVEL.fullmatch(plain(name)))}
    if levels:
        _from_tree(table, levels)
    table.rewrite(_with_paths)
    return table


def _from_tree(table: Table, levels: dict[str, int]) -> None:
    """One column of titles instead of one for each level, and what each row is a part of."""
    key = next((name for name in table.columns if plain(name) == "id"), "")
    parent = next((name for name in table.columns if plain(name) == "parent"), "Parent")
    above: list[tuple[int, str]] = []

    def cells(row: SourceRow) -> Iterator[tuple[str, str]]:
        titles = [(levels[name], value) for name, value in row.cells if name in levels]
        if titles:
            *outer, (level, title) = sorted(titles)
            while above and above[-1][0] >= level:
                above.pop()
            whole = outer[-1][1] if outer else above[-1][1] if above else ""
            above.append((level, row.first(key) or title))
            yield "Title", title
            yield from (("Parent", whole),) if whole and not row.first(parent) else ()
            yield from ((f"Title {level}", title) for level, title in outer)
        yield from (cell for cell in row.cells if cell[0] not in levels)

    table.rewrite(cells)
    first = next(name for name in table.columns if name in levels)
    inner = {name for name in levels if not any(row.first(name) for row in table.rows)}
    columns = dict.fromkeys("Title" if name == first else name for name in table.columns if name == first or name not in inner)
    table.columns = tuple(columns)


def _with_paths(row: SourceRow) -> Iterator[tuple[str, str]]:
    for name, value in row.cells:
        yield name, value
        _, *below = value.split("\\")
        if below and plain(name) == "iteration path":
            yield _ITERATION, " / ".join(below)
        elif below and plain(name) == "area path":
            yield _AREA, " / ".join(below)


SOURCE = Source(
    Rules(
        source="Azure DevOps",
        text="html",
        types={
            "Epic": "epic",
            "Feature": "feature",
            "User Story": "feature",
            "Product Backlog Item": "feature",
            "Requirement": "feature",
            "Change Request": "feature",
            "Issue": "feature",
            "Task": "task",
            "Bug": "problem",
            "Impediment": "problem",
            "Risk": "risk",
        },
        statuses={
            "Committed": "building",
        },
        words={"severity": {"1 - Critical": "critical", "2 - High": "high", "3 - Medium": "medium", "4 - Low": "low"}},
        columns={
            "ID": "key",
            "Work Item Type": "type",
            "Title": "title",
            "Parent": "parent",
            "State": "status",
            "Reason": "resolution",
            "Assigned To": "owner",
            "Tags": "tags",
            "Area Path": "keep",
            "Area": "component",
            "Iteration Path": "keep",
            "Iteration": "sprint_path",
            "Description": "body",
            "Acceptance Criteria": "section",
            "Repro Steps": "section",
            "System Info": "keep",
            "Severity": "severity",
            "Priority": "priority",
            "Created Date": "created",
            "Created By": "keep",
            "Activated Date": "began",
            "Start Date": "start",
            "Target Date": "due",
            "Due Date": "due",
            "Finish Date": "due",
            "Closed Date": "done",
            "Resolved Date": "keep",
            "Changed Date": "leave_out",
            "Discussion": "comment",
            "History": "comment",
            "Board Column": "keep",
            "Value Area": "keep",
            "Story Points": "estimate",
            "Effort": "estimate",
            "Size": "estimate",
            "Original Estimate": "estimate_hours",
            "Team Project": "keep",
        },
    ),
    read=_read,
    rungs=(("Feature",), ("User Story", "Product Backlog Item", "Requirement")),
    signs=(("Work Item Type", "State"), ("Work Item Type", "Area Path"), ("Work Item Type", "Title 1")),
    basis="the vendor's documentation of importing and exporting work items, and exports in public repositories, flat and as trees",
)
