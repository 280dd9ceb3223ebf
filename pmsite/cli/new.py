"""`pmsite new`: a new item file with its fields explained."""

from __future__ import annotations

import click

from pmsite.cli.place import find_workspace
from pmsite.cli.writing import undo_interrupted, write_files
from pmsite.model.scaffold import id_from, new_brief, new_item
from pmsite.model.sections import KINDS
from pmsite.model.types import BY_NAME
from pmsite.read.names import id_fault


@click.command("new")
@click.argument("type_name", metavar="TYPE", type=click.Choice(list(BY_NAME)))
@click.argument("title")
@click.option("--id", "item_id", help="The item's id and file name; made from the title where it is absent.")
@click.option("--kind", type=click.Choice(list(KINDS)), help="For a brief: its format, which gives it its sections.")
@click.option("--workspace", "-w", metavar="DIR", help="The folder with product.yml in it; found from here where it is absent.")
def command(type_name: str, title: str, item_id: str | None, kind: str | None, workspace: str | None) -> None:
    """Write a new item of TYPE, called TITLE, and say where it is."""
    if kind and type_name != "brief":
        raise click.UsageError(f"only a brief has one of the formats; a {type_name} has none")
    root = find_workspace(workspace)
    model = BY_NAME[type_name]
    stem = item_id or id_from(title)
    if not stem:
        raise click.UsageError("no file name can be made from this title: give one with --id")
    if fault := id_fault(stem):
        raise click.UsageError(f"{stem} is not a valid id: {fault}")
    undo_interrupted(root)
    path = root.path / model.folder / f"{stem}.md"
    if path.exists():
        raise click.UsageError(f"{root.shown(path)} exists; choose another title, or give an --id")
    write_files(root.path, {path: new_brief(title.strip(), kind) if kind else new_item(model, title.strip())}, new=True)
    click.echo(root.shown(path))
