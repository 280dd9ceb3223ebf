"""What users have to do: breaking changes, and what goes."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.change import Change
from pmsite.model.period import Period, day_of
from pmsite.model.release import Release
from pmsite.views.asked import Asked
from pmsite.views.parts import Ref, ref, ref_to


@dataclass(frozen=True, slots=True)
class Action:
    """One change that asks something of its users. `over` where the date is past."""

    ref: Ref
    kind: str
    breaking: bool
    summary: str
    action: str
    by: Period | None
    over: bool
    release: Ref | None
    date: Period | None


@dataclass(frozen=True, slots=True)
class Actions:
    """What to do, the nearest date first."""

    rows: tuple[Action, ...]


def build(product: Projection, asked: Asked) -> Actions:
    """Changes that ask something of users and are new, or whose date is still to come."""
    found = [change for change in asked.select(product.of(Change)) if asked.items or _asks(product, change, asked)]
    today = day_of(product.today)
    if not asked.items:
        found.sort(key=lambda c: (by_when(c) is None, (by_when(c) or today).last, not c.breaking, c.key))
    return Actions(tuple(_action(product, change) for change in found[: asked.up_to()]))


def _asks(product: Projection, change: Change, asked: Asked) -> bool:
    if not (change.breaking or change.action or change.kind in ("deprecated", "removed")):
        return False
    by = by_when(change)
    if by is not None:
        return by.last > asked.first(product)
    when = _when(product, change)
    return when is None or when.first > asked.first(product)


def by_when(change: Change) -> Period | None:
    """By when users have to act: the day that is named, or the end of what they use."""
    return change.action_by or (change.ends if isinstance(change.ends, Period) else None)


def _when(product: Projection, change: Change) -> Period | None:
    release = product.items.get(change.release or "")
    return change.date or (release.date if isinstance(release, Release) else None)


def _action(product: Projection, change: Change) -> Action:
    by = by_when(change)
    return Action(
        ref(change),
        change.kind,
        change.breaking,
        change.in_short,
        change.action,
        by,
        by is not None and by.last < product.today,
        ref_to(product, change.release),
        _when(product, change),
    )
