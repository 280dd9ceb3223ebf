"""The page of a release: what it brings, and what was planned for it against what came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import lifted, walk
from pmsite.model.period import Period
from pmsite.model.release import Release
from pmsite.model.replaced import heirs
from pmsite.model.replaced import kept as instead
from pmsite.views import milestones
from pmsite.views.milestones import Milestone
from pmsite.views.notes import MOST, ReleaseNotes, notes
from pmsite.views.parts import Card, Ref, cards, members, ref

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
    milestones: tuple[Milestone, ...]


def build(product: Projection, release: Release) -> ReleasePage:
    """The page of one release."""
    told = notes(product, release)
    found = list(_promises(product, release)) if told.out else []
    found.sort(key=lambda p: (OUTCOMES.index(p.outcome), p.card.title.casefold(), p.card.id))
    planned = [promise for promise in found if not promise.added]
    kept = sum(promise.outcome == "with_it" for promise in planned)
    further = max(0, len(found) - MOST)
    return ReleasePage(told, tuple(found[:MOST]), kept, len(planned), further, milestones.of(product, release))


def _promises(product: Projection, release: Release) -> Iterator[Promise]:
    found = cards(product)
    naming = list(product.pointing(release.id, "release"))
    scope = {member: None for id in release.scope for member in _members(product, id)}
    replaced = {item.id: None for item in naming if item.id in heirs(product)}
    named = {card.id: None for card in members(product, naming)}
    for id in {**scope, **named, **replaced}:
        feature = product.items.get(id)
        if not isinstance(feature, Feature):
            continue  # named in a plan of another day, and not there
        moved, came = _elsewhere(product, feature, release), _came(product, feature)
        outcome = _outcome(feature, release, moved, came, id in heirs(product))
        is_added = bool(scope) and id not in scope
        yield Promise(found[id], outcome, feature.target or release.date, came, ref(moved) if moved else None, is_added)


def _members(product: Projection, id: str) -> Iterator[str]:
    """What counts of something that was planned for a release; of a group what is in it and names no release itself."""
    feature = product.items.get(id)
    above = lifted(product, feature) if isinstance(feature, Feature) else None
    below = (
        [] if above else [one.id for _, one in walk(product, id) if product.counts(one) and "release" not in one.model_fields_set]
    )
    yield from below or [above.id if above else id]


def _elsewhere(product: Projection, feature: Feature, release: Release) -> Release | None:
    """The other release that is to bring a feature, or what took its place."""
    found = [product.release(one) for one in heirs(product).get(feature.id, (feature,))]
    return None if any(one is None or one.id == release.id for one in found) else found[-1]


def _came(product: Projection, feature: Feature) -> Period | None:
    """When a feature reached users, or all that took its place."""
    if feature.id in heirs(product):
        return instead(product, feature)
    return product.shipped(feature) if feature.status.stage == "shipped" else None


def _outcome(feature: Feature, release: Release, moved: Release | None, came: Period | None, is_replaced: bool) -> str:
    if feature.status.stage == "dropped" and not is_replaced:
        return "dropped"
    if moved is not None:
        return "moved"
    if feature.status.stage != "shipped" and came is None:
        return "not_shipped"
    own_day = feature.shipped if feature.shipped is not None else came
    late = own_day is not None and release.date is not None and own_day.first > release.date.last
    return "late" if late or _is_after(own_day, feature.target) else "with_it"


def _is_after(came: Period | None, target: Period | None) -> bool:
    return came is not None and target is not None and came.first > target.last
