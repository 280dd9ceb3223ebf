"""The calendar, read by a parser of RFC 5545."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from pmsite.exports import calendar_ics
from pmsite.exports.site_address import SiteAddress
from tests.exports.plan import FILES, seen

PLACE = SiteAddress("https://example.org/")


def events(data: bytes) -> dict[str, Any]:
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(data).walk("VEVENT")}


def test_each_date_that_is_a_day_takes_that_whole_day_and_no_more() -> None:
    found = events(calendar_ics.write(seen(), PLACE))
    assert {name: (event.decoded("DTSTART"), event.decoded("DTEND")) for name, event in found.items()} == {
        "Release: A whole day offline": (date(2026, 11, 20), date(2026, 11, 21)),
        "Feature: Fax": (date(2026, 12, 1), date(2026, 12, 2)),
        "Release: Next": (date(2026, 12, 15), date(2026, 12, 16)),
        "Launch: Offline launch": (date(2026, 12, 24), date(2026, 12, 25)),
        "Feature: Sync": (date(2027, 1, 31), date(2027, 2, 1)),
    }
    assert all(event["DTSTART"].params["VALUE"] == "DATE" for event in found.values())


def test_a_month_or_a_quarter_is_no_day_and_is_counted() -> None:
    calendar = Calendar.from_ical(calendar_ics.write(seen(), PLACE))
    assert str(calendar["DESCRIPTION"]).startswith("2 dates are not given as a day")
    assert "DESCRIPTION" not in Calendar.from_ical(calendar_ics.write(seen("customers"), PLACE))


def test_how_sure_a_date_is() -> None:
    found = events(calendar_ics.write(seen(), PLACE))
    assert {name: str(event["STATUS"]) for name, event in found.items()} == {
        "Release: A whole day offline": "CONFIRMED",
        "Feature: Fax": "CANCELLED",
        "Release: Next": "TENTATIVE",
        "Launch: Offline launch": "TENTATIVE",
        "Feature: Sync": "CONFIRMED",
    }
    launch = events(calendar_ics.write(seen("customers"), PLACE))["Launch: Offline launch"]
    assert "STATUS" not in launch  # its status is the team's


def test_an_event_keeps_its_name_and_nobodys_time_is_taken() -> None:
    moved = FILES["releases/3.3.md"].replace("Next", "Soon").replace("2026-12-15", "2026-12-16")
    before, after = (events(calendar_ics.write(seen(files={**FILES, **more}), PLACE)) for more in ({}, {"releases/3.3.md": moved}))
    assert before["Release: Next"]["UID"] == after["Release: Soon"]["UID"] == "https://example.org/roadmap/releases/3.3/#day"
    assert before["Release: Next"]["TRANSP"] == "TRANSPARENT"
    assert before["Release: Next"]["URL"] == "https://example.org/roadmap/releases/3.3/"


def test_without_a_history_the_stamp_is_the_day_it_is_made_for_and_nothing_is_said_of_changes() -> None:
    found = events(calendar_ics.write(seen(), PLACE)).values()
    assert {event.decoded("DTSTAMP") for event in found} == {datetime(2026, 11, 23, tzinfo=UTC)}
    assert not any(name in event for event in found for name in ("SEQUENCE", "LAST-MODIFIED"))


def test_programs_are_told_its_name_and_how_often_to_look() -> None:
    text = calendar_ics.write(seen(language="zh"), PLACE).decode()
    assert "X-WR-CALNAME:Field Notes · 日历\r\n" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n" in text


def test_what_is_older_than_a_year_is_on_the_site_alone() -> None:
    old = {"releases/1.md": "title: Old\ndate: 2024-01-01", "releases/2.md": "title: New\ndate: 2026-01-01"}
    assert list(events(calendar_ics.write(seen(files=old), PLACE))) == ["Release: New"]


@given(st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" ,;\\:\"'\n"), min_size=1, max_size=200))
def test_any_text_arrives_whole_in_lines_that_are_short_enough(text: str) -> None:
    text = f"x{text}x"
    product = seen(files={"releases/1.md": "title: R\ndate: 2026-12-01"})
    release = product.items["1"].model_copy(update={"summary": text})
    data = calendar_ics.write(type(product)(product.settings, {"1": release}, product.today), PLACE)
    assert str(events(data)["Release: R"]["DESCRIPTION"]) == text
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    data.decode()
