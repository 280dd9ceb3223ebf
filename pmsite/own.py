"""What tells what this user's own commands wrote from what arrived with somebody's content."""

from __future__ import annotations

import errno
import hmac
import os
import secrets
import stat
import sys
import tempfile
from hashlib import blake2b
from pathlib import Path

import platformdirs

from pmsite.read.files import read_bytes

_BYTES = 32
_READ_ONLY = 0o400
_OF_THIS_PROCESS = secrets.token_bytes(_BYTES)


def cache_folder() -> Path:
    """Where this user's commands keep what they can do without; made where there is none yet. Raises OSError."""
    return platformdirs.user_cache_path("pmsite", appauthor=False, ensure_exists=True)


def secret() -> bytes:
    """What only this user's commands know; made where there is none yet. Raises OSError where the user has no folder to keep it in."""
    path = cache_folder() / "secret"
    for _ in range(2):
        if found := _kept(path):
            return found
        path.unlink(missing_ok=True)  # cut short by a full disk, or somebody else's
        _make(path)
    if found := _kept(path):
        return found
    raise OSError(errno.EPERM, "the secret cannot be kept from others", str(path))


def seal(*parts: bytes) -> str:
    """A text that nobody else can make for the same parts. Where the user's secret cannot be kept, no other process can, either."""
    try:
        key = secret()
    except OSError:
        key = _OF_THIS_PROCESS
    told = b"".join(len(part).to_bytes(8) + part for part in parts)
    return blake2b(told, key=key, digest_size=20).hexdigest()


def is_sealed(written: str, *parts: bytes) -> bool:
    """Whether a text is the seal of these parts."""
    return hmac.compare_digest(written.encode("utf-8", "replace"), seal(*parts).encode())


def _kept(path: Path) -> bytes:
    """The secret, if it is this user's own; nothing otherwise.

    A cache may lie in a repository, as on some code hosts. But what is checked out its owner may always write to: nobody else's
    file is one that may only be read.
    """
    try:
        status = os.lstat(path)
        if sys.platform != "win32" and (stat.S_IMODE(status.st_mode), status.st_uid) != (_READ_ONLY, os.geteuid()):
            return b""
        found = read_bytes(str(path), _BYTES)
    except FileNotFoundError:
        return b""
    except OSError as fault:
        if fault.errno in (errno.EFBIG, errno.ELOOP, errno.EINVAL):
            return b""
        raise
    return found if len(found) == _BYTES else b""


def _make(path: Path) -> None:
    """Write the secret under a name that nobody reads, then give it its own: two commands that begin at once get the same."""
    handle, working = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
    try:
        with open(handle, "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
        if sys.platform != "win32":
            os.chmod(working, _READ_ONLY)
        try:
            os.link(working, path)
        except FileExistsError:
            pass
        except OSError:  # not every system has links
            os.replace(working, path)
    finally:
        Path(working).unlink(missing_ok=True)
