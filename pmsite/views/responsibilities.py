"""Who is responsible, accountable, consulted and informed, for every open feature that says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.feature import Feature, Raci
from pmsite.model.hierarchy import role
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
    groups: tuple[Duty, ...] = ()
    """The same of groups of features."""
    groups_more: int = 0


def build(product: Projection, keep: Callable[[Card], bool] | None = None) -> Responsibilities:
    """The matrix of a projection."""
    shown = cards(product)
    told = [feature for feature in product.open_work if feature.raci and (keep is None or keep(shown[feature.id]))]
    found = [Duty(shown[f.id], _letters(f.raci)) for f in told if f.raci and not _is_group(product, f)]
    groups = [Duty(shown[f.id], _letters(f.raci)) for f in told if f.raci and _is_group(product, f)]
    counts: dict[str, int] = {}
    for row in (*found, *groups):
        for name in row.letters:
            counts[name] = counts.get(name, 0) + 1
    people = tuple(sorted(counts, key=lambda name: (-counts[name], name)))
    return Responsibilities(people, tuple(found[:ROWS]), len(found), tuple(groups[:ROWS]), max(0, len(groups) - ROWS))


def _is_group(product: Projection, feature: Feature) -> bool:
    return role(product.settings, feature) == "group" and not product.counts(feature)


def _letters(raci: Raci) -> dict[str, str]:
    found: dict[str, str] = {}
    roles = ((raci.responsible,), "R"), ((raci.accountable,), "A"), (raci.consulted, "C"), (raci.informed, "I")
    for names, letter in roles:
        for name in names:
            if name:
                found[name] = found.get(name, "") + letter
    return found
