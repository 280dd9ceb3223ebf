"""What the team learned, month by month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.item import Item
from pmsite.model.learning import Learning
from pmsite.model.period import Period, parse
from pmsite.views.parts import Ref, ref


@dataclass(frozen=True, slots=True)
class Lesson:
    """One entry of the log, with what it changed."""

    ref: Ref
    kind: str
    author: str
    takeaways: tuple[str, ...]
    summary: str
    applied: str
    changed: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """What was learned in one month; no month where the entries have no date."""

    month: Period | None
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """Months, newest first, and how often each topic came up."""

    months: tuple[Month, ...]
    topics: tuple[tuple[str, int], ...]
    total: int
    applied: int
    """Entries of which something came."""


def build(product: Projection, keep: Callable[[Item], bool] | None = None) -> Digest:
    """The learning log of a projection."""
    found = [item for item in product.of(Learning) if keep is None or keep(item)]
    found.sort(key=lambda item: (item.date is None, -item.date.last.toordinal() if item.date else 0, item.key))
    months: dict[str, list[Learning]] = {}
    topics: dict[str, int] = {}
    for item in found:
        months.setdefault(item.date.last.strftime("%Y-%m") if item.date else "", []).append(item)
        if item.topic:
            topics[item.topic] = topics.get(item.topic, 0) + 1
    return Digest(
        tuple(Month(parse(key) if key else None, tuple(_lesson(product, item) for item in items)) for key, items in months.items()),
        tuple(sorted(topics.items(), key=lambda entry: (-entry[1], entry[0]))),
        len(found),
        sum(bool(item.applied or item.changed) for item in found),
    )


def _lesson(product: Projection, item: Learning) -> Lesson:
    return Lesson(
        ref(item),
        item.kind,
        item.author,
        item.takeaways,
        item.in_short,
        item.applied,
        tuple(ref(changed) for changed in product.named(item.id, "changed")),
    )
