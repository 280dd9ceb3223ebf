"""How a goal, a feature or a launch stands on one day: one judgement, the same on every page.

The formula, its vectors and where it comes from stand in docs/reference/judgement.md.
"""

from __future__ import annotations

from datetime import date

from pmsite.model.feature import Feature
from pmsite.model.indexes import by_key
from pmsite.model.item import Item
from pmsite.model.judgement.feature import feature
from pmsite.model.judgement.launch import launch
from pmsite.model.judgement.objective import objective
from pmsite.model.judgement.readings import courses
from pmsite.model.judgement.scale import two
from pmsite.model.judgement.verdict import COLOURS, NOTHING, Clause, Judgement
from pmsite.model.judgement.work import span
from pmsite.model.launch import Launch
from pmsite.model.objective import Objective
from pmsite.model.product import Product

__all__ = ["COLOURS", "NOTHING", "Clause", "Judgement", "due_lines", "judge", "span", "two"]


def judge(product: Product, item: Item, day: date | None = None) -> Judgement:
    """How an objective, a feature or a launch stands, judged from what its readers see; today where no day is given.

    An objective's judgement holds those of its key results. What cannot be judged, or is over, has no state.
    """
    return _judge(product, (item.id, day or product.today))


def due_lines(product: Product, found: Objective) -> tuple[tuple[tuple[date, float], ...], ...]:
    """What is due of each key result of an objective, from the first to the last day of its period; nothing where nothing is due."""
    return tuple(course.line for course in courses(product, found, product.today))


@by_key
def _judge(product: Product, asked: tuple[str, date]) -> Judgement:
    """One judgement, since many pages ask for the same."""
    id, day = asked
    match item := product.items[id]:
        case Objective():
            return objective(product, item, day)
        case Feature():
            return feature(product, item, day)
        case Launch():
            return launch(product, item, day)
    return NOTHING
