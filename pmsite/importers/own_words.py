"""What a source says in other words than the file, and means the same: the file keeps its own, down to each fact of each group."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pmsite.diagnostics import Report
from pmsite.model.item import Item
from pmsite.model.load import load_item
from pmsite.model.settings import Settings
from pmsite.read.record import Path, Record
from pmsite.writing.wanted import recognised_by

_ABSENT = object()
_SHARE = re.compile(r"[01](?:\.[0-9]{1,6})?")


def in_own_words(record: Record, changes: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    """Changes of a file's facts, each as its author wrote it wherever the model reads both alike. `70%` is 0.7."""
    goal = _read(record, changes, settings)
    found = dict(changes)
    if goal is None:
        return found
    for key, value in changes.items():
        if value is not None and key in record.data:
            for place, own in _otherwise(record.data[key], value):
                tried = {**found, key: _with(found[key], place, own)}
                if _read(record, tried, settings) == goal:
                    found = tried
    return found


def _read(record: Record, changes: Mapping[str, Any], settings: Settings) -> Item | None:
    data = {key: value for key, value in {**record.data, **changes}.items() if value is not None}
    return load_item(record._replace(data=data), settings, Report())


def _otherwise(own: Any, new: Any, place: Path = ()) -> Iterator[tuple[Path, Any]]:
    """The places at which two values differ, in the second, and what the first has there; what only the second has comes first."""
    if isinstance(own, dict) and isinstance(new, Mapping):
        yield from (((*place, name), _ABSENT) for name in new.keys() - own.keys())
        yield from (((*place, name), own[name]) for name in own.keys() - new.keys())
        for name in own.keys() & new.keys():
            yield from _otherwise(own[name], new[name], (*place, name))
    elif isinstance(own, list) and isinstance(new, (list, tuple)):
        known = {recognised_by(entry): entry for entry in own}
        for at, entry in enumerate(new):
            if (name := recognised_by(entry)) in known:
                yield from _otherwise(known[name], entry, (*place, at))
            elif at < len(own) == len(new):
                yield from _otherwise(own[at], entry, (*place, at))
    elif own != new:
        yield place, own
        if isinstance(own, str) and isinstance(new, str) and own.endswith("%") and _SHARE.fullmatch(new):
            yield place, f"{(Decimal(new) * 100).normalize():f}%"


def _with(value: Any, place: Path, own: Any) -> Any:
    if not place:
        return own
    name, rest = place[0], place[1:]
    if isinstance(value, Mapping):
        if own is _ABSENT and not rest:
            return {key: entry for key, entry in value.items() if key != name}
        return {**value, str(name): _with(value.get(str(name)), rest, own)}
    return [_with(entry, rest, own) if at == name else entry for at, entry in enumerate(value)]
