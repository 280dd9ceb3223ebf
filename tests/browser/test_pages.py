"""Every page: readable on a telephone, with a screen reader, on paper, and without any other host."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request

from tests.browser.sites import PAGES, build

Serve = Callable[[Path], str]
HEADINGS = "[...document.querySelectorAll('.md-content :is(h1,h2,h3,h4,h5,h6)')].map(h => Number(h.tagName[1]))"
REPEATED_IDS = "[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, at, all) => all.indexOf(id) !== at)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("pages"))


@pytest.fixture
def root(folder: Path, serve: Serve) -> str:
    return f"{serve(folder).rstrip('/')}/"


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_wider_than_a_telephone(page: Page, root: str, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(root + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("address", PAGES)
def test_no_page_asks_another_host_for_anything(page: Page, root: str, address: str) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(urlsplit(request.url).netloc)

    page.on("request", note)
    page.goto(root + address, wait_until="networkidle")
    assert set(asked) == {urlsplit(root).netloc}


@pytest.mark.parametrize("address", PAGES)
def test_headings_form_a_tree_below_one_title(page: Page, root: str, address: str) -> None:
    page.goto(root + address)
    levels = page.evaluate(HEADINGS)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


@pytest.mark.parametrize("address", PAGES)
def test_everything_has_the_name_that_a_screen_reader_needs(page: Page, root: str, address: str) -> None:
    page.goto(root + address)
    assert page.evaluate(REPEATED_IDS) == []
    assert page.locator(".pm svg:not([aria-label], [aria-label] svg)").count() == 0
    assert page.locator(".pm-table:not(:has(caption))").count() == 0
    assert page.locator(".pm-table th:not([scope])").count() == 0
    assert page.locator(".pm-scroll:not([role=group][tabindex='0'][aria-label])").count() == 0


def test_what_is_folded_on_the_screen_is_open_on_paper(page: Page, root: str) -> None:
    page.goto(f"{root}roadmap/")
    dropped = page.get_by_role("link", name="Send by fax")
    assert not dropped.is_visible()
    page.emulate_media(media="print")
    assert dropped.is_visible()
    assert not page.locator(".pm-tabs").is_visible()


def test_the_page_of_a_key_result_is_its_place_on_its_objective(page: Page, root: str) -> None:
    page.goto(f"{root}roadmap/features/offline/")
    page.locator(".pm-dl").get_by_role("link", name="Lost notes").click()
    assert page.url.endswith("/objectives/safe/#at-kr1")
    assert page.locator("#at-kr1").inner_text().startswith("Lost notes")


def test_an_address_that_was_shared_before_leads_to_the_same_place(page: Page, root: str) -> None:
    page.set_viewport_size({"width": 900, "height": 300})
    page.goto(f"{root}roadmap/objectives/safe/#kr1")
    page.wait_for_function("scrollY > 0")
    page.goto(f"{root}roadmap/objectives/safe/#%")
    assert page.locator("#at-kr1").count() == 1


def test_an_item_says_why_it_is_being_done_up_to_the_vision(page: Page, root: str) -> None:
    page.goto(f"{root}roadmap/features/offline/")
    steps = page.get_by_role("navigation", name="Why are we doing this?").get_by_role("link")
    assert steps.all_inner_texts() == ["Nobody loses work", "Field work without paper"]


def test_what_is_overdue_says_so_in_words(page: Page, root: str) -> None:
    page.goto(f"{root}roadmap/features/export/")
    told = page.locator(".pm-stand").inner_text()
    assert told.startswith("Off track")
    assert "was due Q3 2020" in told
