"""What goes into a release: the item that it is, its date, the changes and the features."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pmsite.model.change import Change
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.period import Period, day_of
from pmsite.model.product import Product
from pmsite.model.release import Release
from pmsite.model.version import version as order
from pmsite.pipeline import Workspace
from pmsite.releasing.refused import Refused
from pmsite.releasing.version import Version, loose, newest, read


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks for."""

    version: str
    date: date | None = None
    title: str = ""
    highlights: tuple[str, ...] = ()
    remove: bool = False
    """Whether the fragments go, their text kept in the release, instead of being archived."""
    changes: tuple[str, ...] = ()
    """The only changes that go into it, besides those that name it; all unreleased ones where it is empty."""
    readers: frozenset[str] | None = None
    """The audiences that CHANGELOG.md is for, the team where it is empty; those of the release where it is absent."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a release stands among those that are out."""

    latest: Release | None = None
    """The one before it, whose readers and form of title it takes over: of its line, or its newest candidate."""
    previous: Release | None = None
    """The one whose users get it: of its line, and no candidate of it."""
    newer: Release | None = None
    """The newest of all, where this one continues an older line."""
    candidates: tuple[Release, ...] = ()
    """Its candidates, the oldest first, of which it is made."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A release that can be made."""

    version: Version
    date: Period
    planned: Release | None
    neighbours: Neighbours
    changes: tuple[Change, ...]
    features: tuple[Feature, ...]
    """Features that get the release now: shipped ones without any, and those of its candidates."""
    scope: tuple[str, ...]
    """Features that were planned for it."""
    visibility: tuple[str, ...]
    notes: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id of the release item."""
        return self.planned.id if self.planned else self.version.text


def choose(workspace: Workspace, wanted: Wanted) -> Contents:
    """Everything that goes into the release that a person asks for; raises Refused."""
    product = workspace.product
    assert product is not None  # a release is only made of a workspace without faults
    version = read(wanted.version)
    planned = _planned(product, version)
    known = loose(planned.name) if planned else None
    version = replace(known, build=version.build or known.build) if known else version
    made = frozenset(release.id for release in product.of(Release) if "scope" in workspace.records[release.id].data)
    if planned is not None and planned.id in made:
        raise Refused(f"{planned.name} is released already, see {planned.path}", "choose a newer version")
    day = _date(product, planned, wanted)
    if planned is not None and (wanted.title or (wanted.highlights and planned.highlights)):
        what = "a title" if wanted.title else "highlights"
        raise Refused(f"{planned.path} has {what} already", "change the file, or leave the option out")
    neighbours, notes = _neighbours(product, version, planned, made)
    of_it = {release.id for release in (*neighbours.candidates, *((planned,) if planned else ()))}
    changes = _changes(product, of_it, wanted)
    features = [feature for feature in product.of(Feature) if feature.release in of_it - {planned.id if planned else ""}]
    features += _shipped(product, neighbours, day, notes)
    scope = dict.fromkeys(id for release in neighbours.candidates for id in release.scope)
    scope |= dict.fromkeys(f.id for f in product.of(Feature) if planned is not None and f.release == planned.id)
    if not (changes or features or scope or neighbours.candidates):
        raise Refused(
            "there is nothing to release: no change is unreleased, no shipped feature is without a release",
            "note what changed in roadmap/changes first",
        )
    readers = planned.visibility if planned else neighbours.latest.visibility if neighbours.latest else ()
    found = Contents(version, day, planned, neighbours, changes, tuple(features), tuple(scope), readers, notes)
    notes += _told(product, found, wanted)
    return found


def _changes(product: Product, of_it: Collection[str], wanted: Wanted) -> tuple[Change, ...]:
    """The changes that name the release or a candidate of it, and the unreleased ones, or those of them that are asked for."""
    free = {change.id for change in product.of(Change) if change.release is None}
    if unknown := [id for id in wanted.changes if id not in free]:
        raise Refused(f"there is no unreleased change {', '.join(unknown)}", "name changes by their ids, as their files are called")
    taken = frozenset(wanted.changes) or free
    return tuple(change for change in product.of(Change) if change.id in taken or change.release in of_it)


def called(product: Product, written: str) -> Release | None:
    """The release that a person means: by its id, its version, or another way to write that."""
    releases = product.of(Release)
    exact = next((release for release in releases if written in (release.id, release.name)), None)
    wanted = loose(written)
    return exact or (_planned(product, wanted) if wanted else None)


def _planned(product: Product, version: Version) -> Release | None:
    return next((release for release in product.of(Release) if _is(release, version)), None)


def _is(release: Release, version: Version) -> bool:
    known = loose(release.name)
    same = known is not None and known.is_newer_than(version) is False and version.is_newer_than(known) is False
    return same or version.text in (release.name, release.id)


def _date(product: Product, planned: Release | None, wanted: Wanted) -> Period:
    today = day_of(product.today)
    if wanted.date is not None:
        return day_of(wanted.date)
    if planned is None or planned.date is None:
        return today
    if planned.date.first <= product.today <= planned.date.last:
        return today
    when = "to come" if planned.date.first > product.today else "past"
    hint = f"give --date {today} if it is released now, or correct the date in {planned.path}"
    raise Refused(f"{planned.name} has the date {planned.date}, which is {when}", hint)


def _neighbours(product: Product, version: Version, planned: Release | None, made: frozenset[str]) -> tuple[Neighbours, list[str]]:
    out = [r for r in product.releases if r is not planned and (r.id in made or product.is_out(r))]
    known = {found: release for release in out if (found := loose(release.name)) is not None}
    alike = {found: release for found, release in known.items() if version.is_newer_than(found) is not None}
    last = newest(alike)
    if last is None:
        latest = out[0] if out else None
        note = f"{latest.name}, the latest release, is numbered in another way, so the two cannot be compared" if latest else ""
        return Neighbours(latest, latest), [note] if note and known else []
    tried = sorted((found for found in alike if version.is_final_of(found)), key=lambda found: order(found.text).key)
    candidates = tuple(alike[found] for found in tried)
    before = newest(found for found in alike if version.is_newer_than(found) and found not in tried)
    previous = alike[before] if before else None
    latest = candidates[-1] if candidates else previous
    notes = [f"it is made of {_named(candidates)}"] if candidates else []
    if version.is_newer_than(last):
        return Neighbours(latest, previous, None, candidates), notes
    line = version.continues(alike)
    if not line or latest is None:
        raise Refused(f"{version.text} is not newer than {alike[last].name}, the latest release", _next(last))
    notes.append(f"it follows {latest.name}, in a line older than {alike[last].name}, the latest release")
    return Neighbours(latest, previous, alike[last], candidates), notes


def _next(latest: Version) -> str:
    if latest.calendar:
        year, month, micro = latest.calendar
        return f"choose a newer one, such as {year}.{month:02d}.{micro + 1}"
    assert latest.semantic is not None  # every version is one of the two
    return f"choose a newer one, such as {latest.semantic.bump_patch()} or {latest.semantic.bump_minor()}"


def _shipped(product: Product, neighbours: Neighbours, day: Period, notes: list[str]) -> list[Feature]:
    """Shipped features without a release, those left out that reached users with an earlier one or after this one."""
    found, before, latest = [], [], neighbours.latest
    for feature in product.of(Feature):
        if feature.status.stage != "shipped" or feature.release is not None:
            continue
        when = feature.shipped or feature.target
        if when is not None and latest is not None and latest.date is not None and when.last <= latest.date.last:
            before.append(feature)
        elif when is None or when.first <= day.last:
            found.append(feature)
    if before:
        notes.append(f"left without a release, since shipped by {latest.date if latest else ''}: {_named(before)}")
    if found and neighbours.newer is not None:
        notes.append(f"left without a release, since this one is of an older line: {_named(found)}")
        return []
    return found


def _told(product: Product, chosen: Contents, wanted: Wanted) -> list[str]:
    found, latest, previous = [], chosen.neighbours.latest, chosen.neighbours.previous
    breaking = [change for change in chosen.changes if change.breaking]
    before = loose(previous.name) if previous else None
    if breaking and before and (larger := chosen.version.too_small_after(before)):
        found.append(f"{_named(breaking)} is breaking; after {before.text} SemVer calls for {larger}")
    readers = ", ".join(chosen.visibility) or "the team alone"
    if chosen.planned is None:
        why = f", as of {latest.name}" if latest else ": the first release; add `visibility` for others"
        found.append(f"the release is for {readers}{why}")
    hidden = [change for change in chosen.changes if not set(chosen.visibility) <= set(change.visibility)]
    if hidden and chosen.visibility:
        found.append(f"not all of {readers} see: {_named(hidden)}")
    fresh = [change for change in chosen.changes if change.release is None]
    if chosen.neighbours.newer is not None and fresh and not wanted.changes:
        found.append(f"all that is unreleased goes into it: {_named(fresh)}; --change names what does where that is too much")
    left = [change for change in product.of(Change) if change.release is None and change not in chosen.changes]
    if left:
        found.append(f"left unreleased: {_named(left)}")
    planned = [item for id in chosen.scope if isinstance(item := product.items.get(id), Feature)]
    still = [feature for feature in planned if feature.status.stage not in ("shipped", "dropped")]
    if still:
        found.append(f"planned for it and not shipped: {_named(still)}")
    coming = {release.id for release in product.coming} - {chosen.id}
    elsewhere = [change for change in product.of(Change) if change.release in coming]
    if elsewhere:
        found.append(f"noted for a later release: {_named(elsewhere)}")
    return found


def _named(items: Sequence[Item], most: int = 5) -> str:
    more = f" and {len(items) - most} more" if len(items) > most else ""
    return ", ".join(item.id for item in items[:most]) + more
