"""CSV as people's spreadsheets and trackers write it: any of three separators, texts of many lines, headers that repeat."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager

from pmsite.diagnostics import Report, Span
from pmsite.importers.table import FILE_BYTES, ROWS, Row, Table, clean_cells, column_names, too_many_rows
from pmsite.read.guard import unguarded
from pmsite.read.table import separator


def read_csv(text: str, path: str, report: Report, *, excerpts: bool = True) -> Table:
    """The table of a text; what is wrong with single rows is reported, and they are left out.

    `excerpts` is whether messages may quote the file, which they can where it is UTF-8.
    """
    table = Table(path)
    with _long_cells():
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=True)
        line = 1
        try:
            for cells in reader:
                here, line = line, reader.line_num + 1
                place = Span(path, here, 1) if excerpts else Span(f"{path}:{here}")
                if not any(cell.strip() for cell in cells):
                    continue
                if not table.columns:
                    table.columns = column_names(cells)
                    continue
                if len(table.rows) >= ROWS:
                    too_many_rows(place, report)
                    return table
                if row := _row(cells, place, table.columns, report):
                    table.rows.append(row)
        except csv.Error:
            message = "a cell begins with a quote that is never closed, or goes on after its closing quote"
            report.error("broken-table", Span(path, line), message, "close it, and double quotes inside a cell")
    if not table.columns and not report.failed:
        report.error("empty-table", Span(path), "the file has no header: it is empty", "export it again")
    return table


@contextmanager
def _long_cells() -> Iterator[None]:
    before = csv.field_size_limit(FILE_BYTES)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _row(cells: list[str], place: Span, columns: tuple[str, ...], report: Report) -> Row | None:
    while len(cells) > len(columns) and not cells[-1].strip():
        cells.pop()
    if len(cells) != len(columns):
        message = f"this row has {len(cells)} cells, the header has {len(columns)}"
        hint = "put a text that holds the separator in double quotes; a cell without a header has no meaning"
        report.error("ragged-row", place, message, hint)
        return None
    found = clean_cells(((name, unguarded(cell)) for name, cell in zip(columns, cells, strict=True)), place, report)
    return Row(place, found) if found else None
