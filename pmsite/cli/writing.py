"""How commands write: all of a command's files or none, and never over what an interrupted command left half done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from pmsite import files, transaction
from pmsite.cli.common import reason
from pmsite.cli.workspace_folder import WorkspaceFolder
from pmsite.reporting.safe import one_line


def undo_interrupted(place: WorkspaceFolder) -> None:
    """Put a workspace back to before a command that was killed. For commands that write, before they read."""
    try:
        found = transaction.recover(place.path)
    except transaction.NotUndone as fault:
        told = f"a command that was interrupted cannot be undone, so nothing was written: {reason(fault)}"
        raise click.ClickException(told) from None
    if found.undone:
        click.echo("note: a command that was interrupted has been undone", err=True)
    for folder in found.foreign:
        told = (
            f"note: {folder.name} beside {place.prefix} looks like what an interrupted command leaves, but none of yours left it here, "
            "so nothing of it was undone; look what is in it, then remove it"
        )
        click.echo(one_line(told), err=True)


def write_files(
    root: Path,
    edits: Mapping[Path, str | bytes | None],
    *,
    within: Path | None = None,
    new: bool = False,
    otherwise: str = "nothing was written",
) -> None:
    """Write the files of a workspace, or beside it; ends the command where one cannot be written, and then none is."""
    contents = {path: text.encode() if isinstance(text, str) else text for path, text in edits.items()}
    try:
        transaction.apply(root, contents, within=within, new=new)
    except transaction.NotUndone as fault:
        told = f"not all was written, and what was cannot be undone: {reason(fault)}; the next command that writes undoes it first"
        raise click.ClickException(told) from None
    except OSError as fault:
        raise click.ClickException(f"{otherwise}: {reason(fault)}") from None


def write_output(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file that the caller named, whole or not at all; ends the command where it cannot be written."""
    try:
        files.write(path, pieces)
    except OSError as fault:
        why = (fault.strerror or "the system gives no reason").lower()
        raise click.ClickException(one_line(f"{path} cannot be written: {why}")) from None
