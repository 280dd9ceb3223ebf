"""A document's items, read as strictly as the files that they tell: none comes in that `pmsite check` would not accept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from pmsite.diagnostics import Report, Severity, Span
from pmsite.messages import Term, said
from pmsite.model import series
from pmsite.model.item import Item
from pmsite.model.load import Loaded, load_items
from pmsite.model.load_settings import load_settings
from pmsite.model.metric import Point
from pmsite.model.settings import Settings
from pmsite.model.types import BY_NAME, keys, paths
from pmsite.plan.document import TEAM, Plan, PlanItem
from pmsite.plan.read import SpanOf, Unknown
from pmsite.read import table
from pmsite.read.limits import MARKDOWN_BYTES
from pmsite.read.record import Record, Value
from pmsite.read.signs import may_hold_marks
from pmsite.read.text import is_plain_text
from pmsite.read.workspace import SETTINGS, read_file, sound

_PLAIN, _DEEP, _KEY = 4_000, 6, 100
"""Characters of facts, levels of them and characters of a key below which no limit of front matter is near."""
_PLAIN_BODY = MARKDOWN_BYTES // 8
_TRIES = 5
"""Facts that later versions may have inside of others that they may have."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a document holds: its settings, and its items with their words in other languages."""

    plan: Plan
    settings: Settings
    loaded: Loaded


def contents(plan: Plan, span_of: SpanOf, path: str, report: Report, unknown: Unknown | None = None) -> Contents | None:
    """The items of a plan; nothing where its files would have faults, which are told where the document has them.

    With `unknown`, facts that this pmsite does not know are noted there and left out.
    """
    start, found = Span(path, 1), Report()
    settings = _settings(plan, path, found, unknown)
    _at(start, SETTINGS, found, report)
    if settings is None:
        return None
    if plan.audience != TEAM and plan.audience not in settings.audiences:
        message = said("the plan is for {audience}, and its settings know no such audience", audience=plan.audience)
        report.error("unknown-audience", start, message, said("export the plan again"))
        return None
    records = {}
    places: dict[str, tuple[Span, str]] = {}
    for number, item in enumerate(plan.items):
        for inside, record in _records(item, path, found):
            places[f"{path}/{inside}"] = span_of(number), inside
            if record is not None:
                records[record.path] = record
    loaded = _loaded(records, settings, found, unknown)
    _with_series(plan.items, path, loaded, settings, found)
    for fault in found:
        span, inside = places.get(fault.span.path, (start, ""))
        if fault.severity is Severity.ERROR:
            report.add(
                replace(fault, span=span, message=said("{place}: {message}", place=inside, message=fault.message), related=())
            )
    return None if report.failed else Contents(plan, settings, loaded)


def _at(span: Span, inside: str, found: Report, report: Report) -> None:
    for fault in found:
        if fault.severity is Severity.ERROR:
            report.add(
                replace(fault, span=span, message=said("{place}: {message}", place=inside, message=fault.message), related=())
            )


def _records(item: PlanItem, path: str, report: Report) -> Iterator[tuple[str, Record | None]]:
    """The records of an item's own file, of its translations, and the place of its table, each at its place in the workspace."""
    stem = item.path.removesuffix(".md")
    yield item.path, _record(item.head(item.path), item.body, lambda: item.text(item.path), item.path, path, report)
    for language, told in item.translations.items():
        inside, head = f"{stem}.{language}.md", item.head_of_words(language)
        yield inside, _record(head, told.body, lambda name=language: item.words(name), inside, path, report)
    if item.series:
        yield f"{stem}.csv", None


