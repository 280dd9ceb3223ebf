"""What earlier builds rendered, under a hash of all that it was made from. It can be thrown away at any time."""

from __future__ import annotations

import json
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pmsite.render.packed import BrokenText, pack, unpack

FLUSH = 250_000
"""Bytes that are held before they are written."""
CACHE = 500
"""KiB of the file that are held: little is read twice."""
FEWEST = 200
"""Pages whose values a file may always hold."""
SPARE = 24
"""Values that a file may hold for each page: those of the last four times that everything changed, at six a page."""

Fresh = list[tuple[bytes, bytes]]


def key_of(*parts: object) -> bytes:
    """The key of what is made from some parts, which are plain data."""
    return blake2b(json.dumps(parts).encode(), digest_size=20).digest()


class Store:
    """Values by key in one file. Whatever is wrong with the file, a value is only rendered again.

    Raises sqlite3.Error or OSError where no such file can be had.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            _prepare(path)
        except sqlite3.OperationalError:  # others are using it, or nobody may
            raise
        except sqlite3.DatabaseError:
            path.unlink()
            _prepare(path)
        self._owner = os.getpid()
        self._connections: dict[int, sqlite3.Connection] = {}
        self._writes = True
        self._writer: ThreadPoolExecutor | None = None
        self._held = 0
        self.fresh: Fresh = []
        """What is new and not written yet."""

    def get(self, key: bytes) -> Any:
        """A value of an earlier build, or nothing."""
        text = self.get_text(key)
        with suppress(ValueError):
            return json.loads(text) if text else None
        return None

    def has(self, key: bytes) -> bool:
        """Whether there is a value of an earlier build."""
        with suppress(sqlite3.Error):
            return self._open().execute("SELECT 1 FROM kept WHERE key = ?", (key,)).fetchone() is not None
        return False

    def get_text(self, key: bytes) -> str:
        """A text of an earlier build, or nothing."""
        with suppress(BrokenText, UnicodeError):
            return unpack(packed) if (packed := self._read(key)) else ""
        return ""

    def get_packed(self, key: bytes) -> bytes:
        """A text of an earlier build as it was packed, or nothing."""
        packed = self._read(key)
        with suppress(BrokenText, UnicodeError):
            return packed if packed and unpack(packed) else b""
        return b""

    def _read(self, key: bytes) -> bytes:
        with suppress(sqlite3.Error):
            found = self._open().execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
            if found is not None and isinstance(found[0], bytes):
                return bytes(found[0])
        return b""

    def put(self, key: bytes, value: object) -> None:
        """Keep a value, which is plain data, for later builds."""
        self._keep(key, json.dumps(value))

    def put_text(self, key: bytes, text: str) -> None:
        """Keep a text, which may be large, while the caller goes on."""
        if self._writer is None:
            self._writer = ThreadPoolExecutor(1)
        self._writer.submit(self._keep, key, text)

    def _keep(self, key: bytes, text: str) -> None:
        self.take([(key, pack(text))])

    def take(self, fresh: Fresh) -> None:
        """Keep what may have been rendered in another process; only the one that began writes."""
        self.fresh += fresh
        self._held += sum(len(value) for _, value in fresh)
        if self._held >= FLUSH and os.getpid() == self._owner:
            self._write()

    def give(self) -> Fresh:
        """What is not written yet, for another process to write."""
        fresh, self.fresh, self._held = self.fresh, [], 0
        return fresh

    def trim(self, pages: int) -> None:
        """Forget the oldest values where there are far more than a site of so many pages needs.

        What was read does not count: other processes read too, and a server has most pages in memory.
        """
        self._settle()
        most = SPARE * max(pages, FEWEST)
        with suppress(sqlite3.Error):
            connection = self._open()
            (held,) = connection.execute("SELECT count(*) FROM kept").fetchone()
            if held > most:
                oldest = "SELECT rowid FROM kept ORDER BY rowid LIMIT ?"
                connection.execute(f"DELETE FROM kept WHERE rowid IN ({oldest})", (held - most,))  # noqa: S608  # our own words

    def close(self) -> None:
        """Write what is new."""
        self._settle()
        with suppress(sqlite3.Error):
            connection = self._open()
            connection.commit()
            connection.close()
        self._connections.clear()

    def _settle(self) -> None:
        """Write all that there is to write."""
        if self._writer is not None:
            self._writer.shutdown()
            self._writer = None
        self._write()

    def _write(self) -> None:
        if self._writes and self.fresh:
            try:
                self._open().executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", self.fresh)
            except sqlite3.Error:  # another build is writing
                self._writes = False
        self.fresh, self._held = [], 0

    def _open(self) -> sqlite3.Connection:
        """This process's own connection: none survives a fork, nor may a child close its parent's."""
        process = os.getpid()
        if process not in self._connections:
            self._connections[process] = connection = sqlite3.connect(self._path, timeout=1, check_same_thread=False)
            connection.execute(f"PRAGMA cache_size = -{CACHE}")
        return self._connections[process]


def _prepare(path: Path) -> None:
    connection = sqlite3.connect(path, timeout=1)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, value BLOB NOT NULL)")
    finally:
        connection.close()
