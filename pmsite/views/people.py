"""The people of each team: what they can do, what they want to learn, what they work on, and thanks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.indexes import index
from pmsite.model.item import Item
from pmsite.model.person import Person, Skill
from pmsite.model.recognition import Recognition
from pmsite.views import contribution
from pmsite.views.answering import Several, listed
from pmsite.views.contribution import Workload
from pmsite.views.parts import Ref, ref, ref_to

THANKS = 10


@dataclass(frozen=True, slots=True)
class Member:
    """One person with their level of each of the team's skills."""

    ref: Ref
    role: str
    skills: tuple[Skill | None, ...]
    goals: int
    features: int
    tracks: int
    owned: Several | None
    """The open features that they answer for, the soonest first."""


@dataclass(frozen=True, slots=True)
class Group:
    """One team's matrix. A gap is a skill that nobody has at the level that somebody aims at."""

    team: Ref | None
    skills: tuple[str, ...]
    members: tuple[Member, ...]
    gaps: tuple[tuple[str, float, float], ...]
    """Skill, the best level now, the highest aim."""


@dataclass(frozen=True, slots=True)
class People:
    """All teams, then people without one; and the latest thanks."""

    groups: tuple[Group, ...]
    thanks: tuple[Ref, ...]
    more: int = 0
    """How many thanks are left out."""


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What the page of one person adds: their work and the thanks they got."""

    workload: Workload
    thanks: tuple[tuple[Ref, str], ...]


def build(product: Projection, keep: Callable[[Item], bool] | None = None) -> People:
    """The people of a projection."""
    teams: dict[str, list[Person]] = {}
    for person in product.of(Person):
        if keep is None or keep(person):
            teams.setdefault(person.team or "", []).append(person)
    ordered = sorted(teams, key=lambda team: (not team, team))
    thanks = sorted(product.of(Recognition), key=_newest)
    groups = tuple(_group(product, id, teams[id]) for id in ordered)
    return People(groups, tuple(ref(item) for item in thanks[:THANKS]), max(0, len(thanks) - THANKS))


def person(product: Projection, found: Person) -> PersonPage:
    """The page of one person."""
    by_name = _thanks(product)
    thanks = sorted({r.id: r for name in (found.id, found.title) for r in by_name.get(name, ())}.values(), key=_newest)
    return PersonPage(contribution.workload(product, found.id, found.title), tuple((ref(r), r.by or "") for r in thanks))


@index
def _thanks(product: Projection) -> Mapping[str, list[Recognition]]:
    """By the name of a person or a team, the thanks that they got."""
    found: dict[str, list[Recognition]] = {}
    for item in product.of(Recognition):
        for name in item.to:
            found.setdefault(name, []).append(item)
    return found


def _group(product: Projection, team: str, people: list[Person]) -> Group:
    skills = tuple(sorted({name for found in people for name in found.skills}))
    gaps = []
    for name in skills:
        levels = [found.skills[name] for found in people if name in found.skills]
        best, wanted = max(level.now for level in levels), max(level.aim or 0 for level in levels)
        if wanted > best:
            gaps.append((name, best, wanted))
    return Group(ref_to(product, team), skills, tuple(_member(product, found, skills) for found in people), tuple(gaps))


def _member(product: Projection, found: Person, skills: tuple[str, ...]) -> Member:
    work = contribution.workload(product, found.id, found.title)
    return Member(
        ref(found),
        found.role,
        tuple(found.skills.get(name) for name in skills),
        len(work.goals),
        len(work.features),
        len(work.tracks),
        listed(Ref(card.id, card.title, "feature") for card in work.features),
    )


def _newest(item: Recognition) -> tuple[object, ...]:
    return (item.date is None, -item.date.last.toordinal() if item.date else 0, item.key)
