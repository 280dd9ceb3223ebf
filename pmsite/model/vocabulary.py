"""Values that mean what a workspace's settings say: its statuses, kinds of changes, audiences, and dates of its fiscal year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Protocol

from pydantic import ValidationInfo

from pmsite.messages import reason, said
from pmsite.model import period
from pmsite.model.hints import suggestions, synonyms
from pmsite.model.parsing import scalar
from pmsite.model.period import Period
from pmsite.model.refusal import did_you_mean, excerpt, refuse
from pmsite.model.status import Status

_DATE_BEGINS = re.compile(r"[0-9]{4}-")
_VERSION = re.compile(r"v?[0-9]{1,9}(?:\.[0-9]{1,9}){0,3}(?:-[0-9A-Za-z.-]{1,40})?")


class Vocabulary(Protocol):
    """What values ask of a workspace's settings."""

    @property
    def fiscal_year_starts(self) -> int:
        """The month."""

    @property
    def known_statuses(self) -> Mapping[str, Status]:
        """By id."""

    @property
    def known_levels(self) -> Mapping[str, Any]:
        """By name."""

    @property
    def kinds(self) -> Mapping[str, Any]:
        """The kinds of changes, by name."""

    @property
    def audiences(self) -> Mapping[str, Any]:
        """By name."""


def date_or_period(value: object, info: ValidationInfo) -> Period:
    """A day, month, quarter, half-year or year."""
    return value if isinstance(value, Period) else parse_period(value, _vocabulary(info))


def parse_period(value: object, vocabulary: Vocabulary) -> Period:
    """A date or period that is no field of a model."""
    written = scalar(value, "a date or period").strip()
    try:
        return period.parse(written, vocabulary.fiscal_year_starts)
    except ValueError as fault:
        why = reason(fault) if len(written) <= 40 else said("this is not a date or period")
        refuse("not-a-date", why, suggestions.period_hint(written))


def day(value: object, info: ValidationInfo) -> Period:
    """A single day."""
    found = date_or_period(value, info)
    if found.precision != "day":
        refuse(
            "not-a-day", said("{found} is not a single day", found=found), said("write a day such as {last}", last=str(found.last))
        )
    return found


def date_or_version(value: object, info: ValidationInfo) -> Period | str:
    """A date or period, or else a version."""
    if isinstance(value, Period):
        return value
    written = scalar(value, "a date or a version").strip()
    with suppress(ValueError):
        return period.parse(written, _vocabulary(info).fiscal_year_starts)
    if not _VERSION.fullmatch(written) or _DATE_BEGINS.match(written):
        refuse(
            "not-a-date-or-version",
            said("{written} is neither a date nor a version", written=excerpt(written)),
            said("write 2027-06-30, 2027-Q2 or 4.0.0"),
        )
    return written


def status(value: object, info: ValidationInfo) -> Status:
    """One of the workspace's statuses."""
    if isinstance(value, Status):
        return value
    written = scalar(value, "a status").strip()
    known = _vocabulary(info).known_statuses
    if written not in known:
        near = synonyms.status(written, {name: (own.stage, own.label) for name, own in known.items()})
        hint = did_you_mean(near, written, known)
        refuse("unknown-status", said("{written} is not a status of this workspace", written=excerpt(written)), hint)
    return known[written]


def level(value: object, info: ValidationInfo) -> str:
    """One of the workspace's levels of work."""
    known = _vocabulary(info).known_levels
    written = (value if isinstance(value, str) else scalar(value, said("one of {known}", known=list(known)))).strip()
    if written not in known:
        hint = did_you_mean(synonyms.choice(written, known), written, known)
        refuse("unknown-level", said("{written} is not a level of work here", written=excerpt(written)), hint)
    return written


def change_kind(value: object, info: ValidationInfo) -> str:
    """One of the workspace's kinds of changes."""
    known = _vocabulary(info).kinds
    written = (value if isinstance(value, str) else scalar(value, said("one of {known}", known=list(known)))).strip()
    if written not in known:
        hint = did_you_mean(synonyms.choice(written, known), written, known)
        refuse("unknown-choice", said("{written} is not a kind of change here", written=excerpt(written)), hint)
    return written


def audience_names(value: object, info: ValidationInfo) -> tuple[str, ...]:
    """The audiences, besides the team, that may see an item."""
    known = _vocabulary(info).audiences
    hint = (
        said("write a list such as [{known}], or [] for the team only", known=", ".join(known))
        if known
        else said("name audiences in product.yml first")
    )
    if not isinstance(value, (list, tuple)):
        given = [entry.strip() for entry in value.split(",")] if isinstance(value, str) else []
        if given and all(entry in known or entry == "team" for entry in given):
            hint = said("write [{given}]", given=", ".join(given))
        refuse("bad-visibility", said("visibility must be a list of audiences, this is {value}", value=excerpt(value)), hint)
    for entry in value:
        if not isinstance(entry, str) or (entry not in known and entry != "team"):
            near = synonyms.choice(entry, known) if isinstance(entry, str) else ""
            hint = said("did you mean {near}? Else {hint}", near=near, hint=hint) if near else hint
            refuse("unknown-audience", said("{entry} is not an audience of this workspace", entry=excerpt(entry)), hint)
    return tuple(dict.fromkeys(entry for entry in value if entry != "team"))


def _vocabulary(info: ValidationInfo) -> Vocabulary:
    assert info.context is not None  # the loader always validates with the workspace's settings
    vocabulary: Vocabulary = info.context
    return vocabulary
