"""A document as a plan: the one reader of documents, for what is imported and for what others publish."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from pmsite.diagnostics import Report, Span
from pmsite.messages import listed, said
from pmsite.model.refusal import excerpt
from pmsite.model.types import BY_NAME
from pmsite.plan.document import FORMAT, VERSION, VERSIONS, Plan, PlanItem
from pmsite.read.json_text import parse
from pmsite.read.limits import ITEMS
from pmsite.read.names import fold

NEEDED = {
    "string_type": said("a text"),
    "dict_type": said("a mapping"),
    "model_type": said("a mapping"),
    "model_attributes_type": said("a mapping"),
    "list_type": said("a list"),
    "tuple_type": said("a list"),
    "bool_parsing": said("true or false"),
    "bool_type": said("true or false"),
    "int_type": said("a number"),
    "float_type": said("a number"),
    "finite_number": said("a number"),
}
"""By pydantic's name for a fault of shape, what is needed."""
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_SHOWN = 5

SpanOf = Callable[[int], Span]
"""Where an item of a document stands, by its number."""


def document_in(text: str, path: str, report: Report) -> Mapping[str, Any] | None:
    """The document in a text that is a plan of pmsite; nothing where it is something else, or is broken and told."""
    if f'"{FORMAT}"' not in text:
        return None
    document = parse(text, path, report)
    return document if isinstance(document, Mapping) and document.get("format") == FORMAT else None


@dataclass(slots=True)
class Unknown:
    """What a document has that this pmsite does not know, by what it is: it comes from a later one, and is left out."""

    names: dict[str, None] = field(default_factory=dict)

    def note(self, what: str) -> None:
        """Note that something is left out."""
        self.names[what] = None

    def tell(self, span: Span, writer: str, report: Report) -> None:
        """Tell what is left out."""
        if self.names:
            names: str = listed(excerpt(name, 60) for name in list(self.names)[:_SHOWN])
            if len(self.names) > _SHOWN:
                names = said("{names} and {count} more", names=names, count=len(self.names) - _SHOWN)
            message = (
                said(
                    "{names}: this pmsite does not know them, and leaves them out of the plan, which pmsite {version} wrote",
                    names=names,
                    version=excerpt(writer, 20),
                )
                if writer
                else said("{names}: this pmsite does not know them, and leaves them out of the plan", names=names)
            )
            report.notice("unknown-facts", span, message, said("install a later pmsite to read them"))


def read_plan(
    text: str, document: Mapping[str, Any], path: str, report: Report, unknown: Unknown | None = None
) -> tuple[Plan, SpanOf] | None:
    """A document as a plan, and the place of each item in it by its number; nothing where it has faults, which are reported.

    With `unknown`, what a later pmsite may have written is noted there and left out.
    """
    if document.get("version") not in VERSIONS:
        message = said(
            "this plan is of version {version}; this pmsite reads version {known}",
            version=excerpt(str(document.get("version")), 20),
            known=VERSION,
        )
        report.error(
            "unknown-version", Span(path, 1), message, said("export it with this version of pmsite, or install a later one")
        )
        return None
    if half := _half_character(text, document):
        line = text.count("\n", 0, half.start()) + 1
        report.error(
            "not-utf-8",
            Span(path, line),
            said("{half} is half of a character, and no text", half=half[0]),
            said("export the plan again"),
        )
        return None
    place = _places(text, document, path)
    items = document.get("items")
    if isinstance(items, list) and len(items) > ITEMS:
        report.error(
            "too-many-items",
            Span(path, 1),
            said("the plan holds {count} items: {limit} fit", count=f"{len(items):,}", limit=f"{ITEMS:,}"),
            said("split the plan"),
        )
        return None
    try:
        plan = Plan.model_validate(document if unknown is None else _known(document, unknown))
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False):
            _report(fault, place, path, report)
        return None
    if unknown is not None and len(plan.items) < len(document["items"]):
        place = _of_those_left(document["items"], place)
    _report_twins(plan, place, report)
    return None if report.failed else (plan, place)


def _known(document: Mapping[str, Any], unknown: Unknown) -> dict[str, Any]:
    """A document without the keys and the types of item that nothing here reads."""
    keys = {found.alias or name for name, found in Plan.model_fields.items()}
    kept = {key: value for key, value in document.items() if key in keys}
    for key in document.keys() - keys:
        unknown.note(key)
    if isinstance(items := kept.get("items"), list):
        kept["items"] = [_known_part(item, unknown) for item in items if _is_of_known_type(item, unknown)]
    return kept


def _is_of_known_type(item: Any, unknown: Unknown | None = None) -> bool:
    name = item.get("type") if isinstance(item, Mapping) else None
    if not isinstance(name, str) or name in BY_NAME:
        return True
    if unknown is not None:
        unknown.note(said("{name} items", name=name))
    return False


def _known_part(item: Any, unknown: Unknown) -> Any:
    if not isinstance(item, Mapping):
        return item
    for key in item.keys() - PlanItem.model_fields.keys():
        unknown.note(key)
    return {key: value for key, value in item.items() if key in PlanItem.model_fields}


def _of_those_left(items: list[Any], place: SpanOf) -> SpanOf:
    numbers = [number for number, item in enumerate(items) if _is_of_known_type(item)]
    return lambda number: place(numbers[number])


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


def _places(text: str, document: Mapping[str, Any], path: str) -> SpanOf:
    """Where an item stands: in the line that the export gives it, or its number where something else laid the document out."""
    items = document.get("items")
    count = len(items) if isinstance(items, list) else 0
    first = 3 if document.get("version") == VERSION else 2
    if text.rstrip("\n").count("\n") == count + first - 1:
        return lambda number: Span(path, number + first, 1)
    return lambda number: Span(f"{path}#{number + 1}")


def _report(fault: ErrorDetails, place: SpanOf, path: str, report: Report) -> None:
    first, *rest = fault["loc"]
    at_item = first == "items" and bool(rest)
    span = place(int(rest.pop(0))) if at_item else Span(path, 1)
    name = ".".join(str(part) for part in (rest if at_item else (first, *rest))) or "this"
    if fault["type"] == "missing":
        message = said("{name} is missing", name=name)
    elif fault["type"] == "extra_forbidden":
        message = said("{name} is not a known key", name=name)
    elif fault["type"] == "value_error":
        message = f"{name}: {fault['ctx']['error']}"
    else:
        message = said("{name}: {what} is needed here", name=name, what=NEEDED.get(fault["type"], said("another value")))
    report.error("wrong-shape", span, message, said("export the plan again"))


def _report_twins(plan: Plan, place: SpanOf, report: Report) -> None:
    """Items that would be one, or one file, wherever case does not count."""
    first: dict[tuple[str, str], int] = {}
    for number, item in enumerate(plan.items):
        for kind, name in (("id", item.id), ("path", item.path)):
            other = first.setdefault((kind, fold(name)), number)
            if other != number:
                message = said(
                    "the {kind} {name} stands in two items: {place} and here", kind=kind, name=excerpt(name), place=place(other)
                )
                related = [(place(other), said("the other one is here"))]
                report.error("duplicate-row", place(number), message, said("keep one of the two"), related)
