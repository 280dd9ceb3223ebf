"""pmsite's pages in MkDocs' navigation: as sections where they are the site's own, and as a way up to each where they are in none."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from markupsafe import escape
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as HostPage

from pmsite.host.mkdocs_pages import GeneratedPage, NavGroup
from pmsite.pages import navigation
from pmsite.pages.navigation import VIEWS
from pmsite.render.site import Site

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure import StructureItem


def open_to_arrangers(pages: Iterable[GeneratedPage], files: Files, config: MkDocsConfig) -> None:
    """Let awesome-nav, which sees what belongs into the navigation alone, find the pages where its files speak of them."""
    plugin: Any = config.plugins.get("awesome-nav")
    if plugin is not None:
        name = plugin.config.filename
        found = [file for file in files if posixpath.basename(file.src_uri) == name]
        if any("roadmap" in file.src_uri or "roadmap" in file.content_string for file in found):
            _include(pages, InclusionLevel.INCLUDED)


def close_to_arrangers(pages: Iterable[GeneratedPage]) -> None:
    """Have no page belong into the navigation by itself: `arrange` says where each is."""
    _include(pages, InclusionLevel.NOT_IN_NAV)


def _include(pages: Iterable[GeneratedPage], inclusion: InclusionLevel) -> None:
    for page in pages:
        if page.source.in_nav or page.source.address in VIEWS:
            page.file.inclusion = inclusion


def arrange(
    nav: Navigation, shown: Iterable[GeneratedPage], site: Site, *, adds: bool, below: Section | None = None
) -> list[GeneratedPage]:
    """Add one section for each duty after what the site's owner has, unless nothing is to be added, and give each page its way up.

    A duty of which the owner's navigation has any page is the owner's to arrange: its pages that have no place there are returned.
    All go `below` the section of a product, where a site has several.
    """
    hosted = {page.source.address: page for page in shown}
    owned = {id(page) for page in nav.pages}
    items = nav.items if below is None else below.children
    if adds:
        front = [page for page in hosted.values() if page.source.in_nav and not page.source.duty and id(page) not in owned]
        _begin(nav, front, below)
    left_out: list[GeneratedPage] = []
    tops: dict[str, Section | None] = {}
    for section in navigation.sections(page.source for page in hosted.values()):
        pages = [hosted[page.address] for page in section.pages]
        placed = [page for page in pages if id(page) in owned]
        if placed:
            tops[section.duty] = placed[0].parent
            left_out += [page for page in pages if id(page) not in owned]
        elif adds:
            entry = _entry(section, hosted, site)
            tops[section.duty] = entry if isinstance(entry, Section) else below
            entry.parent = below
            items.append(entry)
            nav.pages.extend(pages)
    theirs = {page.file.src_uri.removesuffix(".md"): page for page in nav.pages}
    _lead_up((page for page in hosted.values() if id(page) not in owned), {**theirs, **hosted}, tops, below)
    for before, after in pairwise(nav.pages):
        before.next_page, after.previous_page = after, before
    return left_out


def lead_up(shown: Iterable[GeneratedPage], site: Site, team: Mapping[str, GeneratedPage]) -> None:
    """Give pages as others see them a way up of their own; what shows where one is in the navigation is the team's page beside each."""
    hosted = {page.source.address: page for page in shown}
    home = hosted.get("index")
    start = Section(str(escape(site.names.readers)), [home]) if home else None
    tops: dict[str, Section | None] = {}
    for section in navigation.sections(page.source for page in hosted.values()):
        entry = _entry(section, hosted, site)
        entry.parent = start
        tops[section.duty] = entry if isinstance(entry, Section) else start
    for page in hosted.values():
        page.beside = team.get(page.source.address)
    _lead_up(hosted.values(), hosted, tops, start)


def section_of(nav: Navigation, name: str, prefix: str) -> Section:
    """The section of a product: the one that the owner's pages below the same address make, or a new one, the last."""
    for item in nav.items:
        if isinstance(item, Section) and (found := [*_uris(item)]) and all(uri.startswith(prefix) for uri in found):
            if item.title.casefold() == prefix.rstrip("/").replace("-", " "):  # MkDocs' own name for the folder
                item.title = str(escape(name))
            return item
    section = Section(str(escape(name)), [])
    nav.items.append(section)
    return section


def _uris(item: StructureItem) -> Iterator[str]:
    if isinstance(item, HostPage):
        yield item.file.src_uri
    for child in getattr(item, "children", None) or ():
        yield from _uris(child)


def _begin(nav: Navigation, front: list[GeneratedPage], below: Section | None) -> None:
    if below is not None:
        below.children[:0] = front
        nav.pages.extend(front)
        for page in front:
            page.parent = below
        return
    nav.items[:0] = front
    nav.pages[:0] = front
    nav.homepage = nav.homepage or next((page for page in front if page.is_homepage), None)


def _entry(section: navigation.Section, hosted: Mapping[str, GeneratedPage], site: Site) -> Section | GeneratedPage:
    """A section with its pages; a page that would be alone in one stands by itself, under its own name."""
    pages = [hosted[page.address] for page in section.pages]
    for page in pages:
        page.opens = page.source.opens
    if len(pages) == 1:
        return pages[0]
    found = Section(str(escape(site.names.duty(section.duty))), [])
    for group in section.groups:
        members = [hosted[page.address] for page in group.pages]
        part = NavGroup(str(escape(site.names.word(group.words))), [*members]) if group.words else found
        for page in members:
            page.parent = part
        if part is found:
            found.children += members
        else:
            part.parent = found
            found.children.append(part)
    return found


def _lead_up(
    pages: Iterable[GeneratedPage],
    known: Mapping[str, HostPage],
    tops: Mapping[str, Section | None],
    otherwise: Section | None = None,
) -> None:
    """Put pages that have no place yet below the page that they are told to be below, or else in their section."""
    for page in pages:
        if page.parent is None:
            above = known.get(page.source.above)
            page.parent = above if above is not None and above is not page else tops.get(page.source.duty, otherwise)  # type: ignore[assignment]  # MkDocs asks it for no more than its place
