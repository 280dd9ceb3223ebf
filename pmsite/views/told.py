"""What readers besides the team were told last: a brief or an update, and the day that it is true for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.brief import Brief
from pmsite.model.indexes import index
from pmsite.model.item import Item
from pmsite.model.period import Period
from pmsite.model.update import Update
from pmsite.views.parts import Ref, ref


@dataclass(frozen=True, slots=True)
class Told:
    """What was told, and when."""

    ref: Ref
    date: Period


def last(product: Projection, items: Iterable[Item]) -> Told | None:
    """The newest of some briefs and updates; nothing where none has a day that has come."""
    dated = ((_date(item), item) for item in items)
    sent = [(date.last, item.id, Told(ref(item), date)) for date, item in dated if date and date.first <= product.today]
    return max(sent, key=lambda one: one[:2])[2] if sent else None


@index
def by_audience(product: Projection) -> Mapping[str, Told]:
    """By audience, what it was told last."""
    told: dict[str, list[Item]] = {}
    for item in (*product.of(Brief), *product.of(Update)):
        for name in item.readers if isinstance(item, Brief) else item.visibility:
            told.setdefault(name, []).append(item)
    return {name: found for name, items in told.items() if (found := last(product, items))}


def _date(item: Item) -> Period | None:
    return item.as_of if isinstance(item, Brief) else item.date if isinstance(item, Update) else None
