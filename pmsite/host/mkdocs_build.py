"""One build of a site: pmsite's pages among MkDocs' files."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.exceptions import ConfigurationError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel

from pmsite.attached import kind_faults
from pmsite.audience import Projection
from pmsite.background import BackgroundTasks, is_worth_it, spare_processors
from pmsite.diagnostics import Report, Span
from pmsite.exports.published import published
from pmsite.host import mkdocs_languages
from pmsite.host import mkdocs_memory as memory
from pmsite.host.edit import EditLinks
from pmsite.host.mkdocs_files import SiteFiles
from pmsite.host.mkdocs_memory import PageMemory
from pmsite.host.mkdocs_pages import GeneratedPage, PageFile, arrange, make_file, source_uri
from pmsite.host.mkdocs_search import SearchWords, search_words
from pmsite.host.mkdocs_theme import ThemeAhead, maker, parts
from pmsite.host.openness import KEEP_OUT, ROBOTS, Openness, into_head
from pmsite.host.private_links import PrivateLinks
from pmsite.host.served import Served, is_below
from pmsite.model.product import titles
from pmsite.pages import Page, home_page
from pmsite.pipeline import Build, around, brief
from pmsite.read import passages
from pmsite.read.parts import MARKS
from pmsite.read.text import place
from pmsite.read.workspace import SETTINGS
from pmsite.render import blocks
from pmsite.render.bodies import BodyRenderer
from pmsite.render.carried import Refused, carried
from pmsite.render.remembered import Remembered
from pmsite.render.rendered import Rendered
from pmsite.render.site import Site
from pmsite.render.store import Store, key_of
from pmsite.templates import assets

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as HostPage

    from pmsite.host.mkdocs_config import PmsiteConfig


log = get_plugin_logger(__name__)

_TIPS = {
    "content.tooltips": "it would run what is written in a title; browsers show titles by themselves",
    "content.footnote.tooltips": "it ends the page's scripts where a text links to a footnote that is not there",
}
"""Features of the theme that trust what anybody may have written, and why they are left out."""


def _leave_tips(config: MkDocsConfig) -> None:
    features = config.theme.get("features") or ()
    for name in _TIPS.keys() & set(features):
        config.theme["features"] = [feature for feature in config.theme["features"] if feature != name]
        log.info("%s of the theme is left out: %s", name, _TIPS[name])


MOST_LISTED = 8
PREVIEWS = "as"
"""Where pages stand as other audiences see them."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A projection that a site shows, with its pages, below an address."""

    product: Projection
    pages: tuple[Page, ...]
    prefix: str


