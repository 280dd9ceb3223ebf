"""Finding many phrases in many texts: each phrase is looked for only where its rarest word stands."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[^\W{_HAN}]+")
_PAIR = re.compile(rf"(?=([{_HAN}]{{2}}))")
_PLAIN = re.compile(rf"[^\W\d_{_HAN}]+")


def is_plain_word(phrase: str) -> bool:
    """Whether a phrase is a single word of letters alone, which may stand in any text by chance."""
    return _PLAIN.fullmatch(phrase) is not None


class Phrases(Generic[T]):
    """Phrases, each with what it stands for. Chinese, which is written without spaces, is found by two characters of it."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._by_key: dict[str, list[tuple[str, T]]] = defaultdict(list)
        known = [(phrase, meaning, _parts(phrase.casefold())) for phrase, meaning in phrases]
        shared = Counter(part for _, _, parts in known for part in parts)
        for phrase, meaning, parts in known:
            if parts:
                self._by_key[min(parts, key=lambda part: (shared[part], -len(part), part))].append((phrase, meaning))

    def found(self, text: str) -> Iterator[tuple[str, T, int]]:
        """Every phrase that stands in a text as words of their own, what it stands for, and where.

        Case does not count, but for a single word of letters, which only counts as it is written.
        """
        folded = text.casefold()
        same = len(folded) == len(text)  # else folding has moved the places
        for key in self._by_key.keys() & (set(_WORD.findall(folded)) | set(_PAIR.findall(folded))):
            for phrase, meaning in self._by_key[key]:
                exact = is_plain_word(phrase) or not same
                at = _place(phrase, text) if exact else _place(phrase.casefold(), folded)
                if at >= 0:
                    yield phrase, meaning, at


def _parts(phrase: str) -> frozenset[str]:
    """What stands in every text that a phrase stands in: its words, and each two characters of Chinese beside each other."""
    return frozenset((*_WORD.findall(phrase), *_PAIR.findall(phrase)))


def _place(phrase: str, text: str) -> int:
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        if not (_joins(text[at - 1 : at], text[at]) or _joins(text[end : end + 1], text[end - 1])):
            return at
        at = text.find(phrase, at + 1)
    return -1


def _joins(outer: str, inner: str) -> bool:
    """Whether two neighbouring characters belong to one word."""
    return bool(outer) and _WORD.fullmatch(outer) is not None and _WORD.fullmatch(inner) is not None
