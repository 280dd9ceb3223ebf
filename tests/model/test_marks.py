"""A summary that was written as Markdown is read without its marks, and what only looks like one stays."""

from __future__ import annotations

import time

import pytest

from pmsite.model.marks import without_marks


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Freezing `k8s.gcr.io` for good", "Freezing k8s.gcr.io for good"),
        ("The interface ([CSI](https://example.org/a_(b).md))", "The interface (CSI)"),
        ("**Two** *weeks* of ***work***, and _more_", "Two weeks of work, and more"),
        ("See [a **bold** `word`](https://example.org/cut-he…", "See a bold word"),
        ("Told at <https://example.org>", "Told at https://example.org"),
        ("![A picture](a.png) of it", "A picture of it"),
    ],
)
def test_marks_that_come_in_pairs_are_left_out(written: str, read: str) -> None:
    assert without_marks(written) == read


@pytest.mark.parametrize(
    "written",
    ["2*3*4 is 24", "5 * 3 * 2", "Any *nix", "C* and D*", "snake_case_names", "[x] <b> & a`b", "A list[0] of __init__ma", "“引用”"],
)
def test_what_stands_alone_stays(written: str) -> None:
    assert without_marks(written) == written


@pytest.mark.parametrize("mark", ["*", "_", "`", "[", "[a](", "<http://", "**a", "](", "_a_"])
def test_many_marks_take_little_time(mark: str) -> None:
    begun = time.process_time()
    without_marks(mark * 4000)
    assert time.process_time() - begun < 1
