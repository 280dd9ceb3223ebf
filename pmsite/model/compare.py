"""What differs between two versions of an item, or of the settings, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from pmsite.model.feature import Ice, Opportunity, Rice, Wsjf
from pmsite.model.item import READER_FIELDS, Item
from pmsite.model.metric import Metric, Point
from pmsite.model.period import Period
from pmsite.model.product import Words
from pmsite.model.settings import Settings
from pmsite.model.status import Status
from pmsite.model.types import references, shape

RESULTS: Mapping[type[BaseModel], str] = {Rice: "rice", Ice: "ice", Wsjf: "wsjf", Opportunity: "opportunity"}
"""Groups of fields from which one number follows, which is what people compare."""
_APART = READER_FIELDS | {"id"}
_NAMES = ("id", "title", "text", "date", "name", "goal", "says", "view")


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that differs. `part` leads to it inside a group of fields, as ("kr1", "target") does in key results.

    `before` and `after` are None where there is no value; lists are tuples. `shape` is what the field holds: a `date`, a `status`,
    a `choice`, a `share` of one, `refs` to items, a long `text`, an `entry` of a list that is told by its name and by what is in it, the
    `rows` of a table that are not on both sides, a `file` that is told by what names its content, or a `fact`.
    """

    field: str
    part: tuple[str, ...]
    before: Any
    after: Any
    shape: str
    is_custom: bool = False
    inner: tuple[Difference, ...] = ()
    """The facts of an entry that is new or gone."""

    @property
    def is_move(self) -> bool:
        """Whether a date was there before, and another one is now."""
        return isinstance(self.before, Period) and isinstance(self.after, Period)


def differences(before: Item, after: Item) -> Iterator[Difference]:
    """Every fact that differs between two versions of one item's file, in the order of the type's fields; the body comes last."""
    model = type(after)
    known = before.__dict__
    for name, new in after.__dict__.items():
        if name in known and name not in _APART and _differ(known[name], new):
            yield from _between(name, (), known[name], new, model)
    for name in dict.fromkeys([*before.custom, *after.custom]):
        old, new = before.custom.get(name), after.custom.get(name)
        if _differ(old, new):
            for found in _between(name, (), old, new, None):
                yield replace(found, is_custom=True)
    if list(before.custom) != list(after.custom) and set(before.custom) == set(after.custom):
        yield Difference("custom", (), tuple(before.custom), tuple(after.custom), "fact")
    if before.body != after.body:
        yield Difference("body", (), before.body or None, after.body or None, "text")


def moved(before: Item, after: Item) -> Iterator[Difference]:
    """Whether an item that is called the same lies in another file now."""
    if before.path != after.path:
        yield Difference("path", (), before.path, after.path, "fact")


def measured(before: Item, after: Item) -> Iterator[Difference]:
    """How the values of a metric differ: what it is at last, and the rows of its table that are not the same before and after."""
    if not isinstance(before, Metric) or not isinstance(after, Metric) or before.series is after.series:
        return
    old, new = before.latest, after.latest
    if (old and old.value) != (new and new.value):
        yield Difference("series", ("latest",), old and old.value, new and new.value, "fact")
    same = _common(before.series, after.series)
    older, newer = before.series[same:], after.series[same:]
    known, now = ({_written(point) for point in side} for side in (older, newer))
    gone = tuple(point for point in older if _written(point) not in now)
    come = tuple(point for point in newer if _written(point) not in known)
    if gone or come:
        yield Difference("series", (), gone or None, come or None, "rows")


def _common(before: tuple[Point, ...], after: tuple[Point, ...]) -> int:
    """How many values two tables begin with in common: nearly all, where one is the other with a row more."""
    pairs = enumerate(zip(before, after, strict=False))
    differ = (at for at, (old, new) in pairs if old is not new and _written(old) != _written(new))
    return next(differ, min(len(before), len(after)))


def _written(point: Point) -> tuple[str, float, str]:
    """A value as its author wrote it: another fiscal year gives its date other days, and makes no other value of it."""
    return str(point.date), point.value, point.note


def translated(before: Words, after: Words) -> Iterator[Difference]:
    """How an item's words in other languages differ."""
    for language in sorted({*before, *after}):
        old, new = before.get(language, {}), after.get(language, {})
        for name in ("title", "summary", "body"):
            if old.get(name) != new.get(name):
                kind = "fact" if name == "title" else "text"
                yield Difference("translations", (language, name), old.get(name), new.get(name), kind)


