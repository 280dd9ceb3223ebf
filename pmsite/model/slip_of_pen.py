"""Whether a word is surely another one with a slip of the pen in it, so that it can be put right without asking."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from pmsite.read import keyboards

_DIGITS = re.compile(r"\d+")
_SEPARATORS = re.compile(r"[\s_-]+")
_SHORT = 4
_SLIPS = 2
"""Letters that a slip touches: one too many, one too few, another one, or two that changed places."""


def is_surely(word: str, meant: str, known: Iterable[str]) -> bool:
    """Whether a word can only be one of the known ones: it says the same, or is it but for a slip, and is so of no other."""
    bare, near = _bare(word), _bare(meant)
    if bare == near:
        return sum(_bare(other) == bare for other in known) <= 1
    return _is_slip(bare, near) and not any(_is_slip(bare, _bare(other)) for other in known if other != meant)


def _bare(word: str) -> str:
    """A word without its case, and whatever else of it is only a matter of keyboards."""
    return _SEPARATORS.sub("-", keyboards.plain(word).casefold())


def _is_slip(word: str, other: str) -> bool:
    """Whether two words differ by one slip. Numbers are never slips, and neither is a syllable before a word, which may turn its meaning."""
    if abs(len(word) - len(other)) > 1 or min(len(word), len(other)) < _SHORT or _DIGITS.findall(word) != _DIGITS.findall(other):
        return False
    steps = SequenceMatcher(None, word, other, autojunk=False).get_opcodes()
    changes = [change[1:] for change in steps if change[0] != "equal"]
    if any(_DIGITS.search(word[max(start - 1, 0) : end + 1]) for start, end, _, _ in changes):
        return False  # a letter in a number may stand for a digit
    touched = sum(max(end - start, last - first) for start, end, first, last in changes)
    return touched <= (_SLIPS if len(word) == len(other) and sorted(word) == sorted(other) else 1)
