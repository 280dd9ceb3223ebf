"""pmsite's pages as pages of MkDocs."""

from __future__ import annotations

from collections.abc import Iterable
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from markupsafe import escape
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as HostPage
from mkdocs.structure.toc import get_toc

from pmsite.host.contents import Contents
from pmsite.pages import Page, by_duty
from pmsite.render.rendered import Rendered
from pmsite.render.site import Site
from pmsite.texts.bodies import Heading

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_GONE = Rendered("")


class GeneratedPage(HostPage):
    """A page whose content pmsite renders; MkDocs neither parses its file nor acts on its front matter."""

    present_anchor_ids: set[str] = set()  # noqa: RUF012  # MkDocs' own; no page has links that MkDocs is to check
    links_to_anchors: dict[File, dict[str, str]] = {}  # noqa: RUF012
    waits = False
    """Whether nobody asks for the content before the theme does, so that it need not be in memory until then."""
    is_apart = False
    """Whether it is made and written beside MkDocs."""
    switch = ""
    offers = ""
    found = b""
    """What search finds in it, where that was worked out when it was made."""
    _rendered = _GONE
    _shown = ""

    def __init__(self, page: Page, contents: Contents, file: File, config: MkDocsConfig, edit_url: str | None) -> None:
        super().__init__(str(escape(contents.site.title(page))), file, config)
        self._toc: Any = None
        self.source = page
        self.contents = contents
        self.edit_url = edit_url

    def read_source(self, config: MkDocsConfig) -> None:
        """Set what the theme may know; the text itself never passes through MkDocs' front-matter parser."""
        # texts that anybody may write do not pass through the plugins that act on Markdown either
        self.markdown = "" if self.source.item else f"# {self.site.title(self.source)}\n"
        self.meta = metadata(self.source, self.site)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Set the content and the table of contents, unless they are made later, by all processes at once."""
        self.content = ""
        if not self.waits:
            self.hold(self.contents.page(self.source))
            self.show()

    @property
    def site(self) -> Site:
        """The site that it is a page of."""
        return self.contents.site

    @property
    def path(self) -> str:
        """Where its file is."""
        return self.file.abs_dest_path

    @property
    def rendered(self) -> Rendered | None:
        """What was rendered, as long as it is there."""
        return None if self._rendered is _GONE else self._rendered

    def hold(self, rendered: Rendered) -> None:
        """Take what was rendered."""
        self._rendered = rendered

    def put_away(self) -> None:
        """Forget what was rendered."""
        self.content, self._rendered, self._toc = "", _GONE, None

    def show(self) -> None:
        """Have the content in memory."""
        self.content = self.switch + self._rendered.html + self.offers

    @property
    def toc(self) -> Any:  # MkDocs keeps the type to itself
        """The table of contents, made when the theme asks for it: those of all pages at once would take much memory."""
        if self._toc is None:
            self._toc = get_toc(self.headings)
        return self._toc

    @toc.setter
    def toc(self, value: Any) -> None:
        self._toc = value

    @property
    def headings(self) -> list[Any]:
        """The table of contents as plain data."""
        return [_token(heading) for heading in self._rendered.headings]

    @property
    def words(self) -> str:
        """The title and the author's words alone, without facts and the titles of other items; all of a page that is no item's."""
        item, html = self.source.item, self._rendered.html
        start, end = self._rendered.body
        return f"<h1>{self.title}</h1><p>{escape(item.summary)}</p>{html[start:end]}" if item is not None else html

    def show_words(self) -> None:
        """Let what comes next read the words alone."""
        if self.source.item is not None and self.content:
            self._shown, self.content = self.content, self.words

    def show_all(self) -> None:
        """Give the page its whole content back."""
        if self._shown:
            self.content, self._shown = self._shown, ""

    def know(self, config: MkDocsConfig) -> None:
        """Have metadata, which no other plugin had a hand in where there is none yet."""
        if not self.meta:
            self.read_source(config)

    def become(self, page: Page, contents: Contents, edit_url: str | None) -> GeneratedPage:
        """Show what a page of another plan holds, and keep the place in the navigation."""
        self.source, self.contents, self.edit_url = page, contents, edit_url
        self.title = str(escape(contents.site.title(page)))
        self.switch, self.offers, self.found, self.meta = "", "", b"", {}
        self.put_away()
        return self

    def let_go(self) -> None:
        """Forget what has been written, since a large site need not be in memory whole."""
        self.put_away()
        self.markdown = ""
        if self.source.item is not None:  # what is in the navigation is shown by other pages too
            self.meta = {}
        del self.source, self.contents


def metadata(page: Page, site: Site) -> dict[str, object]:
    """The few keys that the theme may see, escaped: its templates print some of them as they are."""
    found: dict[str, object] = {"title": str(escape(site.title(page))), "render_macros": False}
    hidden = [part for part, on in (("toc", page.item is None), ("navigation", False)) if on]
    if hidden:
        found["hide"] = hidden
    if not page.searched or not site.basis.searched:
        found["search"] = {"exclude": True}
    if page.item is not None:
        found["description"] = str(escape(page.item.summary or page.item.title))
        if page.item.tags:
            found["tags"] = [str(escape(tag)) for tag in page.item.tags]
    return found


def source_uri(page: Page) -> str:
    """The Markdown path that MkDocs knows a page by."""
    return f"{page.address}.md"


class Turn:
    """Whether it is MkDocs' turn: then the pages that are made beside it are none of its pages."""

    is_mkdocs = False


