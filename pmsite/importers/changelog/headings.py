"""Headings of releases: a version, or a name, with its day, in every usual form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from pmsite.importers.dates import NotADate, period_of

_WORDS = """
        unreleased; unreleased changes; unreleased version; not released; not yet released; unpublished; next; next release; next version; vnext; v.next; head;
        upcoming; upcoming release; upcoming version; upcoming changes; master; main; trunk; develop; development; in development; in progress;
        under development; wip; work in progress; tbd; tba; to be released; to be determined; coming soon; future; pending; unreleased yet; current development;
        yyyy-mm-dd; xxxx-xx-xx; ????-??-??; date tbd; release date tbd; dev; snapshot;
        未发布; 未发布的; 未发布版本; 待发布; 即将发布; 开发中; 下个版本; 下一版本; 下一个版本; 未リリース; リリース予定; 미출시; 미배포; unveröffentlicht; nicht veröffentlicht;
        non publié; à venir; sin publicar; no publicado; próximo; no lanzado; não lançado; não publicado; non rilasciato; niet uitgebracht; nog niet uitgebracht;
        не выпущено; невыпущенное; будущий релиз; nieopublikowane; yayınlanmamış
"""
_UNRELEASED = frozenset(word.strip() for word in _WORDS.split(";"))
_SNAPSHOTS = frozenset({"dev", "development", "snapshot", "master", "main", "trunk", "head"})
"""What was not released under a number, and with a day was given out all the same."""
_MONTH = r"[^\W\d_]{3,12}\.?"
_CLOCK = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?"
_DATES = (
    re.compile(rf"(?<![\w.])(?P<date>(?:19|20)\d\d([-/])\d{{1,2}}\2\d{{1,2}}){_CLOCK}(?![\d.])"),
    re.compile(r"(?<![\w./-])(?P<date>(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?![\w./-])"),
    re.compile(r"(?P<date>(?:19|20)\d\d\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?)"),
    re.compile(rf"(?<![\w.])(?P<date>\d{{1,2}}(?:st|nd|rd|th|\.)?[ -](?:of )?{_MONTH},?[ -](?:19|20)\d\d)(?![\d.])", re.IGNORECASE),
    re.compile(rf"(?<![\w.])(?P<date>{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d){_CLOCK}(?![\d.])", re.IGNORECASE),
    re.compile(r"(?<![\w./-])(?P<date>\d{1,2}([-/.])\d{1,2}\2(?:19|20)\d\d)(?![\d.])"),
    re.compile(rf"(?<![\w.])(?P<date>{_MONTH},? (?:19|20)\d\d)(?![\d.])", re.IGNORECASE),
    re.compile(r"(?<![\w./-])(?P<date>(?:19|20)\d\d-(?:0[1-9]|1[0-2]))(?![\w.-])"),
)
_DOTTED = re.compile(r"(?<![\w.])(?P<date>(?:19|20)\d\d\.\d{1,2}\.\d{1,2})(?![\w.-])")
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?", re.IGNORECASE)
_YANKED = re.compile(r"[\[(]?\byanked\b[\])]?|[\[(【]已?撤回[\])】]", re.IGNORECASE)
_SHORT = r"(?:\d+(?:\.(?:\d+|[xX*](?![^\W\d_])))+(?:[-+._]?[0-9A-Za-z][0-9A-Za-z.+_-]*)?)"
_VERSION = re.compile(
    rf"(?P<name>.*?)(?<![\w.])(?P<mark>[vV]\.?\s?)?(?P<version>{_SHORT}|\d{{1,6}}(?:-[a-zA-Z]\w*(?:\.\d+)*)?)(?![\w])(?P<rest>.*)"
)
_PACKAGE = re.compile(rf"(?P<name>@?[A-Za-z][\w./-]*?)(?:@|[-_/]v?(?=\d+\.))v?(?P<version>{_SHORT})(?P<rest>.*)")
_CALLED = re.compile(
    r"(?:the )?(?:version|ver\.?|release|releases|rev\.?|build|tag|stable|版本|版本号|发布|发行版|バージョン|リリース|버전|versión|versão|versione|versie|версия)(?: v)?",
    re.IGNORECASE,
)
_SEPARATORS = " \t-–—:：|/,·•~()[]【】（）#*=>"
_TAIL = re.compile(r"(?:\s+[-–—:/]\s*|\s*[(\[,（]\s*)(?P<word>[^-–—()\[\]/,:]+?)\s*[)\]]?\s*\Z")
_PARTS = re.compile(r"\s[-–—:]\s|[(,]")
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]|（\s*）")
_WRAPPED = re.compile(r"[(\[（【]([^()\[\]（）【】]*)[)\]）】]")
_NAMED = re.compile(
    r"\b(?:initial|first|alpha|beta|preview|release|version|milestone|sprint|iteration|edition)\b|迭代|版本|版|首次|初始|发布|[0-9]",
    re.IGNORECASE,
)
_PENDING_VERSION = re.compile(r"(?:-SNAPSHOT|[-.]dev\d*|-unreleased)\Z", re.IGNORECASE)
_NUMBERS = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_DAY_MONTH = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}")
_AROUND = re.compile(r"\A\W+|[\W_]+\Z")
_RELEASED = re.compile(
    r"\b(?:released|published|release[ -]date|date)\b(?: on\b)?:?|发布(?:于|时间|日期)?[:：]?|\bon\b(?=\s*\Z)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says of a release. Without a version it is what is not released yet, or goes by its title."""

    title: str
    version: str = ""
    date: str = ""
    is_yanked: bool = False
    is_pending: bool = False
    """Whether it says itself that it is not out."""
    is_sure: bool = True
    """Whether it holds nothing besides: else it may just speak of a version."""

    is_next: bool = False
    """Whether it is what comes next, without a name."""

    called: str = ""
    """What its source calls it where that is not its title."""

    @property
    def key(self) -> str:
        """What its release goes by in the source."""
        return "Unreleased" if self.is_next else self.called or self.title


