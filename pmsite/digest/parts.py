"""A digest: a few parts of a few lines each, in words of one language, ready for any receiver."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

SHORT, LONG = 120, 240
"""Characters of a name, and of what is said of it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing: what it is called, and what is said of it."""

    subject: str
    told: str
    id: str = ""
    type: str = ""
    url: str = ""
    """Its page, where a site has one."""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of one kind. `more` counts those that are left out."""

    kind: str
    heading: str
    lines: tuple[Line, ...]
    more: str = ""
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Digest:
    """All that is told, and to whom."""

    title: str
    product: str
    language: str
    audience: str
    since: date
    until: date
    about: str
    """The team or person that it is about; nothing where it is about the whole plan."""
    parts: tuple[Part, ...]
    and_more: str
    """How the number of what is left out is told."""
    colon: str = ": "
    brackets: str = " (%(what)s)"

    def said(self, line: Line) -> str:
        """What follows the name of a thing: what is said of it, and who answers for it."""
        return f"{self.colon}{line.told}{self.brackets % {'what': line.owner} if line.owner else ''}"

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.parts

    @property
    def summary(self) -> str:
        """How much there is of each kind, for where there is room for one line."""
        return " · ".join(f"{part.heading}: {len(part.lines) + part.left_out}" for part in self.parts)

    def shorter(self, most: int, *, linked: bool = True, parts: int = 0) -> Digest:
        """The same with fewer lines, or without links, or only its first parts."""
        kept = self.parts[:parts] if parts else self.parts
        return replace(self, parts=tuple(self._cut(part, most, linked) for part in kept))

    def _cut(self, part: Part, most: int, linked: bool) -> Part:
        lines = part.lines[:most] if most else part.lines
        left_out = part.left_out + len(part.lines) - len(lines)
        more = self.and_more % {"num": left_out} if left_out else ""
        shown = tuple(replace(line, url=line.url if linked else "") for line in lines)
        return replace(part, lines=shown, more=more, left_out=left_out)


def smaller(digest: Digest) -> Iterator[Digest]:
    """A digest, and the same with less and less, for receivers that take only so much."""
    most = max((len(part.lines) for part in digest.parts), default=0)
    yield digest
    for linked in (True, False):
        for lines in range(most if linked else 2, 0, -1):
            yield digest.shorter(lines, linked=linked)
    for parts in range(len(digest.parts) - 1, 0, -1):
        yield digest.shorter(1, linked=False, parts=parts)


def clipped(text: str, most: int) -> str:
    """As much of a text as fits, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
