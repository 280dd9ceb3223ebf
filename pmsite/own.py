"""What tells what this user's own commands wrote from what arrived with somebody's content."""

from __future__ import annotations

import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import platformdirs

_BYTES = 32
_OF_THIS_PROCESS = secrets.token_bytes(_BYTES)


def secret() -> bytes:
    """What only this user's commands know; made where there is none yet. Raises OSError where the user has no folder to keep it in."""
    path = platformdirs.user_cache_path("pmsite", appauthor=False, ensure_exists=True) / "secret"
    for _ in range(2):
        with suppress(FileNotFoundError):
            found = path.read_bytes()
            if len(found) == _BYTES:
                return found
            path.unlink()  # cut short by a full disk
        _make(path)
    return path.read_bytes()


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


def _make(path: Path) -> None:
    """Write the secret under a name that nobody reads, then give it its own: two commands that begin at once get the same."""
    handle, working = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
    try:
        with open(handle, "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
        try:
            os.link(working, path)
        except FileExistsError:
            pass
        except OSError:  # not every system has links
            os.replace(working, path)
    finally:
        Path(working).unlink(missing_ok=True)
