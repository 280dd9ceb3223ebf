"""What bytes become tables, and what is told where they do not."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pmsite.diagnostics import Report
from pmsite.importers.export import Export, read_table
from pmsite.importers.table import Table
from tests.importers.exports import workbook

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def read(data: bytes | str, name: str = "a.csv", encoding: str = "", sheet: str = "") -> tuple[Table, list[str]]:
    report = Report()
    table = read_table(Export(name, data.encode() if isinstance(data, str) else data, encoding, sheet), report)
    return table, [f"{d.span} {d.code}" for d in report]


def cells(table: Table) -> list[list[tuple[str, str]]]:
    return [list(row.cells) for row in table.rows]


@pytest.mark.parametrize(
    "data",
    [
        "a,b\n1,二\n",
        "a;b\r\n1;二\r\n",
        "a\tb\n1\t二\n",
        b"\xef\xbb\xbf" + "a,b\n1,二\n".encode(),
        "编号,标题,a,b\n,,1,二\n".replace("编号,标题,", "").replace(",,", "").encode("gb18030"),
        "\n\na,b\n\n1,二\n,\n",
        '"a","b"\n" 1 ","二"\n',
    ],
)
def test_encodings_separators_and_line_ends_make_no_difference(data: bytes | str) -> None:
    table, faults = read(data)
    assert (table.columns, cells(table), faults) == (("a", "b"), [[("a", "1"), ("b", "二")]], [])


def test_a_cell_has_many_lines_and_its_row_the_line_that_it_begins_on() -> None:
    table, _ = read('a,b\n"one\r\ntwo","x ""y"""\n3,4\n')
    assert cells(table)[0] == [("a", "one\ntwo"), ("b", 'x "y"')]
    assert [str(row.span) for row in table.rows] == ["a.csv:2:1", "a.csv:4:1"]


def test_columns_may_repeat_and_may_have_no_name() -> None:
    table, _ = read("Labels,Labels,\na,b,c\n")
    assert cells(table) == [[("Labels", "a"), ("Labels", "b"), ("column 3", "c")]]
    assert table.repeated == ["Labels"]


def test_an_exporters_guard_against_formulas_goes_and_other_apostrophes_stay() -> None:
    table, _ = read("a\n'=1+1\n'tis\n''\n-5\n")
    assert [row.first("a") for row in table.rows] == ["=1+1", "'tis", "''", "-5"]
    table, _ = read(workbook(["a", "b"], [["'=1+1", "'tis"]]), "a.xlsx")
    assert cells(table) == [[("a", "=1+1"), ("b", "'tis")]]


def test_a_cell_of_several_lines_keeps_the_indent_of_its_first_line() -> None:
    table, _ = read('a,b\n"\n\n    code\nmore \n\n","  one line "\n')
    assert cells(table) == [[("a", "    code\nmore"), ("b", "one line")]]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("", ["a.csv empty-table"]),
        ("a,b\n1\n1,2,3\n", ["a.csv:2:1 ragged-row", "a.csv:3:1 ragged-row"]),
        ('a,b\n1,"2\n', ["a.csv:2 broken-table"]),
        ("a,b\n1,\x00\n", ["a.csv:2:1 control-character"]),
        ("a\n" + "x" * 100_001 + "\n", ["a.csv:2:1 cell-too-long"]),
        ("a\ncaf\xe9,\n".encode("latin-1"), ["a.csv:2 not-utf-8"]),
        ("a\n\xe9t\xe9 \xe0 la m\xe8re\n".encode("latin-1"), ["a.csv:2 not-utf-8"]),
        ("a\n1\n".encode("utf-16"), ["a.csv:1 not-utf-8"]),
        ("a,b,c\n1,one text\nof two lines,3\n", ["a.csv:2:1 ragged-row", "a.csv:3:1 ragged-row"]),
        ("One,09/10/2023 13:28:00\nTwo,09/09/2023 10:00:00\n", ["a.csv:1 no-names"]),
        ("Task,2026-05-01\nOne,x\n", []),
        (b"PK\x03\x04 cut off", ["a.csv broken-workbook"]),
        (b"\xd0\xcf\x11\xe0 old", ["a.csv old-workbook"]),
        ('[{"a": 1}', ["a.csv:1:10 broken-json"]),
        ("[" * 100_000, ["a.csv broken-json"]),
        ('{"a": {"b": 1}}', ["a.csv wrong-shape"]),
    ],
)
def test_what_is_no_table_is_told_with_its_place(data: bytes | str, told: list[str]) -> None:
    assert read(data)[1] == told


