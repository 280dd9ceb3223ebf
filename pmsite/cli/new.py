"""`pmsite new`: a new item file with its fields explained."""

from __future__ import annotations

import os
from collections.abc import Iterator

import click

from pmsite.cli.options import workspace_option
from pmsite.cli.workspace_folder import WorkspaceFolder, find_workspace
from pmsite.cli.writing import alone
from pmsite.diagnostics import Report
from pmsite.messages import said
from pmsite.model.hints import synonyms
from pmsite.model.item import Item
from pmsite.model.load import load_item, type_of
from pmsite.model.load_settings import load_settings
from pmsite.model.scaffold import Beside, id_from, new_brief, new_item
from pmsite.model.sections import KINDS
from pmsite.model.settings import Settings
from pmsite.model.types import BY_NAME, FOLDERS
from pmsite.read.files import walk
from pmsite.read.names import id_fault
from pmsite.read.workspace import is_source, read_one, read_settings


class _Type(click.Choice[str]):
    """The name of a type; of another name it is said which type that means."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name, where it is one. Raises click.BadParameter."""
        if value not in BY_NAME:
            near = synonyms.item_type(value, BY_NAME, {folder: model.type for folder, model in FOLDERS.items()})
            if near:
                self.fail(said("there is no type {value}; did you mean {near}?", value=value, near=near), param, ctx)
        return super().convert(value, param, ctx)


@click.command("new")
@click.argument("type_name", metavar="TYPE", type=_Type(list(BY_NAME)))
@click.argument("title")
@click.option("--id", "item_id", help="The item's id and file name; made from the title where it is absent.")
@click.option("--kind", type=click.Choice(list(KINDS)), help="For a brief: its format, which gives it its sections.")
@workspace_option
def command(type_name: str, title: str, item_id: str | None, kind: str | None, workspace: str | None) -> None:
    """Write a new item of TYPE, called TITLE, and say where it is."""
    if kind and type_name != "brief":
        raise click.UsageError(said("only a brief has one of the formats; a {type_name} has none", type_name=type_name))
    root = find_workspace(workspace)
    model = BY_NAME[type_name]
    stem = item_id or id_from(title)
    if not stem:
        raise click.UsageError(said("no file name can be made from this title: give one with --id"))
    if fault := id_fault(stem):
        raise click.UsageError(said("{stem} is not a valid id: {fault}", stem=stem, fault=fault))
    writer = alone(root)
    path = root.home(model) / f"{stem}.md"
    if path.exists():
        raise click.UsageError(said("{path} exists; choose another title, or give an --id", path=root.display(path)))
    beside = _beside(root)
    text = new_brief(title.strip(), kind, beside) if kind else new_item(model, title.strip(), beside=beside)
    writer.write({path: text}, f"new {type_name} {title}", new=True)
    click.echo(root.display(path))


def _beside(place: WorkspaceFolder) -> Beside:
    """What is there to be named; nothing where product.yml has faults, which are told elsewhere."""
    report = Report()
    record = read_settings(place.path, place.prefix, report)
    settings = load_settings(record, report) if record is not None else None
    return Beside.of(_one_of_each(place, settings), settings) if settings is not None else Beside()


def _one_of_each(place: WorkspaceFolder, settings: Settings) -> Iterator[Item]:
    """The first item of each type that can be read; few files of a large plan are."""
    seen: set[str] = set()
    for file in walk(os.fspath(place.path), place.prefix, Report()):
        name = type_of(file.inside) if is_source(file) else None
        if name is None or name in seen:
            continue
        record = read_one(os.fspath(place.path), file, f"{place.prefix}/{file.inside}")[2]
        item = load_item(record, settings, Report()) if record is not None else None
        if item is not None:
            seen.add(item.type)
            yield item
