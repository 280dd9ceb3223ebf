"""Which pages a site has: their addresses, their names, their place in the navigation, and the view that each shows."""

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
from pmsite.model.item import DUTIES, Item
from pmsite.model.learning import Learning
from pmsite.model.metric import Metric
from pmsite.model.objective import Objective
from pmsite.model.person import Person
from pmsite.model.release import Release
from pmsite.model.risk import Risk
from pmsite.model.stakeholder import Stakeholder
from pmsite.model.team import Team
from pmsite.model.trend import Trend
from pmsite.model.types import BY_NAME, TYPES
from pmsite.model.vision import Vision
from pmsite.pages.items import Filters, item_pages
from pmsite.pages.page import WORD, Page
from pmsite.views.modules import (
    as_of,
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
    timeline,
    what_changed,
)
from pmsite.views.notes import DEVELOPERS, USERS
from pmsite.views.record import records

if TYPE_CHECKING:
    from pmsite.model.past import Past

__all__ = ["Filters", "Page", "by_duty", "home_page", "hub_address", "pages"]


def pages(
    product: Projection,
    filters: Filters,
    diagnostics: tuple[Diagnostic, ...] = (),
    explained: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Page, ...]:
    """Every page of a projection, hubs first.

    `filters` are those of the briefs' sections, `diagnostics` what the checks found; `explained` says by code what a check is about.
    """
    return (
        *_roadmap(product),
        *_overviews(product, diagnostics, explained),
        *_history(product),
        *_hubs(product),
        *item_pages(product, filters),
    )


def home_page(product: Projection) -> Page:
    """The page that greets readers where the site has no page of its own."""
    return Page("index", "home.html", lambda: home.build(product), title=product.settings.name, duty="", in_nav=True)


def _roadmap(product: Projection) -> Iterator[Page]:
    if not product.of(Feature):
        return
    yield _aggregate("roadmap/index", "roadmap.html", "Roadmap", lambda: roadmap.build(product, "horizon"))
    yield from _numbered(
        "roadmap/timeline",
        "timeline.html",
        "Timeline",
        timeline.page_count(product),
        lambda page: timeline.build(product, page=page),
    )
    for grouping, words in (("objective", "By goal"), ("team", "By team"), ("release", "By release"), ("theme", "By theme")):
        if product.by_type.get(grouping):
            yield from _numbered(
                f"roadmap/by-{'goal' if grouping == 'objective' else grouping}",
                "roadmap.html",
                words,
                roadmap.page_count(product, grouping),
                _grouped(product, grouping),
            )
    yield from _numbered(
        "roadmap/table", "table.html", "All features", table.page_count(product), lambda page: table.build(product, page)
    )


def _grouped(product: Projection, grouping: str) -> Callable[[int], Any]:
    return lambda page: roadmap.build(product, grouping, page=page)


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


def _overviews(product: Projection, diagnostics: tuple[Diagnostic, ...], explained: Mapping[str, str]) -> Iterator[Page]:
    """The pages that answer one question of one duty each, where the plan has anything to say on it."""
    has = product.by_type
    features = product.of(Feature)
    if product.of(Objective):
        yield _aggregate("roadmap/goals", "goals.html", "Goals", lambda: goals.build(product), "goals")
    if any(f.score or f.ice or f.wsjf or f.opportunity or f.moscow or f.kano for f in product.open_work):
        count = priorities.page_count(product)
        yield from _numbered(
            "roadmap/priorities", "priorities.html", "Priorities", count, lambda page: priorities.build(product, page=page)
        )
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
    if any(feature.depends_on for feature in product.open_work):
        yield _overview(product, "dependencies", "Dependencies", dependencies.build, "collaboration")
    if any(feature.raci for feature in product.open_work):
        yield _overview(product, "responsibilities", "Who does what", responsibilities.build, "collaboration")
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


def _overview(product: Projection, name: str, words: WORD, build: Callable[[Projection], Any], duty: str = "planning") -> Page:
    at = f"roadmap/{name.replace('_', '-')}"
    return Page(at, f"{name}.html", lambda: build(product), words=words, duty=duty, in_nav=True, searched=False)


def _history(product: Projection) -> Iterator[Page]:
    """The pages that tell how the plan came about, where its history is known."""
    past = product.past
    if past is not None and past.events:
        yield _overview(product, "what_changed", "What changed", lambda seen: what_changed.build(seen, _past(seen)))
        for month in what_changed.months(past):
            view = _bound_month(product, str(month.month))
            yield Page(month.address, "what_changed.html", view, words="What changed", duty="planning", searched=False)
        if records(product):
            yield _overview(product, "slippage", "Slippage", lambda seen: slippage.build(seen, _past(seen)))
    for as_of_day in product.days:
        yield Page(
            f"as-of/{as_of_day.name}/index",
            "as_of.html",
            _bound_day(product, as_of_day),
            words="The plan as it was",
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
            yield _list(product, model)
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
        yield Page("roadmap/changelog/developers", "changelog.html", view, words="Changelog", duty="planning", searched=False)
    for whom in both:
        for month in changelog.months(product):
            for number in range(1, month.pages + 1):
                at = f"{changelog.address(whom)}/{month.name}" + (f"/page-{number}" if number > 1 else "")
                view = partial(changelog.month, product, month.name, number, whom)
                yield Page(at, "changelog.html", view, words="Changelog", duty="planning", searched=False)


@dataclass(frozen=True, slots=True)
class Overview:
    """A way to see the items of a type that tells more than a plain list. `needs` is the field without which it tells nothing."""

    name: str
    build: Callable[[Projection], Any]
    needs: str


LISTS: Mapping[type[Item], Overview] = {
    Feedback: Overview("demand", demand.build, "count"),
    Metric: Overview("dashboard", metric.dashboard, "series"),
    Competitor: Overview("market", market.build, "capabilities"),
    Trend: Overview("radar", radar.build, "ring"),
    Stakeholder: Overview("stakeholders", stakeholders.build, "influence"),
    Risk: Overview("risks", risks.build, "probability"),
    Person: Overview("people", people.build, "skills"),
    Learning: Overview("digest", digest.build, "date"),
}
"""Types whose items are better seen otherwise than as a plain list, by readers who get what that takes."""


def _list(product: Projection, model: type[Item]) -> Page:
    found = LISTS[model]
    address = f"roadmap/{model.folder}/index"
    return _aggregate(address, f"{found.name}.html", f"type:{model.type}", lambda: found.build(product), model.duty)


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
