"""Sheets of .xlsx workbooks, read by calamine."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from pmsite.diagnostics import Report, Span
from pmsite.importers.table import ROWS, SourceRow, Table, clean_cells, column_names, too_many_rows
from pmsite.importers.workbook_parts import WorkbookFault, packed_anew
from pmsite.messages import reason, said
from pmsite.read.guard import unguarded
from pmsite.read.text import printable

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


def read_xlsx(data: bytes, path: str, sheet: str, report: Report) -> Table:
    """The table of one sheet: the named one, or the first that holds anything."""
    table = Table(path)
    try:
        sheets = _sheets(packed_anew(data))
        names = list(sheets)
        if sheet and sheet not in names:
            report.error(
                "no-such-sheet",
                Span(path),
                said("there is no sheet {sheet}", sheet=sheet),
                said("name one of {names}", names=names),
            )
            return table
        filled = [name for name in names if sheets[name].height > 0]
        if not filled or (sheet and sheet not in filled):
            report.error("empty-table", Span(path), said("the workbook has no header: it is empty"), said("export it again"))
            return table
        name = sheet or filled[0]
        with _panics_told():
            rows, start = sheets[name].to_python(), (sheets[name].start or (0, 0))[0]
    except WorkbookFault as fault:
        report.error(fault.code, Span(path), reason(fault), fault.hint)
        return table
    if len(filled) > 1 and not sheet:
        message = said("only the sheet {name} is read, not {others}", name=name, others=list(filled[1:]))
        report.warning("other-sheets", Span(path), message, said("run the import again for each with `--sheet NAME`"))
    _fill(table, rows, start, report)
    return table


def _sheets(data: bytes) -> dict[str, CalamineSheet]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum  # here, since only some imports need it

    with _panics_told():
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {
            found.name: workbook.get_sheet_by_name(found.name)
            for found in workbook.sheets_metadata
            if found.typ == SheetTypeEnum.WorkSheet
        }


@contextmanager
def _panics_told() -> Iterator[None]:
    """What calamine cannot read is the workbook's fault, where it stops by a panic as well, which is no Exception."""
    from python_calamine import CalamineError

    try:
        yield
    except (CalamineError, ValueError, OverflowError, OSError) as fault:
        message = said("the workbook cannot be read: {fault}", fault=printable(str(fault), 200))
    except BaseException as fault:
        if type(fault).__module__ != "pyo3_runtime":
            raise
        message = said("the workbook cannot be read: its parts do not fit together")
    else:
        return
    raise WorkbookFault("broken-workbook", message, said("save it again as .xlsx, or as CSV"))


def _fill(table: Table, rows: list[list[Any]], above: int, report: Report) -> None:
    """Take over rows, above which so many are empty."""
    start = next((at for at, cells in enumerate(rows) if sum(cell != "" for cell in cells) > 1), 0)
    table.columns = column_names([_text(cell) for cell in rows[start]])
    for number, cells in enumerate(rows[start + 1 :], start=above + start + 2):
        place = Span(f"{table.path}:{number}")
        if len(table.rows) >= ROWS:
            too_many_rows(place, report)
            return
        held = ((name, cell) for name, cell in zip(table.columns, cells, strict=False) if cell != "")
        texts = ((name, unguarded(_text(cell))) for name, cell in held)  # a table that was CSV before has its apostrophes still
        found = clean_cells(texts, place, report)
        if found:
            table.rows.append(SourceRow(place, found))


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
