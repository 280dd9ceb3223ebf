"""What has changed since a server last built its site, and a word from the system as soon as anything does."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

from watchdog.events import EVENT_TYPE_CLOSED_NO_WRITE, EVENT_TYPE_OPENED, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

Stamp = tuple[int, int, int]
Stamps = dict[str, Stamp]
"""By file, what changes when it is written."""


def stamps(paths: Iterable[str]) -> Stamps:
    """The stamps of files, and of all files in folders."""
    found: Stamps = {}
    for path in paths:
        for file in _files(path):
            with suppress(OSError):  # it has just been removed
                status = os.stat(file)
                found[file] = status.st_mtime_ns, status.st_size, status.st_ino
    return found


def differing(before: Stamps, after: Stamps) -> set[str]:
    """The files that were added, removed or written."""
    return {file for file, stamp in after.items() if before.get(file) != stamp} | (before.keys() - after.keys())


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
        known = stamps([self._folder])
        while not self._stopped.wait(SELDOM if self._is_told else OFTEN):
            now = stamps([self._folder])
            if now != known:
                known, self._is_told = now, self._has_heard
                if not self._has_heard:
                    self._tell()
            self._has_heard = False
