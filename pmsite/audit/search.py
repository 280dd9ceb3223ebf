"""Looking for hidden values in every file of a built site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from pmsite.audit.forms import Form, UnreadableFile, forms
from pmsite.audit.secrets import Secret, Secrets
from pmsite.messages import said
from pmsite.read.phrases import Phrases


@dataclass(frozen=True, slots=True, order=True)
class Leak:
    """A hidden value that stands in a file of the site. The value itself is nowhere in it: what reports leaks may be public."""

    file: str
    path: str
    field: str
    how: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found: leaks, files that could not be read, and how much was searched."""

    leaks: tuple[Leak, ...]
    unreadable: tuple[str, ...]
    files: int
    bytes: int
    proof: int
    """How many of the titles that the audience may see were found, by the same search."""


def search(site: Path, secrets: Secrets) -> Findings:
    """Search a folder, or one file, for every hidden value, in names and in bytes. The theme's own files, byte for byte, hold nothing of the plan."""
    theme = _theme()
    known: Phrases[Secret | None] = Phrases([*secrets.values.items(), *((title, None) for title in secrets.visible)])
    leaks: dict[tuple[str, Secret], str] = {}
    shown: set[str] = set()
    unreadable: list[str] = []
    files = size = 0
    for path in _files(site):
        name = path.name if path == site else path.relative_to(site).as_posix()
        data = path.read_bytes()
        files, size = files + 1, size + len(data)
        if sha256(data).digest() in theme:
            continue
        try:
            readings = [Form(said("file name"), name), *forms(name, data)]
        except UnreadableFile as fault:
            unreadable.append(str(fault))
            continue
        for reading in _distinct(readings):
            for phrase, secret, _ in known.found(reading.text):
                if secret is None:
                    shown.add(phrase)
                else:
                    leaks.setdefault((name, secret), reading.how)
    found = sorted(Leak(name, secret.path, secret.field, how) for (name, secret), how in leaks.items())
    return Findings(tuple(found), tuple(unreadable), files, size, len(shown))


def _files(site: Path) -> Iterator[Path]:
    yield from [site] if site.is_file() else (path for path in sorted(site.rglob("*")) if path.is_file())


def _distinct(readings: list[Form]) -> Iterator[Form]:
    """Each text once, under the first of its names."""
    seen = set()
    for reading in readings:
        if reading.text not in seen:
            seen.add(reading.text)
            yield reading


def _theme() -> frozenset[bytes]:
    """Digests of the files that come with the theme; none where it is not installed here."""
    found = find_spec("material")
    folders = [Path(at) / "templates" / "assets" for at in (found.submodule_search_locations or [] if found else [])]
    return frozenset(sha256(path.read_bytes()).digest() for folder in folders for path in folder.rglob("*") if path.is_file())
