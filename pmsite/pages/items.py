"""The pages of items: one for each, whose view is what its type adds to the facts that every item has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pmsite.audience import Projection
from pmsite.model.brief import Brief
from pmsite.model.change import Change
from pmsite.model.competitor import Competitor
from pmsite.model.decision import Decision
from pmsite.model.experiment import Experiment
from pmsite.model.feature import Feature
from pmsite.model.insight import Feedback
from pmsite.model.item import Item
from pmsite.model.launch import Launch
from pmsite.model.metric import Metric
from pmsite.model.objective import Objective
from pmsite.model.person import Person
from pmsite.model.problem import Problem
from pmsite.model.release import Release
from pmsite.model.risk import Risk
from pmsite.model.team import Team
from pmsite.model.theme import Theme
from pmsite.pages.page import Page
from pmsite.views.modules import (
    decision,
    demand,
    experiment,
    item,
    launch,
    market,
    metric,
    notes,
    people,
    problem,
    release,
    results,
    roadmap,
    team,
)
from pmsite.views.parts import cards

Filters = dict[tuple[str, int], Callable[[Any], bool] | None]
"""By brief and number of the section, which items the section shows."""


def item_pages(product: Projection, filters: Filters) -> Iterator[Page]:
    """The page of every item."""
    for found in product.items.values():
        yield Page(
            f"roadmap/{found.folder}/{found.id}",
            f"items/{found.type}.html",
            _item_view(product, found, filters),
            title=found.title,
            duty=found.duty,
            item=found,
            in_nav=found.type == "vision" and len(product.by_type["vision"]) == 1,
            besides=(product.settings,) if isinstance(found, Brief) else (),  # filters follow from these and the brief
        )


def _item_view(product: Projection, found: Item, filters: Filters) -> Callable[[], Any]:
    return lambda: item.build(product, found, _extra(product, found, filters))


def _extra(product: Projection, found: Item, filters: Filters) -> Any:
    if isinstance(found, Brief):
        from pmsite.views import brief  # here, since it knows all others

        return brief.build(product, found, filters)
    build = EXTRAS.get(type(found))
    return build(product, found) if build else None


EXTRAS: Mapping[type[Item], Callable[[Projection, Any], Any]] = {
    Objective: results.build,
    Feedback: demand.request,
    Experiment: experiment.build,
    Team: team.build,
    Launch: launch.build,
    Metric: metric.build,
    Decision: decision.build,
    Competitor: market.competitor,
    Theme: lambda product, theme: roadmap.build(
        product, "horizon", lambda card: card.theme is not None and card.theme.id == theme.id
    ),
    Feature: lambda product, feature: cards(product)[feature.id],
    Release: release.build,
    Change: notes.line,
    Problem: problem.build,
    Risk: problem.risk,
    Person: people.person,
}
"""By type, the view of what its page adds to the facts; types without one have their facts, texts and connections."""
