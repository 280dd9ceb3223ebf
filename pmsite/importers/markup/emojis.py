"""Emojis by the names that code hosts know: `:tada:`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache


@cache
def emojis() -> Mapping[str, str]:
    """By name, with its colons, the sign."""
    from pymdownx.gemoji_db import aliases, emoji  # here, since few texts have any

    signs = {
        name: "".join(chr(int(code, 16)) for code in told["unicode"].split("-"))
        for name, told in emoji.items()
        if told.get("unicode")
    }
    return signs | {name: signs[other] for name, other in aliases.items() if other in signs}
