"""The parts of a workbook, measured before anything reads them: a small file may stand for any number of cells."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from xml.parsers import expat

from pmsite.messages import said
from pmsite.read.text import printable

UNPACKED_BYTES = 400 * 1024 * 1024
PARTS = 2_000
CELLS = 5_000_000
"""Cells of all sheets, those counted that stand empty between others, since a reader makes room for them."""
TEXTS = 200_000_000
"""Characters of all cells, a text counted once for each cell that shows it."""
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_PIECE = 1024 * 1024
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError)


class WorkbookFault(ValueError):
    """A workbook that is not to be read: its code, what is wrong, and what to do instead."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.hint = code, hint


def packed_anew(data: bytes) -> bytes:
    """A workbook that holds exactly the parts that were measured, so that no reader sees others; raises WorkbookFault."""
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
            parts = dict(_parts(archive))
            _measure(parts)
            for name, text in parts.items():
                new.writestr(name, text)
    except WorkbookFault:
        raise
    except _UNREADABLE:
        raise _broken(said("the workbook is broken, or only a part of it is here")) from None
    return out.getvalue()


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if other := next((form for name, form in (("content.xml", ".ods"), ("xl/workbook.bin", ".xlsb")) if name in names), None):
        raise WorkbookFault(
            "old-workbook", said("this is a workbook of another form, {other}", other=other), said("save it as .xlsx or CSV")
        )
    if len(names) < len(entries):
        raise _broken(said("two parts of the workbook have one name"))
    if len(entries) > PARTS:
        raise WorkbookFault(
            "file-too-large", said("the workbook has too many parts: {limit} fit", limit=f"{PARTS:,}"), said("export it in parts")
        )
    room = UNPACKED_BYTES
    for entry in entries:
        if not entry.filename.lower().endswith((".xml", ".rels")):
            continue  # pictures, and what programs keep for themselves
        if entry.compress_type not in _PACKING:
            raise _broken(said("the workbook is packed in a way that workbooks are not"))
        text = _unpacked(archive, entry, room)
        room -= len(text)
        yield entry.filename, text


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    pieces, size = [], 0
    with archive.open(entry) as part:
        while piece := part.read(_PIECE):
            size += len(piece)
            if size > room:
                message = said("the workbook unpacks to more than {limit} MiB", limit=UNPACKED_BYTES // 1024 // 1024)
                raise WorkbookFault("file-too-large", message, said("export it in parts"))
            pieces.append(piece)
    return b"".join(pieces)


def _measure(parts: Mapping[str, bytes]) -> None:
    """Raise WorkbookFault where the sheets take more than fits, or where a part is not what a workbook holds."""
    shared = _Shared()
    for text in parts.values():
        if b"sst" in text:
            shared.read(text)
    sheets, targets = _Sheets(shared.lengths), _Targets()
    for name, text in parts.items():
        if b"sheetData" in text:
            sheets.read(text)
        if b"sheetData" not in text or b"sheets" in text or name.lower().endswith(".rels"):
            targets.read(text)


class _Part:
    """Reads parts as XML, which must be sound and declare nothing of its own."""

    def read(self, part: bytes) -> None:
        """Go through one part; raises WorkbookFault."""
        if b"\0" in part:
            raise _broken(said("a part of the workbook is not written in UTF-8"))
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_declarations
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = lambda name: self.end(name.rpartition(":")[2])
        parser.CharacterDataHandler = self.text
        try:
            parser.Parse(part, True)
        except expat.ExpatError as fault:
            raise _broken(said("a part of the workbook is broken: {fault}", fault=expat.ErrorString(fault.code))) from None

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        for counted in ("count", "uniqueCount"):  # readers make room for as many as a part says that it has
            if counted in attributes and not _is_count(attributes[counted]):
                raise _broken(
                    said("the workbook says that it has {number} of something", number=printable(attributes[counted], 20))
                )
        self.start(name.rpartition(":")[2], attributes)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text stands here."""


def _refuse_declarations(*_: object) -> None:
    raise _broken(said("a part of the workbook declares a form of its own"))


class _Shared(_Part):
    """The texts that cells share: how long each is."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self._parts = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A text begins with an `si`."""
        if name == "si":
            self.lengths.append(0)
        elif name == "sst":
            self._parts += 1
            if self._parts > 1:
                raise _broken(said("the workbook has two parts with the texts of its cells"))

    def text(self, text: str) -> None:
        """Whatever stands in a text counts, the space around it as well."""
        if self.lengths:
            self.lengths[-1] += len(text)


class _Targets(_Part):
    """Where the sheets are: each in a part of its own, so that none is read twice."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def read(self, part: bytes) -> None:
        """Targets of one part, which may repeat those of another."""
        self._seen.clear()
        super().read(part)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A sheet names a relationship, and a relationship a part."""
        if name == "sheet":
            self._note(next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), ""))
        elif name == "Relationship" and attributes.get("TargetMode") != "External":
            self._note(posixpath.normpath(posixpath.join("/xl", attributes.get("Target", ""))).lower())

    def _note(self, target: str) -> None:
        if target in self._seen:
            raise _broken(said("two sheets of the workbook are one part"))
        self._seen.add(target)


