"""The registry of views: one line each. Blocks and briefs show these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from pmsite.audience import Projection
from pmsite.views.asked import Asked
from pmsite.views.modules import (
    account,
    actions,
    alignment,
    at_risk,
    calendar,
    capacity,
    changed,
    changelog,
    checkpoint,
    coverage,
    demand,
    dependencies,
    digest,
    goals,
    home,
    hub,
    kpis,
    lights,
    market,
    metric,
    needed,
    not_doing,
    opportunities,
    people,
    priorities,
    radar,
    readers,
    releases,
    reports,
    responsibilities,
    risks,
    roadmap,
    sales,
    shipped,
    stakeholders,
    status,
    table,
    team_asks,
    timeline,
    wanted,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A view that can be shown anywhere: its template, and what its `where` chooses among."""

    template: str
    build: Callable[[Projection, Asked], Any]
    filters: str = "feature"
    in_brief: str = ""
    """Its template in a brief, where that is shorter than a page's."""


def _told(field: str) -> Callable[[Projection, Asked], Any]:
    return lambda p, a: reports.build(p, a, field)


def _roadmap(product: Projection, asked: Asked) -> Any:
    named = set(asked.items)
    keep = (lambda card: card.id in named and (asked.keep is None or asked.keep(card))) if named else asked.keep
    return roadmap.build(product, asked.group_by, keep, lanes=asked.lanes)


def _risks(product: Projection, asked: Asked) -> Any:
    found = risks.build(product, asked.keep)
    return (
        replace(found, open=found.open[: asked.most], more=found.more + max(0, len(found.open) - asked.most))
        if asked.most
        else found
    )


VIEWS: Mapping[str, Kind] = MappingProxyType(
    {
        "roadmap": Kind("roadmap.html", _roadmap, in_brief="sections/roadmap.html"),
        "timeline": Kind("timeline.html", lambda p, a: timeline.build(p, a.keep, a.lanes), in_brief="sections/timeline.html"),
        "table": Kind("table.html", lambda p, a: table.build(p, 1, a.keep, a.columns, a.sort)),
        "goals": Kind("goals.html", lambda p, a: goals.build(p, a.keep, a.last(p)), "objective", "sections/goals.html"),
        "changelog": Kind("changelog.html", lambda p, a: changelog.build(p, a.keep), "release", "sections/changelog.html"),
        "items": Kind("hub.html", lambda p, a: hub.build(p, a.type, 1, a.keep), ""),
        "priorities": Kind("priorities.html", lambda p, a: priorities.build(p, a.keep)),
        "dependencies": Kind("dependencies.html", lambda p, a: dependencies.build(p, a.keep)),
        "alignment": Kind("alignment.html", lambda p, a: alignment.build(p, a.keep)),
        "team_asks": Kind("team_asks.html", lambda p, a: team_asks.build(p, a.keep)),
        "responsibilities": Kind("responsibilities.html", lambda p, a: responsibilities.build(p, a.keep)),
        "demand": Kind("demand.html", lambda p, a: demand.build(p, a.keep), "feedback"),
        "wanted": Kind("wanted.html", lambda p, a: wanted.build(p, a.keep)),
        "account": Kind("sections/account.html", account.build, "customer"),
        "opportunities": Kind("opportunities.html", lambda p, a: opportunities.build(p, a.keep), "insight"),
        "dashboard": Kind("dashboard.html", lambda p, a: metric.dashboard(p, a.keep), "metric"),
        "market": Kind("market.html", lambda p, a: market.build(p, a.keep), "competitor"),
        "radar": Kind("radar.html", lambda p, a: radar.build(p, a.keep), "trend"),
        "stakeholders": Kind("stakeholders.html", lambda p, a: stakeholders.build(p, a.keep), "stakeholder"),
        "risks": Kind("risks.html", _risks, "risk", "sections/risks.html"),
        "people": Kind("people.html", lambda p, a: people.build(p, a.keep), "person"),
        "digest": Kind("digest.html", lambda p, a: digest.build(p, a.keep), "learning"),
        "calendar": Kind("calendar.html", lambda p, a: calendar.build(p, a.most), "", "sections/calendar.html"),
        "capacity": Kind("capacity.html", lambda p, a: capacity.build(p), ""),
        "not_doing": Kind("not_doing.html", lambda p, a: not_doing.build(p), "", "sections/not_doing.html"),
        "coverage": Kind("coverage.html", lambda p, a: coverage.build(p), ""),
        "readers": Kind("readers.html", lambda p, a: readers.build(p), ""),
        "home": Kind("home.html", lambda p, a: home.build(p, a.show), ""),
        "at_risk": Kind("at_risk.html", lambda p, a: at_risk.build(p), ""),
        "status": Kind("sections/status.html", status.build, "objective"),
        "changed": Kind("sections/changed.html", changed.build, ""),
        "kpis": Kind("sections/kpis.html", kpis.build, "metric"),
        "trend": Kind("sections/trend.html", kpis.trend, "metric"),
        "highlights": Kind("sections/lights.html", lights.highlights, ""),
        "lowlights": Kind("sections/lights.html", lights.lowlights, ""),
        "decisions": Kind("sections/decisions.html", needed.build, "decision"),
        "decided": Kind("sections/decided.html", changed.decided, ""),
        "shipped": Kind("sections/shipped.html", shipped.build),
        "releases": Kind("sections/releases.html", releases.build, "release"),
        "actions": Kind("sections/actions.html", actions.build, "change"),
        "pitch": Kind("sections/pitch.html", sales.pitch, ""),
        "talk_track": Kind("sections/talk_track.html", sales.talk_track, ""),
        "objections": Kind("sections/objections.html", sales.objections, "competitor"),
        "battlecards": Kind("sections/battlecards.html", sales.battlecards, "competitor"),
        "not_promised": Kind("sections/not_promised.html", sales.not_promised),
        "done": Kind("sections/reports.html", _told("done"), "update"),
        "next": Kind("sections/reports.html", _told("next"), "update"),
        "blocked": Kind("sections/reports.html", _told("blocked"), "update"),
        "asks": Kind("sections/reports.html", _told("asks"), "update"),
        "learned": Kind("sections/reports.html", _told("learned"), "update"),
        "thanks": Kind("sections/thanks.html", reports.thanks, ""),
        "checkpoint": Kind("sections/checkpoint.html", checkpoint.build, ""),
    }
)
