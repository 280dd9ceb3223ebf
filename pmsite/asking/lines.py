"""Texts of a plan on the lines of a terminal: cut or wrapped to its width, with nothing in them that acts on it."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.exports.facts import Fact
from pmsite.exports.table import in_digits
from pmsite.reporting.safe import columns, one_line


def word(value: Fact | None, digits: int = 2) -> str:
    """A value on one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return in_digits(round(value, digits)).rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    if isinstance(value, list):
        return ", ".join(f"({word(entry)})" if isinstance(entry, dict) else word(entry) for entry in value)
    if isinstance(value, dict):
        return ", ".join(f"{one_line(key)}: {_inside(entry)}" for key, entry in value.items())
    return one_line(" ".join(value.split()))


def _inside(value: Fact) -> str:
    return f"({word(value)})" if isinstance(value, (list, dict)) else word(value)


def cut(text: str, room: int) -> str:
    """A line that is no wider than that."""
    if columns(text) <= room:
        return text
    kept, used = [], 1
    for character in text:
        used += columns(character)
        if used > room:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def padded(text: str, room: int, right: bool = False) -> str:
    """A line with spaces up to a width."""
    space = " " * (room - columns(text))
    return space + text if right else text + space


def wrapped(text: str, room: int) -> Iterator[str]:
    """A line as several that are no wider than that; broken at spaces, and where characters are wide or words too long."""
    line = ""
    for piece in _pieces(text, room):
        if line and columns(line) + columns(piece.rstrip()) > room:
            yield line.rstrip()
            line = ""
        line += piece if line or piece.strip() else ""
    if line.strip():
        yield line.rstrip()


def _pieces(text: str, room: int) -> Iterator[str]:
    """What a line may be broken between: words with the space that follows, wide characters, parts of words that are too long."""
    piece, used = "", 0
    for at, character in enumerate(text):
        wide = columns(character)
        if used + wide > room:
            yield piece
            piece, used = "", 0
        piece, used = piece + character, used + wide
        if character == " " or (wide == 2 and text[at + 1 : at + 2] not in _STAYS):
            yield piece
            piece, used = "", 0
    yield piece


_STAYS = frozenset("，。、；：？！）》」』”’…%,.;:?!)") | {""}
"""Signs that begin no line, and the end."""
