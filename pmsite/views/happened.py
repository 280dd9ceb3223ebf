"""What happened to the plan, by the dates that it gives: the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.decision import Decision
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.launch import Launch
from pmsite.model.period import Period
from pmsite.model.update import Update
from pmsite.model.version import version
from pmsite.views.parts import Ref, ref


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. An item and a kind name it for good, whatever becomes of title and date."""

    kind: str
    """`started`, `shipped`, `released`, `launched`, `decided` or `reported`."""
    ref: Ref
    date: Period
    summary: str
    health: str = ""


def build(product: Projection) -> tuple[Event, ...]:
    """Everything with a date that has come, as far as its readers get the date. Of two on one day, the later version or id comes first."""
    found = [event for event in _events(product) if event.date.first <= product.today]
    return tuple(
        sorted(
            found,
            key=lambda event: (event.date.first, event.ref.type, version(event.ref.id).key, event.ref.id, event.kind),
            reverse=True,
        )
    )


def _events(product: Projection) -> Iterator[Event]:
    for feature in product.of(Feature):
        if feature.started:
            yield _event("started", feature, feature.started)
        if feature.status.stage == "shipped" and (date := product.shipped(feature)):
            yield _event("shipped", feature, date)
    for release in product.told:
        if release.date:
            yield _event("released", release, release.date)
    for launch in product.of(Launch):
        if launch.date and launch.status == "launched":
            yield _event("launched", launch, launch.date)
    for decision in product.of(Decision):
        if decision.date and decision.status in ("accepted", "superseded"):
            yield _event("decided", decision, decision.date)
    for update in product.of(Update):
        if update.date and update.kind == "status":
            yield Event("reported", ref(update), update.date, update.summary, update.health or "")


def _event(kind: str, item: Item, date: Period) -> Event:
    return Event(kind, ref(item), date, item.summary)
