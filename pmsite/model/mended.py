"""A faulty value tried again with plain marks, so that a hint names what is surely right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any, NamedTuple

from pydantic import ValidationError

from pmsite.messages import said
from pmsite.read import keyboards

Place = tuple[int | str, ...]


class Again(NamedTuple):
    """A value as it would be written with plain marks, which of its marks are not, and what would still be wrong of it."""

    new: str | tuple[str, ...]
    why: str
    """The mark, in words, and the text that holds it."""
    fault: Mapping[str, Any] | None
    place: Place = ()
    old: str | tuple[str, ...] = ""
    """What stands there now."""


def tried(error: ValidationError, values: Mapping[str, Any], check: Callable[[Any], object]) -> Mapping[Place, Again]:
    """By place, what becomes of faulty values that hold marks of another keyboard where they are written with plain ones."""
    found: dict[Place, tuple[Place, object, str]] = {}
    for fault in error.errors(include_url=False):
        place = tuple(fault["loc"])
        if (plain := _plain(place, fault["input"], values)) is not None:
            found[place] = plain
    if not found:
        return {}
    mended = deepcopy(dict(values))
    for at, value, _ in found.values():
        _put(mended, at, value)
    left = _left(mended, check)
    return {
        place: again(
            _at(values, at), value, why, at, next((fault for where, fault in left.items() if where[: len(at)] == at), None)
        )
        for place, (at, value, why) in found.items()
    }


def again(old: object, new: object, why: str, place: Place, fault: Mapping[str, Any] | None = None) -> Again:
    """A value and what it would be with plain marks."""
    return Again(_frozen(new), why, fault, place, _frozen(old))


def plain_value(value: object) -> tuple[object, str]:
    """A value with plain marks, and which of its marks were not; the second is empty where all are plain."""
    if isinstance(value, str):
        bare = keyboards.plain(value)
        why = _why(value) if bare != value.strip() else ""
        return (keyboards.entries(value) if bare.startswith("[") and bare.endswith("]") else bare), why
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        why = next((odd for entry in value if (odd := _why(entry))), "")
        return ([part for entry in value for part in keyboards.entries(entry)] if why else value), why
    return value, ""


def _why(value: str) -> str:
    odd = keyboards.why_odd(value)
    return said("{odd}: {value}", odd=odd, value=value.strip()[:60]) if odd else ""


def flow(value: object) -> str:
    """A value as it stands on one line."""
    return _flow(value)


def _plain(place: Place, value: object, values: Mapping[str, Any]) -> tuple[Place, object, str] | None:
    around = _at(values, place[:-1]) if place else None
    if place and isinstance(place[-1], int) and isinstance(value, str) and keyboards.holds_commas(value):
        place, value = place[:-1], around
    elif around is None or (isinstance(value, str) and _at(values, place) != value):
        return None
    bare, why = plain_value(value)
    return (place, bare, why) if why else None


def _at(values: Any, place: Place) -> Any:
    for part in place:
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return None
    return values


def _put(values: object, place: Place, value: object) -> None:
    holder = _at(values, place[:-1])
    if holder is not None:
        holder[place[-1]] = value


def _left(values: object, check: Callable[[Any], object]) -> Mapping[Place, Mapping[str, Any]]:
    try:
        check(values)
    except ValidationError as error:
        return {tuple(fault["loc"]): dict(fault) for fault in error.errors(include_url=False)}
    return {}


def _frozen(value: object) -> str | tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else str(value)


def _flow(value: object) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)
