"""Aha!'s CSV reports, whose columns are called by record and field and whose rows repeat for each child of a record."""

from __future__ import annotations

from pmsite.diagnostics import Report
from pmsite.importers.export import Export, read_table
from pmsite.importers.headers import plain
from pmsite.importers.rules import Rules
from pmsite.importers.source import Source
from pmsite.importers.table import SourceRow, Table
from pmsite.model.types import BY_NAME

RECORDS = {
    "requirement": "story",
    "feature": "feature",
    "master feature": "epic",
    "epic": "epic",
    "idea": "feedback",
    "release": "release",
    "initiative": "initiative",
}
"""By the record that a report is about, what its rows become; where a report joins several, the first of them."""

_FIELDS = {
    "reference #": "key",
    "reference": "key",
    "name": "title",
    "type": "keep",
    "status": "status",
    "assigned to": "owner",
    "description": "body",
    "start date": "start",
    "end date": "due",
    "due date": "due",
    "date": "due",
    "date (external)": "due",
    "tags": "tags",
    "votes": "votes",
    "created by": "customer",
    "created at": "created",
    "created date": "created",
    "completed at": "done",
    "url": "url",
}
_JOINED = {
    "epic name": "epic_name",
    "master feature name": "epic_name",
    "initiative name": "initiatives",
    "release name": "release",
    "release date": "release_date",
    "release date (external)": "release_date",
    "acceptance criteria": "section",
}


def _record(table: Table) -> str:
    names = {plain(name) for name in table.columns}
    return next((record for record in RECORDS if f"{record} reference #" in names or f"{record} name" in names), "")


def _fit(table: Table, rules: Rules) -> Rules:
    record = _record(table)
    columns = {name: target for name, target in _JOINED.items() if not name.startswith(f"{record} ")}
    columns |= {f"{record} {field}": target for field, target in _FIELDS.items()} if record else {}
    workspaces = {value for row in table.rows for name, value in row.cells if plain(name) == "workspace name"}
    if len(workspaces) > 1:
        columns["workspace name"] = "component"
    found = RECORDS.get(record, rules.type)
    type_name, level = (found, "") if found in BY_NAME else ("feature", found)
    return rules.model_copy(update={"type": type_name, "level": level, "columns": {**columns, **rules.columns}})


def _read(export: Export, report: Report) -> Table:
    """The table with the rows of one record as one: what differs between them stands in the same column, again."""
    table = read_table(export, report)
    key = next((name for name in table.columns if plain(name) == f"{_record(table)} reference #"), "")
    if not key:
        return table
    joined: dict[str, SourceRow] = {}
    for row in table.rows:
        name = row.first(key) or str(row.span)
        before = joined.get(name)
        cells = (*before.cells, *(cell for cell in row.cells if cell not in before.cells)) if before else row.cells
        joined[name] = SourceRow(before.span if before else row.span, cells)
    table.rows = list(joined.values())
    return table


SOURCE = Source(
    Rules(source="Aha!"),
    read=_read,
    fit=_fit,
    signs=tuple((f"{record} reference #", f"{record} name") for record in RECORDS),
    basis="reports in public repositories; columns are called by record and field",
)
