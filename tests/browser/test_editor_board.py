"""The board is worked on in the preview: by dragging, by keys and by touch; and only the lines change that were meant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.editing import AGAIN, Served, drag, serving

pytestmark = [pytest.mark.browser, AGAIN]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("board") / "plan"
    root.mkdir()
    with serving(root) as found:
        yield found


@pytest.fixture
def plan(served: Served) -> Iterator[Served]:
    yield served
    served.restore()


def card(page: Page, title: str) -> Locator:
    return page.locator(".pm-roadmap :is(.pm-card, .pm-line)", has=page.get_by_role("link", name=title, exact=True))


def column(page: Page, key: str) -> Locator:
    return page.locator(f'[data-to="horizon={key}"]')


def ready(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.goto(address)
    page.locator(".pme-more").first.wait_for(state="attached")


def told(page: Page) -> Locator:
    return page.locator(".pme-toast")


def menu(page: Page, title: str) -> None:
    card(page, title).get_by_role("button", name=f"Move “{title}” to…").press("Enter")
    page.get_by_role("menuitemradio", name="Later").wait_for()


def test_a_card_is_dragged_to_another_column_and_back(page: Page, plan: Served) -> None:
    ready(page, f"{plan.address}roadmap/")
    drag(page, card(page, "Guided setup"), column(page, "now"))
    expect(column(page, "now").get_by_role("link", name="Guided setup")).to_be_visible()
    expect(told(page)).to_contain_text(
        "Guided setup → Now Its column followed from its target; now it is set by hand.", use_inner_text=True
    )
    plan.until("+horizon: now")
    told(page).get_by_role("button", name="Undo").click()
    plan.until()
    expect(column(page, "later").get_by_role("link", name="Guided setup")).to_be_visible()


def test_what_the_column_followed_from_is_changed_instead(page: Page, plan: Served) -> None:
    ready(page, f"{plan.address}roadmap/")
    drag(page, card(page, "Guided setup"), column(page, "now"))
    told(page).get_by_role("button", name="Make it Building instead").click()
    plan.until("-status: planned", "+status: building")


def test_the_menu_moves_a_card_by_keys(page: Page, plan: Served) -> None:
    ready(page, f"{plan.address}roadmap/")
    menu(page, "Invite by link")
    expect(page.get_by_role("menuitemradio", name="Next")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    plan.until("+horizon: now")
    expect(page.get_by_role("status").filter(has_text="Invite by link → Now")).to_be_attached()
    expect(card(page, "Invite by link").get_by_role("button")).to_be_focused()


def test_the_menu_gives_a_feature_to_another_team(page: Page, plan: Served) -> None:
    ready(page, f"{plan.address}roadmap/")
    menu(page, "Invite by link")
    page.keyboard.press("T")
    page.keyboard.press("T")
    page.get_by_role("menuitem", name="Team…").press("Enter")
    page.get_by_role("menuitemradio", name="Mobile").press("Enter")
    plan.until("-team: growth", "+team: mobile")


def test_dropping_asks_for_the_reason_and_escape_leaves_all_as_it_was(page: Page, plan: Served) -> None:
    ready(page, f"{plan.address}roadmap/")
    fax = column(page, "dropped").locator("summary")
    drag(page, card(page, "Invite by link"), fax)
    page.get_by_role("dialog", name="Why will “Invite by link” not be done?").wait_for()
    page.keyboard.press("Escape")
    expect(column(page, "next").get_by_role("link", name="Invite by link")).to_be_visible()
    drag(page, card(page, "Invite by link"), fax)
    page.get_by_label("Reason").fill("Nobody asked for it.")
    page.get_by_role("button", name="Drop it").click()
    plan.until("-status: planned", "+status: dropped", "+reason: Nobody asked for it.")


def test_what_is_refused_goes_back_and_says_why(page: Page, plan: Served) -> None:
    ready(page, f"{plan.address}roadmap/")
    page.evaluate("fetch(document.baseURI)")  # the page is loaded
    text = plan.read("features/invite.md")
    page.route("**/_pmsite/apply", lambda route: _changed_first(plan, text, route))
    drag(page, card(page, "Invite by link"), column(page, "later"))
    expect(page.get_by_role("alert")).not_to_be_empty()
    expect(column(page, "next").get_by_role("link", name="Invite by link")).to_be_visible()
    plan.until("+horizon: now")


def _changed_first(plan: Served, text: str, route: Route) -> None:
    (plan.root / "roadmap/features/invite.md").write_text(text.replace("team:", "horizon: now\nteam:"), encoding="utf-8")
    route.continue_()


def test_lanes_change_their_own_fact_and_folds_open_while_one_waits_above_them(page: Page, plan: Served) -> None:
    ready(page, f"{plan.address}roadmap/by-team/")
    mobile = page.locator('[data-to="team=mobile"]')
    expect(mobile.locator(".pm-h2 > .pme-new")).to_have_count(1)  # beside the name of the lane
    drag(page, card(page, "Guided setup"), mobile)
    expect(told(page)).to_contain_text("Guided setup → Mobile")
    plan.until("-team: growth", "+team: mobile")


def test_another_place_in_a_list_is_a_rank(page: Page, plan: Served) -> None:
    ready(page, f"{plan.address}roadmap/")
    first = card(page, "Offline mode")
    box = first.bounding_box()
    assert box
    what = card(page, "Export").bounding_box()
    assert what
    page.mouse.move(what["x"] + 20, what["y"] + 10)
    page.mouse.down()
    page.mouse.move(what["x"] + 20, what["y"] - 10, steps=4)
    page.mouse.move(box["x"] + 60, box["y"] + 5, steps=6)
    page.wait_for_timeout(60)
    page.mouse.up()
    plan.until("+rank: 1")
    assert "rank: 1" in plan.read("features/export.md")


def test_keys_move_a_card_without_its_menu(page: Page, plan: Served) -> None:
    ready(page, f"{plan.address}roadmap/")
    card(page, "Invite by link").get_by_role("link").focus()
    page.keyboard.press("Alt+Shift+ArrowRight")
    plan.until("+horizon: later")


def test_a_finger_holds_a_card_and_drags_it(browser: Browser, plan: Served) -> None:
    context = browser.new_context(has_touch=True, is_mobile=True)
    page = context.new_page()
    ready(page, f"{plan.address}roadmap/")
    finger = context.new_cdp_session(page)

    def touch(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    what, to = card(page, "Invite by link").bounding_box(), column(page, "later").bounding_box()
    assert what
    assert to
    touch("touchStart", what["x"] + 30, what["y"] + 20)
    page.wait_for_timeout(400)
    for part in range(1, 11):
        touch(
            "touchMove",
            what["x"] + 30 + (to["x"] + 60 - what["x"] - 30) * part / 10,
            what["y"] + 20 + (to["y"] + 40 - what["y"] - 20) * part / 10,
        )
    page.wait_for_timeout(100)
    touch("touchEnd")
    plan.until("+horizon: later")
    context.close()
