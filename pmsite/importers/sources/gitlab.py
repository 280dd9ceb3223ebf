"""GitLab's CSV of issues."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmsite.diagnostics import Report
from pmsite.importers.export import Export, read_table
from pmsite.importers.rules import Rules
from pmsite.importers.source import Source
from pmsite.importers.table import SourceRow, Table

_ADDRESS = re.compile(r"https?://[^/]+/(.+?)(?:/-)?/(?:issues|work_items)/(\d+)")


def _read(export: Export, report: Report) -> Table:
    """Each row with the key that its address gives it, since issues are counted anew in each project."""
    table = read_table(export, report)

    def cells(row: SourceRow) -> Iterator[tuple[str, str]]:
        found = next((found for _, value in row.cells if (found := _ADDRESS.fullmatch(value))), None)
        yield "key", f"{found[1]}#{found[2]}" if found else row.first("Issue ID") or row.first("IID")
        yield from row.cells

    table.rewrite(cells)
    return table


SOURCE = Source(
    Rules(
        source="GitLab",
        text="markdown",
        types={"issue": "feature", "task": "task", "incident": "problem", "epic": "epic"},
        columns={
            "key": "key",
            "Title": "title",
            "Description": "body",
            "Issue ID": "alias",
            "IID": "alias",
            "URL": "url",
            "State": "status",
            "Type": "type",
            "Author": "keep",
            "Assignee": "owner",
            "Assignee Username": "keep",
            "Labels": "tags",
            "Milestone": "release",
            "Epic Title": "epic_name",
            "Epic ID": "keep",
            "Parent IID": "parent",
            "Start Date": "start",
            "Due Date": "due",
            "Created At (UTC)": "created",
            "Updated At (UTC)": "leave_out",
            "Closed At (UTC)": "done",
            "Weight": "estimate",
            "Confidential": "keep",
        },
    ),
    read=_read,
    signs=(
        ("Issue ID", "Author Username"),
        ("Issue ID", "Time Estimate", "Locked"),
        ("IID", "Author Username"),
        ("Title", "Confidential", "Locked"),
    ),
    basis="the vendor's documentation of the file",
)
