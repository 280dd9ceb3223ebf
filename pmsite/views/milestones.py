"""Milestones as pages list them and as the timeline marks them."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.item import Item
from pmsite.model.milestones import Reached, milestones
from pmsite.model.period import Period
from pmsite.views.axis import Axis
from pmsite.views.parts import Ref, ref_to


@dataclass(frozen=True, slots=True)
class Milestone:
    """One milestone of an item's page; `state` is done, late, ahead, or nothing where readers are not told."""

    title: str
    when: Period | None
    state: str
    release: Ref | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One milestone on the timeline, as a share of its axis."""

    title: str
    when: Period
    state: str
    at: float


def of(product: Projection, item: Item) -> tuple[Milestone, ...]:
    """The milestones that an item lists. Those of a workspace's own field stand among its other facts."""
    if not getattr(item, "milestones", ()):
        return ()
    return tuple(
        Milestone(one.title, one.when, one.state, ref_to(product, one.release)) for one in milestones(product).get(item.id, ())
    )


def points(product: Projection, id: str, window: Axis) -> tuple[Point, ...]:
    """The milestones of an item that lie in the window, in the order of time."""
    found = [
        one for one in milestones(product).get(id, ()) if one.when is not None and window.first <= one.when.last <= window.last
    ]
    return tuple(sorted((_point(one, one.when, window) for one in found if one.when is not None), key=lambda point: point.at))


def _point(found: Reached, when: Period, window: Axis) -> Point:
    return Point(found.title, when, found.state, window.share(when.last))
