"""The table of features: everything is there without scripts; scripts add filters, sorting, and a link to what is shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.sites import FILES, build

Serve = Callable[[Path], str]
Answer = Callable[[Route], None]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("table"))


@pytest.fixture
def table(folder: Path, serve: Serve) -> str:
    return f"{serve(folder).rstrip('/')}/roadmap/table/"


def titles(page: Page) -> list[str]:
    return page.locator("[data-pm-table] tbody th").all_inner_texts()


def status(page: Page) -> str:
    return page.locator(".pm-status").inner_text()


def test_an_address_with_filters_opens_the_filtered_table(page: Page, table: str) -> None:
    page.goto(f"{table}?team=growth&status=planned")
    assert sorted(titles(page)) == ["Guided setup", "Invite by link"]
    assert status(page) == "2 of 7 features"
    assert page.get_by_label("Team").input_value() == "growth"


def test_filters_go_into_the_address_and_out_of_it(page: Page, table: str) -> None:
    page.goto(table)
    page.get_by_label("Team").select_option("mobile")
    assert page.url == f"{table}?team=mobile"
    assert titles(page) == ["Offline mode"]
    page.locator(".pm-filters").get_by_role("button", name="Clear").click()
    expect(page.locator("[data-pm-table] tbody tr")).to_have_count(7)
    assert page.url == table


def test_values_that_nobody_knows_are_ignored(page: Page, table: str) -> None:
    page.goto(f"{table}?team=nobody&sort=constructor&find=&status=%3Cimg%3E")
    assert len(titles(page)) == 7


def test_search_finds_any_part_of_a_row_in_any_script(page: Page, table: str) -> None:
    page.goto(table)
    page.locator(".pm-filters input").fill("地图")
    assert titles(page) == ["离线地图"]
    page.locator(".pm-filters input").fill("nothing like it")
    assert titles(page) == []
    assert status(page) == "Nothing fits these filters."


def test_sorting_works_from_the_keyboard_and_says_what_it_did(page: Page, table: str) -> None:
    page.goto(table)
    page.get_by_role("button", name="Title").focus()
    page.keyboard.press("Enter")
    assert titles(page)[0] == "Export"
    assert status(page) == "7 of 7 features · sorted by Title, ascending"
    assert page.locator("th[aria-sort]").all_inner_texts() == ["Title"]
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    assert page.url == f"{table}?sort=-title"


def test_dates_sort_by_when_they_end_and_what_has_none_comes_last(page: Page, table: str) -> None:
    page.goto(f"{table}?sort=target")
    assert titles(page)[:4] == ["Export", "Templates", "Guided setup", "Offline mode"]
    page.goto(f"{table}?sort=-target")
    assert titles(page)[:4] == ["Offline mode", "Guided setup", "Templates", "Export"]


def test_the_script_starts_again_where_the_theme_loads_pages_by_itself(page: Page, table: str) -> None:
    page.goto(table.replace("table/", "timeline/"))
    page.locator(".pm-tabs").get_by_role("link", name="All features").click()
    page.get_by_label("Team").select_option("mobile")
    assert titles(page) == ["Offline mode"]


def test_without_scripts_all_rows_are_there_and_nothing_is_dead(page: Page, table: str) -> None:
    assert page.context.browser is not None
    plain = page.context.browser.new_page(java_script_enabled=False)
    plain.goto(table)
    assert len(titles(plain)) == 7
    assert not plain.locator(".pm-filters").is_visible()
    assert plain.locator("[data-pm-table] button").count() == 0
    plain.close()


@pytest.fixture(scope="module")
def long_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    many = {f"features/f{n:03}.md": f"title: Feature {n:03}\nstatus: planned" for n in range(510)}
    return build(tmp_path_factory.mktemp("long"), {**FILES, **many})


@pytest.fixture
def long_table(long_folder: Path, serve: Serve) -> str:
    return f"{serve(long_folder).rstrip('/')}/roadmap/table/"


@pytest.mark.parametrize(
    "answer",
    [
        lambda route: route.abort(),
        lambda route: route.fulfill(status=503),
        lambda route: route.fulfill(body="<!doctype html><title>Sign in</title>", content_type="text/html"),
    ],
    ids=["no-network", "unavailable", "sign-in"],
)
def test_a_table_whose_other_pages_do_not_come_says_so_and_stays_whole(page: Page, long_table: str, answer: Answer) -> None:
    page.goto(long_table)
    page.route("**/roadmap/table/page-2/", answer)
    field, rows = page.locator(".pm-filters input"), page.locator("[data-pm-table] tbody tr")
    field.fill("Feature 007")
    failed = "The other pages could not be loaded: only this page is looked through"
    expect(page.locator(".pm-status")).to_have_text(f"{failed} · 1 of 130 features")
    expect(page.locator(".pm-pager")).to_be_visible()
    field.fill("fax")
    expect(page.locator(".pm-status")).to_have_text(f"{failed} · Nothing fits these filters.")
    field.fill("")
    expect(rows).to_have_count(130)
    page.unroute("**/roadmap/table/page-2/")
    field.fill("fax")
    expect(page.locator(".pm-status")).to_have_text("1 of 517 features")
    assert titles(page) == ["Send by fax"]


def test_the_first_filter_fetches_the_other_pages_of_a_long_table(page: Page, long_table: str) -> None:
    page.goto(long_table)
    assert len(titles(page)) == 130
    page.locator(".pm-filters input").fill("fax")
    expect(page.locator("[data-pm-table] tbody tr")).to_have_count(1)
    assert status(page) == "1 of 517 features"
    page.get_by_role("link", name="Send by fax").click()
    expect(page.locator("h1")).to_have_text("Send by fax")
