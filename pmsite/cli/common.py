"""What several commands need: what a workspace holds, and how its faults are told."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmsite.cli import language
from pmsite.cli.workspace_folder import WorkspaceFolder
from pmsite.diagnostics import Report, Severity
from pmsite.messages import said
from pmsite.model.load import must_be_item
from pmsite.model.load_settings import load_settings
from pmsite.model.settings import Settings
from pmsite.read.files import system_words
from pmsite.read.workspace import SETTINGS, Sources, read_settings, read_workspace
from pmsite.reporting import text
from pmsite.reporting.safe import one_line

if TYPE_CHECKING:
    from pmsite.workspace import Workspace


def tell(report: Report) -> None:
    """Print the faults of a report."""
    for line in text.lines(report, Path.cwd(), say=language.say()):
        click.echo(line, err=True)


def stop_if_faulty(found: Workspace, base: Path) -> None:
    """End the command where the plan has faults: nothing is sent that was read wrong."""
    if found.report.failed:
        errors = Report([fault for fault in found.report if fault.severity is Severity.ERROR])
        click.echo("\n".join(text.lines(errors, base, say=language.say())), err=True)
        sys.exit(1)


def reason(fault: OSError) -> str:
    """Why a file could not be written, and which, as far as the system says."""
    where = fault.filename2 or fault.filename
    what = system_words(fault)
    return one_line(said("{why}: {path}", why=what, path=os.path.relpath(where)) if isinstance(where, str) else what)


def sources_of(place: WorkspaceFolder, without: Collection[str] = ()) -> Sources:
    """The files of a workspace; ends the command where some cannot be read. `without` are codes of faults that do not matter."""
    found, report = Report(), Report()
    sources = read_workspace(place.path, place.prefix, found, must_be_item)
    report.extend(fault for fault in found if fault.code not in without)
    if report.failed:
        tell(report)
        raise click.ClickException(
            said("the workspace has files that cannot be read; mend them first, so that nothing is written over")
        )
    return sources


def settings_of(place: WorkspaceFolder) -> Settings:
    """A workspace's settings; ends the command where they have faults."""
    report = Report()
    record = read_settings(place.path, place.prefix, report)
    settings = load_settings(record, report) if record is not None else None
    if settings is None:
        tell(report)
        raise click.ClickException(said("{path} has faults; mend them first", path=f"{place.prefix}/{SETTINGS}"))
    return settings
