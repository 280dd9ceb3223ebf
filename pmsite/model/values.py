"""The kinds of values that fields hold. Each turns the author's text into its value, or says what to write instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any, NoReturn, Protocol

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainValidator, ValidationInfo, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from pmsite.model import period, suggestions, synonyms
from pmsite.model.period import Period
from pmsite.read.names import id_fault

STAGES = ("idea", "discovery", "planned", "building", "shipped", "dropped")
OPEN_STAGES = frozenset({"idea", "discovery", "planned", "building", "open"})
"""Stages of work that is not finished; `open` is all that readers know who do not get the status."""
STAGE_ORDER = ("building", "planned", "discovery", "idea", "open", "shipped", "dropped")
"""Stages as readers look for them: open work first, what reaches users soonest at its head."""
ENDS = ("shipped", "dropped")
TITLE_LIMIT, TEXT_LIMIT = 300, 100_000
NOT_AN_ID = "write the other item's id, which is its file name without .md"
NUMBER_LIMIT = 10**15

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_ODD_NUMBER = re.compile(r"[-+]?(?:\.(?:inf|nan)|[0-9.]+e[-+]?[0-9]+|inf|nan|infinity)", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_CONTROL_BUT_NEWLINE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_URL = re.compile(r"(?:https?://[^\s/@\\]+|mailto:[^\s@]+@)[^\s\\]*", re.IGNORECASE)
_DATE_BEGINS = re.compile(r"[0-9]{4}-")
_VERSION = re.compile(r"v?[0-9]{1,9}(?:\.[0-9]{1,9}){0,3}(?:-[0-9A-Za-z.-]{1,40})?")
_NAME = re.compile(r"[^\W_](?:[\w .'’·-]*[\w.])?")


@dataclass(frozen=True, slots=True)
class Status:
    """A workspace's own word for where an item is, with the stage that the word belongs to."""

    id: str
    stage: str
    label: str

    def __str__(self) -> str:
        return self.id

    @property
    def is_open(self) -> bool:
        """Whether work of this status is not finished."""
        return self.stage in OPEN_STAGES


@dataclass(frozen=True, slots=True)
class Reference:
    """Marks a field that names other items, of the given types; of any type where none is given."""

    to: tuple[str, ...] = ()
    loose: bool = False
    """Whether an id that no item has is fine (people are often only names)."""


def refuse(code: str, message: str, hint: str = "") -> NoReturn:
    """Raise the fault of one value, in the form that the loader turns into a diagnostic."""
    raise PydanticCustomError(code, "{message}", {"message": message, "hint": hint})


