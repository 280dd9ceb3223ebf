"""CHANGELOG.md in the form of Keep a Changelog 1.1.0: a section goes in, and nothing of the rest changes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from pmsite.read.passages import code_lines
from pmsite.releasing.version import Version

HEAD = """\
# Changelog

The format is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).

## [Unreleased]
"""

_SECTION = re.compile(r"##[ \t]+(?P<open>\[?)(?P<v>v?)(?P<name>[^\]\s]+).*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNRELEASED = re.compile(r"##[ \t]+\[?(?:unreleased|未发布)\]?.*", re.IGNORECASE)
_GROUP = re.compile(r"###[ \t]+(?P<name>.*?)[ \t]*#*[ \t]*")
_TITLE = re.compile(r"##[ \t]+(?P<name>.*?)[ \t]*#*[ \t]*")
_HEADING = re.compile(r"##[#]?[ \t]+\[?(?P<name>.*?)\]?[ \t]*#*[ \t]*")
_ENTRY = re.compile(r"[-*+][ \t]+")
_ADDRESS = re.compile(r" {0,3}\[(?P<name>[^\]]+)\]:[ \t]*(?P<address>\S+).*")
_COMPARE = re.compile(r"(?P<base>.*/compare/|.*\?from=)(?P<before>.+?)(?P<dots>\.\.\.?|&to=)(?P<head>[^./&]+)")
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading; each is a list entry of Markdown, of one or more lines."""

    heading: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Among:
    """Where a release stands among those that the file tells of."""

    previous: str = ""
    """The version before it; the file's newest where it is absent."""
    candidates: frozenset[str] = frozenset()
    """Versions that were tried before it, whose sections become part of its own."""
    is_older: bool = False
    """Whether it continues an older line: then it stands by its day, and what is unreleased is not its own."""


NEWEST = Among()


@dataclass(slots=True)
class _Part:
    """A heading of the unreleased section with the lines below it; the first has none."""

    heading: str
    lines: list[str] = field(default_factory=list)


def begun(head: str) -> str:
    """A new file, with the workspace's own words above its first release where it has some."""
    return f"{head}\n\n## [Unreleased]\n" if head else HEAD


