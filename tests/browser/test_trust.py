"""What anybody may write, in a real browser, with all that the theme offers: it runs nothing, asks no other host, and covers nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.sites import CONFIG, build

Serve = Callable[[Path], str]
EVERYTHING = (
    CONFIG.replace(
        "features: [navigation.tabs, navigation.instant]",
        "features: [navigation.tabs, navigation.instant, navigation.instant.preview, navigation.footer, navigation.top, navigation.tracking, "
        "toc.follow, content.code.copy, content.code.annotate, content.tooltips, content.footnote.tooltips, content.tabs.link, search.suggest]",
    )
    + "markdown_extensions: [abbr, attr_list, md_in_html, footnotes, pymdownx.superfences, pymdownx.details]\n"
)
RUNS = "<img src=x onerror=document.title=0>"
HOSTILE = f"""\
---
title: '{RUNS} a name that is longer than the room that the theme has for it, so that it is cut where the room ends, and then some more'
summary: '{RUNS}'
---
## Why {{ id='x" onmouseover="document.title=0" style="position:fixed;inset:0' }}

The API, an <abbr title="{RUNS.replace("<", "&lt;")}">HTML</abbr>, and [a link](offline.md "{RUNS}").

*[API]: {RUNS}

## Half {{#50%}}

## `{RUNS}`
"""
COVERING = {
    "lines that grow to the other side": f'<div dir="rtl"><ruby><pre>{"W" * 300}</pre></ruby></div>',
    "a box beside the text": f'<div class="admonition inline end" dir="rtl"><p>{"W" * 200}</p>{"<p>x</p>" * 80}</div>',
}
OUTSIDE = """() => {
  const text = document.querySelector(".pm-item__story > .pm-body"), box = text.getBoundingClientRect(), found = [];
  for (let x = 2; x < innerWidth; x += 12) for (let y = 2; y < innerHeight; y += 12) {
    const at = document.elementFromPoint(x, y);
    const isInside = x > box.left - 8 && x < box.right + 8 && y > box.top - 8 && y < box.bottom + 8;
    if (at && at !== text && text.contains(at) && !isInside) found.push([x, y, at.outerHTML.slice(0, 80)]);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    covering = {f"features/covering-{at}.md": f"---\ntitle: C\n---\n{html}\n" for at, html in enumerate(COVERING.values())}
    files = {"features/hostile.md": HOSTILE, "features/offline.md": "title: Offline", **covering}
    return build(tmp_path_factory.mktemp("trust"), files, config=EVERYTHING)


def test_nothing_that_is_written_runs_or_asks_another_host(page: Page, folder: Path, serve: Serve) -> None:
    root, faults, asked = serve(folder), [], set()
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    page.set_viewport_size({"width": 1300, "height": 900})
    page.goto(f"{root}roadmap/features/hostile/", wait_until="networkidle")
    title = page.title()
    for touched in page.query_selector_all(
        "article [title], article abbr, article .headerlink, nav.md-nav--secondary a, .md-footer a, .md-header .md-ellipsis"
    ):
        if touched.is_visible():
            touched.hover(force=True)
            page.wait_for_timeout(400)
    assert page.title() == title
    assert faults == []
    assert asked == {urlsplit(root).netloc}
    assert page.locator("article img, .md-tooltip2 img, .md-nav img, .md-header__topic img").count() == 0


@pytest.mark.parametrize("at", range(len(COVERING)), ids=list(COVERING))
def test_no_text_covers_what_is_around_it(page: Page, folder: Path, serve: Serve, at: int) -> None:
    page.set_viewport_size({"width": 1300, "height": 900})
    page.goto(f"{serve(folder)}roadmap/features/covering-{at}/", wait_until="networkidle")
    assert page.evaluate(OUTSIDE) == []