class SiteBuild:
    """The state of one build: the pages, their renderer, and the blocks found in the owner's pages."""

    def __init__(
        self, built: Build, options: PmsiteConfig, config: MkDocsConfig, openness: Openness, served: Served | None = None
    ) -> None:
        self.built = built
        self._openness = openness
        self._served = served
        self._owned: dict[str, str] = {}
        self._keys: dict[str, bytes] = {}
        self.report = Report()
        self._options = options
        self._hosted: list[GeneratedPage] = []
        self._missing: list[str] = []
        self._blocks: dict[str, tuple[blocks.Block, ...]] = {}
        self._files = Files([])
        self._site: Site | None = None
        self.store: Store | None = None
        self.words: SearchWords | None = None
        self._nav: Navigation | None = None
        self.memory: PageMemory | None = None
        self._previews: list[Site] = []
        product = built.workspace.product
        assert product is not None  # a build has one
        self.links = PrivateLinks(product, options.links, f"{options.workspace}/{SETTINGS}", built.report)
        self._made: SiteFiles | None = None
        self._others: BackgroundTasks[Any] | None = None
        self._root = Path(config.config_file_path or ".").resolve().parent
        self._docs = Path(os.path.relpath(Path(config.docs_dir).resolve(), self._root)).as_posix() + "/"
        self._source = str(self._root / options.workspace / SETTINGS)
        """What plugins that ask for a page's file are told of pages that come from more than one."""

    def configure(self, config: MkDocsConfig) -> None:
        """Add the style sheet and the script, and speak the workspace's language where the site names none."""
        if assets.STYLE not in config.extra_css:  # else another language of the same site has been built
            config.extra_css = [*config.extra_css, assets.STYLE]
            script = ExtraScriptValue(assets.SCRIPT)
            script.defer = True
            config.extra_javascript = [*config.extra_javascript, script]
        language = self.built.product.settings.language
        if not self.built.product.is_inside and not self._options.show_repository:
            config.repo_url = config.repo_name = config.edit_uri = config.edit_uri_template = None
        if config.theme.name in memory.THEMES and config.theme.get("language", "en") == "en" and language != "en":
            config.theme["language"] = language
        _leave_tips(config)

    def take_out_plan(self, files: Files, config: MkDocsConfig) -> None:
        """Keep the host from publishing the workspace as it is, where it lies in the folder with the owner's pages."""
        plan = Path(self._source).resolve().parent
        if plan in Path(config.docs_dir).resolve().parents:
            raise ConfigurationError(
                f"pmsite: docs_dir lies inside {self._options.workspace}, so what is hidden there would be published as it is; "
                f"give your own pages a folder outside of it"
            )
        found = [(file, os.path.dirname(file.abs_src_path)) for file in files if file.abs_src_path]
        is_plan = {folder: Path(folder).resolve().is_relative_to(plan) for folder in {folder for _, folder in found}}
        taken = [file for file, folder in found if is_plan[folder]]
        for file in taken:
            files.remove(file)
        if taken:
            log.info(
                "%s lies among your own pages: nothing of it is published but what pmsite makes of it", self._options.workspace
            )

    def add_files(self, files: Files, config: MkDocsConfig) -> None:
        """Add the assets, what the site has for other programs, and a file for each page, so that other plugins see them."""
        for uri, text in assets.files():
            files.append(File.generated(config, uri, content=text))
        for part in self._parts():
            if not part.prefix:
                self._made = SiteFiles(published(part.product, self.built.whole, part.pages), self._source)
                self._made.add(files, config)
        if not mkdocs_languages.is_translated(config):
            self._add_pages(files, config)

    def _parts(self) -> Iterator[_Part]:
        """The projections that the site shows, that of its own readers first."""
        yield _Part(self.built.product, (home_page(self.built.product), *self.built.pages), "")
        for preview in self.built.previews:
            yield _Part(preview.product, (home_page(preview.product), *preview.pages), f"{PREVIEWS}/{preview.product.audience}/")

    def _add_pages(self, files: Files, config: MkDocsConfig) -> None:
        """Add a file for each page; one that the owner wrote wins."""
        for part in self._parts():
            for page in part.pages:
                uri = part.prefix + source_uri(page)
                if files.get_file_from_path(uri) is None:
                    item = page.item if part.product.is_inside else None
                    files.append(make_file(uri, str(self._root / item.path) if item else self._source, bool(item), config))

    def host_pages(self, files: Files, config: MkDocsConfig) -> None:
        """Begin to make the pages, once other plugins have had their way with the list of files."""
        self._files = files
        self._owned = {file.src_uri: file.url for file in files if file.is_documentation_page() and not isinstance(file, PageFile)}
        self.words = search_words(config)
        if mkdocs_languages.is_translated(config):
            self._add_pages(files, config)
        for part in self._parts():
            site = self._host(part, config)
            if part.prefix:
                self._previews.append(site)
            else:
                self._site = site
                self._offer(site, config)
        if mkdocs_languages.is_translated(config):
            mkdocs_languages.list_in_sitemap(files, config)
        if self._previews:
            for page in self._hosted:
                page.switch = self._switch(page)
        if memory.is_known(config):
            for page in self._hosted:
                page.waits = True
        if self._missing:
            log.info("another plugin takes pages out of the site, so no page links to them: %s", _listed(self._missing))

    def _host(self, part: _Part, config: MkDocsConfig) -> Site:
        """Host the pages of a projection whose files are still there, and link to those that the owner wrote."""
        chosen: list[tuple[Page, File]] = []
        urls: dict[str, str] = {}
        for page in part.pages:
            uri = part.prefix + source_uri(page)
            file = self._files.get_file_from_path(uri)
            if file is None or file.inclusion is InclusionLevel.EXCLUDED:
                self._missing.append(uri)
                continue
            if isinstance(file, PageFile):
                chosen.append((page, file))
                if mkdocs_languages.is_translated(config):
                    mkdocs_languages.place(file, config)
            urls[page.address] = file.url
        return self._make_site(part, chosen, urls, config)

    def _make_site(self, part: _Part, chosen: Sequence[tuple[Page, File]], urls: dict[str, str], config: MkDocsConfig) -> Site:
        product, prefix = part.product, part.prefix
        bodies = BodyRenderer(
            config.markdown_extensions, config.mdx_configs, self.store, memory.tools(config) if self.store else ""
        )
        site = Site(
            product, urls, bodies, self.report, self._elsewhere, self.built.untranslated, self.store, around(self.built.workspace)
        )
        if bodies.refused and not prefix:
            log.info("In items these do not run, as they may reach beyond the text: %s", ", ".join(bodies.refused))
        edit = (
            EditLinks(self._options.edit_url, config.repo_url, config.edit_uri, self.built.workspace.prefix)
            if product.is_inside
            else None
        )
        site.new_file = edit.new if edit else None
        site.searched = not prefix
        for page, file in chosen:
            url = edit.url(self._words(page.item.id, page.item.path, product.settings.language)) if edit and page.item else None
            if url and page.item:
                site.links.edit_links[page.item.id] = url
            self._hosted.append(GeneratedPage(page, site, file, config, url))
        site.work_out = self._searched(config)
        if memory.are_contents_known(config):
            self._remind(site, prefix, self._surroundings(site, config))
        site.prepare([page for page, _ in chosen])
        return site

    def _remind(self, site: Site, prefix: str, surroundings: tuple[object, ...]) -> None:
        """Give a site the pages of the builds before."""
        if self._served:
            site.kept = self._served.kept(prefix)
            site.kept.begin(surroundings)
        if self.store:
            site.remembered = Remembered(self.store, surroundings)

    def _surroundings(self, site: Site, config: MkDocsConfig) -> tuple[object, ...]:
        """All that pages of a site are made from besides their views and the words of their items."""
        product = site.product
        items = titles(product), {id: item.path for id, item in product.items.items()}
        links = (site.urls, site.links.edit_links, self._owned, sorted(self.built.workspace.files))
        told = (product.settings, product.audience, product.today, sorted(self.built.untranslated), site.searched)
        return told, items, links, memory.stamp(config) if memory.is_known(config) else memory.tools(config)

    def _searched(self, config: MkDocsConfig) -> Callable[[Page, Rendered], list[Any]] | None:
        words = self.words
        if words is None:
            return (lambda _page, _rendered: []) if self.store else None
        hosted = {id(page.source): page for page in self._hosted}
        return lambda page, rendered: hosted[id(page)].beside(rendered, config, words.of)

    def _offer(self, site: Site, config: MkDocsConfig) -> None:
        """Let pages say what the site has for other programs."""
        assert self._made is not None  # files are added before pages are hosted
        self._made.belong_to(site, config)
        for page in self._hosted:
            page.offers = self._made.offers(page.source.address)

    def announce(self, html: str, page: HostPage) -> str:
        """A finished page whose head names its feeds, and says to search engines whether they may list it."""
        return into_head(html, f"{self._openness.meta}{self._announced(page)}")

    def not_listed(self, html: str) -> str:
        """A finished page that is none of the site's content, such as that of an address where nothing is."""
        return into_head(html, self._openness.meta)

    def _announced(self, page: HostPage) -> str:
        """The feeds of a page; pages as others see them have none."""
        is_ours = isinstance(page, GeneratedPage) and page.site is self._site
        if self._made is None or not (is_ours or page.is_homepage):
            return ""
        address = page.source.address if isinstance(page, GeneratedPage) else ""
        return self._made.announced(address, page.url, is_home=page.is_homepage)

    def _words(self, id: str, path: str, language: str) -> str:
        """The file whose words the page of an item shows: a translation, or the item's own."""
        translation = self.built.workspace.translations.get((id, language))
        return translation.record.path if translation else path

    def _switch(self, page: GeneratedPage) -> str:
        return page.site.switch(page.source.address, [site for site in (self._site, *self._previews) if site])

    def arrange(self, nav: Navigation) -> None:
        """Give the pages their place in the navigation."""
        self._nav = nav
        self._are_open(False)
        if self._options.nav and self._site:
            left_out = arrange(nav, [page for page in self._hosted if page.site is self._site], self._site)
            if left_out:
                told = _listed([page.file.src_uri for page in left_out])
                log.info("the navigation has other pages of the same sections, so these are not in it: %s", told)

    def open_to_arrangers(self, files: Files, config: MkDocsConfig) -> None:
        """Let awesome-nav, which sees what belongs into the navigation alone, find the pages where its files speak of them."""
        plugin: Any = config.plugins.get("awesome-nav")
        if plugin is not None:
            name = plugin.config.filename
            found = [file for file in files if posixpath.basename(file.src_uri) == name]
            self._are_open(any("roadmap" in file.src_uri or "roadmap" in file.content_string for file in found))

    def _are_open(self, are: bool) -> None:
        for page in self._hosted:
            if page.source.in_nav and page.site is self._site:
                page.file.inclusion = InclusionLevel.INCLUDED if are else InclusionLevel.NOT_IN_NAV

    def remember(self, env: Environment, config: MkDocsConfig) -> None:
        """Have the pages of earlier builds, once all titles are known."""
        if self.store and self._nav and memory.is_known(config):
            memory.install(env, self._hosted)
            self.memory = PageMemory(self.store, config, self._nav)

    def make_ahead(self, env: Environment, config: MkDocsConfig, serving: bool) -> None:
        """Begin with what other processes can do: what a site has besides its pages, and the theme's work on those."""
        assert self._made is not None  # the files are known before any page is written
        shown = InclusionLevel.is_in_serve if serving else InclusionLevel.is_included
        files = self._files.documentation_pages(inclusion=shown)
        new = self.memory.new(file.page for file in files if isinstance(file.page, GeneratedPage)) if self.memory else []
        if self.memory and self._nav and is_worth_it(len(new)):
            made = parts(new, maker(env, self._nav, files, config))
            self._others = BackgroundTasks([self._made.write, *made], spare_processors() + 1)
            self.memory.ahead = ThemeAhead(new, self._others, first=1)
        else:
            self._others = BackgroundTasks([self._made.write], int(is_worth_it(len(self._hosted))))

    def bring_back(self, site_dir: Path) -> None:
        """Leave the pages alone that are on disk already, as they would be written again."""
        if self._served is None:
            return
        if self.memory:
            for page in self._hosted:
                key = key_of(self.memory.key(page).hex(), self._announced(page))
                self._keys[page.file.dest_uri] = key
        same = self._served.bring_back(site_dir, self._keys)
        for page in self._hosted:
            if page.file.dest_uri in same:
                page.file.inclusion = InclusionLevel.EXCLUDED  # so that MkDocs neither hands it to the theme nor writes it
                if self.words:
                    self.words.add(page)
                page.let_go()

    def let_go(self) -> None:
        """Forget what the pages were made from, once they are rendered: a large plan need not be in memory beside them."""
        del self.built

    def write_made(self) -> None:
        """Write what a site has for other programs, and let go of all that it was made from."""
        if self._others:
            self._others.value(0)
        if self.store:
            self.store.trim(len(self._hosted))
        self.close()
        if self._made:
            self._made.let_go()
        self._site, self._previews, self._made = None, [], None

    def finish(self, site_dir: Path) -> None:
        """Write the private links and what search engines ask for, and note what is on disk."""
        self.links.write(site_dir)
        robots = site_dir / ROBOTS
        if (
            not self._openness.is_public and not robots.exists()
        ):  # one of the owner's, or of another plugin, says what they want said
            robots.write_text(KEEP_OUT, encoding="utf-8")
        if self._served:
            self._served.written(self._keys, [file.dest_uri for file in self._files if is_below(file.dest_uri)])

    def close(self) -> None:
        """Write what later builds can use, and let go of the rest."""
        if self._others:
            self._others.close()
            self._others = None
        for site in filter(None, (self._site, *self._previews)):
            site.close()
        if self.store:
            self.store.close()
            self.store = None

    def take_blocks(self, markdown: str, page: HostPage) -> str:
        """An owner's page with its blocks taken out."""
        if isinstance(page, GeneratedPage):
            return markdown
        if not self.built.product.is_inside:
            self._refuse_passages(markdown, page.file)
        if "pmsite" not in markdown:
            return markdown
        text, found = blocks.extract(
            markdown, self._shown(page.file), first_line(page.file.content_string, markdown), self.built.product, self.report
        )
        if found:
            self._blocks[page.file.src_uri] = found
        return text

    def _refuse_passages(self, markdown: str, file: File) -> None:
        """Report a passage of an owner's page, which readers outside the team get as it is."""
        mark = next((part for part in passages.read(markdown).parts if part.kind in MARKS), None)
        if mark is not None:
            span = place(markdown, mark.start, self._shown(file), first_line(file.content_string, markdown))
            message = "internal passages are for items: nothing takes them out of a page of the site's own"
            self.report.error(
                "internal-passage-in-page", span, message, "write the text into an item, or into a page of the team's site"
            )

    def put_views(self, html: str, page: HostPage) -> str:
        """An owner's page with the views of its blocks."""
        found = self._blocks.get(page.file.src_uri, ())
        if not found or self._site is None:
            return html
        site = self._site
        return blocks.insert(html, {block.mark: site.view(block, page.file.url) for block in found})

    def add_assets(self, files: Files, config: MkDocsConfig) -> None:
        """Copy the workspace's files that rendered bodies use, and no others."""
        for site in filter(None, (self._site, *self._previews)):
            for path in sorted(site.assets):
                uri = self._target(path)
                if path.startswith(f"{self._options.workspace}/") and files.get_file_from_path(uri) is None:
                    files.append(self._asset(uri, path, config))

    def _asset(self, uri: str, path: str, config: MkDocsConfig) -> File:
        """A file of the workspace in the site, if a site may carry it; a picture for outside readers shows what it shows, and no more."""
        place = self._root / path
        try:
            content = carried(place, inside=self.built.product.is_inside)
        except Refused as refused:
            self.report.error(refused.fault.code, Span(path), refused.fault.message, refused.fault.hint)
            content = b""
        except OSError as fault:
            message = f"the file cannot be read: {(fault.strerror or 'the system gives no reason').lower()}"
            self.report.error("not-readable", Span(path), message, "check who may read it")
            content = b""
        if content is None:
            return File.generated(config, uri, abs_src_path=str(place), inclusion=InclusionLevel.NOT_IN_NAV)
        return File.generated(config, uri, content=content, inclusion=InclusionLevel.NOT_IN_NAV)

    def late(self) -> Report:
        """What rendering found that the check, which knows no extensions of the site, has not told."""
        workspace = self.built.workspace
        own = {found.record.path: self.built.product.items.get(found.item) for found in workspace.translations.values()}
        told = list(self.built.report)
        told += [replace(one, span=Span(item.path)) for one in told if (item := own.get(one.span.path))]
        return self.report.beyond(told)

    def seal_links(self) -> None:
        """Encrypt the briefs that have a private link, each as its own audience may see it."""
        workspace = self.built.workspace
        told = set(workspace.report)
        self.links.seal(lambda name: brief(workspace, name))
        self.report.extend(fault for fault in workspace.report if fault not in told)

    def _elsewhere(self, path: str, root: str) -> str | None:
        """The address of what a body links to besides items: a file of the workspace, or a page of the owner's."""
        inside = path.removeprefix(f"{self._options.workspace}/")
        if inside != path and inside in self.built.workspace.files and not any(kind_faults(inside)):
            return root + self._target(path)
        page = self._files.get_file_from_path(path.removeprefix(self._docs)) if path.startswith(self._docs) else None
        return root + page.url if page else None

    def _target(self, path: str) -> str:
        return "roadmap/" + path.removeprefix(f"{self._options.workspace}/")

    def _shown(self, file: File) -> str:
        return self._docs + file.src_uri


def _listed(paths: Sequence[str]) -> str:
    """Paths in a message, the first of them where there are many."""
    more = f" and {len(paths) - MOST_LISTED} more" if len(paths) > MOST_LISTED else ""
    return ", ".join(paths[:MOST_LISTED]) + more


def first_line(whole: str, text: str) -> int:
    """The line of a file that its text begins at, once MkDocs has taken the front matter off."""
    at = whole.replace("\r\n", "\n").rfind(text.strip("\n"))
    return whole.count("\n", 0, max(at, 0)) + 1 - (len(text) - len(text.lstrip("\n")))
