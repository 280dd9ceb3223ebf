"""One item: its facts, its reasons, and what it is connected with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from pmsite.audience import Projection
from pmsite.model import custom
from pmsite.model.item import READER_FIELDS, Item, review_is_over
from pmsite.model.judgement import Judgement, judge
from pmsite.model.period import Period
from pmsite.model.status import Status
from pmsite.model.types import references, shape
from pmsite.views import item_past, thread
from pmsite.views.item_past import ItemPast
from pmsite.views.parts import Ref, ref, ref_to
from pmsite.views.thread import Step

ELSEWHERE = frozenset({"title", "summary", "id", "wordings", "visibility"})
"""Fields that every page shows in a place of their own, or not at all."""
CONNECTIONS = (
    "depends_on", "replaces", "related", "addresses", "features", "evidence", "against", "affects", "supersedes", "personas",
    "metrics", "guardrails", "insights", "about", "changed", "briefs", "scope",
)  # fmt: skip
"""Fields shown as lists of links, each with the other direction."""
MOST = 40


@dataclass(frozen=True, slots=True)
class Fact:
    """One short fact: its field, its label where the workspace gave it one, and its values."""

    name: str
    label: str
    values: tuple[str | float | bool | Period | Status | Ref, ...]
    keys: tuple[str, ...] = ()
    """What each value is called, where they have names."""
    shape: str = "fact"
    """What the field holds, as `model.types.shape` says; choices are words of the format, shares of one are percentages."""


@dataclass(frozen=True, slots=True)
class Text:
    """One field that holds more than a few words: a text, or a list of texts."""

    name: str
    text: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Connection:
    """Items on the other end of one kind of reference. `outward` is the direction that the author wrote."""

    name: str
    label: str
    outward: bool
    refs: tuple[Ref, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class ItemPage:
    """What the page of any item shows. `extra` holds what its type adds."""

    item: Item
    facts: tuple[Fact, ...]
    texts: tuple[Text, ...]
    reasons: tuple[Ref, ...]
    connections: tuple[Connection, ...]
    judgement: Judgement
    out_of_date: Period | None
    thread: tuple[Step, ...] = ()
    past: ItemPast | None = None
    extra: Any = None


def build(product: Projection, item: Item, extra: Any = None) -> ItemPage:
    """The page of one item."""
    return ItemPage(
        item,
        tuple(_facts(product, item)),
        tuple(_texts(item)),
        tuple(ref(step) for step in thread.reasons(product, item)),
        tuple(_connections(product, item)),
        replace(judge(product, item), parts=()),
        getattr(item, "review_by", None) if review_is_over(item, product.today) else None,
        thread.build(product, item),
        item_past.build(product, item),
        extra,
    )


def _texts(item: Item) -> Iterator[Text]:
    model = type(item)
    for name in model.model_fields:
        kind = shape(model, name)
        if kind in ("text", "lines") and name not in ELSEWHERE and name not in READER_FIELDS and (value := getattr(item, name)):
            yield Text(name, value, ()) if kind == "text" else Text(name, "", value)


def _facts(product: Projection, item: Item) -> Iterator[Fact]:
    model = type(item)
    for name, field in model.model_fields.items():
        value = getattr(item, name)
        kind = shape(model, name)
        if (
            name in READER_FIELDS
            or name in ELSEWHERE
            or kind in ("text", "lines", "group")
            or name in CONNECTIONS
            or value is None
            or value == ()
            or value == ""
            or (value == field.default and name != "status")
        ):
            continue
        yield Fact(name, "", tuple(_shown(product, value, name in references(model))), shape=kind)
    for name, value in item.custom.items():
        declared = product.settings.custom_fields(item.type)[name]
        named = isinstance(value, Mapping)
        values = tuple(_shown(product, tuple(value.values()) if named else value, custom.reference(declared) is not None))
        if values:
            yield Fact(name, declared.label or name, values, tuple(value) if named else ())


def _shown(product: Projection, value: Any, is_reference: bool) -> Iterator[Any]:
    for entry in value if isinstance(value, tuple) else (value,):
        if isinstance(entry, BaseModel):
            continue
        yield _linked(product, entry) if is_reference else entry


def _linked(product: Projection, written: str) -> Ref | str:
    found = ref_to(product, written)
    if found is not None:
        return found
    above, _, part = written.rpartition(".")
    objective = ref_to(product, above)
    return Ref(objective.id, _part_title(product, above, part) or objective.title, objective.type, part) if objective else written


def _part_title(product: Projection, objective: str, part: str) -> str:
    results = getattr(product.items[objective], "key_results", ())
    return next((result.title for result in results if result.id == part), "")


def _connections(product: Projection, item: Item) -> Iterator[Connection]:
    for name in CONNECTIONS:
        if name in references(type(item)):
            yield from _connection(product, name, "", True, product.named(item.id, name))
    declared = product.settings.custom_fields(item.type)
    shown_as_facts = {name for name, field in declared.items() if custom.reference(field)}
    by_field: dict[str, list[Item]] = {}
    for link in product.incoming.get(item.id, ()):
        by_field.setdefault(link.field, []).append(product.items[link.source])
    for name, sources in by_field.items():
        label = (
            next((f.label for t in {s.type for s in sources} if (f := product.settings.custom_fields(t).get(name))), "")
            if name not in shown_as_facts
            else declared[name].label
        )
        yield from _connection(product, name, label, False, sources)


def _connection(product: Projection, name: str, label: str, outward: bool, items: Iterable[Item]) -> Iterator[Connection]:
    found = sorted({item.id: item for item in items}.values(), key=lambda item: (item.type, item.key))
    if found:
        yield Connection(name, label, outward, tuple(ref(item) for item in found[:MOST]), max(0, len(found) - MOST))
