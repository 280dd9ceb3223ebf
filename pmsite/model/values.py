"""The kinds of values that fields hold, as the models name them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainValidator, WithJsonSchema
from pydantic_core import CoreSchema, core_schema

from pmsite.model import parsing, period, synonyms, vocabulary
from pmsite.model.parsing import TITLE_LIMIT, listed, number, scalar
from pmsite.model.period import Period
from pmsite.model.refusal import did_you_mean, excerpt, refuse
from pmsite.model.status import Status


@dataclass(frozen=True, slots=True)
class Reference:
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
            what = "a whole number" if self.whole else "a number"
            refuse(
                "number-out-of-range",
                f"{excerpt(value)} is not {what} from {self.low:g} to {self.high:g}",
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
            hint = did_you_mean(synonyms.choice(written, self.values), written, self.values)
            refuse("unknown-choice", f"{excerpt(written)} is not known here", hint)
        return written


def _kind(check: Callable[..., Any], schema: dict[str, Any]) -> tuple[PlainValidator, WithJsonSchema]:
    return PlainValidator(check), WithJsonSchema(schema)


_TEXT = {"type": "string"}
_ID = {"type": "string", "minLength": 1, "maxLength": 100}
_DATE = {"type": ["string", "integer"], "description": f"A date or period: {period.FORMS}"}

Title = Annotated[str, *_kind(parsing.title, {"type": "string", "minLength": 1, "maxLength": TITLE_LIMIT})]
Text = Annotated[str, *_kind(parsing.text, {"type": ["string", "number", "boolean"]})]
Prose = Annotated[str, *_kind(parsing.prose, _TEXT)]
Number = Annotated[float, *_kind(parsing.number, {"type": "number"})]
Positive = Annotated[float, *_kind(parsing.positive, {"type": "number", "exclusiveMinimum": 0})]
NotNegative = Annotated[float, *_kind(parsing.not_negative, {"type": "number", "minimum": 0})]
Share = Annotated[
    float, *_kind(parsing.share, {"type": ["string", "number"], "description": "A percentage such as 80%, or 0 to 1"})
]
Chance = Annotated[float, *_kind(parsing.chance, {"type": ["string", "number"], "description": "A percentage such as 5%"})]
Boolean = Annotated[bool, *_kind(parsing.boolean, {"type": "boolean"})]
When = Annotated[Period, *_kind(vocabulary.date_or_period, _DATE)]
Day = Annotated[Period, *_kind(vocabulary.day, {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})]
TextOrTexts = Annotated[str | tuple[str, ...], *_kind(parsing.text_or_texts, {"type": ["string", "number", "boolean", "array"]})]
Url = Annotated[str, *_kind(parsing.url, {"type": "string", "format": "uri"})]
Name = Annotated[str, *_kind(parsing.name, _ID), Reference(("person", "team"), loose=True)]
KindOfChange = Annotated[str, *_kind(vocabulary.change_kind, _TEXT)]
End = Annotated[Period | str, *_kind(vocabulary.date_or_version, {"type": ["string", "integer", "number"]})]
OneName = Annotated[str, *_kind(parsing.one_name, _ID), Reference(("person", "team"), loose=True)]
StatusField = Annotated[Status, *_kind(vocabulary.status, _TEXT)]
Visibility = Annotated[tuple[str, ...], *_kind(vocabulary.audience_names, {"type": "array", "items": _TEXT, "uniqueItems": True})]
Texts = Annotated[tuple[Text, ...], BeforeValidator(listed)]
Names = Annotated[tuple[Name, ...], BeforeValidator(listed)]
Lines = Annotated[tuple[Prose, ...], BeforeValidator(listed)]
Id = Annotated[str, *_kind(parsing.reference, _ID)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(listed)]
