"""What has changed since a server last built its site, and a word from the system as soon as anything does."""

from __future__ import annotations

import os
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


class Watch(FileSystemEventHandler):
    """Tells of every change in a folder as soon as the system does.

    Not every system tells of every change, such as one in a folder that another computer shares; so nobody may rest on this alone.
    """

    def __init__(self, folder: str, tell: Callable[[], None]) -> None:
        self._folder, self._tell = folder, tell
        self._observer: Any = None

    def start(self) -> None:
        """Begin to watch, where the system can."""
        if Observer is PollingObserver:  # others look again and again already
            return
        observer = Observer()
        with suppress(OSError):  # too many files are watched
            observer.schedule(self, self._folder, recursive=True)
            observer.start()
            self._observer = observer

    def stop(self) -> None:
        """Watch no more."""
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
            self._observer = None

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Tell of a change; that somebody reads a file is none."""
        if not event.is_directory and event.event_type not in (EVENT_TYPE_OPENED, EVENT_TYPE_CLOSED_NO_WRITE):
            self._tell()
