"""`pmsite show`: all that is known of one item."""

from __future__ import annotations

import gc
import sys

import click

from pmsite.cli import completion
from pmsite.cli.asking import answering, printed, read_plan, width
from pmsite.cli.language import echo
from pmsite.cli.options import audience_option, workspace_option
from pmsite.cli.workspace_folder import find_workspace
from pmsite.messages import said


@click.command("show")
@click.argument("item_id", metavar="ID", shell_complete=completion.ids)
@click.option("--body", is_flag=True, help="All of its text, not only where it begins.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to tell it.")
@audience_option
@workspace_option
def command(item_id: str, body: bool, form: str, audience: str | None, workspace: str | None) -> None:
    """Show the item ID: its facts, what follows from them, what it names and what names it, its text and its faults.

    ID may be a key result, such as 2026-growth.kr1.
    """
    gc.disable()  # nothing is thrown away before the command ends, so looking for garbage only costs time
    place = find_workspace(workspace)
    with answering(audience):
        plan = read_plan(place, audience, partly=True)
        from pmsite.asking.plan import item_of
        from pmsite.asking.show import show
        from pmsite.diagnostics import Report, Severity
        from pmsite.pipeline import findings
        from pmsite.reporting.safe import document

        item, _ = item_of(plan, item_id)
        faults = findings(plan.workspace, item.id) if plan.seen.is_inside else Report()
        found = show(plan, item_id, faults, body)
    if form == "json":
        printed([document(found.as_json())])
    else:
        from pmsite.asking.telling import shown

        printed(f"{line}\n" for line in shown(found, plan.language, width()))
    unread = [fault for fault in plan.workspace.report if fault.severity is Severity.ERROR and fault not in found.faults]
    if unread:
        from pmsite.cli.common import tell

        echo(said("other files cannot be read, so what they say of it is not among this:"), err=True)
        tell(Report(unread))
    sys.exit(1 if plan.workspace.report.failed else 0)
