"""What feeds tell, whatever their form: releases, what happened to the plan or to one item, and decisions.

An entry is published on the date that the plan gives, and updated when a reader should look again: on the day of the last revision that
changed what it tells, as far as the history is known to its readers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from pmsite.audience import Projection
from pmsite.exports import revisions
from pmsite.exports.revisions import NEVER, Revision
from pmsite.exports.site_address import SiteAddress
from pmsite.model.change import Change
from pmsite.model.decision import Decision
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.period import Period
from pmsite.model.release import Release
from pmsite.pages import hub_address
from pmsite.render.environment import environment
from pmsite.views.modules import changelog, happened
from pmsite.views.parts import Ref, ref
from pmsite.wording import words
from pmsite.wording.words import N_

if TYPE_CHECKING:
    from pmsite.views.happened import Event

MOST = 50
"""How many entries a feed has, the newest: who reads it less often than that reads the page."""
LANGUAGES = {"en": "en", "zh": "zh-Hans"}
"""What feeds call the languages of the interface."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `id` never changes, `date` is when it was published, `html` is safe to show, `url` is nothing where the site's address is not known."""

    id: str
    title: str
    url: str
    date: Period
    summary: str
    html: str
    revised: Revision = NEVER
    """When a change of the plan last changed it, as far as its readers know."""

    @property
    def moment(self) -> str:
        """The day as feeds have it. At noon, which is the same day for nearly all readers; of a longer period the first day."""
        return moment(self.date.first)

    @property
    def updated(self) -> str:
        """When to look again: when it was changed since, else its own day."""
        return max(self.moment, moment(self.revised.day, self.revised.seconds))

    @property
    def is_revised(self) -> bool:
        """Whether it is known to have been changed since."""
        return self.updated > self.moment


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of one product, the newest entry first. `id` and the addresses are nothing where the site's is not known."""

    id: str
    product: str
    title: str
    language: str
    home: str
    entries: tuple[Entry, ...]

    @property
    def updated(self) -> str:
        """When an entry last changed; the beginning of time where there is none, since the day of a build says nothing."""
        return max((entry.updated for entry in self.entries), default=moment(date(1970, 1, 1)))


def moment(day: date, seconds: int = 0) -> str:
    """Noon of a day, and so many seconds, as RFC 3339 has it."""
    at = datetime.combine(day, time(12), UTC) + timedelta(seconds=seconds)
    return at.replace(tzinfo=None).isoformat() + "Z"


TITLES = MappingProxyType({"changelog": N_("Changelog"), "roadmap": N_("What happened"), "decisions": N_("Decisions")})
HAPPENED = MappingProxyType(
    {
        "started": N_("Work began: {title}"),
        "moved": N_("Another date: {title}"),
        "shipped": N_("Shipped: {title}"),
        "released": N_("Released: {title}"),
        "launched": N_("Launched: {title}"),
        "decided": N_("Decided: {title}"),
        "reported": N_("Status: {title}"),
    }
)
WITHDRAWN = N_("Withdrawn: {title}")
_SAID = ("title", "summary")
_TOLD: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "started": ("started",),
        "moved": (),
        "shipped": ("shipped", "status", "target", "release"),
        "released": ("date", "yanked"),
        "launched": ("date", "status"),
        "decided": ("date", "status"),
        "reported": ("date", "health"),
    }
)
"""By what happened, the fields that say so, that of its date first. Changed words are told of every entry."""
_RELEASE = (*_SAID, "date", "yanked", "highlights")
_LINE = (*_SAID, "release", "kind", "breaking", "ends", "status", "concerns")
"""What a release says of itself, and of each change and feature that it brings."""
_DECISION = (*_SAID, "date", "status", "options", "consequences")


def changes(product: Projection, place: SiteAddress) -> Feed:
    """The releases that are out and have a date, each with what it brings."""
    tell = _Teller(product, place)
    dated = [(release, release.date) for release in product.told if release.date]
    return tell.feed("changelog", "roadmap/changelog", (tell.release(found, date) for found, date in dated[:MOST]))


def happenings(product: Projection, place: SiteAddress) -> Feed:
    """What happened to the plan."""
    tell = _Teller(product, place)
    return tell.feed("roadmap", "roadmap/index", map(tell.event, happened.build(product)[:MOST]))


def decisions(product: Projection, place: SiteAddress) -> Feed:
    """The decisions that have a date."""
    tell = _Teller(product, place)
    dated = [(found, found.date) for found in product.of(Decision) if found.date and found.date.first <= product.today]
    dated.sort(key=lambda pair: (pair[1].first, pair[0].id), reverse=True)
    return tell.feed("decisions", hub_address("decision"), (tell.decision(found, date) for found, date in dated[:MOST]))


