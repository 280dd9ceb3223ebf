"""What a running server has rendered: a page is rendered again only when something that it is made from has changed."""

from __future__ import annotations

from typing import Any

from pmsite.pages import Page
from pmsite.render.rendered import Made


class Kept:
    """The pages of one site from one build to the next, in memory.

    A template gets its page's view, the author's body, and what is the same for all pages of a site, its surroundings. Where
    all of these equal those of the build before, so does the page. One with an embedded view, which may show any item, is not kept.
    """

    def __init__(self) -> None:
        self._surroundings: object = None
        self._before: dict[str, tuple[object, Made]] = {}
        self._now: dict[str, tuple[object, Made]] = {}

    def begin(self, surroundings: object) -> None:
        """Begin a build. Whatever one build does not ask for, the next one does not have."""
        self._before = self._now if surroundings == self._surroundings else {}
        self._now, self._surroundings = {}, surroundings

    def find(self, page: Page, view: Any) -> Made | None:
        """What the build before this one made of a page, if that is what this one would make."""
        known = self._before.get(page.address)
        return known[1] if known is not None and known[0] == given(page, view) else None

    def keep(self, page: Page, view: Any, made: Made) -> None:
        """Keep what was made of a page."""
        if is_its_own(page):
            self._now[page.address] = (given(page, view), made)


def is_its_own(page: Page) -> bool:
    """Whether a page is made from its view and its item alone: it embeds no view that any other item may be in."""
    return page.item is None or "pmsite" not in page.item.body


def given(page: Page, view: Any) -> tuple[object, ...]:
    """What tells a page from any other of the same site."""
    item = page.item
    words = None if item is None else (item.path, item.body_line, item.body, item.title, item.summary, item.tags)
    return page.template, page.title, page.words, view, words
