"""The site of a server with another plan, where MkDocs need not build it anew: the same pages in the same places."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.plugins import get_plugin_logger

from pmsite.exports.published import published
from pmsite.host.mkdocs_build import SiteBuild
from pmsite.host.mkdocs_files import SiteFiles
from pmsite.host.mkdocs_hosting import outlined, parts
from pmsite.host.mkdocs_known import PageKeys, is_known
from pmsite.host.mkdocs_pages import GeneratedPage
from pmsite.host.mkdocs_theme import SiteTheme
from pmsite.host.writer import Writer
from pmsite.host.written import Written
from pmsite.model.indexes import Reads
from pmsite.render.rendered import Rendered

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from pmsite.pipeline import Build

log = get_plugin_logger(__name__)

PLUGINS = frozenset({"pmsite", "search"})
"""Plugins, without the name of the theme that they come with, beside which pages may be written while MkDocs builds nothing."""


def can_follow(config: MkDocsConfig) -> bool:
    """Whether nothing but pmsite, the theme and its search has a hand in a site."""
    names = {name.removeprefix(f"{config.theme.name}/") for name in config.plugins}
    return names <= PLUGINS and is_known(config)


class Again(SiteBuild):
    """A site whose pages follow another plan."""

    def __init__(self, before: SiteBuild, built: Build, config: MkDocsConfig) -> None:
        super().__init__(built, before._options, config, before._openness, before._state)
        self._config, self._before = config, before
        self._files, self._nav, self._env, self.words = before._files, before._nav, before._env, before.words
        self._owned, self.folder = before._owned, config.site_dir
        for file in self._files:
            file.dest_dir = config.site_dir  # what was written beside the site has taken its place
            vars(file).pop("abs_dest_path", None)
        self._made_again: set[str] = set()
        """The pages that were looked at, by their paths."""
        self._new: list[GeneratedPage] = []
        self._done: list[GeneratedPage] = []

    def is_the_same_site(self) -> bool:
        """Whether all is in its place. Nothing is written before this is known."""
        before, first = self._before, next(parts(self.built))
        self.outline = list(outlined(self.built))
        made = SiteFiles(published(first.product, self.built.whole, first.pages), self._source)
        if self.outline != before.outline or self.links.briefs or before.links.briefs or not made.take_over(before.made):
            return False
        self._made = self.made = made
        self._host(self._config, {page.file.src_uri: page for page in before._hosted})
        return self._owned.reads.isdisjoint(self._changed)

    def pages_of(self, items: Collection[str]) -> list[GeneratedPage]:
        """The pages of some items."""
        return [page for page in self._hosted if page.source.item is not None and page.source.item.id in items]

    def pages_left(self) -> list[GeneratedPage]:
        """The pages that nobody has looked at yet."""
        return [page for page in self._hosted if page.file.src_uri not in self._made_again]

    @property
    def _changed(self) -> Reads:
        """What is not as it was for the site's own readers."""
        remembered = self._sites[0].remembered
        return remembered.changes.reads if remembered else frozenset()

    def make(self, pages: Iterable[GeneratedPage]) -> bool:
        """Make again what has to be of some pages; false where one cannot be shown, or uses other files than before."""
        assert self._nav is not None
        keys = PageKeys(self._config, self._nav)
        for page in pages:
            self._made_again.add(page.file.src_uri)
            contents, before = page.contents, page.contents.before(page.source)
            stands = before is not None and before.written is not None
            if stands and contents.find(page.source):
                contents.stay(page.source)
                continue
            made = contents.make(page.source, stays=stands)
            page.know(self._config)
            if made.rendered is None and before is not None and before.written is not None:
                contents.take(page.source, made, before.written)
                continue
            page.hold(made.rendered or Rendered(""))
            found = self.words.packed(page) if self.words else b""
            self._written[page.file.dest_uri] = written = Written(keys.of(page, self._for_head(page)))
            contents.take(page.source, replace(made, found=found), written)
            page.found = found
            self._new.append(page)
        self.used = self._assets()
        is_whole = len(self._made_again) == len(self._hosted)
        uses_as_before = self.used == self._before.used if is_whole else self.used <= self._before.used
        return uses_as_before and not self.late().failed

    def write(self) -> Iterator[GeneratedPage]:
        """Write the pages that were made again. Each is there whole at any time: somebody may be looking."""
        assert self._nav is not None
        assert self._env is not None
        theme = SiteTheme(self._env, self._nav, self._files.documentation_pages(), self._config, ())
        writer = Writer(theme, self.announce)
        writer.shells = None  # few pages are written: a shell would be made for each
        writer.replaces = True
        pages, self._new = self._new, []
        for page in pages:
            page.show()
            self._written[page.file.dest_uri].digest = writer.write(page)
            self._done.append(page)
            yield page

    def retell(self, built: Build) -> bool:
        """Show what was found meanwhile: the same plan, with other findings. False where that takes other pages."""
        if list(outlined(built)) != self.outline:
            return False
        for contents, part in zip(self._sites, parts(built), strict=True):
            found = {page.address: page for page in part.pages if page.besides}
            for page in self._hosted:
                if page.contents is contents and page.source.besides:
                    page.source = found[page.source.address]
        self.built = built
        return True

    def why(self, page: GeneratedPage) -> str:
        """What a page is written anew for."""
        return page.contents.why(page.source)

    def follow_up(self) -> None:
        """Write what a site has besides its pages, and let go of what it was made from."""
        if self.words and self.words.replace({page.url: page.found for page in self._done}):
            self.words.write_anew(self._config)
        self._keep_files(self.made.write(self._left_files(self._config)))
        self.settle(Path(self._config.site_dir))
        for page in self._hosted:
            page.let_go()
        self.made.let_go()
        self.let_go()
        self._sites, self._made, self._done = [], None, []
        del self._before
