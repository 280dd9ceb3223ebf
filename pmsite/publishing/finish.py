"""The last step of each site before it is shown."""

from __future__ import annotations

from pathlib import Path


def finish(folder: Path, audience: str, *, public: bool) -> None:
    """Add what a web server needs to a built and audited site."""
