"""What a telephone shows: facts below their title, lists in the place of wide pictures, and the newest of what is long."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pmsite.clock import today
from tests.browser.sites import FILES, SHIFTS, build

LONG = "Two phones in one shaft exchange what they have"
CHECKINS = ", ".join(f"{{date: 2026-10-{day:02}, value: {day}, confidence: 60%}}" for day in range(1, 9))
MORE = {
    "features/after.md": "title: Waits for it\nstatus: planned\ntarget: 2099-05\ndepends_on: [offline]\nteam: growth",
    "features/shaft.md": f"title: {LONG}\nlevel: story\nparent: offline\nstatus: building\ntarget: 2099-05\nowner: bo",
    "people/bo.md": "title: Bo Tanning",
    "launches/spring.md": f"title: Spring\ndate: {today()}\nfeatures: [offline]",
    "launches/tide.md": f"title: Tide\ndate: {today()}\nfeatures: [offline]",
    "competitors/dockside.md": "title: Dockside\ncapabilities: {Sync: {has: partial}}",
    "competitors/quay.md": 'title: Quay\ncapabilities: {Sync: {has: "no"}}',
    "risks/leak.md": "title: Leak\nprobability: 4\nimpact: 4",
    "problems/slow.md": "title: Slow\nstatus: acting\ncauses: {method: [One row for everything], machine: [Old apps]}",
    **{
        f"feedback/f{n}.md": f"title: Request {n}\ncount: {n}\nvalue: {n}000\nsegment: lifts\nchannel: mail\ndate: 2026-10-0{n}"
        for n in range(1, 5)
    },
    "objectives/long.md": f"title: Long\nperiod: 2026-Q4\nkey_results: [{{id: k, title: K, baseline: 0, target: 90, checkins: [{CHECKINS}]}}]",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("narrow"), {**FILES, **MORE}, "name: Field Notes\ncurrency: EUR\ncapabilities: [Sync]\n")


@pytest.fixture
def narrow(folder: Path, serve: Callable[[Path], str], page: Page) -> str:
    page.set_viewport_size({"width": 390, "height": 800})
    return f"{serve(folder).rstrip('/')}/"


def test_the_facts_of_a_row_stand_below_its_title(page: Page, narrow: str) -> None:
    page.goto(f"{narrow}roadmap/table/")
    row = page.locator("#pm-offline")
    title = row.locator("th").bounding_box()
    assert title
    for cell in row.locator("td:not(:empty)").all():
        box = cell.bounding_box()
        assert box
        assert box["x"] + box["width"] <= 390
        assert box["y"] >= title["y"] + title["height"] - 1
    assert {"Building", "Mobile"} <= set(row.locator("td").all_inner_texts())
    assert page.evaluate("document.querySelector('.pm-scroll').scrollWidth <= document.querySelector('.pm-scroll').clientWidth")


def test_the_facts_of_a_part_stand_below_its_title(page: Page, narrow: str) -> None:
    page.goto(f"{narrow}roadmap/features/offline/")
    part = page.locator(".pm-line").filter(has_text=LONG)
    title, facts = part.locator(".pm-title").bounding_box(), part.locator(".pm-facts").bounding_box()
    assert title
    assert facts
    assert title["width"] > 250
    assert facts["y"] >= title["y"] + title["height"] - 1


def test_the_sort_of_the_table_is_there(page: Page, narrow: str) -> None:
    page.goto(f"{narrow}roadmap/table/")
    page.get_by_role("button", name="Title").click()
    expect(page.locator("[data-col=title]")).to_have_attribute("aria-sort", "ascending")


def test_the_heads_of_requests_have_room_and_keep_their_place(page: Page, narrow: str) -> None:
    page.goto(f"{narrow}roadmap/feedback/")
    assert page.evaluate(SHIFTS) < 0.02
    expect(page.get_by_role("button", name="Worth a year")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_list_takes_the_place_of_a_picture_that_would_be_pushed_around(page: Page, narrow: str) -> None:
    page.goto(f"{narrow}roadmap/problems/slow/")
    expect(page.locator(".pm-chart--fishbone")).to_be_hidden()
    expect(page.get_by_text("One row for everything").last).to_be_visible()
    page.goto(f"{narrow}roadmap/dependencies/")
    expect(page.locator(".pm-figure").first).to_be_hidden()
    row = page.locator("tr", has_text="Waits for it")
    expect(row.locator("[data-l]")).to_have_text("Offline mode")
    assert all(box["x"] + box["width"] <= 390 for cell in row.locator("td").all() if (box := cell.bounding_box()))
    page.set_viewport_size({"width": 1440, "height": 800})
    expect(page.locator(".pm-figure").first).to_be_visible()


def test_older_check_ins_are_folded(page: Page, narrow: str) -> None:
    page.goto(f"{narrow}roadmap/objectives/long/")
    expect(page.locator("tr:visible th", has_text="Oct 8, 2026")).to_have_count(1)
    assert page.locator("tr:visible th[scope=row]").count() == 3
    page.get_by_text("Older check-ins").first.click()
    assert page.locator("tr:visible th[scope=row]").count() == 8


def test_the_bar_of_stages_is_as_wide_as_its_page(page: Page, narrow: str) -> None:
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{narrow}roadmap/")
        bar, tabs = (page.locator(at).first.bounding_box() for at in (".pm-stages", ".pm-tabs"))
        assert bar
        assert tabs
        assert abs(bar["width"] - tabs["width"]) < 1


def test_what_is_told_of_the_week_begins_at_the_edge(page: Page, narrow: str) -> None:
    page.goto(f"{narrow}roadmap/updates/")
    page.goto(narrow)
    for line in page.locator(".pm-lately > li").all():
        word, title = (line.locator(at).first.bounding_box() for at in (".pm-type", ".pm-title"))
        assert word
        assert title
        assert abs(word["x"] - title["x"]) < 1


def test_a_risk_matrix_is_seen_whole(page: Page, narrow: str) -> None:
    page.goto(f"{narrow}roadmap/risks/")
    for part in (".pm-heat caption", ".pm-heat th:last-child", ".pm-heat tbody tr:first-child td:last-child"):
        box = page.locator(part).bounding_box()
        assert box
        assert box["x"] + box["width"] <= 390


def test_what_falls_below_a_title_begins_where_the_title_does(page: Page, narrow: str) -> None:
    page.goto(f"{narrow}roadmap/timeline/")
    row = page.locator("#pm-offline")
    row.locator(".pm-span__title").evaluate("title => title.after(document.createElement('br'))")
    title, date = (row.locator(at).bounding_box() for at in (".pm-title", ".pm-when"))
    assert title
    assert date
    assert date["y"] > title["y"]
    assert abs(date["x"] - title["x"]) < 3


def test_releases_and_launches_stand_below_each_other(page: Page, narrow: str) -> None:
    page.goto(f"{narrow}roadmap/timeline/")
    marks = [box for mark in page.locator(".pm-mark").all() if (box := mark.bounding_box())]
    assert len(marks) > 1
    assert all(above["y"] + above["height"] <= below["y"] + 1 for above, below in pairwise(marks))


def test_competitors_stand_below_each_other(page: Page, narrow: str) -> None:
    page.goto(f"{narrow}roadmap/competitors/")
    cells = [box for cell in page.locator(".pm-matrix td").all() if (box := cell.bounding_box())]
    assert len(cells) > 1
    assert {box["x"] for box in cells} == {cells[0]["x"]}
    assert all(box["x"] + box["width"] <= 390 for box in cells)
    expect(page.locator("thead").get_by_role("link", name="Dockside")).to_be_visible()
