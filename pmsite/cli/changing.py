"""What commands that change facts of a plan share: how they look at it, write it, and say what came of it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

import click

from pmsite.cli.language import echo, say
from pmsite.cli.options import workspace_option
from pmsite.cli.workspace_folder import WorkspaceFolder
from pmsite.clock import today
from pmsite.messages import said
from pmsite.read.prefetch import Prefetch
from pmsite.reporting.safe import document, one_line

if TYPE_CHECKING:
    from pmsite.editing.plan import Plan, Verdict
    from pmsite.workspace import Workspace

_dry_run = click.option("--dry-run", is_flag=True, help="Show as a diff what would change, and change nothing.")
_format = click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True, help="How to tell what is done."
)
_WRONG_USAGE = frozenset({"bad-where", "unknown-type"})


def changing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that all these commands have."""
    for option in (workspace_option, _format, _dry_run):
        command = option(command)
    return command


def carry_out(place: WorkspaceFolder, wanted: Callable[[Workspace], Plan], title: str, *, dry: bool, form: str) -> NoReturn:
    """Do what is wanted of a workspace, say so, and end the command. `title` is what `pmsite undo` calls it."""
    gc.disable()  # nothing is thrown away before the command ends, so looking for garbage only costs time
    with Prefetch(place.path, place.prefix) as ahead:
        from pmsite.cli.writing import undo_interrupted  # here, while the files are being read
        from pmsite.editing.session import Session
        from pmsite.memory import Memory

        if not dry:
            undo_interrupted(place)
        session = Session(place.path, place.prefix, today(), Memory(ahead))
        verdict = session.preview(wanted) if dry else session.apply(wanted, title=title)
    tell(place, verdict, dry=dry, form=form, undo=True)


def tell(place: WorkspaceFolder, verdict: Verdict, *, dry: bool, form: str, undo: bool = False) -> NoReturn:
    """Print a verdict, and end the command."""
    from pmsite.editing.diff import diff
    from pmsite.editing.told import as_json, sentences

    if form == "json":
        _print(document(as_json(verdict, place.prefix)))
    else:
        done = list(sentences(verdict, place.prefix, would=dry)) if verdict.ok else []
        if dry and verdict.ok:
            _print("".join(f"{one_line(line)}\n" for line in diff(verdict, place.prefix)))
        _tell_findings(place, verdict)
        _tell_end(done, verdict, dry=dry, undo=undo)
    sys.exit(0 if verdict.ok else 2 if verdict.faults[0].code in _WRONG_USAGE else 1)


def _tell_findings(place: WorkspaceFolder, verdict: Verdict) -> None:
    from pmsite.diagnostics import Report
    from pmsite.reporting import text

    report = Report()
    report.extend((*verdict.faults, *verdict.told))
    if len(report):
        over = {f"{place.prefix}/{change.inside}": change.after for change in verdict.files}
        lines = list(text.lines(report, place.base, over=over, say=say()))
        click.echo("".join(f"{line}\n" for line in lines[:-1]), err=True, nl=False)


def _tell_end(done: list[str], verdict: Verdict, *, dry: bool, undo: bool) -> None:
    for line in done:
        echo(one_line(line), err=dry)
    if not verdict.ok:
        echo(said("Nothing was written."), err=True)
    elif dry:
        echo(said("Nothing was written: this was --dry-run."), err=True)
    elif undo and verdict.files:
        echo(said("`pmsite undo` takes this back."))


def _print(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()
