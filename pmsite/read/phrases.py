"""Finding many phrases in many texts: each phrase is looked for only where the rarest three words of it stand beside each other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, pairwise
from typing import Generic, TypeVar

T = TypeVar("T")
_Key = str | tuple[str, ...]

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_SPACED = bytes(at if chr(at).isalnum() or chr(at) == "_" else 32 for at in range(128)) + bytes(128)
"""By each character of ASCII, itself or a space where it belongs to no word. Bytes are translated far faster than texts."""


@cache
def _matching(pattern: str) -> re.Pattern[str]:
    """A pattern, compiled when a text first needs it: ranges as wide as those of Chinese take their time."""
    return re.compile(pattern)


_WORD, _PAIR, _PLAIN = rf"[^\W{_HAN}]+", rf"(?=([{_HAN}]{{2}}))", rf"[^\W\d_{_HAN}]+"


def is_plain_word(phrase: str) -> bool:
    """Whether a phrase is a single word of letters alone, which may stand in any text by chance."""
    return phrase.isalpha() if phrase.isascii() else _matching(_PLAIN).fullmatch(phrase) is not None


class Phrases(Generic[T]):
    """Phrases, each with what it stands for. Chinese, which is written without spaces, is found by two characters of it.

    Case counts without `fold`, and always for a single word of letters.
    """

    def __init__(self, phrases: Iterable[tuple[str, T]], *, fold: bool = True) -> None:
        self._fold = fold
        self._by_key: dict[_Key, list[tuple[str, T]]] = defaultdict(list)
        known = [(phrase, meaning, _keys(phrase.casefold() if fold else phrase)) for phrase, meaning in phrases]
        shared = Counter(chain.from_iterable(keys for _, _, keys in known))
        for phrase, meaning, keys in known:
            if keys:
                self._by_key[min(keys, key=shared.__getitem__) if len(keys) > 1 else keys[0]].append((phrase, meaning))
        self._single = {key for key in self._by_key if isinstance(key, str)}
        self._double = {key for key in self._by_key if len(key) == 2} - self._single
        self._triple = self._by_key.keys() - self._single - self._double

    def found(self, text: str) -> Iterator[tuple[str, T, int]]:
        """Every phrase that stands in a text as words of their own, what it stands for, and where."""
        folded = text.casefold() if self._fold else text
        same = len(folded) == len(text)  # else folding has moved the places
        for phrase, meaning in self._possible(folded):
            exact = not (self._fold and same) or is_plain_word(phrase)
            at = place_of(phrase, text) if exact else place_of(phrase.casefold(), folded)
            if at >= 0:
                yield phrase, meaning, at

    def possible(self, text: str) -> Iterator[tuple[str, T]]:
        """Every phrase that may stand in a text, and what it stands for: its rarest words do, whatever stands between them."""
        return self._possible(text.casefold() if self._fold else text)

    def _possible(self, folded: str) -> Iterator[tuple[str, T]]:
        words = _words(folded)
        keys: list[_Key] = list(self._triple.intersection(_threes(words))) if self._triple else []
        if self._double:
            keys += self._double.intersection(pairwise(words))
        keys += self._single.intersection(words)
        if not folded.isascii():
            keys += self._single.intersection(_matching(_PAIR).findall(folded))
        for key in keys:
            yield from self._by_key[key]


def _keys(phrase: str) -> Sequence[_Key]:
    """What stands in every text that a phrase stands in: each three words beside each other, or two; two characters, or the word."""
    words = _words(phrase)
    return list(_threes(words)) or list(pairwise(words)) or ([] if phrase.isascii() else _matching(_PAIR).findall(phrase)) or words


def _words(text: str) -> list[str]:
    return text.encode("ascii").translate(_SPACED).decode("ascii").split() if text.isascii() else _matching(_WORD).findall(text)


def _threes(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(words, words[1:], words[2:], strict=False)


def place_of(phrase: str, text: str) -> int:
    """Where a phrase stands first in a text as words of their own; -1 where it does not."""
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        if not (_joins(text[at - 1 : at], text[at]) or _joins(text[end : end + 1], text[end - 1])):
            return at
        at = text.find(phrase, at + 1)
    return -1


def _joins(outer: str, inner: str) -> bool:
    """Whether two neighbouring characters belong to one word."""
    return bool(outer) and _is_of_word(outer) and _is_of_word(inner)


def _is_of_word(sign: str) -> bool:
    return (sign.isalnum() or sign == "_") if sign.isascii() else _matching(_WORD).fullmatch(sign) is not None
