"""What several commands need: where the workspace is."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, overload

import click

from pmsite.diagnostics import Report
from pmsite.model.load import load_settings, type_of
from pmsite.read.front_matter import read
from pmsite.read.record import Record
from pmsite.read.workspace import SETTINGS, Sources, read_workspace
from pmsite.reporting import text
from pmsite.reporting.safe import one_line
from pmsite.settings import Settings


@dataclass(frozen=True, slots=True)
class Place:
    """A workspace, and how messages show its folder from here."""

    path: Path
    prefix: str
    base: Path
    """The folder that the shown paths are relative to."""

    def shown(self, path: Path) -> str:
        """A file of the workspace as messages show it."""
        return f"{self.prefix}/{path.relative_to(self.path).as_posix()}"


@overload
def find_workspace(named: str | None) -> Place: ...
@overload
def find_workspace(named: str | None, required: Literal[True]) -> Place: ...
@overload
def find_workspace(named: str | None, required: bool) -> Place | None: ...
def find_workspace(named: str | None, required: bool = True) -> Place | None:
    """The workspace that was named, or the nearest one from here upwards."""
    here = Path.cwd()
    if named is not None:
        return _place(Path(os.path.normpath(here / named)), here)
    for folder in (here, *here.parents):
        for candidate in (folder / "roadmap", folder):
            if os.path.lexists(candidate / SETTINGS):
                return _place(candidate, here)
    if (here / "roadmap").is_dir():
        return _place(here / "roadmap", here)
    if required:
        raise click.UsageError(
            "there is no workspace here: no folder `roadmap` with product.yml in it. Name its folder, or make one with `pmsite init`."
        )
    return None


def _place(path: Path, here: Path) -> Place:
    if path.is_relative_to(here) and path != here:
        return Place(path, path.relative_to(here).as_posix(), here)
    return Place(path, path.name, path.parent)


def tell(report: Report) -> None:
    """Print the faults of a report."""
    for line in text.lines(report, Path.cwd()):
        click.echo(line, err=True)


def reason(fault: OSError) -> str:
    """Why a file could not be written, and which, as far as the system says."""
    where = fault.filename2 or fault.filename
    what = str(fault.strerror or fault)
    return one_line(f"{what}: {os.path.relpath(where)}" if isinstance(where, str) else what)


def sources_of(place: Place, without: Collection[str] = ()) -> Sources:
    """The files of a workspace; ends the command where some cannot be read. `without` are codes of faults that do not matter."""
    found, report = Report(), Report()
    sources = read_workspace(place.path, place.prefix, found, lambda inside: type_of(inside) is not None)
    report.extend(fault for fault in found if fault.code not in without)
    if report.failed:
        tell(report)
        raise click.ClickException("the workspace has files that cannot be read; mend them first, so that nothing is written over")
    return sources


def settings_of(place: Place) -> Settings:
    """A workspace's settings; ends the command where they have faults."""
    report = Report()
    shown = f"{place.prefix}/{SETTINGS}"
    try:
        written = (place.path / SETTINGS).read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise click.UsageError(f"{shown} cannot be read") from None
    data = read(written, shown, 1, report)
    settings = load_settings(Record(shown, SETTINGS, data, written), report) if data is not None else None
    if settings is None:
        raise click.ClickException(f"{shown} has faults; see `pmsite check`")
    return settings
