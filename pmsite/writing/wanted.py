"""The facts as they should be after an operation, whatever they are written like."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from enum import Enum
from functools import partial
from typing import Final, Literal, NamedTuple

from pmsite.diagnostics import Span, printable
from pmsite.messages import said
from pmsite.model.refusal import excerpt
from pmsite.read.limits import YAML_DEPTH
from pmsite.read.record import Path as Place
from pmsite.read.record import Value
from pmsite.writing.operation import ANY, Add, Fact, Remove, Set, Was
from pmsite.writing.refused import refused

Facts = Mapping[str, Value]
_NAMES = ("id", "text", "date", "title", "name")
"""By which an entry of a list of groups is known again."""
_HALF = re.compile("[\ud800-\udfff]")


class _Gone(Enum):
    GONE = "gone"


GONE: Final = _Gone.GONE
Found = Value | Literal[_Gone.GONE]


class Wanted(NamedTuple):
    """The facts as they should be, and the place at which they are others than before."""

    facts: dict[str, Value]
    place: Place


def wanted(facts: Facts, operation: Fact, path: str) -> Wanted:
    """What a file should say after an operation; raises Refused where that does not fit its facts. `path` is the file's, as shown."""
    if len(operation.place) > YAML_DEPTH:
        raise refused(
            "nested-too-deep",
            Span(path),
            said("the place is nested too deep: {limit} levels fit", limit=YAML_DEPTH),
            said("write it flatter"),
        )
    place = resolved(facts, operation.place, path)
    if not place or not isinstance(place[0], str):
        raise refused("no-such-place", Span(path), said("no fact is named"), said("name a field, such as `status`"))
    found = _changed(dict(facts), place, partial(_after, operation, place, path), place, path)
    goal = found if isinstance(found, dict) else {}
    if operation.was is not ANY and not same(goal, dict(facts)):  # where it is so already nobody is overwritten
        must_be(operation.was, value_at(facts, place), ".".join(map(str, operation.place)), path)
    return Wanted(goal, (*place, *_number(facts, place, operation)))


def _number(facts: Facts, place: Place, operation: Fact) -> Place:
    """The number of the entry that an operation on a list adds or takes out."""
    there = value_at(facts, place)
    if isinstance(operation, Remove) and isinstance(there, list):
        return (there.index(operation.value),)
    return (len(there) if operation.at is None else operation.at,) if isinstance(operation, Add) and isinstance(there, list) else ()


def resolved(facts: Facts, place: Place, path: str) -> Place:
    """A place with entries of lists by their number, where it names them by their `id`."""
    found: list[str | int] = []
    here: Found = dict(facts)
    for name in place:
        at = name
        if isinstance(here, list) and isinstance(name, str):
            named = (number for number, entry in enumerate(here) if isinstance(entry, dict) and entry.get("id") == name)
            at = next(named, -1)
            if at == -1:
                message = said("{shown} has no entry with the id {name}", shown=_shown(found), name=printable(name, 60))
                raise refused("no-such-place", Span(path), message, said("name an entry that is there, or add one"))
        found.append(at)
        here = _inner(here, at)
    return tuple(found)


def value_at(facts: Facts, place: Place) -> Value:
    """What stands at a place; None where nothing does."""
    here: Found = dict(facts)
    for name in place:
        here = _inner(here, name)
    return None if here is GONE else here


def must_be(was: Was, now: Value, name: str, path: str) -> None:
    """Raise Refused where something is not what it was when its change was thought of."""
    if not same(None if was is ANY else was, now):
        message = said(
            "{name} was {was} when this change was made, and is {now} now", name=name, was=excerpt(was), now=excerpt(now)
        )
        raise refused("changed-meanwhile", Span(path), message, said("look at what stands there now, and decide again"))


def same(one: object, other: object) -> bool:
    """Whether two values say the same: line breaks at the end of a text say nothing."""
    if isinstance(one, str) and isinstance(other, str):
        return one == other or one.rstrip("\n") == other.rstrip("\n")
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def recognised_by(value: Value) -> str:
    """What an entry of a list is known again by: a group by its name, all else by the whole of it."""
    if isinstance(value, Mapping):
        found = next(((name, value[name]) for name in _NAMES if isinstance(value.get(name), str)), None)
        if found is not None:
            return f"{found[0]}: {found[1]}"
    return json.dumps(value, sort_keys=True)


