"""Versions as people write them: SemVer 2.0.0 with or without its zeros, year and month, candidates and builds of both, with or without a `v` before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import semver

from pmsite.messages import said
from pmsite.model.version import is_older, version
from pmsite.releasing.refused import Refused

_CALENDAR = re.compile(r"(?P<year>[12][0-9]{3})\.(?P<month>0[1-9]|1[0-2])(?:\.(?P<micro>0|[1-9][0-9]{0,8}))?")
_WRITTEN = re.compile(
    r"(?P<numbers>[0-9]{1,9}(?:\.[0-9]{1,9}){0,2})(?P<candidate>-[0-9A-Za-z.-]{1,40}|\.?(?:a|b|c|rc|alpha|beta|dev)[.-]?[0-9]{0,9})?",
    re.IGNORECASE,
)
_CALLED = re.compile(r"(?:(?:version|release|ver\.?|版本|发布)[\s:_/-]*)?(?:v\.?\s*(?=[0-9]))?", re.IGNORECASE)
_BUILD = re.compile(r"\+[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*\Z")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Version:
    """A version, by either scheme or by both: 2026.11.1 is one of each. `text` is without the words that people put before it."""

    text: str
    semantic: semver.Version | None
    calendar: tuple[int, int, int] | None
    build: str = field(default="", compare=False)
    """Which build of it is meant, with its plus sign: it says nothing of which version came first."""

    @property
    def is_candidate(self) -> bool:
        """Whether it comes before the version that it is called by: 3.0.0-rc.1 before 3.0.0."""
        return version(self.text).phase < 0

    @property
    def numbers(self) -> tuple[int, ...]:
        """Its numbers, missing ones as zero: 1.2 is 1.2.0."""
        found = version(self.text).numbers
        return (*found, *(0,) * (3 - len(found)))

    def is_newer_than(self, other: Version) -> bool | None:
        """Whether it comes after another; nothing where the two are numbered in ways that cannot be compared."""
        return is_older(other.text, self.text)

    def is_final_of(self, other: Version) -> bool:
        """Whether another one was a candidate of this one."""
        comparable = self.is_newer_than(other) is not None
        return comparable and not self.is_candidate and other.is_candidate and self.numbers == other.numbers

    def continues(self, others: Iterable[Version]) -> tuple[int, ...]:
        """The line of older versions that it is the newest of, such as 1 or 1.2; nothing where it is the newest of none."""
        known = [other for other in others if self.is_newer_than(other) is not None]
        for length in (2,) if self.calendar else (1, 2):
            line = [other for other in known if other.numbers[:length] == self.numbers[:length]]
            if line and all(self.is_newer_than(other) for other in line):
                return self.numbers[:length]
        return ()

    def too_small_after(self, other: Version) -> str:
        """The version that SemVer calls for where a breaking change comes after another version; nothing where this one will do."""
        now, before = self.semantic, other.semantic
        if now is None or before is None or self.calendar or other.calendar:
            return ""
        wanted = before.bump_major() if before.major else before.bump_minor()
        return "" if now.finalize_version() >= wanted else str(wanted)


def read(written: str) -> Version:
    """A version for a new release as a person writes it; raises Refused."""
    found = loose(written) if len(written) <= _LONGEST else None
    if found is None:
        raise Refused(
            said("{written} is not a version", written=f"{written[:_LONGEST]!r}"),
            said("write it as 1.4.0 or 1.4 (SemVer), or as 2026.11 (year and month)"),
        )
    return found


def loose(name: str) -> Version | None:
    """The version that a release is called by, missing parts taken as zero; nothing where it has another name."""
    words = _CALLED.match(name.strip())
    plain, build = _parted(name.strip()[words.end() if words else 0 :])
    month = _CALENDAR.fullmatch(plain)
    calendar = (int(month["year"]), int(month["month"]), int(month["micro"] or 0)) if month else None
    found = _WRITTEN.fullmatch(plain)
    if found is None:
        return None
    parts = [str(int(part)) for part in found["numbers"].split(".")]
    whole = ".".join([*parts, *["0"] * (3 - len(parts))])
    candidate = re.sub(r"(?<=[A-Za-z])(?=[0-9])", ".", (found["candidate"] or "").strip(".-"))
    semantic = f"{whole}-{candidate}" if candidate else whole
    return Version(plain, semver.Version.parse(semantic) if semver.Version.is_valid(semantic) else None, calendar, build)


def _parted(plain: str) -> tuple[str, str]:
    """A version and its build, as SemVer has it behind a plus sign."""
    found = _BUILD.search(plain)
    return (plain[: found.start()], found[0]) if found else (plain, "")


def newest(versions: Iterable[Version]) -> Version | None:
    """The newest of several; of two that cannot be compared the first."""
    found: Version | None = None
    for one in versions:
        if found is None or one.is_newer_than(found):
            found = one
    return found
