"""The graph of all items: references resolved both ways, and the facts that follow from them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel

from pmsite.model import custom
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.metric import Metric
from pmsite.model.objective import KeyResult, Objective
from pmsite.model.period import Period, quarter_of
from pmsite.model.release import Release
from pmsite.model.types import TYPES, groups_with_references, references
from pmsite.model.values import Reference
from pmsite.settings import Settings

T = TypeVar("T", bound=Item)

OPEN_STAGES = frozenset({"idea", "discovery", "planned", "building", "open"})
"""Stages of work that is not finished; `open` is all that readers know who do not get the status."""


@dataclass(frozen=True, slots=True)
class Link:
    """One reference as its author wrote it: from an item's field to another item, or to a key result of an objective."""

    source: str
    field: str
    written: str
    target: str
    part: str
    kind: Reference
    place: tuple[str | int, ...]
    """Where it stands in the front matter."""


@dataclass(frozen=True, eq=False)
class Product:
    """Every item of a workspace by id, as of one day. Unresolved references are in `broken`, all others in the graph."""

    settings: Settings
    items: Mapping[str, Item]
    today: date
    links: tuple[Link, ...] = field(default=(), repr=False)
    broken: tuple[Link, ...] = field(default=(), repr=False)

    @cached_property
    def by_type(self) -> Mapping[str, tuple[Item, ...]]:
        """Items by type, in the order of their titles; types that nothing has are absent."""
        found: dict[str, list[Item]] = {model.type: [] for model in TYPES}
        for item in self.items.values():
            found[item.type].append(item)
        return {name: tuple(sorted(items, key=lambda item: item.key)) for name, items in found.items() if items}

    def of(self, model: type[T]) -> tuple[T, ...]:
        """The items of one type, in the order of their titles."""
        return self.by_type.get(model.type, ())  # type: ignore[return-value]  # the index holds each type under its own name

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[Link, ...]]:
        """By item, the references that it makes, in the order of its fields."""
        return _grouped(self.links, lambda link: link.source)

    @cached_property
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
        """Whether a release has happened: its date is past, or it says so, or it has no date and a later version is out."""
        return release.id in self._out

    @cached_property
    def _out(self) -> frozenset[str]:
        releases = sorted(self.of(Release), key=lambda r: version_key(r.name))
        out = [at for at, r in enumerate(releases) if r.out or (r.date is not None and r.date.last <= self.today)]
        newest = out[-1] if out else -1
        return frozenset(
            {r.id for at, r in enumerate(releases) if r.date is None and at <= newest} | {releases[at].id for at in out}
        )

    @cached_property
    def releases(self) -> tuple[Release, ...]:
        """All releases, newest first: those to come, then those that are out; undated ones furthest from today, by version."""
        out = [release for release in self.of(Release) if self.is_out(release)]
        out.sort(key=lambda r: (r.date.last if r.date else date.min, version_key(r.name)), reverse=True)
        return (*reversed(self.coming), *out)

    @cached_property
    def coming(self) -> tuple[Release, ...]:
        """Releases that are not out, the nearest first."""
        to_come = [release for release in self.of(Release) if not self.is_out(release)]
        return tuple(sorted(to_come, key=lambda r: (r.date.last if r.date else date.max, version_key(r.name))))

    @cached_property
    def versions_out(self) -> frozenset[str]:
        """The ids and versions of the releases that are out."""
        return frozenset(name for release in self.of(Release) if self.is_out(release) for name in (release.id, release.name))

    def turn(self, release: Release) -> int:
        """How many other releases come before one that is not out; -1 for one that is."""
        return self._turns.get(release.id, -1)

    @cached_property
    def _turns(self) -> Mapping[str, int]:
        return {release.id: turn for turn, release in enumerate(self.coming)}

    def horizon(self, feature: Feature) -> str:
        """Now, next or later for open work, `shipped` or `dropped` for the rest.

        The author's own word wins. Otherwise the target decides: this quarter or earlier is now, the two quarters after
        are next. A release without a date counts by its turn: the first that is not out is now, the second next. With
        neither, work under way is now, planned work next, the rest later.
        """
        stage = feature.status.stage
        if stage not in OPEN_STAGES:
            return stage
        if feature.horizon:
            return feature.horizon
        target = self.target(feature)
        if target is not None:
            return self._by_date(target, stage)
        release = self.release(feature)
        if release is not None and not self.is_out(release):
            turn = self.turn(release)
            return ("now", "next")[turn] if turn < 2 and stage != "idea" else "later"
        return {"building": "now", "planned": "next"}.get(stage, "later")

    def _by_date(self, target: Period, stage: str) -> str:
        quarter = self.quarter
        if target.last <= quarter.last:
            return "now" if stage in ("building", "planned", "open") else "next" if stage == "discovery" else "later"
        in_two = self._next_quarter(self._next_quarter(quarter))
        return "next" if target.last <= in_two.last else "later"

    @cached_property
    def quarter(self) -> Period:
        """The quarter that today lies in."""
        return quarter_of(self.today, self.settings.fiscal_year_starts)

    def _next_quarter(self, quarter: Period) -> Period:
        return quarter_of(quarter.last + timedelta(days=1), self.settings.fiscal_year_starts)

    def is_late(self, feature: Feature) -> bool:
        """Whether open work is past its target, or its release is out without it."""
        if feature.status.stage not in OPEN_STAGES:
            return False
        target, release = self.target(feature), self.release(feature)
        return (target is not None and target.last < self.today) or (
            target is None and release is not None and self.is_out(release)
        )

    def comes_too_late(self, needed: Feature, feature: Feature) -> bool:
        """Whether a feature that another needs is dropped, or planned to reach users after it."""
        if needed.status.stage == "dropped":
            return True
        before, after = self.target(feature), self.target(needed)
        return needed.status.stage in OPEN_STAGES and before is not None and after is not None and after.last > before.last

    def score(self, objective: Objective) -> float | None:
        """The weighted mean of the key results' scores; nothing where none of them can be scored yet."""
        scored = [(found, result.weight) for result in self.measured(objective) if (found := key_result_score(result)) is not None]
        total = sum(weight for _, weight in scored)
        return sum(found * weight for found, weight in scored) / total if total else None

    def measured(self, objective: Objective) -> tuple[KeyResult, ...]:
        """An objective's key results with the numbers that their metrics and check-ins give where they carry none of their own."""
        return tuple(self._measured(result, objective) for result in objective.key_results)

    def _measured(self, result: KeyResult, objective: Objective) -> KeyResult:
        metric = self.items.get(result.metric or "")
        last = max(result.checkins, key=lambda found: found.date.first, default=None)
        if not isinstance(metric, Metric) and last is None:
            return result
        facts: dict[str, Any] = {}
        values = [found for found in result.checkins if found.value is not None]
        if result.current is None and values:
            facts["current"] = max(values, key=lambda found: found.date.first).value
        if result.confidence is None and last is not None:
            facts["confidence"] = last.confidence
        if isinstance(metric, Metric) and result.counts(metric.unit):
            facts |= _from_metric(result, metric, objective.period, has_value="current" in facts)
        return result.model_copy(update=facts)

    def serves_a_goal(self, feature: Feature) -> bool:
        """Whether a feature serves a goal, by its own word or by its theme's."""
        theme = self.items.get(feature.theme or "")
        return bool(feature.supports or (theme is not None and getattr(theme, "supports", ())))


