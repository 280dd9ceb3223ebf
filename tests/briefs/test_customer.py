"""A brief for one customer: what it asked for and what came of it, as far as it may know."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from pmsite.audience import project
from pmsite.briefing import brief
from pmsite.model.brief import Brief
from pmsite.pipeline import load
from pmsite.views import brief as view
from pmsite.workspace import Workspace
from tests.make import TODAY, write

SETTINGS = "name: Field Notes\naudiences: {customers: {label: Customers, fields: {feedback: [told]}}}\n"
FILES: Mapping[str, str] = {
    "briefs/north.md": "title: To Northlight Lifts\nkind: customer\naudience: customers\ncustomer: northlight\nheadline: Three years.",
    "customers/northlight.md": "title: Northlight Lifts\nrevenue: 60000",
    "customers/harbour.md": "title: Harbour Cranes",
    "feedback/cellar.md": "title: The cellar is where we need it\ndate: 2026-05-03\ncustomer: northlight\nvisibility: [customers]\n"
    "features: [offline, secret]\ntold: 2026-11-10",
    "feedback/rude.md": "title: They threaten to leave\ndate: 2026-06-03\ncustomer: northlight\nfeatures: [sync]",
    "feedback/cranes.md": "title: Night colours please\ndate: 2026-06-03\ncustomer: harbour\nvisibility: [customers]\nfeatures: [night]",
    "features/offline.md": "title: Offline mode\nstatus: shipped\nshipped: 2026-11-03\nvisibility: [customers]\nsupports: [o]",
    "features/sync.md": "title: Shared jobs\nstatus: planned\ntarget: 2027-02-23\nvisibility: [customers]\nsupports: [o]",
    "features/secret.md": "title: Zebra plan\nstatus: planned\ntarget: 2026-12-24\nsupports: [o]",
    "features/night.md": "title: Night mode\nstatus: planned\ntarget: 2027-02-23\nvisibility: [customers]\nsupports: [o]",
    "objectives/o.md": "title: Hidden goal\nkey_results: [{id: kr1, title: Known, kind: baseline}]",
}


def plan(root: Path, files: Mapping[str, str] = FILES) -> Workspace:
    write(root, files, SETTINGS)
    return load(root, "roadmap", TODAY)


def account(html: str) -> str:
    """What a brief tells of the requests of its customer."""
    return html.partition("What was asked for, and what came of it")[2].partition("<h2")[0]


def test_it_begins_with_what_the_customer_asked_for_and_may_know(tmp_path: Path) -> None:
    workspace = plan(tmp_path)
    html = brief(workspace, "north")
    assert not workspace.report.failed, [d.message for d in workspace.report]
    told = account(html)
    assert "The cellar is where we need it" in told
    assert "Nov 10, 2026" in told
    assert told.index("There by now") < told.index("Offline mode") < told.index("Still to come") < told.index("Shared jobs")
    assert "Night" not in told  # which another customer asked for
    for hidden in ("threaten", "Zebra", "Harbour Cranes", "60,000", "60000"):
        assert hidden not in html


def test_the_team_reads_all_of_it(tmp_path: Path) -> None:
    html = brief(plan(tmp_path), "north", "team")
    assert "They threaten to leave" in account(html)
    assert "Zebra plan" in account(html)


def test_a_place_of_its_own_is_kept(tmp_path: Path) -> None:
    own = {
        "briefs/north.md": f"{FILES['briefs/north.md']}\nsections: [{{view: roadmap, title: What comes}}, {{view: account, title: Since spring, most: 1}}]"
    }
    html = brief(plan(tmp_path, {**FILES, **own}), "north")
    assert html.index("What comes") < html.index("Since spring")
    assert "What was asked for" not in html


@pytest.mark.parametrize(("visibility", "is_told"), [("", False), ("visibility: [customers]", True)])
def test_a_customer_may_be_named_where_nobody_else_reads_it(tmp_path: Path, visibility: str, *, is_told: bool) -> None:
    report = plan(tmp_path, {**FILES, "briefs/north.md": f"{FILES['briefs/north.md']}\n{visibility}"}).report
    assert any(fault.code == "text-names-hidden-item" for fault in report) == is_told


def test_a_site_tells_nobody_what_one_customer_asked_for(tmp_path: Path) -> None:
    on_a_site = {"briefs/north.md": f"{FILES['briefs/north.md']}\nvisibility: [customers]\nsections: [account, roadmap]"}
    product = plan(tmp_path, {**FILES, **on_a_site}).product
    assert product is not None
    seen = project(product, "customers")
    shown = seen.items["north"]
    assert isinstance(shown, Brief)
    assert [part.view for part in view.build(seen, shown, {}).parts] == ["roadmap"]


def test_another_customer_is_named_nowhere(tmp_path: Path) -> None:
    text = FILES["briefs/north.md"].replace("Three years.", "As for Harbour Cranes.")
    report = plan(tmp_path, {**FILES, "briefs/north.md": text}).report
    assert [fault.code for fault in report if fault.severity.value == "error"] == ["text-names-hidden-item"]
