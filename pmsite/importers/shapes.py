"""What the JSON of other systems looks like: each source says it as models, and what is shaped otherwise is a fault of its entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from pmsite.importers.json_table import Misshapen, kind, one_text
from pmsite.messages import said
from pmsite.plan.read import NEEDED


def _word(value: object) -> str:
    if isinstance(value, (Mapping, list)):
        raise PydanticCustomError("string_type", "a text is needed")
    return one_text(value)


S = TypeVar("S", bound="Shape")
Word = Annotated[str, BeforeValidator(_word)]
"""One text, or a number or truth as one."""


class Shape(BaseModel):
    """A part of an export. What is null there is absent; what its system has besides is in `model_extra`."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, value: Any) -> Any:
        return {name: entry for name, entry in value.items() if entry is not None} if isinstance(value, Mapping) else value


def shaped(model: type[S], value: Any) -> S:
    """A value of JSON as its model has it; raises Misshapen."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise Misshapen(map(_told, error.errors(include_url=False))) from None


def _told(fault: ErrorDetails) -> str:
    """What is wrong: the place in the value, what is needed there, and what there is."""
    needed = NEEDED.get(fault["type"], said("another value"))
    place = ".".join(map(str, fault["loc"]))
    if not place:
        return said("this: {needed} is needed here, this is {kind}", needed=needed, kind=kind(fault["input"]))
    return said("{place}: {needed} is needed here, this is {kind}", place=place, needed=needed, kind=kind(fault["input"]))


def untold(part: Shape, prefix: str = "") -> Iterator[str]:
    """The names, with dots, of what is in a part and has no place in its model."""
    yield from (f"{prefix}{name}" for name in part.model_extra or ())
    for name, field in type(part).model_fields.items():
        found = getattr(part, name)
        for inner in found if isinstance(found, tuple) else (found,):
            if isinstance(inner, Shape):
                yield from untold(inner, f"{prefix}{field.alias or name}.")
