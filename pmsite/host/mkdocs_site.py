"""A plan as a site of MkDocs: its pages, what it has besides them, and what is found while they are made. A build and an edit share it."""

from __future__ import annotations

import logging
import os
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote

from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import Files

from pmsite.diagnostics import Report, Span
from pmsite.host import mkdocs_languages
from pmsite.host.contents import Contents, Stored
from pmsite.host.finished import NOT_FOUND, end_crumbs_with, into_head, lead_on
from pmsite.host.mkdocs_asking import for_preview
from pmsite.host.mkdocs_carried import CarriedFiles
from pmsite.host.mkdocs_files import FileMade, SiteFiles
from pmsite.host.mkdocs_hosting import Host, Hosting, outlined, parts
from pmsite.host.mkdocs_known import key_of, search_of, tools
from pmsite.host.mkdocs_pages import GeneratedPage
from pmsite.host.mkdocs_search import SearchWords
from pmsite.host.written import WrittenFile, markdown_of, write_markdown
from pmsite.memory import Memory
from pmsite.model.indexes import Reads
from pmsite.pages.stale import packed
from pmsite.pipeline import Build
from pmsite.render.markdown import markdown
from pmsite.render.site import Site

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as HostPage


log = get_plugin_logger(__name__)


@dataclass(frozen=True, slots=True)
class StandingSite:
    """A site as a server shows it: all that may be asked of it when an edit is shown in it, without a build."""

    host: Host
    files: Files
    nav: Navigation
    env: Environment
    words: SearchWords | None
    pages: Mapping[str, GeneratedPage]
    """By the paths of their files."""
    others: SiteFiles
    """What it has besides pages."""
    outline: tuple[object, ...]
    """Which pages there are, and all that shows of them on other pages."""
    used: frozenset[str]
    """The files of the workspace that pages use."""
    owners_reads: Reads
    """What was read for the views in the owner's own pages, which MkDocs alone makes."""
    has_links: bool
    """Whether it holds private links, which builds alone make."""


