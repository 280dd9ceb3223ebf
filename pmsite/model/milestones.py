"""The milestones of a plan, and where each of them stands: those that items list, and those of a workspace's own field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pmsite.model.feature import Feature
from pmsite.model.indexes import index
from pmsite.model.item import Item
from pmsite.model.launch import Launch
from pmsite.model.period import Period
from pmsite.model.product import Product
from pmsite.model.release import Release

HAVING = (Feature, Release, Launch)
FIELD = "milestones"


@dataclass(frozen=True, slots=True)
class Reached:
    """One milestone of an item. `nth` counts them from 0; `state` is one of done, late, ahead, or nothing where nobody says."""

    title: str
    when: Period | None
    state: str
    nth: int
    release: str = ""
    """The release that brings it."""


@index
def milestones(product: Product) -> Mapping[str, tuple[Reached, ...]]:
    """By item that has any, its milestones in the order of their author."""
    found = ((item.id, tuple(_of(product, item))) for model in HAVING for item in product.of(model))
    return {id: told for id, told in found if told}


def is_open(product: Product, item: Item) -> bool:
    """Whether what an item is on the way to is still to come, so that a milestone may be late."""
    if isinstance(item, Feature):
        return item.is_open
    if isinstance(item, Launch):
        return item.status in ("planned", "ready")
    return isinstance(item, Release) and not item.yanked and not product.is_out(item)


def dated(product: Product) -> Iterator[tuple[Item, Reached, Period]]:
    """Every milestone that has a date of its own: what is reached with a release is told with that release."""
    for id, told in milestones(product).items():
        for one in () if is_called_off(product.items[id]) else told:
            release = product.items.get(one.release)
            if one.when is not None and one.when != getattr(release, "date", None):
                yield product.items[id], one, one.when


def is_called_off(item: Item) -> bool:
    """Whether nobody waits any more for what an item is on the way to."""
    if isinstance(item, Feature):
        return item.status.stage == "dropped"
    return (isinstance(item, Launch) and item.status == "cancelled") or (isinstance(item, Release) and item.yanked)


def _of(product: Product, item: Item) -> Iterator[Reached]:
    own = item.custom.get(FIELD)
    if isinstance(own, Mapping):
        yield from _of_own_field(product, own)
        return
    assert isinstance(item, HAVING)
    if not item.milestones:
        return
    is_told, can_be_late = product.sees(type(item), f"{FIELD}.done"), is_open(product, item)
    for nth, found in enumerate(item.milestones):
        release = product.items.get(found.release or "")
        when = found.date or (release.date if isinstance(release, Release) else None)
        late = can_be_late and when is not None and when.last < product.today
        state = "" if not is_told else "done" if found.done else "late" if late else "ahead"
        yield Reached(found.title, when, state, nth, release.id if release else "")


def _of_own_field(product: Product, own: Mapping[str, object]) -> Iterator[Reached]:
    """Those of a field that product.yml declares as a map to releases or dates; it says nothing of what is reached."""
    for nth, (name, value) in enumerate(own.items()):
        release = product.items.get(value) if isinstance(value, str) else None
        when = value if isinstance(value, Period) else release.date if isinstance(release, Release) else None
        if when is not None or isinstance(release, Release):
            yield Reached(name[:1].upper() + name[1:], when, "", nth, release.id if release else "")
