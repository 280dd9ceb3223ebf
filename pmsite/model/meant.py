"""What an author seems to have meant, for hints only: nothing is guessed silently."""

from __future__ import annotations

import re
from calendar import month_abbr
from collections.abc import Callable

from pmsite.model import period

_MONTHS = {name.lower(): number for number, name in enumerate(month_abbr) if name}
_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"

_FORMS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"(?P<y>\d{4})[ -]?(?P<part>[qh][1-4])", lambda m: f"{m['y']}-{m['part'].upper()}"),
    (r"(?P<part>[qh][1-4])[ -/]?(?P<y>\d{4})", lambda m: f"{m['y']}-{m['part'].upper()}"),
    (r"(?P<y>\d{4})年第?(?P<part>[1-4一二三四])季度?", lambda m: f"{m['y']}-Q{'一二三四'.find(m['part']) + 1 or m['part']}"),
    (r"(?P<y>\d{4})年(?P<part>[上下])半年", lambda m: f"{m['y']}-H{'上下'.index(m['part']) + 1}"),
    (r"(?P<y>\d{4})年(?:(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})[日号])?)?", lambda m: _joined(m["y"], m["m"], m["d"])),
    (r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?", lambda m: _joined(m["y"], m["m"], m["d"])),
    (r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})", lambda m: _joined(m["y"], m["m"], m["d"])),
    (r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>\d{4})", lambda m: _either(m["y"], int(m["a"]), int(m["b"]))),
    (rf"(?:(?P<d>\d{{1,2}})[a-z]{{0,2}}\s+)?{_MONTH}\s+(?P<y>\d{{4}})", lambda m: _joined(m["y"], _number(m), m["d"])),
    (rf"{_MONTH}\s+(?P<d>\d{{1,2}})[a-z]{{0,2}},?\s+(?P<y>\d{{4}})", lambda m: _joined(m["y"], _number(m), m["d"])),
)

_WIDE = str.maketrans("，、［］【】", ",,[][]")  # the marks of a Chinese keyboard
_HYPHEN = re.compile(r"^[-–—•·*]\s*(?=\w)")  # what stands in place of a hyphen and a space


def a_list(written: str) -> str:
    """A single value as a list, without marks that only look like those of a list."""
    plain = _HYPHEN.sub("", written.translate(_WIDE).strip())
    entries = [entry.strip() for entry in plain.strip("[]").split(",")]
    return f"[{', '.join(entry for entry in entries if entry)}]"


def a_period(written: str) -> str:
    """A date written in another form than pmsite's, or nothing where it could be more than one, or none."""
    for shape, form in _FORMS:
        if found := re.fullmatch(shape, written.strip(), re.IGNORECASE | re.ASCII):
            meant = form(found)
            try:
                period.parse(meant)
            except ValueError:
                return ""
            return meant
    return ""


def _joined(year: str, month: str | None, day: str | None) -> str:
    return "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])


def _either(year: str, first: int, second: int) -> str:
    """A day and a month in either order, where only one order can be meant."""
    if first > 12 or first == second:
        return _joined(year, str(second), str(first))
    return _joined(year, str(first), str(second)) if second > 12 else ""


def _number(found: re.Match[str]) -> str:
    return str(_MONTHS[found["name"].lower()])