def _record(head: dict[str, Any], body: str, text: Any, inside: str, path: str, report: Report) -> Record | None:
    """What a file with these facts and this body would be read as. Where nothing in it is near a limit, without writing and reading it."""
    place = f"{path}/{inside}"
    if _is_plain(head) and len(body) < _PLAIN_BODY and is_plain_text(body):
        return sound(Record(place, inside, head, "", 2, body), report)
    data = text().encode()
    if len(data) > MARKDOWN_BYTES:
        message = said("the file would be too large: {limit} KiB fit", limit=MARKDOWN_BYTES // 1024)
        report.error("file-too-large", Span(place), message, said("shorten it"))
        return None
    return read_file(data, inside, place, report)


def _is_plain(head: Mapping[str, Any]) -> bool:
    """A quick look, which most facts pass: whatever they say, a file says the same, and is under every limit."""
    told = json.dumps(head, ensure_ascii=False)
    return len(told) < _PLAIN and told.isprintable() and "\\" not in told and not may_hold_marks(told) and _is_flat(head, _DEEP)


def _is_flat(value: Any, depth: int) -> bool:
    if isinstance(value, dict):
        return depth > 0 and all(len(key) <= _KEY and _is_flat(entry, depth - 1) for key, entry in value.items())
    return not isinstance(value, list) or (depth > 0 and all(_is_flat(entry, depth - 1) for entry in value))


def _with_series(items: Iterable[PlanItem], path: str, loaded: Loaded, settings: Settings, report: Report) -> None:
    for item in items:
        own = loaded.items.get(item.id)
        if item.series and own is not None:
            place = f"{path}/{item.path.removesuffix('.md')}.csv"
            rows = table.rows(item.table().encode(), place, series.COLUMNS, series.OPTIONAL, report)
            points: tuple[Point, ...] = series.points(rows, settings, report)
            loaded.items[item.id] = own.model_copy(update={"series": points})


# What a later version may have written


def _loaded(records: Mapping[str, Record], settings: Settings, report: Report, unknown: Unknown | None) -> Loaded:
    own = dict(records)
    for _ in range(_TRIES if unknown is not None else 0):
        found = Report()
        loaded = load_items(own.values(), settings, found)
        others = {fault.span.path for fault in found if fault.code == "unknown-key"}
        if not others:
            report.extend(found)
            return loaded
        assert unknown is not None  # it is asked for
        own |= {path: _without_unknown(own[path], settings, unknown) for path in others}
    return load_items(own.values(), settings, report)


def _without_unknown(record: Record, settings: Settings, unknown: Unknown) -> Record:
    """A record without the facts that nothing reads."""
    model = BY_NAME[str(record.data.get("type", _type_in(record.inside)))]
    declared = settings.custom_fields(model.type)
    known = {key: value for key, value in record.data.items() if key in keys(model) or key in declared or key in ("id", "type")}
    for key in record.data.keys() - known.keys():
        unknown.note(said("{key} of a {type}", key=key, type=Term(model.type)))
    values = {key: value for key, value in known.items() if key in keys(model) and key not in declared}
    for place in _forbidden(model, {"id": "x", **values}, settings):
        known = _without(known, place)
        key = ".".join(str(part) for part in place if isinstance(part, str))
        unknown.note(said("{key} of a {type}", key=key, type=Term(model.type)))
    return record._replace(data=known)


def _type_in(inside: str) -> str:
    from pmsite.model.load import type_of

    return type_of(inside) or ""


def _forbidden(model: type[Item] | type[Settings], values: Mapping[str, Any], context: Settings | None) -> list[tuple[Any, ...]]:
    """The places of keys that a model does not have."""
    try:
        model.model_validate(values, context=context)
    except ValidationError as error:
        return [tuple(fault["loc"]) for fault in error.errors(include_url=False) if fault["type"] == "extra_forbidden"]
    return []


def _without(value: Any, place: tuple[Any, ...]) -> Any:
    """A value without what stands at a place in it."""
    first, *rest = place
    if isinstance(value, dict) and first in value:
        left = {key: entry for key, entry in value.items() if key != first or rest}
        return {key: _without(entry, tuple(rest)) if key == first else entry for key, entry in left.items()}
    if isinstance(value, list) and isinstance(first, int) and rest and first < len(value):
        return [_without(entry, tuple(rest)) if at == first else entry for at, entry in enumerate(value)]
    return value


def _settings(plan: Plan, path: str, report: Report, unknown: Unknown | None) -> Settings | None:
    """The plan's settings, which say of its own audience exactly what it sees."""
    record = read_file(plan.product_yml().encode(), SETTINGS, f"{path}/{SETTINGS}", report)
    if record is None:
        return None
    if unknown is not None:
        record = record._replace(data=_known_settings(record.data, unknown))
    settings = load_settings(record, report)
    if settings is None or not plan.seen or plan.audience not in settings.audiences:
        return settings
    fields = {name: tuple(known) for name, known in _seen(plan.seen, settings, unknown)}
    own = settings.audiences[plan.audience].model_copy(update={"fields": fields})
    return settings.model_copy(update={"audiences": {**settings.audiences, plan.audience: own}})


def _known_settings(data: Mapping[str, Value], unknown: Unknown) -> dict[str, Value]:
    known: dict[str, Value] = dict(data)
    for _ in range(_TRIES):
        places = _forbidden(Settings, known, None)
        for place in places:
            unknown.note(said("{key} of product.yml", key=".".join(map(str, place))))
            known = _without(known, place)
        if not places:
            break
    return known


def _seen(seen: Mapping[str, list[str]], settings: Settings, unknown: Unknown | None) -> Iterator[tuple[str, list[str]]]:
    """By type, the fields that a document says its audience gets, as far as there are such."""
    for name, fields in seen.items():
        if name not in BY_NAME:
            if unknown is not None:
                unknown.note(said("{name} items", name=name))
            continue
        model = BY_NAME[name]
        known = {*keys(model), *paths(model), *settings.custom_fields(name), "body", "series"}
        yield name, [field for field in fields if field in known]
