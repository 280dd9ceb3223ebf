"""What teams can give in each quarter against what is planned for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.asks import asked_of
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import chains, lifted, own_effort, rollups
from pmsite.model.indexes import index
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
    asked: float = 0.0
    """What of the effort other teams asked for and were promised, where no feature of the team's own stands for it."""

    @property
    def share(self) -> float:
        """Effort as a share of capacity."""
        return self.effort / self.capacity if self.capacity else 0.0


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some work of one team, with the card of what counts; of what nobody estimated there is no effort."""

    card: Card
    team: str
    target: Period | None
    effort: float | None


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


@index
def build(product: Projection) -> Capacity:
    """The load of a projection's teams; quarters that are over are left out."""
    by_team: dict[str, list[_Piece]] = {}
    for piece in _pieces(product):
        by_team.setdefault(piece.team, []).append(piece)
    found = []
    for team in product.of(Team):
        quarters = sorted(period for period in team.capacity if period.last >= product.today)
        if not quarters:
            continue
        pieces = by_team.get(team.id, [])
        promised = [one for one in asked_of(product).get(team.id, ()) if one.state == "promised" and not one.ask.work]
        loads = []
        counted: set[str] = set()
        for quarter in quarters:
            inside = [piece for piece in pieces if piece.effort is not None and _inside(piece.target, quarter)]
            counted |= {piece.card.id for piece in inside}
            asked = sum(one.ask.effort or 0.0 for one in promised if _inside(one.due, quarter))
            effort = asked + sum(piece.effort for piece in inside if piece.effort is not None)
            loads.append(Load(quarter, team.capacity[quarter], effort, _cards(inside), asked))
        found.append(TeamLoad(ref(team), tuple(loads), _cards(piece for piece in pieces if piece.card.id not in counted)))
    return Capacity(tuple(found))


def _pieces(product: Projection) -> Iterator[_Piece]:
    """The open work of teams: of what has parts, as much as no part stands for. What a part does not say, the nearest above it does."""
    shown, above = cards(product), chains(product)
    for feature in product.open_work:
        way = (feature, *reversed(above.get(feature.id, ())))
        if any(one.status.stage == "dropped" for one in way):
            continue
        team = next((one.team for one in way if one.team), None)
        effort = _effort(product, feature)
        if team and not feature.status.done and (effort or product.counts(feature)):
            target = next((shown[one.id].target for one in way if shown[one.id].target), None)
            yield _Piece(shown[(lifted(product, feature) or feature).id], team, target, effort)


def _effort(product: Projection, feature: Feature) -> float | None:
    """What is planned for a feature itself, in person-months."""
    if product.settings.effort_unit != "person_months":
        is_told_above = any(one.score for one in chains(product).get(feature.id, ()))
        return feature.score.effort if feature.score and not is_told_above else None
    below = rollups(product).get(feature.id)
    return below.effort.rest or None if below else own_effort(product.settings, feature)


def _cards(pieces: Iterable[_Piece]) -> tuple[Card, ...]:
    return tuple({piece.card.id: piece.card for piece in pieces}.values())


def _inside(target: Period | None, quarter: Period) -> bool:
    return target is not None and quarter.first <= target.last <= quarter.last
