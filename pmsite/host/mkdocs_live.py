"""From an edit of the plan to its page: what has to be known before that is shown, and what comes after."""

from __future__ import annotations

import gc

from mkdocs.plugins import get_plugin_logger

from pmsite.clock import today
from pmsite.diagnostics import Diagnostic, Report
from pmsite.host.mkdocs_incremental import IncrementalBuild, can_follow, same_site
from pmsite.host.mkdocs_plan import HostedPlan
from pmsite.host.mkdocs_server import DevServer
from pmsite.host.mkdocs_site import StandingSite
from pmsite.host.mkdocs_telling import Telling
from pmsite.host.watching import Update
from pmsite.pipeline import Build, guard, judge, told_of
from pmsite.read.workspace import PORTFOLIO, SETTINGS
from pmsite.workspace import Workspace

log = get_plugin_logger(__name__)

ENDINGS = (".md", ".csv")
"""Files whose edits can be followed."""


class LiveUpdates:
    """Follows edits of the plan with the site that a server shows.

    A file that cannot be read right, and an error of its own or of the plan as a whole, come before its page: then all pages show
    the faults, and the site stays as it is behind them. Findings in the texts of other items come after the page, with all else.
    """

    def __init__(self, plan: HostedPlan, telling: Telling) -> None:
        """`plan` reads what is edited, `telling` tells what is found in it; as of the build that goes on, see `begin`."""
        self.plan, self._telling = plan, telling
        self._standing: StandingSite | None = None
        """What the server shows, if edits can be shown in it."""
        self._told: tuple[Diagnostic, ...] = ()
        self._unseen: frozenset[str] = frozenset()
        """The files that have changed since the site was last shown."""
        self._is_doubted = False
        """Whether errors were found where `guard`, which looks at what was edited, would not look: then nothing less than all rules uncovers the site."""
        self._day = today()
        """The day that the plan was last looked at."""

    def begin(self, plan: HostedPlan, telling: Telling) -> None:
        """Show nothing until another site is built, and know what that is built from."""
        self.plan, self._telling, self._standing = plan, telling, None
        gc.unfreeze()

    def stand(self, site: StandingSite, told: Report) -> None:
        """Follow from a site that was built, of which something was told."""
        if not can_follow(site.host.config):
            return
        self._standing, self._told, self._unseen, self._is_doubted = site, tuple(told), frozenset(), False
        gc.freeze()  # what a site is made of stays: to look through it again and again for garbage takes longer than most edits

    def update(self, server: DevServer) -> Update:
        """Show what has changed in the plan, where that takes no build."""
        gc.disable()  # until the page is there: nobody waits for memory
        try:
            return self._update(server)
        except OSError as fault:  # as on a full disk
            log.warning("the edit cannot be written into the site that is shown (%s), so all is built anew", fault.strerror)
            return Update.NEEDS_BUILD
        finally:
            gc.enable()

    def _update(self, server: DevServer) -> Update:
        workspace, is_another_day = self.plan.read(), today() != self._day
        self._day = today()
        if not workspace.changed and not is_another_day:
            return Update.NONE
        self._unseen |= workspace.changed
        if self._standing is None or is_another_day:  # on another day anything may have become late
            return Update.NEEDS_BUILD
        carried = {path.removeprefix(f"{workspace.prefix}/") for path in self._standing.used}
        if not all(map(_can_be_followed, self._unseen)) or not carried.isdisjoint(self._unseen):
            return Update.NEEDS_BUILD
        edited = frozenset(_items_in(workspace, self._unseen))
        known = self._judged_before(workspace)
        if not (known or workspace.report.failed):
            if self._is_doubted:
                judge(workspace, self.plan.memory)
            else:
                guard(workspace, edited)
        built = self.plan.show(workspace, None if known else self._told)
        if not isinstance(built, Build) or built.report.failed:
            self._stop(workspace, server)
            return Update.SHOWN
        before, self._standing = self._standing, None  # until the edit is through: whatever ends it, a build comes next
        site = same_site(before, built)
        return self._update_with(site, edited, server, is_judged=known) if site else Update.NEEDS_BUILD

    def _judged_before(self, workspace: Workspace) -> bool:
        """Whether all is known that is to be found in a plan, as where the editor has judged it before it wrote it."""
        judged = self.plan.memory.judged if self.plan.memory else None
        known = judged.of(workspace) if judged and not workspace.report.failed else None
        workspace.report.extend(known or ())
        return known is not None

    def _update_with(self, site: IncrementalBuild, edited: frozenset[str], server: DevServer, *, is_judged: bool) -> Update:
        """Write the pages that were edited, and show them; then all others."""
        if not site.make(site.pages_of(edited)):
            return Update.NEEDS_BUILD
        count = len(self._written(site))
        server.uncover()
        if count:
            server.show()
        gc.enable()
        found = site.built.workspace.report
        if not is_judged:
            judge(site.built.workspace, self.plan.memory)
        self._is_doubted = found.failed
        if not is_judged and not site.retell(told_of(site.built)):  # pages that tell of findings are among those that are left
            return Update.NEEDS_BUILD
        if found.failed:
            self._cover(found, server)
        else:
            self._unseen = frozenset()
            self._tell_new(site.built.report)
        if not site.make(site.pages_left()):
            return Update.NEEDS_BUILD
        count += len(self._written(site))
        standing = site.finish()
        server.show_again()
        log.info("%s of your pages are written anew", count)
        self._standing = standing
        return Update.SHOWN

    def _stop(self, workspace: Workspace, server: DevServer) -> None:
        """Show the faults that are known, then with them all that a check finds; the site stays as it is behind them."""
        server.cover(self._telling.page(workspace.report))
        server.show()
        if not self._judged_before(workspace):
            judge(workspace, self.plan.memory)
        server.show_again()
        self._cover(workspace.report, server)

    def _cover(self, found: Report, server: DevServer) -> None:
        self._telling.refuse(found)
        server.cover(self._telling.page(found))
        server.show()

    def _written(self, site: IncrementalBuild) -> list[str]:
        pages = []
        for page in site.write():
            log.debug("%s is written anew: %s", page.file.src_uri, site.why(page))
            pages.append(page.file.src_uri)
        return pages

    def _tell_new(self, report: Report) -> None:
        """Log what was not told of the edit before: whoever saves ten times an hour need not read a thousand lines each time."""
        before, self._told = frozenset(self._told), tuple(report)
        self._telling.tell(Report([one for one in self._told if one not in before]))


def _can_be_followed(file: str) -> bool:
    return file.endswith(ENDINGS) and file not in (SETTINGS, PORTFOLIO)


def _items_in(workspace: Workspace, files: frozenset[str]) -> list[str]:
    """The items that have their facts, values or words in some files."""
    own = {file.removesuffix(".csv") + ".md" if file.endswith(".csv") else file for file in files}
    found = [id for id, record in workspace.records.items() if record.inside in own]
    return found + [told.item for told in workspace.translations.values() if told.record.inside in own]
