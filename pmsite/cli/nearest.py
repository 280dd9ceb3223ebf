"""Where the workspace is that a command means when it names none."""

from __future__ import annotations

import os
from pathlib import Path

SETTINGS = "product.yml"


def nearest_workspace(here: Path) -> Path | None:
    """The nearest one from a folder upwards."""
    for folder in (here, *here.parents):
        for candidate in (folder / "roadmap", folder):
            if os.path.lexists(candidate / SETTINGS):
                return candidate
    return here / "roadmap" if (here / "roadmap").is_dir() else None
