"""What an author seems to have meant, for hints only: nothing is guessed silently."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name, monthrange
from collections.abc import Callable
from contextlib import suppress

from pmsite.diagnostics import answer, only_told
from pmsite.messages import OneOf, said
from pmsite.model import period
from pmsite.read import keyboards

_MONTHS = {name.lower(): number for number, name in enumerate(month_abbr) if name}
_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"

_FORMS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"(?:fy ?)?(?P<y>\d{4})[ /.年-]?(?P<part>[qh][1-4])", lambda m: f"{m['y']}-{m['part'].upper()}"),
    (r"(?P<part>[qh][1-4])(?:[ ,/.'-]{0,2}|[ -]fy ?)(?P<y>\d{4})", lambda m: f"{m['y']}-{m['part'].upper()}"),
    (r"(?P<y>\d{4})年?第?(?P<part>[1-4一二三四])季度?", lambda m: f"{m['y']}-Q{'一二三四'.find(m['part']) + 1 or m['part']}"),
    (r"(?P<y>\d{4})年?(?P<part>[上下])半年?", lambda m: f"{m['y']}-H{'上下'.index(m['part']) + 1}"),
    (r"(?P<part>[qh][1-4]) ?['’](?P<y>\d{2})", lambda m: f"20{m['y']}-{m['part'].upper()}"),
    (r"(?P<y>\d{4})年(?:(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})[日号])?)?", lambda m: _joined(m["y"], m["m"], m["d"])),
    (r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?", lambda m: _joined(m["y"], m["m"], m["d"])),
    (r"(?P<m>\d{1,2})[/.-](?P<y>\d{4})", lambda m: _joined(m["y"], m["m"], None)),
    (r"(?P<day>\d{4}-\d{2}-\d{2})[T ]\d{1,2}:\d{2}.*", lambda m: m["day"]),
    (r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})", lambda m: _joined(m["y"], m["m"], m["d"])),
    (r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>\d{4})", lambda m: _either(m["y"], int(m["a"]), int(m["b"]))),
    (rf"(?:(?P<d>\d{{1,2}})[a-z]{{0,2}}\s+)?{_MONTH}\s+(?P<y>\d{{4}})", lambda m: _joined(m["y"], _number(m), m["d"])),
    (rf"{_MONTH}\s+(?P<d>\d{{1,2}})[a-z]{{0,2}},?\s+(?P<y>\d{{4}})", lambda m: _joined(m["y"], _number(m), m["d"])),
)

_NUMBERS = re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})(?:-(?P<d>\d{2}))?")
_QUARTER = re.compile(r"(?P<y>\d{4})-?q(?P<q>\d+)", re.IGNORECASE)
_HALF = re.compile(r"(?P<y>\d{4})-?h(?P<h>\d+)", re.IGNORECASE)
_EITHER_WAY = re.compile(r"(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})[/.-](?P<y>\d{4})")
_HYPHEN = re.compile(rf"(?:^|(?<=\s))[-{keyboards.BULLETS}]\s+(?=\S)|^[-{keyboards.BULLETS}](?=\w)")
"""What stands before the entries of a list, or in place of it."""
_CHINESE_UNITS = {"千": 1_000, "万": 10_000, "萬": 10_000, "亿": 100_000_000, "k": 1_000, "m": 1_000_000}
_BRACKETS = re.compile(r"[\[\]{}]")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?P<mark>[,._'’ ])[0-9]{3}(?:(?P=mark)[0-9]{3})*")
_GROUPED_WITH_DECIMALS = re.compile(r"-?[0-9]{1,3}(?:(?P<mark>[,.'’ ])[0-9]{3})(?:(?P=mark)[0-9]{3})*(?P<point>[.,])[0-9]+")
_WITH_UNIT = re.compile(r"(?P<number>-?[0-9]+(?:\.[0-9]+)?)\s*(?:%|[^\W\d_].*)")
_MONEY = re.compile(r"[$€£¥￥]\s*(-?[0-9.,]+)|(-?[0-9.,]+)\s*[$€£¥￥元]")
_TIMES = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>[千万萬亿km])", re.IGNORECASE)


def a_list(written: str) -> str:
    """What to write in place of a single value, without marks that only look like those of a list."""
    found = tuple(keyboards.entries(_HYPHEN.sub(",", written.strip()).replace(";", ",")))
    bare = written.strip()
    is_one_list = not _BRACKETS.search(bare[1:-1]) and (bare[:1] == "[") == (bare[-1:] == "]")
    is_certain = is_one_list and (len(found) == 1 or not any(" " in entry for entry in found))  # a comma may belong to a sentence
    return answer("write {answer}", found) if found and is_certain else said("write [{entries}]", entries=", ".join(found))


def a_number(written: str) -> str:
    """How a number in another dress is written, as a sentence; nothing where it could be anything."""
    if re.fullmatch(r"-?0[0-9]+", written):
        return answer(
            "without the leading zero: {answer}", f"{'-' if written.startswith('-') else ''}{written.lstrip('-0') or '0'}"
        )
    if re.fullmatch(r"[-+]?0x[0-9a-f]+", written, re.IGNORECASE):
        return said("write it in decimal digits")
    if re.fullmatch(r"\+[0-9]+(?:\.[0-9]+)?", written):
        return answer("without the plus: {answer}", written[1:])
    if (found := _GROUPED_WITH_DECIMALS.fullmatch(written)) and found["mark"] != found["point"]:
        whole, _, part = written.rpartition(found["point"])
        return said("write {digits}.{part}", digits=_digits(whole), part=part)
    if found := _GROUPED.fullmatch(written):
        if written.count(",") == 1:
            return said(
                "write {digits}, or {other} if the comma begins the decimals",
                digits=_digits(written),
                other=f"{float(written.replace(',', '.')):g}",
            )
        return said("without separators: {digits}", digits=_digits(written))
    if re.fullmatch(r"-?[0-9]+,[0-9]+", written):
        return said("with a decimal point: {number}", number=written.replace(",", "."))
    if found := _TIMES.fullmatch(written):
        whole = f"{float(found['number']) * _CHINESE_UNITS[found['unit'].lower()]:.10g}"
        return (
            answer("write it out: {answer}", whole) if found["unit"] in "千万萬亿" else said("write it out: {whole}", whole=whole)
        )
    if found := _MONEY.fullmatch(written):
        bare = found[1] or found[2]
        return only_told(a_number(bare)) or said("the number alone: {bare}", bare=bare)
    if found := _WITH_UNIT.fullmatch(written):
        return said("the number alone: {bare}", bare=found["number"])
    return ""


def _digits(written: str) -> str:
    return re.sub("[^0-9-]", "", written)


def period_hint(written: str) -> str:
    """What to write in place of a text that is no date or period."""
    text = written.strip()
    if len(text) > 40:
        return said("write it as {forms}", forms=period.FORMS)
    if found := a_period(text):
        is_said_otherwise = text[:2].lower() == "fy"  # as years are told by money, which begin where a team says
        return (
            said("write {found}; the forms are {forms}", found=found, forms=period.FORMS)
            if is_said_otherwise
            else answer("write {answer}; the forms are {forms}", found, forms=period.FORMS)
        )
    if found_either := _EITHER_WAY.fullmatch(text):
        readings = {
            _valid(found_either["y"], month, day) for month, day in (found_either.group("a", "b"), found_either.group("b", "a"))
        }
        if known := sorted(readings - {""}):
            return (
                said("write {known}: {text} can be read both ways", known=OneOf(known), text=text)
                if len(known) > 1
                else said("write {known}", known=known[0])
            )
    return _near(_usual(text)) or said("write it as {forms}", forms=period.FORMS)


def _usual(text: str) -> str:
    """A day or a part of a year in pmsite's order, whether there is such a one or not."""
    if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
        return _joined(found[3], found[2], found[1])
    if found := re.fullmatch(r"([qh]\d+)[ /.-]*(\d{4})", text, re.IGNORECASE):
        return f"{found[2]}-{found[1]}"
    return text


