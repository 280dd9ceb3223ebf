"""What several commands need: what a workspace holds, and how its faults are told."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

import click

from pmsite.cli.workspace_folder import WorkspaceFolder
from pmsite.diagnostics import Report
from pmsite.model.load import must_be_item
from pmsite.model.load_settings import load_settings
from pmsite.model.settings import Settings
from pmsite.read.workspace import SETTINGS, Sources, read_settings, read_workspace
from pmsite.reporting import text
from pmsite.reporting.safe import one_line


def tell(report: Report) -> None:
    """Print the faults of a report."""
    for line in text.lines(report, Path.cwd()):
        click.echo(line, err=True)


def reason(fault: OSError) -> str:
    """Why a file could not be written, and which, as far as the system says."""
    where = fault.filename2 or fault.filename
    what = str(fault.strerror or fault)
    return one_line(f"{what}: {os.path.relpath(where)}" if isinstance(where, str) else what)


def sources_of(place: WorkspaceFolder, without: Collection[str] = ()) -> Sources:
    """The files of a workspace; ends the command where some cannot be read. `without` are codes of faults that do not matter."""
    found, report = Report(), Report()
    sources = read_workspace(place.path, place.prefix, found, must_be_item)
    report.extend(fault for fault in found if fault.code not in without)
    if report.failed:
        tell(report)
        raise click.ClickException("the workspace has files that cannot be read; mend them first, so that nothing is written over")
    return sources


def settings_of(place: WorkspaceFolder) -> Settings:
    """A workspace's settings; ends the command where they have faults."""
    report = Report()
    record = read_settings(place.path, place.prefix, report)
    settings = load_settings(record, report) if record is not None else None
    if settings is None:
        tell(report)
        raise click.ClickException(f"{place.prefix}/{SETTINGS} has faults; mend them first")
    return settings
