"""Files written or removed together: all of them, or none.

What is new is first written beside the folder. Only then do files change places, each by one rename, and what stood there is
kept until the last one is done. What goes wrong on the way is undone at once; where the process was killed, by the next command
of the same user that writes. Folders and journals carry a seal that only this user's commands can make, for this place alone: what
arrives with somebody's content undoes nothing.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pmsite.files import create, flush_to_disk, hide, must_be_new
from pmsite.lock import Lock
from pmsite.messages import said
from pmsite.own import is_sealed, seal
from pmsite.read.files import read_bytes
from pmsite.signals import stopped_politely, undisturbed

_JOURNAL = "journal"
_MARKED = re.compile(r"([0-9a-f]{16})-([0-9a-f]{40})")
_LARGEST = 1 << 28
"""Bytes of a journal, or of a file that is put back."""
_NOT_THIS = said("not a file")
_LINK = said("this is a symbolic link, which may lead anywhere")


class NotUndone(OSError):
    """What was begun could be neither ended nor undone; the next command that writes undoes it."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was found of commands that were killed: whether one was undone, and the folders that are not this user's to undo."""

    undone: bool
    foreign: tuple[Path, ...]


class ChangedMeanwhile(OSError):
    """A file is not what it should have been any more."""


Contents = Mapping[Path, bytes | None]
"""By file, what is in it; None where there is none."""


def apply(
    root: Path, edits: Contents, *, within: Path | None = None, new: bool = False, was: Contents = MappingProxyType({})
) -> None:
    """Write files, or remove those whose content is None; raises OSError, and then nothing has changed, or NotUndone.

    `root` is the folder beside which they are prepared, which must be on the same file system. With `new` no file may be there yet.
    Where one is not as it `was`, ChangedMeanwhile is raised, up to the moment in which it is replaced. Below `within`, which is the folder that `root` is in where it is absent, no link may be on the way to a file.
    """
    if not edits:
        return
    _refuse_links(edits, within or root.parent)
    root, edits = _real(root), {_real(path): content for path, content in edits.items()}
    digests = {str(_real(path)): _digest(content) for path, content in was.items()}
    above = _existing(root.parent)
    root.parent.mkdir(parents=True, exist_ok=True)
    try:
        _apply(root, edits, new, digests)
    except BaseException:
        _remove_empty(root.parent, above)
        raise


def _apply(root: Path, edits: Contents, new: bool, was: Mapping[str, str | None]) -> None:
    staged, lock = _begin(root)
    try:
        journal = [_prepare(staged, number, path, content, new) for number, (path, content) in enumerate(edits.items())]
        outside = {str(path.parent) for path in edits if not path.is_relative_to(root)}
        told = json.dumps({"roots": [str(root), *sorted(outside)], "edits": journal}).encode()
        create(staged / "journal.new", _seal(root, staged, told).encode() + b"\n" + told)
        flush_to_disk(list(staged.glob("*.new")))
        with stopped_politely():
            _carry_out(staged, list(edits), journal, was)
    finally:
        _clear(staged, lock)


def recover(root: Path) -> Recovery:
    """Undo what a killed command of this user left half done beside a folder; what anybody else left stays as it is.

    Raises NotUndone.
    """
    root, undone, foreign = _real(root), False, []
    for staged in _left(root):
        if not _is_ours(root, staged):
            if os.path.lexists(staged):
                foreign.append(staged)
            continue
        lock = Lock(staged / "lock")
        try:
            if not lock.take():
                continue
        except OSError:  # it has just been removed
            continue
        journal = _journal(root, staged)
        if journal is None and os.path.lexists(staged / _JOURNAL):
            foreign.append(staged)
            lock.release()
        else:
            if journal is not None:
                try:
                    _undo(staged, journal["edits"], [Path(found) for found in journal["roots"]])
                except NotUndone:
                    lock.release()
                    raise
                undone = True
            _clear(staged, lock)
    return Recovery(undone, tuple(foreign))


def _real(path: Path) -> Path:
    """A path without links above it; where it is a link itself it stays one, and is replaced rather than followed."""
    return Path(os.path.realpath(path.parent), path.name)


def _refuse_links(paths: Iterable[Path], within: Path) -> None:
    top = Path(os.path.abspath(within))
    for path in map(Path, map(os.path.abspath, paths)):
        for found in (path, *path.parents):
            if found == top or not found.is_relative_to(top):
                break
            if found.is_symlink():
                raise OSError(errno.ELOOP, _LINK, str(found))


def _must_be_real(path: Path) -> None:
    """Refuse a path on which a folder has become a link meanwhile."""
    if _real(path) != path:
        raise OSError(errno.ELOOP, _LINK, str(path))


def _must_be_as_it_was(path: Path, was: Mapping[str, str | None]) -> None:
    if str(path) in was and _found(path) != was[str(path)]:
        raise _changed(path)


def _must_be_as_it_was_still(held: Path, path: Path, was: Mapping[str, str | None]) -> None:
    """Put a file back that somebody has written to at the very moment in which another took its place."""
    if _found(held) != was[str(path)]:
        os.replace(held, path)
        raise _changed(path)


def _changed(path: Path) -> ChangedMeanwhile:
    return ChangedMeanwhile(errno.ESTALE, said("it was changed meanwhile"), str(path))


def _held(path: Path, beside: Path) -> Path | None:
    """The very file that stands at a path under a second name, by which it is found once another has taken its place."""
    with contextlib.suppress(OSError):  # there is none, or the system knows no second names
        os.link(path, beside)
        return beside
    return None


def _prefix(root: Path) -> str:
    return f".{root.name}.pmsite-"