def _near(text: str) -> str:
    """What may be meant by a day, month, quarter or half-year that no calendar has."""
    if (found := _NUMBERS.fullmatch(text)) and found["y"] != "0000":
        month = int(found["m"])
        if not 1 <= month <= 12:
            swapped = _valid(found["y"], found["d"], found["m"]) if found["d"] else ""
            return (
                said("write {swapped}, if the day stands before the month here", swapped=swapped)
                if swapped
                else said("months go from 01 to 12")
            )
        last = monthrange(int(found["y"]), month)[1]
        return said(
            "{month} {year} ends on {year}-{number}-{last}",
            month=month_name[month],
            year=found["y"],
            number=found["m"],
            last=last,
        )
    if found := _QUARTER.fullmatch(text):
        return said(
            "a year has four quarters: write {year}-Q1 to {year}-Q4, or {next}-Q1 for the next one",
            year=found["y"],
            next=f"{int(found['y']) + 1:04d}",
        )
    if found := _HALF.fullmatch(text):
        return said("a year has two halves: write {year}-H1 or {year}-H2", year=found["y"])
    return ""


def _valid(year: str, month: str, day: str) -> str:
    written = _joined(year, month, day)
    try:
        period.parse(written)
    except ValueError:
        return ""
    return written


def a_period(written: str) -> str:
    """A date written in another form than pmsite's, or nothing where it could be more than one, or none."""
    for shape, form in _FORMS:
        if found := re.fullmatch(shape, written.strip(), re.IGNORECASE | re.ASCII):
            meant = form(found)
            with suppress(ValueError):
                return period.parse(meant).text
            return ""
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
