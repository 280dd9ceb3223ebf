"""What users have to do: breaking changes, and what goes."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.change import Change
from pmsite.model.period import Period
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
    found = [change for change in asked.chosen(product.of(Change)) if asked.items or _asks(product, change, asked)]
    if not asked.items:
        found.sort(key=lambda c: (c.action_by is None, c.action_by.last if c.action_by else product.today, not c.breaking, c.key))
    return Actions(tuple(_action(product, change) for change in found[: asked.up_to()]))


def _asks(product: Projection, change: Change, asked: Asked) -> bool:
    if not (change.breaking or change.action or change.kind in ("deprecated", "removed")):
        return False
    if change.action_by is not None:
        return change.action_by.last > asked.first(product)
    when = _when(product, change)
    return when is None or when.first > asked.first(product)


def _when(product: Projection, change: Change) -> Period | None:
    release = product.items.get(change.release or "")
    return change.date or (release.date if isinstance(release, Release) else None)


def _action(product: Projection, change: Change) -> Action:
    by = change.action_by
    return Action(
        ref(change),
        change.kind,
        change.breaking,
        change.summary,
        change.action,
        by,
        by is not None and by.last < product.today,
        ref_to(product, change.release),
        _when(product, change),
    )
