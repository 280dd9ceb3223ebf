"""What needs attention: whatever is overdue, off track, undecided, overloaded, at risk or out of date, with who answers for it.

Each thing is told once. Whether it is one of them is judged where everything is judged, so that it is told in the same words as on its page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pmsite.audience import Projection
from pmsite.model.asks import asked_of
from pmsite.model.decision import Decision
from pmsite.model.experiment import Experiment
from pmsite.model.hierarchy import role
from pmsite.model.indexes import index
from pmsite.model.item import Item
from pmsite.model.judgement import NOTHING, Judgement, judge, waits
from pmsite.model.launch import Launch, Task
from pmsite.model.milestones import milestones
from pmsite.model.objective import Objective
from pmsite.model.period import Period
from pmsite.model.person import Person
from pmsite.model.problem import Problem
from pmsite.model.risk import Risk
from pmsite.model.team import Team
from pmsite.views import capacity
from pmsite.views.parts import Ref, ref

KINDS = ("overdue", "off_track", "undecided", "overloaded", "at_risk", "out_of_date")
"""Why something needs attention, the most urgent first."""
SECTIONS = {"checklist": "checklist", "go_no_go": "go", "actions": "actions"}
"""By the field of a task, the part of its page that lists it."""
LONG_AGO = 365
"""Days after which what is late is urgent no more: whoever waited has found another way."""
STANDING = {"poor": "off_track", "fair": "at_risk"}
"""By how something stands, why it needs attention."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A key result that is one of the reasons why its goal needs attention."""

    ref: Ref
    title: str
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing that needs attention. `text` is what of the item is meant, where that is a part of it: a task, a key result."""

    kind: str
    ref: Ref
    owner: str
    judgement: Judgement = NOTHING
    text: str = ""
    section: str = ""
    """The part of its page that holds it, where that is one of the page's own."""
    days: int = 0
    """For how many days it has been late."""
    troubles: tuple[Trouble, ...] = ()
    loads: tuple[tuple[Period, float], ...] = ()
    """The quarters in which a team is to do more than it can, with the share of what it can."""

    @property
    def order(self) -> tuple[object, ...]:
        """Where it stands among others: the most urgent kind first, then what has been late for the longest, up to a year."""
        return KINDS.index(self.kind), self.days > LONG_AGO, -self.days, self.ref.title.casefold(), self.ref.id, self.text


@dataclass(frozen=True, slots=True)
class Need:
    """How many things need attention for one reason, and the first of them."""

    kind: str
    count: int
    first: Concern


@index
def concerns(product: Projection) -> tuple[Concern, ...]:
    """Everything that needs attention, the most urgent first. Readers besides the team are told of goals and work alone."""
    found = [*_goals(product), *_features(product), *_launches(product)]
    if product.is_inside:
        found += [
            *_asks(product),
            *_milestones(product),
            *_tasks(product),
            *_decisions(product),
            *_experiments(product),
            *_loads(product),
            *_aged(product),
        ]
    return tuple(sorted(found, key=lambda one: one.order))


@index
def needs(product: Projection) -> tuple[Need, ...]:
    """How many things need attention, by the reason."""
    found: dict[str, list[Concern]] = {}
    for one in concerns(product):
        found.setdefault(one.kind, []).append(one)
    return tuple(Need(kind, len(group), group[0]) for kind, group in found.items())


def _goals(product: Projection) -> Iterator[Concern]:
    for goal in product.of(Objective):
        found, owner = judge(product, goal), goal.owner or goal.team or ""
        kind = STANDING.get(found.state, "")
        within: list[Trouble] = []
        for result, part in zip(goal.key_results, found.parts, strict=True):
            own = STANDING.get(part.state) or ("out_of_date" if part.state == "stale" else "")
            if own and kind and KINDS.index(own) >= KINDS.index(kind) and result.owner in (None, goal.owner):
                within.append(Trouble(ref(goal, result.id), result.title, part))
            elif own:
                yield Concern(own, ref(goal, result.id), result.owner or owner, part, result.title)
        if kind:
            yield Concern(kind, ref(goal), owner, replace(found, parts=()), troubles=tuple(within))


