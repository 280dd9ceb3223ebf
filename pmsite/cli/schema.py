"""`pmsite schema`: JSON Schema for editors."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from pmsite.cli.common import settings_of
from pmsite.cli.language import echo
from pmsite.cli.workspace_folder import WorkspaceFolder, find_workspace
from pmsite.cli.writing import write_files
from pmsite.messages import said
from pmsite.model.schema import all_schemas, settings_schema
from pmsite.model.types import BY_NAME
from pmsite.starter import editors


@click.command("schema")
@click.argument(
    "type_name", metavar="[TYPE]", required=False, type=click.Choice([*BY_NAME, "product", "publish", "portfolio", "export"])
)
@click.option("--workspace", "-w", metavar="DIR", help="The workspace whose own statuses and fields the schema should know.")
@click.option("--editor", type=click.Choice(list(editors.EDITORS)), help="Set this editor up in the current folder instead.")
def command(type_name: str | None, workspace: str | None, editor: str | None) -> None:
    """Print the JSON Schema of one TYPE of item, of `product` for product.yml, or of all of them; of `publish` for publish.yml, of `portfolio` for portfolio.yml, of `export` for `pmsite export json`."""
    if editor:
        if type_name:
            raise click.UsageError(said("--editor sets everything up; leave TYPE out"))
        _set_up(editor, find_workspace(workspace))
        return
    found = find_workspace(workspace, required=workspace is not None)
    settings = settings_of(found) if found else None
    if type_name == "export":
        from pmsite.exports.schema import schema  # here, since it takes its time to load and editors ask for the others

        told = schema(settings)
    elif type_name == "portfolio":
        from pmsite.portfolio import settings as portfolios  # here, for the same reason

        told = portfolios.schema()
    elif type_name == "publish":
        from pmsite.publishing import configuration  # here, for the same reason

        told = configuration.schema()
    else:
        schemas = all_schemas(settings)
        told = schemas[type_name] if type_name else schemas
    json.dump(told, sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


def _set_up(editor: str, place: WorkspaceFolder) -> None:
    here = Path.cwd()
    if place.base != here:
        raise click.UsageError(
            said("run this in the folder that the editor opens, with the plan inside; the plan is in {path}", path=place.path)
        )
    wanted: dict[str, str] = {}
    for path, text in editors.files(editor, place.prefix, settings_schema()):
        file = here / path
        if file.exists() and not editors.OWN.match(path):
            if file.read_text(encoding="utf-8", errors="replace") != text:
                echo(
                    said("{path} exists and was left as it is; add what it lacks of this:\n\n{text}", path=path, text=text),
                    err=True,
                )
            continue
        wanted[path] = text
    write_files(place.path, {here / path: text for path, text in wanted.items()}, within=here)
    for path in wanted:
        click.echo(path)