def read(text: str) -> Heading | None:
    """A heading as readers see it; nothing where it speaks of no release."""
    whole = " ".join(unicodedata.normalize("NFC", text).split())
    if len(whole) > 200:
        return None
    if _is_unreleased(whole) or (_is_unreleased(_PARTS.split(whole, maxsplit=1)[0]) and _version(whole) is None):
        return Heading(_AROUND.sub("", whole), is_pending=True, is_next=True)
    written, date, rest = _dated(whole)
    bare = _YANKED.sub(" ", rest)
    is_yanked = bare != rest
    tail = _TAIL.search(bare)
    is_pending = tail is not None and _is_unreleased(tail["word"])
    bare = bare[: tail.start()] if tail is not None and is_pending else bare
    found = _version(bare)
    if found is None:
        name = _AROUND.sub("", _RELEASED.sub("", bare)).strip()
        if not (date or is_pending) or len(name.split()) > 6:
            return None
        if name.casefold() in _SNAPSHOTS:
            name = f"{name} {written}"
        return Heading(name or written, "" if name else written, date, is_yanked, is_pending, is_sure=not name)
    name, version, after = found
    is_pending = is_pending or _is_unreleased(after) or _is_unreleased(name) or _PENDING_VERSION.search(version) is not None
    name, after = ("" if _is_unreleased(part) else part for part in (name, after))
    is_sure = bool(date) or (not after and len(name.split()) < 2)
    return Heading(_titled(name, version, after), version, date, is_yanked, is_pending, is_sure)


def day(text: str) -> str:
    """The day that a line of its own tells: `2024-05-01`, `Released on May 1, 2024`; nothing where it tells more."""
    _, date, rest = _dated(" ".join(text.split())) if len(text) < 80 else ("", "", "")
    return date if date and not _AROUND.sub("", _RELEASED.sub("", rest)) else ""


def named(text: str) -> Heading:
    """A heading that stands where releases do, by its own words."""
    return Heading(_AROUND.sub("", text) or text, is_sure=False)


def is_named(text: str) -> bool:
    """Whether a heading that stands where releases do may be the name of one."""
    return len(text) <= 80 and _NAMED.search(text) is not None


def order_of(dates: Iterable[str]) -> str:
    """Which number of dates such as 13/04/2020 is the day, where one of them tells; nothing where none does."""
    found = [match for date in dates if (match := _DAY_MONTH.fullmatch(date))]
    days = any(int(match[1]) > 12 for match in found), any(int(match[2]) > 12 for match in found)
    return {(True, False): "day-first", (False, True): "month-first"}.get(days, "")


def _is_unreleased(text: str) -> bool:
    plain = " ".join(text.casefold().split())
    return plain in _UNRELEASED or _AROUND.sub("", plain) in _UNRELEASED


def _dated(text: str) -> tuple[str, str, str]:
    """The first date in a text as it stands there and as pmsite writes it, where that can be told, and the text without it."""
    for pattern in (*_DATES, _DOTTED):
        for found in reversed([*pattern.finditer(text)]) if pattern is _DOTTED else pattern.finditer(text):
            rest = f"{text[: found.start()]} {text[found.end() :].replace(found['date'], ' ')}"
            if pattern is _DOTTED and _version(rest) is None:
                continue  # it is the version itself
            if date := _period(found["date"]):
                return found["date"], date, _WEEKDAY.sub(" ", rest)
    return "", "", text


def _period(written: str) -> str:
    """A date as pmsite writes it; as it stands there where the numbers could mean more than one day, nothing where it is none."""
    joined = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", written)
    plain = "-".join(joined.groups()) if joined else re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\bof ", "", written, flags=re.IGNORECASE)
    try:
        return period_of(re.sub(r",\s*", ", ", plain))
    except NotADate:
        return written if _NUMBERS.fullmatch(written) else ""


def _version(text: str) -> tuple[str, str, str] | None:
    """The words before a version, the version, and the words after it; nothing where there is none, or a number that counts something."""
    plain = _AROUND_SPACES.sub("", text)
    package = _PACKAGE.fullmatch(plain)
    found = package or _VERSION.fullmatch(plain)
    if found is None:
        return None
    name = _RELEASED.sub("", found["name"]).strip(_SEPARATORS)
    after = _unwrapped(_EMPTY.sub(" ", _RELEASED.sub("", found["rest"])))
    version = found["version"].rstrip(".-_+")
    is_called = _CALLED.fullmatch(name) is not None
    has_dots = "." in version
    if not package and not has_dots and not (found["mark"] or is_called or not (name or after)):
        return None
    after = after if any(map(str.isalnum, after)) else ""
    name = "" if is_called or not any(map(str.isalnum, name)) else name
    if len(name.split()) > 4 or len(after.split()) > 8 or len(version) > 60:
        return None
    return name, version, after


_AROUND_SPACES = re.compile(r"\A[^\w@.]+|[^\w).!?\]】）]+\Z")


def _unwrapped(text: str) -> str:
    """Words without the signs around them, and without brackets where these hold all of them."""
    plain = text.lstrip(" \t-–—:：|/,·•~)]】）#*=>").rstrip(" \t-–—:：|/,·•~([【（#*=>")
    found = _WRAPPED.fullmatch(plain)
    return found[1].strip() if found else plain


def _titled(name: str, version: str, after: str) -> str:
    """A release's own words beside its number: `core 1.2.0`, `1.2.0 – Codename`."""
    return " ".join(filter(None, (name, version))) + (f" – {after}" if after else "")
