"""Every page of the example in a real browser, from real Apache, under the policy that it names: nothing is refused, and all works."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.browser.conftest import NAMES, OPTIONS
from tests.deploy.conftest import Published, Server
from tests.deploy.servers import HOSTS, missing

LISTENS = """addEventListener("securitypolicyviolation", (event) =>
  console.error("refused", event.effectiveDirective, event.blockedURI, event.sample));"""


@dataclass
class Told:
    """What a browser has to say."""

    refused: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    path = next((at for name in NAMES if (at := shutil.which(name))), None) or missing("the tests need the system package chromium")
    options = [option for option in OPTIONS if "resolver" not in option]
    found = playwright.chromium.launch(executable_path=path, args=[*options, "--host-resolver-rules=MAP *.example.com 127.0.0.1"])
    yield found
    found.close()


@pytest.fixture(scope="module")
def context(chromium: Browser, apache: Server) -> Iterator[BrowserContext]:
    """Somebody of the team, and somebody of the customers, who have signed in."""
    found = chromium.new_context(ignore_https_errors=True)
    found.add_init_script(LISTENS)
    page = found.new_page()
    for host, who in ((HOSTS["team"], "ada"), (HOSTS["customers"], "carol")):
        root = f"https://{host}:{apache.port}/"
        page.goto(root)
        page.locator("input[name=sub]").fill(who)
        page.get_by_role("button", name="Authorize", exact=True).click()
        page.wait_for_url(root)
    page.close()
    yield found
    found.close()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def page(context: BrowserContext, told: Told) -> Iterator[Page]:
    found = context.new_page()
    found.on("console", lambda one: told.refused.append(f"{found.url}: {one.text}") if is_refusal(one.text) else None)
    found.on("pageerror", lambda fault: told.broken.append(f"{found.url}: {fault}"))
    found.on("request", lambda request: told.hosts.add(urlsplit(request.url).netloc))
    yield found
    found.close()


def is_refusal(text: str) -> bool:
    return text.startswith("refused") or "Content Security Policy" in text


def root_of(apache: Server, site: str) -> str:
    return f"https://{HOSTS[site]}:{apache.port}/"


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("site", ["customers", "team"])
def test_every_page_loads_and_nothing_is_refused(apache: Server, published: Published, page: Page, told: Told, site: str) -> None:
    folder = published.folder / "current" / site
    paths = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.html"))]
    shown = [path.removesuffix("index.html") for path in paths if not path.startswith("s/") and path != "404.html"]
    assert len(shown) > (300 if site == "team" else 30)
    for path in [*shown, "nothing/is/here/"]:
        answer = page.goto(root_of(apache, site) + path, wait_until="load")
        assert answer is not None
        assert answer.status == (404 if path.startswith("nothing") else 200), path
    assert told == Told(hosts={f"{HOSTS[site]}:{apache.port}"})


@pytest.mark.browser
def test_a_page_that_comes_in_place_of_another_runs_and_looks_as_by_itself(apache: Server, page: Page, told: Told) -> None:
    root = root_of(apache, "team")
    page.goto(f"{root}roadmap/timeline/", wait_until="networkidle")
    bars = "[...document.querySelectorAll('.pm-bar')].map((bar) => [bar.offsetLeft, bar.offsetWidth])"
    alone = page.evaluate(bars)
    assert len({left for left, _ in alone}) > 5
    page.goto(root, wait_until="networkidle")
    page.evaluate("window.stays = true")
    page.evaluate(
        f"Object.assign(document.body.appendChild(document.createElement('a')), {{href: '{root}roadmap/timeline/', id: 'there'}}).textContent = 'x'"
    )
    page.locator("#there").dispatch_event("click")
    expect(page.locator(".pm-bar").first).to_be_attached()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.stays") is True
    page.wait_for_function(f"JSON.stringify({bars}) === JSON.stringify({alone})".replace("'", '"'))
    assert not told.refused


@pytest.mark.browser
def test_what_scripts_add_works(apache: Server, page: Page, told: Told) -> None:
    root = root_of(apache, "team")
    page.goto(f"{root}roadmap/table/")
    rows = page.locator("[data-pm-table] tbody tr")
    before = rows.count()
    page.locator(".pm-filters select").first.select_option(index=1)
    expect(rows).not_to_have_count(before)
    page.goto(f"{root}roadmap/priorities/")
    page.get_by_role("button", name="What if").click()
    expect(page.locator("[data-in] input").first).to_be_visible()
    page.locator("[data-in] input").first.fill("1000")
    page.goto(root)
    page.locator("input.md-search__input").click()
    page.locator("input.md-search__input").press_sequentially("offline")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    page.goto(f"{root}own/")
    assert page.evaluate("document.documentElement.dataset.own") == "ran"
    colours = "['coloured', 'pictured'].map((id) => getComputedStyle(document.getElementById(id)).color)"
    assert page.evaluate(colours) == ["rgb(1, 2, 3)", "rgb(4, 5, 6)"]
    assert page.locator("td").last.evaluate("(cell) => getComputedStyle(cell).textAlign") == "right"
    assert (told.refused, told.broken) == ([], [])


@pytest.mark.browser
def test_what_was_not_built_does_not_run(apache: Server, page: Page, told: Told) -> None:
    page.goto(f"{root_of(apache, 'team')}roadmap/")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'document.title = 0'}))")
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"document.title = 0\"><p id=late style=\"color: rgb(7, 8, 9)\">')"
    )
    page.wait_for_load_state("networkidle")
    assert page.title() == "Roadmap - Field Notes"
    assert page.locator("#late").evaluate("(one) => getComputedStyle(one).color") != "rgb(7, 8, 9)"
    assert len({text.split()[2] for text in told.refused if " refused " in text}) == 3


@pytest.mark.browser
def test_a_private_link_opens_for_somebody_who_has_not_signed_in(
    chromium: Browser, apache: Server, published: Published, link: str
) -> None:
    told, stranger = Told(), chromium.new_context(ignore_https_errors=True)
    page = stranger.new_page()
    page.on("request", lambda request: told.hosts.add(urlsplit(request.url).netloc))
    page.on("console", lambda one: told.refused.append(one.text) if is_refusal(one.text) else None)
    page.goto(f"{root_of(apache, 'customers').rstrip('/')}{published.link}#{link}")
    expect(page.frame_locator("#frame").get_by_role("heading").first).to_be_visible()
    assert told == Told(hosts={f"{HOSTS['customers']}:{apache.port}"})
    stranger.close()


@pytest.fixture
def link(published: Published) -> str:
    """The part of the link that no server gets."""
    return published.key


def test_every_page_says_its_policy_before_anything_that_it_is_for(published: Published) -> None:
    for path in (published.folder / "current").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        at = text.index('<meta http-equiv="Content-Security-Policy"')
        assert not {"<script", "<style", "<link", "<body"} & {
            mark for mark in ("<script", "<style", "<link", "<body") if mark in text[:at]
        }, path
        policy = text[at : text.index(">", at)]
        assert "'unsafe-eval'" not in policy
        assert "script-src 'self' 'sha256-" in policy or path.parts[-3] == "s"
        if path.parts[-3] != "s":
            assert "unsafe-inline" not in policy, path


def test_no_page_is_left_with_a_style_of_its_own_but_the_one_that_names_a_file(published: Published) -> None:
    left = [path for path in (published.folder / "current").rglob("*.html") if ' style="' in path.read_text(encoding="utf-8")]
    assert left == [Path(published.folder / "current" / "team" / "own" / "index.html")]
