"""The plan as it was on one day, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pmsite.audience import AsOf, Projection
from pmsite.model.feature import HORIZONS, Feature
from pmsite.model.hierarchy import stage_of_parts
from pmsite.model.judgement import Judgement, judge
from pmsite.model.objective import Objective
from pmsite.model.replaced import heirs, kept
from pmsite.views.parts import Card, Ref, StageCount, cards, latest, ref, soonest, stages, under_way, units

MOST = 150


@dataclass(frozen=True, slots=True)
class Then:
    """A feature as it was, and as it is today; nothing where it is gone."""

    card: Card
    now: Card | None
    instead: tuple[Ref, ...] = ()
    """What took its place since."""
    is_kept: bool = False
    """Whether it has shipped since, or all that took its place."""
    is_over: bool = False
    """Whether nothing will come of it."""


@dataclass(frozen=True, slots=True)
class Column:
    """The features of one horizon, or those that were shipped or dropped by then."""

    key: str
    rows: tuple[Then, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Goal:
    """An objective as it stood then, and whether it is still there to be linked to."""

    ref: Ref
    is_there: bool
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class PlanAsOf:
    """One day's plan: its features by horizon, its goals, and what became of the open work."""

    name: str
    day: date
    stages: tuple[StageCount, ...]
    columns: tuple[Column, ...]
    goals: tuple[Goal, ...]
    open: int
    shipped: int
    dropped: int
    moved: int
    goals_more: int = 0
    """How many goals are left out."""


def build(now: Projection, as_of: AsOf) -> PlanAsOf:
    """The plan of one day beside that of today."""
    then = as_of.product
    found = units(then)
    rows = [_row(now, card) for card in found.values()]
    was_open = [row for row in rows if row.card.horizon in HORIZONS]
    return PlanAsOf(
        as_of.name,
        as_of.day,
        stages(found.values()),
        tuple(_column(key, rows) for key in (*HORIZONS, "shipped", "dropped")),
        tuple(_goal(then, now, objective) for objective in then.of(Objective)[:MOST]),
        len(was_open),
        sum(row.is_kept for row in was_open),
        sum(row.is_over for row in was_open),
        sum(row.now is not None and _has_moved(row.card, row.now) for row in was_open),
        max(0, len(then.of(Objective)) - MOST),
    )


def _row(product: Projection, then: Card) -> Then:
    """A feature of then, and what became of it: what has been split since is as far as its parts are."""
    now, feature = cards(product).get(then.id), product.items.get(then.id)
    if now is None or not isinstance(feature, Feature):
        return Then(then, None, is_over=True)
    if instead := heirs(product).get(feature.id):
        return Then(then, now, tuple(map(ref, instead)), kept(product, feature) is not None)
    if then.id not in units(product):
        now = replace(now, status=stage_of_parts(product, feature))
    return Then(then, now, (), now.stage == "shipped", now.stage == "dropped")


def _column(key: str, rows: list[Then]) -> Column:
    found = [row for row in rows if row.card.horizon == key]
    order = under_way if key == "now" else soonest if key in HORIZONS else latest
    found.sort(key=lambda row: order(row.card))
    return Column(key, tuple(found[:MOST]), len(found))


def _has_moved(then: Card, now: Card) -> bool:
    def planned(card: Card) -> object:
        return card.release.id if card.release else card.target

    return now.stage not in ("shipped", "dropped") and planned(then) is not None and planned(then) != planned(now)


def _goal(then: Projection, now: Projection, objective: Objective) -> Goal:
    return Goal(ref(objective), objective.id in now.items, replace(judge(then, objective), parts=()))
