"""What teams ask of each other: by team what it is asked and what it asks, and how often each asks each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.asks import STATES, Asked, asked_by, asked_of, asks, grouped
from pmsite.model.period import Period
from pmsite.views.parts import Card, First, Ref, cards, ref, ref_to

ROWS, LINES, TEAMS = 400, 40, 40
"""Asks that the page lists at most, those of one team in one direction, and teams."""
FEW = 5
"""Teams up to which the page is short enough to be read without a table at its beginning."""


@dataclass(frozen=True, slots=True)
class AskLine:
    """One ask: what is wanted for which feature, by whom of whom, and where it stands."""

    feature: Ref
    wanted: str
    by: Ref | None
    of: Ref | None
    state: str
    due: Period | None
    is_overdue: bool
    clash: Period | None
    """When it comes, where that is too late."""
    work: Ref | None
    """The feature of the other team that does it."""
    offered: Period | None = None
    """The other time that a team offers and nobody agreed to yet."""
    note: str = ""
    owner: str = ""
    """Who asks, where the feature has no team."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The asks of one team: those of others that are for it to answer, and its own."""

    team: Ref
    of_us: First[AskLine]
    by_us: First[AskLine]


@dataclass(frozen=True, slots=True)
class Sum:
    """How many asks of one team stand where, in the order of the states, and how many of them are overdue."""

    team: Ref
    counts: tuple[int, ...]
    overdue: int


@dataclass(frozen=True, slots=True)
class TeamAsks:
    """All asks: how many stand where, by team, and between each two."""

    total: int
    states: tuple[tuple[str, int], ...]
    overdue: int
    desks: tuple[Desk, ...]
    more: int
    """How many teams are left out, which have it on their own pages."""
    teams: tuple[Ref, ...]
    between: tuple[tuple[Ref, tuple[int, ...]], ...]
    """By team that asks, how often it asks each of `teams`."""
    sums: tuple[Sum, ...] = ()
    """By team that is asked, what it is asked in numbers, where there are many of them."""


def build(product: Projection, keep: Callable[[Card], bool] | None = None) -> TeamAsks:
    """The asks of the open features of a projection, of those that `keep` lets through."""
    shown = cards(product)
    found = [one for told in asks(product).values() for one in told if keep is None or keep(shown[one.feature.id])]
    of, by = grouped(found, lambda one: one.team), grouped(found, lambda one: one.feature.team or "")
    order = [team.id for team in product.by_type.get("team", ()) if team.id in of or team.id in by]
    order.sort(key=lambda team: -sum(one.state in ("unanswered", "other_date") for one in of.get(team, ())))
    counts, pairs = Counter(one.state for one in found), Counter((one.feature.team, one.team) for one in found)
    here = order[:TEAMS]
    asked = [id for id in here if id in of]
    states = [state for state in STATES if counts[state]]
    return TeamAsks(
        len(found),
        tuple((state, counts[state]) for state in states),
        sum(one.is_overdue for one in found),
        tuple(_desks(product, here, of, by)),
        len(order) - len(here),
        tuple(ref(product.items[id]) for id in asked),
        tuple((ref(product.items[id]), tuple(pairs[id, other] for other in asked)) for id in here if id in by),
        tuple(_sum(product, id, of[id], states) for id in asked) if len(asked) > FEW else (),
    )


def _sum(product: Projection, team: str, asks: Sequence[Asked], states: Iterable[str]) -> Sum:
    counts = Counter(one.state for one in asks)
    return Sum(ref(product.items[team]), tuple(counts[state] for state in states), sum(one.is_overdue for one in asks))


def desk(product: Projection, team: str) -> Desk | None:
    """What one team is asked and asks; nothing where there is nothing."""
    of, by = asked_of(product).get(team, ()), asked_by(product).get(team, ())
    return Desk(ref(product.items[team]), _side(product, of, LINES), _side(product, by, LINES)) if of or by else None


def of(product: Projection, feature: str) -> tuple[AskLine, ...]:
    """What one feature needs from other teams."""
    return tuple(_line(product, one) for one in asks(product).get(feature, ()))


def _desks(
    product: Projection, teams: Iterable[str], of: Mapping[str, tuple[Asked, ...]], by: Mapping[str, tuple[Asked, ...]]
) -> Iterator[Desk]:
    """The desks of some teams, which share the room of the page: those that come first have all of theirs."""
    left = ROWS
    for id in teams:
        of_us = _side(product, of.get(id, ()), min(LINES, left))
        left -= len(of_us.shown)
        by_us = _side(product, by.get(id, ()), min(LINES, left))
        left -= len(by_us.shown)
        yield Desk(ref(product.items[id]), of_us, by_us)


def _side(product: Projection, asks: Sequence[Asked], most: int) -> First[AskLine]:
    return First(tuple(_line(product, one) for one in asks[:most]), len(asks))


def _line(product: Projection, one: Asked) -> AskLine:
    offered = one.ask.date if one.state == "other_date" else None
    return AskLine(
        ref(one.feature),
        one.ask.wanted,
        ref_to(product, one.feature.team),
        ref_to(product, one.team),
        one.state,
        one.due,
        one.is_overdue,
        one.clash,
        ref_to(product, one.ask.work),
        offered,
        one.ask.note,
        "" if one.feature.team else one.feature.owner or "",
    )
