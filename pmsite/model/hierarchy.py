"""The tree of work: what counts, what parts take from what they are a part of, and what follows from them for the whole.

All of it is worked out from visible items alone, in one pass from the top down and one from the bottom up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from pmsite.model.feature import Feature
from pmsite.model.indexes import index
from pmsite.model.item import Item
from pmsite.model.levels import DEEPEST
from pmsite.model.period import Period
from pmsite.model.replaced import heirs
from pmsite.model.settings import Settings
from pmsite.model.status import Status

T = TypeVar("T", bound=Item)

GIVEN = ("status", "theme", "supports", "release")
"""Facts that a feature may have by its place in the tree; those that it states are among its `model_fields_set`."""
FURTHEST = ("planned", "discovery", "idea")
"""Stages of work that nobody has begun, the furthest first."""
COVERED = 0.8
"""The share of the parts without parts that must have an effort before effort tells how far the whole is."""


class Plan(Protocol):
    """What the tree is made from."""

    @property
    def settings(self) -> Settings:
        """Those of the workspace."""

    def of(self, model: type[T]) -> tuple[T, ...]:
        """The items of a type."""

    def target(self, feature: Feature) -> Period | None:
        """Its own, or its release's."""

    def shipped(self, feature: Feature) -> Period | None:
        """When a feature reached users."""

    def is_late(self, feature: Feature) -> bool:
        """Whether open work is past its date."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Which features are parts of which, by id. What is in a loop, or below one, is a part of nothing."""

    order: tuple[str, ...]
    """Everything after what it is a part of."""
    parents: Mapping[str, str]
    parts: Mapping[str, tuple[str, ...]]


def forest(features: Mapping[str, Feature]) -> Forest:
    """The trees that features form: one whose parent is not among them is a root."""
    parts: dict[str, list[str]] = {}
    for id, feature in features.items():
        if feature.parent is not None and feature.parent in features:
            parts.setdefault(feature.parent, []).append(id)
    if not parts:
        return Forest(tuple(features), {}, {})
    below = {id for found in parts.values() for id in found}
    order = [id for id in features if id not in below]
    for id in order:  # it grows as it is gone through
        order.extend(parts.get(id, ()))
    reached = set(order)
    kept = {id: tuple(found) for id, found in parts.items() if id in reached}
    order.extend(id for id in features if id not in reached)
    return Forest(tuple(order), {part: id for id, found in kept.items() for part in found}, kept)


def role(settings: Settings, feature: Feature) -> str:
    """What part a feature plays in the plan: group, unit, part or work."""
    levels = settings.known_levels
    level = levels.get(feature.level or settings.standard_level)
    return level.role if level else "unit"


def rank(settings: Settings, feature: Feature) -> int:
    """How far down the ladder a feature stands, from 0."""
    level = settings.known_levels.get(feature.level or settings.standard_level)
    return level.rank if level else 0


def is_left(settings: Settings, feature: Feature) -> bool:
    """Whether anything is left to do: a part that is done waits for what it is a part of, whose date tells of both."""
    return feature.is_open and not (feature.status.done and role(settings, feature) in ("part", "work"))


def own_effort(settings: Settings, feature: Feature) -> float | None:
    """What a feature itself says that it takes; what its priority says where that counts the same."""
    if feature.effort is not None or settings.effort_unit != "person_months":
        return feature.effort
    return feature.score.effort if feature.score else None


# What parts take from what they are a part of, and the whole from its parts


def with_given(items: Mapping[str, Item], settings: Settings) -> Mapping[str, Item]:
    """The same items, where features have what their place in the tree gives them; the same object where it gives nothing.

    A theme, goals and from groups a release go to what says nothing of its own; a status goes from parts to what states none.
    """
    features = {id: item for id, item in items.items() if isinstance(item, Feature)}
    tree = forest(features)
    if not tree.parts:
        return items
    given = inherited(features, tree, settings)
    for id, status in derived_statuses(features, tree, settings).items():
        given.setdefault(id, {})["status"] = status
    return {id: _silently(item, given[id]) if id in given else item for id, item in items.items()} if given else items


def stated(item: Item) -> Item:
    """An item with nothing but what it says itself: without what its place in the tree gave it."""
    if not isinstance(item, Feature):
        return item
    defaults = {name: Feature.model_fields[name].default for name in GIVEN if name not in item.model_fields_set}
    given = {name: value for name, value in defaults.items() if getattr(item, name) != value}
    return _silently(item, given) if given else item


