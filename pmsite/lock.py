"""A lock that one process at a time holds. It ends with its process, and with the copies of it, however they end."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_FLAGS = os.O_RDWR | os.O_CREAT
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):  # as far as the system has them
    _FLAGS |= getattr(os, _flag, 0)
_NO_LOCKS = {errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK, errno.EINVAL}


class Lock:
    """A lock by a file, which may be removed while it is held."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle = -1

    @property
    def handle(self) -> int:
        """The open file that holds the lock, for processes that are to hold it too; negative where it is not taken."""
        return self._handle

    def take(self) -> bool:
        """Whether the lock is this process's now. Raises OSError where there can be no such file."""
        while True:
            handle = os.open(self.path, _FLAGS, 0o600)
            if not _is_free(handle):
                os.close(handle)
                return False
            if _is_at(handle, self.path):
                self._handle = handle
                return True
            os.close(handle)  # who held it before removed the file

    def release(self) -> None:
        """Remove the file, and let others take the lock. A copy of this process may still hold what it held."""
        if self._handle < 0:
            return
        with suppress(OSError):  # where files that are open cannot be removed
            if _is_at(self._handle, self.path):
                self.path.unlink()
        os.close(self._handle)
        self._handle = -1
        if sys.platform == "win32":
            with suppress(OSError):
                self.path.unlink()


def _is_free(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as fault:
        return sys.platform != "win32" and fault.errno in _NO_LOCKS  # a file system without locks
    return True


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.lstat(path))
    except OSError:
        return False
