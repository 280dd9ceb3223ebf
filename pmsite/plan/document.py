"""What a plan is as one JSON document, and the files that each of its items tells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator

from pmsite.messages import said
from pmsite.model.load import type_of
from pmsite.model.refusal import excerpt
from pmsite.model.settings import LANGUAGES
from pmsite.model.types import BY_NAME
from pmsite.plan.values import in_digits, texts
from pmsite.read.limits import FOLDER_DEPTH
from pmsite.read.names import file_name_fault, id_fault
from pmsite.writing.front import entry

FORMAT, VERSION, TEAM = "pmsite-plan", 2, "team"
"""What the document calls itself, and a number that rises when a reader of the one before would misread it."""
VERSIONS = (1, VERSION)
"""The versions that are read. One of version 1 says neither when it was written nor what its readers get."""


def _place(path: str) -> str:
    *folders, name = path.split("/")
    stem, _, ending = name.rpartition(".")
    language = stem.rpartition(".")
    is_item = ending == "md" and stem != "" and not (language[0] and language[2] in LANGUAGES)
    bad = any(not part or part.startswith(".") or file_name_fault(part) for part in (*folders, name))
    if bad or not is_item or len(folders) > FOLDER_DEPTH or any(folder.endswith((".md", ".yml")) for folder in folders):
        raise ValueError(said("{path} is no place of an item's file inside a workspace", path=excerpt(path)))
    return path


def _id(written: str) -> str:
    if fault := id_fault(written):
        raise ValueError(said("{written} is not a valid id: {fault}", written=excerpt(written), fault=fault))
    return written


def _type(name: str) -> str:
    if name not in BY_NAME:
        raise ValueError(said("{name} is not a type of item", name=excerpt(name)))
    return name


def _language(name: str) -> str:
    if name not in LANGUAGES:
        raise ValueError(said("{name} is not a language of pmsite", name=excerpt(name)))
    return name


Facts = dict[str, Annotated[Any, PlainValidator(texts)]]
"""Facts as front matter has them: every single one a text."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Point(_Part):
    """One value of a metric."""

    date: str
    value: Annotated[float, Field(allow_inf_nan=False)]
    note: str = ""


class Words(_Part):
    """What a translation says in other words."""

    title: str = ""
    summary: str = ""
    body: str = ""


class PlanItem(_Part):
    """One item with all that stands in its files."""

    type: Annotated[str, AfterValidator(_type)]
    id: Annotated[str, AfterValidator(_id)]
    path: Annotated[str, AfterValidator(_place)]
    facts: Facts
    page: str = ""
    """The address of its page, relative to the site's."""
    body: str = ""
    series: list[Point] = []
    counts: bool | None = None
    translations: dict[Annotated[str, AfterValidator(_language)], Words] = {}

    def text(self, inside: str) -> str:
        """Its own file, at a place in the workspace."""
        return _text(self.head(inside), self.body)

    def head(self, inside: str) -> dict[str, Any]:
        """All that its own file says above the body, at a place in the workspace."""
        stem = inside.rpartition("/")[2].removesuffix(".md")
        type_name = {} if type_of(inside) == self.type else {"type": self.type}
        return type_name | ({} if stem == self.id else {"id": self.id}) | self.facts

    def words(self, language: str) -> str:
        """The file of a translation."""
        return _text(self.head_of_words(language), self.translations[language].body)

    def head_of_words(self, language: str) -> dict[str, Any]:
        """All that the file of a translation says above the body."""
        told = self.translations[language]
        return {name: text for name, text in (("title", told.title), ("summary", told.summary)) if text}

    def table(self) -> str:
        """The file of a metric's values."""
        out = io.StringIO()
        rows = csv.writer(out, lineterminator="\n")
        has_notes = any(point.note for point in self.series)
        rows.writerow(["date", "value", *(["note"] if has_notes else [])])
        for point in self.series:
            rows.writerow([point.date, in_digits(point.value), *([point.note] if has_notes else [])])
        return out.getvalue()


class Plan(_Part):
    """The whole document."""

    format: str
    version: int
    writer: str = ""
    """The version of pmsite that wrote it."""
    day: str = ""
    """The day that it is true of."""
    revision: str = ""
    """The commit that it was made from, as far as its readers may know that."""
    schema_: str = Field(default="", alias="$schema")
    audience: str
    label: str = ""
    """What readers are called who see what the document holds."""
    site: str = ""
    """The address of their site."""
    fiscal_year_starts: int = 1
    seen: dict[str, list[str]] = {}
    """By type of item, the fields that they get: what is absent in others is hidden, and not its default."""
    settings: Facts
    items: list[PlanItem]

    def product_yml(self) -> str:
        """The settings as a file."""
        return "".join(_lines(self.settings))


def _text(facts: Mapping[str, Any], body: str) -> str:
    return f"---\n{''.join(_lines(facts))}---\n{body}"


def _lines(facts: Mapping[str, Any]) -> Iterator[str]:
    return (f"{line}\n" for key, value in facts.items() for line in entry(key, value))
