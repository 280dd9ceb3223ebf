"""The numbers that put one thing after others."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

MOST = 12
"""Those without a number above it that get one, too, so that it can come after them."""


def ranked(above: Sequence[float | None], below: float | None) -> list[float] | None:
    """The ranks of all that stand above, then the one of what comes after them, so that none has to move which has a rank.

    Nothing where too many above have none.
    """
    if sum(rank is None for rank in above) > MOST:
        return None
    numbers: list[float] = []
    last: float | None = None
    for at, own in enumerate(above):
        free = next((rank for rank in above[at + 1 :] if rank is not None), below)
        number = own if own is not None else _between(last, free)
        numbers.append(number)
        last = number if last is None else max(last, number)
    return [*numbers, _between(last, below)]


def _between(low: float | None, high: float | None) -> float:
    """A number between two, a whole one where there is room."""
    if high is not None and (low is None or high > low):
        if low is None:
            return ceil(high) - 1
        whole = floor(low) + 1
        return float(whole) if whole < high else (low + high) / 2
    return 1.0 if low is None else float(floor(low) + 1)
