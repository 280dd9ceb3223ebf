"""Versions: SemVer 2.0.0, or the calendar as YYYY.0M with an optional number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import semver

from pmsite.model.version import is_older
from pmsite.releasing.refused import Refused

_CALENDAR = re.compile(r"(?P<year>[12][0-9]{3})\.(?P<month>0[1-9]|1[0-2])(?:\.(?P<micro>0|[1-9][0-9]{0,8}))?")
_LOOSE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9}){0,2}(?:-[0-9A-Za-z.-]{1,40})?")


@dataclass(frozen=True, slots=True)
class Version:
    """A version, by either scheme or by both: 2026.11.1 is one of each."""

    text: str
    semantic: semver.Version | None
    calendar: tuple[int, int, int] | None

    def is_newer_than(self, other: Version) -> bool | None:
        """Whether it comes after another; nothing where the two are numbered in ways that cannot be compared."""
        return is_older(other.text, self.text)

    def too_small_after(self, other: Version) -> str:
        """The version that SemVer calls for where a breaking change comes after another version; nothing where this one will do."""
        now, before = self.semantic, other.semantic
        if now is None or before is None or self.calendar or other.calendar:
            return ""
        wanted = before.bump_major() if before.major else before.bump_minor()
        return "" if now.finalize_version() >= wanted else str(wanted)


def read(written: str) -> Version:
    """A version as it must be written for a new release; raises Refused."""
    found = _CALENDAR.fullmatch(written)
    calendar = (int(found["year"]), int(found["month"]), int(found["micro"] or 0)) if found else None
    semantic = semver.Version.parse(written) if semver.Version.is_valid(written) else None
    if semantic is not None and semantic.build:
        raise Refused(f"{written!r} names a build, which a release item cannot", f"leave out +{semantic.build}")
    if (semantic is None and calendar is None) or len(written) > 60:
        near = loose(written)
        hint = f"write {near.semantic}" if near and near.semantic else "write it as 1.4.0 (SemVer) or 2026.11 (year and month)"
        raise Refused(f"{written[:60]!r} is not a version", hint)
    return Version(written, semantic, calendar)


def loose(name: str) -> Version | None:
    """The version that a release is called by, missing parts taken as zero; nothing where it has another name."""
    plain = name.removeprefix("v")
    found = _CALENDAR.fullmatch(plain)
    if found:
        return read(plain)
    if not _LOOSE.fullmatch(plain):
        return None
    numbers, dash, rest = plain.partition("-")
    parts = [str(int(part)) for part in numbers.split(".")]
    whole = ".".join([*parts, *["0"] * (3 - len(parts))]) + dash + rest
    return Version(name, semver.Version.parse(whole), None) if semver.Version.is_valid(whole) else None


def newest(versions: Iterable[Version]) -> Version | None:
    """The newest of several; of two that cannot be compared the first."""
    found: Version | None = None
    for version in versions:
        if found is None or version.is_newer_than(found):
            found = version
    return found
