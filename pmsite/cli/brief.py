"""`pmsite brief`: one brief as a file to send."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pmsite.audience import UnknownAudience
from pmsite.cli.options import workspace_option
from pmsite.cli.workspace_folder import find_workspace
from pmsite.cli.writing import write_output
from pmsite.clock import today
from pmsite.diagnostics import Report, Severity
from pmsite.model.brief import Brief
from pmsite.model.sections import KINDS
from pmsite.pipeline import UnknownBrief, Workspace, brief, load
from pmsite.read.revision import revision
from pmsite.reporting.text import lines


@click.command("brief")
@click.argument("brief_id", metavar="ID")
@click.option("--format", "form", type=click.Choice(["html", "pdf"]), help="What to write; by the ending of -o, else html.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where; standard output where it is absent.",
)
@click.option("--audience", default="", help="With whose eyes; those of the brief's own audience where it is absent.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True, help="The size of a PDF's pages.")
@workspace_option
def command(brief_id: str, form: str | None, output: Path | None, audience: str, paper: str, workspace: str | None) -> None:
    """Write the brief ID as one file that opens from a mail or a disk, with nothing in it that its readers may not see."""
    form = form or ("pdf" if output is not None and output.suffix.lower() == ".pdf" else "html")
    if form == "pdf" and output is None and sys.stdout.isatty():
        raise click.UsageError("a PDF is no text for a terminal: name a file with -o")
    place = find_workspace(workspace)
    found = load(place.path, place.prefix, today())
    _stop(found, place.base)
    try:
        html = brief(found, brief_id, audience, revision(place.path))
    except UnknownBrief as fault:
        raise click.UsageError(f"{fault}: {fault.hint}") from None
    except UnknownAudience as fault:
        raise click.UsageError(f"the audience {str(fault)!r} is not in {place.prefix}/product.yml") from None
    _stop(found, place.base)
    _write(_pdf(html, paper, found, brief_id) if form == "pdf" else html.encode(), output)


def _stop(found: Workspace, base: Path) -> None:
    """End the command where the plan has faults: nothing is sent that was read wrong."""
    if found.report.failed:
        errors = Report([fault for fault in found.report if fault.severity is Severity.ERROR])
        click.echo("\n".join(lines(errors, base)), err=True)
        sys.exit(1)


def _pdf(html: str, paper: str, found: Workspace, brief_id: str) -> bytes:
    from pmsite.render.pdf import PdfUnavailable, write  # here, so that HTML needs none of it

    try:
        made = write(html, paper)
    except PdfUnavailable as fault:
        raise click.ClickException(str(fault)) from None
    asked = found.product.items.get(brief_id) if found.product else None
    kind = asked.kind if isinstance(asked, Brief) else None
    if kind and made.pages > KINDS[kind].pages:
        click.echo(f"{made.pages} pages; readers of this format ({kind}) expect {KINDS[kind].pages}", err=True)
    return made.data


def _write(data: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    write_output(output, [data])
