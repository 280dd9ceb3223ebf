"""What teams can give in each quarter against what is planned for them."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.memoized import memoized
from pmsite.model.feature import Feature
from pmsite.model.period import Period
from pmsite.model.team import Team
from pmsite.views.parts import Card, Ref, cards, ref


@dataclass(frozen=True, slots=True)
class Load:
    """One team in one quarter, in person-months."""

    quarter: Period
    capacity: float
    effort: float
    features: tuple[Card, ...]

    @property
    def share(self) -> float:
        """Effort as a share of capacity."""
        return self.effort / self.capacity if self.capacity else 0.0


@dataclass(frozen=True, slots=True)
class TeamLoad:
    """One team's quarters, and its open features that no quarter counts: without effort, or without a date inside one."""

    team: Ref
    loads: tuple[Load, ...]
    uncounted: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Capacity:
    """All teams that say what they can give."""

    teams: tuple[TeamLoad, ...]


@memoized
def build(product: Projection) -> Capacity:
    """The load of a projection's teams; quarters that are over are left out."""
    shown = cards(product)
    by_team: dict[str, list[Feature]] = {}
    for feature in product.of(Feature):
        if feature.team and feature.is_open:
            by_team.setdefault(feature.team, []).append(feature)
    found = []
    for team in product.of(Team):
        quarters = sorted(period for period in team.capacity if period.last >= product.today)
        if not quarters:
            continue
        features = by_team.get(team.id, [])
        loads = []
        counted: set[str] = set()
        for quarter in quarters:
            inside = [f for f in features if f.score and f.id not in counted and _inside(shown[f.id].target, quarter)]
            counted |= {f.id for f in inside}
            effort = sum(f.score.effort for f in inside if f.score)
            loads.append(Load(quarter, team.capacity[quarter], effort, tuple(shown[f.id] for f in inside)))
        found.append(TeamLoad(ref(team), tuple(loads), tuple(shown[f.id] for f in features if f.id not in counted)))
    return Capacity(tuple(found))


def _inside(target: Period | None, quarter: Period) -> bool:
    return target is not None and quarter.first <= target.last <= quarter.last
