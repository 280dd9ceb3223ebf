"""What went well, and what did not, from the facts of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from pmsite.audience import Projection
from pmsite.model.item import Item
from pmsite.model.judgement import NOTHING, Judgement, judge
from pmsite.model.launch import Launch, Task
from pmsite.model.objective import Objective
from pmsite.model.period import Period
from pmsite.model.problem import Problem
from pmsite.model.risk import Risk
from pmsite.views import kpis, risks, status
from pmsite.views.asked import Asked
from pmsite.views.finished import finished
from pmsite.views.parts import Ref, cards, latest, ref
from pmsite.views.record import Move, records

MOST_HIGH, MOST_LOW = 5, 8
OFF_TRACK = ("poor", "missed")


@dataclass(frozen=True, slots=True)
class Light:
    """One fact: `kind` says why it counts, `text` how it is known. Goals and work bring how they stand, moved dates the move."""

    kind: str
    ref: Ref
    text: str = ""
    judgement: Judgement = NOTHING
    due: Period | None = None
    move: Move | None = None


@dataclass(frozen=True, slots=True)
class Lights:
    """Facts of one colour, the weightiest first."""

    lines: tuple[Light, ...]


def highlights(product: Projection, asked: Asked) -> Lights:
    """Goals' results that are reached, and what reached users, with what it did."""
    reached = [
        Light("reached", ref(objective, result.id), result.title)
        for objective in _current(product, asked)
        for result, part in zip(objective.key_results, judge(product, objective, asked.last(product)).parts, strict=True)
        if part.state == "reached"
    ]
    new = [one.feature for one in finished(product, partial(asked.is_new, product))]
    new.sort(key=lambda f: (not f.result, latest(cards(product)[f.id])))
    shipped = [Light("shipped", ref(f), f.result or f.in_short) for f in new]
    return Lights(tuple((reached + shipped)[: asked.up_to(MOST_HIGH)]))


def lowlights(product: Projection, asked: Asked) -> Lights:
    """Goals and results off track, work past its date or off track, dates that moved, what is not done in time, worse numbers, high risks.

    Where there are more than fit, the weightiest of each kind stay.
    """
    kinds = (
        _goals(product, asked),
        _results(product, asked),
        _launches(product, asked),
        _features(product, asked),
        _moved(product, asked),
        _not_done(product, asked),
        _worse(product, asked),
        _risks(product),
    )
    ranked = [(nth, kind, light) for kind, lights in enumerate(kinds) for nth, light in enumerate(lights)]
    chosen = sorted(ranked, key=lambda one: one[:2])[: asked.up_to(MOST_LOW)]
    return Lights(tuple(light for _, _, light in sorted(chosen, key=lambda one: (one[1], one[0]))))


def _current(product: Projection, asked: Asked) -> list[Objective]:
    ids = [found.goal.ref.id for found in status.build(product, Asked(until=asked.until, period=asked.period)).standings]
    return [found for id in ids if isinstance(found := product.items[id], Objective)]


def _judged(product: Projection, item: Item, asked: Asked) -> Judgement:
    return replace(judge(product, item, asked.last(product)), parts=())


def _goals(product: Projection, asked: Asked) -> Iterator[Light]:
    for objective in _current(product, asked):
        found = _judged(product, objective, asked)
        if found.state in OFF_TRACK:
            yield Light("goal", ref(objective), judgement=found)


def _results(product: Projection, asked: Asked) -> Iterator[Light]:
    """Key results off track; the only one of a goal that is off track itself is told by the goal."""
    for objective in _current(product, asked):
        found = judge(product, objective, asked.last(product))
        if found.state in OFF_TRACK and len(found.parts) == 1:
            continue
        for result, part in zip(objective.key_results, found.parts, strict=True):
            if part.state in OFF_TRACK:
                yield Light("result", ref(objective, result.id), result.title, part)


def _launches(product: Projection, asked: Asked) -> Iterator[Light]:
    for launch in product.of(Launch):
        found = _judged(product, launch, asked)
        if found.state == "poor":
            yield Light("launch", ref(launch), judgement=found)


def _features(product: Projection, asked: Asked) -> Iterator[Light]:
    """Work past its date, the longest first, then work that is off track for another reason."""
    late: list[Light] = []
    other: list[Light] = []
    for feature in product.units:
        found = _judged(product, feature, asked)
        if found.state == "poor" or product.is_late(feature):
            (late if product.is_late(feature) else other).append(Light("feature", ref(feature), judgement=found))
    shown = cards(product)

    def due(light: Light) -> tuple[bool, date, str, str]:
        target = shown[light.ref.id].target
        return (target is None, target.last if target else product.today, light.ref.title.casefold(), light.ref.id)

    yield from (*sorted(late, key=due), *sorted(other, key=due))


def _moved(product: Projection, asked: Asked) -> Iterator[Light]:
    """Dates that moved to a later day, the furthest first, as far as the plan's history is known."""
    first, last = asked.first(product), asked.last(product)
    found = [
        (move.days, record.feature, move)
        for record in records(product).values()
        for move in record.moves
        if move.days is not None and move.days > 0 and first < move.day <= last
    ]
    for _, feature, move in sorted(found, key=lambda one: (-one[0], one[1].key, one[2].nth)):
        yield Light("moved", ref(feature), move=move)


def _not_done(product: Projection, asked: Asked) -> Iterator[Light]:
    """Tasks of launches, and actions on problems and risks, that are past their date, the oldest first."""
    day = asked.last(product)
    found = [
        (task.due, item, task)
        for item, tasks in (
            *_tasks(product, Launch, "checklist"),
            *_tasks(product, Problem, "actions"),
            *_tasks(product, Risk, "actions"),
        )
        for task in tasks
        if task.due is not None and task.is_overdue(day)
    ]
    for due, item, task in sorted(found, key=lambda one: (one[0], one[1].key, one[2].text)):
        yield Light("not_done", ref(item), task.text, due=due)


def _tasks(product: Projection, model: type[Item], field: str) -> Iterator[tuple[Item, Iterable[Task]]]:
    """The tasks of the items that are not over; nothing for readers who do not learn what is done."""
    if not all(product.sees(model, name) for name in ("status", f"{field}.done", f"{field}.due")):
        return
    for item in product.of(model):
        if getattr(item, "status", "") not in ("cancelled", "resolved", "closed"):
            found = getattr(item, field)
            yield item, (task for tasks in found.values() for task in tasks) if isinstance(found, dict) else found


def _worse(product: Projection, asked: Asked) -> Iterator[Light]:
    for row in kpis.build(product, Asked(since=asked.since, until=asked.until, most=100)).rows:
        if row.reading.better is False and row.reading.health != "reached":
            yield Light("worse", row.reading.ref, row.reading.definition)


def _risks(product: Projection) -> Iterator[Light]:
    for risk in risks.build(product).open:
        if risk.band in ("high", "critical"):
            yield Light("risk", risk.ref, risk.summary)
