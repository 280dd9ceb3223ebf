"""The strip below the title of an item: the up to six facts that matter most for its type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pmsite.audience import Projection
from pmsite.model.brief import Brief
from pmsite.model.change import Change
from pmsite.model.competitor import Competitor
from pmsite.model.component import Component
from pmsite.model.customer import Customer
from pmsite.model.cycle import Cycle
from pmsite.model.decision import Decision
from pmsite.model.experiment import Experiment
from pmsite.model.feature import Feature
from pmsite.model.insight import Feedback, Insight, Persona
from pmsite.model.item import Item
from pmsite.model.launch import Launch
from pmsite.model.learning import Learning
from pmsite.model.metric import Metric
from pmsite.model.objective import Objective
from pmsite.model.person import Person
from pmsite.model.problem import Problem
from pmsite.model.recognition import Recognition
from pmsite.model.release import Release
from pmsite.model.risk import Risk
from pmsite.model.stakeholder import Stakeholder
from pmsite.model.study import Study
from pmsite.model.team import Team
from pmsite.model.theme import Theme
from pmsite.model.trend import Trend
from pmsite.model.types import shape
from pmsite.model.update import Update
from pmsite.model.vision import Vision
from pmsite.views.facts import shown
from pmsite.views.strip import known, work
from pmsite.views.strip.cell import Cell, Said

MOST = 6

Maker = Callable[[Projection, Any, Any], Cell | None]

STRIPS: Mapping[type[Item], tuple[str | Maker, ...]] = {
    Vision: ("horizon_year", work.north_star, work.goals_now, "owner"),
    Objective: (work.way_covered, work.forecast, work.sureness, "period", "team", "owner"),
    Persona: ("role", "share", known.insights, known.made_for, "as_of", "owner"),
    Study: ("status", "method", "period", "participants", "team", "owner"),
    Insight: ("strength", known.evidence, known.objections, known.solutions, "as_of", "owner"),
    Feedback: (known.voices, known.worth, "segment", "channel", "customer", "date", "owner"),
    Customer: ("status", "segment", "tier", known.revenue, known.requests, "seats", "since", "owner"),
    Experiment: ("status", known.lift, known.interval, "decision", known.run_time, "metric", "owner"),
    Team: ("kind", "lead", work.people, work.load, work.team_work, "owner"),
    Launch: ("status", "date", "tier", work.readiness, work.go, "owner"),
    Metric: (known.latest, known.change, known.goal_value, known.band, "direction", "as_of", "owner"),
    Decision: ("status", known.decided, known.chosen, "approver", "reversible", "owner"),
    Competitor: ("kind", "segment", known.able, known.position, "as_of", "owner"),
    Trend: ("ring", "movement", known.category, "as_of", "review_by", "owner"),
    Theme: (work.theme_work, work.theme_shipped, "owner"),
    Component: ("team", work.building_in, work.shipped_in, work.open_problems, work.last_release, "owner"),
    Cycle: ("team", "starts", "ends", work.cycle_left, work.cycle_finished, "capacity", "owner"),
    Feature: ("status", work.target, "confidence", "release", "team", "owner"),
    Release: ("date", work.days_left, work.brings, work.unsure, "owner"),
    Change: ("kind", "release", "date", "action_by", "owner"),
    Stakeholder: ("influence", "interest", "stance", "last_contact", "cadence", "owner"),
    Brief: (work.readers, work.kind_of_brief, "period", "as_of", "next", "owner"),
    Update: ("health", "date", "kind", "team", "owner"),
    Problem: ("status", "severity", known.days_open, "team", "owner"),
    Risk: (known.score, "response", known.residual, "status", "owner"),
    Person: ("role", "team", "joined", work.person_work, work.person_goals, "owner"),
    Recognition: ("to", "by", "date", "owner"),
    Learning: ("kind", "topic", "author", "people", "date", "owner"),
}
"""By type, the facts in the order of reading: fields, and what is worked out. What is not known leaves its place to the next."""

STATES = {"status": "state", "stance": "state", "health": "health", "severity": "state"}
"""Fields that are shown with a mark, and how."""


def build(product: Projection, item: Item, extra: Any) -> tuple[Cell, ...]:
    """The strip of one item; `extra` is what its own page adds."""
    return tuple(_cells(product, item, extra))[:MOST]


def _cells(product: Projection, item: Item, extra: Any) -> Iterator[Cell]:
    for told in STRIPS[type(item)]:
        found = _field(product, item, told) if isinstance(told, str) else told(product, item, extra)
        if found is not None:
            yield found


def _field(product: Projection, item: Item, name: str) -> Cell | None:
    if not product.sees(type(item), name):
        return None
    kind = STATES.get(name) or shape(type(item), name)
    values = tuple(Said(value, kind) for value in shown(product, item, name) if value)
    return Cell(name, values, (), (name,)) if values else None
