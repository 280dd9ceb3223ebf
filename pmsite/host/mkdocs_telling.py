"""What was found in a plan, as a site's owner learns of it: in MkDocs' log, on the pages of the preview, and by `pmsite publish`."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import Abort
from mkdocs.plugins import get_plugin_logger

from pmsite.diagnostics import Diagnostic, Report, Severity, Span
from pmsite.host.mkdocs_settings import language_of
from pmsite.messages import Say, said
from pmsite.publishing import outcome
from pmsite.reporting.safe import one_line
from pmsite.reporting.selection import choose
from pmsite.reporting.text import lines
from pmsite.wording.messages import in_language

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

log = get_plugin_logger(__name__)

HISTORY = frozenset({"no-history", "history-gap", "history-incomplete"})
"""Notices that a site's owner should see, since pages lack something because of them."""
_LEVELS = {
    Severity.ERROR: logging.ERROR,
    Severity.WARNING: logging.WARNING,
    Severity.REMINDER: logging.DEBUG,
    Severity.NOTICE: logging.DEBUG,
}


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells what is found in the plan of one build, and in its edits."""

    config: MkDocsConfig
    folder: Path
    """That the paths of messages are relative to."""
    serving: bool

    @property
    def say(self) -> Say:
        """Tells messages in the language of the site."""
        return in_language(language_of(self.config))

    def tell(self, report: Report) -> None:
        """Tell what stops no build."""
        outcome.tell(report, self.folder, os.environ)
        kept, more = choose(report)
        for diagnostic in kept:
            log.log(logging.INFO if diagnostic.code in HISTORY else _LEVELS[diagnostic.severity], _told(diagnostic, self.say))
        for code, count in more.items():
            log.info(self.say(said("and {count} more of {code}: see `pmsite check`", count=count, code=code)))

    def refuse(self, report: Report) -> None:
        """Tell of faults with which nothing is built, and a server shows them instead. Raises Abort, but in a server."""
        outcome.tell(report, self.folder, os.environ)
        told = "\n".join(lines(report, self.folder, say=self.say))
        if not self.serving:
            raise Abort(told)
        log.error("%s\n%s", self.say(said("pmsite found faults; the preview shows them until they are mended")), told)

    def page(self, report: Report) -> str:
        """The page of the faults, which the preview shows at any address."""
        from pmsite.render import faults  # here, since most sites have no faults

        return faults.page(report, self.folder, self.config.site_name, language_of(self.config))

    def not_built(self, why: str) -> str:
        """The page of a site that could not be built, for a cause that is no fault of the plan."""
        message = said("the site cannot be built: {why}", why=one_line(why)[:300] or said("nothing says why"))
        hint = said("the terminal in which `mkdocs serve` runs tells more; it is built again as soon as a file is saved")
        span = Span(Path(self.config.config_file_path or "mkdocs.yml").name)
        return self.page(Report([Diagnostic("not-built", Severity.ERROR, span, message, hint)]))


def _told(diagnostic: Diagnostic, say: Say) -> str:
    told = diagnostic.message
    if diagnostic.hint:
        told = said("{message} ({hint})", message=diagnostic.message, hint=diagnostic.hint)
    return one_line(f"{diagnostic.span} {diagnostic.code}: {say(told)}")