def shown(value: object, limit: int = 60) -> str:
    """A value as a message quotes it: one short line, control characters escaped."""
    text = (
        value
        if isinstance(value, str)
        else "a list"
        if isinstance(value, list)
        else "a mapping"
        if isinstance(value, dict)
        else "nothing"
    )
    text = _CONTROL.sub(lambda m: f"\\u{ord(m[0]):04x}", text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def scalar(value: object, what: str) -> str:
    """The author's text of a value that must be a single one."""
    if not isinstance(value, str):
        kind = "a list" if isinstance(value, (list, tuple)) else "a mapping" if isinstance(value, Mapping) else "empty"
        refuse("wrong-type", f"{what} is needed here, this is {kind}", f"write {what} after the colon")
    return value


def text(value: object) -> str:
    """One line of text."""
    written = scalar(value, "one line of text").strip()
    if found := _CONTROL.search(written):
        refuse(
            "control-character", f"the text holds {_named(found[0])}, which no reader can see", "remove it; this text is one line"
        )
    return _bounded(written, TEXT_LIMIT)


def title(value: object) -> str:
    """One line of text that names an item."""
    written = text(value)
    if not written:
        refuse("missing-title", "the title is missing", "write what readers should call this, such as `title: Offline mode`")
    if len(written) > TITLE_LIMIT:
        refuse(
            "text-too-long", f"the title is too long: {len(written)} characters, {TITLE_LIMIT} fit", "move the detail to `summary`"
        )
    return unicodedata.normalize("NFC", written)


def prose(value: object) -> str:
    """Text of one or more lines."""
    written = scalar(value, "text").strip()
    if found := _CONTROL_BUT_NEWLINE.search(written):
        refuse("control-character", f"the text holds {_named(found[0])}, which no reader can see", "remove it")
    return _bounded(written, TEXT_LIMIT)


def _bounded(written: str, limit: int) -> str:
    if len(written) > limit:
        refuse("text-too-long", f"the text is too long: {len(written)} characters, {limit} fit")
    return written


def _named(character: str) -> str:
    if character == "\n":
        return "a line break"
    kind = "a control character that changes the writing direction" if "\u202a" <= character <= "\u2069" else "a control character"
    return f"{kind} (U+{ord(character):04X})"


def number(value: object) -> float:
    """A decimal number as people write it: `12`, `-3`, `0.5`."""
    written = scalar(value, "a number").strip()
    if _NUMBER.fullmatch(written):
        found = float(written)
        if abs(found) > NUMBER_LIMIT:
            refuse(
                "number-out-of-range", f"{shown(written)} is out of range", "numbers go up to a thousand million million (10^15)"
            )
        return found
    if _ODD_NUMBER.fullmatch(written):
        refuse("not-a-number", f"{shown(written)} is not a finite number", "write it out in digits, such as 1200")
    return _no_number(written)


def _no_number(written: str) -> NoReturn:
    hint = suggestions.a_number(written) or "use the digits 0-9 and a point, such as 1200 or 0.5"
    refuse("not-a-number", f"{shown(written)} is not a number", hint)


def positive(value: object) -> float:
    """A number above zero."""
    found = number(value)
    if found <= 0:
        refuse("not-positive", f"{shown(value)} is not above zero", "write a number above 0")
    return found


def not_negative(value: object) -> float:
    """A number that is zero or more."""
    found = number(value)
    if found < 0:
        refuse("negative-number", f"{shown(value)} is below zero", "write 0 or more")
    return found


def share(value: object) -> float:
    """A share of one, 0 to 1, written as `80%`, `80` or `0.8`."""
    written = scalar(value, "a percentage").strip()
    percent = written.endswith("%")
    bare = written[:-1].strip() if percent else written
    if not percent and not any(character.isdigit() for character in bare):
        refuse("not-a-number", f"{shown(written)} is not a number", "write a percentage such as 80%")
    found = number(bare)
    if percent or found > 1:
        found /= 100
    if not 0 <= found <= 1:
        refuse("share-out-of-range", f"{shown(written)} is not between 0 and 100%", "write a percentage such as 80%")
    return found


def chance(value: object) -> float:
    """A share of one that is neither nothing nor all of it."""
    found = share(value)
    if found in (0, 1):
        refuse("share-out-of-range", f"{shown(value)} is not between 0 and 100%, both left out", "write a percentage such as 5%")
    return found


def boolean(value: object) -> bool:
    """`true` or `false`, nothing else."""
    written = scalar(value, "true or false").strip()
    if written not in ("true", "false"):
        near = synonyms.choice(written, ("true", "false"))
        refuse("not-true-or-false", f"{shown(written)} is neither true nor false", f"write {near or 'true or false'}")
    return written == "true"


def date_or_period(value: object, info: ValidationInfo) -> Period:
    """A day, month, quarter, half-year or year."""
    if isinstance(value, Period):
        return value
    written = scalar(value, "a date or period").strip()
    try:
        return period.parse(written, _vocabulary(info).fiscal_year_starts)
    except ValueError as fault:
        reason = str(fault) if len(written) <= 40 else "this is not a date or period"
        refuse("not-a-date", _CONTROL.sub("?", reason), suggestions.period_hint(written))


def day(value: object, info: ValidationInfo) -> Period:
    """A single day."""
    found = date_or_period(value, info)
    if found.precision != "day":
        refuse("not-a-day", f"{found} is not a single day", f"write a day such as {found.last}")
    return found


def url(value: object) -> str:
    """An address on the web or of a mailbox."""
    written = scalar(value, "an address").strip()
    if not _URL.fullmatch(written) or _CONTROL.search(written):
        refuse("not-an-address", f"{shown(written)} is not a web address", "write one that starts with https:// or http://")
    return written


def reference(value: object) -> str:
    """The id of another item."""
    written = scalar(value, "an id").strip()
    if fault := id_fault(written):
        refuse("not-an-id", f"{shown(written)} is not a valid id: {fault}", NOT_AN_ID)
    return unicodedata.normalize("NFC", written)


def name(value: object) -> str:
    """A person or a role: an id, or a name with spaces."""
    written = scalar(value, "a name").strip()
    if not _NAME.fullmatch(written) or len(written) > 100:
        refuse("not-an-id", f"{shown(written)} is not a valid id or name", "write a name, or a role such as mobile-lead")
    return unicodedata.normalize("NFC", written)


def one_name(value: object) -> str:
    """The one person or role who answers for something."""
    if isinstance(value, (list, tuple)):
        refuse(
            "second-accountable",
            f"exactly one person or role answers for it, this is a list of {len(value)}",
            "keep the one who answers for the result, without brackets, and name the others where they do the work or are asked",
        )
    return name(value)


def listed(value: object) -> list[object]:
    """A list, in square brackets or with a dash before each entry."""
    if isinstance(value, (list, tuple)):
        return list(value)
    if isinstance(value, str) and value.strip():
        refuse(
            "not-a-list",
            f"a list is needed here, this is the single value {shown(value)}",
            f"write {suggestions.a_list(shown(value))}",
        )
    refuse("not-a-list", "a list is needed here", "write it in square brackets, such as [first, second]; [] for none")


def kept(value: object) -> str | tuple[str, ...]:
    """A text of another system, or a list of them."""
    return tuple(prose(entry) for entry in value) if isinstance(value, (list, tuple)) else prose(value)


def status(value: object, info: ValidationInfo) -> Status:
    """One of the workspace's statuses."""
    if isinstance(value, Status):
        return value
    written = scalar(value, "a status").strip()
    known = _vocabulary(info).known_statuses
    if written not in known:
        near = synonyms.status(written, {name: (own.stage, own.label) for name, own in known.items()})
        hint = _did_you_mean(near, written, known)
        refuse("unknown-status", f"{shown(written)} is not a status of this workspace", hint)
    return known[written]


def _did_you_mean(near: str, written: str, known: Iterable[str]) -> str:
    one_of = f"write one of {', '.join(known)}"
    if near and near.casefold() == written.casefold():
        return f"write {near}"
    return f"did you mean {near}? Else {one_of}" if near else one_of


def change_kind(value: object, info: ValidationInfo) -> str:
    """One of the workspace's kinds of changes."""
    known = _vocabulary(info).kinds
    written = scalar(value, f"one of {', '.join(known)}").strip()
    if written not in known:
        hint = _did_you_mean(synonyms.choice(written, known), written, known)
        refuse("unknown-choice", f"{shown(written)} is not a kind of change here", hint)
    return written


def date_or_version(value: object, info: ValidationInfo) -> Period | str:
    """A date or period, or else a version."""
    if isinstance(value, Period):
        return value
    written = scalar(value, "a date or a version").strip()
    with suppress(ValueError):
        return period.parse(written, _vocabulary(info).fiscal_year_starts)
    if not _VERSION.fullmatch(written) or _DATE_BEGINS.match(written):
        refuse("not-a-date-or-version", f"{shown(written)} is neither a date nor a version", "write 2027-06-30, 2027-Q2 or 4.0.0")
    return written


def audience_names(value: object, info: ValidationInfo) -> tuple[str, ...]:
    """The audiences, besides the team, that may see an item."""
    known = _vocabulary(info).audiences
    hint = f"write a list such as [{', '.join(known)}], or [] for the team only" if known else "name audiences in product.yml first"
    if not isinstance(value, (list, tuple)):
        given = [entry.strip() for entry in value.split(",")] if isinstance(value, str) else []
        if given and all(entry in known or entry == "team" for entry in given):
            hint = f"write [{', '.join(given)}]"
        refuse("bad-visibility", f"visibility must be a list of audiences, this is {shown(value)}", hint)
    for entry in value:
        if not isinstance(entry, str) or (entry not in known and entry != "team"):
            near = synonyms.choice(entry, known) if isinstance(entry, str) else ""
            hint = f"did you mean {near}? Else {hint}" if near else hint
            refuse("unknown-audience", f"{shown(entry)} is not an audience of this workspace", hint)
    return tuple(dict.fromkeys(entry for entry in value if entry != "team"))


@dataclass(frozen=True, slots=True)
class Between:
    """Marks a field that holds a number between two others, both included; a whole one unless said otherwise."""

    low: float
    high: float
    whole: bool = True

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.check)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "integer" if self.whole else "number", "minimum": self.low, "maximum": self.high}

    def check(self, value: object) -> float:
        """The number, where it is in the range."""
        found = number(value)
        if not self.low <= found <= self.high or (self.whole and found != int(found)):
            what = "a whole number" if self.whole else "a number"
            refuse(
                "number-out-of-range",
                f"{shown(value)} is not {what} from {self.low:g} to {self.high:g}",
                f"write {what} from {self.low:g} to {self.high:g}",
            )
        return found


