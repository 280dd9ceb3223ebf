"""The plan of a site as its configuration asks for it: read for a build, and again for each edit in a server."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pmsite.audience import TEAM
from pmsite.clock import today
from pmsite.diagnostics import Diagnostic
from pmsite.host import mkdocs_languages
from pmsite.host.state import State
from pmsite.memory import Memory
from pmsite.pipeline import Build, build, read, show
from pmsite.publishing.outcome import AUDIENCE
from pmsite.workspace import Workspace

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from pmsite.history.site_history import SiteHistory
    from pmsite.host.mkdocs_config import PmsiteConfig


@dataclass(frozen=True, slots=True)
class HostedPlan:
    """Reads one plan for one audience."""

    options: PmsiteConfig
    config: MkDocsConfig
    state: State | None
    """Whose memory knows what was read before; nothing where all is read anew."""
    history: SiteHistory | None
    """Where pages tell how the plan came about."""

    @property
    def folder(self) -> Path:
        """The folder of mkdocs.yml, which the paths of messages are relative to."""
        return Path(self.config.config_file_path or ".").resolve().parent

    @property
    def root(self) -> Path:
        """The folder of the workspace."""
        return self.folder / self.options.workspace

    @property
    def audience(self) -> str:
        """For whom the site is."""
        return audience_of(self.options)

    @property
    def memory(self) -> Memory | None:
        """What is known from the time before."""
        return self.state.memory if self.state else None

    @property
    def _language(self) -> str:
        return mkdocs_languages.words_of(self.config) or self.options.language or ""

    def build(self) -> Build | Workspace:
        """The plan, read and checked, as the site shows it. Raises UnknownAudience."""
        options = self.options
        return build(
            self.root, options.workspace, self.audience, today(), self.memory, options.preview, self._language, self.history
        )

    def read(self) -> Workspace:
        """The plan as it is read now, and not checked."""
        return read(self.root, self.options.workspace, today(), self.memory)

    def show(self, workspace: Workspace, told: Iterable[Diagnostic] | None) -> Build | Workspace:
        """A plan that was read as the site shows it, with what was found before where its own findings are not known yet."""
        return show(workspace, self.audience, self.memory, self.options.preview, self._language, self.history, told)


def audience_of(options: PmsiteConfig) -> str:
    """For whom a site is: its settings have the first word, then the environment."""
    return options.audience or os.environ.get(AUDIENCE) or TEAM
