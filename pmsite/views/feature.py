"""A feature: its card, what it is a part of, what it is made of, what it needs from other teams, and who asks for it."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.demand import wanted_of
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import Rollup, chains, own_effort, parts, role, rollups, walk
from pmsite.model.levels import Level
from pmsite.views import milestones, team_asks, wanted
from pmsite.views.milestones import Milestone
from pmsite.views.parts import Card, Ref, cards, ref
from pmsite.views.team_asks import AskLine
from pmsite.views.wanted import Weighed

CUSTOMERS = 20
"""Customers who ask for a feature that its page names."""

PARTS = 200
"""Parts, and parts of these, that a page lists."""


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part, or a part of one: `depth` counts from 0."""

    card: Card
    depth: int
    level: Level | None
    """What it is, where that has to be said."""
    effort: float | None = None
    """What a piece of work takes, which no page of its own tells."""

    @property
    def is_work(self) -> bool:
        """Whether it is a piece of work, which has no page of its own."""
        return self.level is not None and self.level.role == "work"


@dataclass(frozen=True, slots=True)
class Scored:
    """How many of the open parts of something have a score, and the best; scores are never added up, since reach counts people twice."""

    known: int
    of: int
    best: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a feature stands in the tree of work, and what follows from its parts."""

    level: Level | None
    above: tuple[Ref, ...]
    """What it is a part of, the highest first."""
    parts: tuple[PartLine, ...]
    more: int
    """How many parts are left out."""
    below: int
    """How many parts there are, those of parts included."""
    rollup: Rollup | None
    unit: str
    """What effort counts."""
    scored: Scored | None = None
    """What is known of the priority of its parts, where it has none of its own."""


@dataclass(frozen=True, slots=True)
class FeaturePage:
    """What the page of one feature adds to its facts."""

    card: Card
    asks: tuple[AskLine, ...]
    place: Place | None = None
    """Nothing where it has a usual level, and is neither a part nor a whole."""
    demand: Weighed | None = None
    """Who asks for it, or for what it is made of, where readers see the customers."""
    milestones: tuple[Milestone, ...] = ()


def build(product: Projection, feature: Feature) -> FeaturePage:
    """The page of one feature."""
    return FeaturePage(
        cards(product)[feature.id],
        team_asks.of(product, feature.id),
        _place(product, feature),
        _demand(product, feature),
        milestones.of(product, feature),
    )


def _demand(product: Projection, feature: Feature) -> Weighed | None:
    found = wanted_of(product).get(feature.id) if wanted.is_known(product) else None
    return wanted.weighed(product, found, CUSTOMERS) if found else None


def _place(product: Projection, feature: Feature) -> Place | None:
    found = tuple(walk(product, feature.id))
    above = tuple(map(ref, chains(product).get(feature.id, ())))
    if not (feature.level or above or found):
        return None
    lines = (_line(product, part, depth) for depth, part in found[:PARTS])
    more, rollup = max(0, len(found) - PARTS), rollups(product).get(feature.id)
    unit, scored = product.settings.effort_unit, _scored(product, feature)
    return Place(_level(product, feature), above, tuple(lines), more, len(found), rollup, unit, scored)


def _line(product: Projection, part: Feature, depth: int) -> PartLine:
    is_work = role(product.settings, part) == "work"
    return PartLine(cards(product)[part.id], depth, _level(product, part), own_effort(product.settings, part) if is_work else None)


def _scored(product: Projection, feature: Feature) -> Scored | None:
    method = product.settings.scoring
    open_parts = [part for part in parts(product).get(feature.id, ()) if part.is_open]
    scores = [score for part in open_parts if (score := part.value(method)) is not None]
    return Scored(len(scores), len(open_parts), max(scores)) if scores and feature.value(method) is None else None


def _level(product: Projection, feature: Feature) -> Level | None:
    return product.settings.known_levels.get(feature.level or product.settings.standard_level)
