"""Keys of work in trackers: `APP-381`, `#12`, `!7`, `org/repo#5`. What stands before the number says which tracker it is."""

from __future__ import annotations

import re
from collections.abc import Mapping

_KEY = re.compile(r"(?P<before>\S*[^\s\w])(?P<number>[0-9]+)")
_USUAL = re.compile(r"(?P<prefix>\w+(?=-)|[^\s:]*[#!&])-?[0-9]+")


def prefix_of(text: str) -> str:
    """What product.yml would call the tracker of a text that looks like a key; nothing where it looks like something else."""
    usual = _USUAL.fullmatch(text)
    return usual["prefix"] if usual else ""


def address_of(text: str, trackers: Mapping[str, str]) -> str:
    """Where the work is that a key names, or nothing where no tracker has its prefix. `app-3` is `APP-3` to a tracker."""
    key = _KEY.fullmatch(text)
    if key is None:
        return ""
    named = {key["before"], key["before"].removesuffix("-")}
    folded = {name.casefold() for name in named}
    exact = (address for name, address in trackers.items() if name in named)
    alike = (address for name, address in trackers.items() if name.casefold() in folded)
    return next(exact, next(alike, "")).replace("{n}", key["number"])
