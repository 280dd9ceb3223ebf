"""Dates are moved on the timeline of the preview, each at its own precision."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from pmsite.clock import today
from tests.browser.editing import AGAIN, Served, serving

pytestmark = [pytest.mark.browser, AGAIN]
YEAR = today().year + 1
PLAN = {
    "features/quarter.md": f"title: Quarter\nstatus: planned\ntarget: {YEAR}-Q2",
    "features/month.md": f"title: Month\nstatus: planned\nstarts: {YEAR}-02\ntarget: {YEAR}-05",
    "features/far.md": f"title: Far\nstatus: planned\ntarget: {YEAR + 1}-Q1",
    "features/undated.md": "title: Undated\nstatus: planned",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("timeline") / "plan"
    root.mkdir()
    with serving(root, PLAN) as found:
        yield found


@pytest.fixture
def plan(served: Served) -> Iterator[Served]:
    yield served
    served.restore()


def row(page: Page, title: str) -> Locator:
    return page.locator("li.pm-span", has=page.get_by_role("link", name=title, exact=True))


def ready(page: Page, plan: Served) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{plan.address}roadmap/timeline/")
    page.locator(".pme-handle").first.wait_for(state="attached")


def drag(page: Page, handle: Locator, quarters: float) -> None:
    box, track = handle.bounding_box(), handle.locator("..").bounding_box()
    assert box
    assert track
    width = track["width"] / page.locator(".pm-quarter").count()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + quarters * width * 0.9, y, steps=6)
    page.wait_for_timeout(250)
    page.mouse.move(x + quarters * width * 0.9 - 4, y)
    page.wait_for_timeout(60)


def test_a_quarter_stays_a_quarter(page: Page, plan: Served) -> None:
    ready(page, plan)
    drag(page, row(page, "Quarter").locator(".pme-handle--end"), 1)
    expect(page.locator(".pme-label")).to_have_text(f"Q3 {YEAR}")
    page.mouse.up()
    plan.until(f"-target: {YEAR}-Q2", f"+target: {YEAR}-Q3")
    expect(row(page, "Quarter").locator(".pm-when").first).to_have_text(f"Q3 {YEAR}")
    page.locator(".pme-toast").get_by_role("button", name="Undo").click()
    plan.until()


def test_a_month_stays_a_month_and_its_start_moves_alike(page: Page, plan: Served) -> None:
    ready(page, plan)
    drag(page, row(page, "Month").locator(".pme-handle--end"), 1)
    page.mouse.up()
    plan.until(f"-target: {YEAR}-05", f"+target: {YEAR}-08")
    drag(page, row(page, "Month").locator(".pme-handle--start"), -0.3)
    page.mouse.up()
    plan.until(f"-target: {YEAR}-05", f"+target: {YEAR}-08", f"-starts: {YEAR}-02", f"+starts: {YEAR}-01")


def test_escape_leaves_the_date(page: Page, plan: Served) -> None:
    ready(page, plan)
    bar = row(page, "Quarter").locator(".pm-track")
    before = bar.evaluate("one => one.style.cssText")
    drag(page, row(page, "Quarter").locator(".pme-handle--end"), 1)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert bar.evaluate("one => one.style.cssText") == before
    plan.until()


def test_the_menu_moves_a_date_by_keys(page: Page, plan: Served) -> None:
    ready(page, plan)
    row(page, "Quarter").get_by_role("button", name="Move “Quarter” to…").press("Enter")
    page.get_by_role("menuitemradio", name=f"Later: Q3 {YEAR}").press("Enter")
    plan.until(f"-target: {YEAR}-Q2", f"+target: {YEAR}-Q3")


def test_keys_at_a_feature_move_its_date(page: Page, plan: Served) -> None:
    ready(page, plan)
    row(page, "Month").get_by_role("link", name="Month").focus()
    page.keyboard.press("Alt+Shift+ArrowLeft")
    plan.until(f"-target: {YEAR}-05", f"+target: {YEAR}-04")


def test_a_finger_drags_an_end(browser: Browser, plan: Served) -> None:
    context = browser.new_context(has_touch=True, is_mobile=True)
    page = context.new_page()
    ready(page, plan)
    finger = context.new_cdp_session(page)
    handle = row(page, "Quarter").locator(".pme-handle--end")
    box, track = handle.bounding_box(), handle.locator("..").bounding_box()
    assert box
    assert track
    x, y, width = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, track["width"] / page.locator(".pm-quarter").count()
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for part in range(1, 7):
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x + width * 0.9 * part / 6, "y": y}]})
    page.wait_for_timeout(300)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    plan.until(f"-target: {YEAR}-Q2", f"+target: {YEAR}-Q3")
    context.close()
