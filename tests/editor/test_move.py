"""Where a card is dropped, and what that changes in its file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pmsite.editor.move import Wish, plan
from pmsite.editor.offers import offers
from pmsite.editor.periods import along
from pmsite.editor.ranks import ranked
from pmsite.pipeline import load
from pmsite.workspace import Workspace
from pmsite.writing.refused import Refused
from tests.make import TODAY, write

PLAN = {
    "teams/mobile.md": "title: Mobile",
    "teams/growth.md": "title: Growth",
    "objectives/safe.md": "title: Nobody loses work\nkey_results: [{id: kr1, title: Lost notes, kind: milestone}, {id: kr2, title: More, kind: milestone}]",
    "objectives/fast.md": "title: Fast",
    "releases/3.2.md": 'title: Winter\nversion: "3.2"\ndate: 2026-12-15',
    "features/a.md": "title: A\nstatus: building\nteam: mobile",
    "features/b.md": "title: B\nstatus: planned\ntarget: 2027-02",
    "features/c.md": "title: C\nstatus: planned\nhorizon: next",
    "features/d.md": "title: D\nstatus: dropped\nreason: Nobody asked.",
    "features/e.md": "title: E\nsupports: [safe.kr1, fast, safe.kr2]",
    "features/f.md": 'title: F\nstatus: planned\nrelease: "3.2"\nhorizon: later',
    "features/g.md": "title: G\nstatus: shipped\nshipped: 2026-10-01",
    "features/h.md": "title: H\nsupports: [safe.kr1]",
}


def workspace(root: Path, files: Mapping[str, str] = PLAN, settings: str = "name: P\n") -> Workspace:
    return load(write(root / "roadmap", files, settings), "roadmap", TODAY)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workspace(tmp_path_factory.mktemp("move"))


def said(operations: Any) -> list[str]:
    """Operations as a person would write them down."""
    return [
        " ".join(str(part) for part in (one["do"], one["item"], ".".join(map(str, one["place"])), one.get("value", ""))).strip()
        for one in operations
    ]


@pytest.mark.parametrize(
    ("item", "to", "operations", "note"),
    [
        ("b", "now", ["set b horizon now"], "Its column followed from its target; now it is set by hand."),
        ("a", "next", ["set a horizon next"], "Its column followed from its status; now it is set by hand."),
        ("f", "now", ["unset f horizon"], "Its column follows from its release."),
        ("c", "later", ["set c horizon later"], "Its column is now set by hand."),
        ("c", "next", ["unset c horizon"], "Its column follows from its status."),
        ("d", "now", ["set d status building", "unset d reason"], "It is Building again."),
        ("d", "later", ["set d status idea", "unset d reason"], "It is Idea again."),
        ("g", "next", ["set g status planned", "unset g shipped"], "It is Planned again."),
        ("a", "shipped", ["set a status shipped", "set a shipped 2026-11-23"], "Its date is today, Nov 23, 2026."),
        ("f", "shipped", ["set f status shipped"], ""),
    ],
)
def test_another_column(here: Workspace, item: str, to: str, operations: list[str], note: str) -> None:
    found = plan(here, item, Wish({"horizon": to}))
    assert (said(found.operations), found.note) == (operations, note)


def test_what_a_column_followed_from_can_be_changed_instead(here: Workspace) -> None:
    found = plan(here, "b", Wish({"horizon": "now"}))
    assert [(one.label, said(one.operations)) for one in found.instead] == [
        ("Make it Building instead", ["set b status building"]),
        ("Set its target to Q4 2026 instead", ["set b target 2026-Q4"]),
    ]


def test_dropping_asks_why_first(here: Workspace) -> None:
    asked = plan(here, "a", Wish({"horizon": "dropped"}))
    assert (asked.asks, asked.operations, [one["label"] for one in asked.choices]) == ("reason", (), ["Dropped"])
    told = plan(here, "a", Wish({"horizon": "dropped"}, reason="Nobody asked."))
    assert said(told.operations) == ["set a status dropped", "set a reason Nobody asked."]


def test_the_words_of_the_workspace_are_asked_for(tmp_path: Path) -> None:
    own = "name: P\nstatuses: {no: {stage: dropped, label: Not now}, never: {stage: dropped, label: Never}, doing: {stage: building, label: Doing}}\n"
    at = workspace(tmp_path, settings=own)
    asked = plan(at, "b", Wish({"horizon": "dropped"}))
    assert [one["value"] for one in asked.choices] == ["no", "never", "dropped"]
    assert said(plan(at, "b", Wish({"status": "never"}, reason="")).operations) == ["set b status never"]
    assert plan(at, "b", Wish({"horizon": "now"})).instead[0].label == "Make it Doing instead"


@pytest.mark.parametrize(
    ("item", "kind", "came_from", "to", "operations"),
    [
        ("a", "team", "mobile", "growth", ["set a team growth"]),
        ("a", "team", "mobile", "", ["unset a team"]),
        ("e", "objective", "safe", "", ["remove e supports safe.kr1", "remove e supports safe.kr2"]),
        ("e", "objective", "fast", "safe", ["remove e supports fast"]),
        ("e", "objective", "safe", "fast", ["remove e supports safe.kr1", "remove e supports safe.kr2"]),
        ("h", "objective", "safe", "fast", ["set h supports.0 fast"]),
        ("h", "objective", "safe", "", ["unset h supports"]),
        ("a", "objective", "", "fast", ["add a supports fast"]),
        ("h", "objective", "", "fast", ["add h supports fast"]),
    ],
)
def test_another_lane(here: Workspace, item: str, kind: str, came_from: str, to: str, operations: list[str]) -> None:
    assert said(plan(here, item, Wish({kind: to}, {kind: came_from})).operations) == operations


def test_a_goal_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    at = workspace(tmp_path, {**PLAN, "objectives/new.md": "title: New"})
    found = plan(at, "e", Wish({"objective": "new"}, {"objective": "safe"}))
    assert said(found.operations) == ["remove e supports safe.kr2", "set e supports.0 new"]


def test_a_cell_is_a_lane_and_a_column(here: Workspace) -> None:
    found = plan(here, "a", Wish({"team": "growth", "horizon": "later"}, {"team": "mobile", "horizon": "now"}))
    assert (said(found.operations), found.said) == (["set a team growth", "set a horizon later"], "A → Growth · Later")


def test_a_place_in_a_list_is_a_rank(here: Workspace) -> None:
    found = plan(here, "c", Wish({}, above=["a", "b"]))
    assert said(found.operations) == ["set a rank 1", "set b rank 2", "set c rank 3"]
    assert said(plan(here, "c", Wish({}, above=[], below="a")).operations) == ["set c rank 1"]


@pytest.mark.parametrize(
    ("above", "below", "numbers"),
    [
        ([], None, [1]),
        ([], 1, [0]),
        ([1], 2, [1, 1.5]),
        ([1], 9, [1, 2]),
        ([None, None], None, [1, 2, 3]),
        ([3, None], None, [3, 4, 5]),
        ([2, 2], 2, [2, 2, 3]),
        ([1, 2], None, [1, 2, 3]),
    ],
)
def test_ranks_stay_where_they_can(above: list[float | None], below: float | None, numbers: list[float]) -> None:
    assert ranked(above, below) == numbers


def test_too_many_without_a_rank_are_refused(here: Workspace) -> None:
    assert ranked([None] * 13, None) is None


@pytest.mark.parametrize(
    "wish",
    [
        Wish({"horizon": "soon"}),
        Wish({"status": "x"}),
        Wish({"team": "nobody"}),
        Wish({"colour": "red"}),
        Wish({"target": "2026-13"}),
    ],
)
def test_what_is_no_place_is_refused(here: Workspace, wish: Wish) -> None:
    with pytest.raises(Refused):
        plan(here, "a", wish)


def test_components_are_offered_where_there_are_some(here: Workspace, tmp_path: Path) -> None:
    assert "component" not in [group["field"] for group in offers(here, "b")["groups"]]
    files = {**PLAN, "components/store.md": "title: Store", "features/a.md": "title: A\ncomponent: store"}
    found = next(group for group in offers(workspace(tmp_path, files), "a")["groups"] if group["field"] == "component")
    assert (found["label"], found["value"]) == ("Component", "Store")
    assert [choice["label"] for choice in found["choices"]] == ["Store", "Without a component"]


def test_the_menu_says_where_a_feature_is(here: Workspace) -> None:
    found = offers(here, "b")
    told = {one["field"]: (one["value"], [choice["label"] for choice in one["choices"]]) for one in found["groups"]}
    assert told["horizon"] == ("Next", ["Now", "Next", "Later"])
    assert told["status"][0] == "Planned"
    assert told["target"] == ("Feb 2027", ["Feb 2027", "Jan 2027", "Mar 2027"])
    assert told["team"] == ("Without a team", ["Growth", "Mobile", "Without a team"])


def test_periods_along_an_axis_have_the_precision_of_the_fact(here: Workspace) -> None:
    found = along(here, "b", "target", "2026-10-01", "2027-03-31")
    assert [one["value"] for one in found["periods"]] == ["2026-10", "2026-11", "2026-12", "2027-01", "2027-02", "2027-03"]
    assert (found["periods"][0]["from"], found["periods"][-1]["to"]) == (0.0, 1.0)


def test_fiscal_periods_are_fiscal(tmp_path: Path) -> None:
    at = workspace(tmp_path, {"features/x.md": "title: X\ntarget: 2027-Q1"}, "name: P\nfiscal_year_starts: 4\n")
    found = along(at, "x", "target", "2026-04-01", "2027-03-31")
    assert [one["label"] for one in found["periods"]] == ["FY2027 Q1", "FY2027 Q2", "FY2027 Q3", "FY2027 Q4"]


REQUIRES = "name: P\nstatuses: {shipped: {requires: [result, shipped]}, ready: {stage: planned, requires: [owner]}}\n"


def test_a_status_asks_for_what_it_requires_before_anything_is_written(tmp_path: Path) -> None:
    here = workspace(tmp_path, settings=REQUIRES)
    found = plan(here, "a", Wish({"horizon": "shipped"}))
    assert (found.asks, list(found.facts), list(found.operations)) == ("facts", ["result"], [])
    told = plan(here, "a", Wish({"status": "shipped"}, facts={"result": "Half as many calls."}))
    assert said(told.operations) == ["set a status shipped", "set a shipped 2026-11-23", "set a result Half as many calls."]
    with pytest.raises(Refused, match="requires `owner`"):
        plan(here, "a", Wish({"status": "ready"}, facts={"owner": ""}))


def test_a_status_that_requires_nothing_more_is_set_at_once(tmp_path: Path) -> None:
    here = workspace(tmp_path, settings=REQUIRES)
    assert said(plan(here, "a", Wish({"status": "discovery"})).operations) == ["set a status discovery"]
