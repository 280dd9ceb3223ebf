"""CHANGELOG.md in the form of Keep a Changelog 1.1.0: a section goes in, and nothing of the rest changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pmsite.read.passages import code_lines
from pmsite.releasing.version import Version

HEAD = """\
# Changelog

The format is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).

## [Unreleased]
"""

_SECTION = re.compile(r"##[ \t]+(?P<open>\[?)(?P<v>v?)(?P<name>[^\]\s]+).*")
_UNRELEASED = re.compile(r"##[ \t]+\[?(?:unreleased|未发布)\]?.*", re.IGNORECASE)
_GROUP = re.compile(r"###[ \t]+(?P<name>.*?)[ \t]*#*[ \t]*")
_ENTRY = re.compile(r"[-*+][ \t]+")
_ADDRESS = re.compile(r" {0,3}\[(?P<name>[^\]]+)\]:[ \t]*(?P<address>\S+).*")
_COMPARE = re.compile(r"(?P<base>.*/compare/|.*\?from=)(?P<before>.+?)(?P<dots>\.\.\.?|&to=)(?P<head>[^./&]+)")
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading; each is a list entry of Markdown, of one or more lines."""

    heading: str
    entries: tuple[str, ...]


@dataclass(slots=True)
class _Part:
    """A heading of the unreleased section with the lines below it; the first has none."""

    heading: str
    lines: list[str] = field(default_factory=list)


def begun(head: str) -> str:
    """A new file, with the workspace's own words above its first release where it has some."""
    return f"{head}\n\n## [Unreleased]\n" if head else HEAD


def with_release(text: str, version: Version, date: str, groups: Sequence[Group]) -> str:
    """The file with a new release, into which everything moves that stands under Unreleased."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    code = code_lines("\n".join(lines))
    heads = [at for at, line in enumerate(lines) if not code[at] and _SECTION.fullmatch(line)]
    named = [at for at in heads if not _UNRELEASED.fullmatch(lines[at])]
    pending = next((at for at in heads if at not in named), None)
    foot = _foot(lines)
    if pending is None:
        start = stop = next(iter(named), foot)
    else:
        start = pending + 1
        stop = next((at for at in heads if at > pending), foot)
    section = _section(lines[start:stop], groups)
    heading = _heading(lines, named, pending, version, date)
    above = lines[: max((at + 1 for at in range(start) if lines[at].strip()), default=0)]
    rest = _linked(lines[stop:], version, [lines[at] for at in named])
    return end.join([*above, "", heading, *section, "", *rest] if any(rest) else [*above, "", heading, *section, ""])


def told_already(text: str) -> frozenset[str]:
    """The entries under Unreleased that somebody wrote by hand, as `plain` has them."""
    lines = text.replace("\r\n", "\n").split("\n")
    pending = next((at for at, line in enumerate(lines) if _UNRELEASED.fullmatch(line)), None)
    if pending is None:
        return frozenset()
    stop = next((at for at in range(pending + 1, len(lines)) if lines[at].startswith("## ")), len(lines))
    entries: list[list[str]] = []
    for line in lines[pending + 1 : stop]:
        if _ENTRY.match(line):
            entries.append([line])
        elif entries and line.strip() and not line.startswith("#"):
            entries[-1].append(line)
    return frozenset(plain(" ".join(entry)) for entry in entries)


def plain(text: str) -> str:
    """A text without markup, spaces and punctuation, to compare it by."""
    return _MARKS.sub("", text).casefold()


def _foot(lines: list[str]) -> int:
    """Where the addresses at the end of the file begin; its end where there are none."""
    at = len(lines)
    while at and (not lines[at - 1].strip() or _ADDRESS.fullmatch(lines[at - 1])):
        at -= 1
    return next((n for n in range(at, len(lines)) if lines[n].strip()), len(lines))


def _heading(lines: list[str], named: list[int], pending: int | None, version: Version, date: str) -> str:
    """The new heading, in brackets and with a `v` where those before it have them."""
    model = _SECTION.fullmatch(lines[named[0]]) if named else None
    other = model or (_SECTION.fullmatch(lines[pending]) if pending is not None else None)
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


def _parts(lines: list[str]) -> list[_Part]:
    code = code_lines("\n".join(lines))
    parts = [_Part("")]
    for at, line in enumerate(lines):
        if not code[at] and (found := _GROUP.fullmatch(line)):
            parts.append(_Part(found["name"]))
        parts[-1].lines.append(line)
    return parts


def _tidy(lines: list[str]) -> list[str]:
    """Lines without the empty ones around them, which separate sections."""
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    last = next((at for at in range(len(lines), first, -1) if lines[at - 1].strip()), first)
    return lines[first:last]


def _linked(lines: list[str], version: Version, headings: list[str]) -> list[str]:
    """The rest of the file, its addresses of versions extended by the new one in the form of those that are there."""
    model = _SECTION.fullmatch(headings[0]) if headings else None
    if model is None:
        return lines
    previous, name = model["name"], f"{model['v']}{version.text}"
    found = {at: address for at, line in enumerate(lines) if (address := _ADDRESS.fullmatch(line))}
    for at, address in found.items():
        link = _COMPARE.fullmatch(address["address"])
        if link and address["name"].casefold() == "unreleased" and previous in link["before"]:
            tag = link["before"].replace(previous, version.text)
            pending = lines[at].replace(address["address"], f"{link['base']}{tag}{link['dots']}{link['head']}")
            own = f"[{name}]: {link['base']}{link['before']}{link['dots']}{tag}"
            return [*lines[:at], pending, own, *lines[at + 1 :]]
    for at, address in found.items():
        is_previous = address["name"].removeprefix("v") == previous and previous in address["address"]
        if is_previous and not _COMPARE.fullmatch(address["address"]):
            return [*lines[:at], lines[at].replace(previous, version.text), *lines[at:]]
    return lines
