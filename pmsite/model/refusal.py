"""How a value is refused: what is wrong with it, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NoReturn

from pydantic_core import PydanticCustomError

from pmsite.diagnostics import answer
from pmsite.messages import said
from pmsite.model.slip_of_pen import is_surely

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Characters that no reader can see, and that do something to those around them."""


def refuse(code: str, message: str, hint: str = "") -> NoReturn:
    """Raise the fault of one value, in the form that the loader turns into a diagnostic."""
    raise PydanticCustomError(code, "{message}", {"message": message, "hint": hint})


def excerpt(value: object, limit: int = 60) -> str:
    """A value as a message quotes it: one short line, control characters escaped."""
    text = (
        value
        if isinstance(value, str)
        else said("a list")
        if isinstance(value, list)
        else said("a mapping")
        if isinstance(value, dict)
        else "nothing"
    )
    text = CONTROL.sub(lambda m: f"\\u{ord(m[0]):04x}", text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def did_you_mean(
    near: str,
    written: str,
    known: Iterable[str],
) -> str:
    """What to write in place of a word that is not among the known ones; `near` is the one that it resembles, if any."""
    known = list(known)
    if not near:
        return said("write one of {known}", known=known)
    is_same = near.casefold() == written.casefold()
    if is_surely(written, near, known):
        return (
            answer("write {answer}", near)
            if is_same
            else answer("did you mean {answer}? Else write one of {known}", near, known=known)
        )
    return (
        said("write {near}", near=near)
        if is_same
        else said("did you mean {near}? Else write one of {known}", near=near, known=known)
    )
