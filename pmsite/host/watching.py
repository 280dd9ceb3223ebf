"""What has changed since a server last built its site, a word from the system as soon as anything does, and who is to show it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path
from typing import Any

from watchdog.events import EVENT_TYPE_CLOSED_NO_WRITE, EVENT_TYPE_OPENED, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from pmsite.clock import today
from pmsite.host.mkdocs_server import DevServer
from pmsite.read.recent import LastLook, Stamp


def stamps(paths: Iterable[str]) -> dict[str, Stamp]:
    """Of files, and of all files in folders, what changes when they are written."""
    found: dict[str, Stamp] = {}
    for path in paths:
        for file in _files(path):
            with suppress(OSError):  # it has just been removed
                status = os.stat(file)
                found[file] = status.st_mtime_ns, status.st_size, status.st_ino
    return found


def _files(path: str) -> Iterator[str]:
    if not os.path.isdir(path):
        yield path
    for folder, _, names in os.walk(path):
        yield from (os.path.join(folder, name) for name in names)


OFTEN, SELDOM = 0.5, 2.0
"""Seconds between looks at a folder: whether the system tells of its changes is not known, or it does."""


class Watch(FileSystemEventHandler):
    """Tells of every change in a folder as soon as the system does.

    Not every system tells of every change, such as one in a folder that another computer shares. So somebody looks as well, and
    looks seldom only as long as the system tells of all that there is to be seen.
    """

    def __init__(self, folder: str, tell: Callable[[], None]) -> None:
        self._folder, self._tell = folder, tell
        self._observer: Any = None
        self._stopped = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)
        self._has_heard = self._is_told = False

    def start(self) -> None:
        """Begin to watch."""
        self._looking.start()
        if Observer is PollingObserver:  # which would look, too
            return
        observer = Observer()
        with suppress(OSError):  # too many files are watched
            observer.schedule(self, self._folder, recursive=True)
            observer.start()
            self._observer = observer

    def stop(self) -> None:
        """Watch no more."""
        self._stopped.set()
        if self._looking.is_alive():
            self._looking.join()
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
            self._observer = None

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Tell of a change; that somebody reads a file is none."""
        if not event.is_directory and event.event_type not in (EVENT_TYPE_OPENED, EVENT_TYPE_CLOSED_NO_WRITE):
            self._has_heard = True
            self._tell()

    def _look(self) -> None:
        last, day = LastLook(), today()
        last.changed(stamps([self._folder]))
        while not self._stopped.wait(SELDOM if self._is_told else OFTEN):
            if last.changed(stamps([self._folder])):
                self._is_told = self._has_heard
                if not self._has_heard:
                    self._tell()
            if today() != day:  # what is overdue since midnight is no change of a file
                day = today()
                self._tell()
            self._has_heard = False


class Update(Enum):
    """What becomes of an edit of the plan."""

    NONE = auto()
    """Nothing has changed: two watchers have told of the same edit."""
    SHOWN = auto()
    NEEDS_BUILD = auto()


class Rebuilder:
    """Stands in for what builds the site of a server, and builds it only where a page cannot be made without.

    What an edit does, such as adding a page, may still take a build: `mkdocs_live` finds that out, and says so. Nothing here looks into
    files; it only finds which have changed, and has one of the two done.
    """

    def __init__(
        self,
        server: DevServer,
        plan: Path,
        build: Callable[..., None],
        update: Callable[[DevServer], Update],
        told: Callable[[str], str],
    ) -> None:
        """`update` shows what has changed in the plan, where that takes no build; `told` makes a page of why a build failed."""
        self._told = told
        self._server, self._plan, self._build, self._update = server, str(plan), build, update
        self._last = LastLook()
        self._have_others_changed()
        self._watch = Watch(self._plan, server.wake)

    def start(self) -> None:
        """Hear of changes in the plan, those included that were made while the first build went on."""
        self._watch.start()
        self._server.wake()

    def stop(self) -> None:
        """Hear of nothing more."""
        self._watch.stop()

    def __call__(self, *given: Any) -> None:
        """Let the server show what there is."""
        others = self._have_others_changed()
        outcome = Update.NEEDS_BUILD if given or others else self._update(self._server)
        if outcome is Update.NONE:
            self._server.be_as_before()
        elif outcome is Update.NEEDS_BUILD:
            self._server.uncover()
            self._build_or_tell(*given)

    def _build_or_tell(self, *given: Any) -> None:
        """Build, and where that fails show why: a server that MkDocs alone would let wait for ever answers all the same."""
        try:
            self._build(*given)
        except (Exception, SystemExit) as fault:
            self._server.cover(self._told(str(fault)))

    def _have_others_changed(self) -> bool:
        """Whether anything has that is watched besides the plan."""
        inside = f"{self._plan}{os.sep}"
        found = stamps(path for path in self._server.watched() if path != self._plan)
        return bool(self._last.changed({file: stamp for file, stamp in found.items() if not file.startswith(inside)}))
