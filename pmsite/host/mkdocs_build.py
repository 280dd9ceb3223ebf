"""One build of a site by MkDocs, from phase to phase: pmsite's pages among MkDocs' files."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files

from pmsite.background import BackgroundTasks, is_worth_it
from pmsite.diagnostics import Report
from pmsite.host import mkdocs_known as known
from pmsite.host import mkdocs_languages, mkdocs_nav
from pmsite.host.mkdocs_asking import missing, take_place
from pmsite.host.mkdocs_beside import Beside, Standing
from pmsite.host.mkdocs_carried import take_out_plan
from pmsite.host.mkdocs_files import FileMade
from pmsite.host.mkdocs_hosting import Host, SitePart, parts
from pmsite.host.mkdocs_known import PageKeys, search_of
from pmsite.host.mkdocs_owned import OwnedPages
from pmsite.host.mkdocs_pages import GeneratedPage, Turn, finder, make_file, source_uri
from pmsite.host.mkdocs_search import SearchWords, search_words
from pmsite.host.mkdocs_site import HostedSite, StandingSite
from pmsite.host.state import StateFile
from pmsite.pipeline import Build
from pmsite.publishing.openness import KEEP_OUT, ROBOTS
from pmsite.render.compiled import compiled
from pmsite.templates import assets

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation, Section
    from mkdocs.structure.pages import Page as HostPage
    from mkdocs.utils.templates import TemplateContext

    from pmsite.model.item import Item

Homes = Mapping[str, Mapping[str, str]]
"""By audience and id, the pages that items of other plans have in the same site."""
NOWHERE: Homes = MappingProxyType({})
log = get_plugin_logger(__name__)

MOST_LISTED = 8


class SiteBuild:
    """The state of one build, from phase to phase.

    MkDocs gives what a build needs bit by bit, so what a phase finds is nothing before it. `mkdocs_plugin` calls the phases in their order.
    """

    def __init__(self, built: Build, host: Host, turn: Turn | None = None) -> None:
        """`turn` is shared with the other products of the same site."""
        self._host, self._turn = host, turn or Turn()
        self._built: Build | None = built
        """What the pages show, until they are hosted."""
        self.links = host.links_of(built)
        self._others = host.files_of(built)
        self.folder = ""
        """Where the site of before is, and this one will be; said when MkDocs begins to build, since it is told another folder meanwhile."""
        self.left: set[str] = set()
        """The paths of files that stay as they were written before."""
        self.begun = ""
        """The file that what was read is kept in."""
        self._hosted: HostedSite | None = None
        """The pages, once MkDocs knows of all files."""
        self._owned: OwnedPages | None = None
        self._beside: Beside | None = None
        """The pages that are made beside MkDocs, where that may be."""
        self._nav: Navigation | None = None
        self._env: Environment | None = None
        self._rest: tuple[list[FileMade], str] | None = None
        """What the site has besides its pages, and the file that what was read is kept in, where one of those who made pages made them."""
        self._making_rest: BackgroundTasks[tuple[list[FileMade], str]] | None = None
        """Who makes them otherwise."""

    @property
    def hosted(self) -> HostedSite:
        """The pages of the site."""
        assert self._hosted is not None  # MkDocs has told of its files
        return self._hosted

    @property
    def told_of_links(self) -> str:
        """What the terminal says about private links; nothing where there are none."""
        return self.links.told

    @property
    def words(self) -> SearchWords | None:
        """The index of the search; nothing where the site has none."""
        return self.hosted.words

    # on_files

    def places(self) -> dict[str, Item]:
        """By the addresses of their pages, the items that its own readers see."""
        found = ((page.url, page.source.item) for page in self.hosted.own_pages)
        return {url: item for url, item in found if item is not None}

    def add_files(self, files: Files, config: MkDocsConfig) -> None:
        """Add the assets, what the site has for other programs, and a file for each page, so that other plugins see them."""
        take_out_plan(files, config, Path(self._host.source).resolve().parent, self._host.options.workspace)
        for uri, text in assets.files():
            file = File.generated(config, uri, content=text)
            file.abs_src_path = self._host.source  # plugins ask of every file where it comes from
            files.append(file)
        self._others.add(files, config)
        if not mkdocs_languages.is_translated(config):
            self._add_pages(files, config)

    def _add_pages(self, files: Files, config: MkDocsConfig) -> None:
        """Add a file for each page; one that the owner wrote wins."""
        root, source, find = self._host.root, self._host.source, finder(files)
        for part in self.parts():
            for page in part.pages:
                uri = part.prefix + source_uri(page)
                if find(uri) is None:
                    item = page.item if part.product.is_inside else None
                    files.append(make_file(uri, str(root / item.path) if item else source, bool(item), config))

    def parts(self) -> Iterator[SitePart]:
        """The projections that it shows, until its pages are hosted."""
        return parts(self._built, self._host.prefix) if self._built else iter(())

    def host_pages(self, files: Files, config: MkDocsConfig, words: SearchWords | None = None, beside: Homes = NOWHERE) -> None:
        """Begin to make the pages, once other plugins have had their way with the list of files.

        `words` is the index that they share with other products, `beside` has the pages that items of those have in the same site.
        """
        is_translated = mkdocs_languages.is_translated(config)
        if is_translated:
            self._add_pages(files, config)
        assert self._built is not None  # MkDocs tells of its files once
        self._hosted = hosted = HostedSite(
            self._built, self._host, files, self._others, words or search_words(config), beside=beside
        )
        self._built = None  # it is large, and who holds the pages lets go of it in time
        self._owned = OwnedPages(hosted.report, self._host.docs)
        if is_translated:
            mkdocs_languages.list_in_sitemap(files, config)
        if known.are_left_alone(config):
            self._beside = Beside(hosted.pages, files, config, hosted.words, self._turn)
        else:
            gc.enable()  # MkDocs makes one page after the other, and what it throws away of each adds up
            hosted.prepare()
        if hosted.missing:
            told = _listed(hosted.missing)
            log.info("another plugin takes pages out of the site, so no page links to them: %s", told)

    # on_nav

    def open_to_arrangers(self, files: Files, config: MkDocsConfig) -> None:
        """Let plugins that rearrange the navigation find the pages that may have a place in it."""
        mkdocs_nav.open_to_arrangers(self.hosted.own_pages, files, config)

    def arrange(self, nav: Navigation, below: Section | None = None) -> None:
        """Give the pages their place in the navigation, below the section of a product where there are several."""
        self._nav = nav
        ours = self.hosted.own_pages
        mkdocs_nav.close_to_arrangers(ours)
        first, *previews = self.hosted.contents
        left_out = mkdocs_nav.arrange(nav, ours, first.site, adds=self._host.options.nav, below=below)
        if left_out and self._host.options.nav:
            told = _listed([page.file.src_uri for page in left_out])
            log.info("the navigation has other pages of the same sections, so these are not in it: %s", told)
        team = {page.source.address: page for page in ours}
        for contents in previews:
            mkdocs_nav.lead_up([page for page in self.hosted.pages if page.contents is contents], contents.site, team)
        if self._beside:
            self._beside.begin(nav)

    # on_page_markdown, on_page_content: pages of the owner's own

    def take_blocks(self, markdown: str, page: HostPage) -> str:
        """An owner's page with its blocks taken out."""
        return self._owned.take_blocks(markdown, page, self.hosted.built.product) if self._owned else markdown

    def refuse_blocks(self, markdown: str, page: HostPage, wanted: Sequence[str]) -> None:
        """Report the blocks of a page that is of no product of the site, and could be of those in the folders that are `wanted`."""
        if self._owned:
            self._owned.refuse_blocks(markdown, page, self.hosted.built.product, wanted)

    def put_views(self, html: str, page: HostPage) -> str:
        """An owner's page with the views of its blocks."""
        site = self.hosted.site
        return self._owned.put_views(html, page, site) if self._owned and site else html

    # on_env

    def introduce(self, env: Environment, config: MkDocsConfig, serving: bool) -> None:
        """Let pmsite's script ask the index of the search, and other plugins know of the pages that are made beside MkDocs."""
        is_asked = search_of(config) is not None and take_place(
            env, mkdocs_languages.folder(config), mkdocs_languages.folders(config)
        )
        if words := self.hosted.words:
            words.is_asked = is_asked
            if hint := "" if is_asked else missing(config):
                log.info("%s", hint)
        self.introduce_pages(serving)

    def introduce_pages(self, serving: bool) -> None:
        """Let other plugins know of the pages that are made beside MkDocs."""
        if self._beside:
            self._beside.introduce(serving=serving)

    def make_pages(self, env: Environment, config: MkDocsConfig, state_file: StateFile | None) -> Report:
        """Make the pages that MkDocs leaves to this; gives what was found that no check tells, which may end the build."""
        self._env = env
        if self._beside and self._nav:
            self._make_beside(self._beside, self._nav, env, config, state_file)
        self.hosted.add_used()
        self._seal_links()
        return self.hosted.late()

    def _make_beside(
        self, beside: Beside, nav: Navigation, env: Environment, config: MkDocsConfig, state_file: StateFile | None
    ) -> None:
        """Make pages and write them, unless some of those of before may stay."""
        hosted, key_of = self.hosted, None
        if known.is_known(config):
            env.bytecode_cache = compiled("theme")
            of = PageKeys(config, nav).of
            key_of = lambda page: beside.key(page, of, hosted.for_head(page))  # noqa: E731
        writer = beside.writer(env, nav, hosted.announce, hosted.markdown)
        standing = Standing(self.folder, key_of)
        new = beside.choose(standing)
        if is_worth_it(len(new)):
            rest = partial(self._make_rest, self._left_files(), state_file)
            self._rest = beside.make(new, writer, standing, rest, partial(self._forget_read, state_file))
        else:
            self._make_files(state_file)
            beside.make(new, writer, standing)
        hosted.written.update(beside.written)
        for path in (page.file.dest_uri for page in beside.left):
            self.left.update(hosted.written[path].paths(path))

    def _forget_read(self, state_file: StateFile | None) -> None:
        """Forget what was read, where it is only needed to be kept for the next build, of which another process has a copy."""
        if state_file and not self.links.briefs:
            self.hosted.forget_read()

    def _make_files(self, state_file: StateFile | None) -> None:
        """Begin to make what a site has besides its pages, and to keep what was read, unless that has begun, where a process is free."""
        if self._rest is None and self._making_rest is None:
            rest = partial(self._make_rest, self._left_files(), state_file)
            self._making_rest = BackgroundTasks([rest], int(is_worth_it(len(self.hosted.pages))))

    def _make_rest(self, left: Sequence[str], state_file: StateFile | None) -> tuple[list[FileMade], str]:
        state = self._host.state
        begun = state_file.begin(state) if state_file and state else ""  # first, since it takes memory
        return self._others.write(left), begun

    def _left_files(self) -> list[str]:
        left = self.hosted.left_files(self.folder)
        self.left.update(left)
        return left

    def _seal_links(self) -> None:
        """Encrypt the briefs that have a private link, each as its own audience may see it."""
        if not self.links.briefs:
            return
        from pmsite.briefing import brief  # here, since most sites have no links

        workspace = self.hosted.built.workspace
        told = set(workspace.report)
        self.links.seal(lambda name: brief(workspace, name))
        self.hosted.report.extend(fault for fault in workspace.report if fault not in told)

    def leave_to_mkdocs(self, state_file: StateFile | None) -> None:
        """Let MkDocs make and write the rest, while somebody makes what the site has besides pages."""
        self._make_files(state_file)
        self.hosted.forget_plan()
        if self._beside:
            self._beside.let(mkdocs=True)

    # on_page_context, on_template_context

    def list_pages(self, context: TemplateContext) -> None:
        """Let a template list all pages, also those that MkDocs does not make."""
        if self._beside:
            context["pages"] = self._beside.listed

    # on_post_page, on_post_template

    def announce(self, html: str, page: HostPage) -> str:
        """A finished page with what pmsite adds to it."""
        return self.hosted.announce(html, page)

    def not_listed(self, html: str, template_name: str) -> str:
        """A finished page that is none of the site's content."""
        return self.hosted.not_listed(html, template_name)

    def write_markdown(self, page: GeneratedPage) -> None:
        """Write a page as Markdown that MkDocs writes."""
        self.hosted.write_markdown(page)

    # on_post_build

    def write_made(self, config: MkDocsConfig, *, is_last: bool) -> None:
        """Write what a site has for other programs, and let go of all that it was made from; of what was read, too, with the last site of a command.

        Where another process writes that, and no plugin is there that might look for it, nobody waits before the index of the search.
        """
        if self._making_rest is None or not known.is_known(config):
            self._end_rest()
            if is_last and self._host.state:
                self._host.state.shed()
        if self._beside:
            self._beside.let(mkdocs=False)
            self._beside.enter()
        elif self.hosted.words:
            self.hosted.words.finish([file.page.url for file in self.hosted.files.documentation_pages() if file.page])

    def write_index(self, config: MkDocsConfig) -> None:
        """Write the index of the search, and take what another process has written meanwhile."""
        if self.hosted.words:
            self.hosted.words.write(config)
        if self._making_rest:
            self._end_rest()

    def _end_rest(self) -> None:
        rest = self._making_rest.value(0) if self._making_rest else self._rest
        if rest:
            made, self.begun = rest
            self.hosted.keep_files(made)
        self.close()
        self.hosted.let_go()

    def finish(self, site_dir: Path) -> None:
        """Write the private links and what search engines ask for."""
        self.links.write(site_dir)
        if self._beside:
            self._beside.give_back()
        robots = site_dir / ROBOTS
        is_owners = robots.exists()  # one of the owner's, or of another plugin, says what they want said
        if not self._host.openness.is_public and not is_owners:
            robots.write_text(KEEP_OUT, encoding="utf-8")

    def settle(self, folder: Path) -> None:
        """Note what the system says of the site's files, once they are in their places."""
        self.hosted.settle(folder)

    def standing(self) -> StandingSite:
        """What a server may ask of the site, once it is in its place."""
        assert self._nav is not None  # MkDocs has been through all phases
        assert self._env is not None
        assert self._owned is not None
        return self.hosted.standing(self._nav, self._env, self._owned.reads, has_links=bool(self.links.briefs))

    def close(self) -> None:
        """Let nothing go on of this build."""
        if self._making_rest:
            self._making_rest.close()
            self._making_rest = None


def _listed(paths: Sequence[str]) -> str:
    """Paths in a message, the first of them where there are many."""
    more = f" and {len(paths) - MOST_LISTED} more" if len(paths) > MOST_LISTED else ""
    return ", ".join(paths[:MOST_LISTED]) + more
