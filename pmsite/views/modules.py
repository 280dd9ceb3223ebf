"""The modules of views, each loaded when it first makes one: of the pages that a site has, a build makes few anew."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from pmsite.on_demand import Functions

if TYPE_CHECKING:
    from pmsite.views import (
        actions,
        as_of,
        calendar,
        capacity,
        changed,
        changelog,
        checkpoint,
        coverage,
        decision,
        demand,
        dependencies,
        digest,
        experiment,
        goals,
        happened,
        health,
        home,
        hub,
        item,
        kpis,
        launch,
        lights,
        market,
        metric,
        needed,
        not_doing,
        notes,
        opportunities,
        people,
        priorities,
        problem,
        radar,
        readers,
        release,
        releases,
        reports,
        responsibilities,
        results,
        risks,
        roadmap,
        sales,
        shipped,
        slippage,
        stakeholders,
        status,
        table,
        team,
        timeline,
        what_changed,
    )

__all__ = [
    "actions",
    "as_of",
    "calendar",
    "capacity",
    "changed",
    "changelog",
    "checkpoint",
    "coverage",
    "decision",
    "demand",
    "dependencies",
    "digest",
    "experiment",
    "goals",
    "happened",
    "health",
    "home",
    "hub",
    "item",
    "kpis",
    "launch",
    "lights",
    "market",
    "metric",
    "needed",
    "not_doing",
    "notes",
    "opportunities",
    "people",
    "priorities",
    "problem",
    "radar",
    "readers",
    "release",
    "releases",
    "reports",
    "responsibilities",
    "results",
    "risks",
    "roadmap",
    "sales",
    "shipped",
    "slippage",
    "stakeholders",
    "status",
    "table",
    "team",
    "timeline",
    "what_changed",
]

if not TYPE_CHECKING:
    globals().update({name: Functions(f"pmsite.views.{name}") for name in __all__})


def load() -> None:
    """Load all of them, with the indexes that they define."""
    for name in (*__all__, "brief"):
        import_module(f"pmsite.views.{name}")
