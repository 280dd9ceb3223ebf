"""The MkDocs plugin: each hook unpacks what MkDocs gives, calls one function, keeps the result.

It is one thing, though long: all that MkDocs calls, in the order in which it does. What is done there is in the modules beside it.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mkdocs.exceptions import ConfigurationError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import Files

from pmsite.audience import TEAM, UnknownAudience
from pmsite.diagnostics import Report
from pmsite.host import mkdocs_languages
from pmsite.host.finished import NOT_FOUND
from pmsite.host.mkdocs_build import SiteBuild
from pmsite.host.mkdocs_config import PmsiteConfig, refuse_two
from pmsite.host.mkdocs_hosting import Host
from pmsite.host.mkdocs_joined import JoinedBuild
from pmsite.host.mkdocs_known import are_contents_known, hindrance
from pmsite.host.mkdocs_output import SiteFolder
from pmsite.host.mkdocs_pages import GeneratedPage
from pmsite.host.mkdocs_plan import HostedPlan, audience_of
from pmsite.host.mkdocs_products import SiteProduct, products_of
from pmsite.host.mkdocs_settings import configure, speak
from pmsite.host.mkdocs_telling import Telling
from pmsite.host.state import State, StateFile
from pmsite.judged import Judged
from pmsite.memory import Memory
from pmsite.pipeline import Build
from pmsite.publishing import outcome
from pmsite.publishing.openness import OpenAndClosed, Openness, WouldOpen

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as HostPage
    from mkdocs.utils.templates import TemplateContext

    from pmsite.history.site_history import SiteHistory
    from pmsite.host.mkdocs_editing import EditedSite
    from pmsite.host.mkdocs_live import LiveUpdates
    from pmsite.host.watching import Rebuilder
    from pmsite.model.item import Item
    from pmsite.workspace import Workspace

log = get_plugin_logger(__name__)


class PmsitePlugin(BasePlugin[PmsiteConfig]):
    """Adds the pages of a workspace to a site."""

    def __init__(self) -> None:
        self._state = State()
        self._state_file: StateFile | None = None
        """Where the state is kept for the next build, if it is."""
        self._histories: dict[str, SiteHistory] = {}
        """By the address of a product, where its pages tell how its plan came about."""
        self._command, self._serving, self._remembers = "build", False, True
        self._begins_early = False
        """Whether a build follows after the settings are read, which is not so where mike reads them."""
        self._products: tuple[SiteProduct, ...] = ()
        """What the site shows: one workspace, or several."""
        self._site: SiteBuild | JoinedBuild | None = None
        """The build that goes on; nothing where the plan has faults, which a server shows instead."""
        self._folder = SiteFolder()
        self._telling: Telling | None = None
        """Tells what this build finds."""
        self._live: LiveUpdates | None = None
        """Shows edits while a server runs."""
        self._rebuilder: Rebuilder | None = None
        self._config: MkDocsConfig | None = None
        """The settings of the last build."""
        self._edited: EditedSite | None = None
        """The site as people edit it while a server runs."""
        self._places: dict[str, Item] = {}
        """By their addresses, the items that have pages in the site that a server shows."""
        self._outer: list[SiteBuild | JoinedBuild | None] = []
        """The builds that have begun and not ended: more than one where the site is built once for each language, the first of them last."""
        self._ended: list[SiteBuild | JoinedBuild] = []
        """The builds that have ended and are not in their place: one, or one for each language."""
        self._report = Report()
        """What was found in the plan, or in its pages where that ended the build."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Keep this instance across rebuilds, so that only changed files are read again."""
        self._command, self._serving, self._remembers = command, command == "serve", not dirty
        self._begins_early = command in ("build", "gh-deploy")
        if self._serving:
            from pmsite.host.mkdocs_server import when_it_serves  # here, as for all that only a server needs

            when_it_serves(self._serve_unwatched)
            self._state = State(Memory(judged=Judged()))  # whoever edits looks at the same plan

    def _serve_unwatched(self, server: LiveReloadServer) -> None:
        """Let people edit the plan also where the server looks for no changes, and MkDocs tells plugins of none."""
        if self._config is not None:
            self._edit(server, self._config, follows=False)

    @event_priority(100)  # before the plugins that note the site's folder
    def _begin(self, config: MkDocsConfig) -> MkDocsConfig:
        refuse_two(config, PmsitePlugin)
        self._products = products_of(self.config, config)
        if self._begins_early:
            self._build_beside(config)
        return config

    def _read(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check everything before MkDocs touches the previous site."""
        gc.disable()  # until the site is there: what a build makes stays, so looking for garbage only costs time
        audience = audience_of(self.config)
        self._config = config
        self._recollect(config, audience)
        state = self._state if self._remembers and not self._is_joined else None
        plans = [HostedPlan(one.options, config, state, self._history_for(audience, one.prefix)) for one in self._products]
        self._telling = telling = Telling(config, plans[0].folder, self._serving)
        if not self._is_joined:
            self._await_edits(plans[0], telling)
        openness = self._openness(audience)
        every = [_built(plan) for plan in plans]
        self._site = None
        try:
            for plan in plans:
                outcome.begin(audience, plan.root, os.environ)
        except outcome.OtherAudience as other:
            raise ConfigurationError(f"pmsite: {other}") from None
        built = [one for one in every if isinstance(one, Build)]
        site = self._begun(built, config, openness, state) if len(built) == len(every) else None
        self._report = every[0].report if not self._is_joined else Report([found for one in every for found in one.report])
        if site and not self._report.failed:
            telling.tell(self._report)
            self._site = site
            configure(config, built[0].product, shows_repository=self.config.show_repository)
            if slow := hindrance(config):
                log.info(slow)
            for one in built:
                of = f"{one.product.settings.name}, " if self._is_joined else ""
                log.info(f"Site for {audience}: {of}{len(one.own.items)} of {one.of} items")
            if not self._serving and (told := openness.told(os.environ)):
                log.info(told)
            if site.told_of_links:
                log.info(site.told_of_links)
        else:
            first = every[0]
            if settings := (first.workspace if isinstance(first, Build) else first).settings:
                speak(config, self.config.language or settings.language)  # which the page of the faults is in
            telling.refuse(self._report)
        if self._serving:
            config.watch.extend(str(plan.root) for plan in plans if plan.root.is_dir())
        return config

    on_config = CombinedEvent(_begin, _read)

    @property
    def _is_joined(self) -> bool:
        """Whether the site has several products, each below its own address."""
        return bool(self._products[0].prefix)

    def _begun(
        self, built: Sequence[Build], config: MkDocsConfig, openness: Openness, state: State | None
    ) -> SiteBuild | JoinedBuild:
        """The build of all products."""
        hosted = [
            (one, Host(product.options, config, openness, state, product.prefix))
            for one, product in zip(built, self._products, strict=True)
        ]
        return JoinedBuild(hosted) if self._is_joined else SiteBuild(*hosted[0])

    def _recollect(self, config: MkDocsConfig, audience: str) -> None:
        """Know what the build before knew: a server does, others read it, once for all languages."""
        if self._serving or self._outer:
            return
        self._state, self._state_file = State(), None
        if self._remembers and not self._is_joined and are_contents_known(config):
            self._state_file = StateFile(Path(config.config_file_path or "mkdocs.yml"), audience)
            self._state = self._state_file.load(stands=self._folder.final(config).is_dir())

    def _await_edits(self, plan: HostedPlan, telling: Telling) -> None:
        """Have edits of a plan followed, in a server, once its site is there."""
        if not (self._serving and self._remembers):
            return
        from pmsite.host.mkdocs_live import LiveUpdates  # here, so that a build never loads what only a server needs

        if self._live is None:
            self._live = LiveUpdates(plan, telling)
        self._live.begin(plan, telling)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]) -> LiveReloadServer:
        """Follow the plan from now on, where that takes no build, and let people edit it."""
        if self._edit(server, config):
            root = str(self._edited.root) if self._edited else ""
            if self._rebuilder:
                self._rebuilder.start()
                if root in config.watch:  # it is watched already
                    config.watch.remove(root)
        return server

    def _edit(self, server: LiveReloadServer, config: MkDocsConfig, *, follows: bool = True) -> bool:
        """Let people edit the plan in the pages of a server, which shows each edit without a build where that can be."""
        from pmsite.host.mkdocs_editing import EditedSite  # here, so that a build never loads what only a server needs
        from pmsite.host.mkdocs_server import DevServer, can_be_followed
        from pmsite.host.watching import Rebuilder

        if not can_be_followed(server) or self._edited or self._is_joined:  # of several products, each edit takes a build
            return False
        shown = DevServer(server)
        if self._live:
            self._rebuilder = server.builder = Rebuilder(
                shown, self._live.plan.root, server.builder, self._live.update, self._not_built
            )
        self._edited = EditedSite(self.config, config, shown, self._state.memory.judged, follows=follows)
        self._edited.show(config, self._places)
        self._edited.begin()
        return True

    @event_priority(100)  # before the plugins that write into the site's folder
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Build beside the site, where nothing did so yet: a server, and whoever read the settings without a build to follow."""
        self._outer.append(self._site)
        self._build_beside(config)
        if self._site:
            self._site.folder = str(self._folder.final(config))

    @event_priority(50)  # before the plugins that read the list of files
    def _add_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages, the style sheet and the script; a page that the owner wrote at the same address wins."""
        if self._site:
            self._site.add_files(files, config)
        return files

    @event_priority(-110)  # after the plugins that take files out, or make others of them
    def _host_pages(self, files: Files, *, config: MkDocsConfig) -> Files:
        if self._site:
            self._site.host_pages(files, config)
        return files

    on_files = CombinedEvent(_add_files, _host_pages)

    @event_priority(110)  # before the plugins that rearrange the navigation
    def _before_arrangement(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        if self._site:
            self._site.open_to_arrangers(files, config)
        return nav

    @event_priority(-90)  # after them
    def _arrange(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give the pages their sections."""
        if self._site:
            self._site.arrange(nav)
        return nav

    on_nav = CombinedEvent(_before_arrangement, _arrange)

    @event_priority(100)  # before macros and tags look at the text
    def on_page_markdown(self, markdown: str, *, page: HostPage, config: MkDocsConfig, files: Files) -> str:
        """Take the `pmsite` blocks out of the owner's pages."""
        return self._site.take_blocks(markdown, page) if self._site else markdown

    @event_priority(90)  # after Markdown, before search reads the content
    def on_page_content(self, html: str, *, page: HostPage, config: MkDocsConfig, files: Files) -> str:
        """Put the views of the blocks in their places."""
        return self._site.put_views(html, page) if self._site else html

    @event_priority(100)  # before search reads the content
    def _before_search(self, context: TemplateContext, *, page: HostPage, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
        if self._site:
            self._site.list_pages(context)
        if isinstance(page, GeneratedPage):
            if page.waits and page.rendered:
                page.show()
            words = self._site.words if self._site else None
            if words:
                words.enter(page)
            if page.source.item or not words:  # to other plugins, lists show all that they have
                page.show_words()
        return context

    @event_priority(-100)  # after search has read the content
    def _after_search(self, context: TemplateContext, *, page: HostPage, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
        if isinstance(page, GeneratedPage):
            page.show_all()
            if self._site and self._site.words:
                self._site.words.leave(page)
        return context

    on_page_context = CombinedEvent(_before_search, _after_search)

    @event_priority(200)  # before the plugins that put pages together
    def _introduce(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        if self._site:
            self._site.introduce(env, config, self._serving)
        return env

    @event_priority(-100)  # after the plugins that change how templates are found, and what they are given
    def _make_pages(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Make pages, and stop before anything of them is shown where that found faults."""
        if self._site:
            state_file = self._early_state_file(config)
            late = self._site.make_pages(env, config, state_file)
            if late.failed:
                self._site.close()
                self._forget_begun()
                self._report, self._site = late, None
                self._now_telling.refuse(late)
            else:
                self._now_telling.tell(late)
                self._places = self._site.places() if self._serving else {}
                self._site.leave_to_mkdocs(state_file)
        return env

    on_env = CombinedEvent(_introduce, _make_pages)

    def on_template_context(self, context: TemplateContext, *, template_name: str, config: MkDocsConfig) -> TemplateContext:
        """Let templates list all pages."""
        if self._site:
            self._site.list_pages(context)
        return context

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Say to search engines what pages say; while there are faults, any address of the preview shows them."""
        if self._site and template_name.endswith(".html"):
            return self._site.not_listed(output_content, template_name)
        return self._now_telling.page(self._report) if self._site is None and template_name == NOT_FOUND else output_content

    @event_priority(100)  # before the plugins that change finished pages
    def on_post_page(self, output: str, *, page: HostPage, config: MkDocsConfig) -> str:
        """While there are faults, the pages of the preview show them."""
        shown = self._now_telling.page(self._report) if self._site is None else self._site.announce(output, page)
        if isinstance(page, GeneratedPage):
            if self._site and not page.waits:
                self._site.write_markdown(page)
            page.let_go()
        return shown

    @event_priority(100)  # before search makes its index, which takes memory
    def _after_pages(self, *, config: MkDocsConfig) -> None:
        if self._site:
            self._site.write_made(config, is_last=not self._serving and not mkdocs_languages.is_translated(config))

    @event_priority(-1)  # after search has written its index, before others read that
    def _after_search_is_written(self, *, config: MkDocsConfig) -> None:
        if self._site:
            self._site.write_index(config)

    @event_priority(-200)  # the last to write
    def _at_last(self, *, config: MkDocsConfig) -> None:
        """Add private links, and put the finished site in the place of the previous one, unless strict warnings make it a failed build."""
        self._site = self._outer.pop()
        if self._site:
            self._ended.append(self._site)
        if self._outer:  # one language of several: the site is whole when the first of them ends
            return
        if self._site:
            self._site.finish(Path(config.site_dir))
        left = {path for site in self._ended for path in site.left}
        if not self._folder.publish(config, left, lambda final: self._remember(final, config)):
            self._forget_begun()
        self._ended.clear()
        if not self._serving:  # nothing follows that would be worth looking through what the build left
            gc.freeze()
            gc.unfreeze()
        gc.enable()

    on_post_build = CombinedEvent(_after_pages, _after_search_is_written, _at_last)

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the previous site as it was, whatever the fault."""
        self._abandon()

    def on_shutdown(self) -> None:
        """Let nothing go on of a build that was interrupted, and leave nothing of it."""
        if self._rebuilder:
            self._rebuilder.stop()
        self._abandon()

    def _abandon(self) -> None:
        gc.enable()
        self._outer.clear()
        self._ended.clear()
        if self._site:
            self._site.close()
        if self._folder.leave():
            self._forget_begun()

    def _early_state_file(self, config: MkDocsConfig) -> StateFile | None:
        """What is written while pages are made: not where other languages follow, whose pages are part of what is kept."""
        return None if mkdocs_languages.is_translated(config) else self._state_file

    def _not_built(self, why: str) -> str:
        """Told while it is known what went wrong."""
        log.error("The site cannot be built", exc_info=True)
        return self._now_telling.not_built(why)

    def _forget_begun(self) -> None:
        """Leave nothing of what was to be kept of a build that is not published."""
        if self._state_file:
            self._state_file.abandon()

    def _openness(self, audience: str) -> Openness:
        try:
            found = Openness.of(audience, self.config.public, self.config.closed, os.environ)
            found.refuse_open_host(self._command)
        except (OpenAndClosed, WouldOpen) as fault:
            raise ConfigurationError(f"pmsite: {fault}") from None
        return found

    def _history_for(self, audience: str, prefix: str) -> SiteHistory | None:
        """Where the pages of a product tell how its plan came about: for the team, unless the settings say otherwise."""
        wanted = audience == TEAM if self.config.history is None else self.config.history
        if wanted and prefix not in self._histories:
            from pmsite.history.site_history import SiteHistory  # here, so that a site without history never loads it

            self._histories[prefix] = SiteHistory(keeps=self._serving)
        return self._histories[prefix] if wanted else None

    def _build_beside(self, config: MkDocsConfig) -> None:
        """Let all that follows write into a folder beside the site, but where MkDocs keeps what is there."""
        if self._remembers or not self._serving:
            self._folder.build_beside(config, [product.options.workspace for product in self._products])

    def _remember(self, final: Path, config: MkDocsConfig) -> None:
        """Know what stands in its place now, in the next build."""
        for site in self._ended:
            site.settle(final)
        if self._site is None:
            return
        if self._edited:
            self._edited.show(config, self._places)
        if self._live and isinstance(self._site, SiteBuild):
            self._live.stand(self._site.standing(), self._report)
        if self._state_file:
            begun = self._state_file.begin(self._state) if mkdocs_languages.is_translated(config) else self._site.begun
            self._state_file.end(self._state, begun)

    @property
    def _now_telling(self) -> Telling:
        assert self._telling is not None  # the settings have been read
        return self._telling


def _built(plan: HostedPlan) -> Build | Workspace:
    """A plan, read and checked; an audience that it does not know is no reason to show it to others."""
    try:
        return plan.build()
    except UnknownAudience as unknown:
        raise ConfigurationError(
            f"pmsite: the audience {str(unknown)!r} is not in {plan.options.workspace}/product.yml; nothing was published"
        ) from None
