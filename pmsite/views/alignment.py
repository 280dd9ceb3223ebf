"""Which teams work on which goals: a matrix of the goals that are not over and the teams, and who stands alone in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import lifted
from pmsite.model.indexes import index
from pmsite.model.objective import Objective
from pmsite.model.team import Team
from pmsite.views.parts import Card, OfEveryLevel, Ref, cards, ref, soonest

GOALS, TEAMS = 30, 30
"""Goals and teams that the matrix holds."""
ROWS, EACH = 200, 5
"""Rows of the table, and features that each names."""
NAMED = 20
"""How many goals that nobody works on, and teams that serve none, are named."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A team that serves a goal: how many of the features that it works on do, and how many of these are still open."""

    goal: str
    team: str
    count: int
    open: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Goals as rows, teams as columns; a team without an id is that of the features that have none."""

    goals: tuple[Ref, ...]
    teams: tuple[Ref, ...]
    cells: tuple[Cell, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """One goal, one team, and the features that the team works on and that serve the goal."""

    goal: Ref
    team: Ref | None
    count: int
    features: tuple[Card, ...]

    @property
    def more(self) -> int:
        """How many features are not named."""
        return self.count - len(self.features)


@dataclass(frozen=True, slots=True)
class Alignment:
    """The matrix and its table; goals that no team works on, and teams that serve no goal."""

    matrix: Matrix
    rows: tuple[Served, ...]
    rows_more: int
    unserved: tuple[Ref, ...]
    unserved_more: int
    idle: tuple[Ref, ...]
    idle_more: int
    goals_more: int
    """Goals that someone works on and the matrix has no room for."""
    teams_more: int
    aimless: int
    """Open features that serve no goal that is not over."""


@index
def _whole(product: Projection) -> Alignment:
    return _build(product, None)  # once for the page and for whether there is one


def build(product: Projection, keep: Callable[[Card], bool] | None = None) -> Alignment:
    """The alignment of the teams of a projection, by the features that `keep` lets through; a part stands for what counts above it."""
    return _whole(product) if keep is None else _build(product, keep)


def _build(product: Projection, keep: Callable[[Card], bool] | None) -> Alignment:
    goals = [goal for goal in product.of(Objective) if goal.period is None or goal.period.last >= product.today]
    goals.sort(key=lambda goal: (goal.period is None, goal.period.last.toordinal() if goal.period else 0, goal.key))
    known, shown = {goal.id for goal in goals}, cards(product)
    found: dict[tuple[str, str], dict[str, Card]] = {}
    aimless = 0
    for feature in product.of(Feature):
        unit = feature if isinstance(keep, OfEveryLevel) else lifted(product, feature)
        if unit is None or "dropped" in (feature.status.stage, unit.status.stage) or not (keep is None or keep(shown[unit.id])):
            continue
        served = list(_served(product, feature, known))
        aimless += unit is feature and feature.is_open and not served
        teams = _teams(product, feature, unit)
        for goal in served:
            for team in teams:
                found.setdefault((goal, team), {})[unit.id] = shown[unit.id]
    busy = _counted(team for (_, team), features in found.items() for _ in features)
    columns = sorted(busy, key=lambda team: (not team, -busy[team], team))
    with_work = {goal for goal, _ in found}
    reached = _reached(product, with_work)
    unserved = [ref(goal) for goal in goals if goal.id not in reached]
    idle = [ref(team) for team in product.of(Team) if team.id not in busy]
    rows = [goal for goal in goals if goal.id in with_work]
    served_rows = [
        _row(product, goal, team, found[goal.id, team].values()) for goal in rows for team in columns if (goal.id, team) in found
    ]
    return Alignment(
        _matrix(product, rows[:GOALS], columns[:TEAMS], found),
        tuple(served_rows[:ROWS]),
        max(0, len(served_rows) - ROWS),
        tuple(unserved[:NAMED]),
        max(0, len(unserved) - NAMED),
        tuple(idle[:NAMED]),
        max(0, len(idle) - NAMED),
        max(0, len(rows) - GOALS),
        max(0, len(columns) - TEAMS),
        aimless,
    )


def is_worth_a_page(product: Projection) -> bool:
    """Whether more than one team works on goals that are not over, and more than one of these is worked on."""
    matrix = build(product).matrix
    return len(matrix.goals) > 1 and sum(bool(team.id) for team in matrix.teams) > 1


def _teams(product: Projection, feature: Feature, unit: Feature) -> tuple[str, ...]:
    """The team of a feature, or of what it counts in, and those that work on it beside; one without a name where there is none."""
    others = (team.id for team in product.named(feature.id, "contributors"))
    return tuple(dict.fromkeys(filter(None, (feature.team or unit.team, *others)))) or ("",)


def _served(product: Projection, feature: Feature, known: set[str]) -> Iterator[str]:
    """The goals that a feature serves, by its own word or, where it names none, by its theme's."""
    own = [item.id for item in product.named(feature.id, "supports")]
    named = own or [item.id for item in product.named(feature.theme or "", "supports")]
    yield from (goal for goal in dict.fromkeys(named) if goal in known)


def _reached(product: Projection, with_work: set[str]) -> set[str]:
    """The goals that someone works on, and those above them."""
    reached: set[str] = set()
    for id in with_work:
        here: str | None = id
        while here and here not in reached:
            reached.add(here)
            goal = product.items.get(here)
            here = goal.parent if isinstance(goal, Objective) else None
    return reached


def _counted(names: Iterator[str]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return found


def _row(product: Projection, goal: Objective, team: str, features: Collection[Card]) -> Served:
    item = product.items.get(team)
    listed = sorted(features, key=lambda card: (not card.is_open, soonest(card)))
    return Served(ref(goal), ref(item) if item else None, len(listed), tuple(listed[:EACH]))


def _matrix(
    product: Projection, goals: list[Objective], teams: list[str], found: Mapping[tuple[str, str], Mapping[str, Card]]
) -> Matrix:
    cells = (
        Cell(goal.id, team, len(features), sum(card.is_open for card in features.values()))
        for goal in goals
        for team in teams
        if (features := found.get((goal.id, team)))
    )
    columns = (ref(item) if (item := product.items.get(team)) else Ref("", "", "team") for team in teams)
    return Matrix(tuple(map(ref, goals)), tuple(columns), tuple(cells))
