"""The numbers that the home page begins with: the North Star, the goals, the next release. What has nothing to say is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pmsite.audience import Projection
from pmsite.model.hierarchy import members
from pmsite.model.judgement import COLOURS, judge
from pmsite.model.judgement.waits import AHEAD
from pmsite.model.launch import Launch
from pmsite.model.metric import Metric
from pmsite.model.objective import Objective
from pmsite.model.period import Period
from pmsite.views import metric
from pmsite.views.metric import Reading
from pmsite.views.parts import Ref, ref, visions


@dataclass(frozen=True, slots=True)
class Star:
    """The North Star: its reading, the day that its change is counted from, and how much of its target is reached."""

    reading: Reading
    since: date | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How the goals of today stand: how many there are, and how many in each colour; `none` are those that nobody can judge yet."""

    total: int
    good: int
    fair: int
    poor: int
    none: int
    period: Period | None
    """The period that all of them have, if it is one."""
    worst: Ref | None = None
    """The goal that is off track or at risk, where it is the only one."""


@dataclass(frozen=True, slots=True)
class Coming:
    """What reaches users next: a release, with its features and how many of them are unsure, and a launch."""

    release: Ref | None
    name: str
    date: Period | None
    days: int | None
    """How many days are left; nothing where the day is not known."""
    features: int
    unsure: int
    launch: Ref | None
    launched: Period | None
    """The day of the launch."""


def star(product: Projection) -> Star | None:
    """The North Star, where there is one and it was measured."""
    for vision in visions(product):
        found = product.items.get(vision.north_star or "")
        if isinstance(found, Metric) and found.latest is not None:
            earlier = metric.compared(found)
            return Star(metric.reading(product, found), earlier.date.last if earlier else None, _share(found))
    return None


def _share(found: Metric) -> float | None:
    """How much of its target a metric has reached, where more is better and both count from nothing."""
    if found.latest is None or found.direction != "up" or not found.target or found.target < 0 or found.latest.value < 0:
        return None
    return found.latest.value / found.target


def standing(product: Projection) -> Standing | None:
    """How the goals of today stand; readers besides the team are told of those alone of which they are told how they stand."""
    goals = list(_today(product))
    colours = Counter(judge(product, goal).colour for goal in goals)
    if not product.is_inside:
        goals = [goal for goal in goals if judge(product, goal).colour in COLOURS]
        colours["none"] = 0
    if not goals:
        return None
    periods = {goal.period for goal in goals}
    period = periods.pop() if len(periods) == 1 else None
    troubled = [goal for goal in goals if judge(product, goal).colour in ("poor", "fair")]
    worst = ref(troubled[0]) if len(troubled) == 1 else None
    return Standing(len(goals), colours["good"], colours["fair"], colours["poor"], colours["none"], period, worst)


def _today(product: Projection) -> Iterator[Objective]:
    for goal in product.of(Objective):
        if goal.period is None or goal.period.first <= product.today <= goal.period.last:
            yield goal


def coming(product: Projection) -> Coming | None:
    """What reaches users next."""
    release = next(iter(product.coming), None)
    launch = min(_ahead(product), key=lambda one: (one[0].last, one[1].key), default=None)
    if release is None and launch is None:
        return None
    brought = members(product, product.pointing(release.id, "release")) if release else ()
    planned = [feature for feature in brought if feature.status.stage != "dropped"]
    when = release.date if release else None
    return Coming(
        ref(release) if release else None,
        release.name if release else "",
        when,
        (when.last - product.today).days if when and when.precision == "day" else None,
        len(planned),
        sum(feature.is_open and feature.confidence == "low" for feature in planned),
        ref(launch[1]) if launch else None,
        launch[0] if launch else None,
    )


def _ahead(product: Projection) -> Iterator[tuple[Period, Launch]]:
    for launch in product.of(Launch):
        if launch.status in AHEAD and launch.date and launch.date.last >= product.today:
            yield launch.date, launch
