"""What the updates say of a stretch of time: done, next, blocked, learned, needed; and thanks."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.recognition import Recognition
from pmsite.model.update import Update
from pmsite.views.asked import Asked
from pmsite.views.parts import Ref, called, ref, ref_to

MOST = 5


@dataclass(frozen=True, slots=True)
class Told:
    """What one team says, or one update where it names no team; the newest lines first."""

    ref: Ref
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reports:
    """What the updates say, the newest first."""

    rows: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Thank:
    """Thanks to people or teams."""

    ref: Ref
    to: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True)
class Thanks:
    """All thanks of a stretch of time, the newest first."""

    rows: tuple[Thank, ...]
    more: int = 0
    """How many are left out."""


def build(product: Projection, asked: Asked, field: str) -> Reports:
    """One field of all updates."""
    new = [u for u in asked.select(product.of(Update)) if getattr(u, field) and asked.is_new(product, u.date)]
    new.sort(key=lambda u: (-u.date.first.toordinal() if u.date else 0, u.key))
    lines: dict[Ref, list[str]] = {}
    for update in new:
        lines.setdefault(ref_to(product, update.team) or ref(update), []).extend(getattr(update, field))
    return Reports(tuple(Told(source, tuple(found)) for source, found in lines.items()))


def thanks(product: Projection, asked: Asked) -> Thanks:
    """Who was thanked."""
    new = [found for found in asked.select(product.of(Recognition)) if asked.is_new(product, found.date)]
    new.sort(key=lambda found: (-found.date.first.toordinal() if found.date else 0, found.key))
    rows = [Thank(ref(found), tuple(called(product, id) for id in found.to), called(product, found.by)) for found in new]
    most = asked.most or MOST
    return Thanks(tuple(rows[:most]), max(0, len(rows) - most))
