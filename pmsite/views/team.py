"""A team: its work, the goals that its work serves, and what it can give."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.person import Person
from pmsite.model.team import Team
from pmsite.views import capacity, contribution, cycle, roadmap, team_asks
from pmsite.views.capacity import TeamLoad
from pmsite.views.contribution import Contribution
from pmsite.views.cycle import Running
from pmsite.views.parts import Ref, ref, ref_to
from pmsite.views.roadmap import Roadmap
from pmsite.views.team_asks import Desk
from pmsite.views.velocity import Velocity, velocity


@dataclass(frozen=True, slots=True)
class TeamPage:
    """What the page of one team adds to its facts. Members have a link where they have a page."""

    roadmap: Roadmap
    goals: tuple[Contribution, ...]
    members: tuple[tuple[str, Ref | None], ...]
    load: TeamLoad | None
    asks: Desk | None
    cycles: tuple[Running, ...]
    """Those that it is in."""
    velocity: Velocity | None
    unit: str
    """What effort is counted in."""


def build(product: Projection, team: Team) -> TeamPage:
    """The page of one team."""
    load = next((found for found in capacity.build(product).teams if found.team.id == team.id), None) if team.capacity else None
    theirs = sorted(product.pointing(team.id, "team"), key=lambda item: item.key)
    named = [(name, ref_to(product, name)) for name in team.members]
    others = [(item.title, ref(item)) for item in theirs if isinstance(item, Person) and item.id not in team.members]
    return TeamPage(
        roadmap.build(product, "horizon", lambda card: card.team is not None and card.team.id == team.id),
        contribution.goals(product, (item for item in theirs if isinstance(item, Feature))),
        tuple((found.title if found else name, found) for name, found in (*named, *others)),
        load,
        team_asks.desk(product, team.id),
        cycle.running(product, team.id),
        velocity(product, team.id),
        product.settings.effort_unit,
    )
