"""When what is told of an item last changed, how often its date moved, and what it was first called: as far as its readers may know."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from pmsite.audience import Projection
from pmsite.model.compare import Difference
from pmsite.model.indexes import index
from pmsite.model.past import Event, Past
from pmsite.model.period import Period
from pmsite.model.status import Status

_SECONDS_OF_A_DAY = 43_000
"""Well below half a day: what is counted on from noon stays on its day."""


class Revision(NamedTuple):
    """The last day on which something changed, and how many changes that day brought."""

    day: date
    changes: int = 0

    @property
    def seconds(self) -> int:
        """How far into the day to put it, so that a later change of the same day is later."""
        return min(self.changes, _SECONDS_OF_A_DAY)


NEVER = Revision(date.min)
CALLED_OFF = frozenset({"dropped", "cancelled", "stopped"})
"""Stages of features, and statuses of launches and experiments, in which a date is one no more."""


def known(product: Projection) -> Past | None:
    """The past of a projection, where it reaches back to the beginning; of another one nobody can tell how often anything changed."""
    return product.past if product.past is not None and product.past.is_whole else None


def last(product: Projection, id: str, fields: Collection[str], *, with_first: bool = False) -> Revision:
    """The last change of one of the fields of an item, or of its translation into the readers' language.

    What is new counts as changed; with `with_first`, so do what the history began with and another id.
    """
    past = known(product)
    if past is None:
        return NEVER
    found = [
        Revision(event.day, 0)
        for event in past.by_item.get(id, ())
        if event.kind == "added" or (with_first and event.kind == "began")
    ]
    spoken = {*fields, *(f"translations.{product.settings.language}.{name}" for name in fields)}
    found += [
        Revision(event.day, 1)
        for event in past.by_item.get(id, ())
        if any(_name(d) in spoken for d in event.differences) or (with_first and event.was)
    ]
    found += [Revision(day, 1) for day, field in past.retold.get(id, ()) if field in spoken]
    return latest(found)


def _name(found: Difference) -> str:
    return ".".join((found.field, *found.part)) if found.field == "translations" else found.field


def latest(found: Iterable[Revision]) -> Revision:
    """The last day of some, with all that it brought."""
    all_of_them = list(found)
    day = max((one.day for one in all_of_them), default=date.min)
    return Revision(day, sum(one.changes for one in all_of_them if one.day == day))


def moves(product: Projection, id: str, fields: Collection[str]) -> int:
    """How many changes made a date of an item another one, or took it away, or called it off: revisions that its readers saw both sides of."""
    past = known(product)
    return sum(_is_move(event, fields) for event in past.by_item.get(id, ())) if past else 0


def published(product: Projection, id: str, field: str, now: Period) -> Period:
    """The date under which something was first told to have happened: putting a date that is past right publishes nothing anew."""
    past = known(product)
    for event in past.by_item.get(id, ()) if past else ():
        for found in event.differences:
            ends = (found.before, found.after)
            if found.field == field and not found.is_custom and all(isinstance(e, Period) and e.first <= event.day for e in ends):
                first: Period = found.before
                return first
    return now


def _is_move(event: Event, fields: Collection[str]) -> bool:
    """Whether the date that counts is another one, or is called off or on again.

    Work that ships, or no longer has, changes from its target to the day that it shipped.
    """
    for found in event.differences:
        if found.field in fields and not found.is_custom and found.before is not None:
            return True
        if found.field == "status" and _ending(found.before) != _ending(found.after):
            return True
    return False


def _ending(status: object) -> str:
    """What a status makes of a date: whether it is over, or called off."""
    word = status.stage if isinstance(status, Status) else status
    return str(word) if word in CALLED_OFF or (isinstance(status, Status) and word == "shipped") else ""


@index
def first_names(product: Projection) -> Mapping[str, str]:
    """By id, the id that an item had first, where it has another one now that nothing else is called."""
    if product.past is None:
        return {}
    taken = set(product.items)
    found: dict[str, str] = {}
    for event in product.past.events:
        if event.was and event.id in product.items and event.id not in found and event.was not in taken:
            found[event.id] = event.was
            taken.add(event.was)
    return found
