"""The history of a plan as readers are told of it: what one revision did to several features as one thing, and parts with their whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import has_levels, lifted, role
from pmsite.model.indexes import index
from pmsite.model.levels import Level
from pmsite.model.past import Event, Past, Stand
from pmsite.model.status import Status
from pmsite.views.parts import Ref, ref


@dataclass(frozen=True, slots=True)
class Change:
    """One event; `ref` is nothing for an item that is gone."""

    event: Event
    ref: Ref | None
    split: tuple[Ref, ...] = ()
    """The parts that it got, where it had none before."""
    level: Level | None = None
    """What it became by that."""
    instead: tuple[Ref, ...] = ()
    """What took its place at once."""
    inner: tuple[Event, ...] = ()
    """What happened to its parts, or to what it took the place of, on the same day."""

    @property
    def is_own(self) -> bool:
        """Whether anything happened to the item itself."""
        return not self.inner or bool(self.event.step) or bool(self.split)


def change(product: Projection, event: Event) -> Change:
    """An event with the way to its item, where that is still there."""
    return Change(event, Ref(event.id, event.title, event.type) if event.id in product.items else None)


@index
def changes(product: Projection) -> tuple[Change, ...]:
    """All that is told, in the order of the events."""
    past = product.past
    if past is None:
        return ()
    if _is_flat(product, past):
        return tuple(change(product, event) for event in past.events)
    return tuple(_told(product, past))


def _is_flat(product: Projection, past: Past) -> bool:
    """Whether nothing is, or was, a part of anything, and nothing takes the place of anything."""
    is_flat = not has_levels(product) and not any(feature.replaces for feature in product.of(Feature))
    return is_flat and not any(event.stand and event.stand.parent for event in past.events)


@index
def by_item(product: Projection) -> Mapping[str, tuple[Change, ...]]:
    """By item, what happened to it; not what only happened to its parts."""
    found: dict[str, list[Change]] = defaultdict(list)
    for told in changes(product):
        if told.is_own:
            found[told.event.id].append(told)
    return {id: tuple(own) for id, own in found.items()}


@index
def moved(product: Projection) -> Mapping[str, tuple[tuple[date, Ref, bool], ...]]:
    """By whole, the days on which something became a part of it, or was one no more, and whether it came."""
    found: dict[str, list[tuple[date, Ref, bool]]] = defaultdict(list)
    for event in product.past.events if product.past else ():
        for one in event.differences if event.type == "feature" else ():
            if one.field == "parent":
                part = Ref(event.id, event.title, event.type)
                for whole, is_in in ((one.before, False), (one.after, True)):
                    if whole:
                        found[whole].append((event.day, part, is_in))
    return {id: tuple(steps) for id, steps in found.items()}


@dataclass(slots=True)
class _Folds:
    """What is told together, by the place of an event among all."""

    split: dict[int, tuple[Ref, ...]] = field(default_factory=dict)
    level: dict[int, Level | None] = field(default_factory=dict)
    instead: dict[int, tuple[Ref, ...]] = field(default_factory=dict)
    into: dict[int, int] = field(default_factory=dict)
    """By event, the one that tells it."""
    quiet: set[int] = field(default_factory=set)
    """Events that are told by the names of their items alone."""
    new: dict[int, Event] = field(default_factory=dict)
    """Before which event one is told that no file of the item's own says."""


def _told(product: Projection, past: Past) -> Iterator[Change]:
    folds = _Folds()
    _by_revision(product, past, folds)
    _by_unit(product, past, folds)
    inner: dict[int, list[Event]] = defaultdict(list)
    for place, whole in folds.into.items():
        if place not in folds.quiet:
            inner[whole].append(past.events[place])
    for place, event in enumerate(past.events):
        for at in (~place, place):  # what no file says comes before the event that shows it
            shown = folds.new.get(place) if at < 0 else event
            if shown is not None and at not in folds.into:
                told = change(product, shown)
                parts = folds.split.get(at, ())
                yield replace(
                    told,
                    split=parts,
                    level=folds.level.get(at),
                    instead=folds.instead.get(at, ()),
                    inner=tuple(inner.get(at, ())),
                    event=_without_level(shown) if parts and folds.level.get(at) else shown,
                )


def _without_level(event: Event) -> Event:
    return replace(event, differences=tuple(found for found in event.differences if found.field != "level"))


# One revision that does one thing to several features


