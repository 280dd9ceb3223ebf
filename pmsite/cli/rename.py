"""`pmsite rename`: another id, everywhere where it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pmsite.cli import completion
from pmsite.cli.changing import carry_out, changing_options
from pmsite.cli.workspace_folder import find_workspace

if TYPE_CHECKING:
    from pmsite.editing.plan import Plan
    from pmsite.workspace import Workspace


@click.command("rename")
@click.argument("item_id", metavar="ID", shell_complete=completion.ids)
@click.argument("new", metavar="NEW")
@changing_options
def command(item_id: str, new: str, dry_run: bool, form: str, workspace: str | None) -> None:
    """Give the item ID, or a key result, the id NEW.

    Its file, its translations, its table and files of its name move with it;
    references and links in texts follow. Where only a person can say whether
    the item is meant (filters, the navigation, pages of the site, `id` in a
    text) the place is told and stays.
    """

    def wanted(seen: Workspace) -> Plan:
        from pmsite.editing.draft import held
        from pmsite.editing.plan import Plan
        from pmsite.editing.words import item_of
        from pmsite.writing.operation import Rename

        item_of(held(seen), item_id)  # which says what may be meant where there is none
        return Plan((Rename(item_id, new),))

    carry_out(find_workspace(workspace), wanted, f"rename {item_id} {new}", dry=dry_run, form=form)
