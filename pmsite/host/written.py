"""Files of a site as a build wrote them, which may stay as long as they are there as they were."""

from __future__ import annotations

import hashlib
import os
import posixpath
from dataclasses import dataclass

BYTES = 16

Stamp = tuple[int, int, int, int]


@dataclass(slots=True)
class Written:
    """A file as it was written."""

    key: bytes
    """What it was made from besides what it shows of the plan; nothing where that is not known."""
    digest: bytes = b""
    stamp: Stamp | None = None
    """What the system says of it, once it is in its place."""

    def stands(self, folder: str, path: str, key: bytes) -> bool:
        """Whether the file is there as it was written, from what has this key. Nothing says so but what is in it, or that nobody wrote to it."""
        if not key or self.key != key or not self.digest:
            return False
        place = os.path.join(folder, path)
        return (self.stamp is not None and stamp_of(place) == self.stamp) or digest_of(place) == self.digest

    def settle(self, folder: str, path: str) -> None:
        """Note what the system says of the file, once it is in its place."""
        place = os.path.join(folder, path)
        self.digest = self.digest or digest_of(place)
        self.stamp = stamp_of(place)


class StandingFiles:
    """The files of the site as it stands, which may stay."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._real: dict[str, bool] = {"": True}

    def has(self, path: str, written: Written | None, key: bytes) -> bool:
        """Whether a file is there as it was written, from what has this key, and in the site itself."""
        return written is not None and self._is_real(posixpath.dirname(path)) and written.stands(self.folder, path, key)

    def _is_real(self, inside: str) -> bool:
        """Whether none of the folders on the way to a file is a link, which may lead anywhere."""
        if inside not in self._real:
            self._real[inside] = self._is_real(posixpath.dirname(inside)) and not os.path.islink(f"{self.folder}/{inside}")
        return self._real[inside]


def stamp_of(path: str) -> Stamp | None:
    """What changes when a file is written to; nothing where there is no such file."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def digest_of(path: str) -> bytes:
    """What tells the content of a file from any other; nothing where it is no file that can be read."""
    try:
        if os.path.islink(path):
            return b""
        with open(path, "rb") as file:
            return digest(file.read())
    except OSError:
        return b""


def digest(data: bytes) -> bytes:
    """What tells some content from any other."""
    return hashlib.blake2b(data, digest_size=BYTES).digest()
