"""Workbooks, CSV and JSON: whatever the bytes are, a table or a fault, within the memory and the time that a file of its size may take."""

from __future__ import annotations

import io
import json
import random
import zipfile
from functools import cache
from typing import Any

from openpyxl import Workbook

from pmsite.diagnostics import Report
from pmsite.importers.export import Export, read_table
from pmsite.importers.sources import SOURCES

_NUMBERS = (
    "0",
    "-1",
    "1",
    "9",
    "40000",
    "1048576",
    "1048577",
    "4294967295",
    "4294967296",
    "18446744073709551615",
    "9" * 40,
    "1e999",
    "NaN",
    "",
)
_PLACES = (
    "A1",
    "XFD1",
    "A1048576",
    "XFD1048576",
    "XFE1",
    "ZZZZZZ2",
    "A0",
    "1A",
    "A",
    "a1",
    "A1:XFD1048576",
    "A99999999999",
    "",
    "\u0660",
)
_KINDS = ("s", "str", "inlineStr", "n", "b", "d", "e", "x", "")
_VALUES = (
    *_NUMBERS,
    "46000",
    "46000.5",
    "1e300",
    "-1e300",
    "0.1",
    "#REF!",
    "2026-03-01",
    "true",
    "_x0041_",
    "&#0;",
    "&amp;",
    "&x;",
    "]]>",
    "\x01",
)
_ELEMENTS = ("c", "row", "v", "is", "t", "si", "f", "sheetData", "sheet", "sst", "mergeCell", "dimension", "x:c", "numFmt", "xf")
_ATTRIBUTES = (
    "r",
    "t",
    "s",
    "ref",
    "count",
    "uniqueCount",
    "spans",
    "Id",
    "Target",
    "numFmtId",
    "formatCode",
    "sheetId",
    "name",
    "min",
    "max",
    "si",
)
_CELLS = (
    "",
    "a",
    "=1+1",
    '"',
    '""',
    "'",
    "\n",
    "\r",
    "\t",
    ";",
    ",",
    "\0",
    "\u2028",
    "\ufeff",
    "离线",
    "9" * 5000,
    "1e999",
    "-",
    "\ud800",
    "🙂",
)
_KEYS = (
    "id",
    "name",
    "title",
    "cards",
    "items",
    "fields",
    "number",
    "labels",
    "type",
    "content",
    "text",
    "state",
    "a.b",
    "",
    "\ud800",
)


@cache
def _book() -> dict[str, bytes]:
    """The parts of a sound workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "title", "day"])
    sheet.append(["a", "One", 46000])
    sheet["C2"].number_format = "yyyy-mm-dd"
    sheet["D3"] = "=A1"
    sheet.merge_cells("A4:B5")
    book.create_sheet("other").append(["x", "y"])
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist() if "theme" not in name}


def make(random: random.Random) -> bytes:
    """A workbook whose parts, or whose packing, is damaged; or a table or JSON made of hard texts."""
    kind = random.randrange(8)
    if kind == 0:
        return _csv(random)
    if kind == 1:
        return json.dumps(_json(random, 0)).encode()
    if kind == 2:
        return _cut(random, json.dumps(_json(random, 0)).encode())
    parts = {name: _damaged(random, text) if random.random() < 0.3 else text for name, text in _book().items()}
    if random.random() < 0.1:
        parts.pop(random.choice(list(parts)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return _cut(random, out.getvalue()) if kind == 3 else out.getvalue()


def _damaged(random: random.Random, part: bytes) -> bytes:
    """A part with other numbers, places, elements, or with pieces of it doubled or gone."""
    text = part.decode()
    for _ in range(random.randint(1, 4)):
        pieces = text.replace(">", ">\n").split("\n")
        at = random.randrange(len(pieces))
        what = random.randrange(7)
        if what == 0:
            pieces[at] *= random.choice((0, 2, 50))
        elif what == 1:
            element, values = random.choice(_ELEMENTS), random.choice((_NUMBERS, _PLACES, _KINDS, _VALUES))
            pieces.insert(
                at, f'<{element} {random.choice(_ATTRIBUTES)}="{random.choice(values)}">{random.choice(_VALUES)}</{element}>'
            )
        elif what == 2:
            place, kind = random.choice(_PLACES), random.choice(_KINDS)
            pieces.insert(
                at, f'<row r="{random.choice(_NUMBERS)}"><c r="{place}" t="{kind}"><v>{random.choice(_VALUES)}</v></c></row>'
            )
        elif '"' in pieces[at]:
            quoted = pieces[at].split('"')
            choice = random.randrange(1, len(quoted), 2) if len(quoted) > 2 else 0
            quoted[choice] = random.choice(random.choice((_NUMBERS, _PLACES, _KINDS, _VALUES)))
            pieces[at] = '"'.join(quoted)
        text = "".join(pieces)
    return text.encode("utf-8", "surrogatepass")


def _cut(random: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(random.randint(1, 8)):
        if changed:
            changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed[: random.randrange(len(changed) + 1)] if random.random() < 0.2 else changed)


def _csv(random: random.Random) -> bytes:
    rows = [
        random.choice(",;\t").join(random.choices((*_CELLS, *_KEYS), k=random.randint(1, 5))) for _ in range(random.randint(1, 8))
    ]
    return random.choice(("\n", "\r\n", "\r")).join(rows).encode(random.choice(("utf-8", "utf-16", "gb18030")), "replace")


def _json(random: random.Random, depth: int) -> Any:
    kind = random.randrange(6) if depth else random.randrange(2)
    if kind == 0 and depth < 80:
        return [_json(random, depth + 1) for _ in range(random.randint(0, 3))]
    if kind == 1 and depth < 80:
        return {random.choice(_KEYS): _json(random, depth + random.choice((1, 1, 20))) for _ in range(random.randint(0, 4))}
    return random.choice(
        (None, True, 0, -1, 1.5, 1e300, 10**400, float("inf"), float("nan"), *_CELLS, '{"type": "doc", "content": [1]}')
    )


def judge(data: bytes) -> str:
    """What is wrong with how an export was taken; nothing where all is well."""
    report = Report()
    table = read_table(Export("a.bin", data), report)
    if not table.columns and not report.failed and not Export("a.bin", data).is_json:
        return "neither a table nor a fault"
    for row in table.rows:
        for name, value in row.cells:
            try:
                (name + value).encode()
            except UnicodeError:
                return f"half a character in {name!r}"
    for name, source in SOURCES.items():
        if not data.startswith(b"PK"):
            told = Report()
            source.table(Export("a.bin", data), told)
            if any(not fault.message for fault in told):
                return f"a fault of {name} that says nothing"
    return ""
