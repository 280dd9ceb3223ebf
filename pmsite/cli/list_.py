"""`pmsite list`: which items there are."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from pmsite.cli import completion
from pmsite.cli.asking import answering, printed, read_plan, width
from pmsite.cli.language import echo
from pmsite.cli.options import audience_option, workspace_option
from pmsite.cli.workspace_folder import find_workspace
from pmsite.messages import said

FORMATS = ("table", "csv", "json", "ids")


@click.command("list")
@click.argument("type_name", metavar="[TYPE]", required=False, shell_complete=completion.types)
@click.option("--where", metavar="EXPR", help='Which of them, as blocks say it: stage == "planned" and team == "mobile".')
@click.option(
    "--fields", metavar="A,B,C", shell_complete=completion.fields, help="What to tell of each; the usual where it is absent."
)
@click.option(
    "--sort", metavar="FIELD", shell_complete=completion.fields, help="The field to order by; with - before it, backwards."
)
@click.option("--most", type=click.IntRange(min=1), metavar="N", help="How many at most.")
@click.option("--view", metavar="NAME", shell_complete=completion.views, help="What a saved view of product.yml shows.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to tell them.")
@click.option(
    "--output", "-o", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write a file instead of printing."
)
@audience_option
@workspace_option
def command(
    type_name: str | None,
    where: str | None,
    fields: str | None,
    sort: str | None,
    most: int | None,
    view: str | None,
    form: str,
    output: Path | None,
    audience: str | None,
    workspace: str | None,
) -> None:
    """List the items of one TYPE, or all of them.

    Any field can be asked for, chosen by and sorted by: own ones, score.reach, fields of product.yml, and what follows from others, such
    as stage, horizon, late and judgement.
    """
    gc.disable()  # nothing is thrown away before the command ends, so looking for garbage only costs time
    place = find_workspace(workspace)
    with answering(audience):
        plan = read_plan(place, audience)
        from pmsite.asking import find, table
        from pmsite.reporting.safe import document

        names = tuple(name.strip() for name in fields.split(",") if name.strip()) if fields else ()
        found = find.find(plan, find.Query(type_name or "", where or "", names, sort or "", most or 0, view or ""))
    if form == "json":
        printed([document(found.as_json())], output)
    elif form == "csv":
        printed(table.as_csv(found), output)
    elif form == "ids":
        printed(table.ids(found), output)
    else:
        printed(table.lines(found, width()), output)
        if not found.items:
            echo(said("there is no such item"), err=True)
