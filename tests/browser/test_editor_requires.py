"""A card that is moved where facts are required asks for these first; nothing is written before they are told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.editing import AGAIN, drag, serving
from tests.browser.test_editor_board import card, column, ready

pytestmark = [pytest.mark.browser, AGAIN]

FILES = {
    "features/a.md": "title: Alpha\nstatus: building\ntarget: 2026-12",
    "features/b.md": "title: Beta\nstatus: shipped\nshipped: 2026-10-01\nresult: It did.",
}
SETTINGS = "name: P\nstatuses: {shipped: {requires: [result]}}\n"


def test_a_card_asks_for_what_its_new_status_requires(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    with serving(tmp_path / "plan", FILES, SETTINGS) as plan:
        page = browser.new_page()
        ready(page, f"{plan.address}roadmap/")
        drag(page, card(page, "Alpha"), column(page, "shipped"))
        dialog = page.locator("dialog.pme-dialog")
        dialog.wait_for()
        assert plan.diff() == []
        dialog.get_by_role("button", name="Move it").click()
        expect(dialog.locator("textarea")).to_be_focused()
        assert plan.diff() == []
        dialog.locator("textarea").first.fill("Half as many calls.")
        dialog.get_by_role("button", name="Move it").click()
        today = f"+shipped: {datetime.now().astimezone().date().isoformat()}"
        plan.until("-status: building", "+status: shipped", today, "+result: Half as many calls.")
        page.close()
