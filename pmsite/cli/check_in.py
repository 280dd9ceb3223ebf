"""`pmsite check-in`: how a key result stands today."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

import click

from pmsite.cli import completion
from pmsite.cli.changing import carry_out, changing_options
from pmsite.cli.workspace_folder import find_workspace
from pmsite.clock import today
from pmsite.messages import said

if TYPE_CHECKING:
    from pmsite.editing.plan import Plan
    from pmsite.workspace import Workspace

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NEGATIVE = re.compile(r"-[0-9][0-9.,]*%?")


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """The day that --on names; ends the command where it names none."""
    if value is None:
        return None
    day = None
    with suppress(ValueError):
        day = date.fromisoformat(value) if _DAY.fullmatch(value) else None
    if day is None:
        raise click.BadParameter(said("{value} is no day: write it as {day}", value=value, day=today().isoformat()), ctx, param)
    return day


class _Command(click.Command):
    """A command whose VALUE may be less than nothing."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:  # click's signature
        """Read the arguments; a negative number that no option stands before is one of them, and no option."""
        options: list[str] = []
        values: list[str] = []
        for before, word in zip(["", *args], args, strict=False):
            (values if _NEGATIVE.fullmatch(word) and not before.startswith("-") else options).append(word)
        return super().parse_args(ctx, [*options, "--", *values] if values else args)


@click.command("check-in", cls=_Command)
@click.argument("item_id", metavar="KR", shell_complete=completion.ids)
@click.argument("value", required=False, default="")
@click.option("--confidence", metavar="SHARE", default="", help="How sure the team is to reach the target, such as 70%.")
@click.option("--note", metavar="TEXT", default="", help="What happened, and what is in the way.")
@click.option("--on", "day", callback=_day, metavar="DATE", help="The day it is of; today where absent.")
@changing_options
def command(
    item_id: str,
    value: str,
    confidence: str,
    note: str,
    day: date | None,
    dry_run: bool,
    form: str,
    workspace: str | None,
) -> None:
    """Add a check-in to the key result KR, as in 2026-q4-growth.kr1.

    Where the key result has a `current` of its own, that becomes VALUE, too,
    if no later day is known. KR may also be a metric, whose table gets a row.
    """

    def wanted(seen: Workspace) -> Plan:
        from pmsite.editing.checking_in import CheckIn, checking_in

        said = CheckIn(day or today(), value.strip(), confidence.strip(), note.strip())
        return checking_in(seen, item_id, said)

    title = " ".join(filter(None, ("check-in", item_id, value)))
    carry_out(find_workspace(workspace), wanted, title, dry=dry_run, form=form)
