"""The style sheet and the script that pmsite's pages need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

FOLDER = "assets/pmsite"
STYLE = f"{FOLDER}/pmsite.css"
SCRIPT = f"{FOLDER}/pmsite.js"


def files() -> Iterator[tuple[str, str]]:
    """Each asset as its place in the site and its path on disk."""
    here = Path(__file__).parent
    for name in ("pmsite.css", "pmsite.js"):
        yield f"{FOLDER}/{name}", str(here / name)


def text(name: str) -> str:
    """An asset's own text, for documents that hold it."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
