"""The order of versions and of other names of releases: 1.9 before 1.10, 2.0-rc1 before 2.0, 第9迭代 before 第10迭代."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from packaging.version import Version as Pep440

Token = tuple[int, int, str]
"""A number, or a word, as part of a key: numbers come first."""

_PARTS = re.compile(r"(?P<words>[^0-9]*)(?P<numbers>[0-9]+(?:\.[0-9]+)*)(?P<rest>.*)", re.DOTALL)
_TOKENS = re.compile(r"[0-9]+|[^\W\d_]+")
_NUMBERED = re.compile(r"-[0-9]")
"""A candidate that SemVer knows by a number alone, where PEP 440 would see a later edition."""
_CHINESE = re.compile("[零〇一二两三四五六七八九十百千]+")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_CALLED_VERSION = frozenset({"v", "ver", "version", "release", "版本"})
_LONGEST = 200
_YEARS = range(1990, 2200)
_PRE = {"a": "alpha", "b": "beta", "rc": "rc"}
_DEVELOPMENT, _BEFORE, FINAL, _AFTER = -2, -1, 0, 1


class Scheme(NamedTuple):
    """What two names must have in common to be compared: the words around their numbers, and whether they count years."""

    before: str
    counts_years: bool
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A name of a release, taken apart. Only those of one scheme say which came first; `key` orders all of them."""

    scheme: Scheme
    numbers: tuple[int, ...]
    phase: int
    """Before the release itself (a candidate), the release, or a later edition of the same one."""
    step: tuple[Token, ...]
    rest: tuple[Token, ...]

    @property
    def key(self) -> tuple[object, ...]:
        """Where it stands among all names: those of one scheme by number, then by SemVer's or PEP 440's rules."""
        return (self.scheme.before, self.scheme.counts_years, self.numbers, self.phase, self.step, self.rest)


@lru_cache(maxsize=4096)
def version(name: str) -> Version:
    """A name taken apart. What follows the numbers is read as SemVer has it, then as PEP 440 has it, else as words."""
    plain = _CHINESE.sub(lambda found: str(_chinese(found[0])), unicodedata.normalize("NFKC", name[:_LONGEST]).casefold().strip())
    found = _PARTS.fullmatch(plain)
    if found is None:
        return Version(Scheme(_words(plain), False, ()), (), FINAL, (), ())
    numbers = tuple(map(int, found["numbers"].split(".")))
    phase, step, rest = _after(found["numbers"], found["rest"])
    words = tuple(text for is_word, _, text in rest if is_word)
    scheme = Scheme(_words(found["words"]), numbers[0] in _YEARS, words)
    return Version(scheme, _without_zeros(numbers), phase, step, rest)


def newest(names: Iterable[str]) -> Mapping[Scheme, Version]:
    """By scheme, the newest of several names that hold a number."""
    found: dict[Scheme, Version] = {}
    for one in map(version, names):
        if one.numbers and (one.scheme not in found or found[one.scheme].key < one.key):
            found[one.scheme] = one
    return found


def is_older(name: str, other: str) -> bool | None:
    """Whether one name comes before another; nothing where the two are not numbered alike, so that neither says."""
    one, two = version(name), version(other)
    return one.key < two.key if one.numbers and two.numbers and one.scheme == two.scheme else None


def _after(numbers: str, rest: str) -> tuple[int, tuple[Token, ...], tuple[Token, ...]]:
    """What follows the numbers: how far it is from the release itself, or else words that say nothing of that."""
    rest = rest.partition("+")[0].strip()
    if not rest:
        return FINAL, (), ()
    if not (numbers.count(".") == 2 and _NUMBERED.match(rest)):
        known = _read_as_pep440(f"1{rest}")
        if known is not None and len(known.release) == 1:
            return _by_pep440(known)
    if rest.startswith("-") and "." in numbers:
        return _BEFORE, _tokens(rest), ()
    return FINAL, (), _tokens(rest)


def _read_as_pep440(name: str) -> Pep440 | None:
    from packaging.version import InvalidVersion, Version  # here, since most names are numbers alone

    try:
        return Version(name)
    except InvalidVersion:
        return None


def _by_pep440(known: Pep440) -> tuple[int, tuple[Token, ...], tuple[Token, ...]]:
    if known.pre:
        return _BEFORE, (_word(_PRE[known.pre[0]]), _number(known.pre[1])), ()
    if known.dev is not None:
        return _DEVELOPMENT, (_number(known.dev),), ()
    return _AFTER, (_number(known.post or 0),), ()


def _without_zeros(numbers: tuple[int, ...]) -> tuple[int, ...]:
    """2, 2.0 and 2.0.0 are one version; what is left of 0 is one zero."""
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers = numbers[:-1]
    return numbers


def _words(text: str) -> str:
    found = " ".join(_TOKENS.findall(text))
    return "" if found in _CALLED_VERSION else found


def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(_number(int(part)) if part.isdecimal() else _word(part) for part in _TOKENS.findall(text))


def _number(value: int) -> Token:
    return (0, value, "")


def _word(text: str) -> Token:
    return (1, 0, text)


def _chinese(text: str) -> int:
    """The number that Chinese numerals below ten thousand stand for: 十二 is 12, 二〇二六 is 2026."""
    if not any(sign in _TENS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total, digit = 0, 0
    for sign in text:
        if sign in _TENS:
            total, digit = total + (digit or 1) * _TENS[sign], 0
        else:
            digit = _DIGITS[sign]
    return total + digit
