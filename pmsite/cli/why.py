"""`pmsite why`: the thread that an item hangs on."""

from __future__ import annotations

import gc

import click

from pmsite.cli import completion
from pmsite.cli.asking import answering, printed, read_plan, width
from pmsite.cli.options import audience_option, workspace_option
from pmsite.cli.workspace_folder import find_workspace


@click.command("why")
@click.argument("item_id", metavar="ID", shell_complete=completion.ids)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to tell it.")
@audience_option
@workspace_option
def command(item_id: str, form: str, audience: str | None, workspace: str | None) -> None:
    """Tell why the item ID is there: up to goals and the vision, down to evidence, delivery and results, and what is missing.

    ID may be a key result, such as 2026-growth.kr1.
    """
    gc.disable()  # nothing is thrown away before the command ends, so looking for garbage only costs time
    place = find_workspace(workspace)
    with answering(audience):
        plan = read_plan(place, audience)
        from pmsite.asking.why import why
        from pmsite.reporting.safe import document

        found = why(plan, item_id)
    if form == "json":
        printed([document(found.as_json())])
        return
    from pmsite.asking.telling import told

    printed(f"{line}\n" for line in told(found, plan.language, width()))
