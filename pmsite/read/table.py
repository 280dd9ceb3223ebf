"""A CSV file beside an item becomes rows of texts, each with its line; a file that is not a clean table becomes diagnostics.

Spreadsheets save tables as their country does: with semicolons where the comma begins decimals, in GB18030 in China.
"""

from __future__ import annotations

import csv
import errno
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from pmsite.diagnostics import Report, Severity, Span
from pmsite.read import keyboards
from pmsite.read.files import read_bytes
from pmsite.read.limits import TABLE_BYTES, TABLE_ROWS
from pmsite.read.misspelt import may_hold_marks, resembles
from pmsite.read.record import TableRow
from pmsite.read.text import decode_table, printable

SEPARATORS = (",", "\t", ";")
WORDS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("日期", "时间", "周期"), "date"),
        **dict.fromkeys(("数值", "值", "数据", "数量", "指标值"), "value"),
        **dict.fromkeys(("备注", "说明", "注释", "注"), "note"),
    }
)
"""Headers of columns in Chinese, and the columns that they mean."""
_NAMES = MappingProxyType({",": "commas", "\t": "tabs", ";": "semicolons"})
_QUOTED = re.compile(r'"[^"]*+"')
_SEPARATOR_LINE = re.compile(r"sep=([,;\t])\n", re.IGNORECASE)
_PART_OF_NUMBER = re.compile(r"-?[0-9][0-9. ]*")


def read_table(file: Path, path: str, needed: Sequence[str], optional: Sequence[str], report: Report) -> tuple[TableRow, ...]:
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


def rows(data: bytes, path: str, needed: Sequence[str], optional: Sequence[str], report: Report) -> tuple[TableRow, ...]:
    """The same from a table's bytes."""
    decoded = decode_table(data, path, report)
    if decoded is None:
        return ()
    text, encoding = decoded
    faults = sum(fault.severity is Severity.ERROR for fault in report)
    found = tuple(_rows(text, encoding, path, needed, optional, report))
    return found if sum(fault.severity is Severity.ERROR for fault in report) == faults else ()


def separator(text: str) -> str:
    """What stands between the cells: of commas, tabs and semicolons the one that the header has most of, outside quotes."""
    header = _QUOTED.sub("", text.lstrip()[:200_000]).partition("\n")[0]
    return max(SEPARATORS, key=header.count)


def _rows(
    text: str, encoding: str, path: str, needed: Sequence[str], optional: Sequence[str], report: Report
) -> Iterator[TableRow]:
    told = _SEPARATOR_LINE.match(text)
    text = f"\n{text[told.end() :]}" if told else text  # a line of Excel's own
    between = told[1] if told else separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=between)
    names: list[str] = []
    may_tell = may_hold_marks(text)
    line = 1
    try:
        for number, cells in enumerate(reader):
            here, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not names:
                written = [cell.strip() for cell in cells]
                names = [_column(cell, (*needed, *optional)) for cell in written]
                if not _header_is_sound(names, path, here, needed, optional, report):
                    return
                _tell_how_read(Span(path, here, 1), between, encoding, written, names, report)
                continue
            if number > TABLE_ROWS:
                report.error(
                    "too-many-rows", Span(path, here), f"the table is too long: {TABLE_ROWS:,} rows fit", "keep the newest"
                )
                return
            while len(cells) > len(names) and not cells[-1].strip():
                cells.pop()
            if len(cells) != len(names):
                message = f"this row has {_cells(len(cells))}, the header has {_cells(len(names))}"
                report.error("ragged-row", Span(path, here, 1), message, _ragged_hint(cells, names, between))
                continue
            if may_tell and any(map(resembles, cells)):
                message = "internal passages are for the text below an item's front matter"
                report.error("internal-passage-in-fact", Span(path, here, 1), message, "move the passage there")
            yield TableRow(Span(path, here, 1), dict(zip(names, (cell.strip() for cell in cells), strict=True)), between)
    except csv.Error:
        report.error(
            "broken-table", Span(path, line), "a cell has a quote that is not closed", "close it, and double quotes inside a cell"
        )
        return
    if not names:
        report.error("empty-table", Span(path, 1), "the table is empty", f"begin it with the line {','.join(needed)}")


def _column(written: str, known: Sequence[str]) -> str:
    """The column that a header means: in small letters, or in Chinese."""
    found = WORDS.get(written, written.lower())
    return found if found in known else written


def _tell_how_read(span: Span, between: str, encoding: str, written: Sequence[str], names: Sequence[str], report: Report) -> None:
    how = [f"with {_NAMES[between]} between the cells"] if between != "," else []
    how += [f"as {encoding}"] if encoding else []
    how += [f"{old} as {new}" for old, new in zip(written, names, strict=True) if old.lower() != new]
    if how:
        report.notice("table-read-as", span, f"the table is read {', '.join(how)}", "nothing needs to be changed")


def _ragged_hint(cells: Sequence[str], names: Sequence[str], between: str) -> str:
    at = names.index("value") if "value" in names else -1
    if between == "," and at >= 0 and len(cells) > len(names) and all(map(_PART_OF_NUMBER.fullmatch, cells[at : at + 2])):
        whole, part = cells[at].strip(), cells[at + 1].strip()
        bare = re.sub("[. ]", "", whole)
        if len(part) == 3 and "." not in whole:
            return f"if {whole},{part} is one number, write {bare}{part}, or {bare}.{part} if the comma begins the decimals"
        return f"if {whole},{part} is one number, write {bare}.{part}"
    return f"separate the cells with {_NAMES[between]}, and put a text that holds one in double quotes"


def _cells(count: int) -> str:
    return "one cell" if count == 1 else f"{count} cells"


def _header_is_sound(
    names: Sequence[str], path: str, line: int, needed: Sequence[str], optional: Sequence[str], report: Report
) -> bool:
    known = (*needed, *optional)
    hint = f"begin the file with the line {','.join(needed)}" + (f"; {' and '.join(optional)} may follow" if optional else "")
    sound = True
    for at, name in enumerate(names):
        if keyboards.holds_commas(name):
            written = ",".join(keyboards.entries(name))
            report.error("full-width-mark", Span(path, line, 1), keyboards.why_odd(name), f"write {printable(written, 80)}")
            return False
        if name not in known or name in names[:at]:
            what = "stands there twice" if name in names[:at] else "is not a known column"
            report.error("unknown-column", Span(path, line, 1), f"{printable(name, 40) or 'an empty name'} {what}", hint)
            return False
    for name in needed:
        if name not in names:
            report.error("missing-column", Span(path, line, 1), f"the column {name} is missing", hint)
            sound = False
    return sound
