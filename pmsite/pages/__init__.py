"""Which pages a site has: their addresses, their names, their place in the navigation, and the view that each shows.

It is one thing, though long: one list, an entry for each page, in the order of the site. The pages of items are in `items`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pmsite.audience import AsOf, Projection
from pmsite.diagnostics import Diagnostic
from pmsite.model.change import Change
from pmsite.model.competitor import Competitor
from pmsite.model.feature import Feature
from pmsite.model.insight import Feedback, Insight
from pmsite.model.item import Item
from pmsite.model.learning import Learning
from pmsite.model.metric import Metric
from pmsite.model.objective import Objective
from pmsite.model.person import Person
from pmsite.model.release import Release
from pmsite.model.risk import Risk
from pmsite.model.saved_view import SavedView
from pmsite.model.stakeholder import Stakeholder
from pmsite.model.team import Team
from pmsite.model.trend import Trend
from pmsite.model.types import TYPES
from pmsite.model.vision import Vision
from pmsite.pages.items import Filters, item_pages
from pmsite.pages.navigation import ALL_LEVELS, ROADMAP, TABLE, VIEWS, hub_address, openings
from pmsite.pages.page import WORD, Page
from pmsite.views.asked import Keep
from pmsite.views.modules import (
    alignment,
    as_of,
    at_risk,
    attention,
    calendar,
    capacity,
    changelog,
    coverage,
    demand,
    dependencies,
    digest,
    goals,
    health,
    home,
    hub,
    market,
    metric,
    not_doing,
    opportunities,
    people,
    priorities,
    radar,
    readers,
    responsibilities,
    risks,
    roadmap,
    slippage,
    stakeholders,
    table,
    team_asks,
    timeline,
    wanted,
    what_changed,
)
from pmsite.views.notes import DEVELOPERS, USERS
from pmsite.views.parts import has_wholes
from pmsite.views.record import records

if TYPE_CHECKING:
    from pmsite.model.past import Past

__all__ = ["Filters", "Page", "home_page", "hub_address", "pages"]


def pages(
    product: Projection,
    filters: Filters,
    diagnostics: tuple[Diagnostic, ...] = (),
    explained: Mapping[str, str] = MappingProxyType({}),
    kept: Mapping[str, Keep] = MappingProxyType({}),
) -> tuple[Page, ...]:
    """Every page of a projection, hubs first.

    `filters` are those of the briefs' sections, `diagnostics` what the checks found; `explained` says by code what a check is about;
    `kept` has by name what each saved view lets through.
    """
    lists = (
        *_roadmap(product),
        *_saved(product, kept),
        *_overviews(product, diagnostics, explained),
        *_history(product),
        *_hubs(product),
    )
    items = tuple(item_pages(product, filters))
    return (*openings(product, (*lists, *items)), *lists, *items)


def home_page(product: Projection) -> Page:
    """The page that greets readers where the site has no page of its own."""
    return Page("index", "home.html", lambda: home.build(product), title=product.settings.name, duty="", in_nav=True, opens=True)


def _roadmap(product: Projection) -> Iterator[Page]:
    if not product.of(Feature):
        return
    yield _aggregate(ROADMAP, "roadmap.html", "Roadmap", lambda: roadmap.build(product, filtered=True))
    yield from _numbered("roadmap/timeline", "timeline.html", "Timeline", 1, lambda _: timeline.build(product, filtered=True))
    for lanes in timeline.ways(product):
        at = f"roadmap/timeline/by-{_called(lanes)}"
        yield _below("roadmap/timeline", at, "timeline.html", "Timeline", _in_lanes(product, lanes))
    for grouping, words in GROUPED.items():
        if _tells(product, grouping):
            yield from _numbered(
                f"roadmap/by-{_called(grouping)}",
                "roadmap.html",
                words,
                roadmap.page_count(product, grouping),
                _grouped(product, grouping),
            )
    yield from _numbered(TABLE, "table.html", "All features", table.page_count(product), lambda page: table.build(product, page))
    if table.has_all_levels(product):
        count = table.all_levels_count(product)
        yield from _numbered(ALL_LEVELS, "table.html", "All levels", count, lambda page: table.all_levels(product, page))


GROUPED: Mapping[str, WORD] = {
    "plan": "By product",
    "objective": "By goal",
    "team": "By team",
    "release": "By release",
    "theme": "By theme",
    "component": "By component",
    "cycle": "By cycle",
    "parent": "By parent",
}
"""By what features are grouped on pages of their own, and what those are called."""


def _saved(product: Projection, kept: Mapping[str, Keep]) -> Iterator[Page]:
    """The views of the roadmap that product.yml names."""
    for name, saved in product.settings.views.items() if product.of(Feature) else ():
        view = partial(_saved_view, product, saved, kept.get(name))
        address, template = f"roadmap/views/{name}", f"{saved.view}.html"
        yield Page(address, template, view, saved.label or name, duty="planning", above=ROADMAP, searched=False, besides=(saved,))


def _saved_view(product: Projection, saved: SavedView, keep: Keep) -> Any:
    if saved.view == "table":
        return table.build(product, 1, keep, saved.columns, saved.sort)
    if saved.view == "timeline":
        return timeline.build(product, keep, saved.lanes, filtered=True)
    return roadmap.build(product, saved.group_by, keep, lanes=saved.lanes, filtered=True)


def _called(grouping: str) -> str:
    return {"objective": "goal", "plan": "product"}.get(grouping, grouping)


def _tells(product: Projection, grouping: str) -> bool:
    """Whether there are several of what features are grouped by."""
    if grouping == "plan":
        return bool(product.plans)
    return bool(product.by_type.get(grouping)) or (grouping == "parent" and has_wholes(product))


def _in_lanes(product: Projection, lanes: str) -> Callable[[], Any]:
    return lambda: timeline.build(product, lanes=lanes, filtered=True)


def _grouped(product: Projection, grouping: str) -> Callable[[int], Any]:
    return lambda page: roadmap.build(product, grouping, page=page, filtered=True)


def _aggregate(address: str, template: str, words: str, view: Callable[[], Any], duty: str = "planning") -> Page:
    return Page(address, template, view, words=words, duty=duty, in_nav=True)


def _numbered(
    address: str, template: str, words: str, count: int, view: Callable[[int], Any], duty: str = "planning"
) -> Iterator[Page]:
    is_tab = address in VIEWS
    for number in range(1, count + 1):
        at = address if number == 1 else f"{address.removesuffix('/index')}/page-{number}"
        above = address if number > 1 else ROADMAP if is_tab else ""
        in_nav = number == 1 and not is_tab
        yield Page(at, template, _bound(view, number), words=words, duty=duty, in_nav=in_nav, above=above, searched=number == 1)


def _below(above: str, address: str, template: str, words: str, view: Callable[[], Any]) -> Page:
    """A page of another one's kind, which leads to it."""
    return Page(address, template, view, words=words, duty="planning", above=above, searched=False)


