"""`pmsite diff`: what a change does to the plan."""

from __future__ import annotations

import sys

import click

from pmsite.audience import TEAM, UnknownAudience
from pmsite.cli.place import Place, find_workspace
from pmsite.clock import today
from pmsite.comparison import json, markdown, text
from pmsite.comparison.compare import Comparison, FaultyPlan, compare
from pmsite.comparison.sections import sections
from pmsite.history.git import NoHistory
from pmsite.render.differences import Teller
from pmsite.reporting.safe import one_line

FORMATS = ("text", "markdown", "json")


@click.command("diff")
@click.argument("base")
@click.argument("head", required=False)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to tell the changes.")
@click.option("--audience", help="Tell only what this audience may see, before and after.")
@click.option("--workspace", "-w", metavar="DIR", help="The folder with product.yml in it; found from here where it is absent.")
def command(base: str, head: str | None, form: str, audience: str | None, workspace: str | None) -> None:
    """Tell what changed in the plan since HEAD left BASE; without HEAD, in the files as they are now.

    BASE and HEAD are branches, tags or commits. Git's objects are read, nothing is checked out, and nothing of either revision runs.
    """
    place = find_workspace(workspace)
    found = _compared(place, base, head, audience)
    for note in found.notes:
        click.echo(one_line(note), err=True)
    sys.stdout.buffer.write(_told(found, form, base, head, audience).encode("utf-8", "backslashreplace"))
    sys.stdout.flush()


def _compared(place: Place, base: str, head: str | None, audience: str | None) -> Comparison:
    try:
        return compare(place.path, place.prefix, today(), base, head, audience or TEAM)
    except NoHistory as fault:
        raise click.UsageError(one_line(f"{fault}{f'; {fault.hint}' if fault.hint else ''}")) from None
    except FaultyPlan:
        raise click.ClickException(f"{place.prefix}/product.yml has faults, so nothing can be compared; see `pmsite check`") from None
    except UnknownAudience as fault:
        raise click.UsageError(f"the audience {str(fault)!r} is not in product.yml") from None


def _told(found: Comparison, form: str, base: str, head: str | None, audience: str | None) -> str:
    if form == "json":
        return json.write(found.diff, base, head or "", audience or TEAM)
    teller = Teller(found.after.settings.language, found.after.settings, found.titles)
    told = sections(found.diff, teller, found.moves)
    if form == "markdown":
        return markdown.comment(told, teller, base, audience or "")
    return "".join(f"{one_line(line)}\n" for line in text.lines(told, teller))