def _begin(root: Path) -> tuple[Path, Lock]:
    """A new folder, which says by its name who made it, and for what, and is held while this process works on it."""
    while True:
        nonce = secrets.token_hex(8)
        staged = root.parent / f"{_prefix(root)}{nonce}-{seal(b'staged', os.fsencode(root), nonce.encode())}"
        lock = Lock(staged / "lock")
        with undisturbed(), contextlib.suppress(FileNotFoundError):  # another command took it for one that nobody holds
            staged.mkdir(0o700)
            try:
                hide(staged)
                if lock.take():
                    return staged, lock
            except OSError:  # as on a full disk
                _clear(staged, lock)
                raise


def _clear(staged: Path, lock: Lock) -> None:
    """Remove what was prepared, but never what a journal says is needed still."""
    with undisturbed():
        if not os.path.lexists(staged / _JOURNAL):
            shutil.rmtree(staged, ignore_errors=True)
        lock.release()
        with contextlib.suppress(OSError):  # where what is open cannot be removed, it is still there
            staged.rmdir()


def _left(root: Path) -> list[Path]:
    try:
        with os.scandir(root.parent) as entries:
            return sorted(Path(entry.path) for entry in entries if entry.name.startswith(_prefix(root)))
    except OSError:
        return []


def _is_ours(root: Path, staged: Path) -> bool:
    marked = _MARKED.fullmatch(staged.name.removeprefix(_prefix(root)))
    is_folder = staged.is_dir() and not staged.is_symlink()
    return bool(marked and is_folder and is_sealed(marked[2], b"staged", os.fsencode(root), marked[1].encode()))


def _seal(root: Path, staged: Path, told: bytes) -> str:
    return seal(b"journal", os.fsencode(root), os.fsencode(staged.name), told)


def _journal(root: Path, staged: Path) -> dict[str, Any] | None:
    """A journal that this user's command wrote for this place, or nothing."""
    try:
        sealed, _, told = read_bytes(str(staged / _JOURNAL), _LARGEST).partition(b"\n")
    except OSError:
        return None
    if not is_sealed(sealed.decode("ascii", "replace"), b"journal", os.fsencode(root), os.fsencode(staged.name), told):
        return None
    found: dict[str, Any] = json.loads(told)
    return found


def _prepare(staged: Path, number: int, path: Path, content: bytes | None, new: bool) -> dict[str, Any]:
    """Write a file's new content, keep its old one, and note what is needed to undo the change."""
    existed = path.is_file()
    if new:
        must_be_new(path)
    before = path.read_bytes() if existed else None
    mode = stat.S_IMODE(path.stat().st_mode) if existed else 0
    if content is not None:
        create(staged / f"{number}.new", content)
    if before is not None:
        create(staged / f"{number}.old", before)
        if content is not None:
            os.chmod(staged / f"{number}.new", mode)
    folder = str(_existing(path.parent))
    return {"path": str(path), "old": _digest(before), "new": _digest(content), "mode": mode, "folder": folder}


def _carry_out(staged: Path, paths: list[Path], journal: list[dict[str, Any]], was: Mapping[str, str | None]) -> None:
    try:
        os.replace(staged / "journal.new", staged / _JOURNAL)
        for number, path in enumerate(paths):
            _must_be_real(path)
            held = _held(path, staged / f"{number}.held") if str(path) in was else None
            _must_be_as_it_was(path, was)
            new = staged / f"{number}.new"
            if new.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                os.replace(new, path)
            else:
                path.unlink(missing_ok=True)
            if held is not None:
                _must_be_as_it_was_still(held, path, was)
        (staged / _JOURNAL).unlink()
    except BaseException:
        _undo(staged, journal, [path.parent for path in paths])
        raise


def _undo(staged: Path, journal: list[dict[str, Any]], roots: list[Path]) -> None:
    """Put back what stood there before, then forget the journal. Raises NotUndone, and then that is still there."""
    with undisturbed():
        try:
            _put_back(staged, journal, roots)
            (staged / _JOURNAL).unlink(missing_ok=True)
        except OSError as fault:
            raise NotUndone(fault.errno, fault.strerror, fault.filename) from fault


def _put_back(staged: Path, journal: list[dict[str, Any]], roots: list[Path]) -> None:
    """Put files back, but never over what somebody wrote since, and nowhere else than below the roots."""
    for number, entry in reversed(list(enumerate(journal))):
        path = Path(entry["path"])
        if not _is_below(path, roots):
            continue
        now = _found(path)
        if entry["old"] is None:
            if now is not None and now == entry["new"]:
                path.unlink(missing_ok=True)
            _remove_empty(path.parent, Path(entry["folder"]))
        elif now == entry["new"] and _is_kept(staged / f"{number}.old", entry["old"]):
            path.parent.mkdir(parents=True, exist_ok=True)
            os.chmod(staged / f"{number}.old", entry["mode"])
            os.replace(staged / f"{number}.old", path)


def _is_below(path: Path, roots: list[Path]) -> bool:
    """Whether a file is where it was, below one of the roots, with no link on the way."""
    return _real(path) == path and ".." not in path.parts and any(path.is_relative_to(root) for root in roots)


def _is_kept(old: Path, digest: str) -> bool:
    """Whether what is kept is what stood there, in a file that is nothing else's, too."""
    return _found(old) == digest and os.lstat(old).st_nlink == 1


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    return next((found for found in (folder, *folder.parents) if found.is_dir()), folder)


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top and top in folder.parents:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def _found(path: Path) -> str | None:
    """The digest of a file as it is; nothing where there is none. What is no regular file has none of any file's."""
    try:
        return _digest(read_bytes(str(path), _LARGEST))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return _NOT_THIS


def _digest(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()
