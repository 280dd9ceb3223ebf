"""`pmsite move`: an item's file in another folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pmsite.cli import completion
from pmsite.cli.changing import carry_out, changing_options
from pmsite.cli.workspace_folder import find_workspace

if TYPE_CHECKING:
    from pmsite.editing.plan import Plan
    from pmsite.workspace import Workspace


@click.command("move")
@click.argument("item_id", metavar="ID", shell_complete=completion.ids)
@click.argument("folder", metavar="FOLDER")
@changing_options
def command(item_id: str, folder: str, dry_run: bool, form: str, workspace: str | None) -> None:
    """Move the file of the item ID to FOLDER, as in features/mobile.

    Its translations, its table and files of its name go with it; links in
    texts are mended. Its id and its type stay as they are.
    """
    place = find_workspace(workspace)

    def wanted(seen: Workspace) -> Plan:
        from pmsite.editing.plan import Plan
        from pmsite.writing.operation import Move

        return Plan((Move(item_id, folder.removeprefix(f"{place.prefix}/")),))

    carry_out(place, wanted, f"move {item_id} {folder}", dry=dry_run, form=form)
