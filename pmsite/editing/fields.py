"""Places in an item as people name them, `key_results.kr1.current`, found by its type and by what stands in its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from pmsite.diagnostics import Span, printable
from pmsite.messages import counted, said
from pmsite.model.faults import nearest_key
from pmsite.model.item import Item
from pmsite.model.settings import CustomField
from pmsite.model.types import keys, parts_in, shape
from pmsite.read.record import Path as Place
from pmsite.read.record import Record, Value
from pmsite.writing.refused import Refused, refused


class Shape(NamedTuple):
    """What a place holds: one `text`, a list of `words` or of `texts`, a list of `groups`, one `group`, or a `map` by names of its own."""

    kind: Literal["text", "words", "texts", "groups", "group", "map"]
    part: type[BaseModel] | None = None
    """The facts of each group in it."""

    @property
    def is_list(self) -> bool:
        """Whether entries can be added."""
        return self.kind in ("words", "texts", "groups")


TEXT = Shape("text")


class Located(NamedTuple):
    """A place, and what may stand there."""

    place: Place
    shape: Shape


def located(path: str, record: Record, model: type[Item], declared: Mapping[str, CustomField]) -> Located:
    """The place that a path of names means; raises Refused where the type has no such field. Entries of lists have their id, or count from 1."""
    names = path.split(".")
    known = [*keys(model), *declared]
    count = _longest(names, known) or (1 if names[0] == "type" else 0)
    if not count:
        labelled = next((name for name, field in declared.items() if field.label == path), "")
        raise _unknown(
            names[0], known, record, model.type, said("did you mean {labelled}?", labelled=labelled) if labelled else _DECLARE
        )
    key = ".".join(names[:count])
    found = _custom(declared[key]) if key in declared else shape_of(model, keys(model)[key]) if key in keys(model) else TEXT
    return _inside((key,), names[count:], record.data.get(key), found, record)


def _inside(place: Place, names: list[str], value: Value, here: Shape, record: Record) -> Located:
    while names:
        if here.kind == "text":
            message = said(
                "{shown} holds one value, in which there is no {names}", shown=_shown(place), names=printable(".".join(names), 60)
            )
            raise refused("no-such-place", Span(record.path), message, said("write {shown}=VALUE", shown=_shown(place)))
        name, used = _step(names, value, here, place, record)
        here = _below(here, name)
        place, names, value = (*place, name), names[used:], _value(value, name)
    return Located(place, here)


def _step(names: Sequence[str], value: Value, here: Shape, place: Place, record: Record) -> tuple[str | int, int]:
    """The next name of a place, and how many of the names it is made of."""
    if here.is_list:
        ids = [str(entry["id"]) for entry in value if isinstance(entry, dict) and "id" in entry] if isinstance(value, list) else []
        if count := _longest(names, ids):
            return ".".join(names[:count]), count
        if names[0].isdecimal() and int(names[0]) > 0:
            if isinstance(value, list) and int(names[0]) > len(value) + 1:
                hint = counted(len(value), "it has {count} entry; += adds one", "it has {count} entries; += adds one")
                raise refused(
                    "no-such-place",
                    Span(record.path),
                    said("{shown} has no entry {names}", shown=_shown(place), names=names[0]),
                    hint,
                )
            return int(names[0]) - 1, 1
        hint = said("name one of {ids}", ids=list(ids[:8])) if ids else said("count its entries from 1")
        raise refused(
            "no-such-place",
            Span(record.path),
            said("{shown} has no entry {names}", shown=_shown(place), names=printable(names[0], 60)),
            hint,
        )
    if here.kind == "group" and here.part is not None:
        known = fields_of(here.part)
        if names[0] not in known:
            raise _unknown(names[0], known, record, _shown(place), said("write one of {known}", known=list(known)))
        return names[0], 1
    count = _longest(names, list(value) if isinstance(value, dict) else [])
    if not count and here.part is not None:
        inner = fields_of(here.part)
        count = next((at for at in range(1, len(names)) if names[at] in inner), len(names))
    return ".".join(names[: count or len(names)]), count or len(names)


def _below(here: Shape, name: str | int) -> Shape:
    if here.kind in ("groups", "map"):
        return Shape("group", here.part) if here.part is not None else TEXT
    if here.kind == "group" and here.part is not None:
        return shape_of(here.part, fields_of(here.part)[str(name)])
    return TEXT


def _value(value: Value, name: str | int) -> Value:
    if isinstance(value, dict):
        return value.get(str(name))
    if isinstance(value, list):
        if isinstance(name, int):
            return value[name] if name < len(value) else None
        return next((entry for entry in value if isinstance(entry, dict) and entry.get("id") == name), None)
    return None


def _longest(names: Sequence[str], known: Iterable[str]) -> int:
    """How many of the first names, with points between them, are the longest of the known ones."""
    known = set(known)
    return next((count for count in range(len(names), 0, -1) if ".".join(names[:count]) in known), 0)


@lru_cache
def fields_of(part: type[BaseModel]) -> Mapping[str, str]:
    """By the key that authors write, the fields of a group."""
    return {field.alias or name: name for name, field in part.model_fields.items()}


@lru_cache
def shape_of(model: type[BaseModel], name: str) -> Shape:
    """What a field of a type, or of a group, holds."""
    annotation: Any = model.model_fields[name].annotation
    part = next(parts_in(annotation), None)
    outer = next((origin for origin in _origins(annotation) if origin in (tuple, dict)), None)
    if outer is tuple:
        return Shape("groups", part) if part else Shape("texts" if shape(model, name) == "lines" else "words")
    if outer is dict:
        return Shape("map", part)
    return Shape("group", part) if part else TEXT


def _origins(annotation: Any) -> Iterator[Any]:
    yield get_origin(annotation)
    for inner in get_args(annotation):
        yield from _origins(inner)


def _custom(field: CustomField) -> Shape:
    return Shape("words") if field.kind in ("references", "list") else Shape("map") if field.kind == "map" else TEXT


_DECLARE = said("declare it under `fields` in product.yml first, or write another one")


def _unknown(name: str, known: Iterable[str], record: Record, of: str, otherwise: str = _DECLARE) -> Refused:
    near = nearest_key(name, known)
    hint = said("did you mean {near}?", near=near) if near else otherwise
    return refused("unknown-key", Span(record.path), said("{of} has no field {name}", of=of, name=printable(name, 60)), hint)


def _shown(place: Place) -> str:
    return ".".join(str(name + 1) if isinstance(name, int) else name for name in place)
