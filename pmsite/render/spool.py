"""Where much that is rendered waits for its turn: in a file without a name, since not all of a large site need be in memory."""

from __future__ import annotations

import os
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO


@dataclass(frozen=True, slots=True)
class Spooled:
    """Some bytes of a spool."""

    file: IO[bytes]
    at: int
    size: int

    def read(self) -> bytes:
        """The bytes. Processes that share the file may read at the same time."""
        if hasattr(os, "pread"):
            return os.pread(self.file.fileno(), self.size, self.at)
        self.file.seek(self.at)
        return self.file.read(self.size)


class Spool:
    """A file that is made when something is put into it, and gone when it is closed."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._end = 0

    def put(self, data: bytes) -> Spooled:
        """Hold some bytes."""
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115  # open as long as anything may be read from it
        self._file.seek(self._end)
        self._file.write(data)
        self._file.flush()
        found = Spooled(self._file, self._end, len(data))
        self._end += len(data)
        return found

    def close(self) -> None:
        """Let go of all that it holds."""
        if self._file is not None:
            self._file.close()
