"""Shortcut's CSV of stories."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.diagnostics import Report
from pmsite.importers.export import Export, read_table
from pmsite.importers.rules import Rules
from pmsite.importers.source import Source
from pmsite.importers.table import SourceRow, Table
from pmsite.importers.words import ARCHIVED


def _read(export: Export, report: Report) -> Table:
    table = read_table(export, report)

    def cells(row: SourceRow) -> Iterator[tuple[str, str]]:
        yield from row.cells
        yield "resolution", ARCHIVED if row.first("is_archived").casefold() == "true" else ""

    table.rewrite(cells)
    return table


SOURCE = Source(
    Rules(
        source="Shortcut",
        text="markdown",
        types={"feature": "feature", "chore": "feature", "bug": "problem"},
        words={"severity": {"Severity 1": "critical", "Severity 2": "high", "Severity 3": "medium", "Severity 4": "low"}},
        columns={
            "id": "key",
            "name": "title",
            "type": "type",
            "description": "body",
            "state": "status",
            "resolution": "resolution",
            "owners": "owner",
            "requester": "keep",
            "created_at": "created",
            "started_at": "began",
            "completed_at": "done",
            "updated_at": "leave_out",
            "moved_at": "keep",
            "due_date": "due",
            "labels": "tags",
            "epic": "epic_name",
            "epic_id": "keep",
            "epic_labels": "keep",
            "iteration": "sprint",
            "iteration_id": "keep",
            "team": "team",
            "team_id": "keep",
            "tasks": "checklist",
            "external_tickets": "delivery",
            "project": "keep",
            "milestone": "keep",
            "objective": "keep",
            "workflow": "keep",
            "priority": "priority",
            "severity": "severity",
            "product_area": "tags",
            "estimate": "estimate",
            "is_archived": "keep",
            "is_completed": "keep",
        },
    ),
    read=_read,
    signs=(("id", "name", "requester", "owners"), ("external_tickets", "epic_id"), ("is_completed", "iteration_id")),
    basis="the header that several public tools for these files state, the same in all of them",
)
