"""Stakeholders by influence and interest, and what each group needs to hear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.item import Item
from pmsite.model.period import Period
from pmsite.model.stakeholder import Stakeholder
from pmsite.views import told
from pmsite.views.parts import Ref, ref
from pmsite.views.told import Told

CORNERS = (("high", "low"), ("high", "high"), ("low", "low"), ("low", "high"))
"""Influence and interest, from the top left in reading order."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group, with what it needs to hear, and how it does."""

    ref: Ref
    stance: str | None
    needs: tuple[str, ...]
    message: str
    channel: str
    cadence: str
    last_contact: Period | None
    owner: str | None
    told_last: Told | None = None
    """The last of the briefs that it gets."""


@dataclass(frozen=True, slots=True)
class Corner:
    """One field of the grid; its word says how to treat these groups."""

    word: str
    influence: str
    interest: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The grid, the groups that nobody has placed yet, and all groups for the plan of communication, with what it tells of any of them."""

    corners: tuple[Corner, ...]
    unplaced: tuple[Group, ...]
    groups: tuple[Group, ...]
    columns: tuple[str, ...]


COLUMNS = ("needs", "message", "channel", "cadence", "last_contact", "told_last", "owner")
"""What the plan of communication tells of each group, where it is known of one."""
WORDS = {
    ("high", "high"): "manage_closely",
    ("high", "low"): "keep_satisfied",
    ("low", "high"): "keep_informed",
    ("low", "low"): "monitor",
}


def build(product: Projection, keep: Callable[[Item], bool] | None = None) -> Grid:
    """The grid of a projection."""
    found = [
        (_group(product, item), (item.influence, item.interest)) for item in product.of(Stakeholder) if keep is None or keep(item)
    ]
    corners = tuple(Corner(WORDS[pair], *pair, tuple(group for group, place in found if place == pair)) for pair in CORNERS)
    groups = tuple(group for group, _ in found)
    columns = tuple(name for name in COLUMNS if any(getattr(group, name) for group in groups))
    return Grid(corners, tuple(group for group, place in found if not all(place)), groups, columns)


def _group(product: Projection, item: Stakeholder) -> Group:
    heard = told.last(product, product.named(item.id, "briefs"))
    return Group(ref(item), item.stance, item.needs, item.message, item.channel, item.cadence, item.last_contact, item.owner, heard)
