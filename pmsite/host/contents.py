"""What pages hold: as a build before made it, where it would be the same, or rendered now."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from pmsite.background import BackgroundTasks, in_chunks, is_worth_it, spare_processors
from pmsite.diagnostics import Diagnostic
from pmsite.host.written import WrittenFile
from pmsite.model.indexes import compact, recording
from pmsite.pages import Page
from pmsite.pages.remembered import Remembered, RememberedPages
from pmsite.pages.stale import NOTHING_KNOWN, MadeFrom, fingerprint, own_reads, packed, shape
from pmsite.render.rendered import Made, Rendered
from pmsite.render.site import Site
from pmsite.views.modules import load

_NONE: frozenset[str] = frozenset()


class Stored(NamedTuple):
    """What is kept of a page from build to build, or of another file."""

    faults: tuple[Diagnostic, ...] = ()
    assets: frozenset[str] = frozenset()
    found: bytes = b""
    """What search finds in it."""
    content: bytes = b""
    """The page itself, packed, where the theme makes it anew each time; nothing where it stays as it was written."""
    written: WrittenFile | None = None
    """Its file."""

    @property
    def made(self) -> Made:
        """The page as it was made."""
        rendered: Rendered | None = pickle.loads(self.content) if self.content else None  # noqa: S301  # written by this program itself
        return Made(rendered, self.faults, self.assets, self.found)


class Contents:
    """The contents of the pages of one site."""

    def __init__(self, site: Site, remembered: RememberedPages[Stored] | None = None, *, keeps: bool = False) -> None:
        """`remembered` are the pages of the build before, where all that they are made from is known; `keeps` is whether to keep their content."""
        self.site = site
        self.remembered = remembered
        self.keeps = keeps
        self._ready: dict[str, bytes] = {}

    def prepare(self, pages: Iterable[Page]) -> None:
        """Make pages ahead, on all processors, where there are many."""
        new = (page for page in pages if not self.has(page))
        found = sorted(new, key=lambda page: page.item is not None)
        if not is_worth_it(len(found)):
            return
        load()  # once, and not in each of the others

        def work(at: slice) -> list[tuple[str, bytes]]:
            return [(page.address, pickle.dumps(self.make(page))) for page in found[at]]

        lists = sum(page.item is None for page in found)
        with BackgroundTasks(in_chunks(work, len(found), lists), spare_processors() + 1) as others:
            self._ready.update(chain.from_iterable(others.values()))

    def page(self, page: Page) -> Rendered:
        """One page; what was found in it is told."""
        made = pickle.loads(self._ready.pop(page.address)) if page.address in self._ready else None  # noqa: S301  # written above
        stored = self.find(page) if made is None else None
        if stored is not None and stored.content:
            self.stay(page, stored)
            return stored.made.rendered or Rendered("")
        made = made or self.make(page)
        self.take(page, made)
        return made.rendered or Rendered("")

    def find(self, page: Page) -> Stored | None:
        """What the build before made of a page, if it would be the same."""
        known = self.remembered.find(page) if self.remembered else None
        return known.made if known else None

    def before(self, page: Page) -> Stored | None:
        """What the build before made of a page, even if it has to be made again."""
        return self.remembered.before(page) if self.remembered else None

    def why(self, page: Page) -> str:
        """Why a page is made."""
        return self.remembered.why(page) if self.remembered else NOTHING_KNOWN

    def has(self, page: Page) -> bool:
        """Whether the content of a page is known, and would be the same."""
        stored = self.find(page)
        return stored is not None and bool(stored.content)

    def make(self, page: Page, *, stays: bool = False) -> Made:
        """One page. With `stays` one that turns out the same as in the build before is not rendered."""
        if self.remembered is None:
            return self.site.make(page, page.view())
        known = self.remembered.find(page)
        if known is not None and (stays or known.made.content):
            return _again(known, known.made_from.reads)
        with recording() as reads:
            view = page.view()
        mark, seen = fingerprint(page, view), compact(reads | own_reads(page))
        same = self.remembered.same(page, mark)
        if same is not None and (stays or same.made.content) and self.remembered.knows(seen):
            return _again(same, packed(seen))
        with recording() as also:
            made = self.site.make(page, view)
        shown = compact(also)
        if not self.remembered.knows(seen | shown):
            return made
        return replace(made, made_from=MadeFrom(shape(page), mark, packed(seen), packed(shown)))

    def stay(self, page: Page, stored: Stored) -> None:
        """Keep what the build before made of a page, as it was found; what was found in the page is told again."""
        assert self.remembered is not None  # it was found there
        self.remembered.stay(page)
        self.site.account(stored.faults, stored.assets)

    def take(self, page: Page, made: Made, written: WrittenFile | None = None) -> None:
        """Tell what was found in a page, and keep what was made of it."""
        self.site.account(made.faults, made.assets)
        if self.remembered is not None and made.made_from is not None:
            content = pickle.dumps(made.rendered) if self.keeps and made.rendered else b""
            assets = made.assets or _NONE  # one for all pages that use none
            self.remembered.keep(page, made.made_from, Stored(made.faults, assets, made.found, content, written))


def _again(known: Remembered[Stored], reads: bytes) -> Made:
    return replace(known.made.made, made_from=known.made_from.from_now_on(reads))