@dataclass(frozen=True, slots=True)
class Choice:
    """Marks a field that holds one of a few words."""

    values: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.check)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.values)}

    def check(self, value: object) -> str:
        """The word, where it is one of them."""
        written = scalar(value, f"one of {', '.join(self.values)}").strip()
        if written not in self.values:
            hint = _did_you_mean(synonyms.choice(written, self.values), written, self.values)
            refuse("unknown-choice", f"{shown(written)} is not known here", hint)
        return written


class Vocabulary(Protocol):
    """What values ask of a workspace's settings."""

    @property
    def fiscal_year_starts(self) -> int:
        """The month."""

    @property
    def known_statuses(self) -> Mapping[str, Status]:
        """By id."""

    @property
    def kinds(self) -> Mapping[str, Any]:
        """The kinds of changes, by name."""

    @property
    def audiences(self) -> Mapping[str, Any]:
        """By name."""


def _vocabulary(info: ValidationInfo) -> Vocabulary:
    assert info.context is not None  # the loader always validates with the workspace's settings
    vocabulary: Vocabulary = info.context
    return vocabulary


def _kind(check: Callable[..., Any], schema: dict[str, Any]) -> tuple[PlainValidator, WithJsonSchema]:
    return PlainValidator(check), WithJsonSchema(schema)


