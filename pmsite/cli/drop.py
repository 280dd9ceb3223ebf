"""`pmsite drop`: what will not be done, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pmsite.cli import completion
from pmsite.cli.changing import carry_out, changing_options
from pmsite.cli.workspace_folder import find_workspace
from pmsite.messages import said

if TYPE_CHECKING:
    from pmsite.editing.plan import Plan
    from pmsite.workspace import Workspace


@click.command("drop")
@click.argument("item_id", metavar="ID", shell_complete=completion.ids)
@click.option("--reason", metavar="TEXT", help="Why it will not be done; those who see the item read it.")
@click.option("--delete", is_flag=True, help="Take its files out instead; refused while others name it.")
@click.option("--unset", is_flag=True, help="With --delete: take out the facts that name it, too.")
@changing_options
def command(item_id: str, reason: str | None, delete: bool, unset: bool, dry_run: bool, form: str, workspace: str | None) -> None:
    """Say of the item ID that it will not be done, and why.

    It gets the status `dropped`, or the word that the workspace has for it,
    and stays in the plan, so that the answer is there when somebody asks
    again. What names it is told. Only features have such a stage; of other
    types the command says what to do.
    """
    if delete and reason is not None:
        raise click.UsageError(said("what is deleted keeps no reason: give --reason or --delete"))
    if not delete and not (reason or "").strip():
        raise click.UsageError(said("say why it will not be done: --reason TEXT; or take its files out with --delete"))

    if unset and not delete:
        raise click.UsageError(said("--unset is for --delete"))

    def wanted(seen: Workspace) -> Plan:
        from pmsite.editing.leaving import dropping, removing

        return removing(seen, item_id, unset=unset) if delete else dropping(seen, item_id, (reason or "").strip())

    title = " ".join(["drop", item_id, *(["--delete"] if delete else []), *(["--unset"] if unset else [])])
    carry_out(find_workspace(workspace), wanted, title, dry=dry_run, form=form)
