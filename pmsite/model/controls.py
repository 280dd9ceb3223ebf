"""What can be written into each field, for whoever offers it to people: forms, and the editor of the preview.

It says what the models say, and what the workspace's settings add: which statuses, audiences and fields of its own there are.

| kind | what is written |
|---|---|
| `title` | one line that names something |
| `line` | one line of text |
| `text` | text of any length, in Markdown |
| `number` | a number, from `low` to `high` where it has bounds, `above` zero, `whole` or not |
| `share` | a percentage |
| `boolean` | `true` or `false` |
| `period` | a day, month, quarter, half-year or year |
| `day` | a day |
| `end` | a period, or a version |
| `choice` | one of `choices` |
| `choices` | a list of some of `choices` |
| `reference` | the id of an item of a type in `to`, of any type where it is empty; where it is `free` also any name |
| `url` | an address on the web |
| `group` | a mapping of `fields` |

With `many` a list of such values is written; with `keys` a mapping from names, `names` where they are known, to such values, or to lists of them where it is `many`, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import NoneType
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pmsite.model import custom, parsing, vocabulary
from pmsite.model.item import MACHINE_FIELDS, READER_FIELDS, Item
from pmsite.model.labels import label
from pmsite.model.period import Period
from pmsite.model.settings import CustomField, Settings
from pmsite.model.status import Status
from pmsite.model.types import leaves, outside_fields
from pmsite.model.values import LIST, Before, Between, Choice, Kind, Reference


@dataclass(frozen=True, slots=True)
class Option:
    """One of a few words. Without a label of the workspace's own it is called as everywhere."""

    value: str
    label: str = ""
    stage: str = ""
    """Of a status."""


@dataclass(frozen=True, slots=True)
class Control:
    """What can be written into one field."""

    kind: str
    label: str = ""
    """What pages call it, in English; in the workspace's words where it is `custom`."""
    help: str = ""
    example: object = None
    default: str = ""
    """What holds where nothing is written."""
    required: bool = False
    outside: bool = False
    """Whether outside audiences get it unless product.yml says otherwise."""
    custom: bool = False
    many: bool = False
    keys: bool = False
    names: tuple[str, ...] = ()
    choices: tuple[Option, ...] = ()
    to: tuple[str, ...] = ()
    free: bool = False
    low: float | None = None
    high: float | None = None
    above: bool = False
    whole: bool = False
    fields: Mapping[str, Control] = field(default_factory=dict)
    short: str = ""
    """Of a group, the one of its fields that a text stands for."""


def controls(model: type[Item], settings: Settings) -> Mapping[str, Control]:
    """By the key that authors write, the control of each field of a type, those that the workspace adds included."""
    known = {name: _fitted(name, control, settings) for name, control in _of(model).items()}
    return known | {name: _custom(name, own, settings) for name, own in settings.custom_fields(model.type).items()}


@lru_cache
def _of(model: type[BaseModel]) -> Mapping[str, Control]:
    hidden = {*MACHINE_FIELDS, *READER_FIELDS, "id"} if issubclass(model, Item) else set()
    return {
        info.alias or name: _control(model, name, info)
        for name, info in model.model_fields.items()
        if name not in hidden and not info.exclude
    }


def _control(model: type[BaseModel], name: str, info: FieldInfo) -> Control:
    is_outside = name in outside_fields(model) if issubclass(model, Item) else leaves(model, name)
    return replace(
        _value(info.annotation, tuple(info.metadata)),
        label=label(name, info),
        help=info.description or "",
        example=(info.examples or [None])[0],
        default="" if info.is_required() else _written(info.get_default(call_default_factory=True)),
        required=info.is_required(),
        outside=is_outside,
    )


def _value(annotation: Any, marks: tuple[object, ...]) -> Control:
    """What is written where a value of some type, with some marks, is wanted."""
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return _value(inner, (*more, *marks))
    inner = [one for one in get_args(annotation) if one is not NoneType]
    if get_origin(annotation) is tuple:
        is_whole = any(isinstance(mark, Kind) for mark in marks)  # one function reads all of the list
        own = tuple(mark for mark in marks if mark is not LIST)
        return _by_marks(marks) if is_whole else replace(_value(inner[0], own), many=True)
    if get_origin(annotation) is dict:
        return replace(_value(inner[1], ()), keys=True)
    if len(inner) == 1 and NoneType in get_args(annotation):
        return _value(inner[0], marks)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Control("group", fields=_of(annotation), short=_short(marks))
    return _by_marks(marks)