def as_texts(value: object, path: str, depth: int = 0) -> Value:
    """A value as front matter holds it; raises Refused where it is made of anything else than texts, or nested too deep."""
    if isinstance(value, str) and _HALF.search(value):
        raise refused("control-character", Span(path), said("the text holds half of a character"), said("remove it"))
    if value is None or isinstance(value, str):
        return value
    if depth > YAML_DEPTH:
        raise refused(
            "nested-too-deep",
            Span(path),
            said("a value is nested too deep: {limit} levels fit", limit=YAML_DEPTH),
            said("write it flatter"),
        )
    if isinstance(value, (list, tuple)):
        return [as_texts(entry, path, depth + 1) for entry in value]
    if isinstance(value, Mapping) and all(isinstance(key, str) and key for key in value):
        return {key: as_texts(entry, path, depth + 1) for key, entry in value.items()}
    message = said("a value is {name}, not a text as its author would write it", name=type(value).__name__)
    raise refused("not-as-text", Span(path), message, said('write it in quotes: "80%", "2026-Q4", "true"'))


def _inner(value: Found, name: str | int) -> Found:
    if isinstance(value, dict) and isinstance(name, str):
        return value.get(name, GONE)
    if isinstance(value, list) and isinstance(name, int) and 0 <= name < len(value):
        return value[name]
    return GONE


def _changed(value: Found, rest: Place, change: Callable[[Found], Found], place: Place, path: str) -> Found:
    if not rest:
        return change(value)
    name = rest[0]
    if value is GONE or value is None:
        inner = _changed(GONE, rest[1:], change, place, path)
        return value if inner is GONE else {name: inner} if isinstance(name, str) else [inner]
    if isinstance(value, dict) and isinstance(name, str):
        inner = _changed(value.get(name, GONE), rest[1:], change, place, path)
        if inner is not GONE:
            return {**value, name: inner}
        left = {key: entry for key, entry in value.items() if key != name}
        return left or (value if len(left) == len(value) else GONE)
    if isinstance(value, list) and isinstance(name, int) and 0 <= name <= len(value):
        inner = _changed(value[name] if name < len(value) else GONE, rest[1:], change, place, path)
        return [*value[:name], *([] if inner is GONE else [inner]), *value[name + 1 :]]
    above = place[: len(place) - len(rest)]
    what = (
        said("a list")
        if isinstance(value, list)
        else said("a group")
        if isinstance(value, dict)
        else said("the text {value}", value=excerpt(value))
    )
    message = said("{shown} is {what}, in which there is no {name}", shown=_shown(above), what=what, name=printable(str(name), 60))
    raise refused("no-such-place", Span(path), message, said("name a place that is there, or change the whole of it"))


def _after(operation: Fact, place: Place, path: str, value: Found) -> Found:
    """What stands at the place of an operation after it."""
    if isinstance(operation, Set):
        return as_texts(operation.value, path)
    if isinstance(operation, Add):
        return _with(as_texts(operation.value, path), operation.at, place, path, value)
    return _without(operation.value, place, path, value) if isinstance(operation, Remove) else GONE


def _with(new: Value, at: int | None, place: Place, path: str, value: Found) -> Found:
    if isinstance(value, dict):
        message = said("{shown} is a group, not a list", shown=_shown(place))
        raise refused("not-a-list", Span(path), message, said("name a fact in it, and set that"))
    old = value if isinstance(value, list) else [] if value is GONE or value is None else [value]
    if isinstance(new, str) and new in old:
        return value
    at = len(old) if at is None else at
    if not 0 <= at <= len(old):
        raise refused(
            "no-such-place",
            Span(path),
            said("{shown} has {count} entries, so none can stand at {at}", shown=_shown(place), count=len(old), at=at),
            "",
        )
    return [*old[:at], new, *old[at:]]


def _without(gone: Value, place: Place, path: str, value: Found) -> Found:
    if isinstance(value, list) and gone in value:
        at = value.index(gone)
        return [*value[:at], *value[at + 1 :]]
    if isinstance(value, str) and value == gone:
        return GONE
    message = said("{shown} does not hold {gone}", shown=_shown(place), gone=excerpt(gone))
    raise refused("not-in-list", Span(path), message, said("name an entry just as it is written"))


def _shown(place: object) -> str:
    return ".".join(str(name) for name in place) if isinstance(place, (list, tuple)) and place else said("the front matter")
