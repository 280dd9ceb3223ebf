"""The files of the editor itself: scripts, style, and the libraries that they use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

KINDS: Mapping[str, str] = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}


def content(path: str) -> tuple[bytes, str] | None:
    """A file and its kind; nothing where there is none. Only what is there has a path, so none leads elsewhere."""
    found = _names().get(path)
    return (found.read_bytes(), KINDS[_ending(path)]) if found is not None else None


def scripts() -> Iterator[str]:
    """The texts of our own scripts."""
    yield from (
        file.read_text(encoding="utf-8")
        for path, file in _names().items()
        if path.endswith(".js") and not path.startswith("vendor/")
    )


@cache
def _names() -> Mapping[str, Traversable]:
    return dict(_below(files("pmsite.editor") / "static", ""))


def _below(folder: Traversable, above: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        path = f"{above}{entry.name}"
        if entry.is_dir():
            yield from _below(entry, f"{path}/")
        elif _ending(path) in KINDS:
            yield path, entry


def _ending(path: str) -> str:
    return path[path.rfind(".") :] if "." in path else ""
