"""How Python-Markdown wants blocks within blocks: four spaces for what is in a list, an empty line before what begins anew."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LISTED = re.compile(r"- |\d+\. ")
_OWN_LINE = re.compile(r"`{3,}|\||(?:>|- |\d+\. )(?=.*\n)")
"""What cannot stand behind the mark of a list: a fence, a table, a quote or a list of several lines."""


def indented(text: str) -> str:
    """A text four spaces to the right."""
    return "\n".join(f"    {line}" if line else "" for line in text.split("\n"))


def quoted(text: str) -> str:
    """A text as a quote."""
    return "\n".join(f"> {line}".rstrip(" ") if not line.strip() else f"> {line}" for line in text.split("\n"))


def entry(mark: str, blocks: Iterable[str], *, apart: bool = False) -> str:
    """One entry of a list: its mark and its blocks, below the first one's text. `apart` is whether a list below it is, too."""
    text = ""
    for block in blocks:
        gap = "" if not text else "\n" if _LISTED.match(block) and not apart else "\n\n"
        text += gap + block
    if _OWN_LINE.match(text):
        return f"{mark}\n\n{indented(text)}"
    first, _, rest = text.partition("\n")
    return (mark + first if first else mark.rstrip()) + (f"\n{indented(rest)}" if rest else "")


def listed(entries: Iterable[str], *, apart: bool = False) -> str:
    """A list of entries; those with empty lines in them are apart, so that each ends where it should."""
    found = list(entries)
    apart = apart or any("\n\n" in text for text in found)
    return ("\n\n" if apart else "\n").join(found)
