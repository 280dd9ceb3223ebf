"""The views of the roadmap: whole without scripts; scripts filter all of them alike, by an address that goes along from one to the next."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.sites import FILES, SHIFTS, build

Serve = Callable[[Path], str]
MANY = {
    f"features/m{n:02}.md": f"title: Mobile {n:02}\nstatus: building\nteam: {'mobile' if n % 3 else 'growth'}" for n in range(30)
}
VIEWS = "views:\n  crew: {label: By crew, lanes: team}\n  soon: {view: table, columns: [title, target], sort: -target}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    waiting = {"features/late.md": "title: Waits\nstatus: planned\ntarget: 2099-01\ndepends_on: [offline]\nteam: growth"}
    return build(tmp_path_factory.mktemp("roadmap"), {**FILES, **MANY, **waiting}, f"name: Field Notes\n{VIEWS}")


@pytest.fixture
def root(folder: Path, serve: Serve) -> str:
    return f"{serve(folder).rstrip('/')}/roadmap/"


def shown(page: Page) -> list[str]:
    return page.locator("[data-f]:visible .pm-title").all_inner_texts()


def choose(page: Page, name: str, value: str) -> None:
    page.locator(".pm-filters").get_by_label(name).select_option(value)


def test_a_filter_hides_what_does_not_fit_and_groups_that_hold_nothing_then(page: Page, root: str) -> None:
    page.goto(root)
    expect(page.locator(".pm-column--now .pm-count").first).to_have_text("32")
    choose(page, "Team", "growth")
    assert page.url == f"{root}?team=growth"
    assert set(page.locator(".pm-column--now details:visible .pm-count").all_inner_texts()) == {"10"}
    assert page.get_by_role("status").inner_text() == "14 of 37 features on this page; the table has all"
    page.locator(".pm-filters").get_by_role("button", name="Clear").click()
    expect(page.locator(".pm-column--now .pm-count").first).to_have_text("32")
    assert page.url == root


def test_what_is_found_is_unfolded_and_folded_again(page: Page, root: str) -> None:
    page.goto(root)
    before = shown(page)
    page.locator(".pm-filters input").fill("mobile 07")
    assert shown(page) == ["Mobile 07"]
    page.locator(".pm-filters input").fill("")
    assert shown(page) == before


def test_tabs_and_links_to_the_table_carry_the_filter_along(page: Page, root: str) -> None:
    page.goto(f"{root}?team=growth&status=planned")
    tabs = page.locator(".pm-tabs")
    tabs.get_by_role("link", name="Timeline").click()
    page.wait_for_url(f"{root}timeline/?status=planned&team=growth")
    assert sorted(shown(page)) == ["Guided setup", "Invite by link", "Waits"]
    tabs.get_by_role("link", name="All features").click()
    page.wait_for_url(f"{root}table/?status=planned&team=growth")
    assert sorted(page.locator("[data-pm-table] tbody th").all_inner_texts()) == ["Guided setup", "Invite by link", "Waits"]
    tabs.get_by_role("link", name="By team").click()
    page.wait_for_url(f"{root}by-team/?status=planned&team=growth")
    assert page.locator(".pm-group:visible h2").all_inner_texts() == ["Growth 3"]


def test_what_is_past_its_date_is_one_line_that_leads_to_all_of_it(page: Page, root: str) -> None:
    page.goto(root)
    page.locator(".pm-column--now").get_by_role("link", name="1 past their date").click()
    page.wait_for_url(f"{root}table/?horizon=now&target=overdue")
    assert page.locator("[data-pm-table] tbody th").all_inner_texts() == ["Export"]


def test_a_timeline_says_what_comes_too_early_and_keeps_what_has_no_date(page: Page, root: str) -> None:
    page.goto(f"{root}timeline/by-team/")
    expect(page.locator("#pm-late .pm-wait")).to_have_text("after Offline mode (Q4 2099)")
    assert page.locator("#pm-invite .pm-none").text_content() == "No date yet"
    assert page.locator(".pm-lane").first.locator("summary").inner_text().startswith("Past their date")


def test_a_view_with_a_name_is_a_tab(page: Page, root: str) -> None:
    page.goto(root)
    page.locator(".pm-tabs").get_by_role("link", name="By crew").click()
    page.wait_for_url(f"{root}views/crew/")
    assert page.locator(".pm-cross h2").all_inner_texts() == ["Growth 13", "Mobile 21", "Without a team 2"]
    page.goto(f"{root}views/soon/")
    assert page.locator("thead th").all_inner_texts() == ["Title", "Target"]
    assert page.locator("[data-pm-table] tbody th").first.inner_text() == "Offline mode"


@pytest.mark.parametrize("address", ["", "timeline/", "by-team/", "table/"])
def test_nothing_shifts_when_the_script_comes(page: Page, root: str, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(root + address)
    assert page.evaluate(SHIFTS) < 0.02


@pytest.mark.parametrize("address", ["", "timeline/", "by-team/", "views/crew/"])
def test_a_keyboard_filters_folds_and_goes_on(page: Page, root: str, address: str) -> None:
    page.goto(root + address)
    page.locator(".pm-tabs a").last.focus()
    page.keyboard.press("Tab")
    for _ in range(8):  # the ways between lanes come first
        if page.evaluate("document.activeElement.name") == "find":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("growth")
    expect(page.get_by_role("status")).to_have_text(re.compile("1[34] of 3[678] features"))
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert "status=" in page.url
    fold = page.locator("details:visible > summary").first
    if fold.count():
        fold.focus()
        was = fold.evaluate("at => at.parentElement.open")
        page.keyboard.press("Enter")
        assert fold.evaluate("at => at.parentElement.open") != was


def press_tab_until(page: Page, wanted: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"the keyboard never reached {wanted}")


def test_a_keyboard_alone_goes_from_fold_to_filter_to_another_tab_and_sorts_there(page: Page, root: str) -> None:
    page.goto(root)
    page.locator("h1").evaluate("at => (at.tabIndex = -1, at.focus())")
    press_tab_until(page, "input[name=find]")
    press_tab_until(page, "details > summary")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open") is False
    page.locator("h1").focus()
    press_tab_until(page, "input[name=find]")
    page.keyboard.type("growth")
    expect(page.get_by_role("status")).to_have_text(re.compile("14 of 37 features"))
    page.locator("h1").focus()
    press_tab_until(page, ".pm-tabs a[href*=table]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{root}table/?find=growth")
    press_tab_until(page, "[data-col=title] button")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{root}table/?find=growth&sort=title")
    found = page.locator("[data-pm-table] tbody th").all_inner_texts()
    assert len(found) == 14
    assert found == sorted(found)


def test_without_scripts_everything_is_there_and_no_filter_is_offered(browser: Browser, root: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    for address in ("?team=growth", "timeline/", "by-team/", "views/crew/"):
        page.goto(root + address)
        assert page.locator("[data-f]").count() >= 36
        expect(page.locator(".pm-filters")).to_be_hidden()
    page.goto(root)
    page.locator("details:has(#pm-m01) > summary").click()
    expect(page.get_by_role("link", name="Mobile 01")).to_be_visible()
    page.context.close()
