"""What feeds and calendar say of changes: a program that keeps copies takes over each new one, and nobody learns what is not theirs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from pmsite.audience import TEAM, Projection, project
from pmsite.diagnostics import Report
from pmsite.exports import atom, calendar_ics, jsonfeed
from pmsite.exports.feed import FEEDS, about
from pmsite.exports.site_address import SiteAddress
from pmsite.history.site_history import SiteHistory
from pmsite.pipeline import load
from tests.history.repositories import commit, git, plan
from tests.history.snapshots import Snapshot, feature, projected
from tests.make import TODAY

PLACE = SiteAddress("https://example.org/")


def release(day: str = "2026-12-15", **facts: str) -> Snapshot:
    lines = [f"title: {facts.pop('title', 'Next')}", f"date: {day}", f"visibility: [{facts.pop('visibility', 'customers')}]"]
    return {"releases/1.md": "\n".join([*lines, *(f"{key}: {value}" for key, value in facts.items())])}


def event(*snapshots: Snapshot, audience: str = TEAM) -> Any:
    (found,) = Calendar.from_ical(calendar_ics.write(projected(*snapshots, audience=audience), PLACE)).walk("VEVENT")
    return found


def revision(found: Any) -> tuple[int, datetime]:
    """What RFC 5546 compares two copies of one event by."""
    return int(found["SEQUENCE"]), found.decoded("DTSTAMP")


def entries(name: str, *snapshots: Snapshot, audience: str = TEAM) -> Any:
    found = feedparser.parse(atom.write(FEEDS[name](projected(*snapshots, audience=audience), PLACE)))
    assert not found.bozo
    return found.entries


class Client:
    """A program that keeps events by their UID, and takes a copy over where RFC 5546 (2.1.5) calls it the newer one."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}

    def fetch(self, data: bytes) -> None:
        for found in Calendar.from_ical(data).walk("VEVENT"):
            name = str(found["UID"])
            if name not in self.kept or _rank(found) > _rank(self.kept[name]):
                self.kept[name] = found

    @property
    def days(self) -> set[date]:
        return {found.decoded("DTSTART") for found in self.kept.values()}


def _rank(found: Any) -> tuple[int, datetime]:
    return int(found.get("SEQUENCE", 0)), found.decoded("DTSTAMP")


# Calendar


def test_an_event_says_which_revision_changed_it_and_how_often_its_date_moved() -> None:
    assert revision(event(release())) == (0, datetime(2026, 1, 5, tzinfo=UTC))
    later, earlier = release("2027-01-28"), release("2026-12-01")
    assert revision(event(release(), later)) == (1, datetime(2026, 1, 12, 0, 0, 1, tzinfo=UTC))
    moved = event(release(), later, earlier)
    assert revision(moved) == (2, datetime(2026, 1, 19, 0, 0, 1, tzinfo=UTC))
    assert moved["LAST-MODIFIED"].to_ical() == moved["DTSTAMP"].to_ical()


def test_other_words_are_a_revision_and_no_move_and_what_the_calendar_does_not_show_is_none() -> None:
    assert revision(event(release(), release(title="Soon"))) == (0, datetime(2026, 1, 12, 0, 0, 1, tzinfo=UTC))
    assert revision(event(release(), release(highlights="[New]"))) == revision(event(release()))


def test_what_ships_changes_from_its_target_to_the_day_that_it_shipped() -> None:
    planned, shipped = feature("2026-11-30"), feature("2026-11-30", status="shipped", shipped="2026-11-02")
    assert revision(event({"features/a.md": planned}, {"features/a.md": shipped}))[0] == 1


def test_a_release_that_comes_out_by_itself_is_revised_by_its_day() -> None:
    assert revision(event(release("2026-11-20"))) == (0, datetime(2026, 11, 20, tzinfo=UTC))


def test_a_withdrawn_release_says_so() -> None:
    found = event(release("2026-11-20"), release("2026-11-20", yanked="true", summary="Fast."))
    assert str(found["DESCRIPTION"]) == "This release was withdrawn. Fast."


