"""What a change of product.yml shows to readers outside that they did not see before."""

from __future__ import annotations

import pytest

from pmsite.history.diff import compare
from tests.make import product

FILES = {
    "features/a.md": "title: A\nstatus: planned\ntarget: 2027-02-20\nvisibility: [customers]",
    "features/b.md": "title: B\nstatus: planned\ntarget: 2027\nvisibility: [customers]",
    "releases/2.0.md": "title: Two\ndate: 2027-02-20\nvisibility: [customers]",
}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("quarter", "day", ["a target", "2.0 date"]),
        ("quarter", "month", ["a target", "2.0 date"]),
        ("half", "quarter", ["a target", "2.0 date"]),
        ("quarter", "half", []),
        ("day", "quarter", []),
    ],
)
def test_a_finer_precision_is_told_for_each_date_that_readers_now_read_more_of(before: str, after: str, told: list[str]) -> None:
    one, other = (product(FILES, f"name: P\naudiences: {{customers: {{dates: {precision}}}}}\n") for precision in (before, after))
    assert [f"{found.id} {' '.join(found.fields)}" for found in compare(one, other).exposed] == told
