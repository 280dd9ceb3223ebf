"""An edit in the site that a server shows, where MkDocs need not build it anew: the same pages in the same places."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.plugins import get_plugin_logger

from pmsite.host.mkdocs_hosting import outlined, parts
from pmsite.host.mkdocs_known import PageKeys, is_known
from pmsite.host.mkdocs_pages import GeneratedPage
from pmsite.host.mkdocs_site import HostedSite, StandingSite
from pmsite.host.mkdocs_theme import SiteTheme
from pmsite.host.written import Writer, WrittenFile
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


def same_site(before: StandingSite, built: Build) -> IncrementalBuild | None:
    """The site that stands with another plan; nothing where that changes more than pages in their places. Nothing has been written by then."""
    if before.has_links or before.host.links_of(built).briefs or tuple(outlined(built)) != before.outline:
        return None
    others = before.host.files_of(built)
    if not others.take_over(before.others):
        return None
    folder = before.host.config.site_dir
    for file in before.files:  # what was written beside the site has taken its place
        if file.dest_dir != folder:
            file.dest_dir = folder
            vars(file).pop("abs_dest_path", None)
    hosted = HostedSite(built, before.host, before.files, others, before.words, before.pages)
    remembered = hosted.contents[0].remembered
    if remembered and not before.owners_reads.isdisjoint(remembered.changes.reads):
        return None
    return IncrementalBuild(before, hosted)


class IncrementalBuild:
    """A standing site that shows another plan: `make` and `write` some pages, then all others, then `finish`."""

    def __init__(self, before: StandingSite, hosted: HostedSite) -> None:
        self._before, self._hosted = before, hosted
        self._config = before.host.config
        self._looked_at: set[str] = set()
        """The paths of the pages that `make` was asked for."""
        self._new: list[GeneratedPage] = []
        """Pages that are made and not written."""
        self._done: list[GeneratedPage] = []

    @property
    def built(self) -> Build:
        """What the pages show."""
        return self._hosted.built

    def pages_of(self, items: Collection[str]) -> list[GeneratedPage]:
        """The pages of some items."""
        return [page for page in self._hosted.pages if page.source.item is not None and page.source.item.id in items]

    def pages_left(self) -> list[GeneratedPage]:
        """The pages that nobody has looked at yet."""
        return [page for page in self._hosted.pages if page.file.src_uri not in self._looked_at]

    def make(self, pages: Iterable[GeneratedPage]) -> bool:
        """Make again what has to be of some pages; false where one cannot be shown, or uses other files than before."""
        keys, hosted = PageKeys(self._config, self._before.nav), self._hosted
        for page in pages:
            self._looked_at.add(page.file.src_uri)
            contents, before = page.contents, page.contents.before(page.source)
            known = before.written if before else None
            if known and (stored := contents.find(page.source)):
                contents.stay(page.source, stored)
                continue
            made = contents.make(page.source, stays=known is not None)
            page.know(self._config)
            if made.rendered is None and known:
                contents.take(page.source, made, known)
                continue
            page.hold(made.rendered or Rendered(""))
            page.found = hosted.words.packed(page) if hosted.words else b""
            hosted.written[page.file.dest_uri] = written = WrittenFile(keys.of(page, hosted.for_head(page)))
            contents.take(page.source, replace(made, found=page.found), written)
            self._new.append(page)
        hosted.note_used()
        before_used, is_whole = self._before.used, len(self._looked_at) == len(hosted.pages)
        uses_as_before = hosted.used == before_used if is_whole else hosted.used <= before_used
        return uses_as_before and not hosted.late().failed

    def write(self) -> Iterator[GeneratedPage]:
        """Write the pages that were made again. Each is there whole at any time: somebody may be looking."""
        before = self._before
        theme = SiteTheme(before.env, before.nav, before.files.documentation_pages(), self._config, ())
        writer = Writer(
            theme, self._hosted.announce, self._hosted.markdown, replaces=True, fills_shells=False
        )  # a shell would be made for each of a few pages
        pages, self._new = self._new, []
        for page in pages:
            page.show()
            written = self._hosted.written[page.file.dest_uri]
            written.become(writer.write(page, written.key))
            self._done.append(page)
            yield page

    def retell(self, built: Build) -> bool:
        """Show what was found meanwhile: the same plan, with other findings. False where that takes other pages."""
        hosted = self._hosted
        if tuple(outlined(built)) != hosted.outline:
            return False
        for contents, part in zip(hosted.contents, parts(built), strict=True):
            found = {page.address: page for page in part.pages if page.besides}
            for page in hosted.pages:
                if page.contents is contents and page.source.besides:
                    page.source = found[page.source.address]
        hosted.show(built)
        return True

    def why(self, page: GeneratedPage) -> str:
        """What a page is written anew for."""
        return page.contents.why(page.source)

    def finish(self) -> StandingSite:
        """Write what a site has besides its pages, let go of what it was made from, and give what the next edit is shown in."""
        before, hosted = self._before, self._hosted
        folder = self._config.site_dir
        if hosted.words and hosted.words.replace({page.url: page.found for page in self._done}):
            hosted.words.write_anew(self._config)
        hosted.keep_files(hosted.others.write(hosted.left_files(folder)))
        hosted.settle(Path(folder))
        for page in hosted.pages:
            page.let_go()
        hosted.let_go()
        return hosted.standing(before.nav, before.env, before.owners_reads, has_links=False)
