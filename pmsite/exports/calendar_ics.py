"""The dates of a plan as a calendar to subscribe to (RFC 5545): days alone, since a quarter is no day.

A program that keeps events takes a copy over where its SEQUENCE is greater, or equal and its DTSTAMP later (RFC 5546, 2.1.5). Where the
history is known, both follow from it, and LAST-MODIFIED says that they do. Elsewhere nobody knows when an event was last changed or
how often: it has neither LAST-MODIFIED nor SEQUENCE, and its DTSTAMP is the day for which the calendar is made. That never goes back,
and tells nothing of how the plan came about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from urllib.parse import quote

from pmsite.audience import Projection
from pmsite.exports import revisions
from pmsite.exports.site_address import SiteAddress
from pmsite.model.experiment import Experiment
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import role
from pmsite.model.item import Item
from pmsite.model.launch import Launch
from pmsite.model.milestones import FIELD, dated
from pmsite.model.period import Period
from pmsite.model.release import Release
from pmsite.views.parts import Ref, ref
from pmsite.wording import labels, words
from pmsite.wording.words import N_

MEDIA = "text/calendar"
BEFORE = timedelta(days=366)
"""How far back the calendar goes; what is older is on the site."""
LEFT_OUT = N_("{count} dates are not given as a day and have no place in a calendar of days. The site shows them all.")
WITHDRAWN = N_("This release was withdrawn.")
_DAY = timedelta(days=1)
_DATES = MappingProxyType({"release": ("date",), "launch": ("date",), "feature": ("target", "shipped"), "experiment": ("ends",)})
"""By type, the fields that an event takes its day from."""
_SHOWN = ("title", "summary", "status", "confidence", "yanked")
"""Other fields that an event says something of."""
_STATUS = {"planned": "TENTATIVE", "ready": "CONFIRMED", "launched": "CONFIRMED", "cancelled": "CANCELLED"}


@dataclass(frozen=True, slots=True)
class Day:
    """A date of the plan. `certainty` is a word of RFC 5545, or nothing where readers do not get what it follows from."""

    ref: Ref
    when: Period
    summary: str
    certainty: str
    is_withdrawn: bool = False
    since: date = date.min
    """The day since which it is certain, where that came with the day itself and no change of the plan."""
    text: str = ""
    """What a milestone of the item is called."""
    part: str = "day"
    """What of the item it is, which its name in all the world is made of."""


def days(product: Projection) -> tuple[tuple[Day, ...], int]:
    """The dates of the last year and of all time to come that are single days, in order; and how many others there are."""
    found = [day for day in _dates(product) if day.when.last >= product.today - BEFORE]
    single = [day for day in found if day.when.precision == "day"]
    return tuple(sorted(single, key=lambda day: (day.when.first, day.ref.type, day.ref.id, day.part))), len(found) - len(single)


def write(product: Projection, place: SiteAddress) -> bytes:
    """The calendar. The same plan gives the same bytes on the same day, and on any day where its history is known."""
    from icalendar import Calendar, Event  # here, since it takes its time to load and most commands do without

    translate = words.gettext(product.settings.language)
    found, others = days(product)
    calendar = Calendar()
    for name, value in _head(product, translate, others).items():
        calendar.add(name, value)
    calendar.add("refresh-interval", _DAY, parameters={"VALUE": "DURATION"})
    for day in found:
        event = Event()
        for name, fact in _facts(product, day, place, translate).items():
            event.add(name, fact)
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _head(product: Projection, translate: words.Gettext, others: int) -> dict[str, str]:
    title = f"{product.settings.name} · {translate('Calendar')}"
    told = translate(LEFT_OUT).format(count=others) if others else ""
    found = {
        "prodid": "-//pmsite//calendar//EN",
        "version": "2.0",
        "calscale": "GREGORIAN",
        "name": title,
        "x-wr-calname": title,
        "description": told,
        "x-wr-caldesc": told,
        "x-published-ttl": "P1D",
    }
    return {name: value for name, value in found.items() if value}


def _facts(product: Projection, day: Day, place: SiteAddress, translate: words.Gettext) -> dict[str, str | int | date | datetime]:
    """An all-day event: its end is the day after, and it takes nobody's time."""
    kind = translate(labels.TYPES[day.ref.type][0])
    title = product.with_plan(day.ref.title, day.ref.id)
    told = [translate(WITHDRAWN) if day.is_withdrawn else "", day.summary]
    found: dict[str, str | int | date | datetime] = {
        "uid": place.name(product.settings.name, day.ref, day.part, revisions.first_names(product).get(day.ref.id, "")),
        **_revision(product, day),
        "dtstart": day.when.first,
        "dtend": day.when.last + _DAY,
        "summary": f"{title}: {day.text}" if day.text else f"{kind}: {title}",
        "description": " ".join(filter(None, told)),
        "url": place.item(day.ref),
        "status": day.certainty,
        "transp": "TRANSPARENT",
    }
    return {name: value for name, value in found.items() if value != ""}


