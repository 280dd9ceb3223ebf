"""A build is made in a room beside the site, and what it made takes the places of what the build before made when it is whole.

The site's folder itself stays where it is, and with it what is not the site's: names that begin with a dot, which MkDocs leaves
alone, too, what is mounted in it, and what a file system keeps for itself. So the folder may be a mounted one, or hold a repository of its own.
Entries change places one by one (`exchange`); a build that is killed between two of them is completed by the next one, before that looks at the plan.
"""

from __future__ import annotations

import os
import secrets
import time
import weakref
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path

from pmsite.exchange import NEW, ForeignJournal, complete, exchange, is_begun
from pmsite.files import hide, remove
from pmsite.lock import Lock
from pmsite.messages import joined, said
from pmsite.signals import undisturbed

WAIT = 600.0
"""Seconds that a build waits for another one of the same site."""
_STEP = 0.1


class UnsafeOutput(ValueError):
    """The output folder is not one that a site may be put into."""


class NotPublished(OSError):
    """The finished site could not be put in place; says what stands there, and why."""


class Output:
    """Where the site is built, and where it goes. One build at a time has it, until it publishes or discards what it made."""

    def __init__(self, final: Path, room: Path, lock: Lock) -> None:
        self.final, self.working, self._room = final, room / NEW, room
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
            raise UnsafeOutput(
                said("the output folder {name} cannot be written to: {why}", name=final.name, why=fault.strerror)
            ) from None
        found = cls(final, room, lock)
        try:
            complete(final, room)
            _empty(room)
            found.working.mkdir()
        except ForeignJournal:
            found.discard()
            raise UnsafeOutput(
                said(
                    "{name} was left by a build of somebody else, which was ended while it put its site in place; look whether you need what is in it, then remove the folder",
                    name=room.name,
                )
            ) from None
        except OSError as fault:
            found.discard()
            raise UnsafeOutput(
                said("the output folder {name} cannot be prepared: {why}", name=final.name, why=fault.strerror)
            ) from None
        except BaseException:
            found.discard()
            raise
        return found

    def publish(self, left: Collection[str] = (), note: Callable[[], None] = lambda: None) -> None:
        """Put the finished site in place, where some files of before stay, by their paths in it. Raises NotPublished.

        `note` is done with the site in its place, before another build may have the folder.
        """
        try:
            exchange(self.final, self._room, left)
        except OSError as fault:
            stands = said("the next build goes on with it") if is_begun(self._room) else said("the site of before stands")
            raise NotPublished(joined(_why(fault, self.final), stands)) from fault
        else:
            note()
        finally:
            self.discard()

    def discard(self) -> None:
        """Remove what was built, and let the next build have the folder."""
        self._clear()


_LOCK = "lock"
_HIDDEN = ".gitignore"
"""What hides a room from git for as long as it is there."""
_OWN = frozenset({_LOCK, _HIDDEN})
"""What a room has while it has no work to do."""
_LEFT = "left-"
"""How what could not be removed begins."""


def _refuse(final: Path, plan: Iterable[Path]) -> None:
    if final.is_symlink():
        raise UnsafeOutput(
            said("the output folder {name} is a symbolic link; remove it, or choose another `site_dir`", name=final.name)
        )
    real = os.path.realpath(final)
    for path in map(Path, map(os.path.realpath, plan)):
        if path.is_relative_to(real):
            raise UnsafeOutput(
                said("the output folder {name} holds {path}; choose another `site_dir`", name=final.name, path=path.name)
            )


def _room(final: Path, tell: Callable[[str], None]) -> tuple[Path, Lock]:
    """A folder that is this build's alone, from which entries can be moved into the site: beside it, or inside where that is mounted."""
    beside, inside = final.with_name(f".{final.name}.pmsite"), final / ".pmsite"
    if not is_begun(inside):
        try:
            lock = _held(beside, final, tell)
        except OSError:  # only the site's own folder may be written to
            if not final.is_dir():
                raise
        else:
            if not final.is_dir() or is_begun(beside) or _leads(beside, final):
                return beside, lock
            _clear(beside, lock, os.getpid())
    return inside, _held(inside, final, tell)


def _held(room: Path, final: Path, tell: Callable[[str], None]) -> Lock:
    if room.is_symlink():
        raise UnsafeOutput(said("{name} is a symbolic link; remove it", name=room.name))
    lock = Lock(room / _LOCK)
    if _taken(lock):
        return lock
    tell(said("Another build of {name} is running; this one begins when that has ended", name=final.name))
    end = time.monotonic() + WAIT
    while not _taken(lock):
        if time.monotonic() > end:
            raise UnsafeOutput(
                said(
                    "another build of {name} has been running for {limit} minutes; end it, or choose another `site_dir`",
                    name=final.name,
                    limit=f"{WAIT / 60:.0f}",
                )
            )
        time.sleep(_STEP)
    return lock


def _taken(lock: Lock) -> bool:
    while True:
        with undisturbed(), suppress(FileNotFoundError):  # the build that had it has just removed the folder
            lock.path.parent.mkdir(0o700, parents=True, exist_ok=True)
            if not is_begun(lock.path.parent):  # which may be somebody else's
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
        if not is_begun(room):
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
