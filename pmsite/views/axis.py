"""The axis of the timeline: quarters from the earliest open work to the latest, and what happens on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, takewhile

from pmsite.audience import Projection
from pmsite.model.launch import Launch
from pmsite.model.milestones import milestones
from pmsite.model.period import Period, quarter_of
from pmsite.model.release import Release
from pmsite.views.parts import Card, Ref, ref

MOST, LEAST, BEFORE = 8, 3, 2
"""Quarters of an axis: at most, at least, and those before the one of today."""
MARKS, LEVELS = 24, 4
"""Marks on an axis, and the lines that their words stand on."""
LETTER, LONGEST = 0.011, 0.45
"""The share of the axis that a letter takes, about, and that the words of one mark take at most."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Some quarters in a row; days on it are shares of it."""

    quarters: tuple[Period, ...]

    @property
    def first(self) -> date:
        """Its first day."""
        return self.quarters[0].first

    @property
    def last(self) -> date:
        """Its last day."""
        return self.quarters[-1].last

    def share(self, day: date) -> float:
        """Where a day is, from 0 to 1; what is outside stands at the edge."""
        inside = min(max(day, self.first), self.last + timedelta(days=1) if self.last < date.max else self.last)
        return round((inside - self.first).days / ((self.last - self.first).days + 1), 4)


@dataclass(frozen=True, slots=True)
class Mark:
    """A release or a launch on the axis, or a milestone of one. `level` is the line that its words stand on; `ends` says that they stand before it."""

    ref: Ref
    date: Period
    at: float
    level: int
    ends: bool
    text: str = ""
    """What a milestone is called."""


def window(product: Projection, shown: Iterable[Card]) -> Axis:
    """The quarters from the earliest open work to the latest date ahead that is near enough, today among them."""
    starts = product.settings.fiscal_year_starts
    planned = [card for card in shown if card.is_open and not card.late and card.target is not None]
    begins = [when.first for card in planned if (when := card.started or card.starts or card.target) is not None]
    ends = [card.target.last for card in planned if card.target is not None]
    ends += [when.last for _, when, _ in _events(product) if when.last >= product.today]
    first = min([product.today, *begins])
    before = takewhile(lambda quarter: quarter.last >= first, _quarters(product.quarter, starts, -1))
    found = [*reversed(list(before)[:BEFORE]), product.quarter]
    found += islice(_quarters(product.quarter, starts, 1), MOST - len(found))
    last = max((end for end in ends if end <= found[-1].last), default=product.today)
    while len(found) > LEAST and found[-1].first > last and found[-1] is not product.quarter:
        found.pop()
    return Axis(tuple(found))


def marks(product: Projection, axis: Axis) -> tuple[Mark, ...]:
    """The releases and launches whose date is in the window, the words of neighbours on different lines; their milestones where a line is free."""
    inside = [event for event in _events(product) if axis.first <= event[1].last <= axis.last]
    inside.sort(key=lambda event: (event[1].last < product.today, event[1].last))
    free = [-1.0] * LEVELS
    taken: list[tuple[int, float, float]] = []
    found = []
    for item, when, _ in sorted([event for event in inside if not event[2]][:MARKS], key=lambda event: event[1].last):
        at, begin, room, ends = _place(axis, when, item.title)
        level = next((line for line, until in enumerate(free) if until <= begin), min(range(LEVELS), key=free.__getitem__))
        free[level] = begin + room
        taken.append((level, begin, begin + room))
        found.append(Mark(ref(item), when, at, level, ends))
    for item, when, text in [event for event in inside if event[2]][:MARKS]:
        at, begin, room, ends = _place(axis, when, f"{item.title} {text}")
        full = {line for line, first, until in taken if begin < until and first < begin + room}
        level = next((line for line in range(LEVELS) if line not in full), LEVELS)
        if level < LEVELS:
            taken.append((level, begin, begin + room))
            found.append(Mark(ref(item), when, at, level, ends, text))
    return tuple(sorted(found, key=lambda mark: mark.date.last))


def _place(axis: Axis, when: Period, words: str) -> tuple[float, float, float, bool]:
    """Where a mark is, where its words begin, how much room they take, and whether they stand before it."""
    at, room = axis.share(when.last), _room(words)
    ends = at + room > 1
    return at, at - room if ends else at, room, ends


def _events(product: Projection) -> list[tuple[Release | Launch, Period, str]]:
    """Releases and launches with a date, and the milestones of both, by what these are called."""
    releases = [(found, found.date) for found in product.of(Release)]
    launches = [(found, found.date) for found in product.of(Launch) if found.status != "cancelled"]
    known = milestones(product)
    found: list[tuple[Release | Launch, Period, str]] = []
    both: list[tuple[Release | Launch, Period | None]] = [*releases, *launches]
    for item, when in both:
        if when is not None:
            found.append((item, when, ""))
        found += [(item, one.when, one.title) for one in known.get(item.id, ()) if one.when is not None]
    return found


def _room(title: str) -> float:
    """How much of the axis a title and a date take; Chinese letters are as wide as two others."""
    return min(LONGEST, LETTER * (20 + sum(1 if ord(letter) < 0x2E80 else 2 for letter in title)))


def _quarters(from_here: Period, starts: int, step: int) -> Iterator[Period]:
    """The quarters after one, or before it, as far as there are years for them."""
    here = from_here
    while (here.first.toordinal() > 366) if step < 0 else (here.last.year < 9999):
        here = quarter_of(here.last + timedelta(days=1) if step > 0 else here.first - timedelta(days=1), starts)
        yield here
