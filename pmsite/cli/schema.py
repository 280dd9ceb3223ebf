"""`pmsite schema`: JSON Schema for editors."""

from __future__ import annotations

import json
import sys

import click

from pmsite.cli.common import find_workspace, settings_of
from pmsite.model.schema import all_schemas
from pmsite.model.types import BY_NAME


@click.command("schema")
@click.argument("type_name", metavar="[TYPE]", required=False, type=click.Choice([*BY_NAME, "product", "export"]))
@click.option("--workspace", "-w", metavar="DIR", help="The workspace whose own statuses and fields the schema should know.")
def command(type_name: str | None, workspace: str | None) -> None:
    """Print the JSON Schema of one TYPE of item, of `product` for product.yml, or of all of them; of `export` for `pmsite export json`."""
    found = find_workspace(workspace, required=workspace is not None)
    settings = settings_of(found) if found else None
    if type_name == "export":
        from pmsite.exports.schema import schema  # here, since it takes its time to load and editors ask for the others

        told = schema(settings)
    else:
        schemas = all_schemas(settings)
        told = schemas[type_name] if type_name else schemas
    json.dump(told, sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
