"""Columns that say where in the product something is, each a step: one path of them, as components are read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmsite.importers.headers import plain
from pmsite.importers.table import SourceRow, Table

_STEP = re.compile(r"\s*[/／→]\s*")


def join_paths(table: Table, above: tuple[str, ...], inner: tuple[str, ...]) -> None:
    """Put what stands in the outer columns, which are kept, before what stands in an inner one: `Shop / Orders / Returns`."""
    outer = [name for kind in above for name in table.columns if plain(name) == plain(kind)]
    steps = [plain(name) for name in inner]
    columns = [name for name in table.columns if plain(name) in steps]
    if outer or columns:
        place = columns[0] if columns else inner[0]
        table.rewrite(lambda row: _cells(row, outer, columns, place))


def _cells(row: SourceRow, outer: list[str], columns: list[str], place: str) -> Iterator[tuple[str, str]]:
    above = [value for name in outer if (value := row.first(name))]
    within = next((value for name in columns if (value := row.first(name))), "")
    yield from (cell for cell in row.cells if cell[0] not in columns)
    path = [*above, *(step for step in _STEP.split(within) if step and step not in above)]
    yield place, " / ".join(path)
