"""One more row in a table of values."""

from __future__ import annotations

import pytest

from pmsite.writing.refused import Refused
from pmsite.writing.table import with_row


@pytest.mark.parametrize(
    ("before", "cells", "after"),
    [
        (None, ("2026-11-23", "5", ""), "date,value\n2026-11-23,5\n"),
        (None, ("2026-11-23", "5", "a, b"), 'date,value,note\n2026-11-23,5,"a, b"\n'),
        ("date,value\n", ("2026-11-23", "5", ""), "date,value\n2026-11-23,5\n"),
        ("date,value\n2026-10,4\n", ("2026-11-23", "5", ""), "date,value\n2026-10,4\n2026-11-23,5\n"),
        ("date,value\n2026-10,4", ("2026-11-23", "5", ""), "date,value\n2026-10,4\n2026-11-23,5\n"),
        ("date,value\r\n2026-10,4\r\n", ("2026-11-23", "5", ""), "date,value\r\n2026-10,4\r\n2026-11-23,5\r\n"),
        ("date,value\n2026-10,4\n2026-12,6\n", ("2026-11-23", "5", ""), "date,value\n2026-10,4\n2026-11-23,5\n2026-12,6\n"),
        ('note,value,date\n"a, ""b""",4,2026-10\n', ("2026-11-23", "5", ""), 'note,value,date\n"a, ""b""",4,2026-10\n,5,2026-11-23\n'),
        ("\ufeff日期;数值\n2026-10;4\n", ("2026-11-23", "5", ""), "\ufeff日期;数值\n2026-10;4\n2026-11-23;5\n"),
        ("date;value\n2026-10;4.5\n", ("2026-11-23", "5.5", ""), "date;value\n2026-10;4.5\n2026-11-23;5.5\n"),
        ("Date\tValue\n2026-10\t4\n\n", ("2026-11-23", "5", ""), "Date\tValue\n2026-10\t4\n2026-11-23\t5\n\n"),
    ],
)  # fmt: skip
def test_a_row_stands_at_its_place_in_the_dress_of_the_others(before: str | None, cells: tuple[str, str, str], after: str) -> None:
    content = None if before is None else before.encode()
    assert with_row(content, dict(zip(("date", "value", "note"), cells, strict=True)), "a.csv").decode() == after


@pytest.mark.parametrize(
    ("before", "cells", "code"),
    [
        (b"date,value\n2026-10,\xb0\n", ("2026-11-23", "5", ""), "only-by-hand"),
        (b"sep=;\ndate;value\n", ("2026-11-23", "5", ""), "only-by-hand"),
        (b'date,value,note\n2026-10,4,"two\nlines"\n', ("2026-11-23", "5", ""), "only-by-hand"),
        (b"when,what\n2026-10,4\n", ("2026-11-23", "5", ""), "only-by-hand"),
        (b"date;value\n2026-10;4,5\n", ("2026-11-23", "5.5", ""), "only-by-hand"),
        (b"date,value\n2026-10,4\n", ("2026-11-23", "5", "why"), "no-such-place"),
        (b"date,value\n2026-10,4\n2026-11-23,4\n2026-12,6\n", ("2026-11-23", "5", ""), "checked-in-already"),
    ],
)
def test_what_is_no_plain_table_is_left_to_a_person(before: bytes, cells: tuple[str, str, str], code: str) -> None:
    with pytest.raises(Refused) as found:
        with_row(before, dict(zip(("date", "value", "note"), cells, strict=True)), "a.csv")
    assert found.value.diagnostic.code == code