def _silently(feature: Item, facts: Mapping[str, Any]) -> Item:
    """A feature with facts that it does not state."""
    found = feature.model_copy(update=dict(facts))
    found.model_fields_set.difference_update(facts)  # also where it states that it has none
    return found


def inherited(features: Mapping[str, Feature], tree: Forest, settings: Settings) -> dict[str, dict[str, Any]]:
    """By feature, the theme, the goals and the release that it has from above; the nearest word wins."""
    found: dict[str, dict[str, Any]] = {}
    handed: dict[str, dict[str, Any]] = {}
    for id in tree.order:
        feature, above = features[id], handed.get(tree.parents.get(id, ""), {})
        if own := {name: value for name, value in above.items() if not getattr(feature, name)}:
            found[id] = own
        if id in tree.parts:
            words = {"theme": feature.theme, "supports": feature.supports}
            if role(settings, feature) == "group":
                words["release"] = feature.release
            handed[id] = {name: value or above.get(name) for name, value in words.items() if value or above.get(name)}
    return found


def derived_statuses(features: Mapping[str, Feature], tree: Forest, settings: Settings) -> dict[str, Status]:
    """By feature that states no status and has parts, the one that follows from these."""
    found: dict[str, Status] = {}
    for id in reversed(tree.order):
        if id in tree.parts and "status" not in features[id].model_fields_set:
            below = [found.get(part) or features[part].status for part in tree.parts[id]]
            if all(status.id for status in below):  # else its readers cannot tell open work from finished
                found[id] = _of_stage(derived_stage(status.stage for status in below), below, settings)
            else:
                found[id] = next(status for status in below if not status.id)
    return {id: status for id, status in found.items() if status != features[id].status}


def derived_stage(stages: Iterable[str]) -> str:
    """The stage that follows from those of parts; nothing where there are none."""
    every = list(stages)
    live = {stage for stage in every if stage != "dropped"}
    if not live:
        return "dropped" if every else ""
    if live == {"shipped"}:
        return "shipped"
    if "open" in live:  # all that is known of it
        return "open"
    return "building" if live & {"building", "shipped"} else next(stage for stage in FURTHEST if stage in live)


def stage_of_parts(product: Plan, feature: Feature) -> Status:
    """The status that a whole has by its parts, whatever it states; its own where it has none."""
    below = [part.status for part in parts(product).get(feature.id, ())]
    stage = derived_stage(status.stage for status in below)
    return feature.status if not stage or stage == feature.status.stage else _of_stage(stage, below, product.settings)


def _of_stage(stage: str, below: Iterable[Status], settings: Settings) -> Status:
    plain = settings.known_statuses.get(stage)
    if plain is not None and plain.stage == stage:
        return plain
    return next((status for status in below if status.stage == stage), Status(stage, stage, ""))


# What counts


@index
def tree(product: Plan) -> Forest:
    """Which features are parts of which; parts in the order of `by_type`."""
    return forest({feature.id: feature for feature in product.of(Feature)})


@index
def placed(product: Plan) -> Mapping[str, Feature]:
    """All features, in the order of `by_type`, with what their place gives them, which those of a projection have already."""
    known = {feature.id: feature for feature in product.of(Feature)}
    return with_given(known, product.settings)  # type: ignore[return-value]  # a feature stays one


@index
def parts(product: Plan) -> Mapping[str, tuple[Feature, ...]]:
    """By feature, what it is made of, in the order of `by_type`."""
    whole = tree(product)
    features = placed(product) if whole.parts else {}
    return {id: tuple(features[part] for part in found) for id, found in whole.parts.items()}


@index
def chains(product: Plan) -> Mapping[str, tuple[Feature, ...]]:
    """By feature that is a part of another, all that it is a part of, the highest first; of a tree too deep the nearest."""
    found: dict[str, tuple[Feature, ...]] = {}
    whole = tree(product)
    features = placed(product) if whole.parts else {}
    for id in whole.order:
        if above := whole.parents.get(id):
            found[id] = (*found.get(above, ())[-DEEPEST:], features[above])
    return found


