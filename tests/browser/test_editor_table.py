"""Many features get a fact at once in the table of the preview: selected, or pasted from a spreadsheet; shown before it is done."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editing import AGAIN, Served, serving

pytestmark = [pytest.mark.browser, AGAIN]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("table") / "plan"
    root.mkdir()
    with serving(root) as found:
        yield found


@pytest.fixture
def plan(served: Served) -> Iterator[Served]:
    yield served
    served.restore()


def ready(page: Page, plan: Served) -> None:
    page.goto(f"{plan.address}roadmap/table/")
    page.get_by_role("checkbox", name="Select “Guided setup”").wait_for()


def box(page: Page, title: str):  # type: ignore[no-untyped-def]
    return page.get_by_role("checkbox", name=f"Select “{title}”")


def test_rows_that_are_selected_get_a_fact_together_and_lose_it_together(page: Page, plan: Served) -> None:
    ready(page, plan)
    box(page, "Guided setup").check()
    box(page, "Invite by link").check()
    box(page, "Offline mode").check()
    page.get_by_role("button", name="Set…").click()
    dialog = page.get_by_role("dialog", name="Set a fact of 3 features")
    dialog.get_by_label("Fact").select_option("team")
    field = dialog.locator("input#pme-many[role=combobox]")
    field.fill("mobile")
    dialog.locator(".pme-found").get_by_role("option", name="Mobile").first.click()
    expect(dialog.get_by_role("status")).to_contain_text("2 features change. 1 has it already.")
    dialog.get_by_role("button", name="Change them").click()
    plan.until("-team: growth", "+team: mobile", "-team: growth", "+team: mobile")
    expect(page.locator(".pme-toast")).to_contain_text("Team of 2 features: ")
    page.locator(".pme-toast").get_by_role("button", name="Undo").click()
    plan.until()


def test_what_the_check_says_is_told_before(page: Page, plan: Served) -> None:
    ready(page, plan)
    page.get_by_label("Select all shown").check()
    page.get_by_role("button", name="Set…").press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Fact").select_option("rank")
    dialog.locator("#pme-many").fill("first")
    expect(dialog.get_by_role("alert").first).to_contain_text("not a number")
    dialog.get_by_role("button", name="Change them").click()
    expect(dialog.get_by_text("This cannot be done yet.")).to_be_visible()
    page.keyboard.press("Escape")
    plan.until()


def test_shift_selects_all_between(page: Page, plan: Served) -> None:
    ready(page, plan)
    boxes = page.locator(".pme-pick")
    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    expect(page.get_by_text("4 features selected")).to_be_visible()


def test_two_columns_of_a_spreadsheet_are_pasted(page: Page, plan: Served) -> None:
    ready(page, plan)
    page.get_by_role("button", name="Paste a column…").click()
    dialog = page.get_by_role("dialog", name="Paste a column of a spreadsheet")
    dialog.get_by_label("Cells").fill("Feature\tTarget\nGuided setup\tQ1 2099\ninvite\t2099-05\nNobody\t2099-06\noffline\t")
    expect(dialog.get_by_role("status")).to_contain_text("2 features change. 2 are left out.")
    expect(dialog.get_by_role("row", name="Nobody")).to_contain_text("No feature has this id or title.")
    dialog.get_by_role("button", name="Change them").click()
    plan.until("-target: 2099-02", "+target: 2099-Q1", "+target: 2099-05")


def test_values_alone_go_to_the_selected_rows_in_their_order(page: Page, plan: Served) -> None:
    ready(page, plan)
    box(page, "Invite by link").check()
    box(page, "Guided setup").check()
    first = page.locator("tr.pme-picked a").first.inner_text()
    page.evaluate(
        """text => { const data = new DataTransfer(); data.setData("text/plain", text);
        document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }""",
        "5\n7\n9",
    )
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Fact").select_option("rank")
    expect(dialog.get_by_text("1 value has no feature")).to_be_visible()
    expect(dialog.get_by_role("row", name=first)).to_contain_text("5")
    dialog.get_by_role("button", name="Change them").click()
    plan.until("+rank: 5", "+rank: 7")
