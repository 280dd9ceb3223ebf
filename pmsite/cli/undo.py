"""`pmsite undo`: the last change, taken back."""

from __future__ import annotations

import sys

import click

from pmsite.cli.changing import tell
from pmsite.cli.language import echo, say
from pmsite.cli.options import workspace_option
from pmsite.cli.workspace_folder import find_workspace
from pmsite.clock import today
from pmsite.messages import counted, said
from pmsite.reporting.safe import document, one_line


@click.command("undo")
@click.option("--list", "is_list", is_flag=True, help="List what can be undone, the last change first.")
@click.option("--redo", is_flag=True, help="Do again what was undone last.")
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True, help="How to tell what is done."
)
@workspace_option
def command(is_list: bool, redo: bool, form: str, workspace: str | None) -> None:
    """Take back the last change that a command of yours made.

    Files get the bytes that they had. Where one has been changed since,
    nothing is undone. Once more takes back the change before.
    """
    from pmsite.cli.writing import undo_interrupted
    from pmsite.editing.session import Session

    if is_list and redo:
        raise click.UsageError(said("--list shows what can be undone; leave --redo out"))
    place = find_workspace(workspace)
    session = Session(place.path, place.prefix, today())
    if is_list:
        _list(session, form)
        return
    undo_interrupted(place)
    verdict = session.redo() if redo else session.undo()
    if verdict.ok and verdict.title and form == "text":
        command = f"pmsite {verdict.title}"
        echo(one_line(said("Did again: {command}", command=command) if redo else said("Undid: {command}", command=command)))
    tell(place, verdict, dry=False, form=form)


def _list(session: object, form: str) -> None:
    from pmsite.editing.session import Session

    assert isinstance(session, Session)  # which is not loaded for help
    entries = session.done()
    if form == "json":
        rows = [{"title": one.title, "when": one.when.isoformat(timespec="seconds"), "files": sorted(one.after)} for one in entries]
        sys.stdout.write(document({"version": 1, "changes": rows}))
        return
    for one in entries:
        moved = {change.came_from for change in one.changes}
        many = sum(change.after is not None or change.inside not in moved for change in one.changes)
        files = say()(counted(many, "{count} file", "{count} files"))
        click.echo(one_line(f"{one.when:%Y-%m-%d %H:%M}  {one.title}  ({files})"))
    if not entries:
        echo(said("There is nothing to undo."))
