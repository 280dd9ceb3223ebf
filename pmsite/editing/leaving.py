"""Items that will not be done any more, and items whose files go."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.diagnostics import Diagnostic, Severity, Span
from pmsite.editing.draft import held
from pmsite.editing.plan import Plan
from pmsite.messages import AllOf, Term, said
from pmsite.model.feature import Feature
from pmsite.model.product import Product
from pmsite.model.settings import Settings
from pmsite.model.types import BY_NAME
from pmsite.model.values import Choice
from pmsite.workspace import Workspace
from pmsite.writing.held import Held
from pmsite.writing.operation import Drop, Set
from pmsite.writing.refused import Refused, refused

_ENDS = ("cancelled", "rejected", "stopped", "closed", "resolved")
"""Statuses of types without stages that say that it is over."""


def dropping(workspace: Workspace, id: str, reason: str) -> Plan:
    """The plan that says of an item that it will not be done, and why. Raises Refused where its type has no stages.

    What names it is told, and stays.
    """
    there = held(workspace)
    item = there.item(id)
    if not isinstance(item, Feature):
        raise _no_stages(there, id)
    wishes = [Set(id, ("reason",), reason)]
    if item.status.stage != "dropped":
        wishes.insert(0, Set(id, ("status",), dropped_status(there.product.settings)))
    return Plan(tuple(wishes), told=tuple(naming(there.product, there, id)))


def removing(workspace: Workspace, id: str, *, unset: bool = False) -> Plan:
    """The plan that takes an item's files out; what names the item stands against it, or with `unset` goes with it."""
    held(workspace).record(id)
    return Plan((Drop(id, "unset" if unset else "refuse"),))


def dropped_status(settings: Settings) -> str:
    """The word that a workspace has for what will not be done: its own, where it has one."""
    own = (name for name, status in settings.statuses.items() if status.stage == "dropped")
    return next(own, "dropped")


def naming(product: Product, there: Held, id: str) -> Iterator[Diagnostic]:
    """Who names an item, as notices: each file and the fields in it."""
    fields: dict[str, list[str]] = {}
    for link in product.incoming.get(id, ()):
        if link.source != id:
            fields.setdefault(link.source, []).append(f"`{link.key}`")
    for source, names in fields.items():
        message = said("{source} names {id} in {fields}", source=source, id=id, fields=AllOf(dict.fromkeys(names)))
        path = there.records[source].path
        yield Diagnostic("names-what-is-dropped", Severity.NOTICE, Span(path), message, said("look whether that should stay"))


def _no_stages(there: Held, id: str) -> Refused:
    type_name = there.type_name(id)
    status = BY_NAME[type_name].model_fields.get("status")
    words = next((mark.values for mark in status.metadata if isinstance(mark, Choice)), ()) if status else ()
    end = next((word for word in _ENDS if word in words), "")
    hint = (
        said("write `pmsite set {id} status={end}`, or take its file out with `pmsite drop {id} --delete`", id=id, end=end)
        if end
        else said("take its file out with `pmsite drop {id} --delete`", id=id)
    )
    message = said("{id} is of the type {type}, which has no stage for what will not be done", id=id, type=Term(type_name))
    return refused("no-stages", Span(there.record(id).path), message, hint)
