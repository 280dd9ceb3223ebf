"""The first page: how the product stands, where it is going, what is happening now, what has just shipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.item import DUTIES
from pmsite.model.types import TYPES
from pmsite.views import attention, figures, goals, lately, plans
from pmsite.views.attention import Need
from pmsite.views.figures import Coming, Standing, Star
from pmsite.views.goals import Goal
from pmsite.views.lately import Lately
from pmsite.views.parts import Card, Ref, StageCount, latest, ref, soonest, stages, units, visions
from pmsite.views.plans import Product

NOW, SHIPPED, GOALS = 6, 5, 6


@dataclass(frozen=True, slots=True)
class Home:
    """The first page of a product, or a part of it."""

    name: str
    vision: Ref | None = None
    statement: str = ""
    star: Star | None = None
    standing: Standing | None = None
    coming: Coming | None = None
    needs: tuple[Need, ...] = ()
    """What needs attention: as many things as the page At risk has."""
    lately: Lately | None = None
    goals: tuple[Goal, ...] = ()
    now: tuple[Card, ...] = ()
    now_total: int = 0
    shipped: tuple[Card, ...] = ()
    stages: tuple[StageCount, ...] = ()
    duties: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = ()
    """By duty, how many items of each of its types there are."""
    is_empty: bool = False
    plans: tuple[Product, ...] = ()
    """The products of a portfolio."""


PARTS = {
    "numbers": ("star", "standing", "coming", "needs"),
    "changes": ("lately",),
    "now": ("now", "now_total"),
    "goals": ("goals",),
    "shipped": ("shipped",),
}
"""The parts that can be shown alone, and the fields of each."""


def build(product: Projection, part: str = "") -> Home:
    """The home of a projection, or one part of it."""
    found = _whole(product)
    return Home(found.name, is_empty=found.is_empty, **{name: getattr(found, name) for name in PARTS[part]}) if part else found


def _whole(product: Projection) -> Home:
    vision = next(iter(visions(product)), None)
    found = list(units(product).values())
    now = sorted((c for c in found if c.horizon == "now" and not c.late), key=lambda c: (c.stage != "building", soonest(c)))
    shipped = sorted((c for c in found if c.stage == "shipped"), key=latest)
    counted = found if product.is_inside else [card for card in found if card.stage != "dropped"]
    week = lately.build(product)
    return Home(
        product.settings.name,
        ref(vision) if vision else None,
        (vision.statement or vision.in_short) if vision else "",
        figures.star(product),
        figures.standing(product),
        figures.coming(product),
        attention.needs(product),
        None if week.is_empty else week,
        tuple(islice(_flat(goals.build(product).current), GOALS)),
        tuple(now[:NOW]),
        len(now),
        tuple(shipped[:SHIPPED]),
        stages(counted),
        tuple(_duties(product)),
        not product.items,
        plans.build(product),
    )


def _flat(found: Iterable[Goal]) -> Iterator[Goal]:
    """Goals and the current ones below them, each once."""
    for goal in found:
        yield goal
        yield from _flat(child for child in goal.children if child.current)


def _duties(product: Projection) -> Iterator[tuple[str, tuple[tuple[str, int], ...]]]:
    has = {**{name: len(items) for name, items in product.by_type.items()}, Feature.type: len(product.units)}
    counts = [(model, has[model.type]) for model in TYPES if has.get(model.type)]
    for duty in DUTIES:
        if found := tuple((model.type, count) for model, count in counts if model.duty == duty):
            yield duty, found
