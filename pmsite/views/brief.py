"""A brief: one page for one group of readers, conclusion first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pmsite.audience import Projection
from pmsite.model.brief import Brief, Section
from pmsite.model.period import Period
from pmsite.views import changelog, goals, roadmap
from pmsite.views.parts import Card, cards, latest

STANDARD = ("goals", "roadmap", "shipped")
SHIPPED = 12


@dataclass(frozen=True, slots=True)
class Shipped:
    """What reached users lately."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One section: the author's words, then a view."""

    view: str
    title: str
    text: str
    content: Any


@dataclass(frozen=True, slots=True)
class BriefPage:
    """A brief ready to print."""

    brief: Brief
    period: Period | None
    parts: tuple[Part, ...]


def build(product: Projection, brief: Brief, filters: Mapping[tuple[str, int], Callable[[Any], bool] | None]) -> BriefPage:
    """The page of one brief; `filters` are those of its sections, by the brief's id and the section's number."""
    sections = brief.sections or tuple(Section(view=view) for view in STANDARD)
    parts = tuple(
        Part(s.view, s.title, s.text, _content(product, brief, s.view, filters.get((brief.id, at))))
        for at, s in enumerate(sections)
    )
    return BriefPage(brief, brief.period, parts)


def _content(product: Projection, brief: Brief, view: str, keep: Callable[[Any], bool] | None) -> Any:
    if view == "goals":
        return goals.build(product, keep)
    if view == "roadmap":
        return roadmap.build(product, "horizon", keep)
    if view == "shipped":
        done = [
            c
            for c in cards(product).values()
            if c.stage == "shipped" and (keep is None or keep(c)) and _within(c.target, brief.period)
        ]
        return Shipped(tuple(sorted(done, key=latest)[:SHIPPED]))
    if view in ("changes", "releases"):
        return changelog.build(product, keep)
    return None


def _within(target: Period | None, period: Period | None) -> bool:
    return period is None or (target is not None and period.first <= target.last <= period.last)
