"""What is due within some days: dates of the calendar, features, and for the team also tasks, asks and reviews."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pmsite.audience import Projection
from pmsite.model.asks import asked_of
from pmsite.model.hierarchy import role
from pmsite.model.judgement import waits
from pmsite.model.launch import Launch
from pmsite.model.period import Period
from pmsite.model.problem import Problem
from pmsite.model.risk import Risk
from pmsite.views import calendar
from pmsite.views.parts import Ref, ref

DAYS = 7
OVER = ("done", "stopped", "launched", "cancelled", "yanked")
"""States in which nothing is due any more."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due. `text` is what of the item is meant, where that is a part of it."""

    ref: Ref
    when: Period
    text: str = ""
    owner: str = ""


def build(product: Projection, days: int = DAYS) -> tuple[Due, ...]:
    """All that is due from today up to a day, the soonest first. Readers besides the team get dates alone."""
    last = product.today + timedelta(days=days)
    found = [*_dates(product, last), *_features(product, last)]
    if product.is_inside:
        found += [*_tasks(product, last), *_asks(product, last), *_reviews(product, last)]
    return tuple(sorted(found, key=lambda one: (one.when.last, one.ref.title.casefold(), one.ref.id, one.text)))


def _dates(product: Projection, last: date) -> Iterator[Due]:
    for stretch in calendar.build(product).coming:
        for one in stretch.dates:
            item = product.items[one.ref.id]
            if one.when.last <= last and one.state not in OVER:
                yield Due(one.ref, one.when, one.text, item.owner or getattr(item, "team", None) or "")


def _features(product: Projection, last: date) -> Iterator[Due]:
    """Open work with a date of its own: what comes with a release is told with that."""
    for feature in product.open_work:
        due = feature.target
        if due is not None and product.today <= due.last <= last and role(product.settings, feature) != "work":
            yield Due(ref(feature), due, "", feature.owner or feature.team or "")


def _tasks(product: Projection, last: date) -> Iterator[Due]:
    for item in (*product.of(Launch), *product.of(Problem), *product.of(Risk)):
        for _place, task in waits.coming_tasks(item, product.today, last):
            assert task.due is not None  # only such tasks are given
            yield Due(ref(item), task.due, task.text, task.owner or item.owner or "")


def _asks(product: Projection, last: date) -> Iterator[Due]:
    for team, asked in asked_of(product).items():
        for one in asked:
            if one.state not in ("done", "declined") and one.due is not None and product.today <= one.due.last <= last:
                yield Due(ref(one.feature), one.due, one.ask.wanted, team)


def _reviews(product: Projection, last: date) -> Iterator[Due]:
    for item in product.items.values():
        when = getattr(item, "review_by", None)
        if isinstance(when, Period) and product.today <= when.last <= last:
            yield Due(ref(item), when, "", item.owner or getattr(item, "team", None) or "")
