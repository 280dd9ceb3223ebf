"""The folder that sites are published into: its versions, and the one link that says which of them is shown.

Everything can be killed at any moment. A version gets its name when it is whole, the link is replaced by one rename, and what has no
name of its own is thrown away by whoever comes next.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pmsite.lock import Lock
from pmsite.messages import said
from pmsite.mounts import mounted
from pmsite.publishing.written import read_json, write_json

MOST_VERSIONS = 5
"""Versions that are there at most."""
FACTS = "version.json"
CURRENT, VERSIONS, WORK = "current", "versions", "work"

_NEW, _SIDE, _OLD = ".new", ".new-links", ".old-"
_NAME = re.compile(r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{7,64}(?:-[0-9]+)?")
_STORED = ("number", "commit", "source", "days", "assets")
_SWITCH_SECONDS = 60.0
_STEP = 0.05


class Unfit(ValueError):
    """The folder is not one that sites can be published into; the text says what to do instead."""


class Busy(Exception):
    """Somebody else publishes into the folder."""


@dataclass(frozen=True, slots=True)
class Version:
    """One state of all sites."""

    path: Path
    number: int = 0
    """Counts up, whatever the clock says."""
    commit: str = ""
    source: str = ""
    """What tells this version from others, besides the day: the commit, the configuration, the programs."""
    days: str = ""
    """The day that it was made for, here and in UTC."""
    sites: tuple[str, ...] = ()
    assets: dict[str, list[str]] = field(default_factory=dict)
    """By site, the files named by their content that its own pages need."""

    @classmethod
    def at(cls, path: Path) -> Version | None:
        """The version in a folder, or nothing where it is none."""
        facts = read_json(path / FACTS)
        try:
            return cls(path, **{name: facts[name] for name in _STORED}, sites=tuple(facts["sites"])) if facts else None
        except (KeyError, TypeError):
            return None


class Destination:
    """The folder, once it is known to be fit."""

    def __init__(self, folder: Path) -> None:
        """Raises Unfit, or OSError."""
        self.folder = Path(os.path.realpath(folder))
        self.versions_folder, self.work = self.folder / VERSIONS, self.folder / WORK
        self.tree = self.work / "tree"
        _refuse(self.folder)
        self.versions_folder.mkdir(parents=True, exist_ok=True)
        self.work.mkdir(mode=0o700, exist_ok=True)
        (self.work / "tmp").mkdir(exist_ok=True)
        self.status_file, self.agreed_file = self.folder / "status.json", self.folder / "agreed.json"
        self._held_file = self.work / "held.json"

    @property
    def room(self) -> Path:
        """Where the next version is built, by whoever has the lock."""
        return self.versions_folder / _NEW

    @property
    def side_room(self) -> Path:
        """Where a version is made of one that is there, by whoever decides what is shown."""
        return self.versions_folder / _SIDE

    def lock(self) -> Lock:
        """The lock of whoever builds; raises Busy where that is somebody else."""
        lock = Lock(self.work / "build.lock")
        if not lock.take():
            raise Busy
        return lock

    @contextmanager
    def switching(self) -> Iterator[None]:
        """The moment in which it is decided what is shown, which a build leaves to others; raises Busy."""
        lock = Lock(self.work / "switch.lock")
        end = time.monotonic() + _SWITCH_SECONDS
        while not lock.take():
            if time.monotonic() > end:
                raise Busy
            time.sleep(_STEP)
        try:
            yield
        finally:
            lock.release()

    def current(self) -> Version | None:
        """The version that is shown; nothing where there is none yet."""
        link = self.folder / CURRENT
        if not link.is_symlink() or not link.is_dir():
            return None
        path = Path(os.path.realpath(link))
        return Version.at(path) or Version(path)

    def versions(self) -> list[Version]:
        """Every version, the newest first."""
        names = sorted(name for name in os.listdir(self.versions_folder) if _NAME.fullmatch(name))
        found = [version for name in names if (version := Version.at(self.versions_folder / name))]
        return sorted(found, key=lambda version: (version.number, version.path.name), reverse=True)

    def begin(self, room: Path) -> Path:
        """An empty room for a version."""
        remove(room)
        room.mkdir()
        return room

    def tidy(self) -> None:
        """Remove what killed publishers left; what cannot be removed is left for the next time."""
        remove(self.room)
        _clear(self.work / "tmp")
        for name in os.listdir(self.versions_folder):
            if name.startswith(_OLD):
                remove(self.versions_folder / name)

    def keep(self, room: Path, facts: Version) -> Version:
        """Give the version in a room its name, and the next number where it has none. Its path is not looked at."""
        number = facts.number or max((version.number for version in self.versions()), default=0) + 1
        base = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{facts.commit[:12]}"
        name, again = base, 1
        while os.path.lexists(self.versions_folder / name):
            again += 1
            name = f"{base}-{again}"
        told = {fact: getattr(facts, fact) for fact in _STORED} | {"number": number, "sites": list(facts.sites)}
        write_json(room / FACTS, {"version": 1, "name": name, "made": now(), **told})
        os.rename(room, self.versions_folder / name)
        return replace(facts, path=self.versions_folder / name, number=number)

    def switch_to(self, version: Version) -> None:
        """Show a version: all sites at once."""
        link, new = self.folder / CURRENT, self.folder / ".current.new"
        new.unlink(missing_ok=True)
        new.symlink_to(f"{VERSIONS}/{version.path.name}", target_is_directory=True)
        os.replace(new, link)

    def prune(self, before: Version | None = None) -> list[Path]:
        """Keep five versions: the one that is shown, the one `before` it, of which somebody may still load a file, and the newest others that
        differ by more than the day. What could not be removed, since something is mounted in it.
        """
        shown = self.current()
        kept = [version.path for version in (shown, before) if version]
        seen = {shown.source} if shown else set()
        for version in self.versions():
            if version.path in kept:
                continue
            if len(set(kept)) < MOST_VERSIONS and version.source not in seen:
                kept.append(version.path)
            seen.add(version.source)
        names = (name for name in os.listdir(self.versions_folder) if _NAME.fullmatch(name))
        return [path for name in names if (path := self.versions_folder / name) not in kept and not _discard(path)]

    def earlier(self, steps: int) -> Version | None:
        """The version that was shown some steps before the one that is shown now; nothing where it is gone."""
        shown = self.current()
        seen = {shown.source} if shown else set()
        for version in self.versions():
            if (shown and version.number >= shown.number) or version.source in seen:
                continue
            seen.add(version.source)
            steps -= 1
            if not steps:
                return version
        return None

    @property
    def held(self) -> dict[str, Any] | None:
        """Since when and at what the place is held, after a rollback."""
        return read_json(self._held_file)

    def hold(self, version: Version) -> None:
        """Let nothing newer be shown until somebody says so."""
        write_json(self._held_file, {"since": now(), "version": version.path.name})

    def let_go(self) -> bool:
        """Let newer commits be shown again; whether the place was held."""
        was = os.path.lexists(self._held_file)
        self._held_file.unlink(missing_ok=True)
        return was


def now() -> str:
    """This moment, as files say it."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def remove(path: Path) -> bool:
    """Remove what is at a path, but nothing that is mounted in it; whether it is gone."""
    real = os.path.realpath(path)
    if path.is_dir() and not path.is_symlink():
        if any(place == real or place.startswith(real + os.sep) for place in mounted()):
            return False
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
    return not os.path.lexists(path)


