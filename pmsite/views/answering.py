"""What a row of a hub has to work out, from what other pages say of the same item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pmsite.audience import Projection
from pmsite.model.brief import Brief
from pmsite.model.cycle import Cycle
from pmsite.model.decision import Decision
from pmsite.model.experiment import Experiment
from pmsite.model.feature import Feature
from pmsite.model.indexes import index
from pmsite.model.insight import Insight
from pmsite.model.item import Item
from pmsite.model.judgement import Judgement, judge
from pmsite.model.launch import Launch, Task
from pmsite.model.metric import Metric
from pmsite.model.period import Period, parse
from pmsite.model.person import Person
from pmsite.model.problem import Problem
from pmsite.model.release import Release
from pmsite.model.risk import Risk
from pmsite.model.team import Team
from pmsite.views import capacity, contribution, experiment, metric, problem, risks
from pmsite.views import cycle as cycles
from pmsite.views.capacity import Load
from pmsite.views.experiment import Arm
from pmsite.views.metric import Reading
from pmsite.views.parts import Ref, StageCount, members, ref, stages, units

MOST = 3
"""Links of one cell."""


@dataclass(frozen=True, slots=True)
class Several:
    """Links to a few items, and how many there are besides."""

    refs: tuple[Ref, ...]
    more: int


@dataclass(frozen=True, slots=True)
class When:
    """A date: how many days are left until it, where it is a day to come, and whether it passed without what it was for."""

    date: Period
    left: int | None = None
    late: bool = False
    due: bool = False
    """Whether it is the date by which something has to be done."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of several tasks are done, and how many are overdue."""

    done: int
    total: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an experiment found: the variant that does best, and what may be said of it.

    `verdict` is better, worse or unclear; early where the end is still to come, short where it came too soon, skewed where no lift can be trusted.
    """

    verdict: str
    arm: Arm | None = None
    reach: float = 0.0
    named: bool = False
    """Whether there are other variants beside the control."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The way that was taken, or that is recommended."""

    title: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Probability × impact, and its band."""

    score: int
    band: str


@dataclass(frozen=True, slots=True)
class Weight:
    """How much speaks for something and against it."""

    supports: int
    against: int


def several(items: Iterable[Item]) -> Several | None:
    """Links to items."""
    return listed(ref(item) for item in items)


def listed(refs: Iterable[Ref]) -> Several | None:
    """The first of several links."""
    found = tuple(refs)
    return Several(found[:MOST], max(0, len(found) - MOST)) if found else None


def work(product: Projection, item: Item, fields: tuple[str, ...]) -> tuple[StageCount, ...]:
    """The features that name an item in one of their fields, by stage."""
    shown = units(product)
    ids = {link.source for link in product.incoming.get(item.id, ()) if link.field in fields}
    if "release" in fields:
        return stages(members(product, (product.items[id] for id in ids)))
    return stages(shown[id] for id in ids if id in shown)


def finished(product: Projection, cycle: Cycle) -> Tally | None:
    """How much of a cycle's work is finished."""
    found = cycles.finished(product, cycle)
    return Tally(*found, 0) if found else None


def judged(product: Projection, item: Item) -> Judgement | None:
    """How an item stands, where anything is to be said of it."""
    found = replace(judge(product, item), parts=())
    return found if found.is_told else None


def when(product: Projection, date: Period | None, *, is_open: bool) -> When | None:
    """A date, which is late where it is over and what it is for is not."""
    if date is None or not is_open:
        return When(date) if date else None
    left = (date.last - product.today).days
    return When(date, left if left >= 0 and date.precision == "day" else None, left < 0)


def month(date: Period) -> Period:
    """The month that a date ends in."""
    return parse(f"{date.last:%Y-%m}")


@index
def places(product: Projection) -> Mapping[str, int]:
    """By release, where it stands among all of them, the newest first."""
    return {release.id: place for place, release in enumerate(product.releases)}


def outcome(product: Projection, found: Experiment) -> Outcome | None:
    """What an experiment found, as its own page says."""
    seen = experiment.build(product, found)
    if seen.skewed:
        return Outcome("skewed")
    lifts = [(arm.lift, arm) for arm in seen.arms if arm.lift is not None]
    if not lifts:
        return None
    lift, best = max(lifts, key=lambda pair: pair[0])
    verdict = "unclear" if not best.significant else "better" if lift > 0 else "worse"
    verdict = "early" if seen.early else "short" if seen.cut_short else verdict
    return Outcome(verdict, best, seen.reach, len(lifts) > 1)


def choice(product: Projection, decision: Decision) -> Choice | None:
    """The way that a decision took; while it is open, the one that is recommended."""
    title = next((option.title for option in decision.options if option.chosen), "")
    return Choice(title, decision.status != "proposed") if title else None


