"""pydantic's errors as diagnostics that a product manager can act on."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from pmsite.diagnostics import Answer, Diagnostic, Part, Severity, answer, only_told
from pmsite.messages import joined, said
from pmsite.model.hints import synonyms
from pmsite.model.mended import Again, Place
from pmsite.model.parsing import NOT_AN_ID
from pmsite.model.refusal import excerpt
from pmsite.model.slip_of_pen import is_surely
from pmsite.read import keyboards
from pmsite.read.look_alikes import wide_entries
from pmsite.read.record import Record
from pmsite.read.spans import span_of

SHOWING = frozenset({"visibility", "audience", "audiences", "for", "fields", "private"})
"""Facts that decide who reads what: a slip in one of them is mended by people alone, since nobody takes back what was shown."""
_WIDE_COLON = "\N{FULLWIDTH COLON}"
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
    in_wide: set[Place] = set()
    misspelt_ones: set[Place] = {(key,) for key in misspelt}
    for fault in faults:
        if fault["type"] == "extra_forbidden":
            place = tuple(fault["loc"])
            misspelt_ones.add((*place[:-1], nearest_key(str(place[-1]), _group(place, known))))
            if _WIDE_COLON in str(place[-1]):
                in_wide.add(place[:-1])  # a key that holds its value, and may hold all that follows
    for fault in faults:
        place = tuple(fault["loc"])
        if fault["type"] == "missing" and (place in misspelt_ones or (len(place) > 1 and place[:-1] in in_wide)):
            continue
        context = dict(fault.get("ctx", {}))
        if context.get("hint") == NOT_AN_ID:
            context["hint"] = _apart(place, fault["input"]) or id_of(fault["input"]) or NOT_AN_ID
        if place in again:
            context = plainly(context, again[place])
        elif fault["type"] == "not-a-number" and "unit" in _group(place, known) and "the number alone" in str(context.get("hint")):
            context["hint"] = joined(context["hint"], said("what it counts belongs into `unit`"))
        yield one(fault["type"], place, context, record, known, fault["input"])


def _apart(place: Place, value: object) -> str:
    """What to write for an entry of a list that semicolons would set apart elsewhere."""
    if not place or not isinstance(place[-1], int) or not isinstance(value, str) or ";" not in value:
        return ""
    return said(
        "write {entries}: commas set the entries of a list apart",
        entries=", ".join(keyboards.entries(value.replace(";", ","))),
    )


def plainly(context: Mapping[str, Any], again: Again) -> dict[str, Any]:
    """What is said of a value whose marks are those of another keyboard."""
    if again.fault is None:
        return {**context, "message": again.why, "hint": answer("write {answer}", again.new, place=again.place, old=again.old)}
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
    hint = _placed(context.get("hint", ""), place, value)
    place = tuple(part for part in place if part != "[key]")
    span = span_of(record, *place)
    if kind == "missing":
        return _missing(place, record)
    if kind == "extra_forbidden":
        return unknown_key(str(place[-1]), record, place, _group(place, known))
    name = _name(place, record)
    if "message" in context:
        message: str = context["message"]
        if name and not message.startswith(("the title", f"{name} ", f"{name}: ")):
            message = said("{name}: {message}", name=name, message=message)
        return Diagnostic(kind, Severity.ERROR, span, message, hint)
    message = said("{name}: {shape}, this is {value}", name=name, shape=_shape(kind), value=excerpt(value))
    hint = _shape_hint(kind, place, known)
    if isinstance(value, str) and value.strip()[:1] == "｛":
        hint = said("write {value}", value=_SPACE_MISSING.sub(": ", keyboards.plain(value).replace(",", ", ")))
    return Diagnostic("wrong-shape", Severity.ERROR, span, message, hint)


def _placed(hint: object, place: Place, value: object) -> str:
    """A hint that, where it is the one right answer, knows the place of the value that it answers."""
    if not isinstance(hint, Answer):
        return hint if isinstance(hint, str) else str(hint)
    old = tuple(value) if isinstance(value, list) else value
    if not place or place[0] in SHOWING or "[key]" in place or not isinstance(old, (str, tuple)):
        return only_told(hint)
    if hint.mend.place:
        return hint
    is_one_of_more = isinstance(old, tuple) and isinstance(hint.mend.new, str)
    return only_told(hint) if is_one_of_more else Answer(hint, replace(hint.mend, place=place, old=old))


def _missing(place: Place, record: Record) -> Diagnostic:
    key = str(place[-1])
    hint = said("add `{key}:` with a value", key=key)
    if len(place) == 1 and key in record.data:
        hint = said("write it after `{key}:`, which is empty", key=key)
    return Diagnostic(f"missing-{key.replace('_', '-')}", Severity.ERROR, span_of(record, *place), _is_missing(place, key), hint)


def unknown_key(key: str, record: Record, place: Place, known: Iterable[str], elsewhere: str = "") -> Diagnostic:
    """A key that nothing reads, with the nearest one that something does. `elsewhere` says where it would be read."""
    if not key.isascii() and (fault := _wide_entries(key, record, place)):
        return fault
    known = list(known)
    near = nearest_key(key, known)
    is_free = near not in _group_around(record, place)
    told = synonyms.key(key, known)[1]
    if told:
        hint = said("remove it: {told}", told=told)
    elif near:
        hint = said("did you mean `{near}`?", near=near)
        if is_free and near not in SHOWING and place and place[-1] == key and is_surely(key, near, known):
            hint = answer("did you mean `{answer}`?", near, part=Part.KEY, old=key, place=tuple(place))
    elif " " in key:
        hint = said("if this line goes on with the text above, put that text into double quotes, on one line; else remove it")
    else:
        hint = elsewhere or said("remove it, or declare it under `fields` in product.yml")
    return Diagnostic(
        "unknown-key", Severity.ERROR, span_of(record, *place), said("{key} is not a known key", key=excerpt(key)), hint
    )


def _wide_entries(key: str, record: Record, place: Place) -> Diagnostic | None:
    """A key that holds its value, too, since a mark of a Chinese keyboard stands between the two."""
    if _WIDE_COLON not in key:
        return None
    span = span_of(record, *place)
    fault = wide_entries(tuple(record.head.split("\n")), span.line - record.head_line)
    if fault is None:
        return None
    hint = only_told(fault.hint) if place[:1] and place[0] in SHOWING else fault.hint
    return Diagnostic(fault.code, Severity.ERROR, span, fault.message, hint)


def _group_around(record: Record, place: Place) -> Collection[str]:
    """The names of the facts in the group that a place is in."""
    found: object = record.data
    for part in place[:-1]:
        if isinstance(found, Mapping) and isinstance(part, str):
            found = found.get(part)
        elif isinstance(found, list) and isinstance(part, int) and part < len(found):
            found = found[part]
        else:
            return ()
    return found if isinstance(found, Mapping) else ()


def nearest_key(key: str, known: Iterable[str]) -> str:
    """The known key that an unknown one means, or nothing."""
    known = list(known)
    return synonyms.key(key, known)[0] or did_you_mean(keyboards.plain(key), known)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The nearest known word, or nothing."""
    by_fold = {entry.casefold(): entry for entry in known}
    near = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.7)
    return by_fold[near[0]] if near else ""


