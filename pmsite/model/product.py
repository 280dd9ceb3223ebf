"""The graph of all items: references resolved both ways, and the facts that follow from them.

It is one thing, though long: each fact stands on others of the same graph, and all are asked of a product and of a projection alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import compress
from operator import not_
from typing import Any, TypeVar

from pmsite.model import hierarchy
from pmsite.model.abroad import NOWHERE, Abroad
from pmsite.model.feature import Feature
from pmsite.model.indexes import index, record
from pmsite.model.item import Item
from pmsite.model.links import KnownLinks, Link
from pmsite.model.metric import Metric
from pmsite.model.objective import KeyResult, Objective
from pmsite.model.period import Period, quarter_of
from pmsite.model.release import Release
from pmsite.model.replaced import heirs
from pmsite.model.settings import Settings
from pmsite.model.types import TYPES
from pmsite.model.version import FINAL, Scheme, Version, newest, version

T = TypeVar("T", bound=Item)


Words = Mapping[str, Mapping[str, str]]
"""By language, what a translation says: `title`, `summary` and `body`, as far as it has them."""


@record
@dataclass(frozen=True, eq=False)
class Product:
    """Every item of a workspace by id, as of one day. Unresolved references are in `broken`, all others in the graph."""

    settings: Settings
    items: Mapping[str, Item]
    today: date
    links: tuple[Link, ...] = field(default=(), repr=False)
    broken: tuple[Link, ...] = field(default=(), repr=False)
    waiting: tuple[Link, ...] = field(default=(), repr=False)
    """References to what is there and cannot be read."""
    translations: Mapping[str, Words] = field(default_factory=dict, repr=False)
    """By item, its words in other languages."""
    abroad: Abroad = field(default=NOWHERE, repr=False)
    """What is known of the items of other plans."""

    @property
    def is_inside(self) -> bool:
        """Whether the readers are the team itself."""
        return True

    def sees(self, model: type[Item], name: str) -> bool:
        """Whether the readers get a field of a type, a custom field included."""
        return True

    @property
    @index
    def by_type(self) -> Mapping[str, tuple[Item, ...]]:
        """Items by type, ranked ones first, then in the order of their titles, releases by number; types that nothing has are absent."""
        found: dict[str, list[Item]] = {model.type: [] for model in TYPES}
        for item in self.items.values():
            found[item.type].append(item)
        return {name: tuple(sorted(items, key=lambda item: item.key)) for name, items in found.items() if items}

    @property
    def open_work(self) -> tuple[Feature, ...]:
        """The features that are not finished."""
        return tuple(feature for feature in self.of(Feature) if feature.is_open)

    @property
    def units(self) -> tuple[Feature, ...]:
        """The features that count: nothing else decides what roadmaps show and totals are of."""
        return hierarchy.units(self)

    def counts(self, feature: Feature) -> bool:
        """Whether a feature is one of the units."""
        return hierarchy.counted(self)[feature.id]

    def of(self, model: type[T]) -> tuple[T, ...]:
        """The items of one type, in the order of `by_type`."""
        return self.by_type.get(model.type, ())  # type: ignore[return-value]  # the index holds each type under its own name

    @property
    @index
    def outgoing(self) -> Mapping[str, tuple[Link, ...]]:
        """By item, the references that it makes, in the order of its fields."""
        return _grouped(self.links, lambda link: link.source)

    @property
    @index
    def incoming(self) -> Mapping[str, tuple[Link, ...]]:
        """By item, the references that others make to it."""
        return _grouped(self.links, lambda link: link.target)

    def pointing(self, target: str, *fields: str) -> Iterator[Item]:
        """The items that name `target` in one of the fields, each once."""
        seen = set()
        for link in self.incoming.get(target, ()):
            if link.field in fields and link.source not in seen:
                seen.add(link.source)
                yield self.items[link.source]

    def named(self, source: str, *fields: str) -> Iterator[Item]:
        """The items that `source` names in one of the fields, each once."""
        seen = set()
        for link in self.outgoing.get(source, ()):
            if link.field in fields and link.target not in seen:
                seen.add(link.target)
                yield self.items[link.target]

    # What follows from more than one item

    def release(self, feature: Feature) -> Release | None:
        """The release that brings a feature."""
        found = self.items.get(feature.release or "")
        return found if isinstance(found, Release) else None

    def target(self, feature: Feature) -> Period | None:
        """When a feature should reach users: its own target, or its release's date."""
        release = self.release(feature)
        return feature.target or (release.date if release else None)

    def shipped(self, feature: Feature) -> Period | None:
        """When a shipped feature reached users, as far as the plan says: a date that is still to come says nothing."""
        release = self.release(feature)
        dates = (feature.shipped, release.date if release else None, feature.target)
        return next((date for date in dates if date is not None and date.first <= self.today), None)

    def is_out(self, release: Release) -> bool:
        """Whether a release has happened.

        Its date is past, or it says so, or it has no date and is an older version, numbered alike, than one that is out.
        """
        return release.id in self._out

    @property
    @index
    def _out(self) -> frozenset[str]:
        out = [r for r in self.of(Release) if r.out or (r.date is not None and r.date.last <= self.today)]
        last = newest(release.name for release in out)
        below = (r for r in self.of(Release) if r.date is None and self._is_below(r.name, last))
        return frozenset(release.id for release in (*out, *below))

    def _is_below(self, name: str, last: Mapping[Scheme, Version]) -> bool:
        one = version(name)
        return one.scheme in last and bool(one.numbers) and one.key <= last[one.scheme].key

    @property
    @index
    def releases(self) -> tuple[Release, ...]:
        """All releases, newest first: those to come, then those that are out; undated ones by number among the others, else furthest from today."""
        out = [release for release in self.of(Release) if self.is_out(release)]
        days = _days(out, date.min)
        out.sort(key=lambda r: (days[r.id], version(r.name).key), reverse=True)
        return (*reversed(self.coming), *out)

    @property
    @index
    def told(self) -> tuple[Release, ...]:
        """The releases that are out, newest first, as readers are told of them: candidates are part of what they became."""
        return tuple(r for r in self.releases if self.is_out(r) and r.id not in self._became)

    def became(self, release: Release) -> Release | None:
        """The release that is out and has all that a candidate of it had: 3.0.0 for 3.0.0-rc.1, in which nothing is left."""
        return self._became.get(release.id)

    @property
    @index
    def _became(self) -> Mapping[str, Release]:
        out = [(version(release.name), release) for release in self.of(Release) if self.is_out(release)]
        final = {(one.scheme, one.numbers): release for one, release in out if one.numbers and one.phase == FINAL}
        tried = ((release, final.get((one.scheme, one.numbers))) for one, release in out if one.phase < FINAL)
        return {r.id: whole for r, whole in tried if whole and next(self.pointing(r.id, "release"), None) is None}

    @property
    @index
    def coming(self) -> tuple[Release, ...]:
        """Releases that are not out, the nearest first."""
        to_come = [release for release in self.of(Release) if not self.is_out(release)]
        days = _days(to_come, date.max)
        return tuple(sorted(to_come, key=lambda r: (days[r.id], version(r.name).key)))

    def has_come(self, name: str) -> bool:
        """Whether a version is out, by its own release or by a later one that is numbered alike."""
        return name in self._names_out or self._is_below(name, self._last_out)

    @property
    @index
    def _names_out(self) -> frozenset[str]:
        return frozenset(name for release in self.of(Release) if self.is_out(release) for name in (release.id, release.name))

    @property
    @index
    def _last_out(self) -> Mapping[Scheme, Version]:
        return newest(release.name for release in self.of(Release) if self.is_out(release))

    def turn(self, release: Release) -> int:
        """How many other releases come before one that is not out; -1 for one that is."""
        return self._turns.get(release.id, -1)

    @property
    @index
    def _turns(self) -> Mapping[str, int]:
        return {release.id: turn for turn, release in enumerate(self.coming)}

    def horizon(self, feature: Feature) -> str:
        """Now, next or later for open work, `shipped` or `dropped` for the rest.

        The author's own word wins. Otherwise work under way is now. For the rest the target decides: this quarter or earlier is now,
        the two quarters after are next. A release without a date counts by its turn: the first that is not out is now, the second
        next. With neither, planned work is next, the rest later.
        """
        stage = feature.status.stage
        if not feature.is_open:
            return stage
        if feature.horizon:
            return feature.horizon
        if stage == "building":
            return "now"
        target, _ = hierarchy.planned(self, feature)
        if target is not None:
            return self._by_date(target, stage)
        release = self.release(feature)
        if release is not None and not self.is_out(release):
            turn = self.turn(release)
            return ("now", "next")[turn] if turn < 2 and stage != "idea" else "later"
        return "next" if stage == "planned" else "later"

    def _by_date(self, target: Period, stage: str) -> str:
        quarter = self.quarter
        if target.last <= quarter.last:
            return "now" if stage in ("planned", "open") else "next" if stage == "discovery" else "later"
        in_two = self._next_quarter(self._next_quarter(quarter))
        return "next" if target.last <= in_two.last else "later"

    def is_due(self, feature: Feature) -> bool:
        """Whether work that is known not to have begun is to reach users before this quarter ends."""
        target = self.target(feature)
        waits = feature.status.stage in ("idea", "discovery", "planned")
        return waits and target is not None and self.today <= target.last <= self.quarter.last

    @property
    @index
    def quarter(self) -> Period:
        """The quarter that today lies in."""
        return quarter_of(self.today, self.settings.fiscal_year_starts)

    def _next_quarter(self, quarter: Period) -> Period:
        return quarter_of(quarter.last + timedelta(days=1), self.settings.fiscal_year_starts)

    def is_late(self, feature: Feature) -> bool:
        """Whether open work is past its target, or its release is out without it."""
        if not hierarchy.is_left(self.settings, feature) or not feature.status.id:
            return False  # without an id its readers cannot tell open work from finished
        target, release = self.target(feature), self.release(feature)
        return (target is not None and target.last < self.today) or (
            target is None and release is not None and self.is_out(release)
        )

    def comes_too_late(self, needed: Feature, feature: Feature) -> bool:
        """Whether a feature that another needs is dropped, or planned for a time that is surely after the other's own."""
        if needed.status.stage == "dropped":
            taking = heirs(self).get(needed.id, ())
            return not taking or any(self.comes_too_late(one, feature) for one in taking)
        before, after = self.target(feature), self.target(needed)
        return needed.is_open and before is not None and after is not None and after.first > before.last

    def measured(self, objective: Objective, day: date | None = None) -> tuple[KeyResult, ...]:
        """An objective's key results with the numbers that metrics and check-ins give them by a day where they carry none of their own."""
        return tuple(self._measured(result, objective, day or self.today) for result in objective.key_results)

    def metric_of(self, result: KeyResult) -> Metric | None:
        """The metric that measures a key result, where both count the same."""
        metric = self.items.get(result.metric or "")
        return metric if isinstance(metric, Metric) and result.counts(metric.unit) else None

    def _measured(self, result: KeyResult, objective: Objective, day: date) -> KeyResult:
        metric = self.metric_of(result)
        checkins = sorted((found for found in result.checkins if found.date.first <= day), key=lambda found: found.date.first)
        if metric is None and not checkins:
            return result
        facts: dict[str, Any] = {}
        values = [found.value for found in checkins if found.value is not None]
        if result.current is None and values:
            facts["current"] = values[-1]
        if result.confidence is None and checkins:
            facts["confidence"] = checkins[-1].confidence
        if metric is not None:
            facts |= _from_metric(result, metric, objective.period, day, has_value="current" in facts)
        return result.model_copy(update=facts)

    def serves_a_goal(self, feature: Feature) -> bool:
        """Whether a feature serves a goal: by its own word, its theme's, or that of what it is a part of."""
        return any(self._serves(one) for one in (feature, *hierarchy.chains(self).get(feature.id, ())))

    def _serves(self, feature: Feature) -> bool:
        theme = self.items.get(feature.theme or "")
        return bool(feature.supports or (theme is not None and getattr(theme, "supports", ())))


