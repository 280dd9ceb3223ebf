"""Where MkDocs writes while a site is built, and what becomes of that: it takes the place of the site before, or leaves it as it was."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.plugins import get_plugin_logger
from mkdocs.utils import CountHandler

from pmsite.output import NotPublished, Output, UnsafeOutput
from pmsite.share.links import withdraw

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

log = get_plugin_logger(__name__)


class SiteFolder:
    """The folder of a site, from build to build of one command."""

    def __init__(self) -> None:
        self._beside: tuple[Output, MkDocsConfig] | None = None
        """The folder beside the site, while there is one, and the configuration that names it meanwhile."""

    def final(self, config: MkDocsConfig) -> Path:
        """Where the site of before is, and the next one will be."""
        return self._beside[0].final if self._beside else Path(config.site_dir)

    def build_beside(self, config: MkDocsConfig, workspaces: Iterable[str]) -> None:
        """Let all that follows write into a folder beside the site, unless that is so already; none that holds a workspace."""
        if self._beside:
            return
        file = Path(config.config_file_path or "mkdocs.yml")
        folders = [file.resolve().parent / workspace for workspace in workspaces]
        try:
            made = Output.prepare(Path(config.site_dir), (*folders, file), log.info)
        except UnsafeOutput as fault:
            raise ConfigurationError(f"pmsite: {fault}") from None
        self._beside, config.site_dir = (made, config), str(made.working)

    def publish(self, config: MkDocsConfig, left: Collection[str], note: Callable[[Path], None]) -> bool:
        """Put the finished site in the place of the one before, where some files stay, and note what is there before another build may have it.

        False where strict warnings make it a failed build.
        """
        if self._beside is None:
            return True
        made, _ = self._beside
        config.site_dir = str(made.final)
        if config.strict and _warnings():
            self.leave()
            return False
        try:
            made.publish(left, lambda: note(made.final))
        except NotPublished as fault:
            raise Abort(f"pmsite: the site is built and was not put in place: {fault}") from None
        self._beside = None
        return True

    def leave(self) -> bool:
        """Leave the site of before as it was, all but the pages of private links that have ended: no fault keeps those.

        False where nothing was built beside it.
        """
        if self._beside is None:
            return False
        (made, config), self._beside = self._beside, None
        if gone := withdraw(made.final):
            log.info(gone)
        made.discard()
        config.site_dir = str(made.final)
        return True


def _warnings() -> int:
    handlers = logging.getLogger("mkdocs").handlers
    counts = [handler.get_counts() for handler in handlers if isinstance(handler, CountHandler)]
    return sum(found[0][1] for found in counts if found)