@settings(deadline=None)
@given(st.lists(st.dates(date(2026, 10, 1), date(2027, 12, 31)), min_size=1, max_size=6), st.sampled_from([TEAM, "customers"]))
def test_a_program_that_keeps_events_follows_every_move(days: list[date], audience: str) -> None:
    client = Client()
    for count in range(1, len(days) + 1):
        client.fetch(calendar_ics.write(projected(*(release(str(day)) for day in days[:count]), audience=audience), PLACE))
        assert client.days == {days[count - 1]}


def test_where_no_history_is_told_a_move_is_taken_over_the_day_after() -> None:
    client = Client()
    for day, when in ((TODAY, "2027-01-28"), (date(2026, 11, 24), "2026-12-01")):
        seen = projected(release(when))
        client.fetch(calendar_ics.write(Projection(seen.settings, seen.items, day), PLACE))
    assert client.days == {date(2026, 12, 1)}


# What is whose


def test_moves_that_an_audience_did_not_see_are_not_counted() -> None:
    hidden = release("2026-12-01", visibility="")
    assert revision(event(release(), hidden, release("2026-12-20"), audience="customers")) == (0, datetime(2026, 1, 19, tzinfo=UTC))
    coming = event(hidden, release("2026-12-10", visibility=""), release("2026-12-20"), audience="customers")
    assert revision(coming) == (0, datetime(2026, 1, 19, tzinfo=UTC))


def test_an_audience_is_told_of_its_own_words_alone() -> None:
    own = {"for": "{customers: {title: Yours}}"}
    unchanged = event(release(**own), release(title="Other", **own), audience="customers")
    assert revision(unchanged) == (0, datetime(2026, 1, 5, tzinfo=UTC))
    changed = event(release(), release(title="Other"), audience="customers")
    assert revision(changed) == (0, datetime(2026, 1, 12, 0, 0, 1, tzinfo=UTC))


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["2026-12-01", "2026-12-15"]), st.booleans(), st.booleans()), min_size=1, max_size=5))
def test_what_is_hidden_leaves_no_trace(versions: list[tuple[str, bool, bool]]) -> None:
    def told(erased: bool) -> Iterable[str | bytes]:
        shots = [
            {} if erased and not shown else release(day, visibility="customers" if shown else "", **({"owner": "ada"} if busy and not erased else {}))
            for day, shown, busy in versions
        ]  # fmt: skip
        seen = projected(*shots, audience="customers")
        return calendar_ics.write(seen, PLACE), *(atom.write(build(seen, PLACE)) for build in FEEDS.values())

    assert told(erased=False) == told(erased=True)


# Feeds


def test_a_withdrawn_release_is_to_be_looked_at_again_and_keeps_its_day() -> None:
    out, withdrawn = release("2026-01-01"), release("2026-01-01", yanked="true")
    for name, part in (("changelog", ""), ("roadmap", "#released")):
        (before,), (after,) = entries(name, out), entries(name, out, withdrawn)
        assert before.id == after.id == f"https://example.org/roadmap/releases/1/{part}"
        assert (before.published, before.updated) == ("2026-01-01T12:00:00Z", "2026-01-01T12:00:00Z")
        assert (after.published, after.updated) == ("2026-01-01T12:00:00Z", "2026-01-12T12:00:01Z")
        assert "withdrawn" in after.content[0].value


def test_a_change_that_a_release_brings_changes_its_entry() -> None:
    def with_change(title: str) -> Snapshot:
        return {**release("2026-01-01"), "changes/a.fixed.md": f"title: {title}\nrelease: '1'\nvisibility: [customers]"}

    for audience in (TEAM, "customers"):
        (entry,) = entries("changelog", with_change("Photos"), with_change("Pictures"), audience=audience)
        assert entry.updated == "2026-01-12T12:00:01Z"


def test_a_date_put_right_leaves_the_day_of_publication() -> None:
    (entry,) = entries("changelog", release("2026-01-03"), release("2026-01-02"))
    assert (entry.published, entry.updated) == ("2026-01-03T12:00:00Z", "2026-01-12T12:00:01Z")
    (late,) = entries("changelog", release("2026-01-06"), release("2026-02-03"))
    assert (late.published, late.updated) == ("2026-02-03T12:00:00Z", "2026-02-03T12:00:00Z")


