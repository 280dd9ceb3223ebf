"""What goes into a release: the item that it is, its date, the changes and the features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from pmsite.model.change import Change
from pmsite.model.feature import Feature
from pmsite.model.period import Period, day_of
from pmsite.model.product import Product
from pmsite.model.release import Release
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


@dataclass(frozen=True, slots=True)
class Chosen:
    """A release that can be made."""

    version: Version
    date: Period
    planned: Release | None
    latest: Release | None
    changes: tuple[Change, ...]
    features: tuple[Feature, ...]
    """Shipped features that get the release now."""
    scope: tuple[Feature, ...]
    """Features that were planned for it."""
    visibility: tuple[str, ...]
    notes: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id of the release item."""
        return self.planned.id if self.planned else self.version.text


def choose(workspace: Workspace, wanted: Wanted) -> Chosen:
    """Everything that goes into the release that a person asks for; raises Refused."""
    product = workspace.product
    assert product is not None  # a release is only made of a workspace without faults
    version = read(wanted.version)
    planned = _planned(product, version)
    made = frozenset(release.id for release in product.of(Release) if "scope" in workspace.records[release.id].data)
    if planned is not None and planned.id in made:
        raise Refused(f"{planned.name} is released already, see {planned.path}", "choose a newer version")
    day = _date(product, planned, wanted)
    if planned is not None and (wanted.title or (wanted.highlights and planned.highlights)):
        what = "a title" if wanted.title else "highlights"
        raise Refused(f"{planned.path} has {what} already", "change the file, or leave the option out")
    latest, notes = _latest(product, version, planned, made)
    changes = tuple(c for c in product.of(Change) if c.release is None or (planned is not None and c.release == planned.id))
    features = tuple(_shipped(product, latest, day, notes))
    scope = tuple(f for f in product.of(Feature) if planned is not None and f.release == planned.id)
    if not (changes or features or scope):
        raise Refused(
            "there is nothing to release: no change is unreleased, no shipped feature is without a release",
            "note what changed in roadmap/changes first",
        )
    found = Chosen(version, day, planned, latest, changes, features, scope, _visibility(planned, latest), notes)
    notes += _told(product, found)
    return found


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


def _latest(product: Product, version: Version, planned: Release | None, made: frozenset[str]) -> tuple[Release | None, list[str]]:
    out = [r for r in product.releases if r is not planned and (r.id in made or product.is_out(r))]
    by_version = {found: release for release in out if (found := loose(release.name)) is not None}
    newest_known = newest(by_version)
    if newest_known is None:
        return (out[0] if out else None), []
    latest = by_version[newest_known]
    newer = version.is_newer_than(newest_known)
    if newer is False:
        raise Refused(f"{version.text} is not newer than {latest.name}, the latest release", _next(newest_known))
    note = [f"{latest.name}, the latest release, is numbered in another way, so the two cannot be compared"]
    return latest, note if newer is None else []


def _next(latest: Version) -> str:
    if latest.calendar:
        year, month, micro = latest.calendar
        return f"choose a newer one, such as {year}.{month:02d}.{micro + 1}"
    assert latest.semantic is not None  # every version is one of the two
    return f"choose a newer one, such as {latest.semantic.bump_patch()} or {latest.semantic.bump_minor()}"


def _shipped(product: Product, latest: Release | None, day: Period, notes: list[str]) -> list[Feature]:
    """Shipped features without a release, those left out that reached users with an earlier one or after this one."""
    found, before = [], []
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
    return found


def _visibility(planned: Release | None, latest: Release | None) -> tuple[str, ...]:
    if planned is not None:
        return planned.visibility
    return latest.visibility if latest is not None else ()


def _told(product: Product, chosen: Chosen) -> list[str]:
    found = []
    breaking = [change for change in chosen.changes if change.breaking]
    before = loose(chosen.latest.name) if chosen.latest else None
    if breaking and before and (wanted := chosen.version.too_small_after(before)):
        found.append(f"{_named(breaking)} is breaking; after {before.text} SemVer calls for {wanted}")
    readers = ", ".join(chosen.visibility) or "the team alone"
    if chosen.planned is None:
        why = f", as of {chosen.latest.name}" if chosen.latest else ": the first release; add `visibility` for others"
        found.append(f"the release is for {readers}{why}")
    hidden = [change for change in chosen.changes if not set(chosen.visibility) <= set(change.visibility)]
    if hidden and chosen.visibility:
        found.append(f"not all of {readers} see: {_named(hidden)}")
    still = [feature for feature in chosen.scope if feature.status.stage not in ("shipped", "dropped")]
    if still:
        found.append(f"planned for it and not shipped: {_named(still)}")
    coming = {release.id for release in product.coming} - {chosen.id}
    elsewhere = [change for change in product.of(Change) if change.release in coming]
    if elsewhere:
        found.append(f"noted for a later release: {_named(elsewhere)}")
    return found


def _named(items: Sequence[Change | Feature], most: int = 5) -> str:
    more = f" and {len(items) - most} more" if len(items) > most else ""
    return ", ".join(item.id for item in items[:most]) + more
