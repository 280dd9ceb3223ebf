"""What is known of a key result on one day: its values, where it began, and how much of the way is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pmsite.model.judgement import scale
from pmsite.model.judgement.known import Known, known
from pmsite.model.metric import Metric
from pmsite.model.objective import KeyResult, Objective
from pmsite.model.period import Period
from pmsite.model.product import Product

FURTHEST = 1e6
"""How many times the way a value may lie off; beyond that, numbers so large or so small say nothing more."""


@dataclass(frozen=True)
class Course:
    """One key result as its readers know it on one day; later values do not count."""

    result: KeyResult
    """As its author wrote it."""
    measured: KeyResult
    """With what its metric and its check-ins give it."""
    metric: Metric | None
    period: Period | None
    ambition: str
    day: date
    readers: Known

    @property
    def is_known(self) -> bool:
        """Whether the readers know all that its numbers are judged by."""
        return self.readers.numbers and (self.metric is None or self.readers.metrics)

    @cached_property
    def end(self) -> date:
        """The day that its values count until."""
        return min(self.day, self.period.last) if self.period else self.day

    @cached_property
    def checked(self) -> tuple[tuple[date, float], ...]:
        """The values of its check-ins, the oldest first."""
        found = [(c.date.last, c.value) for c in self.result.checkins if c.value is not None and c.date.last <= self.end]
        return tuple(sorted(found, key=lambda one: one[0]))

    @cached_property
    def values(self) -> tuple[tuple[date, float], ...]:
        """Its dated values, the oldest first: those of check-ins, else those of its metric."""
        if self.checked or self.metric is None:
            return self.checked
        return tuple((min(p.date.last, self.end), p.value) for p in self.metric.series if p.date.first <= self.end)

    @cached_property
    def inside(self) -> tuple[tuple[date, float], ...]:
        """Its dated values since the period began."""
        return tuple(one for one in self.values if self.period is None or one[0] >= self.period.first)

    @property
    def value(self) -> tuple[float, date | None] | None:
        """Its value with its day: the one without a day that its author wrote, else the newest."""
        if self.result.current is not None:
            return self.result.current, None
        return (self.values[-1][1], self.values[-1][0]) if self.values else None

    @property
    def is_read_from_metric(self) -> bool:
        """Whether its value is one that its metric has."""
        return self.result.current is None and not self.checked and bool(self.values)

    @property
    def begins_at_first_value(self) -> bool:
        """Whether its start is the only value that the period has, so that nothing can be said yet."""
        if self.result.baseline is not None or not self.is_read_from_metric or self.period is None:
            return False
        return len(self.inside) == 1 and not any(day <= self.period.first for day, _ in self.values)

    @property
    def stays_within(self) -> bool:
        """Whether it is to stay within the limits of its metric, rather than to get somewhere."""
        metric = self.metric
        if metric is None or (metric.low is None and metric.high is None):
            return False
        return metric.direction == "between" or self.measured.target is None

    def is_within(self, value: float) -> bool:
        """Whether a value is within the limits."""
        assert self.metric is not None  # it stays within them
        low, high = self.metric.low, self.metric.high
        return (low is None or value >= low) and (high is None or value <= high)

    def way(self, value: float) -> float | None:
        """How much of the way from start to target lies behind a value, below 0 where it went the other way; nothing without a way."""
        target, start = self.measured.target, self.measured.baseline or 0.0
        if target is None or target == start or (self.measured.baseline is None and not self.readers.inside):
            return None
        return min(FURTHEST, max(-FURTHEST, (value - start) / (target - start)))

    @cached_property
    def head_start(self) -> float:
        """How much of the way lay behind it when the period began: by its last value until then."""
        assert self.period is not None  # nothing begins without one
        before = [value for day, value in self.values if day <= self.period.first]
        if len(before) > 1 and len(before) == len(self.values) and self.values[-1][0] == self.period.first:
            before.pop()  # the first day's value is what is judged
        return min(max(self.way(before[-1]) or 0.0, 0.0), 0.99) if before and not self.measured.plan else 0.0

    def due(self, day: date) -> float:
        """The share of the way from the head start that is due by the end of a day: straight, or through the checkpoints of its plan."""
        assert self.period is not None  # nothing is due without one
        over = scale.elapsed(self.period, day)
        before = (0.0, 0.0)
        for point in sorted(self.measured.plan, key=lambda found: found.date.first):
            here = (scale.elapsed(self.period, point.date.first), self.way(point.value) or 0.0)
            if over <= here[0]:
                return _between(before, here, over)
            before = here
        return _between(before, (1.0, 1.0), over)

    @property
    def line(self) -> tuple[tuple[date, float], ...]:
        """What is due, as values: from where it stood when the period began to its target, through the checkpoints of its plan."""
        target, period, start = self.measured.target, self.period, self.measured.baseline or 0.0
        if period is None or target is None or self.way(start) is None or self.stays_within or not self.is_known:
            return ()
        between = [(point.date.first, point.value) for point in self.measured.plan if period.first < point.date.first < period.last]
        return ((period.first, start + self.head_start * (target - start)), *sorted(between), (period.last, target))

    @property
    def fresh_for(self) -> float:
        """For how many days its value counts: two intervals of its metric, else as long as a word does; 14 at least."""
        every = scale.interval(self.metric.cadence, [p.date.last for p in self.metric.series]) if self.metric else None
        return max(14.0, 2 * every if every else float(scale.lasts(self.period)))


def _between(before: tuple[float, float], after: tuple[float, float], at: float) -> float:
    if after[0] <= before[0]:
        return after[1]
    return before[1] + (after[1] - before[1]) * (at - before[0]) / (after[0] - before[0])


def courses(product: Product, objective: Objective, day: date) -> tuple[Course, ...]:
    """An objective's key results, as their readers know them on one day."""
    readers = known(product)
    return tuple(
        Course(result, measured, product.metric_of(result), objective.period, objective.ambition, day, readers)
        for result, measured in zip(objective.key_results, product.measured(objective, day), strict=True)
    )
