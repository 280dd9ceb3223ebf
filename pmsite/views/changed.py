"""What changed in a stretch of time, from the dates in the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from pmsite.audience import Projection
from pmsite.model.decision import Decision
from pmsite.model.launch import Launch
from pmsite.model.objective import Objective
from pmsite.model.period import Period
from pmsite.model.update import Update
from pmsite.views.asked import Asked
from pmsite.views.finished import finished
from pmsite.views.parts import Card, Ref, cards, latest, ref

MOST = 8
"""Lines of one kind."""


@dataclass(frozen=True, slots=True)
class Dated:
    """Something that happened on a day. `state` is a word on how it stands, where it has one."""

    ref: Ref
    when: Period
    state: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A key result that was checked: what it was, what it is."""

    ref: Ref
    title: str
    unit: str
    before: float | None
    after: float | None
    sure_before: float | None
    sure_after: float | None
    note: str
    weight: float
    """How much it moved: the larger of the changes in score and in confidence, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What is new between two days; what happened on the first of them was told before."""

    since: date
    until: date
    released: tuple[Dated, ...]
    launched: tuple[Dated, ...]
    shipped: tuple[Card, ...]
    started: tuple[Card, ...]
    moved: tuple[Moved, ...]
    decided: tuple[Dated, ...]
    reports: tuple[Dated, ...]
    more: int = 0
    """How many lines, of all kinds, are left out."""
    folded: Mapping[str, tuple[Card, ...]] = field(default_factory=dict)
    """By group that shipped, what came with it."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened."""
        return not (self.released or self.launched or self.shipped or self.started or self.moved or self.decided or self.reports)


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided lately, the newest first, each with the way that was taken."""

    rows: tuple[tuple[Ref, Period, str], ...]
    more: int = 0
    """How many are left out."""


def build(product: Projection, asked: Asked) -> Changed:
    """What changed."""
    found = cards(product)
    new = finished(product, partial(asked.is_new, product))
    shipped = [found[one.feature.id] for one in new]
    folded = {one.feature.id: tuple(found[f.id] for f in one.folded) for one in new if one.folded}
    started = [found[f.id] for f in product.units if f.status.stage != "shipped" and asked.is_new(product, f.started)]
    moved = sorted(_moved(product, asked), key=lambda found: found.weight, reverse=True)
    released = [
        Dated(ref(r), r.date, "yanked" if r.yanked else "")
        for r in sorted(product.told, key=lambda r: r.key)
        if r.date and asked.is_new(product, r.date)
    ]
    launched = [
        Dated(ref(found), found.date)
        for found in product.of(Launch)
        if found.date and found.status == "launched" and asked.is_new(product, found.date)
    ]
    made = [Dated(ref(d), d.date, d.status) for d in _decided(product, asked) if d.date]
    reports = [
        Dated(ref(u), u.date, u.health)
        for u in product.of(Update)
        if u.date and u.health and u.kind == "status" and asked.is_new(product, u.date)
    ]
    most = asked.most or MOST
    return Changed(
        asked.first(product),
        asked.last(product),
        _dated(released),
        _dated(launched),
        tuple(sorted(shipped, key=latest)[:MOST]),
        tuple(sorted(started, key=latest)[:MOST]),
        tuple(moved[:most]),
        _dated(made),
        _dated(reports),
        sum(max(0, len(lines) - MOST) for lines in (released, launched, shipped, started, made, reports))
        + max(0, len(moved) - most),
        folded,
    )


def decided(product: Projection, asked: Asked) -> Decided:
    """What was decided lately."""
    made = sorted(_decided(product, asked), key=lambda d: (-d.date.first.toordinal() if d.date else 0, d.key))
    ways = {d.id: next((option.title for option in d.options if option.chosen), "") for d in made}
    rows = tuple((ref(d), d.date, ways[d.id]) for d in made if d.date)
    most = asked.most or MOST
    return Decided(rows[:most], max(0, len(rows) - most))


def _decided(product: Projection, asked: Asked) -> list[Decision]:
    return [d for d in product.of(Decision) if d.status in ("accepted", "rejected") and asked.is_new(product, d.date)]


def _dated(found: Iterable[Dated]) -> tuple[Dated, ...]:
    return tuple(sorted(found, key=lambda one: (-one.when.first.toordinal(), one.ref.title, one.ref.id))[:MOST])


def _moved(product: Projection, asked: Asked) -> Iterator[Moved]:
    """Key results with a check-in in the stretch of time, against the last one before it, or where they began."""
    for objective in product.of(Objective):
        for result in product.measured(objective):
            checks = sorted(result.checkins, key=lambda found: found.date.first)
            new = [c for c in checks if asked.is_new(product, c.date)]
            if not new:
                continue
            old = [c for c in checks if c.date.first <= asked.first(product)]
            was = next((c.value for c in reversed(old) if c.value is not None), result.baseline)
            now = next((c.value for c in reversed(new) if c.value is not None), None)
            sure = next((c.confidence for c in reversed(new) if c.confidence is not None), None)
            unsure = next((c.confidence for c in reversed(old) if c.confidence is not None), None)
            way = _share(was, now, result.target)
            surer = abs(sure - unsure) if sure is not None and unsure is not None else 0
            yield Moved(ref(objective, result.id), result.title, result.unit, was, now, unsure, sure, new[-1].note, max(way, surer))


def _share(was: float | None, now: float | None, target: float | None) -> float:
    """How much of the way to a target lies between two values."""
    if was is None or now is None or target is None or target == was:
        return 0.0
    return min(1.0, abs(now - was) / abs(target - was))
