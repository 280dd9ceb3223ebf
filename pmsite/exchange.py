"""What was made takes the places of what stands in a folder: entry by entry, under a journal, so that it is whole or as it was.

An exchange that is killed between two entries is completed by whoever has the folder next. The journal carries a seal that only this
user's builds can make, for this place alone.
"""

from __future__ import annotations

import errno
import json
import os
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from pmsite.files import remove
from pmsite.messages import said
from pmsite.mounts import mounted
from pmsite.own import is_sealed, seal
from pmsite.read.files import read_bytes

JOURNAL = "journal"
NEW, _OLD = "new", "old"
"""Where in a room what was made is, and what stood in its places."""
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between tries where somebody has a file open, on systems where it cannot be moved then."""
_JOURNAL_BYTES = 1 << 24
_FOUND = "lost+found"
"""Where a file system puts what it repaired, on a disk of its own."""


class ForeignJournal(ValueError):
    """Somebody else's build was ended while it put its site in place."""


def is_begun(room: Path) -> bool:
    """Whether an exchange was begun in a room and is not complete."""
    return os.path.lexists(room / JOURNAL)


def exchange(final: Path, room: Path, left: Collection[str]) -> None:
    """Put what was made in a room into a folder, where some files of before stay, by their paths in it. Raises OSError."""
    _must_be_real(final)
    final.mkdir(parents=True, exist_ok=True)
    (room / _OLD).mkdir()
    made, names = _places(room / NEW, final, left)
    told = json.dumps({"made": made, "names": names}).encode()
    (room / "journal.new").write_bytes(_seal(final, told).encode() + b"\n" + told)
    os.replace(room / "journal.new", room / JOURNAL)
    _change(final, room, made, names)


def complete(final: Path, room: Path) -> None:
    """Go on with what a killed build began: its site was whole. Where that cannot be, what stood there comes back. Raises ForeignJournal, and OSError."""
    if not is_begun(room):
        return
    path = room / JOURNAL
    try:
        sealed, _, told = read_bytes(str(path), _JOURNAL_BYTES).partition(b"\n")
        is_ours = is_sealed(sealed.decode("ascii", "replace"), *_parts(final, told))
    except OSError:
        is_ours = False
    if not is_ours:
        raise ForeignJournal
    if not final.is_dir():  # somebody removed the site since
        path.unlink()
        return
    journal = json.loads(told)
    _change(final, room, journal["made"], journal["names"])


def _replaceable(final: Path) -> Iterator[str]:
    """What stands in the site's folder and is no longer there when a build has not made it anew."""
    there = mounted()
    for name in os.listdir(final):
        is_theirs = name.startswith(".") or name == _FOUND or os.path.realpath(final / name) in there
        if not is_theirs and not os.path.ismount(final / name):
            yield name


def _places(working: Path, final: Path, left: Collection[str]) -> tuple[list[str], list[str]]:
    """What takes a place in the site, and what is replaced or removed there: files and folders, as large as they can be."""
    holding = {"/".join(parts[:end]) for parts in (path.split("/") for path in left) for end in range(len(parts))}
    made: list[str] = []
    gone: list[str] = []
    missing = set(left)
    folders = [("", os.listdir(working), list(_replaceable(final)))]
    while folders:
        folder, new, old = folders.pop()
        for name in new:
            path = f"{folder}{name}"
            if path in holding:
                folders.append((f"{path}/", os.listdir(f"{working}/{path}"), _listed(f"{final}/{path}")))
            else:
                made.append(path)
        for name in set(old).difference(new):
            path = f"{folder}{name}"
            if path in holding:
                folders.append((f"{path}/", [], _listed(f"{final}/{path}")))
            elif path in missing:
                missing.remove(path)
            else:
                gone.append(path)
    if missing:
        raise OSError(errno.ENOENT, said("it was removed while the site was built"), str(final / min(missing)))
    return sorted(made), sorted({*made, *gone})


def _listed(folder: str) -> list[str]:
    if os.path.islink(folder):
        raise OSError(errno.ELOOP, said("it is a symbolic link now"), folder)
    return os.listdir(folder)


def _must_be_real(final: Path) -> None:
    """Refuse a folder that has become a link since the build began."""
    if final.is_symlink():
        raise OSError(errno.ELOOP, said("it is a symbolic link now"), str(final))


def _parts(final: Path, told: bytes) -> tuple[bytes, ...]:
    return b"site", os.fsencode(os.path.realpath(final)), told


def _seal(final: Path, told: bytes) -> str:
    return seal(*_parts(final, told))


def _change(final: Path, room: Path, made: list[str], names: list[str]) -> None:
    """Put what was made in the place of what stands there. Raises OSError, and then nothing has changed, or the journal is still there.

    What is where tells how far it came, so that it can be taken up at any point, and again.
    """
    new, old, there = room / NEW, room / _OLD, set(made)
    try:
        for name in names:
            if os.path.lexists(final / name) and (os.path.lexists(new / name) or name not in there):
                _move(final / name, old / name)
            if os.path.lexists(new / name):
                _move(new / name, final / name)
    except BaseException:
        for name in names:
            if name in there and not os.path.lexists(new / name) and os.path.lexists(final / name):
                _move(final / name, new / name)
            if os.path.lexists(old / name):
                _move(old / name, final / name)
        (room / JOURNAL).unlink()
        raise
    for name in names:
        if name not in there and "/" in name:
            _remove_empty(final, name)
    (room / JOURNAL).unlink()


def _remove_empty(final: Path, name: str) -> None:
    """Remove the folders that held nothing but what was removed."""
    with suppress(OSError):
        while "/" in name:
            name = name.rpartition("/")[0]
            (final / name).rmdir()


def _move(path: Path, to: Path) -> None:
    if os.path.lexists(to):  # somebody wrote into the site since a build was killed
        remove(to)
    to.parent.mkdir(parents=True, exist_ok=True)
    for pause in _PAUSES:
        with suppress(PermissionError):
            os.rename(path, to)
            return
        time.sleep(pause)
    os.rename(path, to)
