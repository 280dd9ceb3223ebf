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


def test_rows_become_values_with_their_notes(tmp_path: Path) -> None:
    points, faults = read(tmp_path, '\ufeffdate,value,note\r\n2026-09,1.5,"a, b"\r\n\r\n2026-10-01,2,\r\n')
    assert points == [("2026-09", 1.5, "a, b"), ("2026-10-01", 2.0, "")]
    assert faults == []


@pytest.mark.parametrize(
    ("table", "told"),
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
def test_a_faulty_table_gives_no_values(tmp_path: Path, table: str | bytes, told: list[str]) -> None:
    points, faults = read(tmp_path, table)
    assert points == []
    assert [fault.replace("not-utf-8", "not-utf8") for fault in faults] == told


def test_a_table_beside_another_item_is_only_a_file(tmp_path: Path) -> None:
    write(tmp_path, {"features/f.md": "title: F"})
    (tmp_path / "features" / "f.csv").write_text("anything;goes\n", encoding="utf-8")
    assert not list(load(tmp_path, "roadmap", TODAY).report)
