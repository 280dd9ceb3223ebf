"""Sheets of .xlsx workbooks, read by calamine."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

from pmsite.diagnostics import Report, Span
from pmsite.importers.table import ROWS, Row, Table, clean_cells, column_names, too_many_rows
from pmsite.read.guard import unguarded

UNPACKED_BYTES = 400 * 1024 * 1024
"""What a workbook may unpack to, so that a small file cannot fill the memory."""


def read_xlsx(data: bytes, path: str, sheet: str, report: Report) -> Table:
    """The table of one sheet: the named one, or the first that holds anything."""
    from python_calamine import CalamineError, CalamineWorkbook  # here, since only some imports need it

    table = Table(path)
    if not _is_sound(data, path, report):
        return table
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = workbook.sheet_names
        if sheet and sheet not in names:
            report.error("no-such-sheet", Span(path), f"there is no sheet {sheet}", f"name one of {', '.join(names)}")
            return table
        filled = {name: rows for name in ([sheet] if sheet else names) if (rows := workbook.get_sheet_by_name(name).to_python())}
    except (CalamineError, ValueError, OSError) as fault:
        report.error("broken-workbook", Span(path), f"the workbook cannot be read: {fault}", "save it again as .xlsx, or as CSV")
        return table
    if not filled:
        report.error("empty-table", Span(path), "the workbook has no header: it is empty", "export it again")
        return table
    name, *others = filled
    if others:
        message = f"only the sheet {name} is read, not {', '.join(others)}"
        report.warning("other-sheets", Span(path), message, "run the import again for each with `--sheet NAME`")
    _fill(table, filled[name], report)
    return table


def _is_sound(data: bytes, path: str, report: Report) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        message = "the workbook is broken, or only a part of it is here"
        report.error("broken-workbook", Span(path), message, "export it again, or save it as CSV")
        return False
    if size > UNPACKED_BYTES:
        message = f"the workbook unpacks to more than {UNPACKED_BYTES // 1024 // 1024} MiB"
        report.error("file-too-large", Span(path), message, "export it in parts")
        return False
    return True


def _fill(table: Table, rows: list[list[Any]], report: Report) -> None:
    start = next((at for at, cells in enumerate(rows) if sum(cell != "" for cell in cells) > 1), 0)
    table.columns = column_names([_text(cell) for cell in rows[start]])
    for number, cells in enumerate(rows[start + 1 :], start=start + 2):
        place = Span(f"{table.path}:{number}")
        if len(table.rows) >= ROWS:
            too_many_rows(place, report)
            return
        texts = (unguarded(_text(cell)) for cell in cells)  # a table that was CSV before has its apostrophes still
        found = clean_cells(zip(table.columns, texts, strict=False), place, report)
        if found:
            table.rows.append(Row(place, found))


def _text(cell: Any) -> str:
    """A cell as its reader sees it: whole numbers without a point, days without midnight."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)
