"""The changelog: whole without scripts; scripts add filters that go into the address and along to other months."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.sites import build

Serve = Callable[[Path], str]

FILES = {
    "themes/trust.md": "title: Trust",
    "themes/speed.md": "title: Speed",
    "components/store.md": "title: Store",
    "components/finder.md": "title: Finder",
    "features/sync.md": 'title: Sync\nstatus: shipped\nrelease: "2.0"\ntheme: trust\ncomponent: store',
    "features/search.md": 'title: Search\nstatus: shipped\nrelease: "1.9"\ntheme: speed\ncomponent: finder',
    "releases/2.0.md": "title: Two\nversion: 2.0.0\ndate: 2026-11-02",
    "releases/1.9.md": "title: One nine\nversion: 1.9.0\ndate: 2026-10-20",
    "changes/a.md": 'title: Kept safe\nkind: added\nrelease: "2.0"\nfeatures: [sync]',
    "changes/b.md": 'title: No crash\nkind: fixed\nrelease: "2.0"',
    "changes/c.md": 'title: Found at once\nkind: added\nrelease: "1.9"\nfeatures: [search]',
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("changelog"), FILES)


@pytest.fixture
def changelog(folder: Path, serve: Serve) -> str:
    return f"{serve(folder).rstrip('/')}/roadmap/changelog/"


def lines(page: Page) -> list[str]:
    return list(page.locator(".pm-change:visible > .pm-title").all_inner_texts())


def test_kind_and_area_filter_what_is_shown_and_go_into_the_address(page: Page, changelog: str) -> None:
    page.goto(changelog)
    assert lines(page) == ["Kept safe", "No crash", "Found at once"]
    page.get_by_label("Kind").select_option("new")
    page.get_by_label("Theme").select_option("speed")
    assert page.url == f"{changelog}?kind=new&theme=speed"
    assert lines(page) == ["Found at once"]
    expect(page.locator("#pm-2\\.0")).to_be_hidden()
    assert page.locator(".pm-status").inner_text() == "1 of 3 changes on this page"
    page.locator(".pm-filters").get_by_role("button", name="Clear").click()
    expect(page.locator("#pm-2\\.0")).to_be_visible()
    assert page.url == changelog


def test_a_component_filters_the_changes_of_its_features(page: Page, changelog: str) -> None:
    page.goto(changelog)
    page.get_by_label("Component").select_option("store")
    assert lines(page) == ["Kept safe"]
    assert page.url == f"{changelog}?component=store"
    page.goto(f"{changelog}?component=finder")
    assert lines(page) == ["Found at once"]


def test_an_address_with_filters_opens_filtered_and_months_keep_the_filter(page: Page, changelog: str) -> None:
    page.goto(f"{changelog}?kind=new&theme=%3Cimg%3E")
    assert lines(page) == ["Kept safe", "Found at once"]
    page.locator(".pm-months").get_by_role("link", name="Nov").click()
    page.wait_for_url(f"{changelog}2026-11/?kind=new")
    assert lines(page) == ["Kept safe"]


def test_without_scripts_everything_is_shown_and_no_filter_is_offered(browser: Browser, changelog: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{changelog}?kind=new")
    assert lines(page) == ["Kept safe", "No crash", "Found at once"]
    expect(page.locator(".pm-filters")).to_be_hidden()
    page.context.close()