def _bound(view: Callable[[int], Any], number: int) -> Callable[[], Any]:
    return lambda: view(number)


def _overviews(product: Projection, diagnostics: tuple[Diagnostic, ...], explained: Mapping[str, str]) -> Iterator[Page]:
    """The pages that answer one question of one duty each, where the plan has anything to say on it."""
    has = product.by_type
    features = product.of(Feature)
    if product.of(Objective):
        yield _aggregate("roadmap/goals", "goals.html", "Goals", lambda: goals.build(product), "goals")
    if any(f.score or f.ice or f.wsjf or f.opportunity or f.moscow or f.kano for f in product.open_work):
        count = priorities.page_count(product)
        yield from _numbered(
            "roadmap/priorities", "priorities.html", "Priorities", count, lambda page: priorities.one_page(product, page)
        )
        for level in priorities.groups(product):
            yield from _priorities_of(product, level.rank)
    if product.items if product.is_inside else attention.concerns(product):
        yield _overview(product, "at_risk", "At risk", at_risk.build)
    if any(release.date for release in product.of(Release)) or "launch" in has:
        yield _overview(product, "calendar", "Calendar", calendar.build)
    if any(found.capacity for found in product.of(Team)):
        yield _overview(product, "capacity", "Capacity", capacity.build)
    if any(f.reason or f.moscow == "wont" for f in features) or any(f.declined for f in product.of(Feedback)):
        yield _overview(product, "not_doing", "Not doing", not_doing.build)
    if product.of(Insight):
        yield from _numbered(
            "roadmap/opportunities",
            "opportunities.html",
            "Opportunity map",
            opportunities.page_count(product),
            lambda page: opportunities.build(product, page=page),
            "insight",
        )
    if wanted.is_known(product) and product.of(Feedback):
        yield from _numbered(
            "roadmap/wanted",
            "wanted.html",
            "Demand by feature",
            wanted.page_count(product),
            lambda page: wanted.build(product, page=page),
            "insight",
        )
    if any(feature.depends_on or feature.together_with for feature in product.open_work):
        yield _overview(product, "dependencies", "Dependencies", dependencies.build, "collaboration")
    if any(feature.asks for feature in product.open_work):
        yield _aggregate("roadmap/asks", "team_asks.html", "Asks between teams", lambda: team_asks.build(product), "collaboration")
    if any(feature.raci for feature in product.open_work):
        yield _overview(product, "responsibilities", "Who does what", responsibilities.build, "collaboration")
    if alignment.is_worth_a_page(product):
        yield _overview(product, "alignment", "Alignment", alignment.build, "goals")
    yield from _numbered(
        "roadmap/readers",
        "readers.html",
        "Who sees what",
        readers.page_count(product),
        lambda page: readers.build(product, page),
        "communication",
    )
    if product.is_inside:
        if "objective" in has and (has.keys() & {"insight", "feedback", "metric"}):
            yield _overview(product, "coverage", "The thread, checked", coverage.build, "goals")
        if diagnostics or any(hasattr(found, "review_by") for found in product.items.values()):
            view = partial(health.build, diagnostics=diagnostics, explained=explained)
            page = _overview(product, "health", "Health of the plan", view, "problems")
            yield replace(page, besides=(diagnostics, explained))


