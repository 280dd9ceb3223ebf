"""A build is made in a room beside the site, and what it made takes the places of what the build before made when it is whole.

The site's folder itself stays where it is, and with it what is not the site's: names that begin with a dot, which MkDocs leaves
alone, too, what is mounted in it, and what a file system keeps for itself. So the folder may be a mounted one, or hold a repository of its own. Entries change places one by one under a journal; a
build that is killed between two of them is completed by the next one, before that looks at the plan. The journal carries a seal that
only this user's builds can make, for this place alone.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import time
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from pmsite.files import hide, remove
from pmsite.lock import Lock
from pmsite.mounts import mounted
from pmsite.own import is_sealed, seal
from pmsite.read.files import read_bytes
from pmsite.signals import undisturbed

WAIT = 600.0
"""Seconds that a build waits for another one of the same site."""
_STEP = 0.1
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between tries where somebody has a file open, on systems where it cannot be moved then."""
_JOURNAL_BYTES = 1 << 24


class UnsafeOutput(ValueError):
    """The output folder is not one that a site may be put into."""


class NotPublished(OSError):
    """The finished site could not be put in place; says what stands there, and why."""


class Output:
    """Where the site is built, and where it goes. One build at a time has it, until it publishes or discards what it made."""

    def __init__(self, final: Path, room: Path, lock: Lock) -> None:
        self.final, self.working, self._room = final, room / "new", room
        self._clear = weakref.finalize(self, _clear, room, lock, os.getpid())  # at the latest when the process ends

    @classmethod
    def prepare(cls, final: Path, plan: Iterable[Path] = (), tell: Callable[[str], None] = print) -> Output:
        """Take the output folder, complete what a killed build began, and make an empty working folder.

        `plan` is what the folder must not hold. Raises UnsafeOutput, which says what to do instead.
        """
        _refuse(final, plan)
        try:
            room, lock = _room(final, tell)
        except OSError as fault:
            raise UnsafeOutput(f"the output folder {final.name} cannot be written to: {fault.strerror}") from None
        found = cls(final, room, lock)
        try:
            _complete(final, room)
            _empty(room)
            found.working.mkdir()
        except OSError as fault:
            found.discard()
            raise UnsafeOutput(f"the output folder {final.name} cannot be prepared: {fault.strerror}") from None
        except BaseException:
            found.discard()
            raise
        return found

    def publish(self, left: Collection[str] = (), note: Callable[[], None] = lambda: None) -> None:
        """Put the finished site in place, where some files of before stay, by their paths in it. Raises NotPublished.

        `note` is done with the site in its place, before another build may have the folder.
        """
        try:
            _must_be_real(self.final)
            self.final.mkdir(parents=True, exist_ok=True)
            (self._room / _OLD).mkdir()
            made, names = _places(self.working, self.final, left)
            told = json.dumps({"made": made, "names": names}).encode()
            (self._room / "journal.new").write_bytes(_seal(self.final, told).encode() + b"\n" + told)
            os.replace(self._room / "journal.new", self._room / _JOURNAL)
            _change(self.final, self._room, made, names)
        except OSError as fault:
            stands = "the next build goes on with it" if os.path.lexists(self._room / _JOURNAL) else "the site of before stands"
            raise NotPublished(f"{_why(fault, self.final)}; {stands}") from fault
        else:
            note()
        finally:
            self.discard()

    def discard(self) -> None:
        """Remove what was built, and let the next build have the folder."""
        self._clear()


_LOCK, _OLD, _JOURNAL = "lock", "old", "journal"
_HIDDEN = ".gitignore"
"""What hides a room from git for as long as it is there."""
_OWN = frozenset({_LOCK, _HIDDEN})
"""What a room has while it has no work to do."""
_LEFT = "left-"
"""How what could not be removed begins."""
_FOUND = "lost+found"
"""Where a file system puts what it repaired, on a disk of its own."""


def _refuse(final: Path, plan: Iterable[Path]) -> None:
    if final.is_symlink():
        raise UnsafeOutput(f"the output folder {final.name} is a symbolic link; remove it, or choose another `site_dir`")
    real = os.path.realpath(final)
    for path in map(Path, map(os.path.realpath, plan)):
        if path.is_relative_to(real):
            raise UnsafeOutput(f"the output folder {final.name} holds {path.name}; choose another `site_dir`")


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
        raise OSError(errno.ENOENT, "it was removed while the site was built", str(final / min(missing)))
    return sorted(made), sorted({*made, *gone})


def _listed(folder: str) -> list[str]:
    if os.path.islink(folder):
        raise OSError(errno.ELOOP, "it is a symbolic link now", folder)
    return os.listdir(folder)


def _must_be_real(final: Path) -> None:
    """Refuse a folder that has become a link since the build began."""
    if final.is_symlink():
        raise OSError(errno.ELOOP, "it is a symbolic link now", str(final))


