"""A metric's series: clean rows come in, anything else is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.model.metric import Metric
from pmsite.pipeline import load
from tests.make import TODAY, write


def read(root: Path, table: str | bytes) -> tuple[list[tuple[str, float, str]], list[str]]:
    """The points of the series, and what was said of it."""
    write(root, {"metrics/m.md": "title: M"})
    data = table if isinstance(table, bytes) else table.encode()
    (root / "metrics" / "m.csv").write_bytes(data)
    found = load(root, "roadmap", TODAY)
    metric = found.product.items["m"] if found.product else None
    points = [(str(p.date), p.value, p.note) for p in metric.series] if isinstance(metric, Metric) else []
    return points, [f"{d.span.line} {d.code}" for d in found.report]


def told(root: Path, table: str | bytes) -> list[str]:
    """What is said of a series, with what to write instead."""
    read(root, table)
    return [f"{d.span.line} {d.message} | {d.hint}" for d in load(root, "roadmap", TODAY).report]


def test_rows_become_values_with_their_notes(tmp_path: Path) -> None:
    points, faults = read(tmp_path, '\ufeffdate,value,note\r\n2026-09,1.5,"a, b"\r\n\r\n2026-10-01,2,\r\n')
    assert points == [("2026-09", 1.5, "a, b"), ("2026-10-01", 2.0, "")]
    assert faults == []


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("date\n2026-10-01\n", ["1 missing-column"]),
        ("date,value,colour\n", ["1 unknown-column"]),
        ("date,value,date\n", ["1 unknown-column"]),
        ("", ["1 empty-table"]),
        ("date,value\n2026-10-01\n2026-10-02,1,2\n", ["2 ragged-row", "3 ragged-row"]),
        ("date,value\n2026-10-02,1\n2026-10-01,2\n", ["3 date-out-of-order"]),
        ("date,value\n2026-10-01,1\n2026-10-01,2\n", ["3 duplicate-date"]),
        ("date,value\n2026-02-30,1\n2026-03-01,nan\n2026-04-01,=1+1\n", ["2 not-a-date", "3 not-a-number", "4 not-a-number"]),
        ('date,value\n2026-10-01,"1\n', ["2 broken-table"]),
        (b"date,value\n\xff,1\n", ["2 not-utf8"]),
    ],
)
def test_a_faulty_table_gives_no_values(tmp_path: Path, table: str | bytes, codes: list[str]) -> None:
    points, faults = read(tmp_path, table)
    assert points == []
    assert [fault.replace("not-utf-8", "not-utf8") for fault in faults] == codes


AS_SAVED = [
    "date;value;note\r\n2026-10-01;2650;a, b\r\n",
    "sep=;\r\ndate;value;note\r\n2026-10-01;2650;a, b\r\n",
    "date\tvalue\tnote\n2026-10-01\t2650\ta, b\n",
    "date\tvalue\tnote\n2026-10-01\t2650\ta, b\n".encode("utf-16"),
    'Date,Value,Note\n2026-10-01,2650,"a, b"\n,,\n',
    '日期,数值,备注\n2026/10/1,2650,"a, b"\n',
    '日期,数值,备注\n2026年10月1日,2650,"a, b"\n'.encode("gb18030"),
    "日期;值;说明\n2026-10-1;2650;a, b;;\n",
]


@pytest.mark.parametrize("table", AS_SAVED)
def test_a_table_is_read_as_spreadsheets_of_many_countries_save_it(tmp_path: Path, table: str | bytes) -> None:
    points, faults = read(tmp_path, table)
    assert points == [("2026-10-01", 2650.0, "a, b")]
    assert faults in ([], ["1 table-read-as"], ["2 table-read-as"])


def test_how_a_table_was_read_is_told(tmp_path: Path) -> None:
    saved = "日期;数值\n2026-10-01;2650\n".encode("gb18030")
    assert told(tmp_path, saved) == [
        "1 the table is read with semicolons between the cells, as GB18030, 日期 as date, 数值 as value | nothing needs to be changed"
    ]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('2026-10-01;"2.650,5"', "write 2650.5"),
        ("2026-10-01;2650,5", "with a decimal point: 2650.5"),
        ("2026-10-01;2.650", "write 2650, or 2.65"),
        ("2026-10-01;2,650", "write 2650, or 2.65 if the comma begins the decimals"),
        ("01.10.2026;2650", "write 2026-10-01"),
        ("01/10/2026;2650", "write 2026-01-10 or 2026-10-01: 01/10/2026 can be read both ways"),
        ("2026-10-01,2.650,5,", "write 2650.5; if 5 is a note, put a word into it"),
        ("2026-10-01,2,650", "write 2650, or 2.65 if the comma begins the decimals; if 650 is a note, put a word into it"),
        ("2026-10-01,2,650,why", "if 2,650 is one number, write 2650, or 2.650 if the comma begins the decimals"),
        ("2026-10-01,2650,5,why", "if 2650,5 is one number, write 2650.5"),
    ],
)
def test_a_number_or_day_of_another_country_is_asked_about(tmp_path: Path, row: str, says: str) -> None:
    header = "date;value;note\n" if ";" in row else "date,value,note\n"
    row = f"{row};" if ";" in row else row
    assert says in told(tmp_path, f"{header}{row}\n")[0]  # what is good to know comes last


def test_many_rows_of_one_kind_are_counted(tmp_path: Path) -> None:
    days = "".join(f"2026-10-{day:02d};1,5\n" for day in range(1, 31))
    found = [line for line in told(tmp_path, f"date;value\n{days}") if "not a number" in line]
    assert len(found) == 6
    assert "; 25 rows in all are like this from here on" in found[-1]


def test_a_table_in_neither_encoding_says_how_to_save_it(tmp_path: Path) -> None:
    found = told(tmp_path, "date,value,note\n2026-10-01,1,Häfen\n".encode("cp1252"))
    assert found == [
        "2 the file is not UTF-8 text: byte 31 cannot be read | save the file as UTF-8; Excel calls it “CSV UTF-8” under Save As"
    ]


def test_a_table_beside_another_item_is_only_a_file(tmp_path: Path) -> None:
    write(tmp_path, {"features/f.md": "title: F"})
    (tmp_path / "features" / "f.csv").write_text("anything;goes\n", encoding="utf-8")
    assert not list(load(tmp_path, "roadmap", TODAY).report)
