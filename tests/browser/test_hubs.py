"""Hubs on a telephone, and feedback that is sorted by what people look for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.sites import FILES, build

Serve = Callable[[Path], str]
WISHES = {
    f"feedback/{name}.md": f"title: {name}\ncount: {count}\nvalue: {value}\nsegment: wind"
    for name, count, value in (("maps", 41, 5000), ("prices", 3, 52000), ("dark", 12, 0))
}
WISHES["decisions/price.md"] = (
    "title: One price for a crew\nsummary: What takes its place has to stand before the launch.\ndue: 2099-01-05\napprover: ada"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("hubs"), {**FILES, **WISHES})


def titles(page: Page) -> list[str]:
    return page.locator("[data-pm-table] tbody th").all_inner_texts()


def test_feedback_is_sorted_by_voices_and_by_value(page: Page, folder: Path, serve: Serve) -> None:
    page.goto(f"{serve(folder)}roadmap/feedback/")
    assert titles(page) == ["maps", "dark", "prices"]
    value = page.get_by_role("button", name="Worth a year")
    value.click()
    value.click()
    assert titles(page) == ["prices", "maps", "dark"]
    assert "3 of 3 requests" in page.locator(".pm-status").inner_text()
    assert page.url.endswith("?sort=-value")


def test_a_row_is_a_title_with_its_facts_below_on_a_telephone(browser: Browser, folder: Path, serve: Serve) -> None:
    with browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{serve(folder)}roadmap/decisions/")
        row = page.locator(".pm-stack tbody tr").last
        title, date = row.locator("th a").bounding_box(), row.locator("td").first.bounding_box()
        assert title is not None
        assert date is not None
        assert title["y"] + title["height"] <= date["y"]
        assert abs(title["x"] - date["x"]) <= 1
        assert not page.locator(".pm-stack thead").is_visible()
        assert page.get_by_role("row").count() == 1
