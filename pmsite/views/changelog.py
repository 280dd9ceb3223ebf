"""The changelog, for users or for developers: the newest releases whole, and all of them by month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from pmsite.audience import Projection
from pmsite.model.change import Change
from pmsite.model.indexes import index
from pmsite.model.item import Item
from pmsite.model.period import Period, parse
from pmsite.model.release import Release
from pmsite.model.version import version
from pmsite.views.notes import (
    ALL,
    USERS,
    ChangeGroup,
    Line,
    ReleaseNotes,
    concerning,
    groups,
    has_ended,
    line,
    notes,
)
from pmsite.views.parts import Ref, ref
from pmsite.views.table import Choices

WHOLE, WEIGHT = 20, 300
"""Releases, and lines in all, that one page shows."""
LINES, CHANGES, ENDING = 60, 100, 40
"""Features and changes that the changelog lists of a release, whose own page has all; endings that it lists."""
UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its releases. `name` is its part of the address."""

    name: str
    period: Period | None
    count: int
    pages: int = 1

    @property
    def year(self) -> str:
        """Its year; nothing for what has no date."""
        return self.name[:4] if self.period else ""


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that stops working: on a day, or with a version, of which `release` is the page where it has one."""

    line: Line
    release: Ref | None


@dataclass(frozen=True, slots=True)
class Changelog:
    """One page of the changelog: the newest releases with what is unreleased, or one month."""

    unreleased: ReleaseNotes | None
    releases: tuple[ReleaseNotes, ...]
    months: tuple[Month, ...]
    readers: str = USERS
    month: Month | None = None
    number: int = 1
    ending: tuple[Ending, ...] = ()
    ending_more: int = 0
    """How many endings are left out."""
    filters: tuple[Choices, ...] = ()
    base: str = "roadmap/changelog"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A release, or a month of changes in a product that has no releases, with how many lines it takes."""

    release: Release | None
    period: Period | None
    changes: tuple[Change, ...]
    weight: int


@dataclass(slots=True)
class _Index:
    entries: list[_Entry] = field(default_factory=list)
    months: dict[str, list[list[_Entry]]] = field(default_factory=dict)
    """By month, its entries in pages."""


def build(product: Projection, keep: Callable[[Item], bool] | None = None, readers: str = "") -> Changelog:
    """The front page of the changelog: what is unreleased and the newest releases that are out."""
    index = _index(product)
    entries = [e for e in index.entries if keep is None or (e.release is not None and keep(e.release))]
    shown: list[_Entry] = []
    weight = 0
    for entry in entries[:WHOLE]:
        if shown and weight + entry.weight > WEIGHT:
            break
        shown.append(entry)
        weight += entry.weight
    pending = unreleased(product, readers, CHANGES)
    releases = tuple(_notes(product, entry, readers) for entry in shown)
    months = tuple(_months(index)) if keep is None else ()
    return Changelog(
        pending,
        releases,
        months,
        readers or USERS,
        None,
        1,
        *_ending(product, readers),
        _filters([pending, *releases] if pending else releases),
        address(readers),
    )


def unreleased(product: Projection, readers: str = "", most: int = ALL) -> ReleaseNotes | None:
    """What users do not have yet; nothing where there is no such change."""
    found = concerning(readers, _pending(product))
    told = groups(product, found, readers, most)
    return ReleaseNotes(None, "", None, False, False, "", (), told, (), (), 0, max(0, len(found) - most)) if found else None


def month(product: Projection, name: str, number: int, readers: str) -> Changelog:
    """One page of a month, counted from 1."""
    index = _index(product)
    releases = tuple(_notes(product, entry, readers) for entry in index.months[name][number - 1])
    months = tuple(_months(index))
    current = next(found for found in months if found.name == name)
    return Changelog(None, releases, months, readers, current, number, (), 0, _filters(releases), address(readers))


def months(product: Projection) -> tuple[Month, ...]:
    """Every month in which something was released, the newest first; then what has no date."""
    return tuple(_months(_index(product)))


def address(readers: str) -> str:
    """Where the changelog of a group of readers is."""
    return "roadmap/changelog/developers" if readers == "developers" else "roadmap/changelog"


def _notes(product: Projection, entry: _Entry, readers: str) -> ReleaseNotes:
    if entry.release is not None:
        return notes(product, entry.release, LINES, readers, CHANGES)
    own = concerning(readers, entry.changes)
    left = max(0, len(own) - CHANGES)
    return ReleaseNotes(None, "", entry.period, True, False, "", (), _groups_up_to(product, own, readers), (), (), 0, left)


