"""What an export's columns and words mean: built in for each system, overlaid by a mapping file that people edit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pmsite.diagnostics import Report
from pmsite.importers.bookkeeping import is_bookkeeping
from pmsite.importers.dates import ORDERS
from pmsite.importers.headers import ROLES, by_name, plain
from pmsite.importers.markup import FORMS
from pmsite.messages import said
from pmsite.model.faults import did_you_mean, from_validation
from pmsite.model.parsing import scalar
from pmsite.model.refusal import excerpt, refuse
from pmsite.model.settings import Settings
from pmsite.model.types import BY_NAME, keys
from pmsite.model.values import Boolean, Choice, Text
from pmsite.read.front_matter import read
from pmsite.read.record import Record

SUBTASKS = ("items", "criteria", "skip")
PARTS = ("items", "fold")
BY_NAME_OF_COLUMN = said("by the column's name")
"""Why a column is taken for what it is, where nobody said so."""
_KEYS = frozenset(key for model in BY_NAME.values() for key in keys(model))
FIELDS = _KEYS - {"imported", "for"}
"""Every field of any item that a column can become."""
_CUSTOM_FIELD = re.compile(r"custom field \((.+)\)", re.IGNORECASE)


def _target(value: object) -> str:
    written = scalar(value, "what the column becomes").strip()
    known = {*ROLES, *FIELDS}
    if written.partition(".")[0] not in known | {"fields"}:
        near = did_you_mean(written, known)
        hint = (
            said("did you mean {near}?", near=near)
            if near
            else said("write `keep` to keep it as it is, or `fields.NAME` for a field of your own")
        )
        refuse("unknown-target", said("{name} is nothing that a column can become", name=excerpt(written)), hint)
    return written


class Rules(BaseModel):
    """How rows become items."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Text = Field(description="The source's name, which every item keeps.")
    type: Annotated[str, Choice(tuple(BY_NAME))] = Field(default="feature", description="What a row becomes.")
    level: Text = Field(default="", description="The level of work of rows whose own words say none, such as `epic`.")
    types: dict[Text, Text] = Field(
        default_factory=dict,
        description="What rows become by the word in the column that is `type`: a type of item, or a level of work such as `epic`.",
    )
    columns: dict[Text, Annotated[str, BeforeValidator(_target)]] = Field(
        default_factory=dict, description="By column, what it becomes."
    )
    statuses: dict[Text, Text] = Field(default_factory=dict, description="By the source's status, one of this workspace.")
    words: dict[Text, dict[Text, Text]] = Field(default_factory=dict, description="By field and the source's word, what to write.")
    dates: Annotated[str, Choice(ORDERS)] | None = Field(default=None, description="Which number of `3/4/26` is the day.")
    text: Annotated[str, Choice(FORMS)] = Field(default="auto", description="What descriptions are written in.")
    subtasks: Annotated[str, Choice(SUBTASKS)] = Field(
        default="items",
        description="What sub-tasks become: `items` of their own, acceptance `criteria` of what they are a part of, or nothing: `skip`.",
    )
    parts: Annotated[str, Choice(PARTS)] = Field(
        default="items",
        description="What work below a feature becomes: `items` of their own, or with `fold` a list in the text of what it is a part of.",
    )
    above: Text = Field(default="", description="The level of rows that others are parts of, where their own words say none.")
    below: Text = Field(
        default="", description="The level of parts of what counts, where their own words say none, such as `story`."
    )
    exact: Boolean = Field(default=False, description="Whether columns must be fields of pmsite, and rows name items by their ids.")

    def overlaid(self, other: Rules) -> Rules:
        """These rules with another set's on top."""
        mine = {plain(name): target for name, target in other.columns.items()}
        columns = {name: target for name, target in self.columns.items() if plain(name) not in mine} | dict(other.columns)
        given = {
            name: getattr(other, name) for name in other.model_fields_set if name not in ("columns", "statuses", "words", "types")
        }
        words = {field: {**self.words.get(field, {}), **found} for field, found in other.words.items()}
        merged = {"columns": columns, "statuses": {**self.statuses, **other.statuses}, "types": {**self.types, **other.types}}
        return self.model_copy(update={**given, **merged, "words": {**self.words, **words}})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it becomes, why that is a guess where it is one, and whether it must be a field of the row's item."""

    name: str
    target: str
    guess: str = ""
    is_exact: bool = False


def columns_of(names: Iterable[str], rules: Rules, settings: Settings) -> list[Column]:
    """What every column becomes, each once, in their order."""
    given = {plain(name): target for name, target in rules.columns.items()}
    declared = [(name, field.label) for fields in settings.fields.values() for name, field in fields.items()]
    own = {plain(label): name for name, label in declared if label} | {plain(name): name for name, _ in declared}
    column = _exact_column if rules.exact else _column
    return [column(name, given, own) for name in dict.fromkeys(names)]


def _column(name: str, given: Mapping[str, str], own: Mapping[str, str]) -> Column:
    header = plain(name)
    if header in given:
        return Column(name, given[header])
    inner = _CUSTOM_FIELD.fullmatch(header)
    if found := own.get(inner[1] if inner else header):
        return Column(name, f"fields.{found}")
    if is_bookkeeping(inner[1] if inner else header):
        return Column(name, "leave_out")
    if found := by_name().get(header):
        return Column(name, found, BY_NAME_OF_COLUMN)
    return Column(name, "keep")


def _exact_column(name: str, given: Mapping[str, str], own: Mapping[str, str]) -> Column:
    """A column of a table of pmsite's own fields: one of them, or with a full stop one fact of a group."""
    if plain(name) in given:
        return Column(name, given[plain(name)])
    key, dot, fact = name.partition(".")
    head = plain(key).replace(" ", "_")
    if head == "counts" and head not in own:
        return Column(name, "leave_out")  # it follows from the others
    if head not in _KEYS and plain(name) in own:
        return Column(name, own[plain(name)], is_exact=True)
    found = head if head in _KEYS or head == "type" else own.get(plain(key))
    return Column(name, f"{found}{dot}{fact.strip()}" if found else "", is_exact=True)


def read_rules(text: str, path: str, report: Report) -> Rules | None:
    """A mapping file, or nothing where it has faults."""
    data = read(text, path, 1, report)
    if data is None:
        return None
    record = Record(path, path, data, text)
    try:
        return Rules.model_validate({key: value for key, value in data.items() if value is not None})
    except ValidationError as error:
        report.extend(from_validation(error, record, {(): Rules.model_fields}))
        return None


Words = Mapping[str, str]
