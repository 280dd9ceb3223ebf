"""What is different from the last commit: seen, taken back, committed to a branch and sent, in the preview itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.editing import AGAIN, Served, serving

pytestmark = [pytest.mark.browser, AGAIN]

FILES = {
    "teams/mobile.md": "---\ntitle: Mobile\n---\n",
    "features/sync.md": "---\ntitle: Sync\nstatus: planned\nteam: mobile\nvisibility: [customers]\n---\n",
    "features/map.md": "---\ntitle: Map\nstatus: planned\nteam: mobile\n---\n",
}
SETTINGS = "name: Field Notes\naudiences: {customers: {label: Customers}}\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("changes")
    (folder / "plan").mkdir()
    with serving(folder / "plan", FILES, SETTINGS) as found:
        found.git("config", "user.name", "Ann")
        found.git("config", "user.email", "ann@example.org")
        found.git("init", "-q", "--bare", str(folder / "there.git"))
        found.git("remote", "add", "origin", str(folder / "there.git"))
        yield found


@pytest.fixture
def narrow(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 800}, has_touch=True)
    yield page
    page.close()


def edit(served: Served) -> None:
    file = served.root / "roadmap/features/sync.md"
    file.write_text(file.read_text("utf-8").replace("title: Sync", "title: Sync everywhere"), encoding="utf-8")
    (served.root / "roadmap/features/map.md").unlink()


def test_changes_are_seen_taken_back_committed_and_sent_by_keyboard(served: Served, page: Page, tmp_path: Path) -> None:
    edit(served)
    page.goto(f"{served.address}roadmap/")
    opener = page.get_by_role("button", name="Changes: 2")
    opener.press("Enter")
    expect(page.get_by_role("dialog", name="Changes: 2")).to_be_visible()
    sheet = page.locator(".pme-sheet")
    expect(sheet.get_by_text("Customers will read: was called “Sync”")).to_be_visible()
    sheet.get_by_role("button", name="Revert Map").press("Enter")
    expect(sheet.get_by_text("Reverted: Map")).to_be_visible()
    assert (served.root / "roadmap/features/map.md").exists()
    sheet.get_by_role("button", name="Undo").press("Enter")
    expect(sheet.get_by_role("button", name="Revert Map")).to_be_visible()
    assert not (served.root / "roadmap/features/map.md").exists()
    sheet.get_by_role("button", name="Commit…").press("Enter")
    expect(sheet.get_by_label("Branch")).to_be_focused()
    expect(sheet.get_by_label("Branch")).to_have_value("plan/map-and-1-more")
    sheet.get_by_label("Branch").fill("main")
    sheet.get_by_label("Branch").press("Enter")
    expect(sheet.get_by_role("alert")).to_contain_text("Others start from the branch main")
    sheet.get_by_label("Branch").fill("plan/sync")
    sheet.get_by_label("Commit message").fill("Tell customers where sync works\n")
    sheet.get_by_role("button", name="Commit", exact=True).press("Enter")
    expect(sheet.get_by_text("Committed to plan/sync.")).to_be_visible()
    assert served.git("log", "-1", "--format=%s", "plan/sync").strip() == "Tell customers where sync works"
    assert served.git("ls-remote", "origin") == ""
    sheet.get_by_role("button", name="Push").press("Enter")
    expect(sheet.get_by_text("Sent: plan/sync")).to_be_visible()
    assert "refs/heads/plan/sync" in served.git("ls-remote", "origin")
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    served.restore()


def test_the_sheet_fills_a_narrow_window_and_closes_by_touch(served: Served, narrow: Page) -> None:
    edit(served)
    narrow.goto(f"{served.address}roadmap/")
    narrow.get_by_role("button", name="Changes: 2").tap()
    sheet = narrow.get_by_role("dialog", name="Changes: 2")
    box = sheet.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    assert narrow.evaluate("document.querySelector('.pme-sheet').scrollWidth") <= 390
    sheet.get_by_role("button", name="Close").tap()
    expect(sheet).to_have_count(0)
    served.restore()