@pytest.mark.parametrize(
    ("data", "told", "guess"),
    [
        ("sep=;\r\na;b\r\n1;2,5\r\n", [[("a", "1"), ("b", "2,5")]], ""),
        ("Wishes,,\n,,\na,b,c\n1,2,3\n", [[("a", "1"), ("b", "2"), ("c", "3")]], ""),
        ("a,b,c\n1\n4,5,6\n7,8\n", [[("a", "1")], [("a", "4"), ("b", "5"), ("c", "6")], [("a", "7"), ("b", "8")]], "2 rows end before the last column"),
    ],
)  # fmt: skip
def test_what_spreadsheets_do_to_tables_is_undone(data: bytes | str, told: list[list[tuple[str, str]]], guess: str) -> None:
    table, faults = read(data)
    assert (cells(table), faults) == (told, [])
    assert [text for text in table.guesses if text.startswith(guess)] if guess else not table.guesses


def test_an_encoding_can_be_named() -> None:
    assert cells(read("a\ncafé\n".encode("latin-1"), encoding="cp1252")[0]) == [[("a", "café")]]
    assert cells(read("a\tb\r\n甲\t乙\r\n".encode("utf-16"), encoding="utf-16")[0]) == [[("a", "甲"), ("b", "乙")]]


def test_chinese_that_is_not_utf_8_is_a_guess_that_is_told() -> None:
    assert read("标题\n离线\n".encode("gb18030"))[0].guesses == ["the text is GB18030, since it is not UTF-8 and reads as Chinese"]


def test_a_sheet_has_a_title_above_its_header_dates_and_numbers() -> None:
    from datetime import datetime

    table, faults = read(
        workbook(
            ["标题", "n", "day"],
            [
                ["一", 3.0, datetime.fromisoformat("2026-03-01")],
                ["二", 0.5, datetime.fromisoformat("2026-03-01T09:30")],
                [None, None, None],
            ],
        ),
        "a.xlsx",
    )
    assert faults == []
    assert cells(table) == [
        [("标题", "一"), ("n", "3"), ("day", "2026-03-01")],
        [("标题", "二"), ("n", "0.5"), ("day", "2026-03-01 09:30:00")],
    ]
    assert [str(row.span) for row in table.rows] == ["a.xlsx:3", "a.xlsx:4"]


def test_a_sheet_can_be_named() -> None:
    assert read(workbook(["a", "b"], [["1", "2"]]), "a.xlsx", sheet="导出")[1] == []
    assert read(workbook(["a", "b"], [["1", "2"]]), "a.xlsx", sheet="none")[1] == ["a.xlsx no-such-sheet"]


def test_a_row_keeps_its_number_below_empty_ones() -> None:
    table, _ = read(
        parts(sheet('<row r="3"><c r="B3"><v>1</v></c><c r="C3"><v>2</v></c></row><row r="5"><c r="B5"><v>7</v></c></row>')),
        "a.xlsx",
    )
    assert [str(row.span) for row in table.rows] == ["a.xlsx:5"]


def sheet(rows: str, before: str = "") -> str:
    """A sheet's part."""
    return f'{before}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def texts(*shared: str) -> str:
    """The part with the texts that cells share."""
    return f'<sst xmlns="{_MAIN}" count="{len(shared)}">' + "".join(f"<si><t>{text}</t></si>" for text in shared) + "</sst>"


