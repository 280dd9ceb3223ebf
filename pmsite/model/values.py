"""The kinds of values that fields hold, as the models name them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from pmsite.messages import said
from pmsite.model import parsing, period, vocabulary
from pmsite.model.hints import synonyms
from pmsite.model.parsing import TITLE_LIMIT, listed, number, scalar
from pmsite.model.period import Period
from pmsite.model.refusal import did_you_mean, excerpt, refuse
from pmsite.model.status import Status


class Reference(NamedTuple):
    """Marks a field that names other items, of the given types; of any type where none is given."""

    to: tuple[str, ...] = ()
    loose: bool = False
    """Whether an id that no item has is fine (people are often only names)."""


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
            what = said("a whole number") if self.whole else said("a number")
            refuse(
                "number-out-of-range",
                said(
                    "{value} is not {what} from {low} to {high}",
                    value=excerpt(value),
                    what=what,
                    low=f"{self.low:g}",
                    high=f"{self.high:g}",
                ),
                said("write {what} from {low} to {high}", what=what, low=f"{self.low:g}", high=f"{self.high:g}"),
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
        written = (value if isinstance(value, str) else scalar(value, said("one of {known}", known=list(self.values)))).strip()
        if written not in self.values:
            hint = did_you_mean(synonyms.choice(written, self.values), written, self.values)
            refuse("unknown-choice", said("{written} is not known here", written=excerpt(written)), hint)
        return written


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """Marks a field by what reads its text, and by what JSON Schema says of it.

    pydantic's own marks for this look into every function, and make what would write a value for every field.
    """

    read: Callable[..., Any]
    schema: Mapping[str, Any]
    by_settings: bool = False
    """Whether what reads it asks the workspace's settings."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        if self.by_settings:
            return core_schema.with_info_plain_validator_function(self.read)
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self.schema)


class Before(NamedTuple):
    """Marks a field by what makes its text ready to be read."""

    read: Callable[[object], object]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.read, handler(source))


LIST = Before(listed)
"""Marks a field that holds a list."""

_TEXT = {"type": "string"}
_ID = {"type": "string", "minLength": 1, "maxLength": 100}
_DATE = {"type": ["string", "integer"], "description": f"A date or period: {period.FORMS}"}

Title = Annotated[str, Kind(parsing.title, {"type": "string", "minLength": 1, "maxLength": TITLE_LIMIT})]
Text = Annotated[str, Kind(parsing.text, {"type": ["string", "number", "boolean"]})]
Prose = Annotated[str, Kind(parsing.prose, _TEXT)]
Number = Annotated[float, Kind(parsing.number, {"type": "number"})]
Positive = Annotated[float, Kind(parsing.positive, {"type": "number", "exclusiveMinimum": 0})]
NotNegative = Annotated[float, Kind(parsing.not_negative, {"type": "number", "minimum": 0})]
Share = Annotated[float, Kind(parsing.share, {"type": ["string", "number"], "description": "A percentage such as 80%, or 0 to 1"})]
Chance = Annotated[float, Kind(parsing.chance, {"type": ["string", "number"], "description": "A percentage such as 5%"})]
Boolean = Annotated[bool, Kind(parsing.boolean, {"type": "boolean"})]
When = Annotated[Period, Kind(vocabulary.date_or_period, _DATE, by_settings=True)]
Day = Annotated[Period, Kind(vocabulary.day, {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}, by_settings=True)]
TextOrTexts = Annotated[str | tuple[str, ...], Kind(parsing.text_or_texts, {"type": ["string", "number", "boolean", "array"]})]
Url = Annotated[str, Kind(parsing.url, {"type": "string", "format": "uri"})]
Name = Annotated[str, Kind(parsing.name, _ID), Reference(("person", "team"), loose=True)]
LevelField = Annotated[str, Kind(vocabulary.level, _TEXT, by_settings=True)]
KindOfChange = Annotated[str, Kind(vocabulary.change_kind, _TEXT, by_settings=True)]
End = Annotated[Period | str, Kind(vocabulary.date_or_version, {"type": ["string", "integer", "number"]}, by_settings=True)]
OneName = Annotated[str, Kind(parsing.one_name, _ID), Reference(("person", "team"), loose=True)]
StatusField = Annotated[Status, Kind(vocabulary.status, _TEXT, by_settings=True)]
Visibility = Annotated[
    tuple[str, ...], Kind(vocabulary.audience_names, {"type": "array", "items": _TEXT, "uniqueItems": True}, by_settings=True)
]
Texts = Annotated[tuple[Text, ...], LIST]
CustomerName = Annotated[str, Kind(parsing.name, _ID), Reference(("customer", "person", "team"), loose=True)]
Names = Annotated[tuple[Name, ...], LIST]
Lines = Annotated[tuple[Prose, ...], LIST]
Id = Annotated[str, Kind(parsing.reference, _ID)]
Ids = Annotated[tuple[Id, ...], LIST]
