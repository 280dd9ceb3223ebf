"""`pmsite check`: every fault of a workspace at once."""

from __future__ import annotations

import gc
import os
import sys

import click

from pmsite.audience import UnknownAudience
from pmsite.cli.common import find_workspace
from pmsite.clock import today
from pmsite.diagnostics import Severity
from pmsite.pipeline import as_read, load
from pmsite.reporting.registry import FORMATS


@click.command("check")
@click.argument("workspace", required=False)
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="How to tell the faults."
)
@click.option(
    "--audience", envvar="PMSITE_AUDIENCE", help="Also list what this audience reads in the team's words, and what it does not get."
)
@click.option("--strict", is_flag=True, help="Let warnings count as faults too.")
def command(workspace: str | None, form: str, audience: str | None, strict: bool) -> None:
    """List every fault of the WORKSPACE, with its place and what to write instead.

    Reads data only, never mkdocs.yml, so it is safe on a stranger's pull request.
    """
    gc.disable()  # nothing is thrown away before the command ends, so looking for garbage only costs time
    place = find_workspace(workspace)
    found = load(place.path, place.prefix, today())
    report = found.report
    if audience and found.product is not None:
        try:
            report.extend(as_read(found, found.product, audience))
        except UnknownAudience:
            raise click.UsageError(f"the audience {audience!r} is not in {place.prefix}/product.yml") from None
    colour = form == "text" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    out = FORMATS[form](report, place.base, colour=colour)
    sys.stdout.buffer.write(out.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()
    failed = report.failed or (strict and report.count(Severity.WARNING) > 0)
    sys.exit(1 if failed else 0)