def test_json_feed_says_the_same() -> None:
    seen = projected(release("2026-01-01"), release("2026-01-01", yanked="true"))
    (item,) = json.loads(jsonfeed.write(FEEDS["changelog"](seen, PLACE)))["items"]
    assert (item["date_published"], item["date_modified"]) == ("2026-01-01T12:00:00Z", "2026-01-12T12:00:01Z")


def test_an_item_has_a_feed_of_what_happened_to_it_and_how_its_date_moved() -> None:
    def at(target: str, **facts: str) -> Snapshot:
        return {
            "features/a.md": feature(target, team="t", theme="x", supports="[o]", **facts),
            "teams/t.md": "title: T\nvisibility: [customers]",
            "themes/x.md": "title: X\nvisibility: [customers]",
            "objectives/o.md": "title: O\nvisibility: [customers]",
            "updates/u.md": "title: U\ndate: 2026-03-01\nabout: [a]\nvisibility: [customers]",
        }

    seen = projected(at("2026-03-31"), at("2026-04-30"), at("2026-04-30", status="shipped", shipped="2026-04-28"))
    told = {id: feedparser.parse(atom.write(about(seen, seen.items[id], PLACE))) for id in ("a", "t", "x", "o")}
    assert [entry.title for entry in told["a"].entries] == ["Shipped: A", "Status: U", "Another date: A"]
    assert "Mar 31, 2026 → Apr 30, 2026" in told["a"].entries[2].content[0].value
    assert [entry.title for id in ("t", "x", "o") for entry in told[id].entries] == ["Shipped: A"] * 3
    assert told["t"].feed.title == "P · T"
    assert {feed.feed.id for feed in told.values()} == {
        f"https://example.org/roadmap/{path}/#feed" for path in ("features/a", "teams/t", "themes/x", "objectives/o")
    }


# Repositories


def seen_in(folder: Path, audience: str = TEAM) -> Projection:
    found = load(folder / "roadmap", "roadmap", TODAY)
    assert found.product is not None
    return SiteHistory().add_to(found.root, found.prefix, found.product, project(found.product, audience), Report())


def uids(seen: Projection, place: SiteAddress = PLACE) -> list[str]:
    return [str(found["UID"]) for found in Calendar.from_ical(calendar_ics.write(seen, place)).walk("VEVENT")]


@pytest.mark.parametrize("place", [PLACE, SiteAddress()])
def test_an_item_that_gets_another_id_keeps_its_names_as_long_as_nothing_else_takes_them(
    tmp_path: Path, place: SiteAddress
) -> None:
    text = "title: A day that moves\ntarget: 2026-12-15\nstarted: 2026-01-01\nsummary: Long enough to be known again."
    folder = plan(tmp_path, ("2026-01-05", {"features/old.md": text}))
    before = uids(seen_in(folder), place)
    ids = [entry.id for entry in FEEDS["roadmap"](seen_in(folder), place).entries]
    git(folder, "mv", "roadmap/features/old.md", "roadmap/features/new.md")
    commit(folder, {}, "2026-01-12")
    assert uids(seen_in(folder), place) == before
    assert [entry.id for entry in FEEDS["roadmap"](seen_in(folder), place).entries] == ids
    commit(folder, {"features/old.md": text.replace("A day", "Another day")}, "2026-01-19")
    assert len(set(uids(seen_in(folder), place))) == 2


def test_of_a_shallow_clone_nothing_is_concluded(tmp_path: Path) -> None:
    folder = plan(tmp_path / "a", ("2026-01-05", {**release()}), ("2026-01-12", {**release("2026-12-20")}))
    git(tmp_path, "clone", "-q", "--depth", "1", folder.as_uri(), "b")
    (found,) = Calendar.from_ical(calendar_ics.write(seen_in(tmp_path / "b"), PLACE)).walk("VEVENT")
    assert ("SEQUENCE" in found, found.decoded("DTSTAMP")) == (False, datetime(2026, 11, 23, tzinfo=UTC))
