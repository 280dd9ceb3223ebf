"""Pages that tell the plan's history: readable on a telephone and with a screen reader, like all others."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.sites import CONFIG
from tests.browser.test_accessibility import AXE, RUN
from tests.browser.test_pages import HEADINGS, REPEATED_IDS
from tests.history.repositories import plan
from tests.history.test_views import snapshot

PAGES = (
    "roadmap/what-changed/", "roadmap/what-changed/2026-03/", "roadmap/slippage/", "as-of/spring/", "roadmap/features/open/",
    "roadmap/releases/r1/", "roadmap/objectives/goal/",
)  # fmt: skip
SETTINGS = "name: P\naudiences: {customers: {}, public: {}}\nas_of: {spring: 2026-04-01}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("history")
    days = ("2026-01-05", "2026-03-09", "2026-05-11", "2026-07-13")
    plan(root, *((day, snapshot(step)) for step, day in enumerate(days)), settings=SETTINGS)
    (root / "docs").mkdir()
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return root / "site"


@pytest.mark.parametrize("address", PAGES)
def test_a_page_can_be_read_by_everybody(page: Page, folder: Path, serve: Callable[[Path], str], address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(serve(folder) + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    levels = page.evaluate(HEADINGS)
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert page.evaluate(REPEATED_IDS) == []
    assert page.locator(".pm svg:not([aria-label], [aria-label] svg)").count() == 0
    assert page.locator(".pm-table:not(:has(caption))").count() == 0
    assert page.locator(".pm-table th:not([scope])").count() == 0
    assert page.locator(".pm-scroll:not([role=group][tabindex='0'][aria-label])").count() == 0


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_on_a_page_that_tells_the_past(
    page: Page, folder: Path, serve: Callable[[Path], str], address: str
) -> None:
    page.goto(serve(folder) + address)
    page.evaluate(AXE)
    assert page.evaluate(RUN, [".md-content", None]) == []


def test_a_link_within_a_sentence_is_seen_without_its_colour(page: Page, folder: Path, serve: Callable[[Path], str]) -> None:
    page.goto(serve(folder) + "roadmap/features/open/")
    lines = page.evaluate("""() => ["<p><b><a href='#'>x</a></b></p>", "<ol class='pm-moves'><li><b><a href='#'>x</a></b> <a href='#'>y</a></li></ol>"]
      .flatMap(words => {
        document.querySelector(".pm").insertAdjacentHTML("beforeend", words);
        return [...document.querySelector(".pm").lastElementChild.querySelectorAll("a")].map(one => getComputedStyle(one).textDecorationLine);
      })""")
    assert lines == ["underline"] * 3
