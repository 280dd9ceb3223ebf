"""What a shell offers for an argument: ids, types, fields and audiences of the plan that is here. What cannot be read offers nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from pmsite.cli.workspace_folder import find_workspace

if TYPE_CHECKING:
    from pmsite.asking.plan import Plan


def ids(context: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Ids of items, with their titles; those of key results once an objective's stands there."""
    plan = _plan(context)
    if plan is None:
        return []
    from pmsite.model.product import titles  # here, since the plan has been read then

    known = titles(plan.seen)
    wanted = {id: title for id, title in known.items() if id in plan.seen.items or "." in incomplete}
    return [CompletionItem(id, help=_plain(title)) for id, title in _beginning(wanted, incomplete)]


def types(context: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Types of items."""
    from pmsite.model.types import BY_NAME  # here, so that a command can begin to read before the models are loaded

    return [CompletionItem(name) for name in BY_NAME if name.startswith(incomplete)]


def fields(context: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Fields of the type that stands there, or of all, the last of a list with commas."""
    plan = _plan(context)
    if plan is None:
        return []
    from pmsite.asking.fields import Fields
    from pmsite.model.types import BY_NAME

    stated = (context.params.get("type_name"), *context.args)  # click has not sorted what stands before an option without its value
    known = Fields(plan.seen, next((str(word) for word in stated if word in BY_NAME), ""))
    before, comma, last = incomplete.rpartition(",")
    names = (*known.names, *(known.inner if "." in last else ()))
    return [CompletionItem(f"{before}{comma}{name}") for name in names if name.startswith(last)]


def changes(context: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Ids, and fields with the sign that sets them; fields alone once one is set."""
    said = (*(context.params.get(param.name or "") or ()), *context.args)
    named = [] if any("=" in word for word in said) else ids(context, param, incomplete)
    return [*named, *(CompletionItem(f"{one.value}=") for one in fields(context, param, incomplete))]


def audiences(context: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Audiences of the plan, and the team."""
    plan = _plan(context, as_team=True)
    known = ("team", *plan.seen.settings.audiences) if plan else ("team",)
    return [CompletionItem(name) for name in known if name.startswith(incomplete)]


def views(context: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Saved views of product.yml."""
    plan = _plan(context)
    return [CompletionItem(name) for name in plan.seen.settings.views if name.startswith(incomplete)] if plan else []


def _plan(context: click.Context, as_team: bool = False) -> Plan | None:
    """The plan that a command is about, with the eyes that it names; nothing where that cannot be."""
    try:
        place = find_workspace(context.params.get("workspace"), required=False)
        if place is None:
            return None
        from pmsite.cli.asking import read_plan

        return read_plan(place, None if as_team else context.params.get("audience"), partly=True)
    except (click.ClickException, click.exceptions.Exit, ValueError, OSError):
        return None


def _beginning(known: dict[str, str], incomplete: str) -> Iterable[tuple[str, str]]:
    return ((id, title) for id, title in known.items() if id.startswith(incomplete))


def _plain(title: str) -> str:
    """A title that no shell acts on, on one line."""
    from pmsite.reporting.safe import one_line

    return one_line(title)
