"""What a change does to the plan: two products, before and after, compared as a reviewer would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pmsite.history.exposure import Exposure, concealed, exposed
from pmsite.model.compare import Difference, differences
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.objective import Objective
from pmsite.model.product import OPEN_STAGES, Product
from pmsite.model.release import Release

DATES = ("target", "release", "date", "period", "shipped", "ends", "by")
"""Fields that say when; a feature's release does so as much as its target."""


@dataclass(frozen=True, slots=True)
class Named:
    """An item as a comparison names it."""

    id: str
    title: str
    type: str
    path: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One item that is there before and after. `was` is its id of before where that was another one."""

    item: Named
    differences: tuple[Difference, ...]
    was: str = ""


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that no longer hangs together: a `release` or a `goal` without features, or a `dependency` on what is dropped."""

    kind: str
    item: Named
    lost: Named


@dataclass(frozen=True, slots=True)
class Diff:
    """Everything that differs between two products, what readers outside the team get to see first."""

    exposed: tuple[Exposure, ...]
    concealed: tuple[Exposure, ...]
    broken: tuple[Broken, ...]
    added: tuple[Named, ...]
    dropped: tuple[Named, ...]
    changed: tuple[Changed, ...]
    settings: tuple[str, ...]
    """Keys of product.yml that differ."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.exposed or self.concealed or self.added or self.dropped or self.changed or self.settings)


def compare(before: Product, after: Product, *, inside: bool = True) -> Diff:
    """The difference between two products, or between two projections for the same audience.

    To readers outside the team (`inside` is false) an item that is gone never was: whether it was deleted or hidden is not theirs to know.
    """
    pairs = _pairs(before, after)
    olds = {old for old, _ in pairs}
    news = {new for _, new in pairs}
    changed = [_changed(before.items[old], after.items[new]) for old, new in pairs]
    gone = [item for id, item in before.items.items() if id not in olds] if inside else []
    return Diff(
        exposed(before, after, {new: old for old, new in pairs}) if inside else (),
        concealed(before, after, dict(pairs)) if inside else (),
        tuple(_broken(before, after, dict(pairs))) if inside else (),
        tuple(named(item) for id, item in after.items.items() if id not in news),
        tuple(named(item) for item in gone),
        tuple(found for found in changed if found.differences or found.was),
        _settings(before, after) if inside else (),
    )


def named(item: Item) -> Named:
    """An item by its names."""
    return Named(item.id, item.title, item.type, item.path)


def without(diff: Diff, paths: frozenset[str]) -> Diff:
    """The same, silent on items that only seem new or gone because their file could not be read on one side."""
    added, dropped = (tuple(item for item in side if item.path not in paths) for side in (diff.added, diff.dropped))
    exposed = tuple(found for found in diff.exposed if found.path not in paths)
    return replace(diff, added=added, dropped=dropped, exposed=exposed)


def _pairs(before: Product, after: Product) -> list[tuple[str, str]]:
    """Ids of before and after that mean the same item: equal ones, then those of one type and title, or one text."""
    pairs = [(id, id) for id, item in after.items.items() if id in before.items and before.items[id].type == item.type]
    taken = {id for id, _ in pairs}
    left: dict[tuple[str, str], str] = {}
    for id, item in before.items.items():
        if id not in taken:
            for key in _likeness(item):
                left.setdefault(key, id)
    used: set[str] = set()
    for id, item in after.items.items():
        if id not in taken:
            old = next((left[key] for key in _likeness(item) if key in left and left[key] not in used), None)
            if old is not None:
                used.add(old)
                pairs.append((old, id))
    return pairs


def _likeness(item: Item) -> Iterator[tuple[str, str]]:
    yield item.type, item.title.casefold()
    if len(item.body.strip()) > 200:
        yield item.type, item.body.strip()


def _changed(before: Item, after: Item) -> Changed:
    return Changed(named(after), tuple(differences(before, after)), before.id if before.id != after.id else "")


def _settings(before: Product, after: Product) -> tuple[str, ...]:
    fields = type(after.settings).model_fields
    return tuple(name for name in fields if getattr(before.settings, name) != getattr(after.settings, name))


def _broken(before: Product, after: Product, pairs: Mapping[str, str]) -> Iterator[Broken]:
    for id, item in before.items.items():
        now = after.items.get(pairs.get(id, ""))
        if isinstance(item, Release) and now is not None:
            yield from _lost(before, after, item, now, "release", pairs)
        elif isinstance(item, Objective) and now is not None:
            yield from _lost(before, after, item, now, "supports", pairs)
        elif _counts(item) and not (now is not None and _counts(now)):
            for other in before.pointing(id, "depends_on"):
                waiting = after.items.get(pairs.get(other.id, ""))
                if isinstance(waiting, Feature) and waiting.status.stage in OPEN_STAGES:
                    yield Broken("dependency", named(waiting), named(item))


def _lost(before: Product, after: Product, old: Item, new: Item, field: str, pairs: Mapping[str, str]) -> Iterator[Broken]:
    had = [item for item in before.pointing(old.id, field) if _counts(item)]
    has = [item for item in after.pointing(new.id, field) if _counts(item)]
    if had and not has:
        yield Broken("release" if field == "release" else "goal", named(new), named(had[-1]))


def _counts(item: Item) -> bool:
    return isinstance(item, Feature) and item.status.stage != "dropped"
