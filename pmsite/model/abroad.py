"""What is known of the items of other plans: which ids there are, for whom, and which there are no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Abroad:
    """The items of other plans, by ids that begin with the plan's name. Plain data, which can be pickled."""

    plans: frozenset[str] = frozenset()
    """The plans that there are."""
    ids: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By audience, the ids in the documents that it gets, each with its type; those of key results too."""
    gone: frozenset[str] = frozenset()
    """Ids that there were once."""
    unread: frozenset[str] = frozenset()
    """The plans of which some document is not there, so that nobody can say which ids they have."""
    moved: Mapping[str, str] = field(default_factory=dict)
    """By id, the one that the item has now."""

    def seen_by(self, audience: str) -> Mapping[str, str]:
        """The ids that an audience gets, with their types; by those that items had once, too."""
        own = self.ids.get(audience, _NOTHING)
        return {**own, **{old: own[new] for old, new in self.moved.items() if new in own}} if self.moved else own

    def type_of(self, id: str) -> str:
        """The type of an item that somebody gets; nothing where nobody does."""
        id = self.moved.get(id, id)
        return next((types[id] for types in self.ids.values() if id in types), "")


NOWHERE = Abroad()
