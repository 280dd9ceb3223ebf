"""A metric over time, the metrics that move it, and all of them on one page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pmsite.audience import Projection
from pmsite.model.experiment import Experiment
from pmsite.model.item import Item, review_is_over
from pmsite.model.metric import Metric, Point
from pmsite.model.objective import Objective
from pmsite.model.period import Period
from pmsite.model.release import Release
from pmsite.model.vision import Vision
from pmsite.views.parts import Ref, ref

DEPTH = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened while a metric was measured."""

    day: date
    kind: str
    ref: Ref


@dataclass(frozen=True, slots=True)
class Line:
    """A run of values with what it is compared with; `expected` is what is due, from the first to the last of its days.

    `today` is told where the run is drawn large.
    """

    title: str
    unit: str
    points: tuple[Point, ...]
    target: float | None = None
    low: float | None = None
    high: float | None = None
    marks: tuple[Mark, ...] = ()
    expected: tuple[tuple[date, float], ...] = ()
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A metric as of its last value. `change` is against the value about four weeks earlier; `health` is a word."""

    ref: Ref
    definition: str
    unit: str
    role: str
    direction: str
    latest: Point | None
    change: float | None
    better: bool | None
    target: float | None
    by: Period | None
    health: str
    north_star: bool
    line: Line
    children: tuple[Reading, ...] = ()
    out_of_date: bool = False

    @property
    def left(self) -> float | None:
        """How far the value is from a target that it has not reached."""
        if self.health != "not_reached" or self.latest is None or self.target is None:
            return None
        return abs(self.target - self.latest.value)


@dataclass(frozen=True, slots=True)
class MetricPage:
    """What the page of one metric adds to its facts."""

    reading: Reading
    results: tuple[tuple[Ref, str], ...]
    """Key results that it measures, each with its title."""


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All metrics: as the tree that leads to the North Star, then those outside it, or too deep in it to be shown there."""

    readings: tuple[Reading, ...]
    others: tuple[Reading, ...]


def build(product: Projection, metric: Metric) -> MetricPage:
    """The page of one metric."""
    results = (
        (objective, objective.key_results[link.place[1]])
        for link in product.incoming.get(metric.id, ())
        if link.field == "metric"
        and isinstance(objective := product.items[link.source], Objective)
        and isinstance(link.place[1], int)
    )
    return MetricPage(
        reading(product, metric, marks=True), tuple((ref(objective, result.id), result.title) for objective, result in results)
    )


def dashboard(product: Projection, keep: Callable[[Item], bool] | None = None) -> Dashboard:
    """Every metric of a projection."""
    metrics = [metric for metric in product.of(Metric) if keep is None or keep(metric)]
    ids = {metric.id for metric in metrics}
    below: dict[str, list[Metric]] = {}
    for metric in metrics:
        if metric.drives in ids and metric.drives != metric.id:
            below.setdefault(metric.drives or "", []).append(metric)
    tops = [metric for metric in metrics if metric.drives not in ids]
    stars = north_stars(product)
    roots = [m for m in tops if m.id in below or m.id in stars]
    roots.sort(key=lambda m: (m.id not in stars, m.key))
    shown: set[str] = set()
    trees = tuple(_tree(product, root, below, shown) for root in roots)
    return Dashboard(trees, tuple(reading(product, metric) for metric in metrics if metric.id not in shown))


def _tree(product: Projection, metric: Metric, below: dict[str, list[Metric]], shown: set[str], depth: int = 1) -> Reading:
    shown.add(metric.id)
    children = below.get(metric.id, ()) if depth < DEPTH else ()
    return reading(product, metric, tuple(_tree(product, child, below, shown, depth + 1) for child in children))


def reading(
    product: Projection,
    metric: Metric,
    children: tuple[Reading, ...] = (),
    *,
    marks: bool = False,
    change: float | None = None,
) -> Reading:
    """One metric as of its last value; `change` is against the value four weeks earlier unless it is given."""
    change = _change(metric) if change is None else change
    line = Line(
        metric.title,
        metric.unit,
        metric.series,
        metric.target,
        metric.low,
        metric.high,
        _marks(product, metric) if marks else (),
        today=product.today if marks else None,
    )
    return Reading(
        ref(metric),
        metric.definition or metric.in_short,
        metric.unit,
        metric.role,
        metric.direction,
        metric.latest,
        change,
        _is_better(metric, change),
        metric.target,
        metric.by,
        _health(metric),
        metric.id in north_stars(product),
        line,
        children,
        review_is_over(metric, product.today),
    )


def north_stars(product: Projection) -> set[str]:
    """The metrics that visions steer by."""
    return {vision.north_star for vision in product.of(Vision) if vision.north_star}


def compared(metric: Metric) -> Point | None:
    """The value that the last one is compared with: that of about four weeks earlier, else the first."""
    latest = metric.latest
    if latest is None or len(metric.series) < 2:
        return None
    earlier = [p for p in metric.series if (latest.date.first - p.date.first).days >= 28]
    return earlier[-1] if earlier else metric.series[0]


def _change(metric: Metric) -> float | None:
    earlier = compared(metric)
    return metric.latest.value - earlier.value if metric.latest and earlier else None


def _is_better(metric: Metric, change: float | None) -> bool | None:
    if not change or metric.direction == "between":
        return None
    return (change > 0) == (metric.direction == "up")


def _health(metric: Metric) -> str:
    """`good` where the target is reached or the value lies in its band, `poor` where not; nothing without a target."""
    if metric.latest is None:
        return ""
    value = metric.latest.value
    if metric.direction == "between":
        if metric.low is None and metric.high is None:
            return ""
        inside = (metric.low is None or value >= metric.low) and (metric.high is None or value <= metric.high)
        return "inside" if inside else "outside"
    if metric.target is None:
        return ""
    return "reached" if (value >= metric.target if metric.direction == "up" else value <= metric.target) else "not_reached"


def _marks(product: Projection, metric: Metric) -> tuple[Mark, ...]:
    if not metric.series:
        return ()
    first, last = metric.series[0].date.first, metric.series[-1].date.last
    found = [
        Mark(release.date.first, "release", ref(release))
        for release in product.of(Release)
        if release.date and release.date.precision == "day" and first <= release.date.first <= last
    ]
    for experiment in product.of(Experiment):
        if metric.id == experiment.metric and (starts := experiment.starts) and first <= starts.first <= starts.last <= last:
            found.append(Mark(starts.first, "experiment", ref(experiment)))
    return tuple(sorted(found, key=lambda mark: (mark.day, mark.ref.id)))
