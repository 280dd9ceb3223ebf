"""`pmsite picture`: a view of the plan as one picture."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pmsite.audience import UnknownAudience
from pmsite.briefing import UnknownBrief
from pmsite.cli.common import stop_if_faulty
from pmsite.cli.options import audience_option, workspace_option
from pmsite.cli.workspace_folder import find_workspace
from pmsite.cli.writing import write_output
from pmsite.clock import today
from pmsite.messages import joined, reason, said
from pmsite.model.sections import GROUPINGS
from pmsite.model.settings import LANGUAGES
from pmsite.pictures.frame import THEMES
from pmsite.pictures.make import Asking, UnknownPicture, picture
from pmsite.pictures.sheet import NothingToDraw
from pmsite.pipeline import load
from pmsite.reporting.safe import one_line

OF, WHERE, GROUPED = ("metric", "burn-up"), ("roadmap", "timeline", "goals"), ("roadmap",)
"""What takes which option."""


@click.command("picture")
@click.argument("what", metavar="VIEW|BRIEF/SECTION")
@click.option("--of", default="", metavar="ID", help="metric, burn-up: which; the North Star, the next release where it is absent.")
@click.option(
    "--where", default="", metavar="EXPR", help='roadmap, timeline, goals: which items, as blocks say it: team == "mobile".'
)
@click.option(
    "--group-by", type=click.Choice(GROUPINGS), help="roadmap: what its columns are; now, next and later where it is absent."
)
@click.option("--format", "form", type=click.Choice(["svg", "png"]), help="What to write; by the ending of -o, else svg.")
@click.option(
    "--theme", type=click.Choice(THEMES), default="light", show_default=True, help="auto, for svg: as its reader's system is."
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where; standard output where it is absent.",
)
@click.option("--language", type=click.Choice(LANGUAGES), help="The language of it; the workspace's own where it is absent.")
@audience_option
@workspace_option
def command(
    what: str,
    of: str,
    where: str,
    group_by: str | None,
    form: str | None,
    theme: str,
    output: Path | None,
    language: str | None,
    audience: str | None,
    workspace: str | None,
) -> None:
    """Draw one view as a picture that stands alone: roadmap, timeline, goals, metric or burn-up, or a section of a brief.

    Its date and whom it is for stand in the corner. It holds its style, names its fonts, and asks nothing of anybody.
    """
    form = form or ("png" if output is not None and output.suffix.lower() == ".png" else "svg")
    if form == "png" and output is None and sys.stdout.isatty():
        raise click.UsageError(said("a PNG is no text for a terminal: name a file with -o"))
    if form == "png" and theme == "auto":
        raise click.UsageError(said("a PNG is light or dark; auto is for svg"))
    for name, value, takers in (("of", of, OF), ("where", where, WHERE), ("group-by", group_by, GROUPED)):
        if value and what not in takers:
            raise click.UsageError(said("{what} takes no --{name}: only {takers}", what=what, name=name, takers=list(takers)))
    place = find_workspace(workspace)
    found = load(place.path, place.prefix, today())
    stop_if_faulty(found, place.base)
    try:
        drawn = picture(found, Asking(what, audience or "", of, language, theme, where, group_by or "horizon"))
    except (UnknownPicture, UnknownBrief) as fault:
        raise click.UsageError(one_line(joined(reason(fault), fault.hint))) from None
    except NothingToDraw as fault:
        raise click.ClickException(one_line(joined(reason(fault), fault.hint))) from None
    except UnknownAudience as fault:
        raise click.UsageError(
            said("the audience {audience} is not in {path}", audience=f"{str(fault)!r}", path=f"{place.prefix}/product.yml")
        ) from None
    stop_if_faulty(found, place.base)
    _write(_png(drawn) if form == "png" else drawn.encode(), output)


def _png(drawn: str) -> bytes:
    from pmsite.exports.png import PngUnavailable, write  # here, so that SVG needs none of it

    try:
        return write(drawn)
    except PngUnavailable as fault:
        raise click.ClickException(reason(fault)) from None


def _write(data: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    else:
        write_output(output, [data])
