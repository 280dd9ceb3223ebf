"""What keyboards, input methods and word processors put where a plain mark is meant: for hints and warnings, never for reading."""

from __future__ import annotations

import re

from pmsite.messages import said

OPENING = "“„‟«‹‘‚‛「『〝＂＇"
"""Quotes that begin something, and those that some languages begin with."""
_CLOSING = "”“‟»›’‘‛」』〞„＂＇«‹"
_DASHES = "‐‑‒–—―−﹣－"
_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_WIDE: dict[int, str | int] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # the full-width forms of ASCII
_PLAIN: dict[int, str | int] = {
    **_WIDE,
    **str.maketrans(_DASHES, "-" * len(_DASHES)),
    **str.maketrans(_SPACES, " " * len(_SPACES)),
    **str.maketrans("、【】〔〕﹪", ",[][]%"),
}
_COMMAS = re.compile("[，、；]")  # the marks themselves
_WIDE_DIGITS = re.compile("[０-９]+")  # the digits themselves
BULLETS = "•·◦‣▪●○∙⁃–—*"
"""Marks that stand before the entries of a list in other programs."""


def plain(text: str) -> str:
    """A value as it would be written with plain marks: no quotes around it, no wide forms, hyphens for dashes."""
    bare = text.strip().translate(_PLAIN).strip()
    while len(bare) > 1 and bare[0] in OPENING + "\"'" and bare[-1] in _CLOSING + "\"'":
        bare = bare[1:-1].strip()
    return bare


def entries(text: str) -> list[str]:
    """The entries of a list whose commas or brackets are those of another keyboard."""
    bare = _COMMAS.sub(",", text).translate(_PLAIN).strip().strip("[]")
    return [found for entry in bare.split(",") if (found := plain(entry))]


def holds_commas(text: str) -> bool:
    """Whether a text holds a comma of a Chinese keyboard, which ends no entry of a list."""
    return _COMMAS.search(text) is not None


def quotes_around(text: str) -> str:
    """The two typographic quotes around a whole text; nothing where there are none."""
    bare = text.strip()
    return f"{bare[0]} {bare[-1]}" if len(bare) > 1 and bare[0] in OPENING and bare[-1] in _CLOSING else ""


def why_odd(text: str) -> str:
    """Which mark of a text is not the plain one, in words; nothing where all of them are."""
    if quotes := quotes_around(text):
        return said("the quotes around this are typographic ({quotes})", quotes=quotes)
    if found := _COMMAS.search(text):
        return said("the {found} is a mark of the Chinese keyboard, which ends no entry", found=found[0])
    if digits := _WIDE_DIGITS.search(text):
        return said("the digits {digits} are full-width", digits=digits[0])
    for character in text.strip():
        if character in _DASHES:
            return said("the {character} is a long dash, not the hyphen of the keyboard", character=character)
        if character in _SPACES:
            return said("the space in this is not the ordinary one (it is U+{code})", code=f"{ord(character):04X}")
        if character in OPENING or character in _CLOSING:
            return said("the quote {character} is typographic", character=character)
        if ord(character) in _PLAIN:
            return said("the {character} is full-width", character=character)
    return ""
