"""Pages that are made and written beside MkDocs, by all processors: those that are not in the navigation.

MkDocs knows of them as of all others, but where it would read pages, have the theme make them and write them, one after the other. Where a plugin
has a hand in what pages hold, MkDocs does that itself, and nothing here comes into it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from mkdocs.exceptions import Abort
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel

from pmsite.background import BackgroundTasks, in_chunks, is_worth_it, spare_processors
from pmsite.host.contents import Stored
from pmsite.host.mkdocs_known import search_of
from pmsite.host.mkdocs_pages import GeneratedPage, Turn
from pmsite.host.mkdocs_search import SearchWords
from pmsite.host.mkdocs_theme import SiteTheme
from pmsite.host.written import StandingFiles, Writer, WrittenFile
from pmsite.render.rendered import Made
from pmsite.views.modules import load

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure import StructureItem
    from mkdocs.structure.nav import Navigation

log = get_plugin_logger(__name__)

Hook = Callable[..., Any]
M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Done:
    """A page that was made, perhaps by another process."""

    made: Made
    """Without its content, where MkDocs is not to write it."""
    written: WrittenFile | None = None
    """Its file; nothing where that stays. Without a digest where MkDocs is to write it."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one task has done."""

    pages: list[Done]
    hindrance: str = ""
    differs: str = ""
    meanwhile: Any = None
    """What was done besides pages."""


class Standing:
    """The pages of the site as it stands, which may stay."""

    def __init__(self, folder: str, key_of: Callable[[GeneratedPage], bytes] | None) -> None:
        """`key_of` tells what the theme's part of a page is made from now, where that is known."""
        self.files, self._key_of = StandingFiles(folder), key_of
        self._keys: dict[str, bytes] = {}

    def key(self, page: GeneratedPage) -> bytes:
        """What the theme's part of a page is made from, told by the process that makes the page where nobody needs it before."""
        if self._key_of is None:
            return b""
        path = page.file.dest_uri
        if path not in self._keys:
            self._keys[path] = self._key_of(page)
        return self._keys[path]

    def has(self, page: GeneratedPage, stored: Stored | None) -> bool:
        """Whether the file of a page is as it would be written if the page were the same as before."""
        return stored is not None and self.files.has(page.file.dest_uri, stored.written, self.key(page))