def with_release(text: str, version: Version, date: str, groups: Sequence[Group], among: Among = NEWEST) -> str:
    """The file with a new release, into which everything moves that stands under Unreleased or under one of its candidates."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    sections = _sections(lines)
    newest = next((found for found in sections if not found.is_pending), None)
    tried = [found for found in sections if found.name in among.candidates]
    for found in reversed(tried):
        del lines[found.start : found.stop]
    taken = [found.below for found in reversed(tried)]
    names = [found.name for found in sections]
    sections = _sections(lines)
    pending = next((found for found in sections if found.is_pending), None)
    foot = _foot(lines)
    if among.is_older:
        later = [found.stop for found in sections if found.is_pending or (found.day and found.day > date)]
        start = stop = max(later, default=sections[0].start if sections else foot)
    elif pending is None:
        start = stop = next((found.start for found in sections), foot)
    else:
        start, stop = pending.start + 1, pending.stop
    section = _section(_merged([*taken, lines[start:stop]], groups) if taken else lines[start:stop], groups)
    model = next((_SECTION.fullmatch(lines[found.start]) for found in sections if not found.is_pending), None)
    model = model or (_SECTION.fullmatch(newest.heading) if newest else None)
    heading = _heading(model, _SECTION.fullmatch(lines[pending.start]) if pending else None, version, date)
    above = lines[: max((at + 1 for at in range(start) if lines[at].strip()), default=0)]
    rest = _linked(lines[stop:], version, model, names, among)
    return end.join([*above, "", heading, *section, "", *rest] if any(rest) else [*above, "", heading, *section, ""])


def with_withdrawn(text: str, names: Collection[str]) -> str:
    """The file with the mark of Keep a Changelog behind each version that was withdrawn since."""
    lines = text.split("\n")
    for found in _sections([line.rstrip("\r") for line in lines]) if names else ():
        line = lines[found.start]
        if found.name in names and "yanked" not in line.casefold():
            bare = line.rstrip("\r")
            lines[found.start] = f"{bare.rstrip()} [YANKED]{line[len(bare) :]}"
    return "\n".join(lines)


def told_already(text: str, among: Among = NEWEST) -> frozenset[str]:
    """The entries that become part of the release anyway, as `plain` has them: those of its candidates, and those that somebody wrote under Unreleased."""
    lines = text.replace("\r\n", "\n").split("\n")
    entries: list[list[str]] = []
    for found in _sections(lines):
        if found.name in among.candidates or (found.is_pending and not among.is_older):
            entries += _entries(found.below)
    return frozenset(plain(" ".join(entry)) for entry in entries)


def _entries(lines: Sequence[str]) -> list[list[str]]:
    entries: list[list[str]] = []
    for line in lines:
        if _ENTRY.match(line):
            entries.append([line])
        elif entries and line.strip() and not line.startswith("#"):
            entries[-1].append(line)
    return entries


@dataclass(frozen=True, slots=True)
class _Found:
    """A section of the file: the line of its heading, and where the next one or the foot begins."""

    start: int
    stop: int
    heading: str
    name: str
    day: str
    is_pending: bool
    below: list[str]


def _sections(lines: list[str]) -> list[_Found]:
    code = code_lines("\n".join(lines))
    heads = [(at, found) for at, line in enumerate(lines) if not code[at] and (found := _SECTION.fullmatch(line))]
    stops = [*(at for at, _ in heads[1:]), max(_foot(lines), heads[-1][0] + 1)] if heads else []
    return [
        _Found(
            at, stop, lines[at], found["name"], next(iter(_DAY.findall(lines[at])), ""),
            _UNRELEASED.fullmatch(lines[at]) is not None, lines[at + 1 : stop],
        )
        for (at, found), stop in zip(heads, stops, strict=True)
    ]  # fmt: skip


def _merged(sections: Iterable[list[str]], groups: Sequence[Group]) -> list[str]:
    """Several versions as one: what has the same heading comes together, in the order of the groups."""
    merged: dict[str, _Part] = {}
    for part in (part for lines in sections for part in _parts(lines)):
        same = merged.get(part.heading.casefold())
        if same is None:
            merged[part.heading.casefold()] = _Part(part.heading, _tidy(part.lines))
        else:
            same.lines += _tidy(part.lines[1:] if part.heading else part.lines)
    order = {group.heading.casefold(): at for at, group in enumerate(groups)}
    parts = sorted(merged.items(), key=lambda pair: order.get(pair[0], len(order)) if pair[0] else -1)
    return [line for _, part in parts for line in (*part.lines, "") if part.lines]


def plain(text: str) -> str:
    """A text without markup, spaces and punctuation, to compare it by."""
    return _MARKS.sub("", text).casefold()


def _foot(lines: list[str]) -> int:
    """Where the addresses at the end of the file begin; its end where there are none."""
    at = len(lines)
    while at and (not lines[at - 1].strip() or _ADDRESS.fullmatch(lines[at - 1])):
        at -= 1
    return next((n for n in range(at, len(lines)) if lines[n].strip()), len(lines))


def _heading(model: re.Match[str] | None, pending: re.Match[str] | None, version: Version, date: str) -> str:
    """The new heading, in brackets and with a `v` where those before it have them."""
    other = model or pending
    name = f"{model['v'] if model else ''}{version.text}"
    return f"## {f'[{name}]' if other is None or other['open'] else name} - {date}"


def _section(lines: list[str], groups: Sequence[Group]) -> list[str]:
    parts = _parts(lines)
    order = {group.heading.casefold(): at for at, group in enumerate(groups)}
    for at, group in enumerate(groups):
        if not group.entries:
            continue
        found = next((part for part in parts if part.heading.casefold() == group.heading.casefold()), None)
        if found is None:
            later = (n for n, part in enumerate(parts) if order.get(part.heading.casefold(), -1) > at)
            found = _Part(group.heading, [f"### {group.heading}", ""])
            parts.insert(next(later, len(parts)), found)
        else:
            found.lines = _tidy(found.lines)
            found.lines += [""] if len(found.lines) == 1 else []
        found.lines += [line for entry in group.entries for line in entry.split("\n")]
    made: list[str] = []
    for part in parts:
        if any(line.strip() for line in part.lines):
            made += ["", *_tidy(part.lines)]
    return made


def headings(text: str) -> list[str]:
    """The headings of versions and groups in the file, in order."""
    return [part.heading for part in _parts(text.replace("\r\n", "\n").split("\n"), _HEADING) if part.heading]


def by_heading(text: str) -> list[tuple[str, str]]:
    """The headings of the second level in a text, each with what stands below it."""
    return [(part.heading, "\n".join(_tidy(part.lines[1:]))) for part in _parts(text.split("\n"), _TITLE) if part.heading]


def _parts(lines: list[str], heading: re.Pattern[str] = _GROUP) -> list[_Part]:
    code = code_lines("\n".join(lines))
    found_parts = [_Part("")]
    for at, line in enumerate(lines):
        if not code[at] and (found := heading.fullmatch(line)):
            found_parts.append(_Part(found["name"]))
        found_parts[-1].lines.append(line)
    return found_parts


def _tidy(lines: list[str]) -> list[str]:
    """Lines without the empty ones around them, which separate sections."""
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    last = next((at for at in range(len(lines), first, -1) if lines[at - 1].strip()), first)
    return lines[first:last]


def _linked(lines: list[str], version: Version, model: re.Match[str] | None, names: Sequence[str], among: Among) -> list[str]:
    """The rest of the file, its addresses of versions extended by the new one in the form of those that are there."""
    if model is None:
        return lines
    name = f"{model['v']}{version.text}"
    lines = [line for line in lines if not _is_address_of(line, among.candidates)]
    named = [one for one in names if not _UNRELEASED.fullmatch(f"## {one}")]
    found = {at: address for at, line in enumerate(lines) if (address := _ADDRESS.fullmatch(line))}
    for at, address in found.items():
        link = _COMPARE.fullmatch(address["address"])
        newest = max((one for one in names if link and link["before"].endswith(one)), key=len, default="")
        if link and address["name"].casefold() == "unreleased" and newest:
            stem = link["before"].removesuffix(newest)
            tag, before = stem + version.text, stem + (among.previous or newest)
            kept = lines[at].replace(address["address"], f"{link['base']}{tag}{link['dots']}{link['head']}")
            own = f"[{name}]: {link['base']}{before}{link['dots']}{tag}"
            return [*lines[:at], lines[at] if among.is_older else kept, own, *lines[at + 1 :]]
    for at, address in found.items():
        previous = among.previous or next(iter(named), "")
        is_previous = address["name"].removeprefix("v") == previous and previous in address["address"]
        if is_previous and not _COMPARE.fullmatch(address["address"]):
            return [*lines[:at], lines[at].replace(previous, version.text), *lines[at:]]
    return lines


def _is_address_of(line: str, names: Collection[str]) -> bool:
    found = _ADDRESS.fullmatch(line)
    return found is not None and found["name"].removeprefix("v") in names