def _priorities_of(product: Projection, rank: int) -> Iterator[Page]:
    """The priorities of groups, which are compared with each other alone."""
    count = priorities.page_count(product, rank)
    found = _numbered(
        f"roadmap/priorities/level-{rank + 1}",
        "priorities.html",
        "Priorities",
        count,
        lambda page: priorities.one_page(product, page, rank),
    )
    yield from (replace(page, in_nav=False, above=page.above or "roadmap/priorities", searched=False) for page in found)


def _overview(product: Projection, name: str, words: WORD, build: Callable[[Projection], Any], duty: str = "planning") -> Page:
    at = f"roadmap/{name.replace('_', '-')}"
    return Page(at, f"{name}.html", lambda: build(product), words=words, duty=duty, in_nav=True)


def _history(product: Projection) -> Iterator[Page]:
    """The pages that tell how the plan came about, where its history is known."""
    past = product.past
    if past is not None and past.events:
        yield _overview(product, "what_changed", "What changed", lambda seen: what_changed.build(seen, _past(seen)))
        for month in what_changed.months(product):
            view = _bound_month(product, str(month.month))
            yield _below("roadmap/what-changed", month.address, "what_changed.html", "What changed", view)
        if records(product):
            yield _overview(product, "slippage", "Slippage", lambda seen: slippage.build(seen, _past(seen)))
    for as_of_day in product.days:
        yield Page(
            f"as-of/{as_of_day.name}/index",
            "as_of.html",
            _bound_day(product, as_of_day),
            words="The plan as it was",
            above="roadmap/what-changed",
            searched=False,
            besides=(as_of_day,),
        )


def _past(product: Projection) -> Past:
    assert product.past is not None  # else it has no such page
    return product.past


def _bound_month(product: Projection, month: str) -> Callable[[], Any]:
    return lambda: what_changed.build(product, _past(product), month)


def _bound_day(product: Projection, day: AsOf) -> Callable[[], Any]:
    return lambda: as_of.build(product, day)


def _hubs(product: Projection) -> Iterator[Page]:
    yield from _changelog(product)
    for model in TYPES:
        if model.type not in product.by_type or model in (Feature, Objective):
            continue
        if model is Vision and len(product.by_type["vision"]) == 1:
            continue
        if model in LISTS and product.sees(model, LISTS[model].needs):
            yield from _list(product, model)
        else:
            yield from _hub(product, model, "All changes" if model is Change else "")


def _changelog(product: Projection) -> Iterator[Page]:
    """The changelog for users and for developers: the newest releases, and one page or more for each month."""
    if not product.by_type.keys() & {"release", "change"}:
        return
    yield _aggregate("roadmap/changelog", "changelog.html", "Changelog", lambda: changelog.build(product, readers=USERS))
    both = (USERS, DEVELOPERS) if product.of(Change) else (USERS,)
    if DEVELOPERS in both:
        view = partial(changelog.build, product, None, DEVELOPERS)
        yield _below("roadmap/changelog", "roadmap/changelog/developers", "changelog.html", "Changelog", view)
    for whom in both:
        for month in changelog.months(product):
            for number in range(1, month.pages + 1):
                at = f"{changelog.address(whom)}/{month.name}" + (f"/page-{number}" if number > 1 else "")
                view = partial(changelog.month, product, month.name, number, whom)
                yield _below(changelog.address(whom), at, "changelog.html", "Changelog", view)


@dataclass(frozen=True, slots=True)
class Overview:
    """A way to see the items of a type that tells more than a plain list. `needs` is the field without which it tells nothing.

    `pages` says how many pages it takes, where it may take several.
    """

    name: str
    build: Callable[..., Any]
    needs: str
    pages: Callable[[Projection], int] | None = None


LISTS: Mapping[type[Item], Overview] = {
    Feedback: Overview("demand", demand.build, "count", demand.page_count),
    Metric: Overview("dashboard", metric.dashboard, "series"),
    Competitor: Overview("market", market.build, "capabilities"),
    Trend: Overview("radar", radar.build, "ring"),
    Stakeholder: Overview("stakeholders", stakeholders.build, "influence"),
    Risk: Overview("risks", risks.build, "probability"),
    Person: Overview("people", people.build, "skills"),
    Learning: Overview("digest", digest.build, "date"),
}
"""Types whose items are better seen otherwise than as a plain list, by readers who get what that takes."""


def _list(product: Projection, model: type[Item]) -> Iterator[Page]:
    found = LISTS[model]
    address, template, words = f"roadmap/{model.folder}/index", f"{found.name}.html", f"type:{model.type}"
    if found.pages is None:
        yield _aggregate(address, template, words, lambda: found.build(product), model.duty)
    else:
        count = found.pages(product)
        yield from _numbered(address, template, words, count, lambda page: found.build(product, page=page), model.duty)


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
