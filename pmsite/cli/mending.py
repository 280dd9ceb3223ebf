"""What `pmsite check --fix` says and does before it tells what is left."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from pmsite.cli.language import echo, say
from pmsite.clock import today
from pmsite.diagnostics import Diagnostic
from pmsite.editing.diff import diff
from pmsite.editing.mending import told
from pmsite.editing.session import Session
from pmsite.messages import counted, said
from pmsite.reporting.safe import one_line
from pmsite.reporting.text import sentences, summary

if TYPE_CHECKING:
    from pmsite.cli.workspace_folder import WorkspaceFolder
    from pmsite.memory import Memory
    from pmsite.workspace import Workspace


def mended(place: WorkspaceFolder, memory: Memory, *, is_text: bool, dry_run: bool) -> Workspace:
    """The workspace after it was mended. What was is told on standard output with the faults, where those are told as text."""
    verdict, found, after = Session(place.path, place.prefix, today(), memory).mend(write=not dry_run)
    if dry_run:
        _print(diff(verdict, place.prefix))
        echo(_summary(found.done, would=True), err=True)
        echo(said("What is left: {counts}", counts=summary(after.report, say())), err=True)
        return after
    for fault in verdict.faults:
        click.echo(f"{one_line(str(fault.span))} {one_line(sentences(fault, say()))}", err=True)
    if not verdict.ok:
        sys.exit(1)
    end = _summary(found.done)
    if verdict.files and not verdict.told:
        end = said("{summary} {undo}", summary=end, undo=said("`pmsite undo` takes this back."))
    lines = (*_lines(found.done), say()(end))
    if is_text:
        _print(lines)
    else:
        click.echo("\n".join(lines), err=True)
    for fault in verdict.told:
        click.echo(f"{one_line(str(fault.span))} {one_line(sentences(fault, say()))}", err=True)
    return after


def _lines(done: list[Diagnostic]) -> Iterator[str]:
    for fault in done:
        assert fault.mend is not None  # as it was mended
        span = fault.span._replace(line=fault.mend.line or fault.span.line, column=0)
        yield one_line(f"{span} {' → '.join(told(fault))}")


def _summary(done: list[Diagnostic], *, would: bool = False) -> str:
    if not done:
        return said("Nothing has one right answer that could be written.")
    files = len({fault.span.path for fault in done})
    faults, among = counted(len(done), "{count} fault", "{count} faults"), counted(files, "{count} file", "{count} files")
    if would:
        return said("{faults} would be mended in {files}.", faults=faults, files=among)
    return said("{faults} mended in {files}.", faults=faults, files=among)


def _print(lines: Iterable[str]) -> None:
    sys.stdout.buffer.write("".join(f"{one_line(line)}\n" for line in lines).encode("utf-8", "backslashreplace"))
    sys.stdout.flush()
