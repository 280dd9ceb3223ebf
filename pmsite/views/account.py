"""What came of the requests of one customer, for a brief that is sent to nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.customer import Customer
from pmsite.model.insight import Feedback
from pmsite.views import customer, demand
from pmsite.views.asked import Asked
from pmsite.views.customer import MOST, Told
from pmsite.views.demand import Request
from pmsite.views.parts import Card, First, cards, first, ref


@dataclass(frozen=True, slots=True)
class Account:
    """What was asked for, what there is of it by now, what is still to come, and what was told when."""

    requests: First[Request]
    got: First[Card]
    coming: First[Card]
    told: First[Told]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.requests.total or self.got.total or self.coming.total or self.told.total)


def build(product: Projection, asked: Asked) -> Account:
    """The account of the customers that are asked for; of the requests and features alone that are named, where any are."""
    ids = asked.items or tuple(dict.fromkeys(id for found in _customers(product, asked) for id in about(product, found)))
    feedback = [item for id in ids if isinstance(item := product.items.get(id), Feedback)]
    shown = cards(product)
    features = [shown[id] for id in ids if id in shown]
    told = sorted(((item.told, item) for item in feedback if item.told is not None), key=lambda found: found[0].last, reverse=True)
    most = asked.most or MOST
    return Account(
        first([demand.request(product, item) for item in feedback], most),
        first([card for card in features if card.stage == "shipped"], most),
        first([card for card in features if card.is_open], most),
        first([Told(ref(item), date) for date, item in told], most),
    )


def about(product: Projection, found: Customer) -> Iterator[str]:
    """The requests of a customer, those without a final answer first, and the features that answer them."""
    page = customer.build(product, found)
    yield from (request.ref.id for request in page.requests.shown)
    yield from (card.id for card in (*page.got.shown, *page.coming.shown))


def _customers(product: Projection, asked: Asked) -> Iterable[Customer]:
    if asked.customer:
        return (item for item in product.of(Customer) if item.id == asked.customer)
    return (item for item in product.of(Customer) if asked.keep is not None and asked.keep(item))