def about(product: Projection, item: Item, place: SiteAddress) -> Feed:
    """What happened to one item and to what belongs to it."""
    tell = _Teller(product, place)
    return tell.feed("item", "", map(tell.event, happened.by_item(product).get(item.id, ())), item)


FEEDS: Mapping[str, Callable[[Projection, SiteAddress], Feed]] = MappingProxyType(
    {"changelog": changes, "roadmap": happenings, "decisions": decisions}
)


def has(product: Projection, name: str) -> bool:
    """Whether a feed can ever tell anything: the plan has such items, and its readers get their dates."""
    if name == "roadmap":
        return bool(product.of(Feature))
    model: type[Item] = Release if name == "changelog" else Decision
    return bool(product.of(model)) and product.sees(model, "date")


_templates = cache(environment)
"""By language, the environment of all feeds: there may be a thousand."""


class _Teller:
    """Makes entries in one language."""

    def __init__(self, product: Projection, place: SiteAddress) -> None:
        language = product.settings.language
        self._product, self._place = product, place
        self._translate, self._templates = words.gettext(language), _templates(language)

    def feed(self, name: str, address: str, entries: Iterable[Entry], item: Item | None = None) -> Feed:
        """The feed of the page at an address, or of an item's."""
        settings = self._product.settings
        home = self._place.item(ref(item)) if item else self._place.page(address)
        if item:
            id = self._name(ref(item), "feed")
        else:
            id = f"{home}#feed" if home else self._place.name(settings.name, Ref("", "", "feature"), name)
        title = f"{settings.name} · {item.title if item else self._translate(TITLES[name])}"
        return Feed(id, settings.name, title, LANGUAGES[settings.language], home, tuple(entries))

    def release(self, release: Release, date: Period) -> Entry:
        """A release, with its changes and the features that it brings."""
        found = changelog.notes(self._product, release)
        members = (item for item in self._product.pointing(release.id, "release") if _is_told(item))
        last = revisions.latest((self._last(release, _RELEASE), *(self._last(item, _LINE) for item in members)))
        published = revisions.published(self._product, release.id, "date", date)
        called = self._product.with_plan(release.title, release.id)
        title = self._withdrawn(called) if release.yanked else called
        return self._entry(ref(release), published, title, release.in_short, "", "release", last, found=found)

    def event(self, event: Event) -> Entry:
        """Something that happened to the plan."""
        item = self._product.items[event.ref.id]
        part = f"{event.kind}-{event.nth}" if event.nth else event.kind
        said = _TOLD[event.kind]
        last = self._last(item, (*_SAID, *said))
        published = revisions.published(self._product, item.id, said[0], event.date) if said else event.date
        withdrawn = isinstance(item, Release) and item.yanked
        called = self._product.with_plan(event.ref.title, item.id)
        happened = self._translate(HAPPENED[event.kind]).format(title=called)
        title = self._withdrawn(called) if withdrawn else happened
        return self._entry(event.ref, published, title, event.summary, part, "event", last, event=event, withdrawn=withdrawn)

    def decision(self, decision: Decision, date: Period) -> Entry:
        """A decision, with what it means."""
        chosen = next((option.title for option in decision.options if option.chosen), "")
        last = self._last(decision, _DECISION)
        published = revisions.published(self._product, decision.id, "date", date)
        return self._entry(
            ref(decision),
            published,
            self._product.with_plan(decision.title, decision.id),
            decision.in_short,
            "",
            "decision",
            last,
            decision=decision,
            chosen=chosen,
        )

    def _withdrawn(self, title: str) -> str:
        return self._translate(WITHDRAWN).format(title=title)

    def _last(self, item: Item, fields: tuple[str, ...]) -> Revision:
        return revisions.last(self._product, item.id, fields)

    def _name(self, item: Ref, part: str) -> str:
        first = revisions.first_names(self._product).get(item.id, "")
        return self._place.name(self._product.settings.name, item, part, first)

    def _entry(
        self, item: Ref, date: Period, title: str, summary: str, part: str, template: str, revised: Revision, **view: object
    ) -> Entry:
        html = self._templates.get_template(f"feeds/{template}.html").render(url=self._place.item, **view)
        return Entry(self._name(item, part), title, self._place.item(item), date, summary, html.strip(), revised)


def _is_told(item: Item) -> bool:
    """Whether a release's entry tells of an item that names it."""
    return isinstance(item, Change) or (isinstance(item, Feature) and item.status.stage == "shipped")
