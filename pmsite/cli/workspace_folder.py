"""Where the workspace is that a command works on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, overload

import click

from pmsite.cli import language
from pmsite.cli.nearest import nearest_workspace
from pmsite.messages import said

if TYPE_CHECKING:
    from pmsite.model.item import Item


class WorkspaceFolder(NamedTuple):
    """A workspace, and how messages show its folder from here."""

    path: Path
    prefix: str
    base: Path
    """The folder that the shown paths are relative to."""

    def display(self, path: Path) -> str:
        """A file of the workspace as messages show it."""
        return f"{self.prefix}/{path.relative_to(self.path).as_posix()}"

    def home(self, model: type[Item]) -> Path:
        """The folder for new items of a type, as this workspace calls it."""
        from pmsite.model.types import home  # here, so that a command can begin to read before the models are loaded

        folders = {entry.name for entry in os.scandir(self.path) if entry.is_dir()} if self.path.is_dir() else set()
        return self.path / home(model, folders)


@overload
def find_workspace(named: str | None) -> WorkspaceFolder: ...
@overload
def find_workspace(named: str | None, required: Literal[True]) -> WorkspaceFolder: ...
@overload
def find_workspace(named: str | None, required: bool) -> WorkspaceFolder | None: ...
def find_workspace(named: str | None, required: bool = True) -> WorkspaceFolder | None:
    """The workspace that was named, or the nearest one from here upwards, whose language is spoken from now on."""
    found = _found(named, required)
    if found is not None:
        language.heard(found.path)
    return found


def _found(named: str | None, required: bool) -> WorkspaceFolder | None:
    here = Path.cwd()
    if named is not None:
        return _workspace_folder(Path(os.path.normpath(here / named)), here)
    if (found := nearest_workspace(here)) is not None:
        return _workspace_folder(found, here)
    if required:
        raise click.UsageError(
            said(
                "there is no workspace here: no folder `roadmap` with product.yml in it. Name its folder, or make one with `pmsite init`."
            )
        )
    return None


def _workspace_folder(path: Path, here: Path) -> WorkspaceFolder:
    if path.is_relative_to(here) and path != here:
        return WorkspaceFolder(path, path.relative_to(here).as_posix(), here)
    return WorkspaceFolder(path, path.name, path.parent)
