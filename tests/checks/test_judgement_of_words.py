"""What a rule must leave alone: dates that may still fit, and words that a plan cannot do without."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.pipeline import load
from tests.make import TODAY, write


@pytest.mark.parametrize(
    ("target", "needed", "late"),
    [
        ("2026-12-20", "2026-12", False),  # which may be the first of December
        ("2026-Q3", "2026-H2", False),
        ("2027", "2027-12-31", False),
        ("2026-12", "2027-Q1", True),
        ("2026-12-20", "2026-12-21", True),
    ],
)
def test_what_is_needed_is_late_where_it_surely_is(tmp_path: Path, target: str, needed: str, late: bool) -> None:
    files = {
        "features/a.md": f"title: A\nstatus: planned\ntarget: {target}\ndepends_on: [b]",
        "features/b.md": f"title: B\nstatus: planned\ntarget: {needed}",
    }
    codes = {d.code for d in load(write(tmp_path, files), "roadmap", TODAY).report}
    assert ("needed-too-late" in codes) is late


@pytest.mark.parametrize(
    ("title", "metric", "told"),
    [
        ("Berth nights booked online from 1200 to 4000", "title: Berth nights booked online", False),
        ("Nights of Bluebird-2 from 1200 to 4000", "title: Nights of Bluebird-2", True),
        ("More", "title: Berth nights booked online", True),
    ],
)
def test_a_key_result_may_be_called_what_it_measures(tmp_path: Path, title: str, metric: str, told: bool) -> None:
    summary = "summary: Berth nights booked online\n" if title == "More" else ""
    files = {
        "objectives/a.md": f"title: A\n{summary}visibility: [customers]\n"
        f"key_results: [{{id: k, title: {title}, metric: nights, baseline: 1200, target: 4000}}]",
        "metrics/nights.md": metric,
    }
    codes = {d.code for d in load(write(tmp_path, files), "roadmap", TODAY).report}
    assert ("text-names-hidden-item" in codes) is told
