"""Small files of facts: whole or as they were."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from pmsite.read.files import read_bytes
from pmsite.reporting.safe import document

_MOST_BYTES = 1 << 24


def read_json(path: Path) -> dict[str, Any] | None:
    """The facts in a file; nothing where there are none."""
    with suppress(OSError, ValueError, RecursionError):
        found = json.loads(read_bytes(str(path), _MOST_BYTES))
        return found if isinstance(found, dict) else None
    return None


def write_json(path: Path, facts: dict[str, Any]) -> None:
    """Write facts; raises OSError, and then the file is as it was."""
    new = path.with_name(f".{path.name}.new")
    try:
        with new.open("w", encoding="utf-8") as file:
            file.write(document(facts))
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, path)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise
