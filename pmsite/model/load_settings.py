"""product.yml becomes settings, all of them or what is sound of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from pmsite.diagnostics import Diagnostic, Report, Severity
from pmsite.messages import said
from pmsite.model import custom, levels, mended, slips
from pmsite.model.faults import did_you_mean, from_validation, unknown_key
from pmsite.model.intake import Intake
from pmsite.model.item import READER_FIELDS, YIELDING
from pmsite.model.refusal import excerpt
from pmsite.model.saved_view import ALWAYS, SavedView
from pmsite.model.settings import CustomField, Settings, StatusSetting
from pmsite.model.types import BY_NAME, keys, paths
from pmsite.read.record import Record, Value
from pmsite.read.spans import span_of


def load_settings(record: Record, report: Report) -> Settings | None:
    """product.yml as settings, or nothing where it has faults."""
    known: dict[tuple[str, ...], Iterable[str]] = {
        (): Settings.model_fields,
        ("views",): SavedView.model_fields,
        ("intake",): Intake.model_fields,
    }
    values = {key: value for key, value in record.data.items() if value is not None}
    settings, faults = None, []
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        faults = list(from_validation(error, record, known, again=mended.tried(error, values, Settings.model_validate)))
    else:
        faults = [fault for _, fault in _field_faults(settings, record)]
    told = list(slips.quotes(record, faults))
    report.extend([*faults, *told])
    return None if any(fault.severity is Severity.ERROR for fault in (*faults, *told)) else settings


class Partial(NamedTuple):
    """The settings of a product.yml with faults, as far as they are sound, and the place of each entry that is left out."""

    settings: Settings
    left_out: frozenset[tuple[str, ...]]

    def explains(self, fault: Diagnostic) -> bool:
        """Whether a fault of an item is only that it uses what is left out."""
        section = _USES.get(fault.code)
        gone = {place for place in self.left_out if place[0] == section}
        words = set(re.findall(r"[\w.-]+", fault.message))
        return any(len(place) == 1 or place[-1] in words for place in gone)


_USES = {
    "unknown-status": "statuses",
    "unknown-level": "levels",
    "unknown-audience": "audiences",
    "private-item": "audiences",
    "unknown-key": "fields",
    "unknown-choice": "change_kinds",
}
"""By what is said of a word that product.yml does not know, where it would stand there."""


def sound_part(record: Record) -> Partial | None:
    """What can be used of a product.yml with faults, so that the other files can be read by it; nothing where too little can."""
    data: dict[str, Value] = {key: value for key, value in record.data.items() if value is not None}
    meant = [did_you_mean(key, Settings.model_fields) for key in data if key not in Settings.model_fields]
    left_out: set[tuple[str, ...]] = {(section,) for section in (meant if data else Settings.model_fields)}
    for _ in range(MOST_TRIES):
        try:
            settings = Settings.model_validate(data)
        except ValidationError as error:
            places = {_entry(fault["loc"], data) for fault in error.errors(include_url=False)}
        else:
            places = {_entry(place, data) for place, _ in _field_faults(settings, record)}
            if not places:
                return Partial(settings, frozenset(left_out))
        for place in places:
            left_out.add(place)
            _leave_out(data, place)
    return None


MOST_TRIES = 5
"""Entries that rest on others, which rest on others."""


def _entry(place: tuple[int | str, ...], data: Mapping[str, Value]) -> tuple[str, ...]:
    """The entry of product.yml that a fault at a place spoils: as little as can be left out."""
    names = [str(part) for part in place if part != "[key]"]
    depth = {"fields": 3, "name": 1, "intake": 1}.get(names[0], 2) if isinstance(data.get(names[0]), Mapping) else 1
    return tuple(names[:depth])


def _leave_out(data: dict[str, Value], place: tuple[str, ...]) -> None:
    *above, last = place
    group: Any = data
    for name in above:
        group[name] = dict(group.get(name) or {})
        group = group[name]
    group.pop(last, None)
    if place == ("name",):
        data["name"] = "?"


def _field_faults(settings: Settings, record: Record) -> Iterator[tuple[tuple[str, ...], Diagnostic]]:
    for type_name, fields in settings.fields.items():
        if type_name not in BY_NAME:
            yield ("fields", type_name), unknown_key(type_name, record, ("fields", type_name), BY_NAME)
            continue
        for name, declared in fields.items():
            place = ("fields", type_name, name)
            if (name in keys(BY_NAME[type_name]) and name not in YIELDING) or name in READER_FIELDS:
                message = said("the field name {name} is taken: every {type_name} has it already", name=name, type_name=type_name)
                yield (
                    place,
                    Diagnostic("field-name-taken", Severity.ERROR, span_of(record, *place), message, said("choose another name")),
                )
            yield from ((place, fault) for fault in _declaration_faults(declared, place, settings, record))
    for name, message, hint in levels.faults(settings.levels):
        span = span_of(record, "levels", name)
        yield ("levels", name), Diagnostic("bad-level", Severity.ERROR, span, message, hint)
    for name, status in settings.statuses.items():
        yield from ((("statuses", name), fault) for fault in _requirement_faults(status, ("statuses", name), settings, record))
    for name, saved in settings.views.items():
        yield from ((("views", name), fault) for fault in _view_faults(saved, ("views", name), settings, record))
    if settings.intake is not None:
        yield from ((("intake",), fault) for fault in _intake_faults(settings.intake, settings, record))
    for audience, setting in settings.audiences.items():
        for type_name, names in setting.fields.items():
            at_type = ("audiences", audience, "fields", type_name)
            if type_name not in BY_NAME:
                yield at_type, unknown_key(type_name, record, at_type, BY_NAME)
                continue
            filled = ("body", "series") if type_name == "metric" else ("body",)
            known = [*keys(BY_NAME[type_name]), *filled, *settings.custom_fields(type_name), *paths(BY_NAME[type_name])]
            for at, name in enumerate(names):
                if name not in known:
                    near = did_you_mean(name, known)
                    hint = (
                        said("did you mean {near}?", near=near)
                        if near
                        else said("write fields of the type, such as {known}", known=known[:5])
                    )
                    message = said("a {type_name} has no field {name}", type_name=type_name, name=excerpt(name))
                    yield at_type, Diagnostic("unknown-field", Severity.ERROR, span_of(record, *at_type, at), message, hint)


def _requirement_faults(status: StatusSetting, place: tuple[str, ...], settings: Settings, record: Record) -> Iterable[Diagnostic]:
    known = [name for name in (*keys(BY_NAME["feature"]), *settings.custom_fields("feature")) if name not in ("id", "status")]
    for at, name in enumerate(status.requires):
        if name not in known:
            near = did_you_mean(name, known)
            hint = (
                said("did you mean {near}?", near=near)
                if near
                else said("write fields of a feature, such as result, owner, acceptance")
            )
            message = said("a feature has no field {name} that a status could require", name=excerpt(name))
            yield Diagnostic("unknown-field", Severity.ERROR, span_of(record, *place, "requires", at), message, hint)


def _declaration_faults(declared: CustomField, place: tuple[str, ...], settings: Settings, record: Record) -> Iterable[Diagnostic]:
    for key, value, known in (
        ("to", declared.to, BY_NAME),
        ("values_are", declared.values_are, {*custom.SIMPLE, "date", "choice", *BY_NAME}),
    ):
        if value and value not in known:
            yield Diagnostic(
                "unknown-kind",
                Severity.ERROR,
                span_of(record, *place, key),
                said("{value} is neither a kind nor a type", value=excerpt(value)),
                said("write one of {known}", known=sorted(known)),
            )
    if declared.kind == "choice" and not declared.values:
        yield Diagnostic(
            "choice-without-values",
            Severity.ERROR,
            span_of(record, *place),
            said("a choice needs its values"),
            said("add `values: [first, second]`"),
        )
    yield from _audience_faults(declared.audiences, place, settings, record)


def _audience_faults(names: Iterable[str], place: tuple[str, ...], settings: Settings, record: Record) -> Iterable[Diagnostic]:
    for name in names:
        if name not in settings.audiences and name != "team":
            near = did_you_mean(name, settings.audiences)
            known = (
                said("write one of {audiences}", audiences=list(settings.audiences))
                if settings.audiences
                else said("name it under `audiences` first")
            )
            yield Diagnostic(
                "unknown-audience",
                Severity.ERROR,
                span_of(record, *place, "audiences"),
                said("{name} is not an audience of this workspace", name=excerpt(name)),
                said("did you mean {near}?", near=near) if near else known,
            )


def _intake_faults(intake: Intake, settings: Settings, record: Record) -> Iterable[Diagnostic]:
    if "team" in intake.audiences:
        at = intake.audiences.index("team")
        yield Diagnostic(
            "unknown-audience",
            Severity.ERROR,
            span_of(record, "intake", "audiences", at),
            said("the form is for readers outside, and team is the team itself"),
            said("remove it: the team writes feedback as items"),
        )
    yield from _audience_faults(intake.audiences, ("intake",), settings, record)


def _view_faults(saved: SavedView, place: tuple[str, ...], settings: Settings, record: Record) -> Iterable[Diagnostic]:
    for key in ("where", "group_by", "lanes", "columns", "sort"):
        if key in saved.model_fields_set and key not in saved.options:
            yield Diagnostic(
                "unknown-option",
                Severity.ERROR,
                span_of(record, *place, key),
                said("{key} is not an option of this view", key=key),
                said("remove it, or write one of {known}", known=[*ALWAYS, *saved.options]),
            )
    if saved.view == "roadmap" and saved.lanes == saved.group_by:
        yield Diagnostic(
            "unknown-choice",
            Severity.ERROR,
            span_of(record, *place, "lanes"),
            said("the lanes are the columns over again"),
            said("group the columns or the lanes by something else"),
        )
    yield from _audience_faults(saved.audiences, place, settings, record)