def _room(final: Path, tell: Callable[[str], None]) -> tuple[Path, Lock]:
    """A folder that is this build's alone, from which entries can be moved into the site: beside it, or inside where that is mounted."""
    beside, inside = final.with_name(f".{final.name}.pmsite"), final / ".pmsite"
    if not os.path.lexists(inside / _JOURNAL):
        try:
            lock = _held(beside, final, tell)
        except OSError:  # only the site's own folder may be written to
            if not final.is_dir():
                raise
        else:
            if not final.is_dir() or os.path.lexists(beside / _JOURNAL) or _leads(beside, final):
                return beside, lock
            _clear(beside, lock, os.getpid())
    return inside, _held(inside, final, tell)


def _held(room: Path, final: Path, tell: Callable[[str], None]) -> Lock:
    if room.is_symlink():
        raise UnsafeOutput(f"{room.name} is a symbolic link; remove it")
    lock = Lock(room / _LOCK)
    if _taken(lock):
        return lock
    tell(f"Another build of {final.name} is running; this one begins when that has ended")
    end = time.monotonic() + WAIT
    while not _taken(lock):
        if time.monotonic() > end:
            raise UnsafeOutput(
                f"another build of {final.name} has been running for {WAIT / 60:.0f} minutes; end it, or choose another `site_dir`"
            )
        time.sleep(_STEP)
    return lock


def _taken(lock: Lock) -> bool:
    while True:
        with undisturbed(), suppress(FileNotFoundError):  # the build that had it has just removed the folder
            lock.path.parent.mkdir(0o700, parents=True, exist_ok=True)
            if not os.path.lexists(lock.path.with_name(_JOURNAL)):  # which may be somebody else's
                _hide(lock.path.parent)
            return lock.take()


def _hide(room: Path) -> None:
    try:
        hide(room)
    except OSError:  # as on a full disk
        remove(room / _HIDDEN)
        with suppress(OSError):
            room.rmdir()
        raise


def _leads(room: Path, final: Path) -> bool:
    """Whether entries can be moved from a folder into the site's; what is mounted does not tell."""
    probe, there = room / "probe", final / ".pmsite-probe"
    with suppress(OSError):
        there.rmdir()
    try:
        probe.mkdir(exist_ok=True)
        os.rename(probe, there)
        there.rmdir()
    except OSError:
        return False
    return True


def _complete(final: Path, room: Path) -> None:
    """Go on with what a killed build began: its site was whole. Where that cannot be, what stood there comes back."""
    path = room / _JOURNAL
    if not os.path.lexists(path):
        return
    try:
        sealed, _, told = read_bytes(str(path), _JOURNAL_BYTES).partition(b"\n")
        is_ours = is_sealed(sealed.decode("ascii", "replace"), *_parts(final, told))
    except OSError:
        is_ours = False
    if not is_ours:
        raise UnsafeOutput(
            f"{room.name} was left by a build of somebody else, which was ended while it put its site in place; "
            f"look whether you need what is in it, then remove the folder"
        )
    if not final.is_dir():  # somebody removed the site since
        path.unlink()
        return
    journal = json.loads(told)
    _change(final, room, journal["made"], journal["names"])


def _parts(final: Path, told: bytes) -> tuple[bytes, ...]:
    return b"site", os.fsencode(os.path.realpath(final)), told


def _seal(final: Path, told: bytes) -> str:
    return seal(*_parts(final, told))


def _change(final: Path, room: Path, made: list[str], names: list[str]) -> None:
    """Put what was made in the place of what stands there. Raises OSError, and then nothing has changed, or the journal is still there.

    What is where tells how far it came, so that it can be taken up at any point, and again.
    """
    new, old, there = room / "new", room / _OLD, set(made)
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
        (room / _JOURNAL).unlink()
        raise
    for name in names:
        if name not in there and "/" in name:
            _remove_empty(final, name)
    (room / _JOURNAL).unlink()


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


def _why(fault: OSError, final: Path) -> str:
    where = f" ({os.path.relpath(fault.filename, final.parent)})" if isinstance(fault.filename, str) else ""
    return f"{fault.strerror}{where}"


def _clear(room: Path, lock: Lock, owner: int) -> None:
    """Remove the room, but never what a journal says is needed still; in a copy of the process nothing.

    What hides it from git stays for as long as there is anything to hide.
    """
    if os.getpid() != owner:
        return
    with undisturbed():
        if not os.path.lexists(room / _JOURNAL):
            with suppress(OSError):
                _empty(room)
                if {entry.name for entry in room.iterdir()} <= _OWN:
                    remove(room / _HIDDEN)
        lock.release()
        with suppress(OSError):
            room.rmdir()


def _empty(room: Path) -> None:
    """Remove all but the lock, and what hides the room from git. What cannot be removed stands in nobody's way."""
    for entry in sorted(room.iterdir()):
        if entry.name not in _OWN:
            remove(entry)
            if os.path.lexists(entry) and not entry.name.startswith(_LEFT):
                os.rename(entry, room / f"{_LEFT}{secrets.token_hex(4)}")
