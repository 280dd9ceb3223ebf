"""The MkDocs plugin: each hook unpacks what MkDocs gives, calls one function, keeps the result."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.utils import CountHandler

from pmsite import output
from pmsite.audience import TEAM, UnknownAudience
from pmsite.clock import today
from pmsite.diagnostics import Diagnostic, Report, Severity
from pmsite.host import mkdocs_languages, private_links, publication
from pmsite.host.mkdocs_build import SiteBuild
from pmsite.host.mkdocs_config import PmsiteConfig
from pmsite.host.mkdocs_known import are_contents_known, hindrance
from pmsite.host.mkdocs_pages import GeneratedPage
from pmsite.host.mkdocs_settings import configure
from pmsite.host.openness import OpenAndClosed, Openness, WouldOpen
from pmsite.host.state import State, StateFile
from pmsite.pipeline import Build, Workspace, build, read, show
from pmsite.read.host_config import entries
from pmsite.reporting.safe import one_line
from pmsite.reporting.selection import choose
from pmsite.reporting.text import lines

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as HostPage
    from mkdocs.utils.templates import TemplateContext

    from pmsite.history.site_history import SiteHistory
    from pmsite.host.follower import Follower
    from pmsite.host.mkdocs_following import Following

log = get_plugin_logger(__name__)


class PmsitePlugin(BasePlugin[PmsiteConfig]):
    """Adds the pages of a workspace to a site."""

    def __init__(self) -> None:
        self._state = State()
        self._state_file: StateFile | None = None
        """Where the state is kept for the next build, if it is."""
        self._recall: SiteHistory | None = None
        self._command, self._serving, self._remembers = "build", False, True
        self._begins_early = False
        """Whether a build follows after the settings are read, which is not so where mike reads them."""
        self._site: SiteBuild | None = None
        self._output: output.Output | None = None
        self._config: MkDocsConfig | None = None
        """Whose folder for the site is another one while the site is built."""
        self._latest: MkDocsConfig | None = None
        self._following: Following | None = None
        """Shows edits while a server runs."""
        self._follower: Follower | None = None
        self._outer: list[SiteBuild | None] = []
        """The builds that have begun and not ended: more than one where the site is built once for each language, the first of them last."""
        self._ended: list[SiteBuild] = []
        """The builds that have ended and are not in their place: one, or one for each language."""
        self._report = Report()
        self._folder = Path()
        """The folder that the paths of messages are relative to."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Keep this instance across rebuilds, so that only changed files are read again."""
        self._command, self._serving, self._remembers = command, command == "serve", not dirty
        self._begins_early = command in ("build", "gh-deploy")
        if self._serving and self._remembers:
            from pmsite.host.mkdocs_following import Following  # here, so that a build never loads what only a server needs

            self._following = Following(self._plan_now, self._shown_now, self._tell, self._refused, self._explained)

    @event_priority(100)  # before the plugins that note the site's folder
    def _begin(self, config: MkDocsConfig) -> MkDocsConfig:
        _refuse_two(config)
        if self._begins_early:
            self._build_beside(config)
        return config

    def _read(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check everything before MkDocs touches the previous site."""
        if self._serving:
            gc.disable()  # until the page is there: nobody waits for memory
        if self._following:
            self._following.pause()
        self._latest = config
        root, audience = self._root(config), self._audience()
        openness = self._openness(audience)
        self._recollect(config, audience)
        try:
            built = self._built(config)
        except UnknownAudience as unknown:
            raise ConfigurationError(
                f"pmsite: the audience {str(unknown)!r} is not in {self.config.workspace}/product.yml; nothing was published"
            ) from None
        self._report, self._folder, self._site = built.report, root.parent, None
        try:
            publication.begin(audience, root, os.environ)
        except publication.OtherAudience as other:
            raise ConfigurationError(f"pmsite: {other}") from None
        state = self._state if self._remembers else None
        site = SiteBuild(built, self.config, config, openness, state) if isinstance(built, Build) else None
        if site and not built.report.failed:
            self._tell(built.report)
            self._site = site
            configure(config, site.built.product, shows_repository=self.config.show_repository)
            if slow := hindrance(config):
                log.info(slow)
            log.info(_for_whom(site.built, audience))
            if not self._serving and (told := openness.told(os.environ)):
                log.info(told)
            if site.links.told:
                log.info(site.links.told)
        else:
            self._fail(root.parent)
        if root.is_dir() and self._serving:
            config.watch.append(str(root))
        return config

    on_config = CombinedEvent(_begin, _read)

    def _recollect(self, config: MkDocsConfig, audience: str) -> None:
        """Know what the build before knew: a server does, others read it, once for all languages."""
        if self._serving or self._outer:
            return
        self._state, self._state_file = State(), None
        if self._remembers and are_contents_known(config):
            self._state_file = StateFile(Path(config.config_file_path or "mkdocs.yml"), audience)
            self._state = self._state_file.load()

    def _root(self, config: MkDocsConfig) -> Path:
        return Path(config.config_file_path or ".").resolve().parent / self.config.workspace

    def _audience(self) -> str:
        return self.config.audience or os.environ.get("PMSITE_AUDIENCE") or TEAM

    def _built(self, config: MkDocsConfig) -> Build | Workspace:
        audience = self._audience()
        return build(
            self._root(config),
            self.config.workspace,
            audience,
            today(),
            self._state.memory if self._remembers else None,
            self.config.preview,
            mkdocs_languages.words_of(config) or self.config.language or "",
            self._recalled(audience),
        )

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]) -> LiveReloadServer:
        """Follow the plan from now on, where that takes no build."""
        from pmsite.host.follower import Follower  # here, so that a build never loads what only a server needs
        from pmsite.host.mkdocs_server import Preview, can_be_followed

        if self._following and can_be_followed(server):
            root = self._root(config)
            self._follower = Follower(Preview(server), root, builder, self._following.follow)
            server.builder = self._follower
            self._follower.start()
            if str(root) in config.watch:  # it is watched already
                config.watch.remove(str(root))
        return server

    def _plan_now(self) -> Workspace:
        """The plan as it is read now, and not checked."""
        assert self._latest is not None  # there is a site already
        return read(self._root(self._latest), self.config.workspace, today(), self._state.memory)

    def _shown_now(self, workspace: Workspace, told: Iterable[Diagnostic]) -> Build | Workspace:
        """A plan that was read as the site shows it, with what was found before."""
        assert self._latest is not None  # there is a site already
        audience = self._audience()
        words = mkdocs_languages.words_of(self._latest) or self.config.language or ""
        return show(workspace, audience, self._state.memory, self.config.preview, words, self._recalled(audience), told)

    def _refused(self, report: Report) -> None:
        self._fail(self._folder, report)

    def _explained(self, report: Report) -> str:
        return _fault_page(report, self._folder)

    @event_priority(100)  # before the plugins that write into the site's folder
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Build beside the site, where nothing did so yet: a server, and whoever read the settings without a build to follow."""
        self._outer.append(self._site)
        self._build_beside(config)
        if self._site and self._output:
            self._site.folder = str(self._output.final)

    @event_priority(50)  # before the plugins that read the list of files
    def _add_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages, the style sheet and the script; a page that the owner wrote at the same address wins."""
        if self._site:
            self._site.take_out_plan(files, config)
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
            if self._site and self._site.words:
                self._site.words.enter(page)
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
            self._site.introduce(self._serving)
        return env

    @event_priority(-100)  # after the plugins that change how templates are found, and what they are given
    def _make_pages(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Make pages, and stop before anything of them is shown where that found faults."""
        if self._site:
            state_file = self._early_state_file(config)
            self._site.make_pages(env, config, state_file)
            self._site.add_assets(config)
            self._site.seal_links()
            late = self._site.late()
            if late.failed:
                self._site.close()
                self._forget_begun()
                self._report, self._site = late, None
                self._fail(Path(config.config_file_path or ".").resolve().parent)
            else:
                self._tell(late)
                self._site.make_files(config, state_file)
                self._site.let_go()
                self._site.leave_to_mkdocs()
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
            return self._site.not_listed(output_content)
        return _fault_page(self._report, self._folder) if self._site is None and template_name == "404.html" else output_content

    @event_priority(100)  # before the plugins that change finished pages
    def on_post_page(self, output: str, *, page: HostPage, config: MkDocsConfig) -> str:
        """While there are faults, the pages of the preview show them."""
        shown = _fault_page(self._report, self._folder) if self._site is None else self._site.announce(output, page)
        if isinstance(page, GeneratedPage):
            page.let_go()
        return shown

    @event_priority(100)  # before search makes its index, which takes memory
    def _after_pages(self, *, config: MkDocsConfig) -> None:
        if self._site:
            self._site.write_made(None if self._serving or mkdocs_languages.is_translated(config) else self._state)

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
        if self._output:
            strict_warnings = sum(
                handler.get_counts()[0][1]
                for handler in logging.getLogger("mkdocs").handlers
                if isinstance(handler, CountHandler) and handler.get_counts()
            )
            config.site_dir = str(self._output.final)
            if config.strict and strict_warnings:
                self._leave(self._output)
            else:
                self._publish(self._output, config)
            self._output = None
        self._ended.clear()
        gc.enable()

    on_post_build = CombinedEvent(_after_pages, _after_search_is_written, _at_last)

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the previous site as it was, whatever the fault."""
        self._abandon()

    def on_shutdown(self) -> None:
        """Let nothing go on of a build that was interrupted, and leave nothing of it."""
        if self._follower:
            self._follower.stop()
        self._abandon()

    def _abandon(self) -> None:
        gc.enable()
        self._outer.clear()
        self._ended.clear()
        if self._site:
            self._site.close()
        if self._output:
            self._leave(self._output)
            if self._config:
                self._config.site_dir = str(self._output.final)
            self._output = None

    def _leave(self, made: output.Output) -> None:
        """Leave the previous site as it was, all but the pages of private links that have ended: no fault keeps those."""
        gone = private_links.withdraw(made.final)
        if gone:
            log.info(gone)
        made.discard()
        self._forget_begun()

    def _early_state_file(self, config: MkDocsConfig) -> StateFile | None:
        """What is written while pages are made: not where other languages follow, whose pages are part of what is kept."""
        return None if mkdocs_languages.is_translated(config) else self._state_file

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

    def _recalled(self, audience: str) -> SiteHistory | None:
        wanted = audience == TEAM if self.config.history is None else self.config.history
        if wanted and self._recall is None:
            from pmsite.history.site_history import SiteHistory  # here, so that a site without history never loads it

            self._recall = SiteHistory(keeps=self._serving)
        return self._recall if wanted else None

    def _build_beside(self, config: MkDocsConfig) -> None:
        """Let all that follows write into a folder beside the site."""
        if self._output or (self._serving and not self._remembers):
            return
        file = Path(config.config_file_path or "mkdocs.yml")
        try:
            self._output = output.Output.prepare(
                Path(config.site_dir), (file.resolve().parent / self.config.workspace, file), log.info
            )
        except output.UnsafeOutput as fault:
            raise ConfigurationError(f"pmsite: {fault}") from None
        self._config, config.site_dir = config, str(self._output.working)

    def _remember(self, final: Path, config: MkDocsConfig) -> None:
        """Know what stands in its place now, in the next build."""
        for site in self._ended:
            site.settle(final)
        if self._site is None:
            return
        if self._following:
            self._following.stand(self._site, config, self._report)
        if self._state_file:
            begun = self._state_file.begin(self._state) if mkdocs_languages.is_translated(config) else self._site.begun
            self._state_file.end(self._state, begun)

    def _publish(self, made: output.Output, config: MkDocsConfig) -> None:
        left = {path for site in self._ended for path in site.left}
        try:
            made.publish(left, lambda: self._remember(made.final, config))
        except output.NotPublished as fault:
            raise Abort(f"pmsite: the site is built and was not put in place: {fault}") from None

    def _fail(self, root: Path, report: Report | None = None) -> None:
        report = self._report if report is None else report
        publication.tell(report, root, os.environ)
        told = "\n".join(lines(report, root))
        if not self._serving:
            raise Abort(told)
        log.error("pmsite found faults; the preview shows them until they are mended\n%s", told)

    def _tell(self, report: Report) -> None:
        publication.tell(report, self._folder, os.environ)
        kept, more = choose(report)
        for diagnostic in kept:
            log.log(logging.INFO if diagnostic.code in HISTORY else _LEVELS[diagnostic.severity], _told(diagnostic))
        for code, count in more.items():
            log.info("and %s more of %s: see `pmsite check`", count, code)


HISTORY = frozenset({"no-history", "history-gap", "history-incomplete"})
"""Notices that a site's owner should see, since pages lack something because of them."""
_LEVELS = {
    Severity.ERROR: logging.ERROR,
    Severity.WARNING: logging.WARNING,
    Severity.REMINDER: logging.DEBUG,
    Severity.NOTICE: logging.DEBUG,
}


def _fault_page(report: Report, folder: Path) -> str:
    from pmsite.host import fault_page  # here, since most sites have no faults

    return fault_page.html(report, folder)


def _told(diagnostic: Diagnostic) -> str:
    hint = f" ({diagnostic.hint})" if diagnostic.hint else ""
    return one_line(f"{diagnostic.span} {diagnostic.code}: {diagnostic.message}{hint}")


def _for_whom(built: Build, audience: str) -> str:
    return f"Site for {audience}: {len(built.product.items)} of {built.of} items"


def _refuse_two(config: MkDocsConfig) -> None:
    """A site shows one workspace: the pages of two would have the same addresses."""
    file = Path(config.config_file_path or "mkdocs.yml")
    lines, swallowed = entries(file)
    if not swallowed and sum(isinstance(plugin, PmsitePlugin) for plugin in config.plugins.values()) < 2:
        return
    where = f" (lines {', '.join(map(str, lines))})" if len(lines) > 1 else ""
    raise ConfigurationError(
        f"pmsite: `plugins` in {file.name} names pmsite more than once{where}, and a site shows one workspace. Keep one entry, and give "
        f"the other product a file of its own, with `INHERIT: {file.name}`, a `site_dir` and `plugins: {{search: {{}}, pmsite: {{workspace: FOLDER}}}}`"
    )
