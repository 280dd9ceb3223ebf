"""The changelog as CHANGELOG.md, in the form of Keep a Changelog 1.1.0. What came from such a file is told in its own words again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pmsite.audience import Projection
from pmsite.model.change import Change, told_order
from pmsite.model.item import Item
from pmsite.model.release import Release
from pmsite.read.inline import escaped, says
from pmsite.read.passages import public_text
from pmsite.views import changelog
from pmsite.views.changelog import ChangeGroup
from pmsite.views.notes import ALL

HEAD = """\
# Changelog

All notable changes to {name} are written down here.

The format is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).
"""
FROM = "Changelog"
"""The source that releases and changes have which came from such a file."""

_DEFINITION = re.compile(r"\[[^\]]+\]: \S+")
_STRUCTURE = re.compile(r" {0,3}(?:#{1,6}\s|[-*+]\s|\[[^\]]+\]:)")
"""What in a release's text would be taken for the sections, entries and addresses of the file."""
_COMPARE = re.compile(r"(?P<base>.*/compare/)(?:.+?)(?P<dots>\.\.\.?)(?P<newest>[^/]+)")
_TAG = re.compile(r"(?P<base>.*/)releases/tag/(?P<newest>[^/]+)")


def write(product: Projection) -> str:
    """The file: what is unreleased, then the releases that are out, the newest first. Its words are English, since its form is."""
    head = product.settings.changelog_head
    parts = [f"{head}\n" if head else HEAD.format(name=escaped(product.settings.name))]
    pending = changelog.unreleased(product)
    definitions: dict[str, None] = {}
    parts.append("\n".join(["## [Unreleased]", *_groups(product, pending.groups if pending else (), definitions)]) + "\n")
    out = [release for release in product.releases if product.is_out(release)]
    parts += ["\n".join(_release(product, release, definitions)) + "\n" for release in out]
    if addresses := [*_addresses(out), *definitions]:
        parts.append("\n".join(addresses) + "\n")
    return "\n".join(parts)


def _release(product: Projection, release: Release, definitions: dict[str, None]) -> Iterator[str]:
    notes = changelog.notes(product, release, changes=ALL)
    date = f" - {notes.date}" if notes.date else ""
    yield f"## [{escaped(notes.name)}]{date}{' [YANKED]' if notes.yanked else ''}"
    if notes.summary:
        yield f"\n{escaped(notes.summary)}"
    if text := _told(release):
        lines, found = _parted(text.split("\n"))
        definitions |= dict.fromkeys(found)
        if lines and not any(map(_STRUCTURE.match, lines)):
            yield from ("", *lines)
    yield from _groups(product, notes.groups, definitions)


def _groups(product: Projection, groups: Iterable[ChangeGroup], definitions: dict[str, None]) -> Iterator[str]:
    """Groups with their entries; those whose changes have a place in the release stand where it is."""
    found = [(group, [product.items[line.ref.id] for line in group.lines]) for group in groups]
    for group, changes in sorted(found, key=lambda pair: min(map(_place, pair[1]))):
        yield f"\n### {group.label or group.kind.replace('-', ' ').capitalize() or 'Changed'}\n"
        for change in changes:
            yield from _entry(change, definitions)


def _place(change: Item) -> float:
    return told_order(change)[1] if isinstance(change, Change) else 0


def _entry(change: Item, definitions: dict[str, None]) -> Iterator[str]:
    """A change as an entry of a list: the text that came from such a file, or else its title and summary."""
    breaking = "**Breaking:** " if isinstance(change, Change) and change.breaking else ""
    text = "" if change.summary else _told(change)
    if not says(text, change.title):
        told = f"{change.title}: {change.summary}" if change.summary else change.title
        yield f"- {breaking}{escaped(told)}"
        return
    (first, *more), found = _parted(text.split("\n"))
    definitions |= dict.fromkeys(found)
    yield f"- {breaking}{first}"
    yield from (f"  {line}" if line else "" for line in more)


def _told(item: Item) -> str:
    """A body without what is for the team alone."""
    return public_text(item.body).strip("\n").rstrip()


def _parted(lines: list[str]) -> tuple[list[str], list[str]]:
    """A text, and the addresses of links at its end, which stand at the end of the file."""
    end = len(lines)
    while end > 1 and (_DEFINITION.fullmatch(lines[end - 1]) or not lines[end - 1]):
        end -= 1
    return lines[:end], [line for line in lines[end:] if line]


def _addresses(out: Iterable[Release]) -> Iterator[str]:
    """Where each version can be seen, as the file had it that the release came from; and what came after the newest."""
    known = [(r.name, r.imported.url) for r in out if r.imported and r.imported.source == FROM and r.imported.url]
    newest = next(iter(out), None)
    if known and newest is not None and known[0][0] == newest.name:
        address = known[0][1] or ""
        if found := _COMPARE.fullmatch(address):
            yield f"[unreleased]: {found['base']}{found['newest']}{found['dots']}HEAD"
        elif found := _TAG.fullmatch(address):
            yield f"[unreleased]: {found['base']}compare/{found['newest']}...HEAD"
    yield from (f"[{name}]: {address}" for name, address in known)
