"""The pages of items: one for each, whose view is what its type adds to the facts that every item has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pmsite.audience import Projection
from pmsite.model.brief import Brief
from pmsite.model.change import Change
from pmsite.model.competitor import Competitor
from pmsite.model.component import Component
from pmsite.model.customer import Customer
from pmsite.model.cycle import Cycle
from pmsite.model.decision import Decision
from pmsite.model.experiment import Experiment
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import chains, role
from pmsite.model.insight import Feedback
from pmsite.model.item import Item
from pmsite.model.launch import Launch
from pmsite.model.metric import Metric
from pmsite.model.objective import Objective
from pmsite.model.parsing import apart
from pmsite.model.person import Person
from pmsite.model.problem import Problem
from pmsite.model.release import Release
from pmsite.model.risk import Risk
from pmsite.model.team import Team
from pmsite.model.theme import Theme
from pmsite.pages.navigation import ALL_LEVELS, hub_address
from pmsite.pages.page import Page
from pmsite.views.modules import (
    component,
    customer,
    cycle,
    decision,
    demand,
    experiment,
    feature,
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
    table,
    team,
)

Filters = dict[tuple[str, int], Callable[[Any], bool] | None]
"""By brief and number of the section, which items the section shows."""


def item_pages(product: Projection, filters: Filters) -> Iterator[Page]:
    """The page of every item; of a piece of work there is a row on that of what it is a part of."""
    for found in product.items.values():
        if apart(found.id)[0]:
            continue  # its page is at home
        if isinstance(found, Feature) and role(product.settings, found) == "work":
            continue
        yield Page(
            f"roadmap/{found.folder}/{found.id}",
            f"items/{found.type}.html",
            _item_view(product, found, filters),
            title=found.title,
            duty=found.duty,
            above=hub_address(found.type),
            item=found,
            in_nav=found.type == "vision" and len(product.by_type["vision"]) == 1,
            besides=(product.settings,) if isinstance(found, Brief) else (),  # filters follow from these and the brief
        )


def place_of(product: Projection, item: Item) -> tuple[str, str]:
    """The address of the page that shows an item, and the row of it where that is not the item's own page."""
    if isinstance(item, Feature) and role(product.settings, item) == "work":
        above = next(
            (one for one in reversed(chains(product).get(item.id, ())) if role(product.settings, one) != "work"),
            None,
        )
        number = 0 if above else table.page_of_all_levels(product, item.id)
        at = ALL_LEVELS + (f"/page-{number}" if number > 1 else "")
        return (f"roadmap/{above.folder}/{above.id}" if above else at), f"pm-{item.id}"
    return f"roadmap/{item.folder}/{item.id}", ""


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
    Component: component.build,
    Customer: customer.build,
    Cycle: cycle.build,
    Feature: feature.build,
    Release: release.build,
    Change: notes.line,
    Problem: problem.build,
    Risk: problem.risk,
    Person: people.person,
}
"""By type, the view of what its page adds to the facts; types without one have their facts, texts and connections."""
