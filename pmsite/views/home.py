"""The first page: where the product is going, what is happening now, what has just shipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from pmsite.audience import Projection
from pmsite.model.item import DUTIES
from pmsite.model.types import TYPES
from pmsite.model.vision import Vision
from pmsite.views import changelog, goals
from pmsite.views.changelog import ReleaseNotes
from pmsite.views.goals import Goal
from pmsite.views.notes import USERS
from pmsite.views.parts import Card, Ref, StageCount, cards, latest, ref, soonest, stages

NOW, SHIPPED, GOALS = 6, 5, 6


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
    duties: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    """By duty, how many items of each of its types there are."""


def build(product: Projection) -> Home:
    """The home of a projection."""
    vision = next(iter(product.of(Vision)), None)
    found = list(cards(product).values())
    now = sorted((c for c in found if c.horizon == "now" and not c.late), key=lambda c: (c.stage != "building", soonest(c)))
    shipped = sorted((c for c in found if c.stage == "shipped"), key=latest)
    coming = [changelog.notes(product, release, NOW, USERS) for release in product.coming[:1]]
    return Home(
        product.settings.name,
        ref(vision) if vision else None,
        (vision.statement or vision.summary) if vision else "",
        tuple(islice(_flat(goals.build(product).current), GOALS)),
        tuple(now[:NOW]),
        len(now),
        tuple(shipped[:SHIPPED]),
        next(iter(coming), None),
        stages(found),
        tuple(_duties(product)),
    )


def _flat(found: Iterable[Goal]) -> Iterator[Goal]:
    """Goals and the current ones below them, each once."""
    for goal in found:
        yield goal
        yield from _flat(child for child in goal.children if child.current)


def _duties(product: Projection) -> Iterator[tuple[str, tuple[tuple[str, int], ...]]]:
    counts = [(model, len(product.by_type[model.type])) for model in TYPES if model.type in product.by_type]
    for duty in DUTIES:
        if found := tuple((model.type, count) for model, count in counts if model.duty == duty):
            yield duty, found