_TEXT = {"type": "string"}
_ID = {"type": "string", "minLength": 1, "maxLength": 100}
_DATE = {"type": ["string", "integer"], "description": f"A date or period: {period.FORMS}"}

Title = Annotated[str, *_kind(title, {"type": "string", "minLength": 1, "maxLength": TITLE_LIMIT})]
Text = Annotated[str, *_kind(text, {"type": ["string", "number", "boolean"]})]
Prose = Annotated[str, *_kind(prose, _TEXT)]
Number = Annotated[float, *_kind(number, {"type": "number"})]
Positive = Annotated[float, *_kind(positive, {"type": "number", "exclusiveMinimum": 0})]
NotNegative = Annotated[float, *_kind(not_negative, {"type": "number", "minimum": 0})]
Share = Annotated[float, *_kind(share, {"type": ["string", "number"], "description": "A percentage such as 80%, or 0 to 1"})]
Chance = Annotated[float, *_kind(chance, {"type": ["string", "number"], "description": "A percentage such as 5%"})]
Boolean = Annotated[bool, *_kind(boolean, {"type": "boolean"})]
When = Annotated[Period, *_kind(date_or_period, _DATE)]
Day = Annotated[Period, *_kind(day, {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})]
Kept = Annotated[str | tuple[str, ...], *_kind(kept, {"type": ["string", "number", "boolean", "array"]})]
Url = Annotated[str, *_kind(url, {"type": "string", "format": "uri"})]
Name = Annotated[str, *_kind(name, _ID), Reference(("person", "team"), loose=True)]
KindOfChange = Annotated[str, *_kind(change_kind, _TEXT)]
End = Annotated[Period | str, *_kind(date_or_version, {"type": ["string", "integer", "number"]})]
OneName = Annotated[str, *_kind(one_name, _ID), Reference(("person", "team"), loose=True)]
StatusField = Annotated[Status, *_kind(status, _TEXT)]
Visibility = Annotated[tuple[str, ...], *_kind(audience_names, {"type": "array", "items": _TEXT, "uniqueItems": True})]
Texts = Annotated[tuple[Text, ...], BeforeValidator(listed)]
Names = Annotated[tuple[Name, ...], BeforeValidator(listed)]
Lines = Annotated[tuple[Prose, ...], BeforeValidator(listed)]
Id = Annotated[str, *_kind(reference, _ID)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(listed)]