def _by_marks(marks: tuple[object, ...]) -> Control:
    found = next((_CONTROLS[mark.read] for mark in marks if isinstance(mark, Kind) and mark.read in _CONTROLS), Control("line"))
    for mark in marks:
        if isinstance(mark, Choice):
            return Control("choice", choices=tuple(map(Option, mark.values)))
        if isinstance(mark, Kind) and "enum" in mark.schema:
            return Control("choice", choices=tuple(map(Option, mark.schema["enum"])))
        if isinstance(mark, Between):
            return Control("number", low=mark.low, high=mark.high, whole=mark.whole)
        if isinstance(mark, Reference):
            return Control("reference", to=mark.to, free=mark.loose)
    return found


_CONTROLS: Mapping[Callable[..., Any], Control] = {
    parsing.title: Control("title"),
    parsing.text: Control("line"),
    parsing.prose: Control("text"),
    parsing.number: Control("number"),
    parsing.positive: Control("number", low=0, above=True),
    parsing.not_negative: Control("number", low=0),
    parsing.share: Control("share"),
    parsing.chance: Control("share", above=True),
    parsing.boolean: Control("boolean"),
    parsing.url: Control("url"),
    vocabulary.date_or_period: Control("period"),
    vocabulary.day: Control("day"),
    vocabulary.date_or_version: Control("end"),
    vocabulary.status: Control("choice"),
    vocabulary.level: Control("choice"),
    vocabulary.change_kind: Control("choice"),
    vocabulary.audience_names: Control("choices"),
}
"""By what reads a text, what can be written."""


def _short(marks: tuple[object, ...]) -> str:
    """The fact that a text alone stands for in place of a group."""
    for mark in marks:
        if isinstance(mark, Before) and isinstance(found := mark.read("?"), Mapping):
            return str(next(iter(found)))
    return ""


def _written(default: object) -> str:
    """A default as an author would write it."""
    if isinstance(default, bool):
        return "true" if default else "false"
    if isinstance(default, (int, float)):
        return f"{default:g}"
    return str(default) if isinstance(default, (str, Status, Period)) else ""


def _fitted(name: str, control: Control, settings: Settings) -> Control:
    """A control with what the workspace's settings say of it."""
    audiences = tuple(Option(audience, own.label or audience) for audience, own in settings.audiences.items())
    if control.kind == "choices":
        return replace(control, choices=audiences)
    if name == "status" and not control.choices:
        statuses = settings.known_statuses.items()
        return replace(control, choices=tuple(Option(status, own.label, own.stage) for status, own in statuses))
    if name == "level" and control.kind == "choice" and not control.choices:
        levels = settings.known_levels.values()
        return replace(control, choices=tuple(Option(level.id, level.label(settings.language)) for level in levels))
    if name == "kind" and control.kind == "choice" and not control.choices:
        return replace(control, choices=tuple(Option(kind, own.label) for kind, own in settings.kinds.items()))
    if name == "audience" and control.kind == "line":
        return replace(control, kind="choice", choices=(Option("team"), *audiences))
    if name == "for":
        return replace(control, names=tuple(settings.audiences))
    if name == "position":
        return replace(control, names=tuple(settings.axes))
    if name == "capabilities" and control.keys:
        return replace(control, names=settings.capabilities)
    if name == "capabilities" and settings.capabilities:
        return replace(control, kind="choices", many=False, choices=tuple(Option(one, one) for one in settings.capabilities))
    return control


_CUSTOM: Mapping[str, str] = {
    "text": "text",
    "number": "number",
    "boolean": "boolean",
    "date": "period",
    "choice": "choice",
    "list": "line",
    "references": "reference",
    "url": "url",
}
"""By the kind of a custom field, that of its control."""


def _custom(name: str, own: CustomField, settings: Settings) -> Control:
    named = custom.reference(own)
    is_map = own.kind == "map"
    kind = own.values_are if is_map else own.kind
    return Control(
        _CUSTOM.get(kind, "reference"),
        label=own.label or name,
        custom=True,
        outside=bool(own.audiences),
        many=kind in ("list", "references"),
        keys=is_map,
        choices=tuple(Option(value, value) for value in own.values),
        to=named.to if named else (),
    )


def every(control: Control) -> Iterator[Control]:
    """A control, and all inside of it."""
    yield control
    for inner in control.fields.values():
        yield from every(inner)
