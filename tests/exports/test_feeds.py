"""Feeds, read by parsers that know nothing of pmsite."""

from __future__ import annotations

import json
from typing import Any

import feedparser
import pytest
from jsonschema import Draft202012Validator

from pmsite.exports import atom, jsonfeed
from pmsite.exports.feed import FEEDS, MOST
from pmsite.exports.site_address import SiteAddress
from tests.exports.plan import FILES, seen

PLACE = SiteAddress("https://example.org/notes/")
HERE = "https://example.org/notes/roadmap/feeds/changelog.xml"


def parsed(name: str = "changelog", audience: str = "team", place: SiteAddress = PLACE, **changed: str) -> Any:
    found = feedparser.parse(
        atom.write(FEEDS[name](seen(audience, {**FILES, **changed}), place), place.file(f"roadmap/feeds/{name}.xml")).encode()
    )
    assert not found.bozo, found.get("bozo_exception")
    return found


def test_the_changelog_tells_the_releases_that_are_out() -> None:
    feed = parsed()
    assert feed.version == "atom10"
    assert (feed.feed.title, feed.feed.author, feed.feed.link) == (
        "Field Notes · Changelog", "Field Notes", "https://example.org/notes/roadmap/changelog/",
    )  # fmt: skip
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [HERE]
    assert [(e.id, e.title, e.updated) for e in feed.entries] == [
        ("https://example.org/notes/roadmap/releases/3.2/", "A whole day offline", "2026-11-20T12:00:00Z"),
        ("https://example.org/notes/roadmap/releases/3.1/", "Spring", "2026-05-01T12:00:00Z"),
    ]
    assert feed.feed.updated == "2026-11-20T12:00:00Z"
    assert feed.entries[0].summary == "Write & read anywhere."


def test_only_a_date_that_is_a_day_is_when_something_was_published() -> None:
    first, second = parsed().entries
    assert first.published == "2026-11-20T12:00:00Z"
    assert "published" not in second
    assert "May 2026" in second.content[0].value


def test_an_entry_is_plain_html_in_which_texts_are_texts() -> None:
    content = parsed().entries[0].content[0]
    assert content.type == "text/html"
    raw = atom.write(FEEDS["changelog"](seen(), PLACE))
    assert "Notes &amp;lt;b&amp;gt;offline" in raw
    assert '<a href="https://example.org/notes/roadmap/changes/2.fixed/">Photos</a>' in content.value
    assert "They arrive once." in content.value


def test_what_happened_is_told_by_the_dates_of_the_plan() -> None:
    assert [(e.title, e.id.removeprefix(PLACE.root)) for e in parsed("roadmap").entries] == [
        ("Status: On track", "roadmap/updates/u/#reported"),
        ("Released: A whole day offline", "roadmap/releases/3.2/#released"),
        ("Shipped: Offline mode", "roadmap/features/offline/#shipped"),
        ("Decided: No fax", "roadmap/decisions/d/#decided"),
        ("Work began: Offline mode", "roadmap/features/offline/#started"),
        ("Released: Spring", "roadmap/releases/3.1/#released"),
    ]


def test_decisions_say_what_was_chosen_and_what_follows() -> None:
    (entry,) = parsed("decisions").entries
    assert (entry.title, "None at all" in entry.content[0].value, "Fewer bugs" in entry.content[0].value) == ("No fax", True, True)


def test_an_audience_reads_of_what_it_may_see_alone() -> None:
    assert [entry.title for entry in parsed(audience="customers").entries] == ["A whole day offline"]
    assert "Photos" not in atom.write(FEEDS["changelog"](seen("customers"), PLACE))
    (entry,) = parsed("decisions", "customers").entries
    assert "None at all" not in entry.content[0].value
    titles = [entry.title for entry in parsed("roadmap", "customers").entries]
    assert titles == ["Released: A whole day offline", "Shipped: Offline mode", "Decided: No fax"]


def test_an_entry_keeps_its_name_whatever_becomes_of_its_title_and_date() -> None:
    moved = FILES["releases/3.2.md"].replace("A whole day offline", "Offline").replace("2026-11-20", "2026-11-19")
    for place in (PLACE, SiteAddress()):
        before, after = (parsed(place=place, **changed) for changed in ({}, {"releases/3.2.md": moved}))
        assert before.entries[0].id == after.entries[0].id
        assert before.feed.id == after.feed.id
        assert before.entries[0].title != after.entries[0].title


def test_without_the_address_of_a_site_there_are_names_and_no_links() -> None:
    feed = parsed(place=SiteAddress())
    assert feed.entries[0].id.startswith("urn:uuid:")
    assert len({entry.id for entry in feed.entries} | {feed.feed.id}) == 3
    assert "href" not in atom.write(FEEDS["changelog"](seen(), SiteAddress()))


def test_the_language_is_the_readers() -> None:
    feed = feedparser.parse(atom.write(FEEDS["roadmap"](seen(language="zh"), PLACE)))
    assert (feed.feed.title, feed.feed.language) == ("Field Notes · 最新动态", "zh-Hans")
    assert feed.entries[2].title == "已上线：Offline mode"


def test_a_feed_is_as_long_as_readers_need() -> None:
    many = {f"releases/1.{at}.md": f"title: R{at}\ndate: 2026-01-{at % 28 + 1:02d}" for at in range(MOST + 5)}
    assert len(FEEDS["changelog"](seen(files=many), PLACE).entries) == MOST


def test_a_plan_in_which_nothing_happened_has_a_feed_to_follow_all_the_same() -> None:
    feed = feedparser.parse(atom.write(FEEDS["changelog"](seen(files={"releases/1.md": "title: R"}), PLACE)))
    assert (feed.bozo, feed.entries, feed.feed.updated) == (False, [], "1970-01-01T12:00:00Z")


def test_characters_that_xml_has_no_place_for_are_left_out() -> None:
    product = seen(files={"releases/1.md": 'title: "A\\ufffe😀\\uffff"\ndate: 2026-01-01'})
    assert feedparser.parse(atom.write(FEEDS["changelog"](product, PLACE))).entries[0].title == "A😀"


URL = {"type": "string", "pattern": "^https?://"}
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string"},
        "home_page_url": URL,
        "feed_url": URL,
        "language": {"type": "string"},
        "authors": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "minProperties": 1, "properties": {"name": {"type": "string"}}},
        },
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
                "additionalProperties": False,
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "url": URL,
                    "title": {"type": "string"},
                    "summary": {"type": "string"},
                    "content_html": {"type": "string", "minLength": 1},
                    "date_published": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
                    "date_modified": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
                },
            },
        },
    },
}
"""What the specification of JSON Feed 1.1 asks of the parts that are used here."""


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize("place", [PLACE, SiteAddress()])
def test_a_json_feed_is_what_its_specification_says(name: str, place: SiteAddress) -> None:
    told = json.loads(jsonfeed.write(FEEDS[name](seen(), place), place.file(f"roadmap/feeds/{name}.json")))
    Draft202012Validator(JSON_FEED).validate(told)
    atoms = parsed(name, place=place)
    assert [(item["id"], item["title"]) for item in told["items"]] == [(entry.id, entry.title) for entry in atoms.entries]
    assert "date_published" not in next((i for i in told["items"] if i["title"].endswith("Spring")), {})
