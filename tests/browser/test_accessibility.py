"""The example site, every kind of page: what axe-core finds, what a picture says without being seen, and what a keyboard reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from pmsite.charts.registry import CHARTS
from pmsite.model.item import DUTIES
from tests.browser.sites import example, kinds

Serve = Callable[[Path], str]
WINDOW: ViewportSize = {"width": 1280, "height": 900}
TELEPHONE: ViewportSize = {"width": 390, "height": 844}
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN = """async ([part, rules]) => {
  const only = rules ? {runOnly: {type: "rule", values: rules}} : {};
  const found = await axe.run({include: [part], exclude: [".md-path"]}, {resultTypes: ["violations"], ...only});
  return found.violations.map(one => [one.id, ...one.nodes.slice(0, 3).map(node => node.html.slice(0, 160))].join(" "));
}"""
"""The theme gives its breadcrumbs the same name as its navigation; they alone are left out."""
COLOURS = ["color-contrast", "link-in-text-block"]
DARK = "document.body.dataset.mdColorScheme = 'slate', document.body.dataset.mdColorPrimary = 'black'"
WORDS = {
    "line": (".pm-figure", ".pm-numbers tbody tr"),
    "scatter": (".pm", "table tbody tr"),
    "radar": (".pm", "ol a"),
    "graph": (".pm", "table tbody tr"),
    "matrix": (".pm", "table tbody tr"),
    "fishbone": (".pm-figure", "dl dd"),
    "interval": ("td", ".pm-when"),
    "spark": (".pm-reading, .pm-vital", ".pm-reading__now, .pm-vital__number"),
    "meter": ("li, tr", ".pm-band, .pm-number"),
    "stages": ("svg", ":scope"),
}
"""By chart: the part of the page that belongs to it, and what in there says the same in words; bars of stages say it in their name."""
PAST = {"slip", "burnup", "burndown", "bars"}
"""Pictures of a history, which the example has none of."""
PICTURES = """(words) => Object.entries(words).flatMap(([chart, [part, say]]) =>
  [...document.querySelectorAll(`.pm-chart--${chart}`)].map(picture => {
    const around = picture.closest(part);
    const said = say === ":scope" ? /\\d/.test(picture.ariaLabel) : around?.querySelector(say) != null;
    return [chart, picture.getAttribute("role") === "img" && Boolean(picture.ariaLabel) && said];
  }))"""
CUT = """() => [...document.querySelectorAll(".pm *")]
  .filter(one => one.scrollWidth > one.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(one).overflowX))
  .map(one => `${one.ariaLabel || one.className} ${one.scrollWidth}`)"""
WINDOWS = (320, 1024, 1440)
"""A telephone at its narrowest, a tablet, a screen."""
MOVING = "[...document.querySelectorAll('.pm *')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0).length"


@dataclass(frozen=True)
class Seen:
    """What a visit to one page found: by axe in light and, on a telephone, in dark, windows that it is wider than, what is cut off there, and its pictures."""

    faults: list[str]
    wide: list[int]
    cut: list[str]
    pictures: list[tuple[str, bool]]


@dataclass(frozen=True)
class Example:
    """The example site in one language, served, and what a visit to a page of each kind found."""

    root: str
    seen: Mapping[str, Seen]


@pytest.fixture(scope="module", params=["en", "zh"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, serving: Serve, tab: Page) -> Example:
    folder = tmp_path_factory.mktemp(request.param)
    root = serving(example(folder, request.param))
    part = "html" if request.param == "en" else ".md-content"  # what surrounds the pages differs in words alone
    return Example(root, {name: visit(tab, root + address, part) for name, address in kinds(folder).items()})


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    found = browser.new_page(viewport=WINDOW)
    yield found
    found.close()


def visit(tab: Page, address: str, part: str) -> Seen:
    tab.set_viewport_size(WINDOW)
    tab.goto(address)
    tab.add_style_tag(content="* { transition: none !important }")
    tab.evaluate(AXE)
    light = tab.evaluate(RUN, [part, None])
    pictures = [(chart, said) for chart, said in tab.evaluate(PICTURES, WORDS)]
    tab.evaluate(DARK)
    tab.set_viewport_size(TELEPHONE)
    dark = tab.evaluate(RUN, [part, COLOURS])
    wide, cut = [], []
    for width in WINDOWS:
        tab.set_viewport_size({"width": width, "height": 640})
        if tab.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(width)
        cut += [f"{width}: {one}" for one in tab.evaluate(CUT)]
    return Seen([*light, *(f"dark, on a telephone: {one}" for one in dark)], wide, cut, pictures)


def test_axe_finds_nothing_on_any_kind_of_page_light_and_dark_wide_and_narrow(site: Example) -> None:
    assert {name: seen.faults for name, seen in site.seen.items() if seen.faults} == {}


def test_no_kind_of_page_is_wider_than_a_screen(site: Example) -> None:
    assert {name: seen.wide for name, seen in site.seen.items() if seen.wide} == {}


def test_nothing_on_any_kind_of_page_is_pushed_sideways_to_be_read(site: Example) -> None:
    assert {name: seen.cut for name, seen in site.seen.items() if seen.cut} == {}


def test_what_a_picture_shows_is_there_in_words(site: Example) -> None:
    pictures = [(name, chart, said) for name, seen in site.seen.items() for chart, said in seen.pictures]
    assert [(name, chart) for name, chart, said in pictures if not said] == []
    assert WORDS.keys() == CHARTS.keys() - PAST == {chart for _, chart, _ in pictures}


def test_the_first_page_leads_to_each_of_the_ten_duties(site: Example, tab: Page) -> None:
    tab.set_viewport_size(WINDOW)
    tab.goto(site.root)
    duties = tab.locator(".pm-duties > li")
    assert duties.count() == len(DUTIES)
    for duty in duties.all():
        tab.request.get(duty.get_by_role("link").first.evaluate("link => link.href"), fail_on_status_code=True)


def test_the_first_screen_says_what_is_happening_now(site: Example, tab: Page) -> None:
    tab.set_viewport_size(WINDOW)
    tab.goto(site.root)
    box = tab.locator(".pm-cards .pm-card").first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 900


def test_a_keyboard_reaches_everything_and_shows_where_it_is(site: Example, tab: Page) -> None:
    tab.goto(f"{site.root}roadmap/table/")
    wanted = tab.locator(".pm a[href], .pm button:visible, .pm input:visible, .pm select:visible, .pm [tabindex='0']").count()
    tab.locator(".pm a[href]").first.focus()
    reached = 0
    for _ in range(wanted):
        ring = tab.evaluate("(at => at.closest('.pm') && getComputedStyle(at).outlineStyle)(document.activeElement)")
        reached += ring not in (None, "none")
        tab.keyboard.press("Tab")
    assert reached == wanted


def test_nothing_moves_for_who_asked_for_stillness(site: Example, tab: Page) -> None:
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(site.root)
    assert tab.evaluate(MOVING) == 0
    tab.emulate_media(reduced_motion="no-preference")


def test_bars_stay_visible_where_the_system_forces_its_colours(site: Example, tab: Page) -> None:
    tab.emulate_media(forced_colors="active")
    tab.goto(f"{site.root}roadmap/timeline/")
    colour = "element => getComputedStyle(element).backgroundColor"
    bar: Any = tab.locator("li .pm-bar").first.evaluate(colour)
    paper: Any = tab.locator(".pm-axis").first.evaluate(colour)
    tab.emulate_media(forced_colors="none")
    assert bar != paper
