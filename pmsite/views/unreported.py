"""Which teams have not written how their week went, where teams do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from pmsite.audience import Projection
from pmsite.model.team import Team
from pmsite.model.update import Update
from pmsite.views.parts import Ref, ref

WEEK, CUSTOM = timedelta(days=7), timedelta(days=92)
"""For how long an update is of this week; how long a plan in which nobody wrote any is still one in which teams do."""


@dataclass(frozen=True, slots=True)
class Unreported:
    """A team that builds something and has written no update within a week; nothing for `last` where it never has."""

    team: Ref
    last: date | None
    days: int


def build(product: Projection) -> tuple[Unreported, ...]:
    """The teams whose update is missing, those that have waited the longest first; none where no team writes any, or for other readers."""
    last = _last(product) if product.is_inside else {}
    if not last or product.today - max(last.values()) > CUSTOM:
        return ()
    at_work = {feature.team for feature in product.open_work if feature.status.stage == "building"}
    found = [_of(product, team, last.get(team.id)) for team in product.of(Team) if team.id in at_work]
    late = [one for one in found if one.last is None or one.days > WEEK.days]
    return tuple(sorted(late, key=lambda one: (one.last is not None, -one.days, one.team.title.casefold(), one.team.id)))


def _of(product: Projection, team: Team, last: date | None) -> Unreported:
    return Unreported(ref(team), last, (product.today - last).days if last else 0)


def _last(product: Projection) -> dict[str, date]:
    """By team, the last day of which one of its weekly updates tells."""
    found: dict[str, date] = {}
    for update in product.of(Update):
        if update.kind == "weekly" and update.team and update.date and update.date.first <= product.today:
            found[update.team] = max(found.get(update.team, date.min), min(update.date.last, product.today))
    return found
