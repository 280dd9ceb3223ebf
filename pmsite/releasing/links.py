"""Relative links that keep leading to the same files when a text, or a file that it names, moves."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from types import MappingProxyType

from pmsite.read.passages import prose

_LINK = re.compile(
    r"""!?\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\]\([^\S\n]*<?(?P<inline>[^()\s<>]+)"""
    r"""|^ {0,3}\[(?!\^)[^\]\n]+\]:[^\S\n]*<?(?P<apart>[^\s<>]+)"""
    r"""|<[a-zA-Z][^<>\n]*?\s(?:src|href)=["'](?P<html>[^"'<>\n]+)""",
    re.MULTILINE,
)
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//|/|#|\?)", re.IGNORECASE)
_NONE: Mapping[str, str] = MappingProxyType({})


def rebased(text: str, before: str, after: str, moved: Mapping[str, str] = _NONE) -> str:
    """A text that stood in one folder as it must be in another. `moved` are files that have other places now.

    All paths are relative to one common folder, with `/` between names.
    """
    if "](" not in text and "]:" not in text and "=" not in text:
        return text
    parts, at = [], 0
    for link in _LINK.finditer(prose(text)):
        name = link.lastgroup or "inline"
        parts += [text[at : link.start(name)], _target(link[name], before, after, moved)]
        at = link.end(name)
    return "".join([*parts, text[at:]])


def _target(written: str, before: str, after: str, moved: Mapping[str, str]) -> str:
    path, mark, rest = re.match(r"([^#?]*)([#?]?)(.*)", written, re.DOTALL).groups()  # type: ignore[union-attr]  # it matches anything
    if _ADDRESS.match(written) or not path:
        return written
    place = posixpath.normpath(posixpath.join(before, path))
    now = moved.get(place, place)
    return written if now == place and before == after else posixpath.relpath(now, after or ".") + mark + rest
