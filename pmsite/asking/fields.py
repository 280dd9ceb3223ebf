"""The fields that can be asked for, by the names that authors write, and what items have under them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from pmsite.asking.refused import Refused, unknown
from pmsite.audience import Projection
from pmsite.exports.facts import Fact, plain
from pmsite.messages import said
from pmsite.model.item import Item
from pmsite.model.parsing import apart
from pmsite.model.period import Period
from pmsite.model.status import STAGE_ORDER, Status
from pmsite.model.types import BY_NAME, TYPES, keys, parts_in, paths
from pmsite.model.values import Choice
from pmsite.views.derived import DERIVED, OF_ITS_OWN, derived, looked_up
from pmsite.views.parts import cards

PLACE = "path"
"""Where the file of an item is, which only the team is told."""
_JUDGEMENTS = ("poor", "fair", "good", "reached")
_ORDERS: Mapping[str, tuple[str, ...]] = {
    "horizon": ("now", "next", "later", "shipped", "dropped"),
    "stage": STAGE_ORDER,
    "judgement": _JUDGEMENTS,
}
_DIGITS = re.compile(r"([0-9]+)")


class Fields:
    """The fields of one type, or of all, as the readers of a projection have them."""

    def __init__(self, product: Projection, type_name: str = "") -> None:
        self._product = product
        self._models = (BY_NAME[type_name],) if type_name else TYPES
        self._declared = {name for model in self._models for name in product.settings.custom_fields(model.type)}
        own = dict.fromkeys(key for model in self._models for key in keys(model))
        place = (PLACE,) if product.is_inside else ()
        self.names = tuple(dict.fromkeys((*own, *sorted(self._declared), *DERIVED, *place)))
        """All names, without those inside of groups."""

    @property
    def inner(self) -> tuple[str, ...]:
        """The names inside of groups, such as `score.reach`."""
        computed = (
            f"{key}.{name}"
            for model in self._models
            for key, field in keys(model).items()
            for group in parts_in(model.model_fields[field].annotation)
            for name in _computed(group)
        )
        written = (path for model in self._models for path in paths(model) if path.partition(".")[0] in keys(model))
        return tuple(dict.fromkeys((*written, *computed)))

    def check(self, part: str, names: Iterable[str]) -> None:
        """Refuse a name that no item can have anything under, or that the readers do not get; `part` says where it was asked."""
        for name in names:
            first, *rest = name.split(".")
            if first not in self.names:
                raise self._unknown(part, name)
            if first in DERIVED and not rest:
                continue
            holders = [model for model in self._models if first in keys(model)]
            if holders and not any(self._product.sees(model, keys(model)[first]) for model in holders):
                raise Refused(
                    part, said("the readers do not get {first}", first=first), said("ask for a field that they get"), name
                )
            if rest and first not in self._declared and not any(_has(model, keys(model)[first], rest) for model in holders):
                raise self._unknown(part, name)

    def _unknown(self, part: str, name: str) -> Refused:
        ends = [path for path in self.inner if path.rpartition(".")[2] == name]
        if ends and name not in DERIVED:
            return Refused(part, said("{name} is not a field", name=name), said("did you mean {near}?", near=ends[0]), name)
        for model in self._models:
            for field, own in self._product.settings.custom_fields(model.type).items():
                if own.label == name:
                    return Refused(
                        part, said("{name} is what pages call a field", name=name), said("write {field}", field=field), name
                    )
        return unknown(part, name, (*self.names, *(self.inner if "." in name else ())), said("not a field"))

    def values(self, item: Item, names: Iterable[str]) -> Iterator[Any]:
        """What an item has under some names, nothing where it has nothing: texts, numbers, periods, lists."""
        asked = OF_ITS_OWN.intersection(names).difference(self._product.settings.custom_fields(item.type))
        also = looked_up(self._product, item, asked) | derived(self._product, item)
        for name in names:
            first, *rest = name.split(".")
            found = also[first] if first in also else _own(item, first)
            if first == "target" and item.id in cards(self._product):
                found = cards(self._product)[item.id].target  # as a period, which has an order
            for inner in rest:
                found = _inside(found, inner)
            yield None if found in ("", (), {}) else found


def _own(item: Item, first: str) -> Any:
    if first == PLACE:
        return "" if apart(item.id)[0] else item.path
    name = None if first in item.custom else keys(type(item)).get(first)
    return getattr(item, name) if name else item.custom.get(first)


def _inside(found: Any, inner: str) -> Any:
    if isinstance(found, BaseModel):
        names = {field.alias or name: name for name, field in type(found).model_fields.items()}
        return getattr(found, names.get(inner, inner), None)
    if isinstance(found, Mapping):
        return found.get(inner)
    if isinstance(found, tuple):
        entries = tuple(_inside(entry, inner) for entry in found)
        return tuple(entry for entry in entries if entry not in (None, "", ()))
    return None


@cache
def _computed(group: type[BaseModel]) -> tuple[str, ...]:
    """What follows from the fields of a group, such as `score.rice`."""
    return tuple(name for name, held in vars(group).items() if isinstance(held, property) and not name.startswith("_"))


def _has(model: type[BaseModel], name: str, rest: list[str]) -> bool:
    """Whether a field may hold something under the names that follow."""
    annotation = model.model_fields[name].annotation
    if _is_mapping(annotation):
        rest = rest[1:]
        if not rest:
            return True
    first, *more = rest
    for group in parts_in(annotation):
        inner = {field.alias or name: name for name, field in group.model_fields.items()}
        if first in inner and (not more or _has(group, inner[first], more)):
            return True
        if first in _computed(group) and not more:
            return True
    return False


def _is_mapping(annotation: object) -> bool:
    return get_origin(annotation) in (dict, Mapping) or any(map(_is_mapping, get_args(annotation)))


def as_value(found: Any) -> Fact | None:
    """A value as programs get it: what is empty is nothing."""
    return None if found is None else plain(found)


def order(item: Item, name: str, value: Any, product: Projection) -> tuple[Any, ...]:
    """Sort key of a value: words of the format in their own order, periods by their end, texts with numbers by these."""
    if isinstance(value, Status):
        return (1, STAGE_ORDER.index(value.stage) if value.stage in STAGE_ORDER else len(STAGE_ORDER), str(value))
    if isinstance(value, Period):
        return (2, value.last.toordinal(), value.first.toordinal())
    if isinstance(value, (bool, int, float)):
        return (0, value)
    if isinstance(value, tuple):
        return (3, tuple(order(item, name, entry, product) for entry in value))
    known = _ORDERS.get(name) if name in ("stage", "judgement") or item.type == "feature" else None
    known = known or _choices(type(item), name) or _declared(product, item, name)
    if isinstance(value, str) and known and value in known:
        return (1, known.index(value), value)
    parts = _DIGITS.split(str(plain(value)).casefold())
    return (4, tuple((int(part), "") if at % 2 else (-1, part) for at, part in enumerate(parts)))


@cache
def _choices(model: type[Item], name: str) -> tuple[str, ...]:
    """The words of a field that holds one of a few."""
    field = model.model_fields.get(keys(model).get(name, ""))
    if field is None:
        return ()
    marks = [*field.metadata, *(mark for inner in get_args(field.annotation) for mark in getattr(inner, "__metadata__", ()))]
    return next((mark.values for mark in marks if isinstance(mark, Choice)), ())


def _declared(product: Projection, item: Item, name: str) -> tuple[str, ...]:
    declared = product.settings.custom_fields(item.type).get(name)
    return tuple(declared.values) if declared and declared.kind == "choice" else ()
