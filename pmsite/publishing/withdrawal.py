"""Private links that have ended go out of what is shown, also where nothing new can be shown."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from pmsite.publishing.assets import link
from pmsite.publishing.destination import Destination, Version
from pmsite.share.withdraw import ended, withdraw_ended


def withdraw(destination: Destination, version: Version | None, utc_day: date) -> tuple[Version | None, int]:
    """A version without the pages of links that have ended, and how many those were; the version itself where there are none.

    The rest of it has the same files under second names, so it takes no space. Where it cannot be made all the same, the pages are
    removed from where they are. Call it while you decide what is shown.
    """
    if version is None:
        return None, 0
    gone = sum(len(ended(site, utc_day)) for site in _sites(version))
    if not gone:
        return version, 0
    try:
        return _without(destination, version, utc_day), gone
    except OSError:
        for site in _sites(version):
            for folder in ended(site, utc_day):
                for packed in folder.glob("index.html.*"):
                    packed.unlink(missing_ok=True)
            withdraw_ended(site, utc_day)
        return version, gone


def _without(destination: Destination, version: Version, utc_day: date) -> Version:
    room = destination.begin(destination.side_room)
    for entry in version.path.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, room / entry.name, symlinks=True, copy_function=link)
    for site in (entry for entry in room.iterdir() if entry.is_dir()):
        for folder in ended(site, utc_day):
            shutil.rmtree(folder)
    return destination.keep(room, version)


def _sites(version: Version) -> list[Path]:
    return [entry for entry in version.path.iterdir() if entry.is_dir()]
