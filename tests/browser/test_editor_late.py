"""Answers that come late in the preview: they take nothing back that somebody has typed or chosen meanwhile, and nothing is done twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.editing import AGAIN, Served, serving
from tests.browser.sites import FILES

pytestmark = [pytest.mark.browser, AGAIN]
SETUP = FILES["features/setup.md"]
NAMES = (
    "turned",
    "hasty",
    "named",
    "made",
    "picked",
    "typed",
    "seen",
    "opened",
    "ticked",
    "tagged",
    "newer",
    "joined",
    "undone",
    "other",
)
PLAN = {
    **{path: text for path, text in FILES.items() if not path.startswith("briefs/")},
    **{f"features/{name}.md": f"---\n{SETUP.replace('Guided setup', name.title())}\n---\n\nWords.\n" for name in NAMES},
    "features/ticked.md": "title: Ticked\nacceptance: [It holds]",
    "features/joined.md": "title: Joined\nsupports: [safe, vision]",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("late") / "plan", PLAN) as found:
        yield found


@pytest.fixture
def plan(served: Served) -> Iterator[Served]:
    yield served
    served.keep()


class Held:
    """Questions that wait for their answers."""

    def __init__(self, page: Page, address: str) -> None:
        self._page, self._address = page, address
        self._routes: list[Route] = []
        self._is_open = False
        page.route(address, self._take)

    def _take(self, route: Route) -> None:
        if self._is_open:
            route.continue_()
        else:
            self._routes.append(route)

    def until(self) -> None:
        """Wait until one waits."""
        for _ in range(800):
            if self._routes:
                return
            self._page.wait_for_timeout(50)
        raise AssertionError(f"nobody asks {self._address}")

    def answer(self) -> None:
        """Let all of them be answered; whatever follows is answered at once."""
        self._is_open = True
        while self._routes:
            self._routes.pop(0).continue_()
        self._page.unroute(self._address)


@contextmanager
def held(page: Page, address: str) -> Iterator[Held]:
    """Hold back the answers to some addresses."""
    found = Held(page, address)
    yield found
    found.answer()


def go(page: Page, plan: Served, address: str) -> None:
    page.set_default_timeout(40_000)
    page.goto(f"{plan.address}roadmap/{address}/")
    page.locator(".pme-menu-button").wait_for()
    page.locator(".pme-add").wait_for()


def change(page: Page, what: str) -> None:
    page.get_by_role("button", name=f"Change {what}", exact=True).first.press("Enter")


def pill(page: Page, words: str) -> Locator:
    return page.locator(".pme-pill", has_text=words)


def test_the_precision_that_was_chosen_last_counts(page: Page, plan: Served) -> None:
    go(page, plan, "features/turned")
    change(page, "Target")
    with held(page, "**/dates?precision=quarter*") as late:
        pill(page, "Quarter").click()
        late.until()
        pill(page, "Month").click()
        page.get_by_role("combobox", name="Month").select_option("2099-03")
        late.answer()
        page.wait_for_timeout(300)
        expect(page.get_by_role("combobox", name="Month")).to_have_value("2099-03")
    page.keyboard.press("Escape")


def test_a_precision_is_waited_for_before_it_is_saved(page: Page, plan: Served) -> None:
    go(page, plan, "features/hasty")
    change(page, "Target")
    with held(page, "**/dates?precision=quarter*") as late:
        pill(page, "Quarter").click()
        late.until()
        page.get_by_role("button", name="Save").click()
        late.answer()
        plan.until("-target: 2099-02", "+target: 2099-Q1")


def test_enter_takes_what_was_typed_and_not_what_was_found_before(page: Page, plan: Served) -> None:
    go(page, plan, "features/named")
    change(page, "Team")
    team = page.get_by_role("combobox", name="Team")
    team.fill("growth")
    expect(page.get_by_role("option", name="Growth")).to_be_visible()
    with held(page, "**/refs?*") as late:
        team.fill("mobile")
        team.press("Enter")
        late.until()
        late.answer()
        plan.until("-team: growth", "+team: mobile")


def test_what_is_new_is_made_once(page: Page, plan: Served) -> None:
    go(page, plan, "features/made")
    page.get_by_role("button", name="Add a fact").click()
    page.get_by_role("searchbox").fill("direction")
    page.keyboard.press("Enter")
    theme = page.get_by_role("combobox")
    theme.fill("Speed")
    expect(page.get_by_role("option", name="New: Theme")).to_be_visible()
    with held(page, "**/apply") as late:
        theme.press("Enter")
        theme.press("Enter")
        late.until()
        page.wait_for_timeout(300)
        late.answer()
        plan.until("+theme: speed", "+---", "+title: Speed", "+---")


def test_what_is_made_joins_what_is_there_by_then(page: Page, plan: Served) -> None:
    go(page, plan, "features/joined")
    change(page, "Serves")
    page.get_by_role("combobox").fill("Fast")
    page.get_by_role("option", name="New: Objective").wait_for()
    with held(page, "**/apply") as late:
        page.get_by_role("option", name="New: Objective").click()
        late.until()
        page.get_by_role("button", name="Take out Field work without paper").click()
        late.answer()
        expect(page.get_by_role("button", name="Take out Fast")).to_be_visible()
        expect(page.get_by_role("button", name="Take out Field work without paper")).to_have_count(0)
    page.keyboard.press("Escape")


def test_the_status_that_was_chosen_last_is_written(page: Page, plan: Served) -> None:
    go(page, plan, "features/picked")
    change(page, "Status")
    with held(page, "**/apply") as late:
        pill(page, "Building").click()
        late.until()
        pill(page, "Shipped").click()
        late.answer()
        plan.until("-status: planned", "+status: shipped")
    expect(page.locator(".pme-popover")).to_have_count(0)


def test_what_is_typed_while_a_text_is_saved_stays(page: Page, plan: Served) -> None:
    go(page, plan, "features/typed")
    change(page, "text")
    text = page.get_by_label("Text, as Markdown")
    with held(page, "**/apply") as late:
        text.fill("More words.")
        text.press("Control+Enter")
        late.until()
        text.press("Control+End")
        text.press_sequentially(" And these.")
        late.answer()
        plan.until("-Words.", "+More words.")
        page.locator(".pme-toast").wait_for()
    expect(text).to_have_value("More words. And these.")
    text.press("Control+Enter")
    plan.until("-Words.", "+More words. And these.")


def test_a_preview_that_comes_late_leaves_what_is_written_again(page: Page, plan: Served) -> None:
    go(page, plan, "features/seen")
    change(page, "text")
    with held(page, "**/_pmsite/text") as late:
        page.get_by_role("button", name="Preview").click()
        late.until()
        page.get_by_role("button", name="Write").click()
        late.answer()
        page.wait_for_timeout(300)
        expect(page.get_by_label("Text, as Markdown")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()


def test_a_text_is_opened_once(page: Page, plan: Served) -> None:
    go(page, plan, "features/opened")
    page.locator(".pme-menu-button").click()
    menu = page.get_by_role("menuitem", name="Change its text")
    menu.wait_for()
    with held(page, "**/_pmsite/item/*") as late:
        menu.click()
        change(page, "text")
        late.until()
        late.answer()
        page.locator(".pme-text").first.wait_for()
        page.wait_for_timeout(300)
        expect(page.locator(".pme-text")).to_have_count(1)
    page.get_by_role("button", name="Cancel").click()


def test_a_button_that_is_pressed_twice_asks_once(page: Page, plan: Served) -> None:
    go(page, plan, "features/opened")
    with held(page, "**/_pmsite/item/*") as late:
        add = page.get_by_role("button", name="Add a fact")
        add.press("Enter")
        add.press("Enter")
        late.until()
        late.answer()
        page.locator("dialog").first.wait_for()
        page.wait_for_timeout(300)
        expect(page.locator("dialog")).to_have_count(1)
    page.keyboard.press("Escape")


def test_a_page_that_comes_late_leaves_what_was_begun(page: Page, plan: Served) -> None:
    go(page, plan, "features/newer")
    with held(page, "**/roadmap/features/newer/") as late:
        path = plan.root / "roadmap/features/newer.md"
        path.write_text(path.read_text("utf-8").replace("planned", "building"), encoding="utf-8")
        late.until()
        change(page, "text")
        text = page.get_by_label("Text, as Markdown")
        text.fill("Begun.")
        late.answer()
        page.locator(".pme-newer").wait_for()
        expect(text).to_have_value("Begun.")
        expect(text).to_be_focused()


def test_a_box_that_is_ticked_twice_is_as_it_was(page: Page, plan: Served) -> None:
    go(page, plan, "features/ticked")
    box = page.get_by_role("checkbox", name="It holds")
    with held(page, "**/apply") as late:
        box.click()
        late.until()
        box.click()
        late.answer()
        plan.until("-acceptance: [It holds]", "+acceptance: [{text: It holds, done: false}]")


def test_a_word_is_taken_along_when_somebody_goes_elsewhere(page: Page, plan: Served) -> None:
    go(page, plan, "features/tagged")
    page.get_by_role("button", name="Add a fact").click()
    page.get_by_role("searchbox").fill("tags")
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Tags").fill("field")
    page.locator(".pm-eyebrow").click(position={"x": 2, "y": 2})
    plan.until("+tags:", "+  - field")


def test_an_item_is_made_once(page: Page, plan: Served) -> None:
    go(page, plan, "objectives/safe")
    page.locator(".pme-menu-button").click()
    page.get_by_role("menuitem", name="New: Feature").click()
    title = page.get_by_role("textbox", name="Title")
    title.fill("Only one")
    with held(page, "**/apply") as late:
        title.press("Enter")
        late.until()
        page.locator("dialog form").evaluate("form => form.requestSubmit()")
        page.wait_for_timeout(300)
        late.answer()
        plan.until("+---", "+title: Only one", "+supports:", "+  - safe", "+---")


def test_a_way_back_takes_back_its_own_change(browser: Browser, page: Page, plan: Served) -> None:
    go(page, plan, "features/undone")
    change(page, "Status")
    pill(page, "Building").click()
    plan.until("-status: planned", "+status: building")
    page.locator(".pme-toast").get_by_role("button", name="Undo").wait_for()
    other = browser.new_page()
    go(other, plan, "features/other")
    change(other, "Status")
    pill(other, "Shipped").click()
    both = ["-status: planned", "+status: building", "-status: planned", "+status: shipped"]
    plan.until(*both)
    page.bring_to_front()
    page.locator(".pme-toast").get_by_role("button", name="Undo").click()
    page.locator(".pme-toast--problem").wait_for()
    plan.until(*both)
    other.close()


def test_a_card_that_is_moved_twice_comes_to_its_second_place(page: Page, plan: Served) -> None:
    page.set_default_timeout(40_000)
    page.goto(f"{plan.address}roadmap/")
    page.locator(".pme-more").first.wait_for(state="attached")
    page.locator(".pm-roadmap").get_by_role("link", name="Offline mode").first.focus()
    with held(page, "**/_pmsite/move") as late:
        page.keyboard.press("Alt+Shift+ArrowRight")
        page.keyboard.press("Alt+Shift+ArrowRight")
        late.until()
        late.answer()
        plan.until("+horizon: later")


def test_many_get_the_fact_that_was_chosen_last(page: Page, plan: Served) -> None:
    page.set_default_timeout(40_000)
    page.goto(f"{plan.address}roadmap/table/")
    page.get_by_role("checkbox", name="Select “Invite by link”").check()
    with held(page, "**/_pmsite/rows") as late:
        page.get_by_role("button", name="Set…").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Fact").select_option("team")
        dialog.locator("input#pme-many").fill("mobile")
        dialog.get_by_role("option", name="Mobile").first.click()
        dialog.get_by_role("button", name="Change them").click()
        late.answer()
        plan.until("-team: growth", "+team: mobile")


def test_a_column_is_read_again_before_it_goes_to_another_fact(page: Page, plan: Served) -> None:
    page.set_default_timeout(40_000)
    page.goto(f"{plan.address}roadmap/table/")
    page.get_by_role("button", name="Paste a column…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Cells").fill("invite\t3")
    expect(dialog.get_by_role("status")).to_contain_text("1 feature changes.")
    with held(page, "**/_pmsite/rows") as late:
        dialog.get_by_label("Fact").select_option("rank")
        dialog.get_by_label("Cells").fill("export\t4")
        dialog.get_by_role("button", name="Change them").click()
        late.answer()
        plan.until("+rank: 4")
    assert "rank: 4" in plan.read("features/export.md")


def test_a_list_of_changes_that_comes_late_leaves_the_commit_that_is_written(page: Page, plan: Served) -> None:
    for name in ("other", "undone"):
        path = plan.root / f"roadmap/features/{name}.md"
        path.write_text(path.read_text("utf-8") + "\nMore.\n", encoding="utf-8")
    page.set_default_timeout(40_000)
    page.goto(f"{plan.address}roadmap/")
    page.locator(".pme-changes").click()
    sheet = page.locator(".pme-sheet")
    sheet.get_by_role("button", name="Revert Other").wait_for()
    with held(page, "**/_pmsite/changed") as late:
        sheet.get_by_role("button", name="Revert Other").click()
        late.until()
        sheet.get_by_role("button", name="Commit…").click()
        sheet.get_by_label("Commit message").fill("What I write")
        late.answer()
        page.wait_for_timeout(500)
        expect(sheet.get_by_label("Commit message")).to_have_value("What I write")