class _Sheets(_Part):
    """The cells of the sheets: how many a reader makes room for, and how long their texts are together."""

    def __init__(self, shared: Sequence[int]) -> None:
        self._shared = shared
        self._room, self._texts = CELLS, 0

    def read(self, part: bytes) -> None:
        """One sheet."""
        self._row = self._column = 0
        self._first: tuple[int, int] | None = None
        self._last = (0, 0)
        self._is_shared = self._in_value = False
        self._value = ""
        super().read(part)
        self._room -= self._area()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Rows and cells say where they stand, or stand after the one before; a cell that holds nothing needs no room."""
        if name == "c":
            self._is_shared = attributes.get("t") == "s"
            if place := attributes.get("r"):
                self._row, self._column = _place(place)
            else:
                self._column += 1
        elif name in ("v", "is", "f"):
            self._in_value, self._value = name == "v", ""
            self._fill()
        elif name == "row":
            self._row, self._column = _row(attributes.get("r", "")) or self._row + 1, 0

    def text(self, text: str) -> None:
        """The value of a cell, of which only the number of a shared text is looked at."""
        if self._in_value and self._is_shared:
            self._value += text

    def end(self, name: str) -> None:
        """A value ends."""
        if name != "v" or not self._in_value:
            return
        self._in_value = False
        if self._is_shared and len(self._value) < 10 and self._value.strip().isdecimal():
            at = int(self._value)
            self._texts += self._shared[at] if at < len(self._shared) else 0
            if self._texts > TEXTS:
                raise WorkbookFault(
                    "file-too-large",
                    said("the texts of its cells are too long: {limit} characters fit", limit=f"{TEXTS:,}"),
                    said("export it in parts"),
                )

    def _fill(self) -> None:
        row, column = self._row, self._column
        if row > _LAST_ROW or column > _LAST_COLUMN:
            raise _broken(said("a cell stands where no workbook has one"))
        if self._first is None:
            self._first = (row, column)
        self._first = (min(self._first[0], row), min(self._first[1], column))
        self._last = (max(self._last[0], row), max(self._last[1], column))
        if (area := self._area()) > self._room:
            message = said(
                "the cells up to row {row} make a table of {area} cells: {limit} fit",
                row=f"{row:,}",
                area=f"{area:,}",
                limit=f"{CELLS:,}",
            )
            raise WorkbookFault(
                "file-too-large", message, said("delete what stands far away from the table, or export it in parts")
            )

    def _area(self) -> int:
        if self._first is None:
            return 0
        return (self._last[0] - self._first[0] + 1) * (self._last[1] - self._first[1] + 1)


def _place(written: str) -> tuple[int, int]:
    found = _PLACE.fullmatch(written)
    if found is None:
        raise _broken(said("the workbook has a cell at {written}, which is no place", written=printable(written, 20)))
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _row(written: str) -> int:
    if not written:
        return 0
    if not written.isdecimal() or len(written) > 7:
        raise _broken(said("the workbook has a row {written}, which is no place", written=printable(written, 20)))
    return int(written)


def _is_count(written: str) -> bool:
    return written.isdecimal() and len(written) < 10 and int(written) <= CELLS


def _broken(message: str) -> WorkbookFault:
    return WorkbookFault("broken-workbook", message, said("save it again as .xlsx, or as CSV"))
