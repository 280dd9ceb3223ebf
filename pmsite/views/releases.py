"""Releases with their dates: those to come, then those that are out."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.change import Change
from pmsite.model.period import Period
from pmsite.model.release import Release
from pmsite.views.asked import Asked
from pmsite.views.parts import Ref, ref

MOST = 6


@dataclass(frozen=True, slots=True)
class ReleaseEntry:
    """One release. `state` is coming, out or yanked."""

    ref: Ref
    name: str
    when: Period | None
    state: str
    summary: str
    highlights: tuple[str, ...]
    breaking: int


@dataclass(frozen=True, slots=True)
class Releases:
    """The table."""

    rows: tuple[ReleaseEntry, ...]
    more: int = 0
    """How many are left out."""


def build(product: Projection, asked: Asked) -> Releases:
    """Releases that are asked for: the nearest to come first, then the newest that are out."""
    coming = [*product.coming, *product.told]
    found, most = asked.select(coming), asked.most or MOST
    return Releases(tuple(_row(product, r) for r in found[:most]), max(0, len(found) - most))


def _row(product: Projection, release: Release) -> ReleaseEntry:
    out = product.is_out(release)
    changes = [found for found in product.pointing(release.id, "release") if isinstance(found, Change)]
    return ReleaseEntry(
        ref(release),
        release.name,
        release.date,
        "yanked" if release.yanked else "out" if out else "coming",
        release.in_short,
        release.highlights,
        sum(found.breaking for found in changes),
    )
