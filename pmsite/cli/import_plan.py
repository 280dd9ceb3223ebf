"""The part of `pmsite import` that takes back a plan that `pmsite export json` wrote."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import click

from pmsite.cli.common import settings_of, sources_of
from pmsite.cli.workspace_folder import WorkspaceFolder, find_workspace
from pmsite.clock import today
from pmsite.diagnostics import Report
from pmsite.importers.export import Export
from pmsite.importers.restore import Existing, restore
from pmsite.importers.rules import Rules
from pmsite.importers.run import Outcome
from pmsite.importers.source import Source
from pmsite.messages import said
from pmsite.plan.read import read_plan
from pmsite.read.workspace import SETTINGS
from pmsite.reporting.safe import one_line


def heeded(source: Source, file: str, given: Mapping[str, object]) -> None:
    """Refuse what a plan has no use for, rather than do nothing with it. `given` are options and their values."""
    if not source.rules.exact:
        raise click.UsageError(
            said("{file} is a plan that pmsite exported: import it with `pmsite import json FILE`", file=one_line(file))
        )
    for option, value in given.items():
        if value:
            raise click.UsageError(
                said("{file} is a plan that pmsite exported, which takes no --{option}", file=one_line(file), option=option)
            )


def place_for(workspace: str | None) -> WorkspaceFolder:
    """The workspace that a plan goes into; a new folder `roadmap` where there is none."""
    return find_workspace(workspace, required=False) or find_workspace("roadmap")


def restored(plan: tuple[str, Any], export: Export, place: WorkspaceFolder, conflicts: str) -> Outcome:
    """What the plan would write, and what to tell of it. `plan` is its text and the document in it."""
    report = Report()
    found = read_plan(*plan, export.path, report)
    if found is None:
        return Outcome(Rules(source="pmsite"), report)
    return restore(*found, export.path, _existing(place), conflicts)


def _existing(place: WorkspaceFolder) -> Existing:
    if not os.path.lexists(place.path):
        return Existing(place.path, place.prefix, None, (), frozenset(), today())
    is_new = place.path.is_dir() and not os.path.lexists(place.path / SETTINGS)
    settings = None if is_new else settings_of(place)
    sources = sources_of(place, without=("no-settings",) if is_new else ())
    return Existing(place.path, place.prefix, settings, sources.records, sources.files, today())