def decided(product: Projection, decision: Decision) -> When | None:
    """When a decision was made, or by when it has to be."""
    if decision.status != "proposed":
        return when(product, decision.date, is_open=False)
    found = when(product, decision.due, is_open=True)
    return replace(found, due=True) if found else None


def readiness(product: Projection, launch: Launch) -> Tally | None:
    """How much of a launch's checklist is done."""
    return _tally(product, launch, "checklist", (task for tasks in launch.checklist.values() for task in tasks))


def actions(product: Projection, item: Problem | Risk) -> Tally | None:
    """How many of the actions on a problem or a risk are done."""
    return _tally(product, item, "actions", item.actions)


def _tally(product: Projection, item: Item, field: str, tasks: Iterable[Task]) -> Tally | None:
    """Nothing for readers who do not learn what is done."""
    found = tuple(tasks)
    if not found or not product.sees(type(item), f"{field}.done"):
        return None
    return Tally(sum(task.done for task in found), len(found), sum(task.is_overdue(product.today) for task in found))


def days(product: Projection, found: Problem) -> int | None:
    """How long a problem lasts, or lasted."""
    return problem.build(product, found).days


def score(product: Projection, risk: Risk) -> Score | None:
    """A risk before the response."""
    return Score(risk.score, risks.band(risk.score)) if risk.score else None


def residual(product: Projection, risk: Risk) -> Score | None:
    """A risk after the response."""
    return Score(risk.residual.score, risks.band(risk.residual.score)) if risk.residual and risk.residual.score else None


def evidence(product: Projection, insight: Insight) -> Weight | None:
    """What an insight rests on."""
    found = Weight(len(insight.evidence), len(insight.against))
    return found if found.supports or found.against else None


def people(product: Projection, team: Team) -> int:
    """How many people are in a team."""
    others = (item.id for item in product.pointing(team.id, "team") if isinstance(item, Person))
    return len({*team.members, *others})


def now(product: Projection, team: Team) -> int:
    """How many features a team works on."""
    shown = units(product)
    return sum(shown[item.id].horizon == "now" for item in product.pointing(team.id, "team") if item.id in shown)


def load(product: Projection, team: Team) -> Load | None:
    """What is planned for a team in its nearest quarter against what it can give."""
    if not team.capacity:
        return None
    return next((found.loads[0] for found in capacity.build(product).teams if found.team.id == team.id), None)


def owned(product: Projection, person: Person) -> Several | None:
    """The open features that somebody answers for, the soonest first."""
    found = contribution.workload(product, person.id, person.title).features
    return listed(Ref(card.id, card.title, "feature") for card in found)


def naming(product: Projection, item: Item, model: type[Item], *fields: str) -> int:
    """How many items of a type name one."""
    return sum(isinstance(found, model) for found in product.pointing(item.id, *fields))


def ruling(product: Projection, found: Experiment) -> str | None:
    """What follows from an experiment: `undecided` where it is over and nobody has said."""
    over = found.status in ("done", "stopped")
    return found.decision or ("undecided" if over and product.sees(Experiment, "decision") else None)


def released(product: Projection, release: Release) -> When | None:
    """When a release reaches users, or did."""
    return when(product, release.date, is_open=not product.is_out(release))


def withdrawn(product: Projection, release: Release) -> str:
    """The word for a release that was taken back."""
    return "yanked" if release.yanked else ""


def goals(product: Projection, team: Team) -> int:
    """How many goals a team's features serve."""
    return len(contribution.goals(product, (item for item in product.pointing(team.id, "team") if isinstance(item, Feature))))


def measured(product: Projection, found: Metric) -> Reading | None:
    """A metric that has a value."""
    return metric.reading(product, found) if found.latest else None


def changed(product: Projection, found: Metric) -> Reading | None:
    """A metric of which it is known how it moved."""
    seen = metric.reading(product, found)
    return seen if seen.change is not None else None


def aimed(product: Projection, found: Metric) -> Reading | None:
    """A metric that is to reach something."""
    seen = metric.reading(product, found)
    return seen if seen.target is not None or seen.health else None


def audience(product: Projection, brief: Brief) -> str:
    """What a brief's readers are called."""
    return _readers(product, brief.audience)


def shared_with(product: Projection, item: Item) -> tuple[str, ...]:
    """What the readers besides the team are called, as only the team learns."""
    return (
        tuple(_readers(product, name) for name in product.settings.audiences if name in item.visibility)
        if product.is_inside
        else ()
    )


def _readers(product: Projection, name: str) -> str:
    known = product.settings.audiences.get(name)
    return known.label if known and known.label else name
