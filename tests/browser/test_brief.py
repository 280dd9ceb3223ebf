"""A brief as a file on a disk: it opens without a server, asks nothing of anybody, and prints whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from pmsite.briefing import brief
from pmsite.pipeline import load
from tests.browser.sites import FILES
from tests.make import TODAY, write

pytestmark = pytest.mark.browser

SECTIONS = "[status, changed, kpis, roadmap, risks, releases, {view: asks, points: [Two **phones**]}]"
METRIC = {
    "metrics/active.md": "title: Active crews\nunit: crews\ntarget: 900",
    "risks/one.md": "title: One person knows it\nprobability: 3\nimpact: 5\nplan: A handbook.",
}


@pytest.fixture
def document(tmp_path: Path) -> Path:
    files = {**FILES, **METRIC, "briefs/board.md": f"title: Board update\nheadline: All is well.\nsections: {SECTIONS}"}
    write(tmp_path / "roadmap", files, "name: Field Notes\n")
    (tmp_path / "roadmap/metrics/active.csv").write_text("date,value\n2026-10-05,480\n2026-11-09,610\n", encoding="utf-8")
    path = tmp_path / "board.html"
    path.write_text(brief(load(tmp_path / "roadmap", "roadmap", TODAY), "board"), encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [1440, 390])
def test_it_opens_from_a_disk_and_asks_nothing(page: Page, document: Path, width: int) -> None:
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: wrong.append(message.text))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(document.as_uri())
    assert asked == [document.as_uri()]
    assert not wrong
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("h1").inner_text() == "Board update"
    assert page.locator(".pm-chart--spark polyline").evaluate("line => getComputedStyle(line).stroke") == "rgb(0, 114, 178)"


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_nothing_is_cut_off_on_paper(page: Page, document: Path, paper: str) -> None:
    page.goto(document.as_uri())
    page.emulate_media(media="print")
    width = {"A4": 180, "Letter": 185}[paper] / 25.4 * 96
    page.set_viewport_size({"width": int(width), "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.pdf(format=paper).startswith(b"%PDF-")
