"""What changes that are said in words mean for items: by their types, and by what stands in their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pmsite.diagnostics import Report, Span, printable
from pmsite.editing.draft import held
from pmsite.editing.fields import Located, located
from pmsite.editing.plan import Plan
from pmsite.editing.said import Word, word
from pmsite.messages import said
from pmsite.model.faults import did_you_mean
from pmsite.model.refusal import excerpt
from pmsite.model.types import BY_NAME
from pmsite.read.front_matter import read
from pmsite.read.record import Record, Value
from pmsite.workspace import Workspace
from pmsite.writing.held import Held
from pmsite.writing.items import key_result
from pmsite.writing.operation import Add, Body, InFile, Remove, Set, Unset
from pmsite.writing.refused import refused
from pmsite.writing.wanted import resolved, value_at

__all__ = ["Word", "changing", "item_of", "new_facts", "operations", "word"]

_NAMES = ("id", "title", "text", "name", "date")
"""By which an entry that is a group can be named to take it out."""


def changing(workspace: Workspace, ids: Iterable[str], words: Sequence[Word], body: str | None = None) -> Plan:
    """The plan that words make of some items; raises Refused where one does not fit."""
    there = held(workspace)
    _must_be_set_once(words)
    ids = list(dict.fromkeys(ids))
    wishes = [wish for id in ids for wish in operations(there, id, words, is_alone=len(ids) == 1)]
    if body is not None:
        wishes += [Body(item_of(there, id)[0], body) for id in ids]
    return Plan(tuple(wishes))


def _must_be_set_once(words: Iterable[Word]) -> None:
    set_here = [one.field for one in words if one.sign == "="]
    if twice := next((field for field in set_here if set_here.count(field) > 1), ""):
        raise refused("said-twice", Span("words"), said("{twice} is set twice", twice=twice), said("write it once"))


def operations(there: Held, id: str, words: Sequence[Word], *, is_alone: bool = True) -> Iterator[InFile]:
    """What words mean for one item, or for a key result; raises Refused. Where it is not alone, an entry that it does not have need not go."""
    item, above = item_of(there, id)
    record, type_name = there.record(item), there.type_name(item)
    model, declared = BY_NAME[type_name], there.product.settings.custom_fields(type_name)
    for one in words:
        path = ".".join([*above, one.field])
        if path == "id":
            raise refused(
                "only-renamed",
                Span(record.path),
                said("an id stands in other files, too"),
                said("write `pmsite rename {id} NEW`", id=id),
            )
        at = located(path, record, model, declared)
        yield from _one(item, one, at, record, is_alone)


def item_of(there: Held, id: str) -> tuple[str, tuple[str, ...]]:
    """The item that an id means, and for a key result where it stands in it. Raises Refused where there is none."""
    if id not in there.records and id not in there.unsound:
        if part := key_result(there, id):
            return part[0].id, ("key_results", part[1])
        above, _, name = id.rpartition(".")
        results = [f"{above}.{one.id}" for one in getattr(there.product.items.get(above), "key_results", ())]
        if results:
            near = did_you_mean(id, results)
            hint = said("did you mean {near}?", near=near) if near else said("name one of {results}", results=list(results))
            raise refused(
                "unknown-item",
                Span(there.record(above).path),
                said("{above} has no key result {name}", above=above, name=printable(name, 60)),
                hint,
            )
    there.record(id)
    return id, ()


def _one(item: str, one: Word, at: Located, record: Record, is_alone: bool) -> Iterator[InFile]:
    if one.sign == "=":
        yield Set(item, at.place, _value(one, at, record)) if one.value else Unset(item, at.place)
        return
    if not at.shape.is_list:
        message = said("{field} is no list", field=one.field)
        raise refused(
            "not-a-list", Span(record.path), message, said("write {field}={value} to set it", field=one.field, value=one.value)
        )
    entries = _value(one, at, record)
    place = resolved(record.data, at.place, record.path)
    for entry in entries if isinstance(entries, list) else [entries]:
        if one.sign == "+=":
            yield Add(item, at.place, entry)
        elif (found := _held(entry, value_at(record.data, place))) is not None:
            yield Remove(item, at.place, found)
        elif is_alone:
            message = said("{field} does not hold {entry}", field=one.field, entry=excerpt(entry))
            raise refused("not-in-list", Span(record.path), message, _listed(value_at(record.data, place)))


def _held(entry: Value, there: Value) -> Value:
    """The entry of a list that is named by a word; nothing where none is."""
    entries = there if isinstance(there, list) else [there]
    if entry in entries:
        return entry
    groups = (one for one in entries if isinstance(one, dict))
    return next((one for one in groups if any(one.get(name) == entry for name in _NAMES)), None)


def _listed(there: Value) -> str:
    entries = there if isinstance(there, list) else [there] if there else []
    names = [
        next((str(one[name]) for name in _NAMES if name in one), "…") if isinstance(one, dict) else str(one) for one in entries
    ]
    return said("it holds {names}", names=printable(", ".join(names), 200)) if names else said("nothing is in it")


def _value(one: Word, at: Located, record: Record) -> Value:
    """A value as front matter would hold it. In brackets it is read as YAML, where the field holds more than one text."""
    text, kind = one.value, at.shape.kind
    if kind != "text" and text[:1] in ("[", "{") and not (kind in ("words", "texts") and text[:1] == "{"):
        found = _flow(one, record)
        return [found] if kind == "groups" and isinstance(found, dict) and one.sign == "=" else found
    if kind == "words" and any(entry.lstrip().startswith('"') for entry in text.split(",")):
        return _flow(one._replace(value=f"[{text}]"), record)
    if kind == "words":
        return [entry for entry in map(str.strip, text.split(",")) if entry]
    return [text] if kind == "texts" else text


def _flow(one: Word, record: Record) -> Value:
    report = Report()
    name = one.field.rpartition(".")[2]
    key = name if name.isidentifier() else "value"
    found = read(f"{key}: {one.value}\n", record.path, 1, report)
    if found is None or report.failed:
        fault = next(iter(report))
        raise refused(fault.code, Span(record.path), f"{one.field}: {fault.message}", fault.hint)
    return found[key]


def new_facts(workspace: Workspace, type_name: str, words: Iterable[Word]) -> dict[str, Value]:
    """What words mean for an item that is to be made; raises Refused where one fits no such item, or is of a part of a fact."""
    model = BY_NAME.get(type_name)
    if model is None or workspace.settings is None:
        raise refused(
            "unknown-type",
            Span("type"),
            said("there is no type {written}", written=printable(type_name, 60)),
            said("write one of {known}", known=list(BY_NAME)),
        )
    declared, nothing = workspace.settings.custom_fields(type_name), Record("facts", "", {}, "")
    found: dict[str, Value] = {}
    for one in words:
        at = located(one.field, nothing, model, declared)
        if one.sign != "=" or len(at.place) != 1:
            message = said(
                "{field}{sign}{value} changes a part of what a new item does not have yet",
                field=one.field,
                sign=one.sign,
                value=one.value,
            )
            raise refused(
                "not-a-change", Span("facts"), message, said("give whole facts, such as tags=web,mobile or score={reach: 5}")
            )
        found[str(at.place[0])] = _value(one, at, nothing)
    return found
