"""The registry of export formats: one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pmsite.audience import Projection
from pmsite.exports import atom, calendar_ics, changelog_md, delivery, document, feed, items_csv, jsonfeed, madr
from pmsite.exports.document import Whole
from pmsite.exports.site_address import SiteAddress
from pmsite.exports.written import Written
from pmsite.model.item import Item


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to export: a projection in one language, or in all; and what a format asks for besides."""

    product: Projection
    whole: Whole
    address: SiteAddress
    model: type[Item] | None = None
    feed: str = "changelog"


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a plan. `options` are those of `pmsite export` that it heeds besides `--audience`."""

    write: Callable[[Wanted], Written]
    options: frozenset[str] = field(default=frozenset({"language"}))
    is_joined: bool = False
    """Whether a portfolio's tells of all plans that it reads, and not of its own items alone."""


_FED = frozenset({"language", "feed", "site_url", "history"})

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "json": Format(lambda wanted: document.write(wanted.whole), frozenset()),
        "csv": Format(
            lambda wanted: items_csv.write(wanted.product, wanted.model, wanted.whole.prefix),
            frozenset({"language", "type"}),
            is_joined=True,
        ),
        "ics": Format(
            lambda wanted: calendar_ics.write(wanted.product, wanted.address),
            frozenset({"language", "site_url", "history"}),
            is_joined=True,
        ),
        "atom": Format(lambda wanted: atom.write(feed.FEEDS[wanted.feed](wanted.product, wanted.address)), _FED, is_joined=True),
        "jsonfeed": Format(
            lambda wanted: jsonfeed.write(feed.FEEDS[wanted.feed](wanted.product, wanted.address)), _FED, is_joined=True
        ),
        "changelog": Format(lambda wanted: changelog_md.write(wanted.product)),
        "madr": Format(lambda wanted: madr.write(wanted.product, wanted.whole.prefix)),
        "jira-csv": Format(lambda wanted: delivery.write(wanted.product, delivery.JIRA)),
        "pingcode-csv": Format(lambda wanted: delivery.write(wanted.product, delivery.PINGCODE)),
    }
)
