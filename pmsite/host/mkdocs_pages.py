"""pmsite's pages as pages of MkDocs."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from markupsafe import escape
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Section
from mkdocs.structure.pages import Page as HostPage
from mkdocs.structure.toc import get_toc

from pmsite.host.contents import Contents
from pmsite.pages import Page
from pmsite.render.rendered import Rendered
from pmsite.render.site import Offer, Site
from pmsite.texts.bodies import Heading

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

PREVIEWS = "as"
"""Where pages stand as other audiences see them."""
_GONE = Rendered("")
_PLAIN = re.compile(r"(?:[\w%-][\w.%-]*/)*(?:[\w%-][\w.%-]*)?", re.ASCII)
"""An address that is joined to another one as it stands."""


class Turn:
    """Whether it is MkDocs' turn: then the pages that are made beside it are none of its pages."""

    is_mkdocs = False


class NavGroup(Section):
    """A group of pages in a section, which the navigation shows, and which is no step on the way to a page."""


class GeneratedPage(HostPage):
    """A page whose content pmsite renders; MkDocs neither parses its file nor acts on its front matter."""

    present_anchor_ids: set[str] = set()  # noqa: RUF012  # MkDocs' own; no page has links that MkDocs is to check
    links_to_anchors: dict[File, dict[str, str]] = {}  # noqa: RUF012
    opens: bool | None = None
    """Whether a section opens with it, and leads to it by its name; where the site's owner placed it, its file says so."""
    beside: GeneratedPage | None = None
    """The team's page of what this one shows to others: it says where in the navigation one is."""

    def __init__(self, page: Page, contents: Contents, file: File, config: MkDocsConfig, edit_url: str | None) -> None:
        """All attributes are set here, those of MkDocs too: Python keeps those that come later less tightly, ten thousand times."""
        super().__init__(str(escape(contents.site.names.label(page))), file, config)
        self.parent = None
        self._toc: Any = None
        self.source = page
        self.contents = contents
        self.edit_url = edit_url
        self.waits = False
        """Whether nobody asks for the content before the theme does, so that it need not be in memory until then."""
        self.turn: Turn | None = None
        """Set where it is made and written beside MkDocs."""
        self.switch = ""
        self.offers: tuple[Offer, ...] = ()
        self.found = b""
        """What search finds in it, where that was worked out when it was made."""
        self.preview = _preview(contents.site, file)
        """Below which address it shows what other readers see; nothing for the site's own."""
        self._rendered = _GONE
        self._shown = ""

    def _set_canonical_url(self, base: str | None) -> None:
        """Set the address on its host: joined to that of the site, which is taken apart once for all of its pages."""
        root, path = _root(base or "")
        if root and self.url and _PLAIN.fullmatch(self.url):
            self.canonical_url, self.abs_url = root + self.url, path + self.url
        else:
            super()._set_canonical_url(base)  # type: ignore[no-untyped-call,unused-ignore]

    def read_source(self, config: MkDocsConfig) -> None:
        """Set what the theme may know; the text itself never passes through MkDocs' front-matter parser."""
        # texts that anybody may write do not pass through the plugins that act on Markdown either
        self.markdown = "" if self.source.item else f"# {self.site.names.title(self.source)}\n"
        self.meta = metadata(self.source, self.site)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Set the content and the table of contents, unless they are made later, by all processes at once."""
        self.content = ""
        if not self.waits:
            self.hold(self.contents.page(self.source))
            self.show()

    @property
    def is_index(self) -> bool:
        """Whether a theme may show it in the place of its section."""
        return self.opens if self.opens is not None else super().is_index

    @property
    def active(self) -> bool:
        """Whether it is the page that is shown, or one above that."""
        return super().active

    @active.setter
    def active(self, value: bool) -> None:
        super(GeneratedPage, type(self)).active.__set__(self, value)  # type: ignore[attr-defined]  # a property of the class above
        if self.beside is not None:
            self.beside.active = value

    @property
    def ancestors(self) -> list[StructureItem]:
        """The way up: no groups of sections, and no section beside the page that has its name."""
        found: list[StructureItem] = []
        for above in super().ancestors:
            if not isinstance(above, NavGroup) and not (found and found[-1].title == above.title):
                found.append(above)
        return found

    @property
    def site(self) -> Site:
        """The site that it is a page of."""
        return self.contents.site

    @property
    def is_apart(self) -> bool:
        """Whether it is made and written beside MkDocs."""
        return self.turn is not None

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
        offers = self.site.offers(self.source.address, self.offers) if self.offers else ""
        self.content = self.switch + self._rendered.html + offers

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
        """The title and the author's words alone, without facts and the titles of other items."""
        item = self.source.item
        if item is None:
            return f'<h1 id="title">{self.title}</h1>'
        start, end = self._rendered.body
        return f'<h1 id="title">{escape(self.site.names.title(self.source))}</h1><p>{escape(item.in_short)}</p>{self._rendered.html[start:end]}'

    @property
    def summary(self) -> str:
        """What an item says of itself in a sentence."""
        return self.source.item.in_short if self.source.item else ""

    @property
    def kind(self) -> str:
        """What it is, as the search tells it beside the title."""
        return self.site.names.kind(self.source)

    @property
    def also(self) -> str:
        """Other words that it is looked for by."""
        return self.site.names.also(self.source)

    def show_words(self) -> None:
        """Let what comes next read the words alone."""
        if self.content:
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
        self.title = str(escape(contents.site.names.label(page)))
        self.switch, self.offers, self.found, self.meta = "", (), b"", {}
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
    found: dict[str, object] = {"title": str(escape(site.names.title(page))), "render_macros": False}
    hidden = [part for part, on in (("toc", page.item is None), ("navigation", False)) if on]
    if hidden:
        found["hide"] = hidden
    if not page.searched or not site.basis.searched:
        found["search"] = {"exclude": True}
    if page.item is not None:
        found["description"] = str(escape(page.item.in_short or page.item.title))
        if page.item.tags:
            found["tags"] = [str(escape(tag)) for tag in page.item.tags]
    return found


