"""Several files written or removed together: all of them, or none.

What is new is first written beside the folder. Only then do files change places, each by one rename, and what stood there is
kept until the last one is done. What goes wrong on the way is undone at once; where the process was killed, by the next one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, NoReturn

try:
    import fcntl
except ImportError:  # no locks where the system has none; then only one command may run at a time
    fcntl = None  # type: ignore[assignment]

_JOURNAL, _LOCK = "journal", "lock"


def put(root: Path, edits: Mapping[Path, bytes | None]) -> None:
    """Write files, or remove those whose content is None; raises OSError, and then nothing has changed.

    `root` is the folder beside which they are prepared, which must be on the same file system.
    """
    recover(root)
    if not edits:
        return
    staged = Path(tempfile.mkdtemp(prefix=_prefix(root), dir=root.parent))
    with _locked(staged):
        try:
            journal = [_prepare(staged, number, path, content) for number, (path, content) in enumerate(edits.items())]
            _write(staged / "journal.new", json.dumps(journal).encode())
            if hasattr(os, "sync"):
                os.sync()  # once, rather than file by file: what is renamed next must not be empty after a power cut
            with _asked_to_stop_politely():
                os.replace(staged / "journal.new", staged / _JOURNAL)
                _carry_out(staged, list(edits))
        finally:
            shutil.rmtree(staged, ignore_errors=True)


def recover(root: Path) -> bool:
    """Undo what a killed process left half done beside a folder; whether there was anything to undo."""
    undone = False
    for staged in sorted(root.parent.glob(_prefix(root) + "*")):
        with _locked(staged, wait=False) as free:
            if free:
                undone = _undo(staged) or undone
                shutil.rmtree(staged, ignore_errors=True)
    return undone


def _prefix(root: Path) -> str:
    return f".{root.name}.pmsite-"


def _prepare(staged: Path, number: int, path: Path, content: bytes | None) -> dict[str, Any]:
    """Write a file's new content, keep its old one, and note what is needed to undo the change."""
    existed = path.is_file()
    if content is not None:
        _write(staged / f"{number}.new", content)
    if existed:
        _copy(path, staged / f"{number}.old")
        if content is not None:
            shutil.copymode(path, staged / f"{number}.new")
    folder = next((above for above in path.parents if above.is_dir()), path.parent)
    return {"path": os.path.abspath(path), "existed": existed, "new": _digest(content), "folder": os.path.abspath(folder)}


def _carry_out(staged: Path, paths: list[Path]) -> None:
    try:
        for number, path in enumerate(paths):
            new = staged / f"{number}.new"
            if new.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                os.replace(new, path)
            else:
                path.unlink(missing_ok=True)
        (staged / _JOURNAL).unlink()
    except BaseException:
        _undo(staged)
        raise


def _undo(staged: Path) -> bool:
    """Put back what stood there before, but never over what somebody wrote since."""
    try:
        journal = json.loads((staged / _JOURNAL).read_bytes())
    except (OSError, ValueError):
        return False
    for number, entry in reversed(list(enumerate(journal))):
        path, old = Path(entry["path"]), staged / f"{number}.old"
        now = _digest(path.read_bytes()) if path.is_file() else None
        if not entry["existed"]:
            if now == entry["new"]:
                path.unlink(missing_ok=True)
            _remove_empty(path.parent, Path(entry["folder"]))
        elif now == entry["new"] and old.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            os.replace(old, path)
    return True


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top and top in folder.parents:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)


def _copy(path: Path, to: Path) -> None:
    try:
        os.link(path, to)
    except OSError:  # not every system has links
        shutil.copy2(path, to)


def _digest(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()


@contextlib.contextmanager
def _locked(staged: Path, wait: bool = True) -> Iterator[bool]:
    """Hold a prepared folder; a lock ends with its process, however that ends."""
    try:
        file: IO[bytes] = (staged / _LOCK).open("ab")
    except OSError:
        yield False
        return
    with file:
        try:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError:
            yield False
        else:
            yield True


@contextlib.contextmanager
def _asked_to_stop_politely() -> Iterator[None]:
    """Let a request to end raise an exception meanwhile, so that what was begun is undone."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: object) -> NoReturn:
        signal.signal(number, signal.SIG_IGN)  # asked twice: what is being undone is undone first
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
