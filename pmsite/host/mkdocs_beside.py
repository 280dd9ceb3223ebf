"""Pages that are made and written beside MkDocs, by all processors: those that are not in the navigation.

MkDocs knows of them as of all others, but where it would read pages, have the theme make them and write them, one after the other. Where a plugin
has a hand in what pages hold, MkDocs does that itself, and nothing here comes into it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import Abort
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel

from pmsite.background import BackgroundTasks, in_chunks, is_worth_it, spare_processors
from pmsite.diagnostics import Diagnostic
from pmsite.host.mkdocs_memory import search_of
from pmsite.host.mkdocs_pages import GeneratedPage, PageFile, Turn
from pmsite.host.mkdocs_search import SearchWords
from pmsite.host.mkdocs_theme import SiteTheme
from pmsite.host.writer import Writer
from pmsite.render.rendered import Made, Rendered
from pmsite.render.store import Fresh, Store

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure import StructureItem
    from mkdocs.structure.nav import Navigation

log = get_plugin_logger(__name__)

Hook = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Done:
    """A page that was made, perhaps by another process."""

    faults: tuple[Diagnostic, ...]
    assets: frozenset[str]
    rendered: Rendered | None
    """Its content, where MkDocs is to write it."""
    found: bytes = b""
    """What search finds in it, packed, where it is written."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one task has done."""

    pages: list[Done]
    fresh: Fresh
    hindrance: str
    differs: str


class Beside:
    """The pages of one build, most of which are made beside MkDocs."""

    def __init__(self, pages: Sequence[GeneratedPage], files: Files, config: MkDocsConfig, words: SearchWords | None) -> None:
        self._pages, self._files, self._config, self._words = pages, files, config, words
        self._turn = Turn()
        self._found: dict[int, bytes] = {}
        self._serving = False
        self.apart: list[GeneratedPage] = []
        """The pages that MkDocs neither makes nor writes."""
        self.listed: Sequence[File] = ()
        """The files of all pages of the site, as templates list them."""
        for page in pages:
            page.waits = True

    def begin(self, nav: Navigation) -> None:
        """Take the pages that the navigation does not have, and let MkDocs read the others."""
        placed = {id(item) for item in _all(nav.items)}
        self.apart = [page for page in self._pages if id(page) not in placed]
        for page in self.apart:
            page.is_apart = True
            if isinstance(page.file, PageFile):
                page.file.turn = self._turn
        self.let(mkdocs=True)

    def let(self, *, mkdocs: bool) -> None:
        """Say whose turn it is: while it is MkDocs', it does not see the pages that are apart."""
        self._turn.is_mkdocs = mkdocs

    def introduce(self, *, serving: bool) -> None:
        """Let plugins know of the pages that are apart, once MkDocs has read the others."""
        self.let(mkdocs=False)
        inclusion = InclusionLevel.is_in_serve if serving else InclusionLevel.is_included
        self.listed = self._files.documentation_pages(inclusion=inclusion)
        hooks = _hooks(self._config, "page_markdown")
        for page in self.apart if hooks else ():
            page.read_source(self._config)
            for hook in hooks:
                markdown = hook(page.markdown, page=page, config=self._config, files=self._files)
                page.markdown = page.markdown if markdown is None else markdown

    def writer(self, env: Environment, nav: Navigation, finish: Callable[[str, GeneratedPage], str]) -> Writer[GeneratedPage]:
        """What writes the pages that are apart. `finish` is what pmsite does to pages before other plugins do."""
        search = search_of(self._config)
        given = [hook for hook in _hooks(self._config, "page_context") if _owner(hook) is not search]
        last = _hooks(self._config, "post_page")

        def finished(html: str, page: GeneratedPage) -> str:
            html = finish(html, page)
            for hook in last:
                html = hook(html, page=page, config=self._config) or html
            return html

        return Writer(SiteTheme(env, nav, self.listed, self._config, given), finished)

    def make(self, pages: Iterable[GeneratedPage], writer: Writer[GeneratedPage], store: Store | None) -> None:
        """Make what pages hold, where that is not there yet, and write those that are apart straight from it."""
        order = sorted(pages, key=lambda page: page.source.item is not None)
        hindrances, differing = set(), set()
        for found, share in self._shares(order, writer, store):
            hindrances.add(share.hindrance)
            differing.add(share.differs)
            for page, done in zip(found, share.pages, strict=True):
                page.site.account(done.faults, done.assets)
                self._found[id(page)] = done.found
                if done.rendered is not None:
                    page.hold(done.rendered)
            if store:
                store.take(share.fresh)
        if differing := differing - {""}:
            log.info("the theme makes every page by itself, since of %s it makes something else than of others", min(differing))
            writer.shells = None
            for _ in self._shares([page for page in order if page.is_apart], writer, store):
                pass  # the same pages once more
        elif hindrances := hindrances - {""}:
            log.info("the theme makes pages by themselves, since its templates look into their %s", min(hindrances))

    def _shares(
        self, order: Sequence[GeneratedPage], writer: Writer[GeneratedPage], store: Store | None
    ) -> Iterator[tuple[Sequence[GeneratedPage], Share]]:
        def work(at: slice) -> tuple[slice, Share]:
            done = [self._done(page, writer) for page in order[at]]
            shells = writer.shells
            return at, Share(
                done, store.give() if store else [], shells.hindrance if shells else "", shells.differs if shells else ""
            )

        singly = sum(page.source.item is None for page in order)
        with BackgroundTasks(
            in_chunks(work, len(order), singly), spare_processors() + 1 if is_worth_it(len(order)) else 0
        ) as others:
            for at, share in others.values():
                yield order[at], share

    def _done(self, page: GeneratedPage, writer: Writer[GeneratedPage]) -> Done:
        made = Made(page.rendered) if page.rendered else page.contents.make(page.source)
        if not page.is_apart:
            return Done(made.faults, made.assets, made.rendered)
        page.hold(made.rendered)
        page.know(self._config)
        page.show()
        try:
            writer.write(page)
        except OSError as fault:
            raise Abort(f"pmsite: {page.file.dest_uri} cannot be written: {fault.strerror}") from fault
        found = self._words.packed(page) if self._words else b""
        page.put_away()
        return Done(made.faults, made.assets, None, found)

    def leave(self, page: GeneratedPage) -> None:
        """Leave a page as it was written before."""
        if self._words:
            self._found[id(page)] = self._words.packed(page)
        page.put_away()

    def enter(self) -> None:
        """Put the pages that are apart into the index of the search, where MkDocs would have put them."""
        if self._words:
            for page in self.apart:
                self._words.put(page, self._found.pop(id(page)))
            self._words.finish([file.page.url for file in self.listed if file.page])


def _all(items: Iterable[StructureItem]) -> Iterator[StructureItem]:
    for item in items:
        yield item
        yield from _all(getattr(item, "children", None) or ())


def _owner(hook: Hook) -> object:
    return getattr(hook, "__self__", None)


def _hooks(config: MkDocsConfig, event: str) -> list[Hook]:
    """What other plugins do at an event."""
    return [hook for hook in config.plugins.events[event] if not type(_owner(hook)).__module__.startswith("pmsite.")]
