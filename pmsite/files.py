"""One file written whole or not at all; folders hidden from git, and removed whatever is in them."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
from collections.abc import Iterable
from pathlib import Path

from pmsite.read.files import read_bytes
from pmsite.signals import stopped_politely

_EVERYTHING = b"*\n"
_MANY = 32
"""Files from which on the whole disk is flushed at once."""


def write(path: Path, pieces: Iterable[bytes], *, private: bool = False, new: bool = False) -> None:
    """Write one file whole or not at all: what stood there stays until the new one is complete. Raises OSError.

    A link is followed, and a device or a pipe is written to as it is, since a person named it. With `new` no file may be there yet;
    one that is `private` nobody else may read.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as out:
            out.writelines(pieces)
        return
    place = path.absolute() if new else Path(os.path.realpath(path))
    working = place.with_name(f".pmsite-{secrets.token_hex(8)}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with stopped_politely():
        try:
            with os.fdopen(os.open(working, flags, 0o600 if private else 0o666), "wb") as out:
                out.writelines(pieces)
                out.flush()
                os.fsync(out.fileno())
            if new:
                must_be_new(place)
            if place.exists():
                os.chmod(working, stat.S_IMODE(place.stat().st_mode) & 0o777)
            os.replace(working, place)
        except BaseException:
            with contextlib.suppress(OSError):
                working.unlink()
            raise


def create(path: Path, content: bytes) -> None:
    """Write a file that is not there yet. Raises OSError."""
    with path.open("xb") as file:
        file.write(content)


def must_be_new(path: Path) -> None:
    """Raise FileExistsError where anything has a path already."""
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def flush_to_disk(files: list[Path]) -> None:
    """Have files on the disk: what is renamed next must not be empty after a power cut."""
    if len(files) > _MANY and hasattr(os, "sync"):
        os.sync()
        return
    for path in files:
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def hide(folder: Path) -> None:
    """Let git take nothing of what is in a folder, whatever a repository's author put in the way. Raises OSError."""
    path = folder / ".gitignore"
    with contextlib.suppress(OSError):
        if read_bytes(str(path), len(_EVERYTHING)) == _EVERYTHING:
            return
    path.unlink(missing_ok=True)
    with contextlib.suppress(FileExistsError):  # another build did the same
        create(path, _EVERYTHING)


def remove(path: Path) -> None:
    """Remove a file, or a folder with all that is in it, as far as that can be."""
    if not path.is_dir() or path.is_symlink():
        with contextlib.suppress(OSError):
            path.unlink()
        return
    shutil.rmtree(path, ignore_errors=True)
    if os.path.lexists(path):
        _open_up(path)
        shutil.rmtree(path, ignore_errors=True)


def _open_up(path: Path) -> None:
    """Let nothing below a folder be kept by folders that even their owner may not write to, as those have that come from a store of packages."""
    with contextlib.suppress(OSError):
        path.chmod(0o700)
        for entry in path.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                _open_up(entry)
