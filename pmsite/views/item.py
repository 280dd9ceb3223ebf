"""One item: what matters most, its facts, its reasons, and what it is connected with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from pmsite.audience import Projection
from pmsite.model.item import Item, review_is_over
from pmsite.model.judgement import Judgement, judge
from pmsite.model.period import Period
from pmsite.views import item_past, strip, thread
from pmsite.views.connections import Connection, connections, told
from pmsite.views.facts import Fact, Text, facts, texts
from pmsite.views.item_past import ItemPast
from pmsite.views.parts import Ref, ref
from pmsite.views.strip.cell import Cell
from pmsite.views.thread import Step


@dataclass(frozen=True, slots=True)
class ItemPage:
    """What the page of any item shows. `extra` holds what its type adds.

    Strip, facts and reasons tell each thing once; thread and connections link to nothing that facts and reasons link to.
    """

    item: Item
    strip: tuple[Cell, ...]
    facts: tuple[Fact, ...]
    texts: tuple[Text, ...]
    reasons: tuple[Ref, ...]
    connections: tuple[Connection, ...]
    judgement: Judgement
    out_of_date: Period | None
    thread: tuple[Step, ...] = ()
    past: ItemPast | None = None
    extra: Any = None
    tell_us: str = ""
    """Where readers outside say what they need, with this item named; nothing where product.yml leads them nowhere."""


def build(product: Projection, item: Item, extra: Any = None) -> ItemPage:
    """The page of one item."""
    cells = strip.build(product, item, extra)
    said = {name for cell in cells for name in cell.fields}
    in_strip = {value.value for cell in cells for value in cell.values if isinstance(value.value, Ref)}
    reasons = tuple(ref(step) for step in thread.reasons(product, item))
    reasons = tuple(reason for reason in reasons if reason not in in_strip)
    rail = tuple(_rail((fact for fact in facts(product, item) if fact.label or fact.name not in said), in_strip, set(reasons)))
    in_rail = {*reasons, *(value for fact in rail for value in fact.values if isinstance(value, Ref))}
    steps = thread.build(product, item, {found.id for found in in_rail if not found.part}) if product.is_inside else ()
    seen = {item.id, *(found.id for found in (*in_strip, *in_rail))}
    leads_on = {found.id for step in steps for found in step.refs} - seen
    return ItemPage(
        item,
        cells,
        rail,
        tuple(texts(item)),
        reasons,
        connections(product, item, {*seen, *leads_on, *told(item, extra)}),
        replace(judge(product, item), parts=()),
        getattr(item, "review_by", None) if review_is_over(item, product.today) else None,
        steps if leads_on else (),
        item_past.build(product, item),
        extra,
        _form(product, item),
    )


def _form(product: Projection, item: Item) -> str:
    """The form for a feature: feedback names nothing else. The team's own pages lead to none."""
    form = None if product.is_inside else product.settings.intake
    return form.address(item.id, item.title) if form and item.type == "feature" else ""


def _rail(found: Iterable[Fact], in_strip: set[Ref], reasons: set[Ref]) -> Iterator[Fact]:
    """The facts without what the reasons tell; what is linked already stands there as a word."""
    linked = set(in_strip)
    for fact in found:
        values = []
        for value in fact.values:
            if isinstance(value, Ref) and not fact.label and value in reasons:
                continue
            values.append(value.title if isinstance(value, Ref) and value in linked | reasons else value)
            linked |= {value} if isinstance(value, Ref) else set()
        if values:
            yield replace(fact, values=tuple(values))
