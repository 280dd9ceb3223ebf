"""Where one is: the tab, the entry of the navigation and the breadcrumbs, on pages that are in no navigation, and who else sees them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.sites import FILES, build

Serve = Callable[[Path], str]
CONFIG = """\
site_name: Field Notes
theme: {name: material, font: false, features: [navigation.tabs, navigation.path, navigation.indexes, navigation.sections, navigation.instant]}
plugins: [search, pmsite: {preview: [customers]}]
"""
WORDS = {"en": ("Roadmap", "All features", "Goals"), "zh": ("路线图", "全部功能", "目标")}
STANDS_OUT = """() => [...document.querySelectorAll(".md-tabs__item")].filter(item => {
  const style = getComputedStyle(item.querySelector("a"));
  return style.fontWeight >= 600 && style.opacity === "1" && getComputedStyle(item).boxShadow !== "none";
}).map(item => item.innerText.trim())"""
CRUMBS = "() => [...document.querySelectorAll('.md-path__item')].map(item => item.innerText.trim())"


@dataclass(frozen=True)
class Site:
    root: str
    words: tuple[str, str, str]


@pytest.fixture(scope="module", params=WORDS)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, serving: Serve) -> Site:
    language = request.param
    shown = {path: f"{text}\nvisibility: [customers]" if "offline" in path else text for path, text in FILES.items()}
    settings = f"name: Field Notes\nlanguage: {language}\naudiences: {{customers: {{label: Customers}}}}\n"
    return Site(serving(build(tmp_path_factory.mktemp(language), shown, settings, CONFIG)), WORDS[language])


def test_an_item_says_where_it_is(page: Page, site: Site) -> None:
    roadmap, all_features, goals = site.words
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{site.root}roadmap/features/offline/")
    assert page.evaluate(STANDS_OUT) == [roadmap]
    assert page.evaluate(CRUMBS) == ["Field Notes", roadmap, all_features]
    entry = page.locator(".md-nav--primary .md-nav__item--active > a.md-nav__link:visible")
    assert entry.all_inner_texts() == [all_features]
    page.locator(".md-content a", has_text="Nobody loses work").first.click()
    page.wait_for_url("**/objectives/safe/**")
    page.wait_for_function(f"document.querySelector('.md-tabs__item--active').innerText.trim() === {goals!r}")
    assert page.evaluate(CRUMBS) == ["Field Notes", goals]


def test_who_else_sees_a_page_stands_at_the_end_of_the_breadcrumbs(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{site.root}roadmap/features/offline/")
    path, switch = (page.locator(at).bounding_box() for at in (".md-path__list", ".pm-switch"))
    assert path
    assert switch
    assert path["x"] < switch["x"]
    assert abs(path["y"] + path["height"] - switch["y"] - switch["height"]) < 9  # what is underlined makes its box taller
    assert switch["width"] > 100
    assert page.locator(".pm-switch li").all_inner_texts()[1:] == ["Customers"]
    page.locator(".pm-switch a").click()
    page.wait_for_url("**/as/customers/**")
    assert page.evaluate(CRUMBS) == ["Field Notes", "Customers", *site.words[:2]]
    page.goto(f"{site.root}roadmap/features/setup/")
    assert page.locator(".pm-switch").count() == 0


@pytest.mark.parametrize("width", [1440, 390])
def test_a_preview_says_that_it_is_one_and_shows_no_menu_of_the_team(page: Page, site: Site, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site.root}as/customers/roadmap/features/offline/")
    banner = page.locator(".pm-switch--outside")
    assert banner.is_visible()
    assert banner.locator("p").inner_text() in (
        "You see what Customers see. Menu and header are the team's.",
        "你看到的是Customers所见的页面。菜单和页眉仍是团队的。",
    )
    box, path = banner.bounding_box(), page.locator(".md-path__list").bounding_box()
    assert box
    assert path
    assert box["y"] >= path["y"] + path["height"] - 1
    assert abs(box["x"] - path["x"]) < 2
    assert page.locator(".md-tabs:visible").count() == 0
    if width == 1440:
        assert page.locator(".md-nav--primary a:visible").count() == 0
    page.goto(f"{site.root}roadmap/features/offline/")
    assert page.locator(".pm-switch--outside").count() == 0
    assert page.locator(".md-tabs:visible").count() == (1 if width == 1440 else 0)


def test_nothing_at_an_address_leads_on_by_keyboard(page: Page, site: Site) -> None:
    page.goto(f"{site.root}404.html")
    links = page.locator(".md-content a")
    assert links.count() == 3
    links.last.focus()
    page.keyboard.press("Enter")
    page.locator("[data-md-component=search-query]:focus").wait_for()


@pytest.mark.parametrize("address", ["404.html", "roadmap/features/offline/", "as/customers/roadmap/features/offline/"])
def test_no_line_of_breadcrumbs_is_wider_than_a_telephone(page: Page, site: Site, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(site.root + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_header_does_not_move_from_an_own_page_to_the_plan(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    found = set()
    for address in ("", "about/", "roadmap/", "404.html"):
        page.goto(site.root + address)
        box = page.locator(".md-header__inner").bounding_box()
        assert box
        found.add((box["x"], box["width"]))
    assert len(found) == 1
