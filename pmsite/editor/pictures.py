"""Pictures that somebody pastes or drops into a text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmsite.editing.attaching import attaching
from pmsite.editor.asked import Asked
from pmsite.editor.changes import Answer, done
from pmsite.read.limits import IMAGE_BYTES

ENDINGS: Mapping[str, str] = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/avif": ".avif",
}
KINDS = frozenset(ENDINGS)
"""The kinds of content that are taken: none that a browser would run."""
LARGEST = IMAGE_BYTES + 1
"""Bytes; a picture that is larger is told of with its name."""


def put(asked: Asked) -> Answer:
    """Store a picture beside an item; `name` tells what it is called there."""
    id, name = asked.query.get("item", ""), asked.query.get("name", "")
    ending = ENDINGS.get(asked.kind.partition(";")[0].strip().lower(), "")
    written = name if "." in name else f"{name}{ending}"
    title = f"picture {id} {written}"
    status, told = done(
        asked, lambda session: session.apply(lambda now: attaching(now, id, written, asked.body), title=title), title
    )
    return status, {**told, **_name(told)}


def _name(told: Mapping[str, Any]) -> Mapping[str, str]:
    return {"name": told["files"][0]["path"].rpartition("/")[2]} if told["ok"] and told["files"] else {}
