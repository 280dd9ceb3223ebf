"""Check-ins: how a key result stands on one day, and the newest value of a metric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pmsite.diagnostics import Span
from pmsite.editing.draft import held
from pmsite.editing.plan import Plan
from pmsite.editing.words import item_of
from pmsite.messages import Term, said
from pmsite.model.metric import Metric
from pmsite.model.objective import Objective
from pmsite.read.record import Value
from pmsite.workspace import Workspace
from pmsite.writing.held import Held
from pmsite.writing.items import key_result
from pmsite.writing.operation import Add, Measure, Operation, Set
from pmsite.writing.refused import Refused, refused
from pmsite.writing.wanted import resolved, value_at


class CheckIn(NamedTuple):
    """What somebody says of one day, as they write it."""

    day: date
    value: str = ""
    confidence: str = ""
    note: str = ""


def checking_in(workspace: Workspace, id: str, told: CheckIn, *, again: bool = False) -> Plan:
    """The plan that adds a check-in to a key result, or a value to a metric; raises Refused where neither is meant.

    A second check-in of a key result on one day is refused, but `again` lets it take the place of the first.
    """
    there = held(workspace)
    if found := key_result(there, id):
        return Plan(tuple(_of_result(there, *found, told, again)))
    item = there.item(item_of(there, id)[0])
    if not isinstance(item, Metric):
        raise _neither(there, id)
    if told.confidence:
        message = said("{id} is a metric, of which nobody is more or less sure", id=id)
        raise refused("not-a-key-result", Span(item.path), message, said("leave --confidence out"))
    if not told.value:
        raise refused(
            "nothing-said",
            Span(item.path),
            said("{id} is a metric, which gets a value", id=id),
            said("write `pmsite check-in {id} 42`", id=id),
        )
    return Plan((Measure(id, told.day.isoformat(), told.value, told.note),))


def _of_result(there: Held, objective: Objective, part: str, told: CheckIn, again: bool) -> Sequence[Operation]:
    record = there.record(objective.id)
    place = resolved(record.data, ("key_results", part), record.path)
    written = value_at(record.data, (*place, "checkins"))
    listed = written if isinstance(written, list) else []
    days = [str(one.get("date", "")) if isinstance(one, Mapping) else "" for one in listed]
    day = told.day.isoformat()
    if day in days and not again:
        message = said("{id}.{part} has a check-in of {day} already", id=objective.id, part=part, day=day)
        hint = said(
            "write `pmsite set {id}.{part} checkins.{index}.value=…` to change it",
            id=objective.id,
            part=part,
            index=days.index(day) + 1,
        )
        raise refused("checked-in-already", Span(record.path), message, hint)
    if not (told.value or told.confidence or told.note):
        message = said("a check-in says a value, a note, or how sure the team is")
        raise refused(
            "nothing-said", Span(record.path), message, said("write `pmsite check-in {id}.{part} 42`", id=objective.id, part=part)
        )
    facts = {"date": day, "value": told.value, "confidence": told.confidence, "note": told.note}
    entry: Value = {name: value for name, value in facts.items() if value}
    checkins = ("key_results", part, "checkins")
    found: list[Operation] = [
        Set(objective.id, (*checkins, days.index(day)), entry)
        if day in days
        else Add(objective.id, checkins, entry, _at(days, day))
    ]
    is_newest = all(day >= other for other in days)
    if told.value and is_newest and value_at(record.data, (*place, "current")) is not None:
        found.append(Set(objective.id, ("key_results", part, "current"), told.value))
    return found


def _at(days: Sequence[str], day: str) -> int | None:
    """Where a day belongs among others, whichever end the newest stands at; at the end where they are in no order."""
    if len(days) > 1 and days[0] > days[-1]:
        return next((at for at, other in enumerate(days) if other < day), None)
    return next((at for at, other in enumerate(days) if other > day), None) if days == sorted(days) else None


def _neither(there: Held, id: str) -> Refused:
    item = there.item(id)
    if isinstance(item, Objective):
        results = [f"{id}.{result.id}" for result in item.key_results]
        hint = said("name one of {results}", results=list(results)) if results else said("give it key results first")
        return refused(
            "not-a-key-result", Span(item.path), said("{id} is an objective, which stands as its key results do", id=id), hint
        )
    message = said("{id} is of the type {type}; key results and metrics have values", id=id, type=Term(item.type))
    hint = said("write `pmsite set {id} FIELD=VALUE` to change its facts", id=id)
    return refused("not-a-key-result", Span(item.path), message, hint)
