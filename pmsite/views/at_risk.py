"""The page of all that needs attention, by who answers for it."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.views import plans, risks
from pmsite.views.attention import Concern, by_owner, concerns, needs
from pmsite.views.plans import Product
from pmsite.views.risks import Threat

WHOLE, EACH = 40, 3
"""How many lines are shown without folding any, and how many of each owner where there are more."""
OWNERS, FOLDED = 12, 100
"""How many owners have lines in sight where there are many, and how many are named at all."""
RISKS = 5
"""How many of the gravest open risks are named."""
LINES, MOST = 60, 300
"""How many lines one owner, and all of them, have on the page."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one person, role or team answers for; nobody's where there is no owner."""

    owner: str
    count: int
    shown: tuple[Concern, ...]
    folded: tuple[Concern, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """Why what is listed needs attention."""
        return frozenset(one.kind for one in (*self.shown, *self.folded))

    @property
    def more(self) -> int:
        """How many are left out."""
        return self.count - len(self.shown) - len(self.folded)


@dataclass(frozen=True, slots=True)
class AtRisk:
    """All that needs attention: how much of each kind, and each owner's share, nobody's last; and what may go wrong besides."""

    kinds: tuple[tuple[str, int], ...]
    shares: tuple[Share, ...]
    total: int
    unnamed: int = 0
    """How much belongs to owners who are not named."""
    without_owner: int = 0
    """How many open features name no owner, where that is most of them and the team reads it."""
    open_work: int = 0
    risks: tuple[Threat, ...] = ()
    """The gravest open risks, high and critical ones."""
    plans: tuple[Product, ...] = ()
    """The products of a portfolio, each with how much of it needs attention."""


def build(product: Projection) -> AtRisk:
    """The page of a projection."""
    found = concerns(product)
    groups = by_owner(product, found)
    shares: list[Share] = []
    left = MOST
    for at, (owner, own) in enumerate(groups.items()):
        if at == FOLDED:
            break
        listed = tuple(own[: min(LINES, left)])
        left -= len(listed)
        seen = len(listed) if len(found) <= WHOLE else EACH if at < OWNERS else 0
        shares.append(Share(owner, len(own), listed[:seen], listed[seen:]))
    kinds = tuple((need.kind, need.count) for need in needs(product))
    work = [f for f in product.units if f.is_open] if product.is_inside else []
    missing = sum(not feature.owner for feature in work)
    unnamed = len(found) - sum(share.count for share in shares)
    grave = tuple(risk for risk in risks.build(product).open[:RISKS] if risk.band in ("high", "critical"))
    return AtRisk(
        kinds, tuple(shares), len(found), unnamed, missing if missing * 2 > len(work) else 0, len(work), grave, plans.build(product)
    )