def _discard(path: Path) -> bool:
    """Remove a version, of which no half is ever taken for a whole."""
    real = os.path.realpath(path)
    if any(place.startswith(real + os.sep) for place in mounted()):
        return False
    old = path.with_name(_OLD + path.name)
    os.rename(path, old)
    remove(old)
    return True


def _clear(folder: Path) -> None:
    with suppress(OSError):
        for entry in folder.iterdir():
            remove(entry)


def _refuse(folder: Path) -> None:
    link = folder / CURRENT
    if os.path.lexists(link) and not link.is_symlink():
        what = (
            said("something mounted")
            if link.is_dir() and os.path.realpath(link) in mounted()
            else said("there already, and no link")
        )
        raise Unfit(
            said(
                "{link} is {what}, so sites cannot change all at once; move it away, and let the server read the sites from {current}/ in a folder that `pmsite publish` makes",
                link=link,
                what=what,
                current=CURRENT,
            )
        )
    if folder.is_dir():
        found = {name for name in os.listdir(folder) if name != "lost+found"}
        if found and VERSIONS not in found and not found <= {WORK, "publish.yml"}:
            raise Unfit(said("{folder} holds other files; name an empty or a new folder", folder=folder))
    elif os.path.lexists(folder):
        raise Unfit(said("{folder} is not a folder", folder=folder))