def _revision(product: Projection, day: Day) -> dict[str, int | datetime]:
    """What tells a program that keeps events which of two copies is the newer one."""
    dates = (FIELD,) if day.text else _DATES[day.ref.type]
    changed = revisions.last(product, day.ref.id, (*dates, *_SHOWN), with_first=True)
    if changed == revisions.NEVER:
        return {"dtstamp": datetime.combine(product.today, time(), UTC)}
    changed = max(changed, revisions.Revision(day.since))
    stamp = datetime.combine(changed.day, time(), UTC) + timedelta(seconds=changed.seconds)
    return {"dtstamp": stamp, "last-modified": stamp, "sequence": revisions.moves(product, day.ref.id, (*dates, "yanked"))}


def _dates(product: Projection) -> Iterator[Day]:
    for release in product.of(Release):
        if release.date and not product.became(release):
            is_out = product.is_out(release)
            since = release.date.last if is_out and release.date.last <= product.today else date.min
            certainty = "CANCELLED" if release.yanked else "CONFIRMED" if is_out else "TENTATIVE"
            yield Day(ref(release), release.date, release.in_short, certainty, release.yanked, since)
    for launch in product.of(Launch):
        if launch.date:
            yield _day(launch, launch.date, _STATUS.get(launch.status, ""))
    for feature in product.of(Feature):
        if not product.counts(feature) and role(product.settings, feature) != "group":
            continue
        stage, its_release = feature.status.stage, product.release(feature)
        when = feature.shipped if stage == "shipped" else feature.target
        if when and (its_release is None or its_release.date != when):  # else the release says it already
            yield _day(feature, when, _certainty(stage, feature.confidence))
    for experiment in product.of(Experiment):
        if experiment.ends:
            yield _day(experiment, experiment.ends, "CANCELLED" if experiment.status == "stopped" else "")
    yield from _milestones(product)


def _milestones(product: Projection) -> Iterator[Day]:
    """Milestones, each named by its own words: a place in a list would be another one's after the next edit."""
    seen: Counter[tuple[str, str]] = Counter()
    for item, one, when in dated(product):
        nth = seen[item.id, one.title]
        seen[item.id, one.title] += 1
        part = f"milestone-{quote(one.title)}" + (f"-{nth + 1}" if nth else "")
        certainty = "CONFIRMED" if one.state == "done" else "TENTATIVE" if one.state else ""
        yield Day(ref(item), when, "", certainty, text=one.title, part=part)


def _certainty(stage: str, confidence: str | None) -> str:
    if stage == "dropped":
        return "CANCELLED"
    return "CONFIRMED" if stage == "shipped" or confidence == "high" else "TENTATIVE"


def _day(item: Item, when: Period, certainty: str) -> Day:
    return Day(ref(item), when, item.in_short, certainty)
