"""What differs between two versions of an item, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from pmsite.model.feature import Ice, Opportunity, Rice, Wsjf
from pmsite.model.item import READER_FIELDS, Item
from pmsite.model.period import Period
from pmsite.model.types import references, shape
from pmsite.model.values import Status

RESULTS: Mapping[type[BaseModel], str] = {Rice: "rice", Ice: "ice", Wsjf: "wsjf", Opportunity: "opportunity"}
"""Groups of fields from which one number follows, which is what people compare."""
_APART = READER_FIELDS | {"id"}
_NAMES = ("id", "text", "title", "date", "name")


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that differs. `part` leads to it inside a group of fields, as ("kr1", "target") does in key results.

    `before` and `after` are None where there is no value; lists are tuples. `shape` is what the field holds: a `date`, a `status`,
    a `choice`, a `share` of one, `refs` to items, a long `text`, an `entry` of a list that is told by its name alone, or a `fact`.
    """

    field: str
    part: tuple[str, ...]
    before: Any
    after: Any
    shape: str
    is_custom: bool = False

    @property
    def is_move(self) -> bool:
        """Whether a date was there before, and another one is now."""
        return isinstance(self.before, Period) and isinstance(self.after, Period)


def differences(before: Item, after: Item) -> Iterator[Difference]:
    """Every fact that differs between two versions of one item, in the order of the type's fields; the body comes last."""
    model = type(after)
    known = before.__dict__
    for name, new in after.__dict__.items():
        if name in known and known[name] != new and name not in _APART:
            yield from _between(name, (), known[name], new, model)
    for name in dict.fromkeys([*before.custom, *after.custom]):
        old, new = before.custom.get(name), after.custom.get(name)
        if old != new:
            for found in _between(name, (), old, new, None):
                yield Difference(found.field, found.part, found.before, found.after, found.shape, is_custom=True)
    if before.body != after.body:
        yield Difference("body", (), before.body or None, after.body or None, "text")


def _between(field: str, part: tuple[str, ...], old: Any, new: Any, model: type[BaseModel] | None) -> Iterator[Difference]:
    some = new if new not in (None, (), "", {}) else old
    if isinstance(some, BaseModel):
        yield from _between_groups(field, part, old, new, type(some))
    elif isinstance(some, Mapping):
        for key in dict.fromkeys([*(old or {}), *(new or {})]):
            one, other = (old or {}).get(key), (new or {}).get(key)
            if isinstance(one or other, BaseModel) and (one is None or other is None):
                yield Difference(field, (*part, str(key)), one and str(key), other and str(key), "entry")
            elif one != other:
                yield from _between(field, (*part, str(key)), one, other, None)
    elif isinstance(some, tuple) and some and isinstance(some[0], BaseModel):
        yield from _between(field, part, _by_name(old), _by_name(new), None)
    else:
        kind = _shape(part[-1] if part else field, some, model)
        yield Difference(field, part, _known(old), _known(new), kind)


def _between_groups(field: str, part: tuple[str, ...], old: Any, new: Any, model: type[BaseModel]) -> Iterator[Difference]:
    result = RESULTS.get(model)
    if result is not None:
        one, other = (getattr(old, result) if old else None), (getattr(new, result) if new else None)
        if one != other:
            yield Difference(field, (*part, result), one, other, "fact")
    for name, info in model.model_fields.items():
        default = None if info.is_required() else info.get_default(call_default_factory=True)
        one, other = (getattr(old, name) if old else default), (getattr(new, name) if new else default)
        if one != other and name != "id":
            yield from _between(field, (*part, name), one, other, model)


def _by_name(groups: Any) -> dict[str, BaseModel]:
    found: dict[str, BaseModel] = {}
    for at, group in enumerate(groups or ()):
        name = next((str(getattr(group, key)) for key in _NAMES if getattr(group, key, None)), str(at + 1))
        found[name if name not in found else f"{name} ({at + 1})"] = group
    return found


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
