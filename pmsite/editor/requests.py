"""What pages ask to be changed: JSON, read as operations on the plan."""

from __future__ import annotations

import unicodedata
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Literal

from pydantic import Field

from pmsite.clock import today
from pmsite.diagnostics import Span
from pmsite.editing.checking_in import CheckIn, checking_in
from pmsite.editing.draft import held
from pmsite.editing.leaving import dropping
from pmsite.editing.plan import Plan, Wanted
from pmsite.editor.asked import Strict
from pmsite.editor.refusal import Refusal
from pmsite.messages import said
from pmsite.model.scaffold import id_from
from pmsite.read.names import fold
from pmsite.read.record import Value
from pmsite.wording.words import N_
from pmsite.workspace import Workspace
from pmsite.writing.operation import ANY, Add, Body, Create, Drop, Measure, Move, Operation, Raw, Remove, Rename, Set, Unset, Was
from pmsite.writing.refused import refused

MOST = 2_000
"""Operations in one request."""
_TITLE = 200

Text = Annotated[str, Field(max_length=1_000_000)]
Name = Annotated[str, Field(max_length=300)]
Written = Any
"""What an author would write: texts, lists and mappings of them. `_value` judges it."""


class _Wish(Strict):
    """What is wanted of one item. The field that says which wish it is, is called `do`."""

    item: Name

    @abstractmethod
    def plan(self, workspace: Workspace, made: set[str]) -> Plan:
        """What it means for a workspace; raises Refused where that is nothing. `made` are the ids that wishes before it have given."""


class _Plain(_Wish):
    """A wish that means the same for any workspace."""

    def plan(self, workspace: Workspace, made: set[str]) -> Plan:
        """Its operations, as they are."""
        return Plan(tuple(self._operations()))

    @abstractmethod
    def _operations(self) -> Iterator[Operation]:
        """What is to be done."""


class _Fact(_Plain):
    place: Annotated[list[Name | int], Field(min_length=1, max_length=12)]

    was: Written = ANY

    @property
    def _was(self) -> Was:
        return _value(self.was) if "was" in self.model_fields_set else ANY


class SetFact(_Fact):
    """A fact gets a value."""

    do: Literal["set"]
    value: Written
    language: Name = ""

    def _operations(self) -> Iterator[Operation]:
        yield Set(self.item, tuple(self.place), _value(self.value), self.language, self._was)


class UnsetFact(_Fact):
    """A fact goes."""

    do: Literal["unset"]
    language: Name = ""

    def _operations(self) -> Iterator[Operation]:
        yield Unset(self.item, tuple(self.place), self.language, self._was)


class AddEntry(_Fact):
    """A list gets an entry."""

    do: Literal["add"]
    value: Written
    at: int | None = None

    def _operations(self) -> Iterator[Operation]:
        yield Add(self.item, tuple(self.place), _value(self.value), self.at, self._was)


class RemoveEntry(_Fact):
    """A list loses an entry."""

    do: Literal["remove"]
    value: Written

    def _operations(self) -> Iterator[Operation]:
        yield Remove(self.item, tuple(self.place), _value(self.value), self._was)


class NewBody(_Plain):
    """The text below the facts."""

    do: Literal["body"]
    text: Text
    language: Name = ""
    was: Text | None = None

    def _operations(self) -> Iterator[Operation]:
        yield Body(self.item, self.text, self.language, ANY if self.was is None else self.was)


class NewItem(_Wish):
    """An item; without an id it gets one from its title, as `pmsite new` does."""

    do: Literal["create"]
    type: Name
    facts: Annotated[dict[Name, Written], Field(default_factory=dict, max_length=200)]
    body: Text = ""
    item: Name = ""

    def plan(self, workspace: Workspace, made: set[str]) -> Plan:
        """As said; raises Refused where no id can be made."""
        facts = {name: _value(value) for name, value in self.facts.items()}
        id = self.item or _free_id(str(facts.get("title") or ""), workspace, made)
        made.add(fold(id))
        return Plan((Create(id, self.type, facts, self.body),))


class NewId(_Plain):
    """Another id."""

    do: Literal["rename"]
    id: Name

    def _operations(self) -> Iterator[Operation]:
        yield Rename(self.item, self.id)


class NewFolder(_Plain):
    """Another folder."""

    do: Literal["move"]
    folder: Name

    def _operations(self) -> Iterator[Operation]:
        yield Move(self.item, self.folder)


class NewValue(_Plain):
    """A row in the table of a metric."""

    do: Literal["measure"]
    date: Name
    value: Name
    note: Name = ""

    def _operations(self) -> Iterator[Operation]:
        yield Measure(self.item, self.date, self.value, self.note)


