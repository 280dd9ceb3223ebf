"""Records become items; what does not fit becomes a diagnostic."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from pmsite.diagnostics import Diagnostic, Report, Severity, Span
from pmsite.model import custom, mended, slips, synonyms
from pmsite.model.change import kind_in_name
from pmsite.model.faults import from_validation, nearest_key, one, plainly, unknown_key
from pmsite.model.item import Item
from pmsite.model.parsing import TITLE_LIMIT
from pmsite.model.refusal import excerpt
from pmsite.model.scaffold import id_from
from pmsite.model.settings import LANGUAGES, CustomField, Settings
from pmsite.model.slips import Titles
from pmsite.model.types import BY_FOLDER, BY_NAME, keys, parts_in, type_in
from pmsite.read.names import fold, id_fault, is_readme
from pmsite.read.record import Record, Value
from pmsite.read.spans import span_of

TRANSLATED = ("title", "summary")
_OTHER_LANGUAGE = re.compile(
    r"(?:de|fr|es|it|pt|ja|ko|nl|ru|pl|cn|tw|hk|chs|cht)|(?:en|zh|de|fr|es|pt)[-_](?:[A-Za-z]{2}|Han[st])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Translation:
    """An item's words in another language."""

    item: str
    language: str
    title: str
    summary: str
    body: str
    record: Record


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
    """The sound items of records that were read before, by path: one whose record and settings are the same is the same item."""

    def __init__(self) -> None:
        self._settings: Settings | None = None
        self._items: dict[str, tuple[Record, Item]] = {}

    def begin(self, settings: Settings) -> None:
        """Forget all where the settings are others."""
        if settings != self._settings:
            self._settings, self._items = settings, {}

    def load(self, record: Record, settings: Settings, report: Report, titles: Titles) -> Item | None:
        """As `load_item`."""
        record_then, item_then = self._items.get(record.path, (None, None))
        if record_then is record:
            return item_then
        found = Report()
        item = load_item(record, settings, found, titles)
        report.extend(found)
        if item is not None and not list(found):  # what was said of it is said each time
            self._items[record.path] = record, item
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
    _tell_other_languages(loaded, report)
    places = {record.inside: id for id, record in loaded.records.items()} if translations else {}
    for record, stem, language in translations:
        original = PurePosixPath(record.inside).with_name(f"{stem}.md").as_posix()
        if PurePosixPath(record.path).with_name(f"{stem}.md").as_posix() not in left:
            _translate(record, places.get(original), language, loaded, report)
    return loaded


def _tell_other_languages(loaded: Loaded, report: Report) -> None:
    """Report items that seem to be meant as translations, and are read as items of their own."""
    for id, record in loaded.records.items():
        stem, _, suffix = id.rpartition(".")
        if stem in loaded.items and _OTHER_LANGUAGE.fullmatch(suffix):
            near = suffix[:2] if suffix[:2] in LANGUAGES else ""
            hint = (
                f"call it {stem}.{near}.md"
                if near
                else f"translations are in {' or '.join(LANGUAGES)}; give an item of its own another name"
            )
            message = f"this is read as an item of its own, not as a translation of {stem}: {suffix} is no language here"
            report.warning("unknown-language", Span(record.path, 1), message, hint)


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
        f"the id {item.id} is taken by {first.path}" if same else f"the ids {item.id} and {other} differ only in case",
        "give one of the two files another name, or another `id:`",
        [(first, "the other one is here")],
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
        if key in known:
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
    folders = " or ".join(f"{other.folder}/" for other in having)
    return f"a {model.type} has no such field; items in {folders} have: remove the line, or move the file there"


def _model(record: Record, report: Report) -> type[Item] | None:
    written = record.data.get("type")
    if isinstance(written, str) and written in BY_NAME:
        return BY_NAME[written]
    if written is not None:
        near = synonyms.item_type(excerpt(written), BY_NAME, {folder: model.type for folder, model in BY_FOLDER.items()})
        hint = f"did you mean {near}?" if near else f"write one of {', '.join(BY_NAME)}"
        report.error("unknown-type", span_of(record, "type"), f"{excerpt(written)} is not a type of item", hint)
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
            "not-an-id", span_of(record, "id"), f"{excerpt(written)} is not a valid id", "write one word, such as offline-mode"
        )
        return ""
    if fault := id_fault(written):
        report.error(
            "not-an-id", span_of(record, "id"), f"{excerpt(written)} is not a valid id: {fault}", _id_hint(written, is_written)
        )
        return ""
    return unicodedata.normalize("NFC", written)


def _id_hint(written: str, is_written: bool) -> str:
    near = id_from(written)
    if not near:
        return "use letters, digits, `-`, `_` and `.`, such as offline-mode"
    return f"write `id: {near}`" if is_written else f"rename the file to {near}.md, or give it an `id:`"


def _custom(
    extra: Mapping[str, Value], declared: Mapping[str, CustomField], settings: Settings, record: Record, faults: list[Diagnostic]
) -> dict[str, Any]:
    found = {}
    for key, value in extra.items():
        try:
            found[key] = custom.read(key, value, declared[key], settings)
        except PydanticCustomError as fault:
            faults.append(one(fault.type, (key,), _custom_fault(key, value, fault, declared[key], settings), record, {}))
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
        return plainly(context, mended.Again(mended.flow(bare), why, {"ctx": again.context or {}}))
    return plainly(context, mended.Again(mended.flow(bare), why, None))


def _kind_from_name(record: Record, settings: Settings) -> dict[str, str]:
    kind = kind_in_name(_stem(record))
    return {"kind": kind} if kind in settings.kinds or (kind and record.is_plain) else {}


def _translate(record: Record, item: str | None, language: str, loaded: Loaded, report: Report) -> None:
    if item is None:
        report.error(
            "translation-of-nothing",
            Span(record.path),
            "this is a translation of an item that does not exist",
            "put it beside the item's own file, under the same name",
        )
        return
    faulty = False
    for key, value in record.data.items():
        if key not in TRANSLATED or not isinstance(value, str) or (key == "title" and len(value) > TITLE_LIMIT):
            faulty = True
            message = f"{excerpt(key)} does not belong in a translation" if key not in TRANSLATED else f"{key} must be text"
            report.error(
                "not-translatable",
                span_of(record, key),
                message,
                "a translation has title, summary and body only; the rest stays in the item's own file",
            )
    report.extend(slips.quotes(record, []))
    if not faulty:
        words = {key: str(record.data.get(key) or "").strip() for key in TRANSLATED}
        loaded.translations[item, language] = Translation(item, language, words["title"], words["summary"], record.body, record)


@lru_cache
def _groups(model: type[Item]) -> Mapping[tuple[str, ...], Iterable[str]]:
    found: dict[tuple[str, ...], Iterable[str]] = {(): list(keys(model))}
    for name, info in model.model_fields.items():
        for part in parts_in(info.annotation):
            found[(info.alias or name,)] = [f.alias or n for n, f in part.model_fields.items()]
    return found
