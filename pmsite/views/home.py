"""The first page: where the product is going, what is happening now, what has just shipped."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.vision import Vision
from pmsite.views import changelog, goals
from pmsite.views.changelog import ReleaseNotes
from pmsite.views.goals import Goal
from pmsite.views.notes import USERS
from pmsite.views.parts import Card, Ref, StageCount, cards, latest, ref, soonest, stages

NOW, SHIPPED, GOALS = 6, 5, 4


@dataclass(frozen=True, slots=True)
class Home:
    """The first page of a product."""

    name: str
    vision: Ref | None
    statement: str
    goals: tuple[Goal, ...]
    now: tuple[Card, ...]
    now_total: int
    shipped: tuple[Card, ...]
    next_release: ReleaseNotes | None
    stages: tuple[StageCount, ...]
    counts: tuple[tuple[str, int], ...]
    """How many items of each type there are."""


def build(product: Projection) -> Home:
    """The home of a projection."""
    vision = next(iter(product.of(Vision)), None)
    found = list(cards(product).values())
    now = sorted((c for c in found if c.horizon == "now" and not c.late), key=soonest)
    shipped = sorted((c for c in found if c.stage == "shipped"), key=latest)
    coming = [changelog.notes(product, release, NOW, USERS) for release in product.coming[:1]]
    return Home(
        product.settings.name,
        ref(vision) if vision else None,
        (vision.statement or vision.summary) if vision else "",
        goals.build(product).current[:GOALS],
        tuple(now[:NOW]),
        len(now),
        tuple(shipped[:SHIPPED]),
        next(iter(coming), None),
        stages(found),
        tuple((name, len(items)) for name, items in product.by_type.items()),
    )