class HostedSite:
    """The pages of all projections that a site shows, its own readers' first, in the places that MkDocs' files give them."""

    def __init__(
        self,
        built: Build,
        host: Host,
        files: Files,
        others: SiteFiles,
        words: SearchWords | None,
        before: Mapping[str, GeneratedPage] = MappingProxyType({}),
        beside: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    ) -> None:
        """`others` is what the site has besides pages; `before` are the pages of the site before, by their paths, where those show this one.

        `beside` has by audience and id the pages that items of other plans have in the same site.
        """
        self._built: Build | None = built
        self._host, self.files, self.others, self.words = host, files, others, words
        self.report = Report()
        """What is found while pages are made."""
        self.outline = tuple(outlined(built))
        self.contents: list[Contents] = []
        """Those of the site's own readers first, then the previews."""
        self.pages: list[GeneratedPage] = []
        self.missing: list[str] = []
        """The pages that another plugin has taken out, by their paths."""
        self.used: frozenset[str] = frozenset()
        """The files of the workspace that pages use, once those are made."""
        self.written: dict[str, WrittenFile] = {}
        self._file_key = b""
        self._in_markdown: list[str] = []
        """The pages of the navigation that are there as Markdown too, by their addresses."""
        workspace, names = host.options.workspace, built.workspace.files
        inside = built.product.is_inside
        self._carried = CarriedFiles(host.root, workspace, names, host.docs, self.report, host.prefix, inside=inside)
        linked = self._carried.linked(files)
        self._host_pages(Hosting(built, host, files, self.report, self._carried, linked, before, beside))

    def _host_pages(self, hosting: Hosting) -> None:
        for part in parts(self.built, self._host.prefix):
            hosted = hosting.host_part(part)
            self.contents.append(hosted.contents)
            self.pages += hosted.pages
            self.missing += hosted.missing
            if self.words and not mkdocs_languages.folder(self._host.config):  # of several languages, the index has them once
                self.words.lead_home(hosted.contents.site, part.prefix if part.is_preview else "")
            if not part.is_preview:
                self._in_markdown = [
                    page.source.address for page in hosted.pages if page.source.in_nav and self._has_markdown(page)
                ]
                self.others.belong_to(hosted.contents.site, self._host.config, frozenset(self._in_markdown))
                for page in hosted.pages:
                    page.offers = self.others.offers(page.source.address)
        if len(self.contents) > 1:
            for page in self.pages:
                page.switch = page.site.switch(page.source.address, [contents.site for contents in self.contents])

    @property
    def built(self) -> Build:
        """What the pages show."""
        assert self._built is not None  # nobody asks once all is made
        return self._built

    @property
    def site(self) -> Site | None:
        """That of its own readers, as long as pages are made."""
        return self.contents[0].site if self.contents else None

    @property
    def own_pages(self) -> list[GeneratedPage]:
        """The pages of its own readers."""
        return [page for page in self.pages if page.site is self.site]

    def prepare(self) -> None:
        """Render all pages ahead, on all processors, where there are many."""
        folder = mkdocs_languages.folder(self._host.config)
        for page in self.pages if log.isEnabledFor(logging.DEBUG) else ():  # to look for what stays takes time
            if not page.contents.has(page.source):
                log.debug("%s is made: %s", folder + page.file.src_uri, page.contents.why(page.source))
        for contents in self.contents:
            contents.prepare([page.source for page in self.pages if page.contents is contents])

    def show(self, built: Build) -> None:
        """Show another build of the same plan, with the same pages."""
        self._built = built

    def standing(self, nav: Navigation, env: Environment, owners_reads: Reads, *, has_links: bool) -> StandingSite:
        """What may be asked of it once all is made and written."""
        pages = {page.file.src_uri: page for page in self.pages}
        return StandingSite(
            self._host,
            self.files,
            nav,
            env,
            self.words,
            pages,
            self.others,
            self.outline,
            self.used,
            owners_reads,
            has_links,
        )

    # What finished pages get

    def announce(self, html: str, page: HostPage) -> str:
        """A finished page whose head names its feeds, and says to search engines whether they may list it."""
        found = for_preview(html, page.preview) if isinstance(page, GeneratedPage) and page.preview else html
        found = into_head(found, self.for_head(page))
        return end_crumbs_with(found, page.switch) if isinstance(page, GeneratedPage) else found

    def not_listed(self, html: str, template_name: str) -> str:
        """A finished page that is none of the site's content; that of an address where nothing is leads on."""
        config = self._host.config
        if self.site and template_name == NOT_FOUND:
            html = lead_on(html, self.site, config.site_url or "", has_search=bool(search_of(config)))
        return into_head(html, self._host.openness.meta)

    def for_head(self, page: HostPage) -> str:
        """What a page's head gets besides the theme's own: the environment has a say in it, so no setting of the site tells it."""
        return f"{self._host.openness.meta}{self._announced(page)}{self._as_markdown(page)}"

    def _announced(self, page: HostPage) -> str:
        """The feeds of a page; pages as others see them have none."""
        is_ours = isinstance(page, GeneratedPage) and page.site is self.site
        if not (is_ours or page.is_homepage):
            return ""
        address = page.source.address if isinstance(page, GeneratedPage) else ""
        return self.others.announced(address, page.url, is_home=page.is_homepage or address == "index")

    def _as_markdown(self, page: HostPage) -> str:
        """Where a page is as Markdown."""
        if not (isinstance(page, GeneratedPage) and self._has_markdown(page)):
            return ""
        name = quote(posixpath.basename(markdown_of(page.file.dest_uri)))  # which leaves nothing that an attribute does not hold
        return f'<link rel="alternate" type="text/markdown" title="Markdown" href="{name}">'

    def _has_markdown(self, page: GeneratedPage) -> bool:
        """Whether a page is to be there as Markdown too: pages as others see them are not."""
        return self._host.options.markdown and not page.preview

    def markdown(self, page: GeneratedPage) -> str:
        """A page that has been rendered as Markdown; nothing where it is not to be there."""
        return markdown(page.rendered.html) if page.rendered and self._has_markdown(page) else ""

    def write_markdown(self, page: GeneratedPage) -> None:
        """Write a page as Markdown that MkDocs writes."""
        if text := self.markdown(page):
            write_markdown(page.path, text)

    # What was found, and what is used

    def late(self) -> Report:
        """What rendering found that the check, which knows no extensions of the site, has not told."""
        workspace, items = self.built.workspace, self.built.product.items
        own = {found.record.path: items.get(found.item) for found in workspace.translations.values()}
        told = list(self.built.report)
        told += [replace(one, span=Span(item.path)) for one in told if (item := own.get(one.span.path))]
        return self.report.beyond(told)

    def note_used(self) -> None:
        """Note which files of the workspace pages use, once those are made."""
        self.used = frozenset(path for contents in self.contents for path in contents.site.assets)

    def add_used(self) -> None:
        """Copy the workspace's files that texts use."""
        self.note_used()
        self._carried.add(self.used, self.files, self._host.config)

    # What is known of files from build to build

    def left_files(self, folder: str) -> list[str]:
        """The paths of files besides pages that stay: what they are made from is known where they tell of one plan in one language."""
        whole, remembered = self.built.whole, self.contents[0].remembered
        self._file_key = b""
        if remembered is None or whole.original is not self.built.product or whole.translated:
            return []
        config, site = self._host.config, self.contents[0].site
        made_from = config.site_url, list(site.basis.urls.items()), self._in_markdown, whole.revision
        self._file_key = key_of(tools(config), *made_from)
        return self.others.left(remembered, folder, self._file_key)

    def keep_files(self, made: Sequence[FileMade]) -> None:
        """Keep what is known of files besides pages that were made."""
        remembered = self.contents[0].remembered if self.contents else None
        if remembered is not None:
            for one in made:
                self.written[one.path] = written = WrittenFile(self._file_key, one.digest)
                if remembered.knows(one.reads):
                    remembered.files[one.path] = packed(one.reads), Stored(written=written)

    def settle(self, folder: Path) -> None:
        """Note what the system says of the site's files, once they are in their places."""
        for path, written in self.written.items():
            written.settle(os.fspath(folder), path)

    # What is let go of: a large plan need not be in memory beside its pages

    def forget_read(self) -> None:
        """Forget what was read, which another process has a copy of, to keep it for the next build."""
        if self._host.state:
            self._host.state.memory = Memory()
            self._built = replace(self.built, workspace=replace(self.built.workspace, records={}))

    def forget_plan(self) -> None:
        """Forget what the pages were made from, once they are rendered."""
        self._built = None

    def let_go(self) -> None:
        """Forget all that pages and other files are made with, once they are written."""
        self._built = None
        self.contents.clear()
        self.others.let_go()
