"""The file that is imported, and what it is: a workbook, JSON, or a table of texts."""

from __future__ import annotations

import errno
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmsite.diagnostics import Report, Span
from pmsite.importers.csv_table import read_csv
from pmsite.importers.decode import text_of
from pmsite.importers.folder import markdown_in
from pmsite.importers.json_table import entries_of, flat, table_of
from pmsite.importers.table import FILE_BYTES, Table
from pmsite.importers.xlsx_table import read_xlsx
from pmsite.messages import said
from pmsite.plan.read import document_in
from pmsite.read.files import read_bytes, system_reason
from pmsite.read.json_text import parse

PLAN, PLAN_BYTES, _HEAD = b'"pmsite-plan"', 500 * 1024 * 1024, 1000
"""What a plan that pmsite exported says of itself in its first bytes, and what it may hold: as many items as a workspace."""
_DAY = re.compile(r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(?:\d{2})?)(?!\d)")
"""What a day begins with, whose numbers are all there."""
_WORKBOOK, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Export:
    """A file's bytes, its name as messages show it, how to read it, and what a command must call it to find it again."""

    path: str
    data: bytes
    encoding: str = ""
    sheet: str = ""
    given: str = ""
    parts: tuple[tuple[str, bytes], ...] = ()
    """Where it is a folder of Markdown files, or an archive of them, each of these by its path."""

    @property
    def argument(self) -> str:
        """What stands for the file in a command line."""
        return shlex.quote(self.given or self.path)

    @property
    def is_json(self) -> bool:
        """Whether it begins as JSON does."""
        return self.data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"[", b"{")

    def text(self, report: Report, guesses: list[str] | None = None) -> str | None:
        """Its text, or nothing where that cannot be told."""
        found = text_of(self.data, self.path, self.encoding, report)
        if found and guesses is not None and not self.encoding and found[1] == "gb18030":
            guesses.append(said("the text is GB18030, since it is not UTF-8 and reads as Chinese"))
        return found[0] if found else None


def read_export(file: Path, path: str, encoding: str, sheet: str, report: Report, *, takes_folders: bool = False) -> Export | None:
    """A file's bytes, or nothing where it cannot be read. A plan of pmsite, which comes whole or not at all, may be larger."""
    try:
        if takes_folders and (parts := markdown_in(file, path)):
            return Export(path, b"", encoding, sheet, str(file), parts)
        return Export(path, _bytes(str(file.resolve())), encoding, sheet, str(file))
    except OSError as fault:
        if fault.errno == errno.EFBIG:
            message, hint = (
                said("the file is too large: {limit} MiB fit", limit=FILE_BYTES // 1024 // 1024),
                said("export it in parts"),
            )
            report.error("file-too-large", Span(path), message, hint)
        else:
            reason = system_reason(fault)
            report.error(
                "not-readable",
                Span(path),
                said("the file cannot be read: {reason}", reason=reason),
                said("check its name, and who may read it"),
            )
    return None


def _bytes(path: str) -> bytes:
    data = read_bytes(path, PLAN_BYTES)
    if len(data) > FILE_BYTES and PLAN not in data[:_HEAD]:
        raise OSError(errno.EFBIG, "it is too large")
    return data


def plan_in(export: Export, report: Report) -> tuple[str, Any] | None:
    """The text and the document of an export that is a plan of pmsite; nothing where it is something else, or is broken and told."""
    if not export.is_json and not export.encoding:
        return None
    text = export.text(Report())
    document = document_in(text, export.path, report) if text is not None else None
    return (text, document) if text is not None and document is not None else None


def read_table(export: Export, report: Report) -> Table:
    """The table that an export holds, whatever its form."""
    table = _read(export, report)
    for name in table.columns:
        below = next((value for row in table.rows if (value := row.first(name))), "") if _DAY.match(name) else ""
        if _DAY.match(below):
            message = said(
                "the first row is taken for the names of columns, though “{name}” is a day like those below it", name=name
            )
            report.warning("no-names", Span(export.path, 1), message, said("write the names of the columns in a row above it"))
            break
    return table


def _read(export: Export, report: Report) -> Table:
    if export.data.startswith(_WORKBOOK):
        return read_xlsx(export.data, export.path, export.sheet, report)
    if export.data.startswith(_OLD_WORKBOOK):
        report.error(
            "old-workbook", Span(export.path), said("this is a workbook of the old form, .xls"), said("save it as .xlsx or CSV")
        )
        return Table(export.path)
    guesses: list[str] = []
    text = export.text(report, guesses)
    if text is None:
        return Table(export.path)
    if export.is_json:
        found = parse(text, export.path, report)
        table = (
            table_of(entries_of(found, export.path, report), flat, export.path, report) if found is not None else Table(export.path)
        )
    else:
        table = read_csv(text, export.path, report, excerpts=not guesses and export.encoding in ("", "utf-8"))
    table.guesses += guesses
    return table
