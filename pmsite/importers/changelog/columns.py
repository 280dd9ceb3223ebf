"""The columns of a changelog's rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pmsite.diagnostics import Report, Span
from pmsite.importers.rules import Rules
from pmsite.importers.table import ROWS, SourceRow, Table, clean_cells, too_many_rows

MEANING: Mapping[str, str] = {
    "type": "type",
    "key": "key",
    "former key": "former_key",
    "title": "title",
    "version": "version",
    "date": "date",
    "out": "out",
    "yanked": "yanked",
    "kind": "kind",
    "heading": "keep",
    "breaking": "breaking",
    "release": "release",
    "order": "order",
    "commits": "commits",
    "references": "references",
    "body": "body",
    "address": "url",
}
"""By column, what it becomes."""


def rules(source: str) -> Rules:
    """How the rows of a changelog become items."""
    return Rules(source=source, text="markdown", types={"release": "release", "change": "change"}, columns=dict(MEANING))


def put(table: Table, rows: Iterable[tuple[Span, list[tuple[str, str]]]], report: Report) -> None:
    """Put rows into a table, as many as fit."""
    for place, cells in rows:
        if len(table.rows) >= ROWS:
            too_many_rows(place, report)
            return
        if kept := clean_cells(iter(cells), place, report):
            table.rows.append(SourceRow(place, kept))
