"""A plan that pmsite exported as JSON, and the files that it tells."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, ValidationError
from pydantic_core import ErrorDetails

from pmsite.diagnostics import Report, Span
from pmsite.importers.export import Export
from pmsite.importers.field_cells import in_digits, texts
from pmsite.importers.json_table import parse
from pmsite.importers.shapes import NEEDED
from pmsite.model.load import type_of
from pmsite.model.refusal import excerpt
from pmsite.model.settings import LANGUAGES
from pmsite.model.types import BY_NAME
from pmsite.read.limits import FOLDER_DEPTH
from pmsite.read.names import file_name_fault, fold, id_fault
from pmsite.writing.front import entry

FORMAT, VERSIONS, TEAM = "pmsite-plan", (1,), "team"
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


def _place(path: str) -> str:
    *folders, name = path.split("/")
    stem, _, ending = name.rpartition(".")
    language = stem.rpartition(".")
    is_item = ending == "md" and stem != "" and not (language[0] and language[2] in LANGUAGES)
    bad = any(not part or part.startswith(".") or file_name_fault(part) for part in (*folders, name))
    if bad or not is_item or len(folders) > FOLDER_DEPTH or any(folder.endswith((".md", ".yml")) for folder in folders):
        raise ValueError(f"{excerpt(path)} is no place of an item's file inside a workspace")
    return path


def _id(written: str) -> str:
    if fault := id_fault(written):
        raise ValueError(f"{excerpt(written)} is not a valid id: {fault}")
    return written


def _type(name: str) -> str:
    if name not in BY_NAME:
        raise ValueError(f"{excerpt(name)} is not a type of item")
    return name


def _language(name: str) -> str:
    if name not in LANGUAGES:
        raise ValueError(f"{excerpt(name)} is not a language of pmsite")
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
    body: str = ""
    series: list[Point] = []
    translations: dict[Annotated[str, AfterValidator(_language)], Words] = {}

    def text(self, inside: str) -> str:
        """Its own file, at a place in the workspace."""
        stem = inside.rpartition("/")[2].removesuffix(".md")
        type_name = {} if type_of(inside) == self.type else {"type": self.type}
        return _text(type_name | ({} if stem == self.id else {"id": self.id}) | self.facts, self.body)

    def words(self, language: str) -> str:
        """The file of a translation."""
        told = self.translations[language]
        return _text({name: text for name, text in (("title", told.title), ("summary", told.summary)) if text}, told.body)

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

    schema_: str = Field(default="", alias="$schema")
    format: str
    version: int
    audience: str
    settings: Facts
    items: list[PlanItem]

    def product_yml(self) -> str:
        """The settings as a file."""
        return "".join(_lines(self.settings))


def document_in(export: Export, report: Report) -> tuple[str, Any] | None:
    """The text and the document of an export that is a plan of pmsite; nothing where it is something else, or is broken and told."""
    if not export.is_json and not export.encoding:
        return None
    text = export.text(Report())
    if text is None or f'"{FORMAT}"' not in text:
        return None
    document = parse(text, export.path, report)
    return (text, document) if isinstance(document, Mapping) and document.get("format") == FORMAT else None


def read_plan(text: str, document: Any, path: str, report: Report) -> tuple[Plan, Callable[[int], Span]] | None:
    """A document as a plan, and the place of each item in it by its number; nothing where it has faults, which are reported."""
    if document.get("version") not in VERSIONS:
        message = f"this plan is of version {excerpt(str(document.get('version')), 20)}; this pmsite reads version {VERSIONS[-1]}"
        report.error("unknown-version", Span(path, 1), message, "export it with this version of pmsite, or install a later one")
        return None
    if half := _half_character(text, document):
        line = text.count("\n", 0, half.start()) + 1
        report.error("not-utf-8", Span(path, line), f"{half[0]} is half of a character, and no text", "export the plan again")
        return None
    place = _places(text, document, path)
    try:
        plan = Plan.model_validate(document)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False):
            _report(fault, place, path, report)
        return None
    _report_twins(plan, place, report)
    return None if report.failed else (plan, place)


def _half_character(text: str, document: Any) -> re.Match[str] | None:
    """What JSON can hold and no file can: one of the two numbers that a character is made of."""
    found = _SURROGATE.search(text)
    if found is None:
        return None
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return found
    return None


def _places(text: str, document: Mapping[str, Any], path: str) -> Callable[[int], Span]:
    """Where an item stands: in the line that the export gives it, or its number where something else laid the document out."""
    items = document.get("items")
    count = len(items) if isinstance(items, list) else 0
    if text.rstrip("\n").count("\n") == count + 1:
        return lambda number: Span(path, number + 2, 1)
    return lambda number: Span(f"{path}#{number + 1}")


def _report(fault: ErrorDetails, place: Callable[[int], Span], path: str, report: Report) -> None:
    first, *rest = fault["loc"]
    at_item = first == "items" and bool(rest)
    span = place(int(rest.pop(0))) if at_item else Span(path, 1)
    name = ".".join(str(part) for part in (rest if at_item else (first, *rest))) or "this"
    if fault["type"] == "missing":
        message = f"{name} is missing"
    elif fault["type"] == "extra_forbidden":
        message = f"{name} is not a known key"
    elif fault["type"] == "value_error":
        message = f"{name}: {fault['ctx']['error']}"
    else:
        message = f"{name}: {NEEDED.get(fault['type'], 'another value')} is needed here"
    report.error("wrong-shape", span, message, "export the plan again")


def _report_twins(plan: Plan, place: Callable[[int], Span], report: Report) -> None:
    """Items that would be one, or one file, wherever case does not count."""
    first: dict[tuple[str, str], int] = {}
    for number, item in enumerate(plan.items):
        for kind, name in (("id", item.id), ("path", item.path)):
            other = first.setdefault((kind, fold(name)), number)
            if other != number:
                message = f"the {kind} {excerpt(name)} stands in two items: {place(other)} and here"
                related = [(place(other), "the other one is here")]
                report.error("duplicate-row", place(number), message, "keep one of the two", related)


def _text(facts: Mapping[str, Any], body: str) -> str:
    return f"---\n{''.join(_lines(facts))}---\n{body}"


def _lines(facts: Mapping[str, Any]) -> Iterator[str]:
    return (f"{line}\n" for key, value in facts.items() for line in entry(key, value))
