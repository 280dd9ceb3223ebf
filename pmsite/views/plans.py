"""The products of a portfolio: how old what is known of each is, how its work stands, and how much of it needs attention."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from pmsite.audience import Projection
from pmsite.model.parsing import apart
from pmsite.views.attention import concerns
from pmsite.views.groupings import in_order, members, plan_ref
from pmsite.views.parts import Card, Ref, StageCount, stages, units


@dataclass(frozen=True, slots=True)
class Product:
    """One product, one's own or that of another plan."""

    ref: Ref
    stages: tuple[StageCount, ...]
    total: int
    """How many features it has."""
    needs: int
    """How many things need attention."""
    day: date | None = None
    """The day that its plan is true of, where it is another plan."""
    days: int = 0
    """How old that is."""
    is_old: bool = False


def build(product: Projection) -> tuple[Product, ...]:
    """The products of a portfolio; nothing where there is only one's own."""
    if not product.plans:
        return ()
    by_key = members(product, "plan", units(product).values())
    needs = Counter(f"{apart(one.ref.id)[0]}:" for one in concerns(product))
    known = {*by_key, *needs, *(f"{name}:" for name in product.plans)}
    return tuple(_product(product, key, by_key.get(key, []), needs[key]) for key in in_order(product, "plan", known))


def _product(product: Projection, key: str, shown: list[Card], needs: int) -> Product:
    plan = product.plans.get(key.removesuffix(":"))
    ref = plan_ref(product, key)
    if plan is None:
        return Product(ref, stages(shown), len(shown), needs)
    days = (product.today - plan.day).days if plan.day else 0
    return Product(ref, stages(shown), len(shown), needs, plan.day, days, plan.is_old)