def _days(releases: list[Release], otherwise: date) -> dict[str, date]:
    """By release, its day; where it has none, the first day of those with a higher number of the same scheme, which it comes before."""
    found: dict[str, date] = {}
    next_days: dict[Scheme, date] = {}
    for release in sorted(releases, key=lambda r: version(r.name).key, reverse=True):
        scheme = version(release.name).scheme
        day = release.date.last if release.date else next_days.get(scheme, otherwise)
        found[release.id] = day
        if day != otherwise:
            next_days[scheme] = min(day, next_days.get(scheme, day))
    return found


def _from_metric(result: KeyResult, metric: Metric, period: Period | None, day: date, has_value: bool) -> dict[str, Any]:
    """What a metric says of a key result that is silent: where it stood when the period began, where it stands, what it counts."""
    facts: dict[str, Any] = {}
    end = min(period.last, day) if period is not None else day
    inside = [point for point in metric.series if point.date.first <= end]
    before = [point for point in inside if period is not None and point.date.last <= period.first]
    if result.baseline is None and inside:
        facts["baseline"] = (before[-1] if before else inside[0]).value
    if result.current is None and not has_value and inside:
        facts["current"] = inside[-1].value
    if not result.unit:
        facts["unit"] = metric.unit
    if result.target is None:
        facts["target"] = metric.target
    return facts


def connect(
    settings: Settings,
    items: Mapping[str, Item],
    today: date,
    is_absent: Callable[[str], object] | None = None,
    translations: Mapping[str, Words] | None = None,
    known: KnownLinks | None = None,
) -> Product:
    """The product that items form, with every reference looked up once. `is_absent` says which ids the plan has in files that cannot be read.

    `known` are the references of a time before.
    """
    leading, astray = (known or KnownLinks()).look_up(items, settings)
    waits = [is_absent is not None and bool(is_absent(link.written)) for link in astray]
    broken = tuple(compress(astray, map(not_, waits)))
    return Product(settings, items, today, leading, broken, tuple(compress(astray, waits)), translations or {})


@index
def titles(product: Product) -> Mapping[str, str]:
    """What every item and every key result is called, by id."""
    found = {id: item.title for id, item in product.items.items()}
    for objective in product.of(Objective):
        found |= {f"{objective.id}.{result.id}": result.title for result in objective.key_results}
    return found


def _grouped(links: Iterable[Link], key: Callable[[Link], str]) -> Mapping[str, tuple[Link, ...]]:
    found: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        found[key(link)].append(link)
    return {name: tuple(group) for name, group in found.items()}
