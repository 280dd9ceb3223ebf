"""What follows from one thing alone, such as a product, is worked out once, and forgotten with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

K = TypeVar("K")
V = TypeVar("V")


def memoized(work: Callable[[K], V]) -> Callable[[K], V]:
    """A function whose values last as long as what they are of, which they must not hold themselves."""
    known: WeakKeyDictionary[K, V] = WeakKeyDictionary()

    @wraps(work)
    def value(of: K) -> V:
        try:
            return known[of]
        except KeyError:
            found = known[of] = work(of)
            return found

    return value
