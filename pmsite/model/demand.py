"""Who asks for what: feedback by its customers, and what a feature, or several, would mean to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pmsite.model.customer import Customer
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import chains
from pmsite.model.indexes import index
from pmsite.model.insight import Feedback
from pmsite.model.product import Product
from pmsite.model.replaced import heirs
from pmsite.read.names import fold

IMPORTANCE: Mapping[str, int] = {"nice": 1, "important": 2, "critical": 3}
"""How much a request weighs; one that does not say counts as the least."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a set of features means to those who ask for it. Each request counts once, and so does each customer."""

    requests: tuple[str, ...]
    voices: float
    customers: tuple[str, ...]
    """Who asks and has not left, what weighs most first."""
    lost: tuple[str, ...]
    """Who asked and has left."""
    unnamed: float
    """The voices of those who are no customer that the plan knows; they weigh nothing, since thirty clicks are nobody."""
    revenue: float
    """What these customers bring a year. It is never added to what is at stake."""
    at_stake: float
    """Of each customer the largest value of its requests."""
    weighted: float
    """Of each customer the weight of its segment × the greatest importance of its requests."""

    @property
    def order(self) -> tuple[float, ...]:
        """Sort key: the most wanted first."""
        return (-self.weighted, -self.voices, -self.at_stake)


@index
def by_name(product: Product) -> Mapping[str, str]:
    """Customers by what feedback may call them: their ids, and titles that only one has."""
    titles: dict[str, set[str]] = defaultdict(set)
    for customer in product.of(Customer):
        titles[fold(customer.title)].add(customer.id)
    only = {title: next(iter(ids)) for title, ids in titles.items() if len(ids) == 1}
    return only | {customer.id: customer.id for customer in product.of(Customer)}


def customer_of(product: Product, feedback: Feedback) -> str | None:
    """The customer whom a request comes from, where the plan knows it."""
    name = feedback.customer
    return (by_name(product).get(name) or by_name(product).get(fold(name))) if name else None


@index
def said_by(product: Product) -> Mapping[str, tuple[str, ...]]:
    """By customer, the feedback that it gave."""
    found: dict[str, list[str]] = defaultdict(list)
    if product.of(Customer):
        for feedback in product.of(Feedback):
            if (customer := customer_of(product, feedback)) is not None:
                found[customer].append(feedback.id)
    return {customer: tuple(ids) for customer, ids in found.items()}


@index
def requests_for(product: Product) -> Mapping[str, tuple[str, ...]]:
    """By feature, the feedback that it answers, by its own word, by that of the feedback, or by that of what it took the place of."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for feedback in product.of(Feedback):
        for id in feedback.features:
            found[id][feedback.id] = None
    for feature in product.of(Feature):
        for id in feature.addresses:
            if isinstance(product.items.get(id), Feedback):
                found[feature.id][id] = None
    for id, taking in heirs(product).items():
        for request in found.get(id, {}):
            for feature in taking:
                found[feature.id][request] = None
    return {id: tuple(requests) for id, requests in found.items()}


def wanted(product: Product, features: Iterable[str]) -> Wanted:
    """What some features mean together to those who ask for any of them."""
    known = requests_for(product)
    ids = dict.fromkeys(request for feature in features for request in known.get(feature, ()))
    requests = [item for id in ids if isinstance(item := product.items.get(id), Feedback)]
    asked: dict[str, list[Feedback]] = defaultdict(list)
    unnamed = 0.0
    for request in requests:
        customer = customer_of(product, request)
        if customer is None:
            unnamed += request.count
        else:
            asked[customer].append(request)
    customers = {id: item for id in asked if isinstance(item := product.items.get(id), Customer)}
    here = {id: _weight(product, item, asked[id]) for id, item in customers.items() if item.status != "churned"}
    ordered = sorted(here, key=lambda one: (-here[one], -customers[one].revenue, customers[one].key))
    return Wanted(
        tuple(request.id for request in requests),
        sum(request.count for request in requests),
        tuple(ordered),
        tuple(sorted(customers.keys() - here.keys(), key=lambda one: customers[one].key)),
        unnamed,
        sum(customers[id].revenue for id in ordered),
        sum(max(request.value for request in asked[id]) for id in ordered),
        sum(here.values()),
    )


@index
def wanted_of(product: Product) -> Mapping[str, Wanted]:
    """By feature that anybody asks for, itself or something that it is made of, what it means to them."""
    made_of: dict[str, list[str]] = defaultdict(list)
    above = chains(product)
    for id in requests_for(product):
        if id in product.items:
            made_of[id].append(id)
            for whole in above.get(id, ()):
                made_of[whole.id].append(id)
    return {id: wanted(product, features) for id, features in made_of.items()}


def _weight(product: Product, customer: Customer, requests: Iterable[Feedback]) -> float:
    segment = product.settings.segments.get(customer.segment)
    return (segment.weight if segment else 1.0) * max(IMPORTANCE.get(request.importance or "", 1) for request in requests)
