"""A CSV file beside an item becomes rows of texts, each with its line; a file that is not a clean table becomes diagnostics."""

from __future__ import annotations

import csv
import errno
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from pmsite.diagnostics import Report, Span
from pmsite.read.files import read_bytes
from pmsite.read.limits import TABLE_BYTES, TABLE_ROWS
from pmsite.read.misspelt import may_hold_marks, resembles
from pmsite.read.record import Row
from pmsite.read.text import decode, printable


def read_table(file: Path, path: str, needed: Sequence[str], optional: Sequence[str], report: Report) -> tuple[Row, ...]:
    """The rows of a table with a header line, as by RFC 4180; none where it has faults. `path` is as messages show it."""
    try:
        data = read_bytes(str(file), TABLE_BYTES)
    except OSError as fault:
        large = fault.errno == errno.EFBIG
        report.error(
            "file-too-large" if large else "not-readable",
            Span(path),
            f"the file is too large: {TABLE_BYTES // 1024 // 1024} MiB fit" if large else "the file cannot be read",
            "keep only the rows that a chart needs" if large else "check who may read it",
        )
        return ()
    return rows(data, path, needed, optional, report)


def rows(data: bytes, path: str, needed: Sequence[str], optional: Sequence[str], report: Report) -> tuple[Row, ...]:
    """The same from a table's bytes."""
    text = decode(data, path, report)
    if text is None:
        return ()
    faults = len(report)
    found = tuple(_rows(text, path, needed, optional, report))
    return found if len(report) == faults else ()


def _rows(text: str, path: str, needed: Sequence[str], optional: Sequence[str], report: Report) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    names: list[str] = []
    may_tell = may_hold_marks(text)
    line = 1
    try:
        for number, cells in enumerate(reader):
            here, line = line, reader.line_num + 1
            if not cells:
                continue
            if not names:
                names = [cell.strip() for cell in cells]
                if not _header_is_sound(names, path, here, needed, optional, report):
                    return
                continue
            if number > TABLE_ROWS:
                report.error(
                    "too-many-rows", Span(path, here), f"the table is too long: {TABLE_ROWS:,} rows fit", "keep the newest"
                )
                return
            if len(cells) != len(names):
                message = f"this row has {_cells(len(cells))}, the header has {_cells(len(names))}"
                hint = "separate the cells with commas, and put a text that holds a comma in double quotes"
                report.error("ragged-row", Span(path, here, 1), message, hint)
                continue
            if may_tell and any(map(resembles, cells)):
                message = "internal passages are for the text below an item's front matter"
                report.error("internal-passage-in-fact", Span(path, here, 1), message, "move the passage there")
            yield Row(Span(path, here, 1), dict(zip(names, (cell.strip() for cell in cells), strict=True)))
    except csv.Error:
        report.error(
            "broken-table", Span(path, line), "a cell has a quote that is not closed", "close it, and double quotes inside a cell"
        )
        return
    if not names:
        report.error("empty-table", Span(path, 1), "the table is empty", f"begin it with the line {','.join(needed)}")


def _cells(count: int) -> str:
    return "one cell" if count == 1 else f"{count} cells"


def _header_is_sound(
    names: Sequence[str], path: str, line: int, needed: Sequence[str], optional: Sequence[str], report: Report
) -> bool:
    known = (*needed, *optional)
    hint = f"begin the file with the line {','.join(needed)}" + (f"; {' and '.join(optional)} may follow" if optional else "")
    sound = True
    for at, name in enumerate(names):
        if name not in known or name in names[:at]:
            what = "stands there twice" if name in names[:at] else "is not a known column"
            report.error("unknown-column", Span(path, line, 1), f"{printable(name, 40) or 'an empty name'} {what}", hint)
            return False
    for name in needed:
        if name not in names:
            report.error("missing-column", Span(path, line, 1), f"the column {name} is missing", hint)
            sound = False
    return sound
