"""Relative links that keep leading to the same files when a text, or a file that it names, moves."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote, unquote

from pmsite.read.passages import prose

_LINK = re.compile(
    r"""!?\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\]\([^\S\n]*(?:<(?P<angled>[^<>\n]+)>|(?P<inline>[^()\s<>]+))"""
    r"""|^ {0,3}\[(?!\^)[^\]\n]+\]:[^\S\n]*(?:<(?P<angled_apart>[^<>\n]+)>|(?P<apart>[^\s<>]+))"""
    r"""|<[a-zA-Z][^<>\n]*?\s(?:src|href)=["'](?P<html>[^"'<>\n]+)""",
    re.MULTILINE,
)
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//|/|#|\?)", re.IGNORECASE)
_ENDS_A_LINK = re.compile(r"[\s()<>\"'#?%]")
_NONE: Mapping[str, str] = MappingProxyType({})


def rebased(text: str, before: str, after: str, moved: Mapping[str, str] = _NONE) -> str:
    """A text that stood in one folder as it must be in another. `moved` are files that have other places now.

    All paths are relative to one common folder, with `/` between names.
    """
    if "](" not in text and "]:" not in text and "=" not in text:
        return text
    parts, at = [], 0
    for link in _LINK.finditer(prose(text.replace("\r\n", " \n"))):  # as long as it was, with the line ends that fences know
        name = link.lastgroup or "inline"
        parts += [text[at : link.start(name)], _target(link[name], before, after, moved)]
        at = link.end(name)
    return "".join([*parts, text[at:]])


def _target(written: str, before: str, after: str, moved: Mapping[str, str]) -> str:
    path, mark, rest = re.match(r"([^#?]*)([#?]?)(.*)", written, re.DOTALL).groups()  # type: ignore[union-attr]  # it matches anything
    if _ADDRESS.match(written) or not path:
        return written
    place = posixpath.normpath(posixpath.join(before, path))
    now = moved.get(place) or moved.get(unquote(place), "")
    if before == after and now in ("", place):
        return written
    if before == after and now and posixpath.dirname(now) == posixpath.dirname(unquote(place)):  # the way there is as it was
        return posixpath.join(posixpath.dirname(path), _quoted(posixpath.basename(now))) + mark + rest
    here = after or "."
    found = _quoted(posixpath.relpath(now, here)) if now else posixpath.relpath(place, _quoted(here) if "%" in path else here)
    return found + mark + rest


def _quoted(path: str) -> str:
    """A path as it stands in a link: what would end it there is written as browsers write it."""
    return _ENDS_A_LINK.sub(lambda found: quote(found[0]), path)
