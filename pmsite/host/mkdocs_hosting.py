"""Projections as sites: what they are hosted with, which files show their pages, what the pages are made from, and where they are edited."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import Files, InclusionLevel

from pmsite.audience import Projection
from pmsite.diagnostics import Report
from pmsite.exports.published import published
from pmsite.host import mkdocs_known as known
from pmsite.host import mkdocs_languages
from pmsite.host.contents import Contents
from pmsite.host.mkdocs_carried import CarriedFiles
from pmsite.host.mkdocs_files import SiteFiles
from pmsite.host.mkdocs_pages import PREVIEWS, GeneratedPage, PageFile, finder, source_uri
from pmsite.host.state import State
from pmsite.pages import Page, home_page
from pmsite.pages.edit import EditLinks
from pmsite.pages.remembered import Surroundings
from pmsite.pipeline import Build
from pmsite.publishing.openness import Openness
from pmsite.read.workspace import SETTINGS
from pmsite.render.site import Basis, Site
from pmsite.share.links import PrivateLinks
from pmsite.texts.bodies import BodyRenderer
from pmsite.workspace import around

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from pmsite.host.mkdocs_config import PmsiteConfig

log = get_plugin_logger(__name__)


@dataclass(frozen=True, slots=True)
class Host:
    """What a site is hosted with."""

    options: PmsiteConfig
    config: MkDocsConfig
    openness: Openness
    state: State | None
    """What is known from the build before, and kept for the next one; nothing where nothing is kept."""
    prefix: str = ""
    """Below which address it is, where the site has several products."""

    @property
    def root(self) -> Path:
        """The folder of mkdocs.yml."""
        return Path(self.config.config_file_path or ".").resolve().parent

    @property
    def source(self) -> str:
        """What plugins that ask for a page's file are told of pages that come from more than one."""
        return str(self.root / self.options.workspace / SETTINGS)

    @property
    def docs(self) -> str:
        """The folder of the owner's pages, as messages show it."""
        return Path(os.path.relpath(Path(self.config.docs_dir).resolve(), self.root)).as_posix() + "/"

    def links_of(self, built: Build) -> PrivateLinks:
        """The private links that a plan asks for; faults go to the build's report."""
        product = built.workspace.product
        assert product is not None  # a build has one
        return PrivateLinks(product, self.options.links, f"{self.options.workspace}/{SETTINGS}", built.report)

    def files_of(self, built: Build) -> SiteFiles:
        """What a site has for other programs: files that tell of what its own readers see, and of no preview."""
        first = next(parts(built))
        found = published(built.product, built.own, built.whole, first.pages, markdown=self.options.markdown)
        return SiteFiles(found, self.source, self.prefix)


@dataclass(frozen=True, slots=True)
class SitePart:
    """A projection that a site shows, with its pages, below an address."""

    product: Projection
    pages: tuple[Page, ...]
    prefix: str
    is_preview: bool = False
    """Whether it is what other readers see, for the team to look at."""


def parts(built: Build, prefix: str = "") -> Iterator[SitePart]:
    """The projections that a site shows, that of its own readers first; all below the address `prefix`."""
    yield SitePart(built.product, (home_page(built.product), *built.pages), prefix)
    for preview in built.previews:
        below = f"{prefix}{PREVIEWS}/{preview.product.audience}/"
        yield SitePart(preview.product, (home_page(preview.product), *preview.pages), below, is_preview=True)


def outlined(built: Build) -> Iterator[object]:
    """Which pages there are, and all that shows of them on other pages of the site, or is the same for all of them."""
    for part in parts(built):
        yield part.prefix, part.product.settings, part.product.today
        for page in part.pages:
            title = page.title if page.in_nav else ""
            yield page.address, page.duty, page.words, page.in_nav, page.above, title, page.item and page.item.path


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
    host: Host
    files: Files
    report: Report
    carried: CarriedFiles
    linked: Mapping[str, str]
    """What texts can link to besides items, by its path as texts mean it."""
    before: Mapping[str, GeneratedPage]
    """The pages of the site before, by their paths, where they are to show this one."""
    beside: Mapping[str, Mapping[str, str]]
    """By audience and id, the pages that items of other plans have in this site."""

    def host_part(self, part: SitePart) -> Hosted:
        """Host the pages of a projection whose files are still there, and link to those that the owner wrote."""
        chosen: list[tuple[Page, PageFile]] = []
        urls: dict[str, str] = {}
        missing = []
        find = finder(self.files)
        for page in part.pages:
            uri = part.prefix + source_uri(page)
            file = find(uri)
            if file is None or file.inclusion is InclusionLevel.EXCLUDED:
                missing.append(uri)
                continue
            if isinstance(file, PageFile):
                chosen.append((page, file))
                if mkdocs_languages.is_translated(self.host.config):
                    mkdocs_languages.place(file, self.host.config)
            urls[page.address] = file.url
        edit = self._edit(part.product)
        edited = self._edited(edit, [page for page, _ in chosen], part.product)
        basis = Basis(
            part.product,
            urls,
            self._bodies(part),
            partial(self.carried.place, files=self.files),  # which holds on to nothing of the plan
            self.built.untranslated,
            around(self.built.workspace),
            edited,
            edit.new if edit else None,
            searched=not part.is_preview,
            beside=self.beside.get(part.product.audience, {}),
        )
        return self._hosted(part, basis, chosen, missing)

    def _hosted(self, part: SitePart, basis: Basis, chosen: Sequence[tuple[Page, PageFile]], missing: Sequence[str]) -> Hosted:
        site = Site(basis, self.report)
        contents = self._contents(part, site)
        pages = []
        for page, file in chosen:
            url = basis.edit_links.get(page.item.id) if page.item else None
            known = self.before.get(file.src_uri)
            pages.append(known.become(page, contents, url) if known else GeneratedPage(page, contents, file, self.host.config, url))
        return Hosted(contents, tuple(pages), tuple(missing))

    def _contents(self, part: SitePart, site: Site) -> Contents:
        """The contents of a site's pages, with those of the build before where all that they are made from is known."""
        if self.host.state is None or not known.are_contents_known(self.host.config):
            return Contents(site)
        product = site.product
        stamp = known.stamp(self.host.config) if known.are_left_alone(self.host.config) else known.tools(self.host.config)
        new_files = site.basis.new_file("", "") if site.basis.new_file else ""  # where lists of items have one more begun
        fixed = product.settings, product.audience, tuple(product.plans.items()), site.basis.searched, new_files, stamp
        remembered = self.host.state.pages_of(mkdocs_languages.folder(self.host.config) + part.prefix)
        remembered.begin(Surroundings(product, fixed, {**site.around, "files": self.linked}))
        return Contents(site, remembered, keeps=not known.is_known(self.host.config))

    def _bodies(self, part: SitePart) -> BodyRenderer:
        bodies = BodyRenderer(self.host.config.markdown_extensions, self.host.config.mdx_configs)
        if bodies.refused and not part.is_preview:
            log.info("In items these do not run, as they may reach beyond the text: %s", ", ".join(bodies.refused))
        return bodies

    def _edit(self, product: Projection) -> EditLinks | None:
        prefix = self.built.workspace.prefix
        return (
            EditLinks(self.host.options.edit_url, self.host.config.repo_url, self.host.config.edit_uri, prefix)
            if product.is_inside
            else None
        )

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
