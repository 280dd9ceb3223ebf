"""One build of a site that shows several products: a build of each, whose pages are in one list of files, one navigation and one search."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File, Files

from pmsite.diagnostics import Report, Span
from pmsite.host import mkdocs_nav
from pmsite.host.finished import into_head
from pmsite.host.mkdocs_build import SiteBuild
from pmsite.host.mkdocs_hosting import Host
from pmsite.host.mkdocs_pages import GeneratedPage, PageFile, Turn, finder, source_uri
from pmsite.host.mkdocs_search import SearchWords, search_words
from pmsite.messages import said
from pmsite.model.parsing import apart
from pmsite.render.links import shown_at

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as HostPage
    from mkdocs.utils.templates import TemplateContext

    from pmsite.host.mkdocs_hosting import SitePart
    from pmsite.host.state import StateFile
    from pmsite.model.item import Item
    from pmsite.pipeline import Build
    from pmsite.render.site import Site

HOMES = ("index.md", "README.md")
_MARKS = re.compile(r"([\\`*_{}\[\]()>#+\-.!|~])")
"""What Markdown may read as something else than text."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A workspace whose plan another one reads."""

    name: str
    """What that calls it."""
    place: Path
    audiences: Collection[str]
    """Who of its readers gets something of it."""


class JoinedBuild:
    """The builds of several products, called as one: `mkdocs_plugin` calls the phases in their order."""

    def __init__(self, hosted: Sequence[tuple[Build, Host]]) -> None:
        turn = Turn()
        self._builds = tuple(SiteBuild(built, host, turn) for built, host in hosted)
        self._hosts = tuple(host for _, host in hosted)
        self._names = tuple(built.product.settings.name for built, _ in hosted)
        self._neighbours = [[*_neighbours(built)] for built, _ in hosted]
        self._report = Report()
        """What the site has of all products that no one of them can know."""

    # what a build is asked for

    @property
    def folder(self) -> str:
        """Where the site of before is."""
        return self._builds[0].folder

    @folder.setter
    def folder(self, folder: str) -> None:
        for build in self._builds:
            build.folder = folder

    @property
    def left(self) -> set[str]:
        """The paths of files that stay as they were written before."""
        return {path for build in self._builds for path in build.left}

    @property
    def begun(self) -> str:
        """The file that what was read is kept in: nothing is kept of several products."""
        return ""

    @property
    def told_of_links(self) -> str:
        """What the terminal says about private links."""
        return "; ".join(
            f"{name}: {told}" for name, build in zip(self._names, self._builds, strict=True) if (told := build.told_of_links)
        )

    @property
    def words(self) -> SearchWords | None:
        """The index of the search, which all products share."""
        return self._builds[0].words

    def places(self) -> dict[str, Item]:
        """By the addresses of their pages, the items that its own readers see."""
        return {url: item for build in self._builds for url, item in build.places().items()}

    # on_files

    def add_files(self, files: Files, config: MkDocsConfig) -> None:
        """Add the files of all products, and a page that leads to them where the owner has none."""
        for build in self._builds:
            build.add_files(files, config)
        find = finder(files)
        if not any(find(home) for home in HOMES):
            text = "".join(
                f"- [{_plain(name)}]({host.prefix}index.md)\n" for name, host in zip(self._names, self._hosts, strict=True)
            )
            file = File.generated(config, HOMES[0], content=f"# {_plain(config.site_name)}\n\n{text}")
            files.append(file)

    def host_pages(self, files: Files, config: MkDocsConfig) -> None:
        """Begin to make the pages, with the ways between products."""
        self._refuse_taken(files)
        words, homes = search_words(config), [*self._homes(files)]
        for build, beside in zip(self._builds, homes, strict=True):
            build.host_pages(files, config, words, beside)
        sites = [contents.site for build in self._builds for contents in build.hosted.contents]
        by_audience: dict[str, list[Site]] = defaultdict(list)
        for site in sites:
            by_audience[site.product.audience].append(site)
        for page in (page for build in self._builds for page in build.hosted.pages):
            others = by_audience[page.site.product.audience]
            if len(others) > 1:
                page.switch = page.site.products(page.source, others) + page.switch

    def _refuse_taken(self, files: Files) -> None:
        """Report files of the owner's that would be written where a page is."""
        ours = {file.dest_uri for file in files if isinstance(file, PageFile)}
        for file in files:
            if file.dest_uri in ours and not isinstance(file, PageFile):
                message = said("the page would be at an address where a page of the plan is: {address}", address=file.dest_uri)
                self._report.error("address-taken", Span(self._hosts[0].docs + file.src_uri), message, said("rename the file"))

    def _homes(self, files: Files) -> Iterator[dict[str, dict[str, str]]]:
        """For each product, by audience and id, the pages that the site has of items of the other plans that it reads."""
        shown = {
            (host.root / host.options.workspace).resolve(): {part.product.audience: part for part in build.parts()}
            for build, host in zip(self._builds, self._hosts, strict=True)
        }
        pages: dict[tuple[Path, str], dict[str, str]] = {}
        for neighbours in self._neighbours:
            found: dict[str, dict[str, str]] = defaultdict(dict)
            for neighbour in neighbours:
                for audience, part in shown.get(neighbour.place, {}).items():
                    if audience in neighbour.audiences:
                        at = neighbour.place, audience
                        pages[at] = pages.get(at) or _pages(part, files)
                        found[audience] |= {f"{neighbour.name}:{id}": url for id, url in pages[at].items()}
            yield found

    # on_nav

    def open_to_arrangers(self, files: Files, config: MkDocsConfig) -> None:
        """Let plugins that rearrange the navigation find the pages that may have a place in it."""
        for build in self._builds:
            build.open_to_arrangers(files, config)

    def arrange(self, nav: Navigation) -> None:
        """Give each product a section with a navigation of its own."""
        for build, host, name in zip(self._builds, self._hosts, self._names, strict=True):
            build.arrange(nav, mkdocs_nav.section_of(nav, name, host.prefix) if host.options.nav else None)

    # pages of the owner's own

    def take_blocks(self, markdown: str, page: HostPage) -> str:
        """An owner's page with its blocks taken out, which show the product in whose folder it is."""
        build = self._of(page.file.src_uri)
        if build is None and not isinstance(page, GeneratedPage):
            self._builds[0].refuse_blocks(markdown, page, [host.prefix for host in self._hosts])
        return build.take_blocks(markdown, page) if build else markdown

    def put_views(self, html: str, page: HostPage) -> str:
        """An owner's page with the views of its blocks."""
        build = self._of(page.file.src_uri)
        return build.put_views(html, page) if build else html

    def _of(self, uri: str) -> SiteBuild | None:
        found = (build for build, host in zip(self._builds, self._hosts, strict=True) if uri.startswith(host.prefix))
        return next(found, None)

    # on_env

    def introduce(self, env: Environment, config: MkDocsConfig, serving: bool) -> None:
        """Let pmsite's script ask the index of the search, and other plugins know of all pages."""
        first, *others = self._builds
        first.introduce(env, config, serving)
        for build in others:
            build.introduce_pages(serving)

    def make_pages(self, env: Environment, config: MkDocsConfig, state_file: StateFile | None) -> Report:
        """Make the pages of all products; gives what was found that no check tells, which may end the build."""
        late = Report(list(self._report))
        for build in self._builds:
            late.extend(build.make_pages(env, config, state_file))
        return late

    def leave_to_mkdocs(self, state_file: StateFile | None) -> None:
        """Let MkDocs make and write the rest."""
        for build in self._builds:
            build.leave_to_mkdocs(state_file)

    def list_pages(self, context: TemplateContext) -> None:
        """Let a template list all pages."""
        self._builds[0].list_pages(context)

    # finished pages

    def announce(self, html: str, page: HostPage) -> str:
        """A finished page with what pmsite adds to it."""
        build = self._of(page.file.src_uri) if isinstance(page, GeneratedPage) else None
        return build.announce(html, page) if build else into_head(html, self._hosts[0].openness.meta)

    def not_listed(self, html: str, template_name: str) -> str:
        """A finished page that is none of the site's content."""
        return into_head(html, self._hosts[0].openness.meta)

    def write_markdown(self, page: GeneratedPage) -> None:
        """Write a page as Markdown that MkDocs writes."""
        if build := self._of(page.file.src_uri):
            build.write_markdown(page)

    # on_post_build

    def write_made(self, config: MkDocsConfig, *, is_last: bool) -> None:
        """Write what each product has for other programs, and let go of all that it was made from."""
        for build in self._builds:
            build.write_made(config, is_last=is_last)

    def write_index(self, config: MkDocsConfig) -> None:
        """Write the index of the search."""
        for build in self._builds:
            build.write_index(config)

    def finish(self, site_dir: Path) -> None:
        """Write the private links and what search engines ask for."""
        for build in self._builds:
            build.finish(site_dir)

    def settle(self, folder: Path) -> None:
        """Note nothing: of several products nothing is kept."""

    def close(self) -> None:
        """Let nothing go on of this build."""
        for build in self._builds:
            build.close()


def _neighbours(built: Build) -> Iterator[Neighbour]:
    """The workspaces of the same repository whose plans one reads."""
    locked = built.workspace.locked
    for name, plan in locked.portfolio.plans.items() if locked else ():
        if locked and plan.workspace:
            yield Neighbour(name, (locked.root / plan.workspace).resolve(), plan.audiences)


def _pages(part: SitePart, files: Files) -> dict[str, str]:
    """By id, the pages that a site has of items of one product; by `:` its home."""
    find = finder(files)
    there = {page.address: file.url for page in part.pages if (file := find(part.prefix + source_uri(page)))}
    own = {id: shown_at(part.product, item, there) for id, item in part.product.items.items() if not apart(id)[0]}
    return {id: url for id, url in {**own, "": there.get("index", "")}.items() if url}


def _plain(text: Any) -> str:
    """A text that Markdown shows as it is."""
    return _MARKS.sub(r"\\\1", escape(" ".join(str(text).split()), quote=False))
