"""What a reader who types into the search finds first."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from pmsite.host.mkdocs_search import FILE, MOST
from tests.browser import sites

pytestmark = [pytest.mark.host, pytest.mark.browser]

FIRST: Mapping[str, Mapping[str, str]] = {
    "en": {
        "offline": "features/offline-mode/",
        "OFFLINE MODE": "features/offline-mode/",
        "offline-mode": "features/offline-mode/",
        "priorities": "priorities/",
        "prior": "priorities/",
        "metrics": "metrics/",
        "metric lost": "metrics/lost-notes/",
        "lost notes": "metrics/lost-notes/",
        "kanban": "",
        "gantt": "timeline/",
        "backlog": "table/",
        "okr": "goals/",
        "release notes": "changelog/",
        "risk register": "risks/",
        "who does what": "responsibilities/",
        "photo": "features/photo-notes/",
        "3.2": "releases/3.2/",
        "sycn engine": "features/sync-engine/",
        "sync engine": "features/sync-engine/",
        "warning disk full": "features/disk-guard/",
        "how do I export": "changes/export-version-2/",
        "off track": "updates/mondays-off-track/",
    },
    "zh": {
        "手机快满": "features/disk-full-warning/",
        "校验": "features/checked-write/",
        "轮询": "decisions/use-polling/",
        "班组": "features/crew-space/",
        "路线图": "",
        "优先级": "priorities/",
        "指标": "metrics/",
        "需求池": "feedback/",
        "特性": "table/",
        "离线": "features/offline-mode/",
        "offline": "features/offline-mode/",
        "周一同步": "problems/slow-sync-mondays/",
        "甘特图": "timeline/",
        "风险清单": "risks/",
        "发布说明": "changelog/",
        "语音": "features/voice-notes/",
        "照片": "features/photo-notes/",
        "丢失的手记": "metrics/lost-notes/",
        "手记丢失": "metrics/lost-notes/",
        "３.２": "releases/3.2/",
        "如何导出": "changes/old-export-deprecated/",
        "仪表盘": "metrics/",
    },
}
"""By query the page below roadmap/ that must be the first."""


@pytest.fixture(scope="module", params=FIRST)
def searching(
    request: pytest.FixtureRequest, browser: Browser, serving: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Page, str]]:
    """A page of the example in a language, its address, and the language."""
    root = serving(sites.example(tmp_path_factory.mktemp("search"), request.param))
    found = browser.new_page()
    found.set_default_timeout(10_000)
    yield root, found, request.param
    found.close()


def ask(page: Page, query: str) -> None:
    field = page.locator(".md-search__input")
    field.fill(query)
    field.press("End")  # a reader's last key, which the theme waits for


def first(page: Page, address: str) -> None:
    expect(page.locator(".md-search-result__item a").first).to_have_attribute("href", re.compile(f"/{address}$"))


def test_the_right_page_comes_first(searching: tuple[str, Page, str]) -> None:
    root, page, language = searching
    page.goto(f"{root}roadmap/")
    page.locator(".md-search__input").click()
    for query, address in FIRST[language].items():
        ask(page, query)
        first(page, f"roadmap/{address}")
        ask(page, "")


def test_a_result_names_what_it_is_and_tells_its_summary(searching: tuple[str, Page, str]) -> None:
    root, page, language = searching
    page.goto(f"{root}roadmap/")
    page.locator(".md-search__input").click()
    ask(page, "offline-mode")
    first(page, "features/offline-mode/")
    found = page.locator(".md-search-result__item article").first
    kind, title, summary = {
        "en": ("Feature · offline-mode", "A whole day without a network", "Read, write and photograph anywhere"),
        "zh": ("功能 · offline-mode", "离线模式", "没有网络也能写、改、查"),
    }[language]
    expect(found.locator("h1")).to_have_text(f"{kind} {title}")
    expect(found).to_contain_text(summary)
    assert found.inner_text().count(title) == 1


def test_a_preview_is_searched_by_itself(searching: tuple[str, Page, str]) -> None:
    root, page, language = searching
    page.goto(f"{root}as/customers/roadmap/")
    page.locator(".md-search__input").click()
    ask(page, {"en": "notes", "zh": "手记"}[language])
    first(page, r"as/customers/roadmap/.*")
    for link in page.locator(".md-search-result__item a").all():
        assert "/as/customers/" in str(link.get_attribute("href"))
    kinds = page.locator(".pm-found").all_inner_texts()
    assert kinds
    assert not any(" · " in kind for kind in kinds)  # ids are the team's


LOADED = 500_000
"""How many bytes a reader of any number of items may load before the first result, as hosts send them."""
LARGEST_PAGE = 32_000
"""What hosts send of a page of 300 kB, which is the largest; measured on that of 10,000 items."""


def sent(response: Response) -> int:
    return len(gzip.compress(response.body(), 6))


def test_a_reader_loads_little_before_the_first_result_however_large_the_index(
    browser: Browser, searching: tuple[str, Page, str]
) -> None:
    root, _, language = searching
    responses: list[Response] = []

    def keep(response: Response) -> None:
        responses.append(response)

    with browser.new_context() as fresh:  # nothing is kept from the tests before
        fresh.on("response", keep)
        page = fresh.new_page()
        page.goto(f"{root}roadmap/")
        page.locator(".md-search__input").click()
        ask(page, {"en": "offline", "zh": "离线"}[language])
        first(page, "features/offline-mode/")
        sizes = {response.url.removeprefix(root): sent(response) for response in responses if response.ok}
    index, asked = sizes.pop(FILE), sizes.pop("roadmap/")
    assert index < MOST
    assert asked < LARGEST_PAGE
    assert {name.rpartition(".")[2] for name in sizes} >= {"css", "js"}
    assert "assets/pmsite/search.js" in sizes
    assert sum(sizes.values()) + LARGEST_PAGE + MOST < LOADED


LANGUAGES = """\
site_name: Field Notes
theme: {name: material, font: false}
plugins:
  - search
  - i18n:
      docs_structure: suffix
      reconfigure_search: false
      languages: [{locale: en, name: English, default: true}, {locale: zh, name: 中文}]
  - pmsite
"""


def test_a_reader_of_several_languages_finds_pages_in_the_own_one(
    browser: Browser, serving: Callable[[Path], str], tmp_path: Path
) -> None:
    files = {**sites.FILES, "features/offline.zh.md": "title: 离线模式\nsummary: 没有网络也能用。"}
    root = serving(sites.build(tmp_path, files, "name: Field Notes\nlanguages: [en, zh]\n", LANGUAGES))
    page = browser.new_page()
    page.set_default_timeout(10_000)
    for address, query, found in (
        ("roadmap/", "offline", "/roadmap/features/offline/"),
        ("zh/roadmap/", "offline", "/zh/roadmap/features/offline/"),
        ("zh/roadmap/", "离线模式", "/zh/roadmap/features/offline/"),
        ("zh/roadmap/", "路线图", "/zh/roadmap/"),
    ):
        page.goto(root + address)
        page.locator(".md-search__input").click()
        ask(page, query)
        result = page.locator(".md-search-result__item a")
        expect(result.first).to_have_attribute("href", root.rstrip("/") + found)
        shown = {str(link.get_attribute("href")) for link in result.all()}
        assert all(place.startswith(f"{root}zh/") == address.startswith("zh/") for place in shown), (query, shown)
    ask(page, "离线模式")
    expect(page.locator(".pm-found").first).to_have_text("功能 · offline")
    page.close()
