"""Asana's CSV of a project: sections are where a task stands, and a task that has a day of completion is done, whatever its section."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.diagnostics import Report
from pmsite.importers.export import Export, read_table
from pmsite.importers.headers import plain
from pmsite.importers.rules import Rules
from pmsite.importers.source import Source
from pmsite.importers.table import SourceRow, Table


def _read(export: Export, report: Report) -> Table:
    table = read_table(export, report)
    names = {plain(name): name for name in table.columns}
    section, done = names.get("section/column", ""), names.get("completed at", "")
    if not section and not done:
        return table

    def cells(row: SourceRow) -> Iterator[tuple[str, str]]:
        yield from row.cells
        yield "standing", "Completed" if row.first(done) else row.first(section) or "To do"
        yield "completion", "Completed" if row.first(done) else "To do"

    table.rewrite(cells)
    return table


SOURCE = Source(
    Rules(
        source="Asana",
        text="text",
        types={"Task": "feature", "Milestone": "feature", "Approval": "feature"},
        columns={
            "Task ID": "key",
            "Name": "title",
            "Notes": "body",
            "Section/Column": "keep",
            "standing": "status",
            "completion": "status_category",
            "Type": "type",
            "Assignee": "owner",
            "Assignee Email": "keep",
            "Created At": "created",
            "Completed At": "done",
            "Last Modified": "leave_out",
            "Start Date": "start",
            "Due Date": "due",
            "Tags": "tags",
            "Projects": "keep",
            "Parent task": "parent",
            "Blocked By (Dependencies)": "blocked_by",
            "Blocking (Dependencies)": "blocks",
            "Dependents": "blocks",
            "Priority": "priority",
            "Status": "keep",
        },
    ),
    read=_read,
    signs=(("Task ID", "Section/Column"), ("Task ID", "Last Modified"), ("Section/Column", "Completed At")),
    basis="the header of exports in many public repositories, which is always the same up to the project's own fields",
)