def _features(product: Projection) -> Iterator[Concern]:
    for feature in product.open_work:
        if role(product.settings, feature) == "work":
            continue
        found, late = judge(product, feature), product.is_late(feature)
        if late or found.state in STANDING:
            kind = "overdue" if late else STANDING[found.state]
            yield Concern(
                kind, ref(feature), feature.owner or feature.team or "", found, days=_late(product, product.target(feature))
            )


def _launches(product: Projection) -> Iterator[Concern]:
    for launch in product.of(Launch):
        found = judge(product, launch)
        if found.state in STANDING:
            days = _late(product, launch.date)
            yield Concern("overdue" if days else STANDING[found.state], ref(launch), launch.owner or "", found, days=days)
        elif product.is_inside and (waiting := waits.undecided(launch, product.today)).is_told:
            yield Concern("undecided", ref(launch), launch.owner or "", waiting)


def _tasks(product: Projection) -> Iterator[Concern]:
    for item in (*product.of(Launch), *product.of(Problem), *product.of(Risk)):
        for place, task in waits.overdue_tasks(item, product.today):
            if task.due is not None:
                yield _task(product, item, task, task.due, str(place[0]))


def _task(product: Projection, item: Item, task: Task, due: Period, field: str) -> Concern:
    owner = task.owner or item.owner or getattr(item, "team", None) or ""
    return Concern("overdue", ref(item), owner, waits.was_due(due, product.today), task.text, SECTIONS[field], _late(product, due))


def _asks(product: Projection) -> Iterator[Concern]:
    for team, asked in asked_of(product).items():
        for one in asked:
            if (found := waits.ask(one, product.today)).is_told:
                yield Concern("overdue", ref(one.feature), team, found, one.ask.wanted, "asks", _late(product, one.due))


def _milestones(product: Projection) -> Iterator[Concern]:
    for id, told in milestones(product).items():
        for one in told:
            if one.state == "late" and one.when is not None:
                item, due = product.items[id], waits.was_due(one.when, product.today)
                owner = item.owner or getattr(item, "team", None) or ""
                yield Concern("overdue", ref(item), owner, due, one.title, "milestones", _late(product, one.when))


def _decisions(product: Projection) -> Iterator[Concern]:
    for decision in product.of(Decision):
        if (found := waits.decision(product, decision)).is_told:
            owner = decision.driver or decision.owner or decision.approver or ""
            yield Concern("undecided", ref(decision), owner, found, days=_late(product, decision.due))


def _experiments(product: Projection) -> Iterator[Concern]:
    for experiment in product.of(Experiment):
        if (found := waits.overrun(experiment, product.today)).is_told:
            yield Concern("overdue", ref(experiment), experiment.owner or "", found, days=_days(found))


def _loads(product: Projection) -> Iterator[Concern]:
    for team in capacity.build(product).teams:
        if loads := tuple((load.quarter, load.share) for load in team.loads if load.share > 1):
            item = product.items[team.team.id]
            yield Concern(
                "overloaded", team.team, (item.lead if isinstance(item, Team) else None) or item.owner or item.id, loads=loads
            )


def _aged(product: Projection) -> Iterator[Concern]:
    for item in product.items.values():
        if (found := waits.review(item, product.today)).is_told:
            owner = item.owner or getattr(item, "team", None) or ""
            yield Concern("out_of_date", ref(item), owner, found, days=_days(found))


def _days(found: Judgement) -> int:
    days = found.params["n"]
    assert isinstance(days, int)  # it counts them
    return days


def _late(product: Projection, due: Period | None) -> int:
    return max(0, (product.today - due.last).days) if due else 0


def by_owner(product: Projection, found: Iterable[Concern]) -> dict[str, list[Concern]]:
    """Concerns by who answers for them, whoever has the most first, nobody's last. A person named by title is the person."""
    people = {person.title: person.id for person in product.of(Person)}
    groups: dict[str, list[Concern]] = {}
    for one in found:
        groups.setdefault(people.get(one.owner, one.owner), []).append(one)
    return dict(sorted(groups.items(), key=lambda entry: (not entry[0], -len(entry[1]), entry[0].casefold(), entry[0])))
