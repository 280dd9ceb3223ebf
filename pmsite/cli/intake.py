"""The issue form that `pmsite init --intake` writes into a repository."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

import click

from pmsite.cli.common import settings_of
from pmsite.cli.language import echo
from pmsite.cli.pipelines import PUBLIC, WORKSPACE, refuse, refuse_below
from pmsite.cli.workspace_folder import WorkspaceFolder
from pmsite.cli.writing import write_files
from pmsite.messages import said
from pmsite.read.workspace import SETTINGS
from pmsite.starter import intake
from pmsite.wording.intake import LABEL


class IssueForm:
    """The form of one code host; refused before anything is written where there is one."""

    def __init__(self, root: Path, host: str, workspace: str | None) -> None:
        self._root, self._host, self._place = root, host, root / intake.PLACES[host]
        self._workspace = PurePosixPath(Path(workspace or WORKSPACE).as_posix())
        if self._workspace.is_absolute() or ".." in self._workspace.parts:
            raise click.UsageError(said("--workspace is a folder inside {root}", root=root))
        refuse_below(root)
        refuse([self._place] if os.path.lexists(self._place) else [], said("Move it away first, or merge by hand."))

    @property
    def has_plan(self) -> bool:
        """Whether the repository has the workspace."""
        return os.path.lexists(self._root / self._workspace / SETTINGS)

    def write(self) -> None:
        """Write the form in the workspace's language, and say what leads readers to it."""
        place = WorkspaceFolder(self._root / self._workspace, str(self._workspace), self._root)
        settings = settings_of(place)
        language, audiences = settings.language, list(settings.audiences)
        write_files(place.path, {self._place: intake.form(self._host, language)}, within=self._root, new=True)
        click.echo(intake.PLACES[self._host])
        echo(
            said(
                """
Commit it, and make the label {label} at the host. To lead readers to it from the pages of features, write into {path}:

    intake:
      form: "{address}"
      audiences: [{audience}]

What comes in by it is imported with `pmsite import {source} FILE --intake`.""",
                label=LABEL,
                path=f"{place.prefix}/{SETTINGS}",
                address=intake.address(self._host, language),
                audience=PUBLIC if PUBLIC in audiences or not audiences else audiences[0],
                source="gitlab" if self._host == "gitlab" else "github",
            ),
            err=True,
        )