def key_result_score(result: KeyResult) -> float | None:
    """How far a key result is, 0 to 1: (current - start) ÷ (target - start), clamped.

    A milestone counts the weights of its finished steps; without steps it is reached or not, as a baseline is.
    """
    if result.kind in ("milestone", "baseline"):
        total = sum(step.weight for step in result.steps)
        if result.done or not total:
            return 1.0 if result.done else 0.0
        return sum(step.weight for step in result.steps if step.done) / total
    if result.target is None or result.current is None:
        return None
    start = result.baseline if result.baseline is not None else 0.0
    if start == result.target:
        return None
    return min(1.0, max(0.0, (result.current - start) / (result.target - start)))


def _from_metric(result: KeyResult, metric: Metric, period: Period | None, has_value: bool) -> dict[str, Any]:
    """What a metric says of a key result that is silent: where it stood when the period began, where it stands, what it counts."""
    facts: dict[str, Any] = {}
    inside = [point for point in metric.series if period is None or point.date.first <= period.last]
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


def score_band(score: float | None) -> str:
    """Green from 0.7, amber from 0.4, red below (the bands of 'Measure What Matters')."""
    if score is None:
        return "none"
    return "good" if score >= 0.7 else "fair" if score >= 0.4 else "poor"


def version_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts versions as people count: 1.9 before 1.10, 2.0-rc1 before 2.0."""
    parts = [(1, int(part), "") if part.isdigit() else (0, 0, part) for part in re.findall(r"[0-9]+|[^\W\d_]+", name.casefold())]
    if parts and parts[0] == (0, 0, "v"):
        parts = parts[1:]
    return (*parts, (0, 0, "~"))


def connect(settings: Settings, items: Mapping[str, Item], today: date) -> Product:
    """The product that items form, with every reference looked up once."""
    links: list[Link] = []
    broken: list[Link] = []
    for item in items.values():
        for written in written_references(item, settings):
            link = _resolve(item.id, written, items)
            (links if link.target else broken).append(link)
    return Product(settings, items, today, tuple(links), tuple(broken))


Written = tuple[str, str, Reference, tuple[str | int, ...]]
"""A reference as it is written: the field, the id, what it may name, and its place."""


def written_references(item: Item, settings: Settings) -> Iterator[Written]:
    """Every reference of an item, those inside groups of fields and custom fields included."""
    yield from _in_fields(item, ())
    declared = settings.custom_fields(item.type) if item.custom else {}
    for name, value in item.custom.items():
        kind = custom.reference(declared[name])
        if kind is not None:
            entries = value.items() if isinstance(value, Mapping) else enumerate((value,) if isinstance(value, str) else value)
            yield from ((name, entry, kind, (name, key)) for key, entry in entries)


def _in_fields(group: BaseModel, above: tuple[str | int, ...]) -> Iterator[Written]:
    model = type(group)
    for name, kind in references(model).items():
        value = getattr(group, name)
        if isinstance(value, str):
            yield name, value, kind, (*above, name)
        elif value:
            yield from ((name, entry, kind, (*above, name, at)) for at, entry in enumerate(value))
    for name in groups_with_references(model):
        value = getattr(group, name)
        if value:
            yield from _in_groups(value, (*above, name))


def _in_groups(value: object, above: tuple[str | int, ...]) -> Iterator[Written]:
    if isinstance(value, BaseModel):
        yield from _in_fields(value, above)
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _in_groups(entry, (*above, key))
    elif isinstance(value, tuple):
        for at, entry in enumerate(value):
            yield from _in_groups(entry, (*above, at))


def _resolve(source: str, reference: Written, items: Mapping[str, Item]) -> Link:
    field_name, written, kind, place = reference
    if written in items:
        return Link(source, field_name, written, written, "", kind, place)
    objective, _, part = written.rpartition(".")
    above = items.get(objective)
    if isinstance(above, Objective) and any(result.id == part for result in above.key_results):
        return Link(source, field_name, written, objective, part, kind, place)
    return Link(source, field_name, written, "", "", kind, place)


def titles(product: Product) -> dict[str, str]:
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