class Beside:
    """The pages of one build, most of which are made beside MkDocs."""

    def __init__(
        self, pages: Sequence[GeneratedPage], files: Files, config: MkDocsConfig, words: SearchWords | None, turn: Turn
    ) -> None:
        self._pages, self._files, self._config, self._words, self._turn = pages, files, config, words, turn
        self._excluded: dict[str, InclusionLevel] = {}
        self.left: list[GeneratedPage] = []
        """The pages that stay as they were written before."""
        self.written: dict[str, WrittenFile] = {}
        """By path, the files of all pages."""
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
            page.turn = self._turn
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

    def writer(
        self,
        env: Environment,
        nav: Navigation,
        finish: Callable[[str, GeneratedPage], str],
        markdown: Callable[[GeneratedPage], str],
    ) -> Writer[GeneratedPage]:
        """What writes the pages that are apart, and all as Markdown. `finish` is what pmsite does to pages before other plugins do."""
        search = search_of(self._config)
        given = [hook for hook in _hooks(self._config, "page_context") if _owner(hook) is not search]
        last = _hooks(self._config, "post_page")

        def finished(html: str, page: GeneratedPage) -> str:
            html = finish(html, page)
            for hook in last:
                html = hook(html, page=page, config=self._config) or html
            return html

        return Writer(SiteTheme(env, nav, self.listed, self._config, given), finished, markdown)

    def key(self, page: GeneratedPage, of: Callable[[GeneratedPage, str], bytes], for_head: str) -> bytes:
        """What the theme's part of a page is made from. Its metadata are forgotten again where nobody else has a hand in them."""
        is_new = not page.meta
        page.know(self._config)
        found = of(page, for_head)
        if is_new and page.is_apart:
            page.meta, page.markdown = {}, None
        return found

    def choose(self, standing: Standing) -> list[GeneratedPage]:
        """The pages that have to be made, lists before items; those that can stay as an earlier build wrote them are left."""
        new = []
        for page in self._pages:
            stored = page.contents.find(page.source)
            if stored is not None and standing.has(page, stored):
                page.contents.stay(page.source, stored)
                self._leave(page, stored)
            else:
                new.append(page)
                log.debug("%s is made: %s", page.file.src_uri, page.contents.why(page.source))
        return sorted(new, key=lambda page: page.source.item is not None)

    def make(
        self,
        new: Sequence[GeneratedPage],
        writer: Writer[GeneratedPage],
        standing: Standing,
        meanwhile: Callable[[], M] | None = None,
        let_go: Callable[[], None] | None = None,
    ) -> M | None:
        """Make pages, and write those that are apart.

        What is to be done `meanwhile` one of the processes does that make pages, and it is given back: at the end, one processor would do it
        alone. `let_go` forgets what only that needs, once the others have copies of it.
        """
        hindrances: set[str] = set()
        differing: set[str] = set()
        done_meanwhile = None
        for found, share in self._shares(new, writer, standing, meanwhile):
            if let_go:
                let_go()
                let_go = None
            done_meanwhile = share.meanwhile or done_meanwhile
            hindrances.add(share.hindrance)
            differing.add(share.differs)
            for page, done in zip(found, share.pages, strict=True):
                self._take(page, done, standing)
        if differing := differing - {""}:
            log.info("the theme makes every page by itself, since of %s it makes something else than of others", min(differing))
            writer.shells = None
            self._write_again(writer, standing)
        elif hindrances := hindrances - {""}:
            log.info("the theme makes pages by themselves, since its templates look into their %s", min(hindrances))
        return done_meanwhile

    def _write_again(self, writer: Writer[GeneratedPage], standing: Standing) -> None:
        """Make and write all pages that are apart, whatever was known of them; so none of those stays."""
        self.left = [page for page in self.left if not page.is_apart]
        nothing = Standing(standing.files.folder, None)
        for found, share in self._shares(self.apart, writer, nothing):
            for page, done in zip(found, share.pages, strict=True):
                self._take(page, done, standing)

    def _take(self, page: GeneratedPage, done: Done, standing: Standing) -> None:
        stored = page.contents.before(page.source)
        stays = done.made.rendered is None and done.written is None
        known = stored.written if stays and stored else None
        written = known or done.written or WrittenFile(standing.key(page))
        page.contents.take(page.source, done.made, written)
        self.written[page.file.dest_uri] = written
        page.found = done.made.found
        if stays and stored:
            self._leave(page, stored)
        elif done.made.rendered is not None:
            page.hold(done.made.rendered)

    def _shares(
        self,
        order: Sequence[GeneratedPage],
        writer: Writer[GeneratedPage],
        standing: Standing,
        meanwhile: Callable[[], object] | None = None,
    ) -> Iterator[tuple[Sequence[GeneratedPage], Share]]:
        def work(at: slice) -> tuple[slice, Share]:
            done = [self._done(page, writer, standing) for page in order[at]]
            shells = writer.shells
            return at, Share(done, shells.hindrance if shells else "", shells.differs if shells else "")

        tasks = in_chunks(work, len(order), sum(page.source.item is None for page in order))
        is_shared = is_worth_it(len(order))
        if is_shared:
            load()  # once, and not in each of the others
        numbers = list(range(len(tasks)))
        if meanwhile:
            tasks.insert(0, lambda: (slice(0), Share([], meanwhile=meanwhile())))
            numbers = [*range(1, len(tasks)), 0]  # it is begun first, and nobody waits for it
        with BackgroundTasks(tasks, spare_processors() + 1 if is_shared else 0) as others:
            for at, share in map(others.value, numbers):
                yield order[at], share

    def _done(self, page: GeneratedPage, writer: Writer[GeneratedPage], standing: Standing) -> Done:
        stays = standing.has(page, page.contents.before(page.source))
        made = page.contents.make(page.source, stays=stays)
        if made.rendered is None:
            return Done(made)
        page.hold(made.rendered)
        page.know(self._config)
        if self._words:
            made = replace(made, found=self._words.packed(page))
        key = standing.key(page)
        try:
            if not page.is_apart:
                return Done(made, WrittenFile(key, markdown=writer.write_markdown(page, key)))
            page.show()
            written = writer.write(page, key)
        except OSError as fault:
            raise Abort(f"pmsite: {page.file.dest_uri} cannot be written: {fault.strerror}") from fault
        page.put_away()
        return Done(made if page.contents.keeps else replace(made, rendered=None), written)

    def _leave(self, page: GeneratedPage, stored: Stored) -> None:
        """Leave a page as it was written before."""
        page.found = stored.found
        page.put_away()
        if stored.written:
            self.written[page.file.dest_uri] = stored.written
        self.left.append(page)
        if not page.is_apart:
            self._excluded[page.file.src_uri] = page.file.inclusion
            page.file.inclusion = InclusionLevel.EXCLUDED  # so that MkDocs neither hands it to the theme nor writes it

    def give_back(self) -> None:
        """Let the pages be pages of MkDocs again, once it has written what it has to."""
        for page in self.left:
            page.file.inclusion = self._excluded.get(page.file.src_uri, page.file.inclusion)

    def enter(self) -> None:
        """Put the pages that are apart into the index of the search, where MkDocs would have put them."""
        pages = {id(page): page for page in (*self.apart, *self.left)}
        for page in pages.values():
            page.let_go()
        if self._words:
            for page in pages.values():
                self._words.put(page, page.found)
                page.found = b""
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
