"""Whether something is a team's or a person's."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.messages import said
from pmsite.model.faults import did_you_mean
from pmsite.model.item import Item
from pmsite.model.person import Person
from pmsite.model.team import Team

OWNING = ("owner", "team", "driver", "approver", "lead")
"""The fields that say who answers for an item, or works on it."""


class UnknownOwner(ValueError):
    """Nobody is called so, as far as these readers know. `hint` says what to write instead."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Whose:
    """A team or a person, by the names that items have for them; without names everything is theirs."""

    title: str = ""
    names: frozenset[str] = frozenset()

    def has(self, item: Item | None, *owners: str) -> bool:
        """Whether an item, or a part of it that has owners of its own, is theirs."""
        if not self.names or (item is not None and item.id in self.names):
            return True
        named = (*owners, *(getattr(item, name, None) for name in OWNING)) if item is not None else owners
        return any(name in self.names for name in named)


def whose(product: Projection, name: str) -> Whose:
    """The team or person with an id or a title. Raises UnknownOwner."""
    if not name:
        return Whose()
    known = [*product.of(Team), *product.of(Person)]
    found = next((item for item in known if name in (item.id, item.title)), None)
    if found is None:
        ids = [item.id for item in known]
        near = did_you_mean(name, ids)
        hint = (
            said("did you mean {near}?", near=near)
            if near
            else said("write one of {ids}", ids=list(ids))
            if ids
            else said("these readers see no teams and people")
        )
        raise UnknownOwner(said("there is no team or person {name}", name=name), hint)
    return Whose(found.title, frozenset({found.id, found.title}))
