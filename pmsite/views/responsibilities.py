"""Who is responsible, accountable, consulted and informed, for every open feature that says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.feature import Feature, Raci
from pmsite.views.parts import Card, cards

ROWS = 300


@dataclass(frozen=True, slots=True)
class Duty:
    """One feature; by person or role, the letters R, A, C and I."""

    card: Card
    letters: dict[str, str]


@dataclass(frozen=True, slots=True)
class Responsibilities:
    """The matrix: features as rows, people and roles as columns."""

    people: tuple[str, ...]
    rows: tuple[Duty, ...]
    total: int


def build(product: Projection, keep: Callable[[Card], bool] | None = None) -> Responsibilities:
    """The matrix of a projection."""
    shown = cards(product)
    found = [
        Duty(shown[feature.id], _letters(feature.raci))
        for feature in product.of(Feature)
        if feature.raci and feature.is_open and (keep is None or keep(shown[feature.id]))
    ]
    counts: dict[str, int] = {}
    for row in found:
        for name in row.letters:
            counts[name] = counts.get(name, 0) + 1
    people = tuple(sorted(counts, key=lambda name: (-counts[name], name)))
    return Responsibilities(people, tuple(found[:ROWS]), len(found))


def _letters(raci: Raci) -> dict[str, str]:
    found: dict[str, str] = {}
    roles = ((raci.responsible,), "R"), ((raci.accountable,), "A"), (raci.consulted, "C"), (raci.informed, "I")
    for names, letter in roles:
        for name in names:
            if name:
                found[name] = found.get(name, "") + letter
    return found
