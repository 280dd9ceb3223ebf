"""From an edit of the plan to its page: what has to be known before that is shown, and what comes after."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from mkdocs.plugins import get_plugin_logger

from pmsite.diagnostics import Diagnostic, Report
from pmsite.host.mkdocs_again import Again, can_follow
from pmsite.host.mkdocs_build import SiteBuild
from pmsite.host.mkdocs_server import Preview
from pmsite.pipeline import Build, Workspace, check_all, guard, told_of
from pmsite.read.workspace import SETTINGS

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

log = get_plugin_logger(__name__)

ENDINGS = (".md", ".csv")
"""Files whose edits can be followed."""


class Following:
    """Follows edits of the plan with the site that a server shows.

    A file that cannot be read right, and an error of its own or of the plan as a whole, come before its page: then all pages show
    the faults, and the site stays as it is behind them. Findings in the texts of other items come after the page, with all else.
    """

    def __init__(
        self,
        read: Callable[[], Workspace],
        show: Callable[[Workspace, Iterable[Diagnostic]], Build | Workspace],
        tell: Callable[[Report], None],
        refuse: Callable[[Report], None],
        explain: Callable[[Report], str],
    ) -> None:
        """`read` and `show` make a build; `show` is given what was found the time before, until the rules have run.

        `tell` logs what was found, `refuse` what stops a build, and `explain` gives a page of that.
        """
        self._read, self._show, self._tell, self._refuse, self._explain = read, show, tell, refuse, explain
        self.standing: tuple[SiteBuild, MkDocsConfig] | None = None
        """What the server shows, if the plan can be followed from there."""
        self._told: tuple[Diagnostic, ...] = ()
        self._unseen: frozenset[str] = frozenset()
        """The files that have changed since the site was last shown."""
        self._is_doubted = False
        """Whether errors were found where an edit alone would not look."""

    def stand(self, site: SiteBuild, config: MkDocsConfig, told: Report) -> None:
        """Follow from a site that was built, of which something was told."""
        if not can_follow(config):
            return
        self.standing, self._told, self._unseen, self._is_doubted = (site, config), tuple(told), frozenset(), False
        gc.freeze()  # what a site is made of stays: to look through it again and again for garbage takes longer than most edits

    def pause(self) -> None:
        """Follow nothing until another site is built."""
        self.standing = None
        gc.unfreeze()

    def follow(self, preview: Preview) -> bool | None:
        """Show what has changed in the plan; nothing where nothing has, false where that takes a build."""
        gc.disable()  # until the page is there: nobody waits for memory
        try:
            return self._follow(preview)
        finally:
            gc.enable()

    def _follow(self, preview: Preview) -> bool | None:
        workspace = self._read()
        if not workspace.changed:
            return None
        self._unseen |= workspace.changed
        if self.standing is None:
            return False
        carried = {path.removeprefix(f"{workspace.prefix}/") for path in self.standing[0].used}
        if not all(map(_can_be_followed, self._unseen)) or not carried.isdisjoint(self._unseen):
            return False
        edited = frozenset(_items_in(workspace, self._unseen))
        if not workspace.report.failed:
            if self._is_doubted:
                check_all(workspace)
            else:
                guard(workspace, edited)
        built = self._show(workspace, self._told)
        if not isinstance(built, Build) or built.report.failed:
            self._stop(workspace, preview)
            return True
        before, config = self.standing
        self.standing = None
        site = Again(before, built, config)
        return site.is_the_same_site() and self._follow_with(site, config, edited, preview)

    def _follow_with(self, site: Again, config: MkDocsConfig, edited: frozenset[str], preview: Preview) -> bool:
        """Write the pages that were edited, and show them; then all others."""
        if not site.make(site.pages_of(edited)):
            return False
        count = len(self._written(site))
        preview.uncover()
        if count:
            preview.show()
        gc.enable()
        found = site.built.workspace.report
        check_all(site.built.workspace)
        self._is_doubted = found.failed
        if not site.retell(told_of(site.built)):
            return False
        if found.failed:
            self._cover(found, preview)
        else:
            self._unseen = frozenset()
            self._tell_new(site.built.report)
        if not site.make(site.pages_left()):
            return False
        count += len(self._written(site))
        site.follow_up()
        preview.show_again()
        log.info("%s of your pages are written anew", count)
        self.standing = site, config
        return True

    def _stop(self, workspace: Workspace, preview: Preview) -> None:
        """Show the faults that are known, then with them all that a check finds; the site stays as it is behind them."""
        preview.cover(self._explain(workspace.report))
        preview.show()
        check_all(workspace)
        preview.show_again()
        self._cover(workspace.report, preview)

    def _cover(self, found: Report, preview: Preview) -> None:
        self._refuse(found)
        preview.cover(self._explain(found))
        preview.show()

    def _written(self, site: Again) -> list[str]:
        pages = []
        for page in site.write():
            log.debug("%s is written anew: %s", page.file.src_uri, site.why(page))
            pages.append(page.file.src_uri)
        return pages

    def _tell_new(self, report: Report) -> None:
        """Log what was not told of the edit before: whoever saves ten times an hour need not read a thousand lines each time."""
        before, self._told = frozenset(self._told), tuple(report)
        self._tell(Report([one for one in self._told if one not in before]))


def _can_be_followed(file: str) -> bool:
    return file.endswith(ENDINGS) and file != SETTINGS


def _items_in(workspace: Workspace, files: frozenset[str]) -> list[str]:
    """The items that have their facts, values or words in some files."""
    own = {file.removesuffix(".csv") + ".md" if file.endswith(".csv") else file for file in files}
    found = [id for id, record in workspace.records.items() if record.inside in own]
    return found + [told.item for told in workspace.translations.values() if told.record.inside in own]
