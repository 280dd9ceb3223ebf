"""The team's word on a goal, a feature or a launch: the newest update about it that tells its health."""

from __future__ import annotations

from datetime import date

from pmsite.model.item import Item
from pmsite.model.judgement import scale
from pmsite.model.judgement.verdict import Clause, Word
from pmsite.model.objective import Objective
from pmsite.model.product import Product
from pmsite.model.update import Update

BANDS = {"green": "good", "amber": "fair", "red": "poor"}


def said(product: Product, item: Item, day: date) -> Word | None:
    """The word that counts on a day, if there is one that is not too old. A month's update is of its last day."""
    told = [
        (min(update.date.last, day), update.id, update.health)
        for update in product.pointing(item.id, "about")
        if isinstance(update, Update) and update.health and update.date and update.date.first <= day
    ]
    if not told:
        return None
    when, _, health = max(told)
    if (day - when).days > scale.lasts(item.period if isinstance(item, Objective) else None):
        return None
    state = BANDS[health]
    return Word(state, "said", Clause("said", {"date": when}), Clause("said_says", {"date": when, "state": state}))
