"""pmsite's pages as pages of MkDocs."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import escape
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as HostPage
from mkdocs.structure.toc import get_toc

from pmsite.pages import Page, by_duty
from pmsite.render.bodies import Heading
from pmsite.render.site import Site

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class GeneratedPage(HostPage):
    """A page whose content pmsite renders; MkDocs neither parses its file nor acts on its front matter."""

    def __init__(self, page: Page, site: Site, file: File, config: MkDocsConfig, edit_url: str | None) -> None:
        super().__init__(str(escape(site.title(page))), file, config)
        self.source = page
        self.site = site
        self.switch = ""
        self.offers = ""
        self._body = (0, 0)
        self._whole = ""
        self.remembered = ""
        """What an earlier build made of it, whole."""
        self.edit_url = edit_url

    def read_source(self, config: MkDocsConfig) -> None:
        """Set what the theme may know; the text itself never passes through MkDocs' front-matter parser."""
        self.markdown = self.source.item.body if self.source.item else ""
        self.meta = metadata(self.source, self.site)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Set the content and the table of contents."""
        rendered = self.site.page(self.source)
        self.content = self.switch + rendered.html + self.offers
        start, end = rendered.body
        self._body = (start + len(self.switch), end + len(self.switch))
        self.toc = get_toc([_token(heading) for heading in rendered.headings])  # type: ignore[misc]  # MkDocs keeps the type to itself
        self.present_anchor_ids = set()
        self.links_to_anchors = {}

    def show_words(self) -> None:
        """Let what comes next read the title and the author's words alone, without facts and the titles of other items."""
        if self.source.item is not None and self.content:
            self._whole = self.content
            self.content = f"<h1>{self.title}</h1><p>{escape(self.source.item.summary)}</p>{self._whole[slice(*self._body)]}"

    def show_all(self) -> None:
        """Give the page its whole content back."""
        if self._whole:
            self.content, self._whole = self._whole, ""

    def let_go(self) -> None:
        """Forget what has been written, since a large site need not be in memory whole."""
        self.content = self.markdown = self.remembered = ""


def metadata(page: Page, site: Site) -> dict[str, object]:
    """The few keys that the theme may see, escaped: its templates print some of them as they are."""
    found: dict[str, object] = {"title": str(escape(site.title(page))), "render_macros": False}
    hidden = [part for part, on in (("toc", page.item is None), ("navigation", False)) if on]
    if hidden:
        found["hide"] = hidden
    if not page.searched or not site.searched:
        found["search"] = {"exclude": True}
    if page.item is not None:
        if page.item.summary:
            found["description"] = str(escape(page.item.summary))
        if page.item.tags:
            found["tags"] = [str(escape(tag)) for tag in page.item.tags]
    return found


def source_uri(page: Page) -> str:
    """The Markdown path that MkDocs knows a page by."""
    return f"{page.address}.md"


def make_file(uri: str, config: MkDocsConfig) -> File:
    """A page's file, which exists only in memory. Its place in the navigation is given later, see `arrange`."""
    return File.generated(config, uri, content="", inclusion=InclusionLevel.NOT_IN_NAV)


def arrange(nav: Navigation, shown: Iterable[GeneratedPage], site: Site) -> None:
    """Add one section for each duty after what the site's owner has, and give item pages their place in it.

    Where the owner's `nav` names any of the pages, the arrangement is the owner's.
    """
    hosted = {page.source.address: page for page in shown}
    owned = {id(page) for page in nav.pages}
    if any(id(page) in owned for page in hosted.values()):
        return
    front = [page for page in hosted.values() if page.source.in_nav and not page.source.duty]
    nav.items[:0] = front
    nav.pages[:0] = front
    nav.homepage = nav.homepage or next((page for page in front if page.is_homepage), None)
    for duty, members in by_duty(tuple(page.source for page in hosted.values())).items():
        children = [hosted[page.address] for page in members]
        section = Section(str(escape(site.duty(duty))), [*children])
        nav.items.append(section)
        nav.pages.extend(children)
        for page in hosted.values():
            if page.source.duty == duty:
                page.parent = section
    for before, after in pairwise(nav.pages):
        before.next_page, after.previous_page = after, before


def _token(heading: Heading) -> dict[str, object]:
    return {
        "level": heading.level,
        "id": heading.id,
        "name": heading.name,
        "children": [_token(child) for child in heading.children],
    }
