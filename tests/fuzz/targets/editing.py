"""Any plan and any operations on it: done whole as looked at or not at all, as the check says, and undone again."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch

from tests.editing.plans import broken

ACCEPTED = 0
WHOLE = True


def make(random: Random) -> bytes:
    return str(random.getrandbits(64)).encode()


def judge(data: bytes) -> str:
    global ACCEPTED  # noqa: PLW0603  # a count of this process
    with TemporaryDirectory() as folder, patch.dict(os.environ, {"XDG_CACHE_HOME": f"{folder}/cache"}):
        found = broken(int(data), Path(folder) / "plan")
    ACCEPTED += not found
    return found