@index
def units(product: Plan) -> tuple[Feature, ...]:
    """The features that count, in the order of `by_type`: at most one on each path from a root down.

    Groups with anything to count below them do not, nor does work, nor what is below something that counts, nor what others replaced.
    """
    features = {feature.id: feature for feature in product.of(Feature)}
    gone = heirs(product)
    whole, settings = tree(product), product.settings
    if not has_levels(product):
        return tuple(feature for id, feature in features.items() if id not in gone)
    roles = {id: role(settings, feature) for id, feature in features.items()}
    covered: set[str] = set()
    counted: set[str] = set()
    for id in whole.order:
        if whole.parents.get(id) in covered:
            covered.add(id)
        elif roles[id] != "work" and not (roles[id] == "group" and any(roles[part] != "work" for part in whole.parts.get(id, ()))):
            counted.add(id)
            covered.add(id)
    return tuple(feature for id, feature in features.items() if id in counted and id not in gone)


@index
def has_levels(product: Plan) -> bool:
    """Whether any feature is a part of another, or of a level of its own: else all of them count."""
    return bool(tree(product).parts) or any(feature.level for feature in product.of(Feature))


@index
def counted(product: Plan) -> Mapping[str, bool]:
    """Whether each feature counts."""
    found = {feature.id for feature in units(product)}
    return {feature.id: feature.id in found for feature in product.of(Feature)}


# What follows from parts


@dataclass(frozen=True, slots=True)
class Effort:
    """What work takes, as far as anybody estimated it, in the workspace's unit."""

    done: float
    total: float
    rest: float
    """What of it no part stands for."""
    known: int
    leaves: int
    """How many of those that have no parts there are, and how many of them have an effort."""

    @property
    def is_covered(self) -> bool:
        """Whether enough is estimated to tell how far the work is."""
        return self.leaves > 0 and self.known >= COVERED * self.leaves


@dataclass(frozen=True, slots=True)
class Rollup:
    """What follows for a feature from its parts."""

    stage: str
    """The stage that its parts say, whatever it states itself."""
    differs: bool
    """Whether it states another one."""
    done: int
    of: int
    """How many are done of those that are not dropped: of a group what counts below it, else its parts."""
    effort: Effort
    own: float | None
    """The effort that it states itself."""
    target: Period | None
    """When the last of its open parts is planned for."""
    undated: int
    """How many of its open parts have no date."""
    started: Period | None
    shipped: Period | None
    health: str
    """Computed: off, at_risk, on or nothing."""

    @property
    def is_outgrown(self) -> bool:
        """Whether its parts take more than it states."""
        return self.own is not None and self.effort.total > self.own


@dataclass(slots=True)
class _Sums:
    """What is known of one feature while the tree is gone through from the bottom up."""

    effort: Effort
    live: int = 0
    shipped: int = 0
    open_dated: tuple[Period, ...] = ()
    undated: int = 0
    late: bool = False
    target: Period | None = None
    started: Period | None = None
    ended: Period | None = None


@index
def rollups(product: Plan) -> Mapping[str, Rollup]:
    """By feature that has parts, what follows from them."""
    whole = tree(product)
    if not whole.parts:
        return {}
    features, counts = placed(product), counted(product)
    sums: dict[str, _Sums] = {}
    found: dict[str, Rollup] = {}
    for id in reversed(whole.order):
        below = [(features[part], sums[part]) for part in whole.parts.get(id, ())]
        feature = features[id]
        own, is_group = _alone(product, feature, below), role(product.settings, feature) == "group" and not counts[id]
        if below:
            found[id] = _rollup(product, feature, below, own, is_group)
        if counts[id]:
            own.live, own.shipped = int(feature.status.stage != "dropped"), int(feature.status.stage == "shipped")
            target = own.target if feature.is_open else None
            own.open_dated, own.undated = (target,) if target else (), int(feature.is_open and not target)
            own.late = product.is_late(feature)
        sums[id] = own
    return found


