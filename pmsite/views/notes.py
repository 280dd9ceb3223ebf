"""What one release brings: its changes in groups, and its features."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.change import Change, told_order
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.period import Period
from pmsite.model.release import Release
from pmsite.model.settings import READ_AS
from pmsite.views.parts import Card, Ref, latest, members, ref, soonest

USERS, DEVELOPERS = "users", "developers"
ALL = 10**9
MOST, CHANGES = 1000, 1500
"""Features of each sort, and changes, that the page of a release lists."""


@dataclass(frozen=True, slots=True)
class Line:
    """One change. `areas` are the themes of its features, `components` its own or else theirs; `text` is its body where that holds a picture."""

    ref: Ref
    summary: str
    breaking: bool
    features: tuple[Ref, ...]
    kind: str = ""
    areas: tuple[Ref, ...] = ()
    components: tuple[Ref, ...] = ()
    migration: str = ""
    ends: Period | str | None = None
    ended: bool = False
    references: tuple[str, ...] = ()
    text: str = ""
    path: str = ""
    action: str = ""
    by: Period | None = None
    """What users have to do, and by when."""


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes of one kind, or of one group that users read; `label` is the workspace's own word for it."""

    kind: str
    lines: tuple[Line, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseNotes:
    """One release; `ref` is nothing for what is not released yet, and for a month of changes that no release has."""

    ref: Ref | None
    name: str
    date: Period | None
    out: bool
    yanked: bool
    summary: str
    highlights: tuple[str, ...]
    groups: tuple[ChangeGroup, ...]
    shipped: tuple[Card, ...]
    open: tuple[Card, ...]
    more: int = 0
    """How many features are left for the release's own page."""
    more_changes: int = 0
    text: str = ""
    """Its body, where that holds a picture."""
    path: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.summary or self.highlights or self.groups or self.shipped or self.open)


def notes(product: Projection, release: Release, most: int = MOST, readers: str = "", changes: int = CHANGES) -> ReleaseNotes:
    """One release with its changes and features, for users, for developers, or for everybody in the kinds of changes."""
    named = list(product.pointing(release.id, "release"))
    features = members(product, named)
    shipped = sorted((c for c in features if c.stage == "shipped"), key=latest)
    still_open = sorted((c for c in features if c.is_open), key=soonest)
    own = concerning(readers, (item for item in named if isinstance(item, Change)))
    return ReleaseNotes(
        ref(release),
        release.name,
        release.date,
        product.is_out(release),
        release.yanked,
        release.in_short,
        release.highlights,
        groups(product, own, readers, changes),
        tuple(shipped[:most]),
        tuple(still_open[:most]),
        max(0, len(shipped) - most) + max(0, len(still_open) - most),
        max(0, len(own) - changes),
        pictured(release),
        release.path,
    )


def concerning(readers: str, changes: Iterable[Change]) -> list[Change]:
    """The changes that a group of readers is told of."""
    other = {USERS: DEVELOPERS, DEVELOPERS: USERS}.get(readers)
    return [change for change in changes if change.concerns != other or not other]


def groups(product: Projection, changes: Iterable[Change], readers: str = "", most: int = CHANGES) -> tuple[ChangeGroup, ...]:
    """Changes by group, at most so many in all; for developers what is breaking comes first."""
    kinds = product.settings.kinds
    by_group: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_group[_group(product, change, readers)].append(change)
    order = {USERS: READ_AS, DEVELOPERS: ("breaking", *kinds)}.get(readers, tuple(kinds))
    made: list[ChangeGroup] = []
    left = most
    for name in (*order, ""):
        shown = sorted(by_group.get(name, ()), key=told_order)[:left]
        left -= len(shown)
        if shown:
            label = kinds[name].label if readers != USERS and name in kinds else ""
            made.append(ChangeGroup(name, tuple(line(product, change) for change in shown), label))
    return tuple(made)


def _group(product: Projection, change: Change, readers: str) -> str:
    if readers == DEVELOPERS and change.breaking:
        return "breaking"
    kind = product.settings.kinds.get(change.kind)
    return "" if kind is None else kind.readers if readers == USERS else change.kind


def line(product: Projection, change: Change) -> Line:
    """One change as the changelog tells it."""
    features = [item for item in product.named(change.id, "features") if isinstance(item, Feature)]
    themes = {found.id: found for feature in features for found in product.named(feature.id, "theme")}
    return Line(
        ref(change),
        change.in_short,
        change.breaking,
        tuple(map(ref, features)),
        change.kind,
        tuple(map(ref, themes.values())),
        tuple(map(ref, _components(product, change, features))),
        change.migration,
        change.ends,
        has_ended(product, change),
        change.references,
        pictured(change),
        change.path,
        change.action,
        change.action_by,
    )


def _components(product: Projection, change: Change, features: Iterable[Feature]) -> Iterable[Item]:
    """The parts of the product that are different."""
    own = list(product.named(change.id, "component"))
    return own or {found.id: found for feature in features for found in product.named(feature.id, "component")}.values()


def has_ended(product: Projection, change: Change) -> bool:
    """Whether what a change deprecates is gone: its day is past, or the version that it ends with, or a later one, is out."""
    if isinstance(change.ends, Period):
        return change.ends.last < product.today
    return bool(change.ends) and product.has_come(str(change.ends))


def pictured(item: Item) -> str:
    """The body of an item, where it may hold a picture."""
    return item.body if "![" in item.body else ""