def _by_revision(product: Projection, past: Past, folds: _Folds) -> None:
    steps: dict[int, list[int]] = defaultdict(list)
    for place, event in enumerate(past.events):
        if event.type == "feature":
            steps[event.step].append(place)
    parents: dict[str, str] = {}
    parts: Counter[str] = Counter()
    for step in sorted(steps):
        places = steps[step]
        for parent, new in _new_parts(past, places).items():
            own = next((place for place in places if past.events[place].id == parent), None)
            if parent in parents and not parts[parent] and (len(new) > 1 or (own is not None and _changes_level(past.events[own]))):
                _split(product, past, folds, own, new)
        _replace(product, past, folds, places)
        for place in places:
            event = past.events[place]
            parts[parents.get(event.id, "")] -= 1
            parents[event.id] = (event.stand.parent or "") if event.stand else ""
            parts[parents[event.id]] += event.stand is not None


def _new_parts(past: Past, places: Iterable[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place in places:
        event = past.events[place]
        if event.kind == "added" and event.stand and event.stand.parent:
            found[event.stand.parent].append(place)
    return found


def _changes_level(event: Event) -> bool:
    return any(found.field == "level" for found in event.differences)


def _split(product: Projection, past: Past, folds: _Folds, own: int | None, new: list[int]) -> None:
    first = past.events[new[0]]
    whole = product.items.get(first.stand.parent or "" if first.stand else "")
    if not isinstance(whole, Feature):
        return
    at = own
    if at is None:
        at = ~new[0]
        made = Event(first.day, "changed", whole.id, whole.title, whole.type, committed=first.committed, step=first.step)
        folds.new[new[0]] = made
    folds.split[at] = tuple(Ref(event.id, event.title, event.type) for event in (past.events[place] for place in new))
    if own is not None and _changes_level(past.events[own]):
        stand = past.events[own].stand
        folds.level[at] = product.settings.known_levels.get(stand.level if stand else "")
    folds.into |= dict.fromkeys(new, at)
    folds.quiet.update(new)


def _replace(product: Projection, past: Past, folds: _Folds, places: list[int]) -> None:
    here = {past.events[place].id: place for place in places}
    for place in places:
        event = past.events[place]
        if not _is_dropped_now(event):
            continue
        taking = [here[item.id] for item in product.pointing(event.id, "replaces") if item.id in here]
        new = [other for other in taking if past.events[other].kind == "added" and other not in folds.into]
        others = [other for other in taking if any(found.field == "replaces" for found in past.events[other].differences)]
        if new:
            folds.instead[place] = tuple(ref(product.items[past.events[other].id]) for other in new)
            folds.into |= dict.fromkeys(new, place)
            folds.quiet.update(new)
        elif others:
            folds.into[place] = others[0]


def _is_dropped_now(event: Event) -> bool:
    return any(
        found.field == "status" and isinstance(found.after, Status) and found.after.stage == "dropped"
        for found in event.differences
    )


# Parts and work with what they are a part of


def _by_unit(product: Projection, past: Past, folds: _Folds) -> None:
    own: dict[tuple[date, str], int] = {}
    for place, event in enumerate(past.events):
        if event.kind != "began" and place not in folds.into:
            own[event.day, event.id] = place
    last: dict[str, Stand] = {}
    made: dict[tuple[date, str], int] = {}
    for place, event in enumerate(past.events):
        stand = event.stand or last.get(event.id)
        if event.stand:
            last[event.id] = event.stand
        if event.type != "feature" or event.kind == "began" or place in folds.into:
            continue
        unit = _unit(product, past, event, stand)
        if unit is None:
            continue
        at = own.get((event.day, unit.id))
        if at is None:
            at = made.get((event.day, unit.id))
        if at is None:
            at = made[event.day, unit.id] = ~place
            folds.new[place] = Event(event.day, "changed", unit.id, unit.title, unit.type, committed=event.committed)
        folds.into[place] = at


def _unit(product: Projection, past: Past, event: Event, stand: Stand | None) -> Feature | None:
    """What tells an event of a part or of a piece of work; nothing where it is told by itself."""
    item = product.items.get(event.id)
    if item is None:
        whole = product.items.get(stand.parent or "") if stand else None
        is_part = stand is not None and past.roles(event.day).get(stand.level) in ("part", "work")
        return (lifted(product, whole) or whole) if is_part and isinstance(whole, Feature) else None
    if not isinstance(item, Feature) or product.counts(item) or role(product.settings, item) == "group":
        return None
    unit = lifted(product, item)
    return unit if unit is not item else None
