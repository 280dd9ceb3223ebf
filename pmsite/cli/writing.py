"""How commands write: all of a command's files or none, and never over what an interrupted command left half done."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import click

from pmsite import files, transaction
from pmsite.cli.common import reason
from pmsite.cli.language import echo
from pmsite.cli.workspace_folder import WorkspaceFolder
from pmsite.clock import today
from pmsite.messages import joined, said
from pmsite.reporting.safe import one_line

_NOTHING_WRITTEN = said("nothing was written")


def undo_interrupted(place: WorkspaceFolder) -> None:
    """Put a workspace back to before a command that was killed. For commands that write, before they read."""
    try:
        found = transaction.recover(place.path)
    except transaction.NotUndone as fault:
        told = said("a command that was interrupted cannot be undone, so nothing was written: {why}", why=reason(fault))
        raise click.ClickException(told) from None
    if found.undone:
        echo(said("note: a command that was interrupted has been undone"), err=True)
    for folder in found.foreign:
        told = said(
            "note: {folder} beside {plan} looks like what an interrupted command leaves, but none of yours left it here, so nothing of it was undone; look what is in it, then remove it",
            folder=folder.name,
            plan=place.prefix,
        )
        echo(one_line(told), err=True)


def write_files(
    root: Path,
    edits: Mapping[Path, str | bytes | None],
    *,
    within: Path | None = None,
    new: bool = False,
    otherwise: str = _NOTHING_WRITTEN,
    was: transaction.Contents = MappingProxyType({}),
) -> None:
    """Write the files of a workspace, or beside it; ends the command where one cannot be written, and then none is.

    None is either where one is not as it `was`.
    """
    contents = {path: text.encode() if isinstance(text, str) else text for path, text in edits.items()}
    try:
        transaction.apply(root, contents, within=within, new=new, was=was)
    except transaction.ChangedMeanwhile as fault:
        raise click.ClickException(
            said("{otherwise}: {why}; look at it again, and decide again", otherwise=otherwise, why=reason(fault))
        ) from None
    except transaction.NotUndone as fault:
        told = said(
            "not all was written, and what was cannot be undone: {why}; the next command that writes undoes it first",
            why=reason(fault),
        )
        raise click.ClickException(told) from None
    except OSError as fault:
        raise click.ClickException(said("{otherwise}: {why}", otherwise=otherwise, why=reason(fault))) from None


class Alone(NamedTuple):
    """A workspace in which no other command of this user writes until this one ends."""

    place: WorkspaceFolder
    stamps: Mapping[str, tuple[int, int]]
    """The files as they were when it began."""

    def write(
        self,
        edits: Mapping[Path, str | bytes | None],
        title: str,
        otherwise: str = _NOTHING_WRITTEN,
        came_from: Mapping[Path, Path] = MappingProxyType({}),
        *,
        new: bool = False,
    ) -> None:
        """Write files as `write_files`, never over what somebody else wrote meanwhile, so that `pmsite undo` takes it back.

        `title` is what that calls it, `came_from` says of files that moved where they were.
        """
        from pmsite.editing.plan import FileChange  # here, since what is only looked at needs none of it
        from pmsite.editing.session import Session

        now = _stamps(self.place.path)
        for path in map(os.fspath, edits):
            if self.stamps.get(path) != now.get(path) and not new:  # what must be new is told as that
                told = said(
                    "{otherwise}: {path} was changed meanwhile; look at it again, and decide again",
                    otherwise=otherwise,
                    path=os.path.relpath(path),
                )
                raise click.ClickException(one_line(told))
        before = {path: _content(path) for path in edits}
        after = {path: text.encode() if isinstance(text, str) else text for path, text in edits.items()}
        names = {path: Path(os.path.relpath(path, self.place.path)).as_posix() for path in edits}
        changes = tuple(
            FileChange(names[path], before[path], after[path], names[came_from[path]] if path in came_from else "")
            for path in edits
            if before[path] != after[path]
        )
        if changes:
            session = Session(self.place.path, self.place.prefix, today())
            with session.noted(changes, title) as told_of_it:
                write_files(self.place.path, after, otherwise=otherwise, was=before, new=new)
            for one in told_of_it:
                echo(said("note: {message}; {hint}", message=one.message, hint=one.hint), err=True)


def alone(place: WorkspaceFolder) -> Alone:
    """Let no other command of this user write until this one ends; ends it where another does not come to its end."""
    from pmsite.editing.session import Session  # here, since what is only looked at needs none of it
    from pmsite.writing.refused import Refused

    undo_interrupted(place)
    try:
        click.get_current_context().with_resource(Session(place.path, place.prefix, today()).alone())
    except Refused as fault:
        raise click.ClickException(joined(fault.diagnostic.message, fault.diagnostic.hint)) from None
    return Alone(place, _stamps(place.path))


def _stamps(root: Path) -> Mapping[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            with suppress(OSError):
                known = os.lstat(path)
                found[path] = known.st_mtime_ns, known.st_size
    return found


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def write_output(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file that the caller named, whole or not at all; ends the command where it cannot be written."""
    try:
        files.write(path, pieces)
    except OSError as fault:
        why = reason(fault)
        raise click.ClickException(one_line(said("{path} cannot be written: {why}", path=path, why=why))) from None
