"""Taking pages of private links out of a site that stands, once they have ended; it takes neither the plan nor the secret."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from pmsite.read.files import read_bytes
from pmsite.share.ready import end_of

FOLDER = "s"
"""Where the pages of links are in a site."""
MOST_BYTES = 1 << 27
_DAYS_END = re.compile(r"\d{4}-\d\d-\d\dT23:59:59Z")
_SEALED = re.compile(rb'<script type="application/json" id="sealed">(.+?)</script>', re.DOTALL)


def withdraw_ended(site: Path, utc_day: date) -> int:
    """Remove the pages of links that ended before a day, and nothing else; how many there were."""
    gone = 0
    for folder in ended(site, utc_day):
        with suppress(OSError):
            (folder / "index.html").unlink()
            gone += 1
            folder.rmdir()  # unless somebody has put more into it
    return gone


def ended(site: Path, utc_day: date) -> list[Path]:
    """The folders of the pages of links that ended before a day."""
    found = []
    for folder in _folders(site / FOLDER):
        end = _end(folder / "index.html", folder.name)
        if _DAYS_END.fullmatch(end) and end < end_of(utc_day):
            found.append(folder)
    return found


def _folders(links: Path) -> Iterator[Path]:
    if links.is_symlink():
        return
    with suppress(OSError), os.scandir(links) as entries:
        yield from [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]


def _end(page: Path, token: str) -> str:
    """The last moment of the link whose page this is; nothing where it has none, or the file is no such page."""
    try:
        found = _SEALED.search(read_bytes(str(page), MOST_BYTES))
        told = json.loads(json.loads(found[1])["aad"]) if found else {}
        return str(told["exp"] or "") if told["tok"] == token else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""
