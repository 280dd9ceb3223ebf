"""What feeds tell, whatever their form: releases, what happened to the plan, and decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from pmsite.audience import Projection
from pmsite.exports.place import Place
from pmsite.model.decision import Decision
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.period import Period
from pmsite.model.release import Release
from pmsite.pages import hub_address
from pmsite.render import words
from pmsite.render.environment import environment
from pmsite.render.words import N_
from pmsite.views import changelog, happened
from pmsite.views.happened import Event
from pmsite.views.parts import Ref, ref

MOST = 50
"""How many entries a feed has, the newest: who reads it less often than that reads the page."""
LANGUAGES = {"en": "en", "zh": "zh-Hans"}
"""What feeds call the languages of the interface."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `id` never changes, `html` is safe to show, `url` is nothing where the site's address is not known."""

    id: str
    title: str
    url: str
    date: Period
    summary: str
    html: str

    @property
    def moment(self) -> str:
        """The day as feeds have it. At noon, which is the same day for nearly all readers; of a longer period the first day."""
        return moment(self.date.first)


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
        """When the newest entry is from; the beginning of time where there is none, since the day of a build says nothing."""
        return max((entry.moment for entry in self.entries), default=moment(date(1970, 1, 1)))


def moment(day: date) -> str:
    """Noon of a day, as RFC 3339 has it."""
    return f"{day.isoformat()}T12:00:00Z"


TITLES = MappingProxyType({"changelog": N_("Changelog"), "roadmap": N_("What happened"), "decisions": N_("Decisions")})
HAPPENED = MappingProxyType(
    {
        "started": N_("Work began: {title}"),
        "shipped": N_("Shipped: {title}"),
        "released": N_("Released: {title}"),
        "launched": N_("Launched: {title}"),
        "decided": N_("Decided: {title}"),
        "reported": N_("Status: {title}"),
    }
)


def changes(product: Projection, place: Place) -> Feed:
    """The releases that are out and have a date, each with what it brings."""
    tell = _Teller(product, place)
    dated = [(release, release.date) for release in product.told if release.date]
    return tell.feed("changelog", "roadmap/changelog", (tell.release(found, date) for found, date in dated[:MOST]))


def happenings(product: Projection, place: Place) -> Feed:
    """What happened to the plan."""
    tell = _Teller(product, place)
    return tell.feed("roadmap", "roadmap/index", map(tell.event, happened.build(product)[:MOST]))


def decisions(product: Projection, place: Place) -> Feed:
    """The decisions that have a date."""
    tell = _Teller(product, place)
    dated = [(found, found.date) for found in product.of(Decision) if found.date and found.date.first <= product.today]
    dated.sort(key=lambda pair: (pair[1].first, pair[0].id), reverse=True)
    return tell.feed("decisions", hub_address(product, "decision"), (tell.decision(found, date) for found, date in dated[:MOST]))


FEEDS: Mapping[str, Callable[[Projection, Place], Feed]] = MappingProxyType(
    {"changelog": changes, "roadmap": happenings, "decisions": decisions}
)


def has(product: Projection, name: str) -> bool:
    """Whether a feed can ever tell anything: the plan has such items, and its readers get their dates."""
    if name == "roadmap":
        return bool(product.of(Feature))
    model: type[Item] = Release if name == "changelog" else Decision
    return bool(product.of(model)) and product.sees(model, "date")


class _Teller:
    """Makes entries in one language."""

    def __init__(self, product: Projection, place: Place) -> None:
        language = product.settings.language
        self._product, self._place = product, place
        self._translate, self._templates = words.gettext(language), environment(language)
        self._templates.globals["url"] = place.item

    def feed(self, name: str, address: str, entries: Iterable[Entry]) -> Feed:
        """The feed of the page at an address."""
        settings = self._product.settings
        home = self._place.page(address)
        id = f"{home}#feed" if home else self._place.name(settings.name, Ref("", "", "feature"), name)
        title = f"{settings.name} · {self._translate(TITLES[name])}"
        return Feed(id, settings.name, title, LANGUAGES[settings.language], home, tuple(entries))

    def release(self, release: Release, date: Period) -> Entry:
        """A release, with its changes and the features that it brings."""
        found = changelog.notes(self._product, release)
        return self._entry(ref(release), date, release.title, release.summary, "", "release", found=found)

    def event(self, event: Event) -> Entry:
        """Something that happened to the plan."""
        title = self._translate(HAPPENED[event.kind]).format(title=event.ref.title)
        return self._entry(event.ref, event.date, title, event.summary, event.kind, "event", event=event)

    def decision(self, decision: Decision, date: Period) -> Entry:
        """A decision, with what it means."""
        chosen = next((option.title for option in decision.options if option.chosen), "")
        return self._entry(ref(decision), date, decision.title, decision.summary, "", "decision", decision=decision, chosen=chosen)

    def _entry(self, item: Ref, date: Period, title: str, summary: str, part: str, template: str, **view: object) -> Entry:
        html = self._templates.get_template(f"feeds/{template}.html").render(**view)
        return Entry(
            self._place.name(self._product.settings.name, item, part), title, self._place.item(item), date, summary, html.strip()
        )
