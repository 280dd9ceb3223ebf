"""The statistics of experiments with two or more variants; formulas and their vectors are in the tests."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

NORMAL = NormalDist()
SKEWED = 0.001
"""Below this probability the split of users is not the planned one, and no result can be trusted."""


def two_proportions(x1: float, n1: float, x2: float, n2: float) -> tuple[float, float] | None:
    """z and the two-sided p-value of the pooled two-proportion test; nothing where no user or no difference is possible."""
    if n1 <= 0 or n2 <= 0:
        return None
    pooled = (x1 + x2) / (n1 + n2)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    if error == 0:
        return None
    z = (x2 / n2 - x1 / n1) / error
    return z, 2 * (1 - NORMAL.cdf(abs(z)))


def difference_interval(x1: float, n1: float, x2: float, n2: float, significance: float = 0.05) -> tuple[float, float]:
    """The interval in which the difference of two rates lies, from the unpooled normal approximation; n1 and n2 above zero."""
    p1, p2 = x1 / n1, x2 / n2
    reach = NORMAL.inv_cdf(1 - significance / 2) * math.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
    return p2 - p1 - reach, p2 - p1 + reach


def sample_size(p1: float, p2: float, significance: float = 0.05, power: float = 0.8) -> int | None:
    """Users for each variant to see the difference of two rates (Fleiss); nothing where there is no difference to see."""
    if p1 == p2 or not (0 < significance < 1 and 0 < power < 1):
        return None
    mean = (p1 + p2) / 2
    root = NORMAL.inv_cdf(1 - significance / 2) * math.sqrt(2 * mean * (1 - mean))
    root += NORMAL.inv_cdf(power) * math.sqrt(p1 * (1 - p1) + p2 * (1 - p2))
    return math.ceil(root**2 / (p1 - p2) ** 2)


def split_probability(users: Sequence[float], shares: Sequence[float]) -> float | None:
    """How likely a split at least this uneven is if the planned one was kept: chi-square goodness of fit.

    Nothing where fewer than two variants have a share, or nobody took part.
    """
    total, parts = sum(users), sum(shares)
    if len(users) < 2 or total == 0 or parts == 0:
        return None
    chi = sum((n - total * share / parts) ** 2 / (total * share / parts) for n, share in zip(users, shares, strict=True))
    return chi_square_tail(chi, len(users) - 1)


def chi_square_tail(value: float, degrees: int) -> float:
    """The probability that a chi-square variable is above a value, by the recurrence over its degrees of freedom."""
    half = value / 2
    if degrees % 2:
        tail, term, at = math.erfc(math.sqrt(half)), math.sqrt(half) * math.exp(-half) / math.gamma(1.5), 1
    else:
        tail, term, at = math.exp(-half), half * math.exp(-half), 2
    while at < degrees:
        tail += term
        at += 2
        term *= half / (at / 2)
    return tail


def is_reliable(conversions: float, users: float) -> bool:
    """Whether the normal approximation holds: ten successes and ten failures."""
    return conversions >= 10 and users - conversions >= 10
