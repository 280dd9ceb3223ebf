"""What follows from the facts of one item, under the names that `where` and lists know besides its own fields."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from pmsite.audience import Projection
from pmsite.model.item import Item, review_is_over
from pmsite.model.judgement import judge
from pmsite.model.parsing import apart
from pmsite.views.parts import cards

DERIVED = ("type", "stage", "late", "horizon", "target_first", "target_last", "judgement", "out_of_date", "product")
"""Every such name. `target_first` and `target_last` are days, such as 2026-12-31.

`product` is the name that a portfolio has for the plan that an item is of; nothing for its own.
"""
OF_ITS_OWN = frozenset({"judgement", "out_of_date", "product"})
"""Those that are looked up only where somebody asks, and that a workspace's own field of the same name comes before."""


def derived(product: Projection, item: Item) -> dict[str, Any]:
    """What follows from an item's facts, without what is looked up only where somebody asks."""
    found: dict[str, Any] = {"type": item.type, "stage": "", "late": False, "target_first": "", "target_last": ""}
    card = cards(product).get(item.id)
    if card is not None:
        found |= {"stage": card.stage, "horizon": card.horizon, "late": card.late}
        if card.target is not None:
            found |= {
                "target": str(card.target),
                "target_first": card.target.first.isoformat(),
                "target_last": card.target.last.isoformat(),
            }
    return found


def looked_up(product: Projection, item: Item, names: Container[str]) -> dict[str, Any]:
    """Of what is looked up only where somebody asks, that which is asked for."""
    found: dict[str, Any] = {}
    if "judgement" in names:
        found["judgement"] = judge(product, item).state
    if "out_of_date" in names:
        found["out_of_date"] = review_is_over(item, product.today)
    if "product" in names:
        found["product"] = apart(item.id)[0]
    return found
