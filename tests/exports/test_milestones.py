"""Milestones as other programs get them."""

from __future__ import annotations

from datetime import date

from pmsite.exports import calendar_ics, items_csv
from pmsite.exports.site_address import SiteAddress
from pmsite.model.feature import Feature
from tests.exports.plan import read, seen
from tests.exports.test_calendar import events

PLACE = SiteAddress("https://example.org/")
SETTINGS = "name: P\naudiences: {customers: {fields: {feature: [title, milestones]}, dates: month}}\n"
FILES = {
    "releases/3.3.md": "title: Next\ndate: 2026-12-15",
    "features/sync.md": "title: Sync\nstatus: building\nvisibility: [customers]\nmilestones:\n"
    "  - {title: Beta, date: 2026-11-02, done: true}\n  - {title: Open, date: 2027-01-20}\n  - {title: With it, release: '3.3'}",
    "features/gone.md": "title: Gone\nstatus: dropped\nmilestones: [{title: Beta, date: 2026-12-01}]",
}


def test_a_milestone_is_a_day_of_its_own_unless_a_release_says_it_already() -> None:
    found = events(calendar_ics.write(seen(files=FILES, settings=SETTINGS), PLACE))
    assert {name: (event.decoded("DTSTART"), str(event["STATUS"]), str(event["UID"])) for name, event in found.items()} == {
        "Sync: Beta": (date(2026, 11, 2), "CONFIRMED", "https://example.org/roadmap/features/sync/#milestone-Beta"),
        "Release: Next": (date(2026, 12, 15), "TENTATIVE", "https://example.org/roadmap/releases/3.3/#day"),
        "Sync: Open": (date(2027, 1, 20), "TENTATIVE", "https://example.org/roadmap/features/sync/#milestone-Open"),
    }


def test_readers_who_are_told_months_get_no_day() -> None:
    assert events(calendar_ics.write(seen("customers", files=FILES, settings=SETTINGS), PLACE)) == {}


def test_a_table_has_what_an_audience_may_know() -> None:
    team = "".join(items_csv.write(seen(files=FILES, settings=SETTINGS), Feature, ""))
    theirs = "".join(items_csv.write(seen("customers", files=FILES, settings=SETTINGS), Feature, ""))
    assert '""done"": true' in team
    assert '{""title"": ""Beta"", ""date"": ""2026-11""}' in theirs
    assert "done" not in theirs
    assert "3.3" not in theirs


def test_a_field_of_the_workspace_with_this_name_stays_what_it_was() -> None:
    files = {
        "releases/3.3.md": "title: Next\ndate: 2026-12-15",
        "features/a.md": "title: A\nmilestones: {alpha: '3.3'}",
    }
    plan = read(files, "name: P\nfields: {feature: {milestones: {kind: map, values_are: release}}}\n")
    assert [d.code for d in plan.report if d.span.path.endswith("a.md")] == []
    assert plan.product is not None
    assert plan.product.items["a"].custom == {"milestones": {"alpha": "3.3"}}
    assert [link.target for link in plan.product.outgoing["a"]] == ["3.3"]