def _alone(product: Plan, feature: Feature, below: list[tuple[Feature, _Sums]]) -> _Sums:
    """A feature with the sums of what is below it."""
    found = _Sums(_effort(product.settings, feature, below))
    for _, part in below:
        found.live += part.live
        found.shipped += part.shipped
        found.undated += part.undated
        found.late |= part.late
    dated = [date for _, part in below for date in part.open_dated]
    found.open_dated = (latest(dated),) if dated else ()  # type: ignore[assignment]
    open_parts = [part.target for child, part in below if child.is_open and part.target]
    found.target = product.target(feature) or latest(open_parts)
    live = [(child, part) for child, part in below if child.status.stage != "dropped"]
    found.started = feature.started or min((p.started for _, p in live if p.started), key=lambda p: p.first, default=None)
    found.ended = product.shipped(feature) if feature.status.stage == "shipped" else None
    if found.ended is None and live and all(child.status.stage == "shipped" for child, _ in live):
        found.ended = max((p.ended for _, p in live if p.ended), key=lambda p: p.last, default=None)
    return found


def latest(dates: Collection[Period]) -> Period | None:
    """The period that ends last; of several the coarsest."""
    return max(dates, key=lambda date: (date.last, -date.first.toordinal()), default=None)


def _effort(settings: Settings, feature: Feature, below: list[tuple[Feature, _Sums]]) -> Effort:
    if feature.status.stage == "dropped":
        return Effort(0, 0, 0, 0, 0)
    own, is_finished = own_effort(settings, feature), feature.status.is_finished
    efforts = [part.effort for child, part in below if child.status.stage != "dropped"]
    if not efforts:
        return Effort((own or 0) if is_finished else 0, own or 0, 0, int(own is not None), 1)
    total, done = sum(one.total for one in efforts), sum(one.done for one in efforts)
    known, leaves = sum(one.known for one in efforts), sum(one.leaves for one in efforts)
    rest = max(0.0, (own or 0) - total)
    return Effort(done + (rest if is_finished else 0), total + rest, rest, known, leaves)


def _rollup(product: Plan, feature: Feature, below: list[tuple[Feature, _Sums]], own: _Sums, is_group: bool) -> Rollup:
    children = [child for child, _ in below]
    stage = derived_stage(child.status.stage for child in children)
    live = [child for child in children if child.status.stage != "dropped"]
    if is_group:
        done, of, dates, undated = own.shipped, own.live, own.open_dated, own.undated
    else:
        done, of = sum(child.status.is_finished for child in live), len(live)
        left = [part for child, part in below if is_left(product.settings, child)]
        dates = tuple(part.target for part in left if part.target)
        undated = sum(not part.target for part in left)
    target = latest(dates)
    late = own.late if is_group else any(product.is_late(child) for child in live)
    is_off = feature.is_open and feature.target is not None and target is not None and target.last > feature.target.last
    health = "" if not feature.is_open else "off" if is_off else "at_risk" if late else "on" if dates else ""
    return Rollup(
        stage,
        "status" in feature.model_fields_set and bool(feature.status.id) and stage != feature.status.stage,
        done,
        of,
        own.effort,
        own_effort(product.settings, feature),
        target,
        undated,
        own.started if not feature.started else None,
        own.ended if not feature.shipped else None,
        health,
    )


def planned(product: Plan, feature: Feature) -> tuple[Period | None, bool]:
    """When work should reach users, and whether only its parts say so."""
    target = product.target(feature)
    if target is not None or not (rollup := rollups(product).get(feature.id)):
        return target, False
    return rollup.target, rollup.target is not None


def lifted(product: Plan, feature: Feature) -> Feature | None:
    """What counts on the way up from a feature: itself, what it is a part of, or nothing."""
    if counted(product).get(feature.id):
        return feature
    return next((above for above in reversed(chains(product).get(feature.id, ())) if counted(product).get(above.id)), None)


def members(product: Plan, items: Iterable[Item]) -> tuple[Feature, ...]:
    """What counts of items that name a release or the like, each once: a part that is not dropped stands for what it is a part of."""
    named = (item for item in items if isinstance(item, Feature))
    found = (lifted(product, one) for one in named if one.status.stage != "dropped" or counted(product)[one.id])
    return tuple({feature.id: feature for feature in found if feature is not None}.values())


def walk(product: Plan, top: str) -> Iterator[tuple[int, Feature]]:
    """All that is below a feature, each with how far, as a tree is read."""
    below = parts(product)
    waiting = [(0, part) for part in reversed(below.get(top, ()))]
    while waiting:
        depth, feature = waiting.pop()
        yield depth, feature
        waiting.extend((depth + 1, part) for part in reversed(below.get(feature.id, ())))