def nearest_id(word: str, known: Iterable[str]) -> str:
    """The nearest known id, also where its file is named, or only the last part of it; or nothing."""
    known = list(known)
    name = word.replace("\\", "/").rpartition("/")[2].removesuffix(".md")
    inner = [id for id in known if id.endswith(f".{name}")] if name else []
    return name if name in known else inner[0] if len(inner) == 1 else did_you_mean(word, known)


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
            found, value = said("{list}, entry {number}", list=found, number=part + 1), value[part]
        else:
            return found or str(part)
    return found


def _is_missing(place: tuple[int | str, ...], key: str) -> str:
    parent = [str(part + 1) if isinstance(part, int) else part for part in place[:-1]]
    return said("in {group}, {key} is missing", group=" ".join(parent), key=key) if parent else said("{key} is missing", key=key)


def _shape(kind: str) -> str:
    return (
        said("named values are needed here")
        if kind in ("dict_type", "model_type", "model_attributes_type")
        else said("this cannot be read")
    )


def _shape_hint(kind: str, place: tuple[int | str, ...], known: Known) -> str:
    names = list(_group((*place, ""), known))
    shape = "{" + ", ".join(f"{name}: …" for name in names[:4]) + (", …" if len(names) > 4 else "") + "}" if names else "…"
    shape = f"{{name: {shape}}}" if kind == "dict_type" or not names else shape
    return said("write {shape}; the reference of this type has an example", shape=shape)
