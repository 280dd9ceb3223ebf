"""Productboard's CSV of features. No real export was seen: columns are known by their names."""

from __future__ import annotations

from pmsite.diagnostics import Report
from pmsite.importers.export import Export, read_table
from pmsite.importers.paths import join_paths
from pmsite.importers.rules import Rules
from pmsite.importers.source import Source
from pmsite.importers.table import Table


def _read(export: Export, report: Report) -> Table:
    """The table with components below their products."""
    table = read_table(export, report)
    join_paths(table, ("Product",), ("Component",))
    return table


SOURCE = Source(
    Rules(
        source="Productboard",
        types={"Feature": "feature", "Subfeature": "story", "Component": "component", "Product": "component", "Release": "release"},
        words={"importance": {"1": "nice", "2": "important", "3": "critical"}},
        columns={
            "Name": "title",
            "Feature name": "title",
            "Description": "body",
            "Status": "status",
            "Owner": "owner",
            "Timeframe": "due",
            "Release": "release",
            "Product": "keep",
            "Component": "component",
            "Parent": "parent",
            "Tags": "tags",
            "UUID": "key",
            "ID": "key",
            "URL": "url",
            "Effort": "estimate",
            "Company": "customer",
            "Importance": "importance",
            "Type": "type",
        },
    ),
    read=_read,
    basis="the names of the interface; no real export was seen",
)