def attached(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Difference]:
    """How the files differ that an item's texts bring along: by path, what names the content of each."""
    for path in sorted({*before, *after}):
        if before.get(path) != after.get(path):
            yield Difference("files", (path,), before.get(path), after.get(path), "file")


def settings(before: Settings, after: Settings) -> Iterator[Difference]:
    """Every part of product.yml that differs."""
    for name in Settings.model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if _differ(old, new):
            yield from _between(name, (), old, new, Settings)


def _differ(old: Any, new: Any) -> bool:
    """Whether two values are not the same, or the same in another order, which pages follow."""
    if old != new:
        return True
    if not new:
        return False
    if isinstance(new, Mapping):
        return list(old) != list(new) or any(_differ(old[key], value) for key, value in new.items())
    if isinstance(new, tuple):
        return isinstance(new[0], (BaseModel, Mapping)) and any(map(_differ, old, new))
    return isinstance(new, BaseModel) and any(_differ(getattr(old, name), getattr(new, name)) for name in type(new).model_fields)


def _between(field: str, part: tuple[str, ...], old: Any, new: Any, model: type[BaseModel] | None) -> Iterator[Difference]:
    some = new if new not in (None, (), "", {}) else old
    if isinstance(some, BaseModel):
        found = tuple(_between_groups(field, part, old, new, type(some)))
        yield from found
        if not found and (old is None) != (new is None):
            yield Difference(field, part, None if old is None else "", None if new is None else "", "entry")
    elif isinstance(some, Mapping):
        yield from _between_mappings(field, part, old or {}, new or {})
    elif isinstance(some, tuple) and some and isinstance(some[0], BaseModel):
        yield from _between_mappings(field, part, _by_name(old), _by_name(new))
    else:
        kind = _shape(part[-1] if part else field, some, model)
        yield Difference(field, part, _known(old), _known(new), kind)


def _between_mappings(field: str, part: tuple[str, ...], old: Mapping[Any, Any], new: Mapping[Any, Any]) -> Iterator[Difference]:
    for key in dict.fromkeys([*old, *new]):
        one, other = old.get(key), new.get(key)
        group = other if other is not None else one
        if isinstance(group, BaseModel) and (one is None or other is None):
            yield _entry(field, (*part, str(key)), one, other, group)
        elif _differ(one, other):
            yield from _between(field, (*part, str(key)), one, other, None)
    both = [[str(key) for key in side if key in old and key in new] for side in (old, new)]
    if both[0] != both[1]:
        yield Difference(field, part, tuple(both[0]), tuple(both[1]), "fact")


def _entry(field: str, part: tuple[str, ...], old: Any, new: Any, group: BaseModel) -> Difference:
    """A group of fields that is new or gone, with what is in it besides its name."""
    inner = (found for found in _between_groups(field, (), old, new, type(group)))
    told = tuple(found for found in inner if part[-1] not in (str(found.before), str(found.after)))
    return Difference(field, part, old and part[-1], new and part[-1], "entry", inner=told)


def _between_groups(field: str, part: tuple[str, ...], old: Any, new: Any, model: type[BaseModel]) -> Iterator[Difference]:
    result = RESULTS.get(model)
    if result is not None:
        one, other = (getattr(old, result) if old else None), (getattr(new, result) if new else None)
        if one != other:
            yield Difference(field, (*part, result), one, other, "fact")
    for name, info in model.model_fields.items():
        default = None if info.is_required() else info.get_default(call_default_factory=True)
        one, other = (getattr(old, name) if old else default), (getattr(new, name) if new else default)
        if name != "id" and _differ(one, other):
            yield from _between(field, (*part, name), one, other, model)


def _by_name(groups: Any) -> dict[str, BaseModel]:
    found: dict[str, BaseModel] = {}
    for at, group in enumerate(groups or ()):
        name = next((str(getattr(group, key)) for key in _NAMES if getattr(group, key, None)), str(at + 1))
        found[name if name not in found else _numbered(name, found)] = group
    return found


def _numbered(name: str, taken: Mapping[str, object]) -> str:
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"


def _known(value: Any) -> Any:
    return None if value in ("", (), {}) else value


def _shape(name: str, value: Any, model: type[BaseModel] | None) -> str:
    if isinstance(value, Period):
        return "date"
    if isinstance(value, Status):
        return "status"
    if model is not None and name in model.model_fields:
        if name in references(model):
            return "refs"
        kind = shape(model, name)
        return "text" if kind in ("text", "lines") else kind
    return "fact"
