"""Projections as sites: which files show their pages, what the pages are made from, and where they are edited."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import Files, InclusionLevel

from pmsite.audience import Projection
from pmsite.diagnostics import Report
from pmsite.host import mkdocs_known as known
from pmsite.host import mkdocs_languages
from pmsite.host.contents import Contents
from pmsite.host.edit import EditLinks
from pmsite.host.mkdocs_pages import GeneratedPage, PageFile, source_uri
from pmsite.host.state import State
from pmsite.pages import Page, home_page
from pmsite.pages.remembered import Surroundings
from pmsite.pipeline import Build, around
from pmsite.render.site import Basis, Site
from pmsite.texts.bodies import BodyRenderer

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from pmsite.host.mkdocs_config import PmsiteConfig

log = get_plugin_logger(__name__)

PREVIEWS = "as"
"""Where pages stand as other audiences see them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A projection that a site shows, with its pages, below an address."""

    product: Projection
    pages: tuple[Page, ...]
    prefix: str


def parts(built: Build) -> Iterator[Part]:
    """The projections that a site shows, that of its own readers first."""
    yield Part(built.product, (home_page(built.product), *built.pages), "")
    for preview in built.previews:
        yield Part(preview.product, (home_page(preview.product), *preview.pages), f"{PREVIEWS}/{preview.product.audience}/")


def outlined(built: Build) -> Iterator[object]:
    """Which pages there are, and all that shows of them on other pages of the site, or is the same for all of them."""
    for part in parts(built):
        yield part.prefix, part.product.settings, part.product.today
        for page in part.pages:
            title = page.title if page.in_nav else ""
            yield page.address, page.duty, page.words, page.in_nav, title, page.item and page.item.path


@dataclass(frozen=True, slots=True)
class Hosted:
    """A projection as a site."""

    contents: Contents
    pages: tuple[GeneratedPage, ...]
    missing: tuple[str, ...]
    """The pages that another plugin has taken out."""


@dataclass(frozen=True, slots=True)
class Hosting:
    """What the projections of one build are hosted with."""

    built: Build
    options: PmsiteConfig
    config: MkDocsConfig
    files: Files
    report: Report
    elsewhere: Callable[[str, str], str | None]
    state: State | None
    linked: Mapping[str, str]
    """What texts can link to besides items, by its path as texts mean it."""
    before: Mapping[str, GeneratedPage]
    """The pages of the site before, by their paths, where they are to show this one."""

    def host(self, part: Part) -> Hosted:
        """Host the pages of a projection whose files are still there, and link to those that the owner wrote."""
        chosen: list[tuple[Page, PageFile]] = []
        urls: dict[str, str] = {}
        missing = []
        for page in part.pages:
            uri = part.prefix + source_uri(page)
            file = self.files.get_file_from_path(uri)
            if file is None or file.inclusion is InclusionLevel.EXCLUDED:
                missing.append(uri)
                continue
            if isinstance(file, PageFile):
                chosen.append((page, file))
                if mkdocs_languages.is_translated(self.config):
                    mkdocs_languages.place(file, self.config)
            urls[page.address] = file.url
        edit = self._edit(part.product)
        edited = self._edited(edit, [page for page, _ in chosen], part.product)
        basis = Basis(
            part.product,
            urls,
            self._bodies(part),
            self.elsewhere,
            self.built.untranslated,
            around(self.built.workspace),
            edited,
            edit.new if edit else None,
            searched=not part.prefix,
        )
        return self._hosted(part, basis, chosen, missing)

    def _hosted(self, part: Part, basis: Basis, chosen: Sequence[tuple[Page, PageFile]], missing: Sequence[str]) -> Hosted:
        site = Site(basis, self.report)
        contents = self._contents(part, site)
        pages = []
        for page, file in chosen:
            url = basis.edit_links.get(page.item.id) if page.item else None
            known = self.before.get(file.src_uri)
            pages.append(known.become(page, contents, url) if known else GeneratedPage(page, contents, file, self.config, url))
        return Hosted(contents, tuple(pages), tuple(missing))

    def _contents(self, part: Part, site: Site) -> Contents:
        """The contents of a site's pages, with those of the build before where all that they are made from is known."""
        if self.state is None or not known.are_contents_known(self.config):
            return Contents(site)
        product = site.product
        stamp = known.stamp(self.config) if known.are_left_alone(self.config) else known.tools(self.config)
        new_files = site.basis.new_file("", "") if site.basis.new_file else ""  # where lists of items have one more begun
        fixed = product.settings, product.audience, site.basis.searched, new_files, stamp
        remembered = self.state.pages_of(mkdocs_languages.folder(self.config) + part.prefix)
        remembered.begin(Surroundings(product, fixed, {**site.around, "files": self.linked}))
        return Contents(site, remembered, keeps=not known.is_known(self.config))

    def _bodies(self, part: Part) -> BodyRenderer:
        bodies = BodyRenderer(self.config.markdown_extensions, self.config.mdx_configs)
        if bodies.refused and not part.prefix:
            log.info("In items these do not run, as they may reach beyond the text: %s", ", ".join(bodies.refused))
        return bodies

    def _edit(self, product: Projection) -> EditLinks | None:
        prefix = self.built.workspace.prefix
        return EditLinks(self.options.edit_url, self.config.repo_url, self.config.edit_uri, prefix) if product.is_inside else None

    def _edited(self, edit: EditLinks | None, pages: Sequence[Page], product: Projection) -> Mapping[str, str]:
        """By item, where the file is edited whose words its page shows: a translation, or the item's own."""
        if edit is None:
            return {}
        language, translations = product.settings.language, self.built.workspace.translations
        found = {}
        for item in (page.item for page in pages if page.item):
            translation = translations.get((item.id, language))
            if url := edit.url(translation.record.path if translation else item.path):
                found[item.id] = url
        return found
