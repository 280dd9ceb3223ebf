"""pydantic's errors as diagnostics that a product manager can act on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from pmsite.diagnostics import Diagnostic, Severity
from pmsite.model.values import shown
from pmsite.read.record import Record


def from_validation(error: ValidationError, record: Record, known: Mapping[tuple[str, ...], Iterable[str]]) -> Iterator[Diagnostic]:
    """Every fault in a record's values. `known` are the keys of the groups of fields, for suggestions."""
    for fault in error.errors(include_url=False, include_input=True):
        yield one(fault["type"], tuple(fault["loc"]), fault.get("ctx", {}), record, known, fault["input"])


def one(
    kind: str,
    place: tuple[int | str, ...],
    context: Mapping[str, Any],
    record: Record,
    known: Mapping[tuple[str, ...], Iterable[str]],
    value: object = None,
) -> Diagnostic:
    """One fault, given pydantic's name for it and its place."""
    place = tuple(part for part in place if part != "[key]")
    span = record.span(*place)
    key = str(place[-1]) if place else ""
    if kind == "missing":
        return Diagnostic(
            f"missing-{key.replace('_', '-')}",
            Severity.ERROR,
            span,
            f"{_within(place)}{key} is missing",
            f"add `{key}:` with a value",
        )
    if kind == "extra_forbidden":
        group = tuple(part for part in place[:-1] if isinstance(part, str))
        return unknown_key(key, record, place, known.get(group) or known.get(group[:1], ()))
    if "message" in context:
        message = (
            f"{key}: {context['message']}"
            if key and not str(context["message"]).startswith(("the title", f"{key} "))
            else str(context["message"])
        )
        return Diagnostic(kind, Severity.ERROR, span, message, str(context.get("hint", "")))
    return Diagnostic(
        "wrong-shape",
        Severity.ERROR,
        span,
        f"{key}: {_shape(kind)}, this is {shown(value)}",
        "see the reference of this item type for an example",
    )


def unknown_key(key: str, record: Record, place: tuple[int | str, ...], known: Iterable[str]) -> Diagnostic:
    """A key that nothing reads, with the nearest one that something does."""
    near = did_you_mean(key, known)
    hint = f"did you mean `{near}`?" if near else "remove it, or declare it under `fields` in product.yml"
    return Diagnostic("unknown-key", Severity.ERROR, record.span(*place), f"{shown(key)} is not a known key", hint)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The nearest known word, or nothing."""
    by_fold = {entry.casefold(): entry for entry in known}
    near = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[near[0]] if near else ""


def _within(place: tuple[int | str, ...]) -> str:
    parent = [str(part + 1) if isinstance(part, int) else part for part in place[:-1]]
    return f"in {' '.join(parent)}, " if parent else ""


def _shape(kind: str) -> str:
    return {
        "dict_type": "a mapping is needed here",
        "model_type": "a mapping is needed here",
        "model_attributes_type": "a mapping is needed here",
    }.get(kind, "this cannot be read")
