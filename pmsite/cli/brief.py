"""`pmsite brief`: one brief as a file to send."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from pmsite.audience import UnknownAudience
from pmsite.briefing import UnknownBrief, brief
from pmsite.cli.common import stop_if_faulty
from pmsite.cli.language import echo
from pmsite.cli.options import workspace_option
from pmsite.cli.workspace_folder import find_workspace
from pmsite.cli.writing import write_output
from pmsite.clock import today
from pmsite.messages import reason, said
from pmsite.model.brief import Brief
from pmsite.model.sections import KINDS
from pmsite.pipeline import load
from pmsite.read.revision import revision
from pmsite.workspace import Workspace

BINARY = {
    "pdf": said("a PDF is no text for a terminal: name a file with -o"),
    "pptx": said("slides are no text for a terminal: name a file with -o"),
}
"""Forms that are no text, and what to do."""


@click.command("brief")
@click.argument("brief_id", metavar="ID")
@click.option("--format", "form", type=click.Choice(["html", "pdf", "pptx"]), help="What to write; by the ending of -o, else html.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where; standard output where it is absent.",
)
@click.option("--audience", default="", help="With whose eyes; those of the brief's own audience where it is absent.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True, help="The size of a PDF's pages.")
@click.option(
    "--template",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="pptx: a presentation whose master the slides have.",
)
@workspace_option
def command(
    brief_id: str, form: str | None, output: Path | None, audience: str, paper: str, template: Path | None, workspace: str | None
) -> None:
    """Write the brief ID as one file that opens from a mail or a disk, with nothing in it that its readers may not see."""
    ending = output.suffix.lower() if output is not None else ""
    form = form or {".pdf": "pdf", ".pptx": "pptx"}.get(ending, "html")
    if form in BINARY and output is None and sys.stdout.isatty():
        raise click.UsageError(BINARY[form])
    if template is not None and form != "pptx":
        raise click.UsageError(said("{form} takes no --template: only pptx does", form=form))
    place = find_workspace(workspace)
    found = load(place.path, place.prefix, today())
    stop_if_faulty(found, place.base)
    try:
        made = _made(form, found, brief_id, audience, revision(place.path), template)
    except UnknownBrief as fault:
        raise click.UsageError(said("{message}: {hint}", message=reason(fault), hint=fault.hint)) from None
    except UnknownAudience as fault:
        raise click.UsageError(
            said("the audience {audience} is not in {path}", audience=f"{str(fault)!r}", path=f"{place.prefix}/product.yml")
        ) from None
    stop_if_faulty(found, place.base)
    _write(made(paper), output)


def _made(form: str, found: Workspace, id: str, audience: str, commit: str, template: Path | None) -> Callable[[str], bytes]:
    """What writes the brief on paper of a size; its texts have been read by then. Raises UnknownBrief, UnknownAudience."""
    if form == "pptx":
        return _slides(found, id, audience, commit, template)
    html = brief(found, id, audience, commit)
    return lambda paper: _pdf(html, paper, found, id) if form == "pdf" else html.encode()


def _slides(found: Workspace, id: str, audience: str, commit: str, template: Path | None) -> Callable[[str], bytes]:
    from pmsite.slides.build import deck  # here, so that a page needs none of it
    from pmsite.slides.deck import TOP
    from pmsite.slides.pptx_file import SlidesUnavailable, top_of, write

    def written(_paper: str) -> bytes:
        try:
            return write(made, template)
        except SlidesUnavailable as fault:
            raise click.ClickException(reason(fault)) from None

    try:
        made = deck(found, id, audience, commit, top_of(template) if template else TOP)
    except SlidesUnavailable as fault:
        raise click.ClickException(reason(fault)) from None
    return written


def _pdf(html: str, paper: str, found: Workspace, brief_id: str) -> bytes:
    from pmsite.exports.pdf import PdfUnavailable, write  # here, so that HTML needs none of it

    try:
        made = write(html, paper)
    except PdfUnavailable as fault:
        raise click.ClickException(reason(fault)) from None
    asked = found.product.items.get(brief_id) if found.product else None
    kind = asked.kind if isinstance(asked, Brief) else None
    if kind and made.pages > KINDS[kind].pages:
        echo(
            said(
                "{pages} pages; readers of this format ({kind}) expect {expected}",
                pages=made.pages,
                kind=kind,
                expected=KINDS[kind].pages,
            ),
            err=True,
        )
    return made.data


def _write(data: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    write_output(output, [data])
