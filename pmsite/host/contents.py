"""What pages hold: as a build before made it, where it would be the same, or rendered now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import chain
from typing import Any

from pmsite.background import BackgroundTasks, in_chunks, is_worth_it, spare_processors
from pmsite.model.indexes import compact, note, recording
from pmsite.pages import Page
from pmsite.pages.stale import own_reads
from pmsite.render.kept import AROUND, Kept, fingerprint, is_its_own
from pmsite.render.remembered import Remembered
from pmsite.render.rendered import Made, Rendered
from pmsite.render.site import Site
from pmsite.render.store import Fresh, Store

WorkOut = Callable[[Page, Rendered], str]


class Contents:
    """The contents of the pages of one site."""

    def __init__(
        self, site: Site, work_out: WorkOut | None, store: Store | None, remembered: Remembered | None, kept: Kept | None
    ) -> None:
        """`work_out` is what the host makes of a page that is rendered. `kept` are the pages of a server's builds before."""
        self.site = site
        self.kept = kept
        self._work_out, self._store, self._remembered = work_out, store, remembered
        self._ready: dict[str, Made] = {}

    def prepare(self, pages: Iterable[Page]) -> None:
        """Make pages ahead, on all processors, where there are many."""
        new = (page for page in pages if self.kept is None or self.kept.find(page) is None)
        found = sorted(new, key=lambda page: page.item is not None)
        if not is_worth_it(len(found)):
            return

        def work(at: slice) -> list[tuple[str, Made, Fresh]]:
            return [(page.address, self.make(page), self._store.give() if self._store else []) for page in found[at]]

        lists = sum(page.item is None for page in found)
        with BackgroundTasks(in_chunks(work, len(found), lists), spare_processors() + 1) as others:
            for address, made, fresh in chain.from_iterable(others.values()):
                self._ready[address] = made
                if self._store:
                    self._store.take(fresh)

    def page(self, page: Page) -> Rendered:
        """One page; what was found in it is told."""
        made = self._ready.pop(page.address, None)
        if self.kept is not None:
            made = made or self.kept.find(page) or self.make(page)
            self.kept.keep(page, made)
        made = made or self.make(page)
        self.site.account(made.faults, made.assets)
        return made.rendered

    def make(self, page: Page) -> Made:
        """One page, with what the host works out from it."""
        if self.kept is None:
            view = page.view()
            return self._made(page, view, fingerprint(page, view) if self._remembered else "")
        with recording() as reads:
            view = page.view()
        mark, seen = fingerprint(page, view), compact(reads | own_reads(page))
        same = self.kept.same(page, mark)
        if same is not None:
            return replace(same, reads=seen)
        with recording() as shown:
            made = self._made(page, view, mark)
        return replace(made, mark=mark, reads=seen, shown=compact(shown))

    def _made(self, page: Page, view: Any, mark: str) -> Made:
        if self._remembered is None or not is_its_own(page):
            return self._new(page, view)
        key = self._remembered.key(mark)
        made = self._remembered.find(key)
        if made is None:
            made = self._new(page, view)
            self._remembered.keep(key, made)
        else:
            note(*AROUND)  # nobody knows what of it was read when the page was rendered
        return made

    def _new(self, page: Page, view: Any) -> Made:
        made = self.site.make(page, view)
        return made.with_beside(self._work_out(page, made.rendered)) if self._work_out else made
