"""Which files have changed since somebody last looked, also where the system alone does not tell.

Some systems tell no two changes of a file apart that follow each other closely. So a file that had just changed when it was looked at
may be another one and look the same: of such a file what is in it counts.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

RECENT = 2_000_000_000
"""Nanoseconds within which some file systems tell no two changes of a file apart."""

Stamp = tuple[int, ...]
"""When a file changed, in nanoseconds, and what else the system says of it that changes when it is written."""


def is_recent(changed: int) -> bool:
    """Whether a file that changed at a moment may change again and look as it does now."""
    return time.time_ns() - changed < RECENT


@dataclass(slots=True)
class LastLook:
    """What a look at files saw. It is plain data, which can be pickled."""

    stamps: dict[str, Stamp] = field(default_factory=dict)
    recent: dict[str, bytes] = field(default_factory=dict)
    """Of files that had just changed, what tells what was in them."""

    def changed(self, now: Mapping[str, Stamp], root: str = "", judged: Collection[str] = ()) -> frozenset[str]:
        """The files that were added, removed or written since the last look, which this one takes the place of.

        `judged` are those below `root` of which somebody else knows whether what is in them is the same.
        """
        found = {file for file, stamp in now.items() if self.stamps.get(file) != stamp} | (self.stamps.keys() - now.keys())
        known = {file: _digest(root, file) for file in self.recent.keys() - found}
        found |= {file for file, digest in known.items() if digest != self.recent[file]}
        since = time.time_ns() - RECENT
        recent = [file for file, stamp in now.items() if stamp[0] > since and file not in judged]
        self.recent = {file: known.get(file) or _digest(root, file) for file in recent}
        self.stamps = dict(now)
        return frozenset(found)


def _digest(root: str, file: str) -> bytes:
    with suppress(OSError), open(os.path.join(root, file), "rb") as content:
        return hashlib.file_digest(content, "blake2b").digest()
    return b""
