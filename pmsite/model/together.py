"""Features that have to ship together: one of two names the other, and both are bound."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.model.feature import Feature
from pmsite.model.product import Product


def pairs(product: Product) -> Iterator[tuple[Feature, Feature]]:
    """Each two features that have to ship together, once, as far as one of them is still to come."""
    seen: set[frozenset[str]] = set()
    for feature in product.of(Feature):
        for other in product.named(feature.id, "together_with") if feature.together_with else ():
            pair = frozenset((feature.id, other.id))
            if isinstance(other, Feature) and len(pair) == 2 and pair not in seen and (feature.is_open or other.is_open):
                seen.add(pair)
                yield feature, other


def apart(product: Product, one: Feature, other: Feature) -> bool:
    """Whether two features will surely not ship together: other releases, times that do not meet, or one is over and the other is not."""
    if not (one.is_open and other.is_open):
        return one.status.stage != other.status.stage and (one.is_open or other.is_open)
    mine, theirs = product.release(one), product.release(other)
    if mine is not None and theirs is not None:
        return mine.id != theirs.id
    when, then = product.target(one), product.target(other)
    return when is not None and then is not None and (when.last < then.first or then.last < when.first)
