"""What a running server has rendered: a page is rendered again only when something that it is made from has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from pmsite.audience import Projection
from pmsite.model.changed import between, changed
from pmsite.model.indexes import EVERY, Read, Reads
from pmsite.model.product import titles
from pmsite.pages import Page
from pmsite.pages.stale import NEW, Known, shape
from pmsite.render.rendered import Made, Rendered

AROUND: Read = ("all around", EVERY)
"""What is read by a page of which nobody knows what it read of what is around it."""


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """All that pages of a site are made from besides their items."""

    product: Projection
    fixed: object
    """What any page may read at any time."""
    around: Mapping[str, Mapping[str, object]]
    """By what its reads are recorded as, what else may be read."""


class Kept:
    """The pages of one site from one build to the next, in memory.

    A page is kept where all that its view read, and all that was read while it was rendered, is as it was. Where its view has to
    be made again and turns out the same, so is the page.
    """

    def __init__(self) -> None:
        self._surroundings: Surroundings | None = None
        self.changed: Reads = frozenset()
        """What is not as it was in the build before."""
        self._before: dict[str, tuple[Known, Made]] = {}
        self._now: dict[str, tuple[Known, Made]] = {}

    def begin(self, now: Surroundings) -> None:
        """Begin a build. Whatever one build does not ask for, the next one does not have."""
        before, self._surroundings = self._surroundings, now
        is_known = before is not None and before.fixed == now.fixed and before.around.keys() == now.around.keys()
        self._before, self._now = self._now if is_known else {}, {}
        self.changed = _changed(before, now) if before is not None and is_known else frozenset()

    def find(self, page: Page) -> Made | None:
        """What the build before this one made of a page, if nothing that it was made from has changed."""
        known = self._before.get(page.address)
        return known[1] if known is not None and not known[0].is_stale(page, self.changed) else None

    def why(self, page: Page) -> str:
        """Why a page is made that `find` did not find."""
        known = self._before.get(page.address)
        return known[0].why(page, self.changed) if known is not None else NEW

    def before(self, page: Page) -> Rendered | None:
        """What a page was in the build before."""
        known = self._before.get(page.address)
        return known[1].rendered if known else None

    def same(self, page: Page, mark: str) -> Made | None:
        """What the build before this one made of a page whose view was made again, if that is the same."""
        known = self._before.get(page.address)
        made = known[1] if known is not None and known[0].is_of(page) else None
        return made if made is not None and made.mark == mark and made.shown.isdisjoint(self.changed) else None

    def keep(self, page: Page, made: Made) -> None:
        """Keep what was made of a page."""
        self._now[page.address] = Known(shape(page), made.reads | made.shown), made


def _changed(before: Surroundings, now: Surroundings) -> Reads:
    found = set(changed(before.product, now.product))
    around = {read for name, known in now.around.items() for read in between(name, before.around[name], known)}
    around.update(between("titles", titles(before.product), titles(now.product)))
    return frozenset({*found, *around, AROUND} if around else found)


def is_its_own(page: Page) -> bool:
    """Whether a page is made from its view and its item alone: it embeds no view that any other item may be in."""
    return page.item is None or "pmsite" not in page.item.body


def fingerprint(page: Page, view: Any) -> str:
    """What tells a page from any other of the same site: a hash of its view and its words, as `repr` tells them."""
    item = page.item
    words = None if item is None else (item.path, item.body_line, item.body, item.title, item.summary, item.tags)
    given = page.template, page.title, page.words, view, words
    return blake2b(repr(given).encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
