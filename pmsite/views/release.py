"""The page of a release: what it brings, and what was planned for it against what came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.period import Period
from pmsite.model.release import Release
from pmsite.views.notes import MOST, ReleaseNotes, notes
from pmsite.views.parts import Card, Ref, cards, ref

OUTCOMES = ("with_it", "late", "moved", "not_shipped", "dropped")


@dataclass(frozen=True, slots=True)
class Promise:
    """One feature of a release. `planned` is the date that it was to have, `came` when it reached users, `now` its later release."""

    card: Card
    outcome: str
    planned: Period | None
    came: Period | None
    now: Ref | None
    added: bool
    """Whether it came although it was not planned for the release on the day that the release was made."""


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """What the page of a release adds to its facts."""

    notes: ReleaseNotes
    promises: tuple[Promise, ...]
    kept: int
    """How many of the planned features came with it."""
    of: int
    more: int


def build(product: Projection, release: Release) -> ReleasePage:
    """The page of one release."""
    told = notes(product, release)
    found = list(_promises(product, release)) if told.out else []
    found.sort(key=lambda p: (OUTCOMES.index(p.outcome), p.card.title.casefold(), p.card.id))
    planned = [promise for promise in found if not promise.added]
    kept = sum(promise.outcome == "with_it" for promise in planned)
    return ReleasePage(told, tuple(found[:MOST]), kept, len(planned), max(0, len(found) - MOST))


def _promises(product: Projection, release: Release) -> Iterator[Promise]:
    found = cards(product)
    scope = dict.fromkeys(release.scope)
    named = {item.id: None for item in product.pointing(release.id, "release") if isinstance(item, Feature)}
    for id in {**scope, **named}:
        feature = product.items.get(id)
        if not isinstance(feature, Feature):
            continue  # named in a plan of another day, and not there
        other = product.release(feature)
        moved = other if other is not None and other.id != release.id else None
        came = product.shipped(feature) if feature.status.stage == "shipped" else None
        outcome = _outcome(feature, release, moved, came)
        is_added = bool(scope) and id not in scope
        yield Promise(found[id], outcome, feature.target or release.date, came, ref(moved) if moved else None, is_added)


def _outcome(feature: Feature, release: Release, moved: Release | None, came: Period | None) -> str:
    if feature.status.stage == "dropped":
        return "dropped"
    if moved is not None:
        return "moved"
    if feature.status.stage != "shipped":
        return "not_shipped"
    own_day = feature.shipped if feature.shipped is not None else came
    late = own_day is not None and release.date is not None and own_day.first > release.date.last
    return "late" if late or _is_after(own_day, feature.target) else "with_it"


def _is_after(came: Period | None, target: Period | None) -> bool:
    return came is not None and target is not None and came.first > target.last