def parts(*sheets: str, shared: str = "", names: Sequence[str] = (), ids: Sequence[str] = ()) -> bytes:
    """A workbook of these sheets, in parts of these names."""
    names = names or [f"worksheets/sheet{at}.xml" for at in range(len(sheets))]
    ids = ids or [f"r{at}" for at in range(len(sheets))]
    listed = "".join(f'<sheet name="S{at}" sheetId="{at + 1}" r:id="{id}"/>' for at, id in enumerate(ids))
    found = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="a" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
        + "".join(f'<Relationship Id="r{at}" Type="{_OFFICE}/worksheet" Target="{name}"/>' for at, name in enumerate(names))
        + f'<Relationship Id="shared" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": shared or texts(),
    }
    found |= {f"xl/{name}": text for name, text in zip(names, sheets, strict=False)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in found.items():
            archive.writestr(name, text)
    return out.getvalue()


_HEAD = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
_TOO_LARGE, _BROKEN = ["a.xlsx file-too-large"], ["a.xlsx broken-workbook"]
HOSTILE: dict[str, tuple[Callable[[], bytes], list[str]]] = {
    "a cell far away": (lambda: parts(sheet(f'{_HEAD}<row r="40000"><c r="XFD40000"><v>1</v></c></row>')), _TOO_LARGE),
    "a cell far away by its row": (
        lambda: parts(sheet(f'{_HEAD}<row r="1048576"><c/><c><v>1</v></c><c/><c/><c/><c><v>1</v></c></row>')),
        _TOO_LARGE,
    ),
    "a cell beyond the last row": (
        lambda: parts(sheet(f'{_HEAD}<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>')),
        _BROKEN,
    ),
    "a cell beyond the last column": (lambda: parts(sheet(f'{_HEAD}<row r="2"><c r="ZZZZZZ2"><v>1</v></c></row>')), _BROKEN),
    "a cell at no place": (lambda: parts(sheet('<row r="1"><c r="1A"><v>1</v></c></row>')), _BROKEN),
    "a row at no place": (lambda: parts(sheet('<row r="-1"><c><v>1</v></c></row>')), _BROKEN),
    "a part of the namesake of an element": (
        lambda: parts(sheet(f'<x:row xmlns:x="{_MAIN}"><x:c r="XFD999999"><x:v>1</x:v></x:c></x:row>{_HEAD}')),
        _TOO_LARGE,
    ),
    "many sheets of one part": (lambda: parts(sheet(_HEAD), ids=["r0"] * 500), _BROKEN),
    "many ways to one part": (lambda: parts(*[sheet(_HEAD)] * 2, names=["worksheets/a.xml", "/xl/worksheets/./a.xml"]), _BROKEN),
    "entities": (lambda: parts(sheet(_HEAD, '<!DOCTYPE x [<!ENTITY a "aaaa">]>')), _BROKEN),
    "a sheet that is cut off": (lambda: parts(sheet(_HEAD)[:-20]), _BROKEN),
    "a long text in many cells": (
        lambda: parts(
            sheet("".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 3000))),
            shared=texts("x" * 100_000),
        ),
        _TOO_LARGE,
    ),
    "texts without number": (lambda: parts(sheet(_HEAD), shared=texts().replace('"0"', '"4294967295"')), _BROKEN),
    "two parts of texts": (lambda: parts(sheet(_HEAD), texts("b"), shared=texts("a")), _BROKEN),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_workbook_that_stands_for_more_than_fits_is_refused_before_it_is_read(what: str) -> None:
    write, told = HOSTILE[what]
    assert read(write(), "a.xlsx")[1] == told


def test_what_stands_far_away_and_holds_nothing_takes_no_room() -> None:
    table, faults = read(
        parts(sheet(f'{_HEAD}<row r="2"><c r="A2"><v>3</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>')), "a.xlsx"
    )
    assert (cells(table), faults) == ([[("1", "3")]], [])


def test_a_workbook_that_would_fill_the_memory_is_refused() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as file,
    ):
        for _ in range(401):
            file.write(b" " * 1024 * 1024)
    assert read(out.getvalue(), "a.xlsx")[1] == ["a.xlsx file-too-large"]


