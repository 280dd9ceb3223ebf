"""Which pages a site has: their addresses, their names, their place in the navigation, and the view that each shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pmsite.audience import Projection
from pmsite.model.brief import Brief
from pmsite.model.feature import Feature
from pmsite.model.item import DUTIES, Item
from pmsite.model.objective import Objective
from pmsite.model.release import Release
from pmsite.model.team import Team
from pmsite.model.theme import Theme
from pmsite.model.types import BY_NAME, TYPES
from pmsite.views import brief, changelog, goals, home, hub, item, roadmap, table, timeline
from pmsite.views.parts import cards

WORD = str
"""An English word of the interface, translated when the page is rendered."""


Filters = dict[tuple[str, int], Callable[[Any], bool] | None]
"""By brief and number of the section, which items the section shows."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `address` is its path in the site without an ending; `words` is an interface word, `title` an author's."""

    address: str
    template: str
    view: Callable[[], Any]
    title: str = ""
    words: WORD = ""
    duty: str = ""
    item: Item | None = None
    in_nav: bool = False
    searched: bool = True

    @property
    def name(self) -> str:
        """What its template and its style are called."""
        return self.template.removesuffix(".html")


def pages(product: Projection, filters: Filters) -> tuple[Page, ...]:
    """Every page of a projection, hubs first. `filters` are those of the briefs' sections."""
    return (*_roadmap(product), *_hubs(product), *_items(product, filters))


def home_page(product: Projection) -> Page:
    """The page that greets readers where the site has no page of its own."""
    return Page("index", "home.html", lambda: home.build(product), title=product.settings.name, duty="", in_nav=True)


def _roadmap(product: Projection) -> Iterator[Page]:
    if not product.of(Feature):
        return
    yield _aggregate("roadmap/index", "roadmap.html", "Roadmap", lambda: roadmap.build(product, "horizon"))
    yield _aggregate("roadmap/timeline", "timeline.html", "Timeline", lambda: timeline.build(product))
    for grouping, words in (("objective", "By goal"), ("team", "By team"), ("release", "By release"), ("theme", "By theme")):
        if product.by_type.get(grouping):
            yield _aggregate(
                f"roadmap/by-{'goal' if grouping == 'objective' else grouping}", "roadmap.html", words, _grouped(product, grouping)
            )
    yield from _numbered(
        "roadmap/table", "table.html", "All features", table.page_count(product), lambda page: table.build(product, page)
    )


def _grouped(product: Projection, grouping: str) -> Callable[[], Any]:
    return lambda: roadmap.build(product, grouping)


def _aggregate(address: str, template: str, words: str, view: Callable[[], Any], duty: str = "planning") -> Page:
    return Page(address, template, view, words=words, duty=duty, in_nav=True, searched=False)


def _numbered(
    address: str, template: str, words: str, count: int, view: Callable[[int], Any], duty: str = "planning"
) -> Iterator[Page]:
    for number in range(1, count + 1):
        at = address if number == 1 else f"{address.removesuffix('/index')}/page-{number}"
        yield Page(at, template, _bound(view, number), words=words, duty=duty, in_nav=number == 1, searched=False)


def _bound(view: Callable[[int], Any], number: int) -> Callable[[], Any]:
    return lambda: view(number)


def _hubs(product: Projection) -> Iterator[Page]:
    if product.of(Objective):
        yield _aggregate("roadmap/goals", "goals.html", "Goals", lambda: goals.build(product), "goals")
    if product.of(Release):
        yield _aggregate("roadmap/changelog", "changelog.html", "Changelog", lambda: changelog.build(product))
    for model in TYPES:
        if (
            model in (Feature, Objective)
            or model.type not in product.by_type
            or (model.type == "vision" and len(product.by_type["vision"]) == 1)
        ):
            continue
        words = "All changes" if model.type == "change" else ""
        yield from _hub(product, model, words)


def _hub(product: Projection, model: type[Item], words: str) -> Iterator[Page]:
    count = hub.page_count(product, model.type)
    yield from _numbered(
        f"roadmap/{model.folder}/index",
        "hub.html",
        words or f"type:{model.type}",
        count,
        lambda page: hub.build(product, model.type, page),
        model.duty,
    )


def _items(product: Projection, filters: Filters) -> Iterator[Page]:
    for found in product.items.values():
        yield Page(
            f"roadmap/{found.folder}/{found.id}",
            f"items/{found.type}.html",
            _item_view(product, found, filters),
            title=found.title,
            duty=found.duty,
            item=found,
            in_nav=found.type == "vision" and len(product.by_type["vision"]) == 1,
        )


def _item_view(product: Projection, found: Item, filters: Filters) -> Callable[[], Any]:
    return lambda: item.build(product, found, _extra(product, found, filters))


def _extra(product: Projection, found: Item, filters: Filters) -> Any:
    if isinstance(found, Objective):
        return goals.goal(product, found)
    if isinstance(found, Release):
        return changelog.notes(product, found)
    if isinstance(found, Brief):
        return brief.build(product, found, filters)
    if isinstance(found, Feature):
        return cards(product)[found.id]
    if isinstance(found, (Team, Theme)):
        return roadmap.build(
            product, "horizon", lambda card: getattr(card, found.type) is not None and getattr(card, found.type).id == found.id
        )
    return None


def hub_address(product: Projection, type_name: str) -> str:
    """The page that lists the items of a type."""
    if type_name == "feature":
        return "roadmap/table"
    if type_name == "objective":
        return "roadmap/goals"
    return f"roadmap/{BY_NAME[type_name].folder}/index"


def by_duty(found: tuple[Page, ...]) -> Mapping[str, tuple[Page, ...]]:
    """The pages of the navigation, by duty, in the order of the duties; planning first, since it is what people come for."""
    order = ("planning", *(duty for duty in DUTIES if duty != "planning"))
    grouped = {duty: tuple(page for page in found if page.in_nav and page.duty == duty) for duty in order}
    return {duty: members for duty, members in grouped.items() if members}
