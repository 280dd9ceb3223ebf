"""Items that were found, as a table for a terminal, as CSV, or by their ids alone."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.asking.fields import as_value
from pmsite.asking.find import Found
from pmsite.asking.lines import cut, padded, word
from pmsite.exports import table
from pmsite.exports.items_csv import cell
from pmsite.reporting.safe import columns, its_lines, one_line
from pmsite.views.groupings import shares

GAP = "  "
_LEAST = 3


def ids(found: Found) -> Iterator[str]:
    """One id a line, for other commands."""
    yield from (f"{one_line(item.id)}\n" for item, _ in found.items)


def as_csv(found: Found) -> Iterator[str]:
    """A table that spreadsheets read and none computes."""
    rows = ([_cell(value) for value in values] for _, values in found.items)
    yield from table.write(found.fields, rows)


def _cell(value: object) -> table.Cell:
    told = as_value(value)
    made = "" if told is None else cell(told)
    return its_lines(made) if isinstance(made, str) else made


def lines(found: Found, width: int) -> Iterator[str]:
    """A table that fits a terminal; ids are cut last, and what nobody asked for and no item has is left out."""
    if not found.items:
        return
    told = [[word(as_value(value)) for value in values] for _, values in found.items]
    kept = [at for at in range(len(found.fields)) if not found.is_usual or any(row[at] for row in told)]
    heads = [found.fields[at] for at in kept]
    rows = [[row[at] for at in kept] for row in told]
    rooms = _rooms(heads, rows, width)
    numbers = [all(isinstance(values[at], (int, float, type(None))) for _, values in found.items) for at in kept]
    for row in (heads, *rows):
        cells = (padded(cut(text, room), room, right) for text, room, right in zip(row, rooms, numbers, strict=True))
        yield GAP.join(cells).rstrip() + "\n"


def _rooms(heads: list[str], rows: list[list[str]], width: int) -> list[int]:
    """The width of each column: its widest text where all fit, else the same for those that need more than their share."""
    wanted = {str(at): max(map(columns, (heads[at], *(row[at] for row in rows)))) for at in range(len(heads))}
    room = width - len(GAP) * (len(heads) - 1)
    fixed = {key: min(wide, room // 2) for key, wide in wanted.items() if heads[int(key)] == "id"}
    others = {key: wide for key, wide in wanted.items() if key not in fixed}
    given = fixed | dict(shares(others, max(0, room - sum(fixed.values()))))
    return [max(_LEAST, given[str(at)]) for at in range(len(heads))]
