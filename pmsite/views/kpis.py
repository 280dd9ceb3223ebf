"""Metrics as a table: now, last time, the change between them; and one of them over time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pmsite.audience import Projection
from pmsite.model.metric import Metric, Point
from pmsite.model.vision import Vision
from pmsite.views.asked import Asked
from pmsite.views.metric import Reading, reading

MOST = 8
RUN = timedelta(days=371)
"""How much of a metric's run is drawn."""


@dataclass(frozen=True, slots=True)
class Kpi:
    """One metric. `change` is against `before`, as a share of it in `share`; points of a percentage have no share."""

    reading: Reading
    before: Point | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Kpis:
    """The table, with the days that its two columns of values are for."""

    rows: tuple[Kpi, ...]
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Trend:
    """One metric over time."""

    reading: Reading | None


def build(product: Projection, asked: Asked) -> Kpis:
    """The metrics that are asked for and were measured; the North Star first, then its inputs, where none are named."""
    chosen = asked.select(product.of(Metric))
    if not asked.items:
        stars = {vision.north_star for vision in product.of(Vision)}
        roles = ("outcome", "input", "guardrail", "health")
        chosen.sort(key=lambda m: (m.id not in stars, roles.index(m.role) if m.role else len(roles), m.key))
    found = [kpi(product, metric, asked) for metric in chosen if _measured(metric, asked.last(product)).series]
    return Kpis(tuple(found[: asked.up_to(MOST)]), asked.first(product), asked.last(product))


def kpi(product: Projection, metric: Metric, asked: Asked) -> Kpi:
    """One row."""
    seen = _measured(metric, asked.last(product))
    now = seen.series[-1]
    earlier = [p for p in metric.series if p.date.last <= asked.first(product) and p.date.first < now.date.first]
    before = earlier[-1] if earlier else None
    change = now.value - before.value if before else None
    whole = before is not None and before.value > 0 and metric.unit != "%"
    told = reading(product, seen, change=change)
    if before is None:
        return Kpi(replace(told, change=None, better=None), None, None)
    return Kpi(told, before, (now.value - before.value) / before.value if whole else None)


def trend(product: Projection, asked: Asked) -> Trend:
    """The run of the metric that is chosen, or of the North Star."""
    stars = {vision.north_star for vision in product.of(Vision)}
    chosen = asked.select(product.of(Metric))
    if not asked.items and asked.keep is None:
        chosen = [metric for metric in chosen if metric.id in stars]
    seen = [_measured(metric, asked.last(product)) for metric in chosen[:1]]
    return Trend(reading(product, seen[0], marks=True) if seen and len(seen[0].series) > 1 else None)


def _measured(metric: Metric, until: date) -> Metric:
    """A metric as it was known on a day."""
    series = tuple(p for p in metric.series if until - RUN <= p.date.first <= until)
    return metric.model_copy(update={"series": series})
