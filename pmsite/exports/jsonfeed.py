"""Feeds as JSON Feed 1.1."""

from __future__ import annotations

import json
from typing import Any

from pmsite.exports.feed import Entry, Feed

VERSION = "https://jsonfeed.org/version/1.1"
MEDIA = "application/feed+json"


def write(feed: Feed, address: str = "") -> str:
    """The feed. `address` is where it stands itself, which is left out where that is not known."""
    found = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": address,
        "language": feed.language,
        "authors": [{"name": feed.product}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps({key: value for key, value in found.items() if value != ""}, ensure_ascii=False, indent=1) + "\n"


def _item(entry: Entry) -> dict[str, Any]:
    found = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "date_published": entry.moment if entry.date.precision == "day" else "",
        "date_modified": entry.updated if entry.is_revised else "",
    }
    return {key: value for key, value in found.items() if value}
