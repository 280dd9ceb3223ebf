"""Stakeholders by influence and interest, and what each group needs to hear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.item import Item
from pmsite.model.stakeholder import Stakeholder

CORNERS = (("high", "low"), ("high", "high"), ("low", "low"), ("low", "high"))
"""Influence and interest, from the top left in reading order."""


@dataclass(frozen=True, slots=True)
class Corner:
    """One field of the grid; its word says how to treat these groups."""

    word: str
    influence: str
    interest: str
    groups: tuple[Stakeholder, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The grid, the groups that nobody has placed yet, and all groups for the plan of communication."""

    corners: tuple[Corner, ...]
    unplaced: tuple[Stakeholder, ...]
    groups: tuple[Stakeholder, ...]


WORDS = {
    ("high", "high"): "manage_closely",
    ("high", "low"): "keep_satisfied",
    ("low", "high"): "keep_informed",
    ("low", "low"): "monitor",
}


def build(product: Projection, keep: Callable[[Item], bool] | None = None) -> Grid:
    """The grid of a projection."""
    groups = [item for item in product.of(Stakeholder) if keep is None or keep(item)]
    corners = tuple(Corner(WORDS[pair], *pair, tuple(g for g in groups if (g.influence, g.interest) == pair)) for pair in CORNERS)
    return Grid(corners, tuple(g for g in groups if not (g.influence and g.interest)), tuple(groups))
