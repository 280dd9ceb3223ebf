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
from pmsite.messages import AllOf, joined, said
from pmsite.read import keyboards
from pmsite.read.files import at_most, read_bytes
from pmsite.read.limits import TABLE_BYTES, TABLE_ROWS
from pmsite.read.passages import resembles
from pmsite.read.record import TableRow
from pmsite.read.signs import may_hold_marks
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
_NAMES = MappingProxyType({",": said("commas"), "\t": said("tabs"), ";": said("semicolons")})
_QUOTED = re.compile(r'"[^"]*+"')
_SEPARATOR_LINE = re.compile(r"sep=([,;\t])\n", re.IGNORECASE)
_PART_OF_NUMBER = re.compile(r"-?[0-9][0-9. ]*")


def read_table(
    file: Path, path: str, needed: Sequence[str], optional: Sequence[str], report: Report, data: bytes | None = None
) -> tuple[TableRow, ...]:
    """The rows of a table with a header line, as by RFC 4180; none where it has faults. `path` is as messages show it.

    `data` is read in place of the file.
    """
    try:
        data = read_bytes(str(file), TABLE_BYTES) if data is None else at_most(data, TABLE_BYTES)
    except OSError as fault:
        large = fault.errno == errno.EFBIG
        report.error(
            "file-too-large" if large else "not-readable",
            Span(path),
            said("the file is too large: {limit} MiB fit", limit=TABLE_BYTES // 1024 // 1024)
            if large
            else said("the file cannot be read"),
            said("keep only the rows that a chart needs") if large else said("check who may read it"),
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
                    "too-many-rows",
                    Span(path, here),
                    said("the table is too long: {limit} rows fit", limit=f"{TABLE_ROWS:,}"),
                    said("keep the newest"),
                )
                return
            while len(cells) > len(names) and not cells[-1].strip():
                cells.pop()
            if len(cells) != len(names):
                message = said("this row has {cells}, the header has {header}", cells=_cells(len(cells)), header=_cells(len(names)))
                report.error("ragged-row", Span(path, here, 1), message, _ragged_hint(cells, names, between))
                continue
            if may_tell and any(map(resembles, cells)):
                message = said("internal passages are for the text below an item's front matter")
                report.error("internal-passage-in-fact", Span(path, here, 1), message, said("move the passage there"))
            yield TableRow(Span(path, here, 1), dict(zip(names, (cell.strip() for cell in cells), strict=True)), between)
    except csv.Error:
        report.error(
            "broken-table",
            Span(path, line),
            said("a cell has a quote that is not closed"),
            said("close it, and double quotes inside a cell"),
        )
        return
    if not names:
        report.error(
            "empty-table",
            Span(path, 1),
            said("the table is empty"),
            said("begin it with the line {needed}", needed=",".join(needed)),
        )


def _column(written: str, known: Sequence[str]) -> str:
    """The column that a header means: in small letters, or in Chinese."""
    found = WORDS.get(written, written.lower())
    return found if found in known else written


def _tell_how_read(span: Span, between: str, encoding: str, written: Sequence[str], names: Sequence[str], report: Report) -> None:
    how = [said("with {names} between the cells", names=_NAMES[between])] if between != "," else []
    how += [said("as {encoding}", encoding=encoding)] if encoding else []
    how += [said("{old} as {new}", old=old, new=new) for old, new in zip(written, names, strict=True) if old.lower() != new]
    if how:
        report.notice("table-read-as", span, said("the table is read {how}", how=how), said("nothing needs to be changed"))


def _ragged_hint(cells: Sequence[str], names: Sequence[str], between: str) -> str:
    at = names.index("value") if "value" in names else -1
    if between == "," and at >= 0 and len(cells) > len(names) and all(map(_PART_OF_NUMBER.fullmatch, cells[at : at + 2])):
        whole, part = cells[at].strip(), cells[at + 1].strip()
        bare = re.sub("[. ]", "", whole)
        if len(part) == 3 and "." not in whole:
            return said(
                "if {whole},{part} is one number, write {bare}{part}, or {bare}.{part} if the comma begins the decimals",
                whole=whole,
                part=part,
                bare=bare,
            )
        return said("if {whole},{part} is one number, write {bare}.{part}", whole=whole, part=part, bare=bare)
    return said("separate the cells with {names}, and put a text that holds one in double quotes", names=_NAMES[between])


def _cells(count: int) -> str:
    return said("one cell") if count == 1 else said("{count} cells", count=count)


def _header_is_sound(
    names: Sequence[str], path: str, line: int, needed: Sequence[str], optional: Sequence[str], report: Report
) -> bool:
    known = (*needed, *optional)
    hint = said("begin the file with the line {columns}", columns=",".join(needed))
    hint = joined(hint, said("{columns} may follow", columns=AllOf(optional))) if optional else hint
    sound = True
    for at, name in enumerate(names):
        if keyboards.holds_commas(name):
            written = ",".join(keyboards.entries(name))
            report.error(
                "full-width-mark",
                Span(path, line, 1),
                keyboards.why_odd(name),
                said("write {written}", written=printable(written, 80)),
            )
            return False
        if name not in known or name in names[:at]:
            told = printable(name, 40) or said("an empty name")
            message = (
                said("{name} stands there twice", name=told)
                if name in names[:at]
                else said("{name} is not a known column", name=told)
            )
            report.error("unknown-column", Span(path, line, 1), message, hint)
            return False
    for name in needed:
        if name not in names:
            report.error("missing-column", Span(path, line, 1), said("the column {name} is missing", name=name), hint)
            sound = False
    return sound
