"""CSV as people's spreadsheets and trackers write it: any of three separators, texts of many lines, headers that repeat."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

from pmsite.diagnostics import Report, Span
from pmsite.importers.table import FILE_BYTES, ROWS, SourceRow, Table, clean_cells, column_names, too_many_rows
from pmsite.messages import counted, said
from pmsite.model.refusal import excerpt
from pmsite.read.guard import unguarded
from pmsite.read.table import separator

_NAMED_SEPARATOR = re.compile("sep=([,;\t])[,;\t]*\r?\n", re.IGNORECASE)
"""The first line with which spreadsheets are told what separates cells."""
_Cells = tuple[Span, list[str]]
"""A row's place, and its cells as they are written."""


def read_csv(text: str, path: str, report: Report, *, excerpts: bool = True) -> Table:
    """The table of a text; what is wrong with single rows is reported, and they are left out.

    `excerpts` is whether messages may quote the file, which they can where it is UTF-8.
    """
    table = Table(path)
    found: list[_Cells] = []
    with _long_cells():
        named = _NAMED_SEPARATOR.match(text)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=named[1] if named else separator(text), strict=True)
        line = 1
        try:
            for cells in reader:
                here, line = line, reader.line_num + 1
                place = Span(path, here, 1) if excerpts else Span(f"{path}:{here}")
                filled = [cell for cell in cells if cell.strip()]
                if not filled or (named and here == 1):
                    continue
                if not table.columns and len(filled) == 1 < len(cells):
                    table.left_out.append(said("the line above the header, {text}", text=excerpt(filled[0], 60)))
                elif not table.columns:
                    table.columns = column_names(cells)
                elif len(found) >= ROWS:
                    too_many_rows(place, report)
                    break
                else:
                    found.append((place, cells))
        except csv.Error:
            message = said("a cell begins with a quote that is never closed, or goes on after its closing quote")
            report.error("broken-table", Span(path, line), message, said("close it, and double quotes inside a cell"))
    if not table.columns and not report.failed:
        report.error("empty-table", Span(path), said("the file has no header: it is empty"), said("export it again"))
    _fill(table, found, report)
    return table


def _fill(table: Table, found: list[_Cells], report: Report) -> None:
    width = len(table.columns)
    for _, cells in found:
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
    cut = _cut_rows(found, width)
    if cut:
        told = counted(
            len(cut),
            "{count} row ends before the last column, as spreadsheets write rows whose last cells are empty",
            "{number} rows end before the last column, as spreadsheets write rows whose last cells are empty",
            number=f"{len(cut):,}",
        )
        table.guesses.append(told)
    for place, cells in found:
        if place in cut:
            cells.extend([""] * (width - len(cells)))
        if row := _row(cells, place, table.columns, report):
            table.rows.append(row)


def _cut_rows(found: list[_Cells], width: int) -> set[Span]:
    """Rows whose last cells a spreadsheet left out since they are empty, where nothing says that the table is broken.

    It is where a row is too long, or where short rows that follow each other have as many cells as one row with line breaks in it.
    """
    if any(len(cells) > width for _, cells in found):
        return set()
    cut: set[Span] = set()
    run: list[_Cells] = []
    for place, cells in (*found, (Span(""), [""] * width)):
        if len(cells) < width:
            run.append((place, cells))
            continue
        if len(run) == 1 or sum(len(cells) for _, cells in run) != width + len(run) - 1:
            cut |= {place for place, _ in run}
        run = []
    return cut


@contextmanager
def _long_cells() -> Iterator[None]:
    before = csv.field_size_limit(FILE_BYTES)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _row(cells: list[str], place: Span, columns: tuple[str, ...], report: Report) -> SourceRow | None:
    if len(cells) != len(columns):
        message = said("this row has {cells} cells, the header has {columns}", cells=len(cells), columns=len(columns))
        hint = said("put a text that holds the separator in double quotes; a cell without a header has no meaning")
        report.error("ragged-row", place, message, hint)
        return None
    found = clean_cells(((name, unguarded(cell)) for name, cell in zip(columns, cells, strict=True)), place, report)
    return SourceRow(place, found) if found else None
