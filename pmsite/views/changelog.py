"""Releases newest first, each with its changes in the groups of Keep a Changelog 1.1.0, or with the features it brings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.change import CHANGE_KINDS, Change
from pmsite.model.item import Item
from pmsite.model.period import Period
from pmsite.model.product import OPEN_STAGES
from pmsite.model.release import Release
from pmsite.views.parts import Card, Ref, cards, latest, ref, soonest

WHOLE = 20
"""Releases that the changelog shows in full; older ones are on their own pages."""
LINES = 60
"""Features that the changelog lists of a release; its own page has all."""


@dataclass(frozen=True, slots=True)
class Line:
    """One change, with the features that it is part of."""

    ref: Ref
    summary: str
    breaking: bool
    features: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes of one kind."""

    kind: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ReleaseNotes:
    """One release; `ref` is nothing for what is not released yet."""

    ref: Ref | None
    name: str
    date: Period | None
    out: bool
    yanked: bool
    summary: str
    highlights: tuple[str, ...]
    groups: tuple[ChangeGroup, ...]
    shipped: tuple[Card, ...]
    open: tuple[Card, ...]
    more: int = 0
    """How many features are left for the release's own page."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.summary or self.highlights or self.groups or self.shipped or self.open)


@dataclass(frozen=True, slots=True)
class Changelog:
    """What is unreleased, the releases that are out, and the older ones by name."""

    unreleased: ReleaseNotes | None
    releases: tuple[ReleaseNotes, ...]
    older: tuple[tuple[Ref, Period | None], ...]


def build(product: Projection, keep: Callable[[Item], bool] | None = None) -> Changelog:
    """The changelog of a projection: releases that are out, changes that are in none."""
    out = [r for r in product.releases if product.is_out(r) and (keep is None or keep(r))]
    pending = [c for c in product.of(Change) if _is_unreleased(product, c)]
    unreleased = ReleaseNotes(None, "", None, False, False, "", (), _groups(product, pending), (), ()) if pending else None
    told = [notes(product, release, LINES) for release in out[:WHOLE]]
    return Changelog(unreleased, tuple(told), tuple((Ref(r.id, r.name, r.type), r.date) for r in out[WHOLE:]))


def notes(product: Projection, release: Release, most: int = 10_000) -> ReleaseNotes:
    """One release with its changes and features."""
    found = cards(product)
    features = [found[item.id] for item in product.pointing(release.id, "release") if item.id in found]
    shipped = sorted((c for c in features if c.stage == "shipped"), key=latest)
    still_open = sorted((c for c in features if c.stage in OPEN_STAGES), key=soonest)
    changes = [item for item in product.pointing(release.id, "release") if isinstance(item, Change)]
    return ReleaseNotes(
        ref(release),
        release.name,
        release.date,
        product.is_out(release),
        release.yanked,
        release.summary,
        release.highlights,
        _groups(product, changes),
        tuple(shipped[:most]),
        tuple(still_open[:most]),
        max(0, len(shipped) - most) + max(0, len(still_open) - most),
    )


def _is_unreleased(product: Projection, change: Change) -> bool:
    release = product.items.get(change.release or "")
    return not isinstance(release, Release) or not product.is_out(release)


def _groups(product: Projection, changes: Iterable[Change]) -> tuple[ChangeGroup, ...]:
    by_kind: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_kind[change.kind].append(change)
    return tuple(
        ChangeGroup(kind, tuple(_line(product, c) for c in sorted(by_kind[kind], key=lambda c: (not c.breaking, c.key))))
        for kind in CHANGE_KINDS
        if kind in by_kind
    )


def _line(product: Projection, change: Change) -> Line:
    return Line(ref(change), change.summary, change.breaking, tuple(ref(item) for item in product.named(change.id, "features")))
