"""One build of a site: pmsite's pages among MkDocs' files."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import ConfigurationError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel

from pmsite.background import BackgroundTasks, is_worth_it
from pmsite.diagnostics import Report, Span
from pmsite.exports.published import published
from pmsite.host import mkdocs_known as known
from pmsite.host import mkdocs_languages
from pmsite.host.contents import Contents, Stored
from pmsite.host.mkdocs_beside import Beside, Standing
from pmsite.host.mkdocs_carried import CarriedFiles
from pmsite.host.mkdocs_files import FileMade, SiteFiles
from pmsite.host.mkdocs_hosting import Hosting, outlined, parts
from pmsite.host.mkdocs_known import PageKeys, key_of, tools
from pmsite.host.mkdocs_owned import OwnedPages
from pmsite.host.mkdocs_pages import GeneratedPage, arrange, make_file, source_uri
from pmsite.host.mkdocs_search import SearchWords, search_words
from pmsite.host.openness import KEEP_OUT, ROBOTS, Openness, into_head
from pmsite.host.private_links import PrivateLinks
from pmsite.host.state import State, StateFile
from pmsite.host.writer import Writer
from pmsite.host.written import Written
from pmsite.pipeline import Build, Memory, brief
from pmsite.read.workspace import SETTINGS
from pmsite.render.compiled import compiled
from pmsite.render.site import Site
from pmsite.templates import assets

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as HostPage
    from mkdocs.utils.templates import TemplateContext

    from pmsite.host.mkdocs_config import PmsiteConfig


log = get_plugin_logger(__name__)

MOST_LISTED = 8


class SiteBuild:
    """The state of one build, from phase to phase."""

    def __init__(
        self, built: Build, options: PmsiteConfig, config: MkDocsConfig, openness: Openness, state: State | None = None
    ) -> None:
        self.built = built
        self._openness = openness
        self.report = Report()
        self.words: SearchWords | None = None
        self._options, self._state = options, state
        self._files = Files([])
        self._sites: list[Contents] = []
        """Those of the site's own readers first, then the previews."""
        self._hosted: list[GeneratedPage] = []
        self._nav: Navigation | None = None
        self._beside: Beside | None = None
        self._writer: Writer[GeneratedPage] | None = None
        self._made: SiteFiles | None = None
        self._rest: tuple[list[FileMade], str] | None = None
        """What the site has besides its pages, and the file that what was read is kept in, where they were made with those."""
        self._others: BackgroundTasks[tuple[list[FileMade], str]] | None = None
        self._env: Environment | None = None
        self.folder = ""
        """Where the site of before is, and this one will be; said when MkDocs begins to build, since it is told another folder meanwhile."""
        self.left: set[str] = set()
        """The paths of files that stay as they were written before."""
        self.begun = ""
        """The file that what was read is kept in."""
        self._file_key = b""
        self._written: dict[str, Written] = {}
        self.outline: list[object] = []
        """Which pages there are, and all that shows of them on other pages of the site."""
        self.made = SiteFiles((), "")
        """What the site has besides its pages, and stays known when its content is let go of."""
        self.used: frozenset[str] = frozenset()
        """The files of the workspace that pages use."""
        product = built.workspace.product
        assert product is not None  # a build has one
        self.links = PrivateLinks(product, options.links, f"{options.workspace}/{SETTINGS}", built.report)
        self._root = Path(config.config_file_path or ".").resolve().parent
        self._source = str(self._root / options.workspace / SETTINGS)
        """What plugins that ask for a page's file are told of pages that come from more than one."""
        docs = Path(os.path.relpath(Path(config.docs_dir).resolve(), self._root)).as_posix() + "/"
        inside = built.product.is_inside
        self._owned = OwnedPages(self.report, docs)
        self._carried = CarriedFiles(self._root, options.workspace, built.workspace.files, docs, self.report, inside=inside)

    @property
    def _site(self) -> Site | None:
        return self._sites[0].site if self._sites else None

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
            file = File.generated(config, uri, content=text)
            file.abs_src_path = self._source  # plugins ask of every file where it comes from
            files.append(file)
        for part in parts(self.built):
            if not part.prefix:
                self._made = SiteFiles(published(part.product, self.built.whole, part.pages), self._source)
                self._made.add(files, config)
                self.made = self._made
        if not mkdocs_languages.is_translated(config):
            self._add_pages(files, config)

    def _add_pages(self, files: Files, config: MkDocsConfig) -> None:
        """Add a file for each page; one that the owner wrote wins."""
        for part in parts(self.built):
            for page in part.pages:
                uri = part.prefix + source_uri(page)
                if files.get_file_from_path(uri) is None:
                    item = page.item if part.product.is_inside else None
                    files.append(make_file(uri, str(self._root / item.path) if item else self._source, bool(item), config))

    def host_pages(self, files: Files, config: MkDocsConfig) -> None:
        """Begin to make the pages, once other plugins have had their way with the list of files."""
        self._files = files
        self.outline = list(outlined(self.built))
        self.words = search_words(config)
        is_translated = mkdocs_languages.is_translated(config)
        if is_translated:
            self._add_pages(files, config)
        missing = self._host(config)
        if is_translated:
            mkdocs_languages.list_in_sitemap(files, config)
        if known.are_left_alone(config):
            self._beside = Beside(self._hosted, files, config, self.words)
        else:
            self._prepare()
        if missing:
            log.info("another plugin takes pages out of the site, so no page links to them: %s", _listed(missing))

    def _host(self, config: MkDocsConfig, before: Mapping[str, GeneratedPage] = MappingProxyType({})) -> list[str]:
        """Host the pages of all projections, by those of a site before where there are some; gives those that another plugin has taken out."""
        hosting = Hosting(
            self.built,
            self._options,
            config,
            self._files,
            self.report,
            self._elsewhere,
            self._state,
            self._carried.linked(self._files),
            before,
        )
        missing: list[str] = []
        for part in parts(self.built):
            hosted = hosting.host(part)
            self._sites.append(hosted.contents)
            self._hosted += hosted.pages
            missing += hosted.missing
            if not part.prefix:
                self._offer(hosted.contents.site, config)
        if len(self._sites) > 1:
            for page in self._hosted:
                page.switch = page.site.switch(page.source.address, [contents.site for contents in self._sites])
        return missing

    def _elsewhere(self, path: str, root: str) -> str | None:
        return self._carried.place(path, root, self._files)

    def _offer(self, site: Site, config: MkDocsConfig) -> None:
        """Let pages say what the site has for other programs."""
        assert self._made is not None  # files are added before pages are hosted
        self._made.belong_to(site, config)
        for page in self._hosted:
            page.offers = self._made.offers(page.source.address)

    def announce(self, html: str, page: HostPage) -> str:
        """A finished page whose head names its feeds, and says to search engines whether they may list it."""
        return into_head(html, self._for_head(page))

    def not_listed(self, html: str) -> str:
        """A finished page that is none of the site's content, such as that of an address where nothing is."""
        return into_head(html, self._openness.meta)

    def _for_head(self, page: HostPage) -> str:
        """What a page's head gets besides the theme's own: the environment has a say in it, so no setting of the site tells it."""
        return f"{self._openness.meta}{self._announced(page)}"

    def _announced(self, page: HostPage) -> str:
        """The feeds of a page; pages as others see them have none."""
        is_ours = isinstance(page, GeneratedPage) and page.site is self._site
        if self._made is None or not (is_ours or page.is_homepage):
            return ""
        address = page.source.address if isinstance(page, GeneratedPage) else ""
        return self._made.announced(address, page.url, is_home=page.is_homepage)

    def arrange(self, nav: Navigation) -> None:
        """Give the pages their place in the navigation."""
        self._nav = nav
        self._are_open(False)
        if self._options.nav and self._site:
            left_out = arrange(nav, [page for page in self._hosted if page.site is self._site], self._site)
            if left_out:
                told = _listed([page.file.src_uri for page in left_out])
                log.info("the navigation has other pages of the same sections, so these are not in it: %s", told)
        if self._beside:
            self._beside.begin(nav)

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

    def introduce(self, serving: bool) -> None:
        """Let other plugins know of the pages that are made beside MkDocs."""
        if self._beside:
            self._beside.introduce(serving=serving)

    def make_pages(self, env: Environment, config: MkDocsConfig, state_file: StateFile | None) -> None:
        """Make the pages that MkDocs leaves to this, and write them, unless some of those of before may stay."""
        self._env = env
        if self._beside is None or self._nav is None:
            return
        keys = {}
        if known.is_known(config):
            env.bytecode_cache = compiled("theme")
            of = PageKeys(config, self._nav).of
            keys = {page.file.dest_uri: self._beside.key(page, of, self._for_head(page)) for page in self._hosted}
        self._writer = self._beside.writer(env, self._nav, self.announce)
        rest = partial(self._make_rest, self._left_files(config), state_file)
        self._rest = self._beside.make(self._writer, Standing(self.folder, keys), rest, partial(self._forget_read, state_file))
        self.begun = self._rest[1] if self._rest else ""
        self.left.update(page.file.dest_uri for page in self._beside.left)
        self._written.update(self._beside.written)

    def _forget_read(self, state_file: StateFile | None) -> None:
        """Forget what was read, where it is only needed to be kept for the next build, of which another process has a copy."""
        if state_file and self._state and not self.links.briefs:
            self._state.memory = Memory()
            self.built = replace(self.built, workspace=replace(self.built.workspace, records={}))

    def _prepare(self) -> None:
        """Render all pages ahead, on all processors, where there are many."""
        for contents in self._sites:
            contents.prepare([page.source for page in self._hosted if page.contents is contents])

    def make_files(self, config: MkDocsConfig, state_file: StateFile | None) -> None:
        """Begin to make what a site has besides its pages, and to keep what was read, unless that is done, where a process is free."""
        if self._rest is None:
            rest = partial(self._make_rest, self._left_files(config), state_file)
            self._others = BackgroundTasks([rest], int(is_worth_it(len(self._hosted))))

    def _make_rest(self, left: Sequence[str], state_file: StateFile | None) -> tuple[list[FileMade], str]:
        assert self._made is not None  # the files are known before any page is made
        begun = state_file.begin(self._state) if state_file and self._state else ""  # first, since it takes memory
        return self._made.write(left), begun

    def _left_files(self, config: MkDocsConfig) -> list[str]:
        """The paths of the files that stay: what they are made from is known where they tell of one plan in one language."""
        whole, remembered = self.built.whole, self._sites[0].remembered
        self._file_key = b""
        if self._made is None or remembered is None or whole.original is not self.built.product or whole.translated:
            return []
        self._file_key = key_of(tools(config), config.site_url, list(self._sites[0].site.basis.urls.items()))
        left = self._made.left(remembered, self.folder, self._file_key)
        self.left.update(left)
        return left

    def leave_to_mkdocs(self) -> None:
        """Let MkDocs make and write the rest."""
        if self._beside:
            self._beside.let(mkdocs=True)

    def list_pages(self, context: TemplateContext) -> None:
        """Let a template list all pages, also those that MkDocs does not make."""
        if self._beside:
            context["pages"] = self._beside.listed

    def let_go(self) -> None:
        """Forget what the pages were made from, once they are rendered: a large plan need not be in memory beside them."""
        del self.built

    def write_made(self, done_with: State | None) -> None:
        """Write what a site has for other programs, and let go of all that it was made from, and of what nobody needs any more."""
        rest = self._others.value(0) if self._others else self._rest
        if rest:
            made, self.begun = rest
            self._keep_files(made)
        self.close()
        if self._made:
            self._made.let_go()
        self._sites, self._made = [], None
        if done_with:
            done_with.shed()
        if self._beside:
            self._beside.let(mkdocs=False)
            self._beside.enter()

    def _keep_files(self, made: Sequence[FileMade]) -> None:
        remembered = self._sites[0].remembered if self._sites else None
        if remembered is not None:
            for one in made:
                self._written[one.path] = written = Written(self._file_key, one.digest)
                remembered.files[one.path] = one.reads, Stored(written=written)

    def write_index(self, config: MkDocsConfig) -> None:
        """Write the index of the search."""
        if self.words:
            self.words.write(config)

    def finish(self, site_dir: Path) -> None:
        """Write the private links and what search engines ask for."""
        self.links.write(site_dir)
        if self._beside:
            self._beside.give_back()
        robots = site_dir / ROBOTS
        if (
            not self._openness.is_public and not robots.exists()
        ):  # one of the owner's, or of another plugin, says what they want said
            robots.write_text(KEEP_OUT, encoding="utf-8")

    def settle(self, folder: Path) -> None:
        """Note what the system says of the site's files, once they are in their places."""
        for path, written in self._written.items():
            written.settle(os.fspath(folder), path)

    def close(self) -> None:
        """Let nothing go on of this build."""
        if self._others:
            self._others.close()
            self._others = None

    def _assets(self) -> frozenset[str]:
        return frozenset(path for contents in self._sites for path in contents.site.assets)

    def add_assets(self, config: MkDocsConfig) -> None:
        """Copy the workspace's files that texts use."""
        self.used = self._assets()
        for contents in self._sites:
            self._carried.add(contents.site.assets, self._files, config)

    def take_blocks(self, markdown: str, page: HostPage) -> str:
        """An owner's page with its blocks taken out."""
        return self._owned.take_blocks(markdown, page, self.built.product)

    def put_views(self, html: str, page: HostPage) -> str:
        """An owner's page with the views of its blocks."""
        return self._owned.put_views(html, page, self._site) if self._site else html

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


def _listed(paths: Sequence[str]) -> str:
    """Paths in a message, the first of them where there are many."""
    more = f" and {len(paths) - MOST_LISTED} more" if len(paths) > MOST_LISTED else ""
    return ", ".join(paths[:MOST_LISTED]) + more