def _groups_up_to(product: Projection, changes: list[Change], readers: str) -> tuple[ChangeGroup, ...]:
    return groups(product, changes, readers, CHANGES)


@index
def _index(product: Projection) -> _Index:
    found = _Index()
    found.entries = list(_entries(product))
    by_month: dict[str, list[_Entry]] = defaultdict(list)
    for entry in found.entries:
        by_month[f"{entry.period.last:%Y-%m}" if entry.period else UNDATED].append(entry)
    found.months = {name: _paged(entries) for name, entries in sorted(by_month.items(), key=_newest_month)}
    return found


def _newest_month(found: tuple[str, object]) -> tuple[bool, int]:
    name = found[0]
    return (name == UNDATED, 0 if name == UNDATED else -int(name.replace("-", "")))


def _entries(product: Projection) -> Iterator[_Entry]:
    for release in product.told:
        size = min(sum(1 for _ in product.incoming.get(release.id, ())), LINES + CHANGES)
        yield _Entry(release, release.date, (), 1 + size)
    if not product.of(Release):
        by_month: dict[date, list[Change]] = defaultdict(list)
        for change in product.of(Change):
            if _is_live(product, change) and change.date is not None:
                by_month[change.date.last.replace(day=1)].append(change)
        for first, changes in sorted(by_month.items(), reverse=True):
            yield _Entry(None, parse(f"{first:%Y-%m}"), tuple(changes), 1 + min(len(changes), CHANGES))


def _paged(entries: list[_Entry]) -> list[list[_Entry]]:
    pages: list[list[_Entry]] = [[]]
    weight = 0
    for entry in entries:
        if pages[-1] and weight + entry.weight > WEIGHT:
            pages.append([])
            weight = 0
        pages[-1].append(entry)
        weight += entry.weight
    return pages


def _months(index: _Index) -> Iterator[Month]:
    for name, pages in index.months.items():
        yield Month(name, None if name == UNDATED else parse(name), sum(map(len, pages)), len(pages))


def _pending(product: Projection) -> Iterator[Change]:
    """Changes that users do not have yet."""
    for change in product.of(Change):
        release = product.items.get(change.release or "")
        if isinstance(release, Release):
            if not product.is_out(release):
                yield change
        elif not _is_live(product, change):
            yield change


def _is_live(product: Projection, change: Change) -> bool:
    """Whether a change without a release has reached users: in a product that has no releases, on its date."""
    return not product.of(Release) and change.date is not None and change.date.first <= product.today


def _ending(product: Projection, readers: str) -> tuple[tuple[Ending, ...], int]:
    found = [c for c in concerning(readers, product.of(Change)) if c.ends is not None and not has_ended(product, c)]
    found.sort(key=lambda c: (isinstance(c.ends, str), _when(c.ends), c.key))
    versions = {name: release for release in product.of(Release) for name in (release.id, release.name)} if found else {}
    shown = [(change, versions.get(change.ends) if isinstance(change.ends, str) else None) for change in found[:ENDING]]
    told = tuple(Ending(line(product, change), ref(release) if release else None) for change, release in shown)
    return told, max(0, len(found) - ENDING)


def _when(end: Period | str | None) -> tuple[object, ...]:
    """Sort key for endings: days by the calendar, versions by number."""
    return (end.last,) if isinstance(end, Period) else version(end or "").key


def _filters(shown: list[ReleaseNotes] | tuple[ReleaseNotes, ...]) -> tuple[Choices, ...]:
    kinds: Counter[tuple[str, str]] = Counter()
    areas: Counter[tuple[str, str]] = Counter()
    components: Counter[tuple[str, str]] = Counter()
    for told in shown:
        for group in told.groups:
            kinds[group.kind, group.label] += len(group.lines)
            areas.update((area.id, area.title) for entry in group.lines for area in entry.areas)
            components.update((found.id, found.title) for entry in group.lines for found in entry.components)
    found: list[Choices] = []
    for column, counts in (("kind", kinds), ("theme", areas), ("component", components)):
        values = tuple((key, words, count) for (key, words), count in counts.items() if key)
        if column != "kind":
            values = tuple(sorted(values, key=lambda value: (value[1].casefold(), value[0])))
        if len(values) > 1:
            found.append(Choices(column, values))
    return tuple(found)


__all__ = [
    "ChangeGroup",
    "Changelog",
    "Ending",
    "Line",
    "Month",
    "ReleaseNotes",
    "address",
    "build",
    "month",
    "months",
    "notes",
    "unreleased",
]
