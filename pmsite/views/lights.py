"""What went well, and what did not, from the facts of the plan."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.objective import Objective
from pmsite.model.product import key_result_score
from pmsite.views import kpis, status
from pmsite.views.asked import Asked
from pmsite.views.parts import Ref, cards, latest, ref

MOST = 5


@dataclass(frozen=True, slots=True)
class Light:
    """One fact: `kind` says why it counts, `text` how it is known."""

    kind: str
    ref: Ref
    text: str = ""


@dataclass(frozen=True, slots=True)
class Lights:
    """Facts of one colour, the weightiest first."""

    lines: tuple[Light, ...]


def highlights(product: Projection, asked: Asked) -> Lights:
    """Goals' results that are reached, and what reached users, with what it did."""
    reached = [
        Light("reached", ref(objective, result.id), result.title)
        for objective in _current(product, asked)
        for result in product.measured(objective)
        if key_result_score(result) == 1
    ]
    new = [f for f in product.of(Feature) if f.status.stage == "shipped" and asked.is_new(product, product.shipped(f))]
    new.sort(key=lambda f: (not f.result, latest(cards(product)[f.id])))
    shipped = [Light("shipped", ref(f), f.result or f.summary) for f in new]
    return Lights(tuple((reached + shipped)[: asked.up_to(MOST)]))


def lowlights(product: Projection, asked: Asked) -> Lights:
    """Goals off track, numbers that got worse and miss their target, work past its date."""
    poor = [
        Light("poor", found.goal.ref)
        for found in status.build(product, Asked(until=asked.until, period=asked.period)).standings
        if found.band == "poor"
    ]
    worse = [
        Light("worse", row.reading.ref, row.reading.definition)
        for row in kpis.build(product, Asked(since=asked.since, until=asked.until, most=100)).rows
        if row.reading.better is False and row.reading.health != "reached"
    ]
    late = [Light("late", ref(f), f.summary) for f in product.of(Feature) if product.is_late(f)]
    return Lights(tuple((poor + worse + late)[: asked.up_to(MOST)]))


def _current(product: Projection, asked: Asked) -> list[Objective]:
    ids = [found.goal.ref.id for found in status.build(product, Asked(until=asked.until, period=asked.period)).standings]
    return [found for id in ids if isinstance(found := product.items[id], Objective)]
