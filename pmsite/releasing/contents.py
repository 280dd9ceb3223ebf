"""What goes into a release: the item that it is, its date, the changes and the features."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pmsite.messages import listed, said
from pmsite.model.change import Change
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import lifted, placed, role
from pmsite.model.item import Item
from pmsite.model.period import Period, day_of
from pmsite.model.product import Product
from pmsite.model.release import Release
from pmsite.model.version import version as order
from pmsite.releasing.refused import Refused
from pmsite.releasing.version import Version, loose, newest, read
from pmsite.workspace import Workspace


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
        raise Refused(
            said("{name} is released already, see {path}", name=planned.name, path=planned.path), said("choose a newer version")
        )
    day = _date(product, planned, wanted)
    if planned is not None and (wanted.title or (wanted.highlights and planned.highlights)):
        what = said("a title") if wanted.title else said("highlights")
        raise Refused(
            said("{path} has {what} already", path=planned.path, what=what), said("change the file, or leave the option out")
        )
    neighbours, notes = _neighbours(product, version, planned, made)
    of_it = {release.id for release in (*neighbours.candidates, *((planned,) if planned else ()))}
    changes = _changes(product, of_it, wanted)
    features = [feature for feature in product.of(Feature) if feature.release in of_it - {planned.id if planned else ""}]
    features += _shipped(product, neighbours, day, notes)
    scope = dict.fromkeys(id for release in neighbours.candidates for id in release.scope)
    scope |= dict.fromkeys(_members(product, planned) if planned is not None else ())
    if not (changes or features or scope or neighbours.candidates):
        raise Refused(
            said("there is nothing to release: no change is unreleased, no shipped feature is without a release"),
            said("note what changed in roadmap/changes first"),
        )
    readers = planned.visibility if planned else neighbours.latest.visibility if neighbours.latest else ()
    found = Contents(version, day, planned, neighbours, changes, tuple(features), tuple(scope), readers, notes)
    notes += _told(product, found, wanted)
    return found


def _members(product: Product, release: Release) -> Iterator[str]:
    """What counts of the features of a release, by their own word or by that of the group that they are in; parts that name it alone."""
    for id, feature in placed(product).items():
        if feature.release == release.id and _can_be_released(product, feature):
            yield id


def _can_be_released(product: Product, feature: Feature) -> bool:
    """Whether readers of a release are told of a feature: of what counts, and of parts of what is not in a release itself; else these are told with it."""
    if product.counts(feature):
        return True
    unit = lifted(product, feature)
    is_part = role(product.settings, feature) == "part" or (unit is not None and role(product.settings, feature) == "unit")
    return is_part and unit is not None and unit.status.stage != "shipped" and not placed(product)[unit.id].release


def _changes(product: Product, of_it: Collection[str], wanted: Wanted) -> tuple[Change, ...]:
    """The changes that name the release or a candidate of it, and the unreleased ones, or those of them that are asked for."""
    free = {change.id for change in product.of(Change) if change.release is None}
    if unknown := [id for id in wanted.changes if id not in free]:
        raise Refused(
            said("there is no unreleased change {unknown}", unknown=list(unknown)),
            said("name changes by their ids, as their files are called"),
        )
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
    message = (
        said("{name} has the date {date}, which is to come", name=planned.name, date=planned.date)
        if planned.date.first > product.today
        else said("{name} has the date {date}, which is past", name=planned.name, date=planned.date)
    )
    hint = said("give --date {today} if it is released now, or correct the date in {path}", today=str(today), path=planned.path)
    raise Refused(message, hint)


def _neighbours(product: Product, version: Version, planned: Release | None, made: frozenset[str]) -> tuple[Neighbours, list[str]]:
    out = [r for r in product.releases if r is not planned and (r.id in made or product.is_out(r))]
    known = {found: release for release in out if (found := loose(release.name)) is not None}
    alike = {found: release for found, release in known.items() if version.is_newer_than(found) is not None}
    last = newest(alike)
    if last is None:
        latest = out[0] if out else None
        note = (
            said("{name}, the latest release, is numbered in another way, so the two cannot be compared", name=latest.name)
            if latest
            else ""
        )
        return Neighbours(latest, latest), [note] if note and known else []
    tried = sorted((found for found in alike if version.is_final_of(found)), key=lambda found: order(found.text).key)
    candidates = tuple(alike[found] for found in tried)
    before = newest(found for found in alike if version.is_newer_than(found) and found not in tried)
    previous = alike[before] if before else None
    latest = candidates[-1] if candidates else previous
    notes = [said("it is made of {candidates}", candidates=_named(candidates))] if candidates else []
    if version.is_newer_than(last):
        return Neighbours(latest, previous, None, candidates), notes
    line = version.continues(alike)
    if not line or latest is None:
        raise Refused(
            said("{text} is not newer than {name}, the latest release", text=version.text, name=alike[last].name), _next(last)
        )
    notes.append(
        said("it follows {name}, in a line older than {newer}, the latest release", name=latest.name, newer=alike[last].name)
    )
    return Neighbours(latest, previous, alike[last], candidates), notes


def _next(latest: Version) -> str:
    if latest.calendar:
        year, month, micro = latest.calendar
        return said("choose a newer one, such as {year}.{month}.{micro}", year=year, month=f"{month:02d}", micro=micro + 1)
    assert latest.semantic is not None  # every version is one of the two
    return said(
        "choose a newer one, such as {patch} or {minor}",
        patch=latest.semantic.bump_patch(),
        minor=latest.semantic.bump_minor(),
    )


def _shipped(product: Product, neighbours: Neighbours, day: Period, notes: list[str]) -> list[Feature]:
    """Shipped features without a release, those left out that reached users with an earlier one or after this one."""
    found, before, latest = [], [], neighbours.latest
    for feature in placed(product).values():
        if feature.status.stage != "shipped" or feature.release is not None or not _can_be_released(product, feature):
            continue
        when = feature.shipped or feature.target
        if when is not None and latest is not None and latest.date is not None and when.last <= latest.date.last:
            before.append(feature)
        elif when is None or when.first <= day.last:
            found.append(feature)
    if before:
        notes.append(
            said(
                "left without a release, since shipped by {date}: {before}",
                date=latest.date if latest else "",
                before=_named(before),
            )
        )
    if found and neighbours.newer is not None:
        notes.append(said("left without a release, since this one is of an older line: {found}", found=_named(found)))
        return []
    return found


def _told(product: Product, chosen: Contents, wanted: Wanted) -> list[str]:
    found, latest, previous = [], chosen.neighbours.latest, chosen.neighbours.previous
    breaking = [change for change in chosen.changes if change.breaking]
    before = loose(previous.name) if previous else None
    if breaking and before and (larger := chosen.version.too_small_after(before)):
        found.append(
            said(
                "{breaking} is breaking; after {text} SemVer calls for {larger}",
                breaking=_named(breaking),
                text=before.text,
                larger=larger,
            )
        )
    readers = listed(chosen.visibility) if chosen.visibility else said("the team alone")
    if chosen.planned is None:
        found.append(
            said("the release is for {readers}, as of {name}", readers=readers, name=latest.name)
            if latest
            else said("the release is for {readers}: the first release; add `visibility` for others", readers=readers)
        )
    hidden = [change for change in chosen.changes if not set(chosen.visibility) <= set(change.visibility)]
    if hidden and chosen.visibility:
        found.append(said("not all of {readers} see: {hidden}", readers=readers, hidden=_named(hidden)))
    fresh = [change for change in chosen.changes if change.release is None]
    if chosen.neighbours.newer is not None and fresh and not wanted.changes:
        found.append(
            said(
                "all that is unreleased goes into it: {fresh}; --change names what does where that is too much", fresh=_named(fresh)
            )
        )
    left = [change for change in product.of(Change) if change.release is None and change not in chosen.changes]
    if left:
        found.append(said("left unreleased: {left}", left=_named(left)))
    planned = [item for id in chosen.scope if isinstance(item := product.items.get(id), Feature)]
    still = [feature for feature in planned if feature.status.stage not in ("shipped", "dropped")]
    if still:
        found.append(said("planned for it and not shipped: {still}", still=_named(still)))
    coming = {release.id for release in product.coming} - {chosen.id}
    elsewhere = [change for change in product.of(Change) if change.release in coming]
    if elsewhere:
        found.append(said("noted for a later release: {elsewhere}", elsewhere=_named(elsewhere)))
    return found


def _named(items: Sequence[Item], most: int = 5) -> str:
    names = [item.id for item in items[:most]]
    if len(items) > most:
        return said("{names} and {count} more", names=names, count=len(items) - most)
    return listed(names)