class PageFile(File):
    """The file of a page, which exists only in memory. It names a source for plugins that ask who wrote it, and when."""

    turn: Turn | None = None
    """Set where the page is made beside MkDocs."""

    def is_documentation_page(self) -> bool:
        """Whether MkDocs reads it, has the theme make it and writes it."""
        return (self.turn is None or not self.turn.is_mkdocs) and super().is_documentation_page()

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing: there is no file to copy."""

    def is_modified(self) -> bool:
        """A page may have changed without its source, since it shows what other items say."""
        return True


def make_file(uri: str, source: str, is_its_own: bool, config: MkDocsConfig) -> File:
    """A page's file. `source` is where it comes from, `is_its_own` whether from that alone.

    Its place in the navigation is given later, see `arrange`.
    """
    file = PageFile.generated(config, uri, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    file.abs_src_path = source
    if is_its_own:
        file.generated_by = None  # else plugins that tell of dates take the day of the build
    return file


def arrange(nav: Navigation, shown: Iterable[GeneratedPage], site: Site) -> list[GeneratedPage]:
    """Add one section for each duty after what the site's owner has, and give item pages their place in it.

    A duty of which the owner's navigation has any page is the owner's to arrange: its pages that have no place there are returned.
    """
    hosted = {page.source.address: page for page in shown}
    owned = {id(page) for page in nav.pages}
    front = [page for page in hosted.values() if page.source.in_nav and not page.source.duty and id(page) not in owned]
    nav.items[:0] = front
    nav.pages[:0] = front
    nav.homepage = nav.homepage or next((page for page in front if page.is_homepage), None)
    left_out: list[GeneratedPage] = []
    parents: dict[str, Section | None] = {}
    for duty, members in by_duty(tuple(page.source for page in hosted.values())).items():
        children = [hosted[page.address] for page in members]
        placed = [page for page in children if id(page) in owned]
        if placed:
            parents[duty] = placed[0].parent
            left_out += [page for page in children if id(page) not in owned]
        else:
            parents[duty] = section = Section(str(escape(site.duty(duty))), [*children])
            nav.items.append(section)
            nav.pages.extend(children)
    for page in hosted.values():
        if id(page) not in owned:
            page.parent = parents.get(page.source.duty)
    for before, after in pairwise(nav.pages):
        before.next_page, after.previous_page = after, before
    return left_out


def _token(heading: Heading) -> dict[str, object]:
    """What themes print as it is, inside of an attribute as well."""
    return {
        "level": heading.level,
        "id": str(escape(heading.id)),
        "name": str(escape(unescape(heading.name))),
        "children": [_token(child) for child in heading.children],
    }
