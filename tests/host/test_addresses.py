"""The address of a page on its host is what MkDocs makes of it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from mkdocs.structure.pages import Page as HostPage

from pmsite.host.mkdocs_pages import GeneratedPage

SITES = (
    None,
    "",
    "https://example.org",
    "https://example.org/",
    "https://example.org/plans/field notes/",
    "https://example.org/a/../b",
    "https://example.org/?q=1",
    "//example.org/plans",
    "plans",
)
PAGES = (
    "./",
    "roadmap/",
    "roadmap/features/offline-mode/",
    "roadmap/features/offline-mode.html",
    "roadmap/features/%E7%A6%BB%E7%BA%BF/",
    "roadmap/features/a:b/",
    "roadmap/../up/",
    "/roadmap/",
    "//elsewhere.example/",
    "roadmap/.hidden/",
)


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("url", PAGES)
def test_a_page_has_the_address_on_its_host_that_mkdocs_gives_it(site: str | None, url: str) -> None:
    found = []
    for kind in (HostPage, GeneratedPage):
        page = kind.__new__(kind)
        page.file = SimpleNamespace(url=url)  # type: ignore[assignment]
        page._set_canonical_url(site)
        found.append((page.canonical_url, page.abs_url))
    assert found[0] == found[1]
