"""The changelog as CHANGELOG.md, in the form of Keep a Changelog 1.1.0. What came from such a file is told in its own words again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator

from pmsite.audience import Projection
from pmsite.model.change import Change, told_order
from pmsite.model.item import Item
from pmsite.model.release import Release
from pmsite.model.settings import CHANGELOG_HEAD
from pmsite.read.inline import escaped, says
from pmsite.read.passages import code_lines, public_text
from pmsite.views import changelog
from pmsite.views.changelog import ChangeGroup
from pmsite.views.notes import ALL

FROM = ("Changelog", "GitHub releases")
"""The sources that releases and changes have which came from such a file, or from the notes of a code host."""
PENDING = "Unreleased"
"""What such a source calls what is not released yet."""

_DEFINITION = re.compile(r"\[[^\]]+\]: \S+")
_HEADING = re.compile(r" {0,3}(?:#{1,6}\s|=+\s*\Z|-+\s*\Z)")
_LIST = re.compile(r"(?:[-*+]|1[.)]) +\S")
_COMPARE = re.compile(r"(?P<base>.*/compare/)(?:.+?)(?P<dots>\.\.\.?)(?P<newest>[^/]+)")
_TAG = re.compile(r"(?P<base>.*/)releases/tag/(?P<newest>[^/]+)")


def write(product: Projection) -> str:
    """The file: what is unreleased, then the releases that are out, the newest first. Its words are English, since its form is."""
    head = product.settings.changelog_head
    parts = [f"{head}\n" if head else CHANGELOG_HEAD.format(name=escaped(product.settings.name))]
    definitions: dict[str, None] = {}
    coming = {release.id: release for release in reversed(product.coming) if _is_from_file(release)}
    waiting = next((release for release in coming.values() if _key(release) == PENDING), None)
    if waiting is not None:
        del coming[waiting.id]
    pending = changelog.unreleased(product)
    groups = list(_groups(product, pending.groups if pending else (), definitions, without=coming))
    text = _text(waiting, bool(groups), definitions) if waiting is not None else ()
    parts.append("\n".join(["## [Unreleased]", *text, *groups]) + "\n")
    out = [release for release in product.releases if product.is_out(release)]
    told = [*coming.values(), *(release for release in out if _is_from_file(release) or not product.became(release))]
    parts += ["\n".join(_release(product, release, definitions)) + "\n" for release in told]
    if addresses := [*_addresses(told), *definitions]:
        parts.append("\n".join(addresses) + "\n")
    return "\n".join(parts)


def _is_from_file(item: Item) -> bool:
    return item.imported is not None and item.imported.source in FROM


def _key(item: Item) -> str:
    return item.imported.id if item.imported else ""


def _release(product: Projection, release: Release, definitions: dict[str, None]) -> Iterator[str]:
    notes = changelog.notes(product, release, changes=ALL)
    day = str(notes.date or ("" if notes.out else PENDING))
    yield f"## {_called(release)}{f' - {day}' if day else ''}{' [YANKED]' if notes.yanked else ''}"
    if notes.summary:
        yield f"\n{escaped(notes.summary)}"
    groups = list(_groups(product, notes.groups, definitions))
    yield from _text(release, bool(groups), definitions)
    yield from groups


def _called(release: Release) -> str:
    """A release by its version in brackets, and by its own words where it came with some."""
    name = f"[{escaped(release.name)}]"
    before, found, after = release.title.partition(release.name)
    if not (found and _is_from_file(release)):
        return name
    return f"{escaped(before)} {name} {escaped(after)}".strip()


def _text(release: Release, has_groups: bool, definitions: dict[str, None]) -> Iterator[str]:
    """What a release says besides its changes; not where that would be taken for the sections and entries of the file."""
    if not (told := told_of(release)):
        return
    lines, found = _parted(told.split("\n"))
    definitions |= dict.fromkeys(found)
    prose = [line for line, is_code in zip(lines, code_lines("\n".join(lines)), strict=True) if not is_code]
    is_clear = not any(map(_HEADING.match, prose)) and (has_groups or _is_from_file(release) or not any(map(_LIST.match, prose)))
    if lines and is_clear:
        yield from ("", *lines)


def _groups(
    product: Projection, groups: Iterable[ChangeGroup], definitions: dict[str, None], without: Container[str] = ()
) -> Iterator[str]:
    """Groups with their entries; those whose changes have a place in the release stand where it is."""
    found: dict[str, list[Item]] = defaultdict(list)
    for group in groups:
        for change in (product.items[line.ref.id] for line in group.lines):
            if getattr(change, "release", None) not in without:
                found[_heading(change, group)].append(change)
    for heading, changes in sorted(found.items(), key=lambda pair: min(map(_place, pair[1]))):
        yield f"\n### {heading}\n"
        for change in sorted(changes, key=_place):
            yield from entry(change, definitions)


def _heading(change: Item, group: ChangeGroup) -> str:
    """What a group is called: as in the file that a change came from, else by its kind."""
    own = change.imported.fields.get("heading") if change.imported and _is_from_file(change) else None
    if isinstance(own, str) and change.imported and change.imported.last.get("kind", group.kind) == group.kind:
        return escaped(own)
    return group.label or group.kind.replace("-", " ").capitalize() or "Changed"


def _place(change: Item) -> float:
    return told_order(change)[1] if isinstance(change, Change) else 0


def entry(change: Item, definitions: dict[str, None]) -> Iterator[str]:
    """A change as an entry of a list: the text that came from such a file, or else its title and summary."""
    breaking = "**Breaking:** " if isinstance(change, Change) and change.breaking and not _is_from_file(change) else ""
    text = "" if change.summary else told_of(change)
    if not says(text, change.title):
        told = f"{change.title}: {change.summary}" if change.summary else change.title
        yield f"- {breaking}{escaped(told)}"
        return
    lines, found = _parted(text.split("\n"))
    definitions |= dict.fromkeys(found)
    first, *more = _close(lines)
    yield f"- {breaking}{first}"
    yield from (f"  {line}" if line else "" for line in more)


def _close(lines: list[str]) -> list[str]:
    """A text without the empty line before a list, which code hosts do not need and people do not write."""
    code = code_lines("\n".join(lines))
    gaps = (
        at
        for at in range(1, len(lines) - 1)
        if not lines[at]
        and not code[at - 1]
        and _LIST.match(lines[at + 1])
        and lines[at - 1][:1].strip()
        and not _LIST.match(lines[at - 1])
    )
    left_out = frozenset(gaps)
    return [line for at, line in enumerate(lines) if at not in left_out]


def told_of(item: Item) -> str:
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
    known = [(r.name, r.imported.url) for r in out if r.imported and r.imported.source in FROM and r.imported.url]
    newest = next(iter(out), None)
    if known and newest is not None and known[0][0] == newest.name:
        address = known[0][1] or ""
        if found := _COMPARE.fullmatch(address):
            yield f"[unreleased]: {found['base']}{found['newest']}{found['dots']}HEAD"
        elif found := _TAG.fullmatch(address):
            yield f"[unreleased]: {found['base']}compare/{found['newest']}...HEAD"
    yield from (f"[{name}]: {address}" for name, address in known)
