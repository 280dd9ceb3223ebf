"""How somebody's work contributes: the goals that the features of a team or a person serve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import chains, role
from pmsite.model.indexes import index
from pmsite.model.judgement import Judgement, judge
from pmsite.model.objective import Objective
from pmsite.views.parts import Card, Ref, cards, ref, soonest, units


@dataclass(frozen=True, slots=True)
class Contribution:
    """One goal, how it stands, and the features that serve it."""

    goal: Ref
    judgement: Judgement
    features: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Workload:
    """What somebody answers for: goals, and open features and tracks of features."""

    goals: tuple[Contribution, ...]
    features: tuple[Card, ...]
    tracks: tuple[tuple[Ref, str, str], ...]
    """Feature, name of the track, its state."""
    work: tuple[Card, ...] = ()
    """Pieces of work on features, which are no features themselves."""


def goals(product: Projection, features: Iterable[Feature]) -> tuple[Contribution, ...]:
    """The objectives that features serve, those with the most features first."""
    found: dict[str, list[Card]] = {}
    shown = units(product)
    for feature in features:
        if feature.id not in shown:
            continue
        for item in product.named(feature.id, "supports"):
            if isinstance(item, Objective):
                found.setdefault(item.id, []).append(shown[feature.id])
    rows = [_contribution(product, id, served) for id, served in found.items()]
    return tuple(sorted(rows, key=lambda row: (-len(row.features), row.goal.title.casefold(), row.goal.id)))


def _contribution(product: Projection, id: str, served: list[Card]) -> Contribution:
    objective = product.items[id]
    assert isinstance(objective, Objective)  # goals() looks for nothing else
    return Contribution(ref(objective), replace(judge(product, objective), parts=()), tuple(sorted(served, key=soonest)))


def workload(product: Projection, id: str, title: str) -> Workload:
    """What a person answers for, by id or by name."""
    names = {id, title}
    by_name = _features(product)
    features = list({f.id: f for name in sorted(names) for f in by_name.get(name, ())}.values())
    shown = cards(product)
    theirs = {f.id for f in features if f.owner in names and f.is_open}
    above = chains(product)
    owned = [shown[id] for id in theirs if not any(one.id in theirs for one in above.get(id, ()))]
    tracks = tuple(
        (ref(f), name, track.state)
        for f in features
        if f.is_open
        for name, track in f.tracks.items()
        if track.owner in names and track.state != "done"
    )
    pieces = {card.id for card in owned if _is_work(product, card)}
    listed = sorted(owned, key=soonest)
    mine, work = (tuple(card for card in listed if (card.id in pieces) is is_work) for is_work in (False, True))
    return Workload(goals(product, features), mine, tracks, work)


def _is_work(product: Projection, card: Card) -> bool:
    feature = product.items[card.id]
    return isinstance(feature, Feature) and role(product.settings, feature) == "work"


@index
def _features(product: Projection) -> Mapping[str, list[Feature]]:
    """By the name of a person or a role, the features that they own or work on."""
    found: dict[str, list[Feature]] = {}
    for feature in product.of(Feature):
        for name in dict.fromkeys((feature.owner, *(track.owner for track in feature.tracks.values()))):
            if name:
                found.setdefault(name, []).append(feature)
    return found
