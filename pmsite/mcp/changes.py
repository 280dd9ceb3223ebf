"""Changes as assistants say them: what the commands that change a plan take, several at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from pmsite.clock import today
from pmsite.diagnostics import Span
from pmsite.editing.checking_in import CheckIn, checking_in
from pmsite.editing.choice import chosen
from pmsite.editing.leaving import dropping, removing
from pmsite.editing.plan import Plan
from pmsite.editing.words import changing, new_facts, word
from pmsite.workspace import Workspace
from pmsite.writing.operation import Create, Move, Rename
from pmsite.writing.refused import Refused, refused


class Change(BaseModel):
    """One change. What `do` has no use for stays away."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    do: Annotated[
        Literal["set", "create", "rename", "move", "drop", "delete", "check-in"],
        Field(description="drop keeps the item and says why; delete takes its files out"),
    ]
    ids: Annotated[list[str], Field(description="the items; of `create` the new id, of `check-in` goal.keyresult or a metric")] = []
    where: Annotated[str, Field(description="set: choose items instead of naming them, as in find")] = ""
    type: Annotated[str, Field(description="set with `where`, and create: the type of item")] = ""
    all: Annotated[bool, Field(description="set with `where`: yes, every item of the type")] = False
    facts: Annotated[
        list[str], Field(description="set, create: FIELD=VALUE, FIELD= to take out, FIELD+=ENTRY, FIELD-=ENTRY, score.reach=5")
    ] = []
    body: Annotated[str | None, Field(description="set, create: the text below the facts")] = None
    new: Annotated[str, Field(description="rename: the new id")] = ""
    folder: Annotated[str, Field(description="move: where to, as in features/mobile")] = ""
    reason: Annotated[str, Field(description="drop: why it will not be done")] = ""
    value: Annotated[str, Field(description="check-in: the value")] = ""
    confidence: Annotated[str, Field(description="check-in: such as 70%")] = ""
    note: Annotated[str, Field(description="check-in: what happened")] = ""
    on: Annotated[date | None, Field(description="check-in: the day; today where absent")] = None


def wanted(changes: Sequence[Change]) -> Callable[[Workspace], Plan]:
    """What makes the plan of some changes, in their order; it raises Refused where one means nothing."""

    def plan(workspace: Workspace) -> Plan:
        made = [_plan(change, workspace) for change in changes]
        return Plan(
            tuple(operation for one in made for operation in one.operations),
            {path: seen for one in made for path, seen in one.seen.items()},
            tuple(told for one in made for told in one.told),
        )

    return plan


def titled(changes: Sequence[Change]) -> str:
    """What `pmsite undo` calls them."""
    return "assistant: " + "; ".join(" ".join(_words(change)) for change in changes)


def _words(change: Change) -> Iterator[str]:
    yield change.do
    yield from change.ids
    yield from (f"--where {change.where}",) if change.where else ()
    yield from change.facts
    yield from filter(None, (change.new, change.folder, change.value))


def _plan(change: Change, workspace: Workspace) -> Plan:
    _refuse_useless(change)
    if change.do == "set":
        if change.where:
            ids: Sequence[str] = chosen(workspace, change.where, change.type, may_be_all=change.all)
        else:
            ids = _needed(change, "ids", change.ids)
        return changing(workspace, ids, [word(text) for text in change.facts], change.body)
    (id,) = _needed(change, "ids", change.ids)
    return _ONE[change.do](change, id, workspace)


def _created(change: Change, id: str, workspace: Workspace) -> Plan:
    type_name = _needed(change, "type", change.type)
    facts = new_facts(workspace, type_name, [word(text) for text in change.facts])
    return Plan((Create(id, type_name, facts, change.body or ""),))


def _dropped(change: Change, id: str, workspace: Workspace) -> Plan:
    return dropping(workspace, id, _needed(change, "reason", change.reason.strip()))


def _checked_in(change: Change, id: str, workspace: Workspace) -> Plan:
    return checking_in(workspace, id, CheckIn(change.on or today(), change.value, change.confidence, change.note))


_ONE: Mapping[str, Callable[[Change, str, Workspace], Plan]] = {
    "create": _created,
    "rename": lambda change, item, workspace: Plan((Rename(item, _needed(change, "new", change.new)),)),
    "move": lambda change, item, workspace: Plan((Move(item, _needed(change, "folder", change.folder)),)),
    "drop": _dropped,
    "delete": lambda change, item, workspace: removing(workspace, item),
    "check-in": _checked_in,
}
_HERE = Span("changes")
_TAKES: Mapping[str, frozenset[str]] = {
    "set": frozenset({"ids", "where", "type", "all", "facts", "body"}),
    "create": frozenset({"ids", "type", "facts", "body"}),
    "rename": frozenset({"ids", "new"}),
    "move": frozenset({"ids", "folder"}),
    "drop": frozenset({"ids", "reason"}),
    "delete": frozenset({"ids"}),
    "check-in": frozenset({"ids", "value", "confidence", "note", "on"}),
}


def _refuse_useless(change: Change) -> None:
    """Refuse what would be left out silently, and more or fewer items than can be meant."""
    said = {name for name in change.model_fields_set if getattr(change, name) not in ("", [], None, False)} - {"do"}
    if useless := sorted(said - _TAKES[change.do]):
        raise _no_change(f"{change.do} takes no `{useless[0]}`", f"it takes {', '.join(sorted(_TAKES[change.do]))}")
    if change.do == "set" and bool(change.ids) == bool(change.where):
        raise _no_change("set needs `ids` or `where`, and not both", "name the items, or choose them")
    if change.do == "set" and not change.facts and change.body is None:
        raise _no_change("set needs `facts` or `body`", 'write them as ["status=building"]')
    if change.do != "set" and len(change.ids) > 1:
        raise _no_change(f"{change.do} is of one item at a time", "give one change for each")


def _needed(change: Change, name: str, value: Any) -> Any:
    if not value:
        raise _no_change(f"{change.do} needs `{name}`", f"it takes {', '.join(sorted(_TAKES[change.do]))}")
    return value


def _no_change(message: str, hint: str) -> Refused:
    return refused("not-a-change", _HERE, message, hint)
