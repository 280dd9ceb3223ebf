"""Records become items; what does not fit becomes a diagnostic."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from pmsite.diagnostics import Diagnostic, Report, Severity, Span, answer
from pmsite.messages import OneOf, Term, said
from pmsite.model import custom, mended, slips
from pmsite.model.change import kind_in_name
from pmsite.model.faults import from_validation, nearest_key, one, plainly, unknown_key
from pmsite.model.hints import synonyms
from pmsite.model.item import YIELDING, Item
from pmsite.model.refusal import excerpt
from pmsite.model.scaffold import id_from
from pmsite.model.settings import LANGUAGES, CustomField, Settings
from pmsite.model.slip_of_pen import is_surely
from pmsite.model.slips import Titles
from pmsite.model.translation import Translation, tell_other_languages, translated
from pmsite.model.types import BY_FOLDER, BY_NAME, keys, parts_in, type_in
from pmsite.read.names import fold, id_fault, is_readme
from pmsite.read.record import Record, Value
from pmsite.read.spans import span_of


@dataclass(slots=True)
class Loaded:
    """Every item of a workspace that could be read right, by id."""

    items: dict[str, Item] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    translations: dict[tuple[str, str], Translation] = field(default_factory=dict)
    """By item and language."""

    @property
    def paths(self) -> frozenset[str]:
        """The files that were read right, as shown."""
        records = (*self.records.values(), *(told.record for told in self.translations.values()))
        return frozenset(record.path for record in records)

    @property
    def words(self) -> dict[str, dict[str, dict[str, str]]]:
        """By item and language, the words that its translations have."""
        found: dict[str, dict[str, dict[str, str]]] = {}
        for (item, language), told in sorted(self.translations.items()):
            words = {"title": told.title, "summary": told.summary, "body": told.body}
            found.setdefault(item, {})[language] = {name: text for name, text in words.items() if text}
        return found


def type_of(inside: str) -> str | None:
    """The type that a file's place gives it: its folder's, or its own name at the top of the workspace."""
    folder, _, name = inside.rpartition("/")
    if is_readme(name):
        return None
    stem = name.partition(".")[0]
    return type_in(folder) if folder else stem if stem in BY_NAME else None


def must_be_item(inside: str) -> bool:
    """Whether a file is an item by its place, whatever is written in it."""
    return type_of(inside) is not None


class KnownItems:
    """The sound items of records that were read before, by path: one whose record and settings are the same is the same item.

    It is plain data, which can be pickled together with the records.
    """

    def __init__(self) -> None:
        self._settings: Settings | None = None
        self._items: dict[str, tuple[Record, Item, tuple[Diagnostic, ...]]] = {}
        """With what was said of each, which is said again: it follows from the record and the settings alone."""

    def begin(self, settings: Settings) -> None:
        """Forget all where the settings are others."""
        if settings != self._settings:
            self._settings, self._items = settings, {}

    def load(self, record: Record, settings: Settings, report: Report, titles: Titles) -> Item | None:
        """As `load_item`."""
        known = self._items.get(record.path)
        if known is not None and known[0] is record:
            report.extend(known[2])
            return known[1]
        found = Report()
        item = load_item(record, settings, found, titles)
        report.extend(found)
        if item is not None:
            self._items[record.path] = record, item, tuple(found)
        return item


def load_items(
    records: Iterable[Record], settings: Settings, report: Report, unread: Collection[str] = (), known: KnownItems | None = None
) -> Loaded:
    """Every record as an item or a translation; faulty ones are reported and left out.

    `unread` are the paths, as shown, of files that are there besides and could not be read; `known` the items of a time before.
    """
    if known is not None:
        known.begin(settings)
    loaded = Loaded()
    folded: dict[str, str] = {}
    translations = []
    records = tuple(records)
    titles = Titles(records, _stem)
    left = set(unread)
    for record in records:
        stem, _, suffix = _stem(record).rpartition(".")
        if stem and suffix in LANGUAGES:
            translations.append((record, stem, suffix))
            continue
        item = known.load(record, settings, report, titles) if known else load_item(record, settings, report, titles)
        if item is not None and _is_new(item, record, loaded, folded, report):
            loaded.items[item.id] = item
            loaded.records[item.id] = record
        else:
            left.add(record.path)
    tell_other_languages(loaded.records, report)
    places = {record.inside: id for id, record in loaded.records.items()} if translations else {}
    for record, stem, language in translations:
        original = PurePosixPath(record.inside).with_name(f"{stem}.md").as_posix()
        if PurePosixPath(record.path).with_name(f"{stem}.md").as_posix() not in left:
            told = translated(record, places.get(original), language, report)
            if told is not None:
                loaded.translations[told.item, language] = told
    return loaded


def _stem(record: Record) -> str:
    name = record.inside.rpartition("/")[2].removesuffix(".md")
    return name[1:] if name.startswith("+") and type_of(record.inside) == "change" else name  # towncrier's sign for "no issue"


def _is_new(item: Item, record: Record, loaded: Loaded, folded: dict[str, str], report: Report) -> bool:
    other = folded.setdefault(fold(item.id), item.id)
    if other == item.id and item.id not in loaded.items:
        return True
    first = span_of(loaded.records[other], "id") if other in loaded.records else Span(record.path)
    same = other == item.id
    report.error(
        "duplicate-id" if same else "colliding-ids",
        span_of(record, "id"),
        said("the id {id} is taken by {path}", id=item.id, path=first.path)
        if same
        else said("the ids {id} and {other} differ only in case", id=item.id, other=other),
        said("give one of the two files another name, or another `id:`"),
        [(first, said("the other one is here"))],
    )
    return False


def load_item(record: Record, settings: Settings, report: Report, titles: Titles | None = None) -> Item | None:
    """One record as an item, or nothing where it has faults. `titles` know the items that somebody may name by their title."""
    model = _model(record, report)
    if model is None:
        return None
    id = _id(record, report)
    known = keys(model)
    declared = settings.custom_fields(model.type)
    values: dict[str, Any] = {"id": id or "x"}
    extra: dict[str, Value] = {}
    faults: list[Diagnostic] = []
    misspelt: list[str] = []
    for key, value in record.data.items():
        if key in ("id", "type"):
            continue
        if key in known and not (key in YIELDING and key in declared):
            if value is not None or key == "visibility":
                values[key] = value
        elif key in declared:
            if value is not None:
                extra[key] = value
        else:
            faults.append(unknown_key(key, record, (key,), [*known, *declared], _elsewhere(key, model)))
            misspelt.append(nearest_key(key, known))
    values["custom"] = _custom(extra, declared, settings, record, faults)
    if model.type == "change" and "kind" not in values:
        values |= _kind_from_name(record, settings)
    values |= {"path": record.path, "body": record.body, "body_line": record.body_line}
    item = None
    try:
        item = model.model_validate(values, context=settings)
    except ValidationError as error:
        again = mended.tried(error, values, lambda tried: model.model_validate(tried, context=settings))
        faults.extend(from_validation(error, record, _groups(model), misspelt, again, titles.hint if titles else _no_hint))
    told = (
        [*slips.quotes(record, faults), *slips.wide_commas(record, _lists_of_words(declared))] if not record.head.isascii() else []
    )
    report.extend([*faults, *told])
    return item if id and not faults and all(slip.severity is not Severity.ERROR for slip in told) else None


def _no_hint(_: object) -> str:
    return ""


def _lists_of_words(declared: Mapping[str, CustomField]) -> list[str]:
    return [name for name, field in declared.items() if field.kind == "list"]


def _elsewhere(key: str, model: type[Item]) -> str:
    """Where a key that a type does not have would be read, where few types have it: the file may lie in the wrong folder."""
    having = [other for other in BY_NAME.values() if key in keys(other)]
    if not 1 <= len(having) <= 2:
        return ""
    folders = OneOf(f"{other.folder}/" for other in having)
    return said(
        "a {type} has no such field; items in {folders} have: remove the line, or move the file there",
        type=Term(model.type),
        folders=folders,
    )


def _model(record: Record, report: Report) -> type[Item] | None:
    written = record.data.get("type")
    if isinstance(written, str) and written in BY_NAME:
        return BY_NAME[written]
    if written is not None:
        near = synonyms.item_type(excerpt(written), BY_NAME, {folder: model.type for folder, model in BY_FOLDER.items()})
        hint = said("did you mean {near}?", near=near) if near else said("write one of {known}", known=list(BY_NAME))
        if near and isinstance(written, str) and is_surely(written, near, BY_NAME):
            hint = answer("did you mean {answer}?", near, place=("type",), old=written)
        report.error(
            "unknown-type", span_of(record, "type"), said("{written} is not a type of item", written=excerpt(written)), hint
        )
        return None
    found = type_of(record.inside)
    return BY_NAME[found] if found else None


def id_of(inside: str, head: Mapping[str, Value]) -> str:
    """The id that a file gives its item, whether or not it is a valid one."""
    written = head.get("id", _stem(Record(inside, inside, dict(head), "")))
    return unicodedata.normalize("NFC", str(written))


def _id(record: Record, report: Report) -> str:
    is_written = "id" in record.data
    written = record.data.get("id") if is_written else _stem(record)
    if not isinstance(written, str):
        report.error(
            "not-an-id",
            span_of(record, "id"),
            said("{written} is not a valid id", written=excerpt(written)),
            said("write one word, such as offline-mode"),
        )
        return ""
    if fault := id_fault(written):
        report.error(
            "not-an-id",
            span_of(record, "id"),
            said("{written} is not a valid id: {fault}", written=excerpt(written), fault=fault),
            _id_hint(written, is_written),
        )
        return ""
    return unicodedata.normalize("NFC", written)


def _id_hint(written: str, is_written: bool) -> str:
    near = id_from(written)
    if not near:
        return said("use letters, digits, `-`, `_` and `.`, such as offline-mode")
    return (
        said("write `id: {near}`", near=near)
        if is_written
        else said("rename the file to {near}.md, or give it an `id:`", near=near)
    )


def _custom(
    extra: Mapping[str, Value], declared: Mapping[str, CustomField], settings: Settings, record: Record, faults: list[Diagnostic]
) -> dict[str, Any]:
    found = {}
    for key, value in extra.items():
        try:
            found[key] = custom.read(key, value, declared[key], settings)
        except PydanticCustomError as fault:
            faults.append(one(fault.type, (key,), _custom_fault(key, value, fault, declared[key], settings), record, {}, value))
    return found


def _custom_fault(key: str, value: Value, fault: PydanticCustomError, field: CustomField, settings: Settings) -> Mapping[str, Any]:
    """What is said of a custom field's value; where its marks are those of another keyboard, how it is written with plain ones."""
    context = fault.context or {}
    bare, why = mended.plain_value(value)
    if not why:
        return context
    try:
        custom.read(key, bare, field, settings)
    except PydanticCustomError as again:
        return plainly(context, mended.again(value, bare, why, (key,), {"ctx": again.context or {}}))
    return plainly(context, mended.again(value, bare, why, (key,)))


def _kind_from_name(record: Record, settings: Settings) -> dict[str, str]:
    kind = kind_in_name(_stem(record))
    return {"kind": kind} if kind in settings.kinds or (kind and record.is_plain) else {}


@lru_cache
def _groups(model: type[Item]) -> Mapping[tuple[str, ...], Iterable[str]]:
    found: dict[tuple[str, ...], Iterable[str]] = {(): list(keys(model))}
    for name, info in model.model_fields.items():
        for part in parts_in(info.annotation):
            found[(info.alias or name,)] = [f.alias or n for n, f in part.model_fields.items()]
    return found