class DeleteItem(_Plain):
    """The files of an item go."""

    do: Literal["delete"]
    leave: Literal["refuse", "unset"] = "refuse"

    def _operations(self) -> Iterator[Operation]:
        yield Drop(self.item, self.leave)


class DropItem(_Wish):
    """An item will not be done, and why."""

    do: Literal["drop"]
    reason: Text

    def plan(self, workspace: Workspace, made: set[str]) -> Plan:
        """As `pmsite drop`; raises Refused."""
        if not self.reason.strip():
            raise refused("nothing-said", Span(workspace.prefix), said("nobody says why"), said("write why it will not be done"))
        return dropping(workspace, self.item, self.reason.strip())


class NewCheckIn(_Wish):
    """How a key result, or a metric, stands on one day; `again` where that has been said before, and is to be otherwise."""

    do: Literal["check-in"]
    value: Name = ""
    confidence: Name = ""
    note: Text = ""
    on: Name = ""
    again: bool = False

    def plan(self, workspace: Workspace, made: set[str]) -> Plan:
        """As `pmsite check-in`; raises Refused."""
        try:
            day = date.fromisoformat(self.on) if self.on else today()
        except ValueError:
            raise refused(
                "not-a-day", Span(workspace.prefix), said("this is no day"), said("write a day such as 2026-11-20")
            ) from None
        told = CheckIn(day, self.value, self.confidence, self.note)
        return checking_in(workspace, self.item, told, again=self.again)


class NewText(Strict):
    """A file with errors is written anew, as a person has mended it. It comes alone."""

    do: Literal["raw"]
    path: Annotated[str, Field(max_length=1000)]
    text: Text


Wish = Annotated[
    SetFact
    | UnsetFact
    | AddEntry
    | RemoveEntry
    | NewBody
    | NewItem
    | NewId
    | NewFolder
    | NewValue
    | DeleteItem
    | DropItem
    | NewCheckIn
    | NewText,
    Field(discriminator="do"),
]


class Change(Strict):
    """Operations that are carried out together, and what whoever asks has seen: the hashes of files, the digest of a preview."""

    operations: Annotated[list[Wish], Field(min_length=1, max_length=MOST)]
    seen: Annotated[dict[Annotated[str, Field(max_length=1000)], Name], Field(default_factory=dict, max_length=MOST)]
    digest: Name = ""
    title: Annotated[str, Field(max_length=2000)] = ""

    def wanted(self, prefix: str) -> Wanted:
        """What makes a plan of it; it raises Refused where something of it means nothing."""
        start = f"{prefix}/"
        if any(isinstance(wish, NewText) for wish in self.operations):
            return self._by_hand(start)
        seen = {path.removeprefix(start): hash for path, hash in self.seen.items()}

        def plan(workspace: Workspace) -> Plan:
            made: set[str] = set()
            plans = [wish.plan(workspace, made) for wish in self.operations if not isinstance(wish, NewText)]
            told = tuple(one for plan in plans for one in plan.told)
            return Plan(tuple(one for plan in plans for one in plan.operations), seen, told)

        return plan

    def _by_hand(self, start: str) -> Raw:
        wish = self.operations[0]
        if len(self.operations) > 1 or not isinstance(wish, NewText):
            raise Refusal(HTTPStatus.BAD_REQUEST, N_("A file that is mended as text comes alone."))
        return Raw(wish.path.removeprefix(start), wish.text, self.seen.get(wish.path, ""))

    @property
    def name(self) -> str:
        """What it is called where it is undone: one line."""
        first = self.operations[0]
        said = self.title or f"{first.do} {first.path if isinstance(first, NewText) else first.item}"
        return "".join(c if c.isprintable() else " " for c in said).strip()[:_TITLE]


def _value(given: object) -> Value:
    """What an author would write; raises Refusal where it is nothing of the kind."""
    if given is None or isinstance(given, str):
        return given
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, Sequence):
        return [_value(one) for one in given]
    if isinstance(given, Mapping):
        return {str(name): _value(one) for name, one in given.items()}
    raise Refusal(HTTPStatus.BAD_REQUEST, N_("Values are texts, lists and mappings: write numbers as texts."))


def _free_id(title: str, workspace: Workspace, made: set[str]) -> str:
    """An id from a title that nothing has yet; raises Refused where none can be made."""
    stem = id_from(unicodedata.normalize("NFC", title))
    if not stem:
        raise refused("not-an-id", Span(workspace.prefix), said("no file name can be made from this title"), said("give it an id"))
    there = held(workspace)
    taken = {fold(path.rpartition("/")[2].partition(".")[0]) for path in there.places.values()} | there.ids.keys() | made
    return next(name for name in (stem, *(f"{stem}-{at}" for at in range(2, len(taken) + 3))) if fold(name) not in taken)
