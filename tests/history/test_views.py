"""What pages say of a plan's past, as YAML."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from pmsite.audience import TEAM
from pmsite.charts.registry import CHARTS
from pmsite.charts.words import Words
from pmsite.pages import pages
from pmsite.views import item, item_past, results
from pmsite.views.feature import FeaturePage
from pmsite.views.parts import cards
from pmsite.views.record import quantile
from tests.history.snapshots import Snapshot, feature, projected
from tests.views.test_cases import plain

CASES = Path(__file__).parent / "cases" / "views"
SEEN = {"visibility": "customers"}


def goal(current: int) -> str:
    return f"title: Goal\nperiod: 2026\nkey_results: [{{id: kr, title: Crews, baseline: 0, target: 100, current: {current}}}]"


def snapshot(step: int) -> Snapshot:
    """A plan of fourteen features in two teams; features f0 to f9 ship one quarter after the one in which they were first due."""
    found = {
        "teams/maps.md": "title: Maps\nvisibility: [customers]",
        "teams/sync.md": "title: Sync\nvisibility: [customers]",
        "releases/r1.md": "title: Spring\nversion: '1.0'\ndate: 2026-03-31\nvisibility: [customers]",
        "releases/r2.md": "title: Summer\nversion: '2.0'\ndate: 2026-06-30\nvisibility: [customers]",
        "objectives/goal.md": goal((0, 10, 10, 45)[step]),
        "features/open.md": feature(
            ("2026-Q4", "2027-Q1", "2027-Q1", "2027-Q2")[step], status="building", team="maps", title="Open work"
        ),
        "features/late.md": feature("2026-Q1", status="building", team="sync", title="Late work"),
        "features/hidden.md": feature(f"202{step + 6}", visibility="", status="planned", team="sync", title="Hidden work"),
        "features/back.md": feature(
            release=("r2", "r1", "r1", "r1")[step], status="planned" if step < 2 else "shipped", team="sync", title="Ahead"
        ),
    }
    for n in range(10):
        shipped = {"status": "shipped", "shipped": "2026-06-30"} if step == 3 else {"status": "planned"}
        found[f"features/f{n}.md"] = feature("2026-Q1" if step < 2 else "2026-Q2", team="maps", title=f"Feature {n}", **shipped)
    if step > 1:
        found["features/new.md"] = feature(title="New idea")
    return found


def told(case: str, audience: str) -> Any:
    seen = projected(*map(snapshot, range(4)), audience=audience, weeks=9)
    if case in ("slippage", "what-changed", "what-changed/2026-05"):
        return next(page for page in pages(seen, {}) if page.address == f"roadmap/{case}").view()
    return item_past.build(seen, seen.items[case])


@pytest.mark.parametrize("audience", [TEAM, "customers"])
@pytest.mark.parametrize("case", ["slippage", "what-changed", "what-changed/2026-05", "open", "r1"])
def test_a_page_tells_the_past(case: str, audience: str) -> None:
    found = yaml.safe_dump(plain(told(case, audience)), sort_keys=False, allow_unicode=True, width=120)
    expected = CASES / f"{case.replace('/', '-')}.{audience}.yml"
    if os.environ.get("PMSITE_WRITE_EXPECTED"):
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(found, encoding="utf-8", newline="")
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("audience", [TEAM, "customers"])
def test_the_strip_of_a_feature_says_what_its_date_was_and_until_when(audience: str) -> None:
    seen = projected(*map(snapshot, range(4)), audience=audience, weeks=9)
    cell = next(
        cell for cell in item.build(seen, seen.items["open"], FeaturePage(cards(seen)["open"], ())).strip if cell.name == "target"
    )
    (move,) = (note.value for note in cell.notes if note.shape == "move")
    assert (str(cell.values[0].value), str(move.before), str(move.day)) == ("2027-Q2", "2027-Q1", "2026-07-13")


def test_a_key_result_without_check_ins_has_the_values_that_its_file_had() -> None:
    seen = projected(*map(snapshot, range(4)), weeks=9)
    goal_now: Any = seen.items["goal"]
    line = results.line(seen, goal_now, goal_now.key_results[0], ())
    assert line is not None
    assert [(str(point.date), point.value) for point in line.points] == [("2026-01-05", 0), ("2026-03-09", 10), ("2026-07-13", 45)]


@pytest.mark.parametrize(("share", "expected"), [(0.5, 20), (0.85, 40), (0, 10), (1, 40)])
def test_a_quantile_is_a_value_that_occurred(share: float, expected: int) -> None:
    assert quantile([40, 10, 30, 20], share) == expected


def test_pictures_of_the_past_name_what_they_show() -> None:
    seen = projected(*map(snapshot, range(4)), weeks=9)
    slip, burnup = (item_past.build(seen, seen.items[id]) for id in ("open", "r1"))
    assert slip is not None
    assert burnup is not None
    assert 'aria-label="2026-Q4 → 2027-Q2"' in CHARTS["slip"](slip.slip, Words())
    assert 'aria-label="planned 1, finished 1"' in CHARTS["burnup"](burnup.burnup, Words())
