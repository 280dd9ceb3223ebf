"""Facts, texts and items are changed on their own pages: by pointer, by keyboard and by touch."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.editing import AGAIN, Served, serving
from tests.browser.sites import CONFIG, FILES
from tests.browser.test_accessibility import AXE, DARK, RUN
from tests.make import PICTURE

pytestmark = [pytest.mark.browser, AGAIN]

SETUP = FILES["features/setup.md"]
OWN = ("status", "date", "keys", "escape", "elsewhere", "theirs", "words", "touch", "gone", "drop", "pasted", "离线")
"""Items that are as the first, one for each test."""
MORE = {
    **{f"features/{name}.md": SETUP for name in OWN},
    "features/offline.zh.md": "title: 离线模式",
    "features/offline.md": FILES["features/offline.md"] + "\ntracks: {build: active}  # who does it\nvisibility: [customers]",
    "features/drafts.md": "---\ntitle: Drafts\nstatus: dropped\nreason: Nobody asked.\n---\n\nKept for later.\n",
    "feedback/lost.md": "title: I lost a note\nfeatures: [setup]",
    "feedback/slow.md": "title: It is slow\nfeatures: [gone]",
    "updates/told.md": "---\ntitle: Told\ndate: 2026-11-01\nabout: [gone]\n---\n\nMore in `gone`.\n",
    "decisions/sync.md": "title: How do we sync?\noptions:\n  - {title: Own server, pros: [Ours]}\n  - {title: A service}",
    "metrics/active.md": "title: Active teams\nunit: teams",
    "metrics/active.csv": "date,value\n2026-09-30,5\n",
}
SETTINGS = "name: Field Notes\nlanguages: [en, zh]\naudiences: {customers: {label: Customers}}\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("items"), {**FILES, **MORE}, SETTINGS, CONFIG) as found:
        yield found


@pytest.fixture
def plan(served: Served) -> Iterator[Served]:
    yield served
    served.keep()


def go(page: Page, plan: Served, address: str) -> None:
    page.set_default_timeout(20_000)
    page.goto(f"{plan.address}roadmap/{address}/")
    page.locator(".pme-menu-button").wait_for()


def choose(page: Page, name: str) -> None:
    page.locator(".pme-menu-button").click()
    page.get_by_role("menuitem", name=name, exact=False).first.click()


def spot(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"Change {name}", exact=True).first.click()


def test_a_status_is_one_click(page: Page, plan: Served) -> None:
    go(page, plan, "features/status")
    page.locator("[data-field=status] dd").click()
    page.locator(".pme-pill", has_text="Building").click()
    plan.until("-status: planned", "+status: building")
    expect(page.locator("[data-field=status] dd")).to_have_text("Building", timeout=10_000)
    expect(page.locator(".pme-toast")).to_contain_text("Guided setup: Status is Building")
    page.get_by_role("button", name="Undo").click()
    plan.until()


def test_an_item_that_is_named_in_chinese_is_changed_on_its_page(page: Page, plan: Served) -> None:
    go(page, plan, "features/离线")
    page.locator("[data-field=status] dd").click()
    page.locator(".pme-pill", has_text="Building").click()
    plan.until("-status: planned", "+status: building")


def test_a_date_keeps_to_the_precision_that_is_chosen(page: Page, plan: Served) -> None:
    go(page, plan, "features/date")
    page.locator("[data-field=target] dd").click()
    page.locator(".pme-pill", has_text="Quarter").click()
    expect(page.get_by_role("combobox", name="Quarter")).to_have_value("2099-Q1")
    page.get_by_role("combobox", name="Quarter").select_option("2099-Q2")
    page.get_by_role("button", name="Save").click()
    plan.until("-target: 2099-02", "+target: 2099-Q2")


def test_by_keyboard_alone(page: Page, plan: Served) -> None:
    go(page, plan, "features/keys")
    edit = page.get_by_role("button", name="Change Team", exact=True)
    edit.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Team")).to_be_focused()
    page.keyboard.type("mob")
    expect(page.get_by_role("option").first).to_contain_text("Mobile")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    plan.until("-team: growth", "+team: mobile")
    expect(page.locator(".pme-popover")).to_have_count(0)


def test_what_is_typed_takes_the_place_of_a_name_that_comes_late(page: Page, plan: Served) -> None:
    go(page, plan, "features/escape")
    page.route("**/refs?*", partial(_late, page))
    page.get_by_role("button", name="Change Team", exact=True).focus()
    page.keyboard.press("Enter")
    team = page.get_by_role("combobox", name="Team")
    expect(team).to_have_value("Growth")
    page.keyboard.type("mob")
    expect(team).to_have_value("mob")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


def _late(page: Page, route: Route) -> None:
    page.wait_for_timeout(300)
    route.continue_()


def test_escape_leaves_all_as_it_was_and_gives_the_focus_back(page: Page, plan: Served) -> None:
    go(page, plan, "features/escape")
    edit = page.get_by_role("button", name="Change Status", exact=True)
    edit.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pme-popover :focus")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(page.locator(".pme-popover")).to_have_count(0)
    expect(edit).to_be_focused()
    assert plan.diff() == []


def test_what_was_changed_is_saved_where_somebody_goes_elsewhere(page: Page, plan: Served) -> None:
    go(page, plan, "features/elsewhere")
    page.locator("h1 .pme-edit").focus()
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Title").fill("Guided setup for crews")
    page.locator(".pm-eyebrow").click(position={"x": 2, "y": 2})
    plan.until("-title: Guided setup", "+title: Guided setup for crews")
    expect(page.locator("h1")).to_contain_text("Guided setup for crews")


def test_a_refusal_is_told_at_the_control(page: Page, plan: Served) -> None:
    go(page, plan, "objectives/safe")
    page.get_by_role("button", name="Change Key results", exact=True).click()
    page.locator(".pme-dialog summary", has_text="Lost notes").click()
    page.get_by_role("textbox", name="Baseline").fill("many")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".pme-fault")).to_contain_text("number")
    assert plan.diff() == []
    page.get_by_role("textbox", name="Baseline").fill("13")
    page.get_by_role("button", name="Save").click()
    plan.until(*_changed("objectives/safe.md", plan, "baseline: 12", "baseline: 13"))


def _changed(path: str, plan: Served, before: str, after: str) -> list[str]:
    line = next(line for line in plan.git("show", f"HEAD:roadmap/{path}").splitlines() if before in line)
    return [f"-{line}", f"+{line.replace(before, after)}"]


def test_nobody_is_overwritten(page: Page, plan: Served) -> None:
    go(page, plan, "features/theirs")
    page.locator("h1 .pme-edit").click()
    page.get_by_role("textbox", name="Title").fill("Mine")
    path = plan.root / "roadmap/features/theirs.md"
    path.write_text(path.read_text().replace("Guided setup", "Theirs"))
    page.get_by_role("button", name="Save").click()
    both = page.locator(".pme-both")
    expect(both).to_contain_text("Theirs")
    expect(both).to_contain_text("Mine")
    page.get_by_role("button", name="Write mine").click()
    plan.until("-title: Guided setup", "+title: Mine")


def test_a_fact_is_added_and_what_is_beside_it_stays(page: Page, plan: Served) -> None:
    go(page, plan, "features/offline")
    page.get_by_role("button", name="Add a fact").click()
    page.get_by_role("searchbox").fill("confidence")
    page.keyboard.press("Enter")
    page.locator(".pme-pill", has_text="High").click()
    plan.until("+confidence: high")


def test_a_list_of_references_and_a_new_item_in_it(page: Page, plan: Served) -> None:
    go(page, plan, "features/invite")
    spot(page, "Serves")
    page.get_by_role("combobox").fill("second")
    page.get_by_role("option", name="A second one").click()
    page.get_by_role("button", name="Save").click()
    plan.until("-supports: [safe]", "+supports: [safe, safe.kr2]")
    page.get_by_role("button", name="Add a fact").click()
    page.get_by_role("searchbox").fill("direction")
    page.keyboard.press("Enter")
    page.get_by_role("combobox").fill("Reliability")
    page.get_by_role("option", name="New: Theme").click()
    plan.until("-supports: [safe]", "+supports: [safe, safe.kr2]", "+theme: reliability", "+---", "+title: Reliability", "+---")


def test_boxes_are_ticked_where_they_stand(page: Page, plan: Served) -> None:
    go(page, plan, "features/offline")
    page.get_by_role("checkbox", name="Edits survive a restart").click()
    plan.until("-acceptance: [Edits survive a restart]", "+acceptance: [{text: Edits survive a restart, done: true}]")
    expect(page.locator(".pm-check--done")).to_have_count(1)


def test_work_by_names_keeps_its_comment(page: Page, plan: Served) -> None:
    go(page, plan, "features/offline")
    spot(page, "Work")
    page.locator("dialog .pme-pill", has_text="Done").click()
    page.get_by_role("button", name="Save").click()
    plan.until("-tracks: {build: active}  # who does it", "+tracks: {build: {state: done}}  # who does it")


def test_the_text_has_a_preview_and_survives_a_reload(page: Page, plan: Served) -> None:
    go(page, plan, "features/drafts")
    page.get_by_role("button", name="Change text", exact=True).click()
    field = page.get_by_label("Text, as Markdown")
    expect(field).to_have_value("Kept for later.")
    field.fill("Kept for **much** later.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".pme-preview strong")).to_have_text("much")
    page.reload()
    expect(page.get_by_label("Text, as Markdown")).to_have_value("Kept for **much** later.")
    page.get_by_role("button", name="Save").click()
    plan.until("-Kept for later.", "+Kept for **much** later.")
    expect(page.locator(".pm-item__story > .pm-body strong")).to_have_text("much")


def test_a_picture_is_dropped_into_the_text(page: Page, plan: Served, tmp_path: Path) -> None:
    (tmp_path / "The Map.png").write_bytes(PICTURE)
    go(page, plan, "features/drafts")
    page.get_by_role("button", name="Change text", exact=True).click()
    field = page.get_by_label("Text, as Markdown")
    field.press("Control+End")
    page.locator("input[type=file]").set_input_files(tmp_path / "The Map.png")
    page.get_by_label("What does it show?").fill("A map [old]")
    page.get_by_role("button", name="Put it in").click()
    expect(field).to_have_value(re.compile(r"later\.\s*!\[A map \\\[old\\\]\]\(the-map\.png\)"))
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".pm-item__story img")).to_have_attribute("alt", "A map [old]", timeout=10_000)
    assert (plan.root / "roadmap/features/the-map.png").read_bytes() == PICTURE


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_comes_from_the_clipboard_or_by_dragging(page: Page, plan: Served, kind: str) -> None:
    go(page, plan, "features/pasted")
    choose(page, "text")
    field = page.get_by_label("Text, as Markdown")
    field.fill("Before. After.")
    field.evaluate("field => field.setSelectionRange(8, 8)")
    field.evaluate(GIVE, [kind, list(PICTURE)])
    page.get_by_label("What does it show?").fill("A map")
    page.get_by_role("button", name="Put it in").click()
    expect(field).to_have_value(re.compile(rf"^Before\. ?!\[A map\]\({kind}(-\d)?\.png\) ?After\.$"))
    page.get_by_role("button", name="Cancel").click()
    assert next((plan.root / "roadmap/features").glob(f"{kind}*.png")).read_bytes() == PICTURE


def test_text_is_pasted_and_dropped_as_always(page: Page, plan: Served) -> None:
    go(page, plan, "features/pasted")
    choose(page, "text")
    field = page.get_by_label("Text, as Markdown")
    for kind in ("paste", "drop"):
        assert field.evaluate(GIVE, [kind, []]) is True  # nobody has kept the browser from doing it
    expect(page.locator("dialog")).to_have_count(0)
    page.get_by_role("button", name="Cancel").click()


GIVE = """(field, [kind, bytes]) => {
  const data = new DataTransfer();
  if (bytes.length) data.items.add(new File([new Uint8Array(bytes)], `${kind}.png`, { type: "image/png" }));
  else data.setData("text/plain", "Words");
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
  return field.dispatchEvent(event);
}"""
"""Gives a field a picture, or some text, from the clipboard or by dragging."""


def test_a_translation_is_begun_and_changed(page: Page, plan: Served) -> None:
    go(page, plan, "features/words")
    choose(page, "Translate")
    page.get_by_role("textbox", name="Title").fill("引导设置")
    page.get_by_label("Text, as Markdown").fill("一步一步。")
    page.get_by_role("button", name="Save").click()
    plan.until("+---", "+title: 引导设置", "+---", "+", "+一步一步。")


def test_an_item_made_on_the_page_of_a_goal_serves_it(page: Page, plan: Served) -> None:
    go(page, plan, "objectives/safe")
    choose(page, "New: Feature")
    page.get_by_role("textbox", name="Title").fill("Paper: never again")
    page.get_by_role("button", name="Make it").click()
    plan.until("+---", '+title: "Paper: never again"', "+supports:", "+  - safe", "+---")
    page.get_by_role("button", name="Open").click()
    page.wait_for_url("**/features/paper-never-again/")


def test_an_item_is_doubled_renamed_dropped_and_back(page: Page, plan: Served) -> None:
    go(page, plan, "features/templates")
    choose(page, "Duplicate")
    page.get_by_role("textbox", name="Title").fill("Other templates")
    page.get_by_role("button", name="Make it").click()
    plan.until("+---", "+title: Other templates", "+status: shipped", '+release: "3.1"', "+team: growth", "+---")
    plan.keep()
    go(page, plan, "features/setup")
    choose(page, "Rename")
    page.get_by_role("textbox", name="Id").fill("first-steps")
    effect = page.locator(".pme-effect")
    expect(effect).to_contain_text("setup becomes first-steps in 1 other item:")
    expect(effect.get_by_role("listitem")).to_have_text("I lost a note Feedback · Features")
    expect(page.locator(".pme-dialog")).not_to_contain_text(".md")
    page.get_by_role("button", name="Rename", exact=True).click()
    plan.until("-features: [setup]", "+features: [first-steps]", *_whole(plan, "features/setup.md"))
    plan.keep()
    go(page, plan, "features/drop")
    choose(page, "Drop")
    page.get_by_role("textbox", name="Why not").fill("Too much at once.")
    page.get_by_role("button", name="Drop it").click()
    plan.until("-status: planned", "+status: dropped", "+reason: Too much at once.")
    plan.keep()
    go(page, plan, "features/drafts")
    choose(page, "Restore")
    page.get_by_role("button", name="Restore", exact=True).click()
    plan.until("-status: dropped", "+status: idea", "-reason: Nobody asked.")


def _whole(plan: Served, path: str) -> list[str]:
    return [f"+{line}" for line in plan.git("show", f"HEAD:roadmap/{path}").splitlines()]


def test_an_item_is_deleted_with_what_names_it(page: Page, plan: Served) -> None:
    go(page, plan, "features/gone")
    choose(page, "Delete")
    effect = page.locator(".pme-effect")
    expect(effect).to_contain_text("What 2 other items say of it goes, too:")
    expect(effect.get_by_role("listitem").nth(0)).to_have_text("It is slow Feedback · Features no longer names it")
    expect(effect.get_by_role("listitem").nth(1)).to_have_text("Told Update · About no longer names it")
    expect(effect).to_contain_text("It is still named there, in words that stay as they are:")
    expect(effect.get_by_role("listitem").nth(2)).to_have_text("Told Update")
    expect(page.locator(".pme-dialog")).not_to_contain_text(".md")
    page.get_by_role("button", name="Delete", exact=True).click()
    plan.until("-features: [gone]", "+features: []", "-about: [gone]", "+about: []")
    assert not (plan.root / "roadmap/features/gone.md").exists()


def test_key_results_and_metrics_are_checked_in(page: Page, plan: Served) -> None:
    go(page, plan, "objectives/safe")
    choose(page, "Check in: Lost notes")
    page.get_by_role("textbox", name="Value").fill("7")
    page.locator("input[type=date]").fill("2026-11-20")
    page.get_by_role("button", name="Check in", exact=True).click()
    plan.until(
        *_changed(
            "objectives/safe.md", plan, "current: 9, target: 2}", "current: 7, target: 2, checkins: [{date: 2026-11-20, value: 7}]}"
        )
    )
    plan.keep()
    go(page, plan, "metrics/active")
    choose(page, "New value")
    page.get_by_role("textbox", name="Value").fill("6")
    page.locator("input[type=date]").fill("2026-10-31")
    page.get_by_role("button", name="Check in", exact=True).click()
    plan.until("+2026-10-31,6")


def test_a_decision_is_taken(page: Page, plan: Served) -> None:
    go(page, plan, "decisions/sync")
    choose(page, "Decide")
    page.locator(".pme-pill", has_text="A service").click()
    page.locator("input[type=date]").fill("2026-11-20")
    page.get_by_role("button", name="Decided", exact=True).click()
    plan.until("+status: accepted", "+date: 2026-11-20", "-  - {title: A service}", "+  - {title: A service, chosen: true}")


def test_feedback_is_tied_to_the_feature_that_it_was_added_on(page: Page, plan: Served) -> None:
    go(page, plan, "features/offline")
    choose(page, "New: Feedback")
    page.get_by_role("textbox", name="Title").fill("It lost my photo")
    page.get_by_role("button", name="Make it").click()
    plan.until("+---", "+title: It lost my photo", "+features:", "+  - offline", "+---")


def test_feedback_that_is_there_is_tied(page: Page, plan: Served) -> None:
    go(page, plan, "features/invite")
    choose(page, "Tie feedback")
    page.get_by_role("combobox").fill("lost a")
    page.get_by_role("option", name="I lost a note").click()
    page.get_by_role("button", name="Tie", exact=True).click()
    plan.until(*_changed("feedback/lost.md", plan, "]", ", invite]"))


def test_an_item_made_in_a_column_is_in_it(page: Page, plan: Served) -> None:
    page.goto(f"{plan.address}roadmap/")
    page.locator(".pm-column--later .pme-new").click()
    page.get_by_role("textbox", name="Title").fill("Voice notes")
    page.get_by_role("button", name="Make it").click()
    plan.until("+---", "+title: Voice notes", "+horizon: later", "+---")


def test_what_follows_from_other_facts_looks_so(page: Page, plan: Served) -> None:
    go(page, plan, "features/escape")
    derived = page.locator("[data-field=horizon] dd.pme-derived")
    expect(derived).to_be_visible()
    derived.click()
    expect(page.locator(".pme-popover")).to_contain_text("which follows from other facts")


def test_scores_that_were_tried_are_kept(page: Page, plan: Served) -> None:
    page.goto(f"{plan.address}roadmap/priorities/")
    page.get_by_role("button", name="What if").click()
    page.get_by_role("spinbutton", name="Offline mode").first.fill("20")
    page.get_by_role("button", name="Keep these scores").click()
    plan.until(*_changed("features/offline.md", plan, "reach: 10", "reach: 20"))


def test_by_touch(browser: Browser, plan: Served) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True)
    page = context.new_page()
    go(page, plan, "features/touch")
    page.locator("[data-field=status] .pme-edit").tap()
    box = page.locator(".pme-popover").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] <= 780
    page.locator(".pme-pill", has_text="Shipped").tap()
    plan.until("-status: planned", "+status: shipped")
    context.close()


HIGHLIGHT = """() => {
  const mark = document.createElement("i");
  mark.style.cssText = "forced-color-adjust: none; background: Highlight";
  document.body.append(mark);
  return getComputedStyle(mark).backgroundColor;
}"""
"""The colour of the system for what is chosen."""


def test_what_is_chosen_is_seen_where_the_system_has_the_colours(browser: Browser, plan: Served) -> None:
    page = browser.new_page(forced_colors="active")
    go(page, plan, "features/offline")
    page.get_by_role("button", name="Change Team", exact=True).press("Enter")
    page.get_by_role("combobox", name="Team").fill("o")
    page.get_by_role("option").nth(1).wait_for()
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    shown = page.get_by_role("option").evaluate_all("all => all.map(one => getComputedStyle(one).backgroundColor)")
    highlight = page.evaluate(HIGHLIGHT)
    assert [one == highlight for one in shown] == [True, *(False for _ in shown[1:])]
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Change Status", exact=True).press("Enter")
    page.locator(".pme-pill").first.wait_for()
    borders = page.locator(".pme-pill span").evaluate_all("all => all.map(one => getComputedStyle(one).borderTopWidth)")
    assert borders.count("2px") == 1
    page.close()


def test_axe_finds_nothing_in_what_opens(page: Page, plan: Served) -> None:
    page.emulate_media(reduced_motion="reduce")
    for name, open_it in OPENED.items():
        go(page, plan, "features/offline")
        page.evaluate(AXE)
        open_it(page)
        page.locator(OPEN).first.wait_for()
        assert page.evaluate(RUN, [".pm-item", None]) == [], name
        for how in ("", DARK):
            page.evaluate(how or "0")
            assert page.evaluate(RUN, [OPEN, None]) == [], (name, how)
        page.keyboard.press("Escape")
    assert plan.diff() == []


OPEN = ":is(.pme-popover, .pme-menu, .pme-text, dialog[open])"
OPENED: dict[str, Callable[[Page], None]] = {
    "status": lambda page: page.locator("[data-field=status] .pme-edit").click(),
    "date": lambda page: page.locator("[data-field=target] .pme-edit").click(),
    "reference": lambda page: page.get_by_role("button", name="Change Team", exact=True).click(),
    "acceptance": lambda page: spot(page, "Accepted when"),
    "work": lambda page: spot(page, "Work"),
    "menu": lambda page: page.locator(".pme-menu-button").click(),
    "more": lambda page: page.get_by_role("button", name="Add a fact").click(),
    "text": lambda page: choose(page, "text"),
    "new": lambda page: choose(page, "New: Feedback"),
}