@lru_cache(maxsize=8)
def _root(base: str) -> tuple[str, str]:
    """The address of a site as those of its pages begin, on its host and without that; nothing where there is none."""
    if not base:
        return "", ""
    address = urljoin(base.removesuffix("/") + "/", "page")
    return address.removesuffix("page"), urlsplit(address).path.removesuffix("page")


def _preview(site: Site, file: File) -> str:
    below = f"{PREVIEWS}/{site.product.audience}/"
    return "" if site.basis.searched else file.url[: file.url.index(below) + len(below)]


def finder(files: Files) -> Callable[[str], File | None]:
    """What finds a file by its path, which is written as MkDocs writes it: at once, unless a plugin finds files in a way of its own."""
    return files.src_uris.get if type(files) is Files else files.get_file_from_path


def source_uri(page: Page) -> str:
    """The Markdown path that MkDocs knows a page by."""
    return f"{page.address}.md"


class PageFile(File):
    """The file of a page, which exists only in memory. It names a source for plugins that ask who wrote it, and when."""

    def is_documentation_page(self) -> bool:
        """Whether MkDocs reads it, has the theme make it and writes it."""
        turn = self.page.turn if isinstance(self.page, GeneratedPage) else None
        return (turn is None or not turn.is_mkdocs) and super().is_documentation_page()

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing: there is no file to copy."""

    def is_modified(self) -> bool:
        """A page may have changed without its source, since it shows what other items say."""
        return True


def make_file(uri: str, source: str, is_its_own: bool, config: MkDocsConfig) -> File:
    """A page's file. `source` is where it comes from, `is_its_own` whether from that alone.

    Its place in the navigation is given later, see `mkdocs_nav`.
    """
    file = PageFile.generated(config, uri, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    file.abs_src_path = source
    if is_its_own:
        file.generated_by = None  # else plugins that tell of dates take the day of the build
    return file


def _token(heading: Heading) -> dict[str, object]:
    """What themes print as it is, inside of an attribute as well."""
    return {
        "level": heading.level,
        "id": str(escape(heading.id)),
        "name": str(escape(unescape(heading.name))),
        "children": [_token(child) for child in heading.children],
    }
