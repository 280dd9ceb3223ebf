"""What people ask for, ranked by demand, with the answer that each request got."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.indexes import index
from pmsite.model.insight import Feedback
from pmsite.model.item import Item
from pmsite.model.period import Period
from pmsite.model.replaced import standing_for
from pmsite.model.status import STAGE_ORDER
from pmsite.views.parts import Card, Ref, cards, ref, ref_to

PAGE = 40


@dataclass(frozen=True, slots=True)
class Request:
    """One piece of feedback. `answer` is declined, told, shipped, dropped, open, or the stage of the work on it."""

    ref: Ref
    summary: str
    date: Period | None
    channel: str
    segment: str
    count: float
    value: float
    importance: str
    answer: str
    reason: str
    """Why it will not be done, by the request's own word or by that of the work that was dropped."""
    features: tuple[Card, ...]
    releases: tuple[Ref, ...]
    """Where it shipped."""


@dataclass(frozen=True, slots=True)
class Demand:
    """One page of all feedback, the most wanted first, and what each segment asks for in total."""

    rows: tuple[Request, ...]
    number: int
    pages: int
    total: int
    voices: float
    answered: int
    valued: bool
    currency: str
    segments: tuple[tuple[str, float], ...]


def page_count(product: Projection) -> int:
    """How many pages all feedback takes."""
    return max(1, -(-len(product.of(Feedback)) // PAGE))


def build(product: Projection, keep: Callable[[Item], bool] | None = None, page: int = 1) -> Demand:
    """One page of a projection's feedback, counted from 1."""
    rows = [row for row in _ranked(product) if keep is None or keep(product.items[row.ref.id])]
    segments: dict[str, float] = {}
    for row in rows:
        if row.segment:
            segments[row.segment] = segments.get(row.segment, 0) + row.count
    return Demand(
        tuple(rows[(page - 1) * PAGE : page * PAGE]),
        page,
        max(1, -(-len(rows) // PAGE)),
        len(rows),
        sum(row.count for row in rows),
        sum(row.answer in ("shipped", "told", "declined") for row in rows),
        any(row.value for row in rows),
        product.settings.currency,
        tuple(sorted(segments.items(), key=lambda entry: (-entry[1], entry[0]))),
    )


@index
def _ranked(product: Projection) -> tuple[Request, ...]:
    """All feedback, the most wanted first."""
    found = (request(product, item) for item in product.of(Feedback))
    return tuple(sorted(found, key=lambda row: (-row.count, -row.value, row.ref.title.casefold(), row.ref.id)))


def answers(product: Projection, feedback: Feedback) -> tuple[Card, ...]:
    """The features that answer a request, by the request's own word or by theirs; what was replaced is answered by what replaced it."""
    shown = cards(product)
    named = (*product.named(feedback.id, "features"), *product.pointing(feedback.id, "addresses"))
    found = standing_for(product, (item for item in named if isinstance(item, Feature)))
    return tuple(shown[id] for id in sorted(feature.id for feature in found))


def request(product: Projection, feedback: Feedback) -> Request:
    """One piece of feedback with the answer that it got."""
    features = answers(product, feedback)
    reason = feedback.declined or _why_dropped(product, features)
    shipped = [card for card in features if card.stage == "shipped"]
    return Request(
        ref(feedback),
        feedback.in_short,
        feedback.date,
        feedback.channel,
        feedback.segment,
        feedback.count,
        feedback.value,
        feedback.importance or "",
        "declined" if reason else _answer(feedback, features),
        reason,
        features,
        tuple(found for card in shipped if (found := ref_to(product, card.release.id if card.release else None))),
    )


def _why_dropped(product: Projection, features: tuple[Card, ...]) -> str:
    """Why nothing will come of a request: what was to answer it is dropped, all of it, and somebody has written why."""
    if any(card.stage != "dropped" for card in features):
        return ""
    dropped = (product.items[card.id] for card in features)
    return next((item.reason for item in dropped if isinstance(item, Feature) and item.reason), "")


def _answer(feedback: Feedback, features: tuple[Card, ...]) -> str:
    stages = {card.stage for card in features}
    if "shipped" in stages:
        return "told" if feedback.told else "shipped"
    return next((stage for stage in STAGE_ORDER if stage in stages), "open")
