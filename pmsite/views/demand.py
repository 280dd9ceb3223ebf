"""What people ask for, ranked by demand, with the answer that each request got."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.insight import Feedback
from pmsite.model.item import Item
from pmsite.model.period import Period
from pmsite.model.status import STAGE_ORDER
from pmsite.views.parts import Card, Ref, cards, ref, ref_to

ROWS = 500


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
    answer: str
    reason: str
    """Why it will not be done, by the request's own word or by that of the work that was dropped."""
    features: tuple[Card, ...]
    releases: tuple[Ref, ...]
    """Where it shipped."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Feedback, the most wanted first, and what each segment and channel asks for in total."""

    rows: tuple[Request, ...]
    total: int
    voices: float
    answered: int
    valued: bool
    currency: str
    segments: tuple[tuple[str, float], ...]


def build(product: Projection, keep: Callable[[Item], bool] | None = None) -> Demand:
    """All feedback of a projection."""
    found = [item for item in product.of(Feedback) if keep is None or keep(item)]
    rows = sorted((request(product, item) for item in found), key=lambda r: (-r.count, -r.value, r.ref.title.casefold(), r.ref.id))
    segments: dict[str, float] = {}
    for item in found:
        if item.segment:
            segments[item.segment] = segments.get(item.segment, 0) + item.count
    return Demand(
        tuple(rows[:ROWS]),
        len(rows),
        sum(row.count for row in rows),
        sum(row.answer in ("shipped", "told", "declined") for row in rows),
        any(row.value for row in rows),
        product.settings.currency,
        tuple(sorted(segments.items(), key=lambda entry: (-entry[1], entry[0]))),
    )


def answers(product: Projection, feedback: Feedback) -> tuple[Card, ...]:
    """The features that answer a request, by the request's own word or by theirs."""
    shown = cards(product)
    ids = {item.id for item in product.named(feedback.id, "features")}
    ids |= {item.id for item in product.pointing(feedback.id, "addresses")}
    return tuple(shown[id] for id in sorted(ids) if id in shown)


def request(product: Projection, feedback: Feedback) -> Request:
    """One piece of feedback with the answer that it got."""
    features = answers(product, feedback)
    reason = feedback.declined or _why_dropped(product, features)
    shipped = [card for card in features if card.stage == "shipped"]
    return Request(
        ref(feedback),
        feedback.summary,
        feedback.date,
        feedback.channel,
        feedback.segment,
        feedback.count,
        feedback.value,
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
