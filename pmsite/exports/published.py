"""What a site has for other programs, beside its pages, and on which pages it is offered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.exports import atom, calendar_ics, document, feed, items_csv, jsonfeed, llms_txt
from pmsite.exports.document import Whole
from pmsite.exports.schema import bare, schema
from pmsite.exports.site_address import SiteAddress
from pmsite.exports.written import Written
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.types import BY_NAME
from pmsite.pages import Page, hub_address
from pmsite.views.modules import happened
from pmsite.wording.words import N_

PLAN, SCHEMA = "roadmap/plan.json", "roadmap/plan.schema.json"
CALENDAR = "roadmap/calendar.ics"


@dataclass(frozen=True, slots=True)
class Published:
    """A file of the site. `words` is what a link to it says, `title` what a program calls it; no words, no link."""

    path: str
    media: str
    write: Callable[[SiteAddress], Written]
    pages: frozenset[str] = frozenset()
    words: str = ""
    title: str = ""
    is_followed: bool = False
    """Whether programs come back for it, as they do for feeds and calendars."""
    about: str = ""
    """The title of the one item that it is about: what the home page does not name."""


def published(
    product: Projection, own: Projection, whole: Whole, pages: tuple[Page, ...], *, markdown: bool = True
) -> tuple[Published, ...]:
    """Every file for a site that has these pages, which are there as Markdown too or not. `own` is the same without other plans."""
    there = {page.address for page in pages}
    found = (*_feeds(product), *_items(own, there), *_calendar(product, there), *_tables(product, whole), *_plan(whole))
    return (*found, _listed(own, pages, found)) if markdown else found


def _feeds(product: Projection) -> Iterator[Published]:
    pages = {
        "changelog": ("roadmap/changelog", hub_address("release")),
        "roadmap": ("roadmap/index",),
        "decisions": (hub_address("decision"),),
    }
    for name, build in feed.FEEDS.items():
        if feed.has(product, name):
            for form, ending, words in ((atom, "xml", N_("Atom")), (jsonfeed, "json", N_("JSON Feed"))):
                path = f"roadmap/feeds/{name}.{ending}"
                write = _feed_writer(product, build, form.write, path)
                yield Published(path, form.MEDIA, write, frozenset(pages[name]), words, feed.TITLES[name], is_followed=True)


def _items(product: Projection, there: set[str]) -> Iterator[Published]:
    """A feed for each item that can be followed and has a page."""
    for item in happened.followed(product):
        page = f"roadmap/{item.folder}/{item.id}"
        if page in there:
            path = f"roadmap/feeds/{item.folder}/{item.id}.xml"
            write = _item_writer(product, item, path)
            yield Published(path, atom.MEDIA, write, frozenset({page}), N_("Atom"), is_followed=True, about=item.title)


def _item_writer(product: Projection, item: Item, path: str) -> Callable[[SiteAddress], str]:
    return lambda place: atom.write(feed.about(product, product.items[item.id], place), place.file(path))


def _feed_writer(
    product: Projection, build: Callable[[Projection, SiteAddress], feed.Feed], write: Callable[[feed.Feed, str], str], path: str
) -> Callable[[SiteAddress], str]:
    return lambda place: write(build(product, place), place.file(path))


def _calendar(product: Projection, there: set[str]) -> Iterator[Published]:
    if "roadmap/calendar" in there:
        pages = frozenset({"roadmap/calendar"})
        yield Published(
            CALENDAR,
            calendar_ics.MEDIA,
            lambda place: calendar_ics.write(product, place),
            pages,
            N_("iCalendar"),
            N_("Calendar"),
            is_followed=True,
        )


def _tables(product: Projection, whole: Whole) -> Iterator[Published]:
    for type_name in product.by_type:
        model = BY_NAME[type_name]
        pages = {hub_address(type_name), *(["roadmap/index"] if model is Feature else [])}
        yield Published(
            f"roadmap/csv/{model.folder}.csv", "text/csv", _table_writer(product, model, whole), frozenset(pages), N_("CSV")
        )


def _table_writer(product: Projection, model: type[Item], whole: Whole) -> Callable[[SiteAddress], Written]:
    return lambda place: items_csv.write(product, model, whole.prefix)


def _plan(whole: Whole) -> Iterator[Published]:
    pages = frozenset({"roadmap/index", "roadmap/table"})
    address = SCHEMA.rpartition("/")[2]
    media = "application/json"
    yield Published(PLAN, media, lambda place: document.write(whole, address, place), pages, N_("Everything as JSON"))
    yield Published(SCHEMA, "application/schema+json", lambda place: _json(bare(schema(whole.original.settings))))


def _listed(product: Projection, pages: tuple[Page, ...], found: tuple[Published, ...]) -> Published:
    """What tells assistants of all that there is."""
    others = tuple((one.path, one.title or one.words) for one in found if one.path in (PLAN, CALENDAR))
    return Published(llms_txt.PATH, llms_txt.MEDIA, lambda place: llms_txt.write(product, pages, place, others))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