def test_a_part_that_is_larger_than_the_workbook_says_is_no_way_around() -> None:
    data = parts(sheet(_HEAD + " " * 10_000_000))
    size = (10_000_000 + len(sheet(_HEAD))).to_bytes(4, "little")
    assert data.count(size) == 2
    assert read(data.replace(size, (300).to_bytes(4, "little")), "a.xlsx")[1] == _BROKEN


@pytest.mark.parametrize("version", [b"\x67\x00", b"\xff\xff"])
def test_a_workbook_of_no_known_packing_is_broken(version: bytes) -> None:
    data = bytearray(parts(sheet(_HEAD)))
    at = data.find(b"PK\x01\x02")
    data[at + 6 : at + 8] = version
    assert read(bytes(data), "a.xlsx")[1] == _BROKEN


@pytest.mark.parametrize(("name", "form"), [("content.xml", ".ods"), ("xl/workbook.bin", ".xlsb")])
def test_a_workbook_of_another_form_is_named(name: str, form: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "<a/>")
    report = Report()
    read_table(Export("a.xlsx", out.getvalue()), report)
    assert [(d.code, d.message) for d in report] == [("old-workbook", f"this is a workbook of another form, {form}")]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('[{"a": 1, "b": 2, "a": 3}]', "names a twice"),
        ('[{"a": NaN}]', "NaN, which is no number"),
        ('[{"a": -Infinity}]', "-Infinity, which is no number"),
        ('[{"a": 1e999}]', "too large: 1e999"),
        ('[{"a": 1' + "0" * 10_000 + "}]", "a number that is too long"),
        ('[{"a": ' + "[" * 100 + "]" * 100 + "}]", "nested too deep: 60 levels fit"),
        ("[" * 100_000, "nested too deep"),
        ('[{"a": ' * 50_000, "nested too deep"),
    ],
)
def test_json_that_would_lose_something_is_refused(data: str, message: str) -> None:
    report = Report()
    assert not read_table(Export("a.json", data.encode()), report).rows
    assert [d.code for d in report] == ["broken-json"]
    assert message in next(iter(report)).message


def test_half_a_character_is_a_fault_of_its_row() -> None:
    assert read('[{"a": "x\\ud800"}, {"a": "y"}]', "a.json")[1] == ["a.json#1 control-character"]


def test_json_is_flat_with_dots_and_lists_repeat() -> None:
    table, _ = read(
        json.dumps(
            {"items": [{"a": {"b": 1.0, "c": None}, "l": ["x", {"name": "y"}, {"name": "z", "id": 2}], "t": True}], "total": 1}
        )
    )
    assert cells(table) == [[("a.b", "1"), ("l", "x"), ("l", "y"), ("l", '{"name": "z", "id": 2}'), ("t", "true")]]
    assert [str(row.span) for row in table.rows] == ["a.csv#1"]


def test_too_many_rows_are_told_once() -> None:
    assert read("a\n" + "1\n" * 100_001)[1] == ["a.csv:100002:1 too-many-rows"]


def test_only_a_plan_that_pmsite_exported_may_be_larger_than_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pmsite.importers import export

    monkeypatch.setattr(export, "FILE_BYTES", 100)
    report = Report()
    for name, text in {
        "a.csv": "a\n" + "1\n" * 100,
        "plan.json": json.dumps({"format": "pmsite-plan", "items": ["x" * 100]}),
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert export.read_export(tmp_path / "a.csv", "a.csv", "", "", report) is None
    assert export.read_export(tmp_path / "plan.json", "plan.json", "", "", report) is not None
    assert [str(d.span) for d in report] == ["a.csv"]


def test_a_link_in_the_place_of_a_file_is_read_by_its_own_name(tmp_path: Path) -> None:
    from pmsite.importers.export import read_export

    report = Report()
    assert read_export(tmp_path / "none.csv", "none.csv", "", "", report) is None
    (tmp_path / "folder").mkdir()
    assert read_export(tmp_path / "folder", "folder", "", "", report) is None
    assert [d.code for d in report] == ["not-readable", "not-readable"]
