"""pydantic's errors as diagnostics that a product manager can act on."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from pmsite.diagnostics import Diagnostic, Severity
from pmsite.model import suggestions, synonyms
from pmsite.model.mended import Again, Place
from pmsite.model.parsing import NOT_AN_ID
from pmsite.model.refusal import excerpt
from pmsite.read import keyboards
from pmsite.read.record import Record
from pmsite.read.spans import span_of

_SPACE_MISSING = re.compile(r":(?! )")
Known = Mapping[tuple[str, ...], Iterable[str]]
"""The keys of each group of fields, for suggestions."""


def from_validation(
    error: ValidationError,
    record: Record,
    known: Known,
    misspelt: Collection[str] = (),
    again: Mapping[Place, Again] = MappingProxyType({}),
    id_of: Callable[[object], str] = lambda _: "",
) -> Iterator[Diagnostic]:
    """Every fault in a record's values. What is only missing because its key is misspelt is one fault, not two.

    `again` says what becomes of faulty values with plain marks, `id_of` what to write in place of a title.
    """
    faults = error.errors(include_url=False, include_input=True)
    misspelt_ones: set[Place] = {(key,) for key in misspelt}
    for fault in faults:
        if fault["type"] == "extra_forbidden":
            place = tuple(fault["loc"])
            misspelt_ones.add((*place[:-1], nearest_key(str(place[-1]), _group(place, known))))
    for fault in faults:
        place = tuple(fault["loc"])
        if fault["type"] == "missing" and place in misspelt_ones:
            continue
        context = dict(fault.get("ctx", {}))
        if context.get("hint") == NOT_AN_ID:
            context["hint"] = _apart(place, fault["input"]) or id_of(fault["input"]) or NOT_AN_ID
        if place in again:
            context = plainly(context, again[place])
        elif fault["type"] == "not-a-number" and "unit" in _group(place, known) and "the number alone" in str(context.get("hint")):
            context["hint"] += "; what it counts belongs into `unit`"
        yield one(fault["type"], place, context, record, known, fault["input"])


def _apart(place: Place, value: object) -> str:
    """What to write for an entry of a list that semicolons would set apart elsewhere."""
    if not place or not isinstance(place[-1], int) or not isinstance(value, str) or ";" not in value:
        return ""
    return f"write {suggestions.a_list(value)[1:-1]}: commas set the entries of a list apart"


def plainly(context: Mapping[str, Any], again: Again) -> dict[str, Any]:
    """What is said of a value whose marks are those of another keyboard."""
    if again.fault is None:
        return {**context, "message": again.why, "hint": f"write {again.text}"}
    return {**context, "hint": again.fault.get("ctx", {}).get("hint") or context.get("hint", "")}


def one(
    kind: str,
    place: Place,
    context: Mapping[str, Any],
    record: Record,
    known: Known,
    value: object = None,
) -> Diagnostic:
    """One fault, given pydantic's name for it and its place."""
    place = tuple(part for part in place if part != "[key]")
    span = span_of(record, *place)
    if kind == "missing":
        return _missing(place, record)
    if kind == "extra_forbidden":
        return unknown_key(str(place[-1]), record, place, _group(place, known))
    name = _name(place, record)
    if "message" in context:
        message = str(context["message"])
        if name and not message.startswith(("the title", f"{name} ", f"{name}: ")):
            message = f"{name}: {message}"
        return Diagnostic(kind, Severity.ERROR, span, message, str(context.get("hint", "")))
    message = f"{name}: {_shape(kind)}, this is {excerpt(value)}"
    hint = _shape_hint(kind, place, known)
    if isinstance(value, str) and value.strip()[:1] == "｛":
        hint = f"write {_SPACE_MISSING.sub(': ', keyboards.plain(value).replace(',', ', '))}"
    return Diagnostic("wrong-shape", Severity.ERROR, span, message, hint)


def _missing(place: Place, record: Record) -> Diagnostic:
    key = str(place[-1])
    hint = f"add `{key}:` with a value"
    if len(place) == 1 and key in record.data:
        hint = f"write it after `{key}:`, which is empty"
    return Diagnostic(
        f"missing-{key.replace('_', '-')}", Severity.ERROR, span_of(record, *place), f"{_within(place)}{key} is missing", hint
    )


def unknown_key(key: str, record: Record, place: Place, known: Iterable[str], elsewhere: str = "") -> Diagnostic:
    """A key that nothing reads, with the nearest one that something does. `elsewhere` says where it would be read."""
    known = list(known)
    near = nearest_key(key, known)
    told = synonyms.key(key, known)[1]
    if told:
        hint = f"remove it: {told}"
    elif near:
        hint = f"did you mean `{near}`?"
    elif " " in key:
        hint = "if this line goes on with the text above, put that text into double quotes, on one line; else remove it"
    else:
        hint = elsewhere or "remove it, or declare it under `fields` in product.yml"
    return Diagnostic("unknown-key", Severity.ERROR, span_of(record, *place), f"{excerpt(key)} is not a known key", hint)


def nearest_key(key: str, known: Iterable[str]) -> str:
    """The known key that an unknown one means, or nothing."""
    known = list(known)
    return synonyms.key(key, known)[0] or did_you_mean(keyboards.plain(key), known)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The nearest known word, or nothing."""
    by_fold = {entry.casefold(): entry for entry in known}
    near = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.7)
    return by_fold[near[0]] if near else ""


def _group(place: tuple[int | str, ...], known: Known) -> Iterable[str]:
    group = tuple(part for part in place[:-1] if isinstance(part, str))
    return known.get(group) or known.get(group[:1], ())


def _name(place: tuple[int | str, ...], record: Record) -> str:
    """What the author calls a place: the last key that stands in the file, and the number of the entry in a list."""
    found = ""
    value: object = record.data
    for part in place:
        if isinstance(part, str) and isinstance(value, Mapping) and part in value:
            found, value = part, value[part]
        elif isinstance(part, int) and isinstance(value, list) and part < len(value):
            found, value = f"{found}, entry {part + 1}", value[part]
        else:
            return found or str(part)
    return found


def _within(place: tuple[int | str, ...]) -> str:
    parent = [str(part + 1) if isinstance(part, int) else part for part in place[:-1]]
    return f"in {' '.join(parent)}, " if parent else ""


def _shape(kind: str) -> str:
    return "named values are needed here" if kind in ("dict_type", "model_type", "model_attributes_type") else "this cannot be read"


def _shape_hint(kind: str, place: tuple[int | str, ...], known: Known) -> str:
    names = list(_group((*place, ""), known))
    shape = "{" + ", ".join(f"{name}: …" for name in names[:4]) + (", …" if len(names) > 4 else "") + "}" if names else "…"
    shape = f"{{name: {shape}}}" if kind == "dict_type" or not names else shape
    return f"write {shape}; the reference of this type has an example"
