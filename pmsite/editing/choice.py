"""Items chosen by what is so of them, as `pmsite list` finds them."""

from __future__ import annotations

from pmsite.asking import refused as asking
from pmsite.asking.find import Query, find
from pmsite.asking.plan import plan_of
from pmsite.diagnostics import Span
from pmsite.messages import Term, counted, said
from pmsite.model.types import BY_NAME
from pmsite.workspace import Workspace
from pmsite.writing.refused import Refused, refused

_CODES = {"where": "bad-where", "type": "unknown-type"}


def chosen(workspace: Workspace, where: str, type_name: str = "", *, may_be_all: bool = False) -> tuple[str, ...]:
    """The ids of the items, of one type or of all, that an expression lets through.

    Raises Refused where it cannot be read or chooses none, where there is no such type, and, unless it `may_be_all`, where it
    chooses all of several.
    """
    try:
        found = find(plan_of(workspace, partly=True), Query(type_name, where, fields=("id",)))
    except asking.Refused as fault:
        raise _as_refused(fault) from None
    product = workspace.product
    assert product is not None  # nothing is chosen of what cannot be read
    count = len(list(product.of(BY_NAME[type_name]))) if type_name else len(product.items)
    what, here = said("of the type {type}", type=Term(type_name)) if type_name else said("of the plan"), Span("--where")
    if not found.total:
        message = counted(
            count,
            "nothing {what} is so: {count} item was looked at",
            "nothing {what} is so: {count} items were looked at",
            what=what,
        )
        raise refused("nothing-chosen", here, message, said("`pmsite list --where EXPR` shows what an expression finds"))
    if found.total == count > 1 and not may_be_all:
        raise refused(
            "everything-chosen",
            here,
            said("this chooses all {count} items {what}", count=count, what=what),
            said("add --all if that is meant"),
        )
    return tuple(item.id for item, _ in found.items)


def _as_refused(fault: asking.Refused) -> Refused:
    span = Span(f"--{fault.part}", 1 if fault.at is not None else 0, 0 if fault.at is None else fault.at + 1)
    return refused(_CODES.get(fault.part, "bad-where"), span, fault.message, fault.hint)
