"""`pmsite check`: every fault of a workspace at once."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

import click

from pmsite.cli.language import say
from pmsite.cli.workspace_folder import find_workspace
from pmsite.clock import today
from pmsite.diagnostics import Report, Severity
from pmsite.messages import joined, reason, said
from pmsite.read.prefetch import Prefetch
from pmsite.reporting.registry import CARRYING_FIXES, FORMATS
from pmsite.reporting.safe import one_line

if TYPE_CHECKING:
    from pmsite.workspace import Workspace

FAILING = {"errors": Severity.ERROR, "warnings": Severity.WARNING, "reminders": Severity.REMINDER}
"""By what `--fail-on` names, the least grave finding that fails."""


@click.command("check")
@click.argument("workspace", required=False)
@click.option("--workspace", "-w", "named", metavar="DIR", help="The same as WORKSPACE, as other commands name it.")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="How to tell the faults."
)
@click.option(
    "--audience", envvar="PMSITE_AUDIENCE", help="Also list what this audience reads in the team's words, and what it does not get."
)
@click.option(
    "--since",
    metavar="BASE",
    help="Tell first what was not there in this branch, tag or commit, and what is newly visible to whom.",
)
@click.option(
    "--fail-on",
    type=click.Choice(list(FAILING)),
    default="errors",
    show_default=True,
    help="The least grave kind of finding that makes the command fail.",
)
@click.option("--strict", is_flag=True, help="The same as --fail-on warnings, and what a strict build stops at.")
@click.option("--fix", is_flag=True, help="Mend first whatever has one right answer; `pmsite undo` takes it back.")
@click.option("--dry-run", is_flag=True, help="With --fix: show what would be written, and write nothing.")
def command(
    workspace: str | None,
    named: str | None,
    form: str,
    audience: str | None,
    since: str | None,
    fail_on: str,
    strict: bool,
    fix: bool,
    dry_run: bool,
) -> None:
    """List every fault of the WORKSPACE, with its place and what to write instead.

    Reads data only, never mkdocs.yml, so it is safe on a stranger's pull request.
    """
    if workspace is not None and named is not None:
        raise click.UsageError(said("name the workspace once: either WORKSPACE or --workspace"))
    if dry_run and not fix:
        raise click.UsageError(said("--dry-run only makes sense with --fix"))
    if not fix:
        gc.disable()  # nothing is thrown away before the command ends, so looking for garbage only costs time
    place = find_workspace(workspace if named is None else named)
    with Prefetch(place.path, place.prefix) as ahead:
        from pmsite.audience import UnknownAudience  # here, while the files are being read
        from pmsite.memory import Memory
        from pmsite.pipeline import as_read, load

        memory = Memory(ahead)
        if fix:
            from pmsite.cli.mending import mended  # here, so that checking alone never loads what writes

            found = mended(place, memory, is_text=form == "text", dry_run=dry_run)
        else:
            found = load(place.path, place.prefix, today(), memory)
    report = found.report
    if audience and found.product is not None:
        try:
            report.extend(as_read(found, found.product, audience))
        except UnknownAudience:
            raise click.UsageError(
                said("the audience {audience} is not in {path}", audience=f"{audience!r}", path=f"{place.prefix}/product.yml")
            ) from None
    if found.product is not None and found.product.settings.as_of:
        from pmsite.history.site_history import check_days  # here, so that checking alone never starts git

        check_days(found.root, found.prefix, found.product, report)
    if since and found.root.is_dir():
        report = _since(found, since)
    if form in CARRYING_FIXES:
        from pmsite.editing.mending import with_fixes

        report = with_fixes(report, place.path, place.prefix)
    colour = form == "text" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    if not dry_run:
        out = FORMATS[form](report, place.base, colour=colour, say=say())
        sys.stdout.buffer.write(out.encode("utf-8", "backslashreplace"))
        sys.stdout.flush()
    least = max(FAILING[fail_on], Severity.WARNING if strict else Severity.ERROR, key=list(Severity).index)
    sys.exit(1 if report.holds(least) else 0)


def _since(found: Workspace, base: str) -> Report:
    from pmsite.comparison.compare import since  # here, so that checking alone never starts git
    from pmsite.history.git import NoHistory

    try:
        return since(found, base, today())
    except NoHistory as fault:
        raise click.UsageError(one_line(joined(reason(fault), fault.hint))) from None
