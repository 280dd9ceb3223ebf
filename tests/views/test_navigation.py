"""Where pages stand: each in one section, under its own name, with a way up from every other page."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.audience import TEAM, Projection, project
from pmsite.model.item import DUTIES
from pmsite.pages import Page, pages
from pmsite.pages.navigation import GROUPS, VIEWS, sections
from pmsite.pipeline import load
from pmsite.wording import labels
from pmsite.workspace import words
from tests.make import TODAY, projection

PLAN = Path(__file__).parent / "plans" / "duties"
SMALL = {"features/one.md": "title: One\nstatus: planned", "releases/1.md": 'title: First\nversion: "1"'}


def duties() -> Projection:
    workspace = load(PLAN, "roadmap", TODAY)
    assert workspace.product is not None
    return project(workspace.product, TEAM, words(workspace))


@pytest.fixture(scope="module")
def found() -> tuple[Page, ...]:
    return pages(duties(), {})


def test_a_section_opens_with_a_page_of_its_name(found: tuple[Page, ...]) -> None:
    of_several = [section for section in sections(found) if len(section.pages) > 1]
    assert {section.duty for section in of_several} >= set(DUTIES) - {"learning"}
    for section in of_several:
        assert section.pages[0].words in (f"duty:{section.duty}", labels.DUTIES[section.duty])


def test_a_long_section_is_grouped_and_a_short_one_is_not(found: tuple[Page, ...]) -> None:
    planning = sections(found)[0]
    assert [group.words for group in planning.groups] == ["Planning", "Tracking", "Everything"]
    assert [group.pages[0].address for group in planning.groups] == ["roadmap/index", "roadmap/at-risk", "roadmap/table"]
    small = sections(pages(projection(SMALL), {}))[0]
    assert [group.words for group in small.groups] == [""]
    assert [page.address for page in small.pages] == [
        "roadmap/index",
        "roadmap/releases/index",
        "roadmap/at-risk",
        "roadmap/changelog",
        "roadmap/table",
    ]


def test_each_page_of_a_section_is_in_it_once_whether_or_not_a_group_names_it(found: tuple[Page, ...]) -> None:
    told = [page.address for section in sections(found) for page in section.pages]
    assert sorted(told) == sorted(page.address for page in found if page.in_nav)
    named = {address for groups in GROUPS.values() for _, members in groups for address in members}
    unknown = Page("roadmap/unheard-of", "hub.html", dict, words="Roadmap", duty="planning", in_nav=True)
    assert unknown.address not in named
    assert sections((*found, unknown))[0].groups[-1].pages[-1] is unknown


def test_ways_to_see_the_roadmap_are_no_entries_and_lead_up_to_it(found: tuple[Page, ...]) -> None:
    views = [page for page in found if page.address in VIEWS]
    assert len(views) > 3
    assert {(page.in_nav, page.above) for page in views} == {(False, "roadmap/index")}


def test_every_other_page_is_below_one_that_is_there(found: tuple[Page, ...]) -> None:
    there = {page.address for page in found}
    out = [page for page in found if not page.in_nav]
    assert [page.address for page in out if page.above not in there] == []
