"""A customer: what it asked for, what came of it, what it was told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.customer import Customer
from pmsite.model.demand import said_by
from pmsite.model.insight import Feedback
from pmsite.model.period import Period
from pmsite.views import demand
from pmsite.views.demand import Request
from pmsite.views.parts import Card, First, Ref, first, ref

MOST = 60
"""Requests, features that answer them, and what was told of them, that a page lists."""


@dataclass(frozen=True, slots=True)
class Told:
    """When a customer was told what became of a request."""

    ref: Ref
    date: Period


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """What the page of one customer adds to its facts."""

    requests: First[Request]
    """What it asked for and has no final answer yet first, then the newest."""
    got: First[Card]
    """What reached users of what it asked for."""
    coming: First[Card]
    """What is still to come of it."""
    told: First[Told]
    """What it was told of its requests, the newest first."""
    untold: First[Ref]
    """Requests that shipped, and of which it was not told."""


def build(product: Projection, customer: Customer) -> CustomerPage:
    """The page of one customer."""
    feedback = feedback_of(product, customer)
    requests = sorted((demand.request(product, item) for item in feedback), key=_order)
    features = {card.id: card for request in requests for card in request.features}.values()
    told = sorted(((item.told, item) for item in feedback if item.told is not None), key=lambda found: found[0].last, reverse=True)
    return CustomerPage(
        first(requests, MOST),
        first((card for card in features if card.stage == "shipped"), MOST),
        first((card for card in features if card.stage not in ("shipped", "dropped")), MOST),
        first((Told(ref(item), date) for date, item in told), MOST),
        first((request.ref for request in requests if request.answer == "shipped"), MOST),
    )


def feedback_of(product: Projection, customer: Customer) -> tuple[Feedback, ...]:
    """What a customer said."""
    found = (product.items.get(id) for id in said_by(product).get(customer.id, ()))
    return tuple(item for item in found if isinstance(item, Feedback))


def asked(product: Projection, customer: Customer) -> int:
    """How many requests a customer has made."""
    return len(said_by(product).get(customer.id, ()))


def unanswered(product: Projection, customer: Customer) -> int:
    """How many of its requests have no final answer."""
    return sum(_is_open(demand.request(product, item)) for item in feedback_of(product, customer))


def last_told(product: Projection, customer: Customer) -> Period | None:
    """When a customer was last told what became of a request."""
    return _latest(item.told for item in feedback_of(product, customer))


def _latest(dates: Iterable[Period | None]) -> Period | None:
    return max((date for date in dates if date is not None), key=lambda date: date.last, default=None)


def _is_open(request: Request) -> bool:
    return request.answer not in ("shipped", "told", "declined")


def _order(request: Request) -> tuple[object, ...]:
    newest = -request.date.last.toordinal() if request.date else 0
    return (not _is_open(request), newest, request.ref.title.casefold(), request.ref.id)
