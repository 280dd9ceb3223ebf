"""Values of JSON as front matter has them: every fact a text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pmsite.messages import said
from pmsite.read.limits import YAML_DEPTH


def texts(value: Any, depth: int = YAML_DEPTH) -> Any:
    """A value of JSON as front matter has it, every fact a text; raises ValueError where it can be none."""
    if not depth:
        raise ValueError(said("it is nested too deep"))
    if isinstance(value, dict):
        return {key: texts(entry, depth - 1) for key, entry in value.items()}
    if isinstance(value, list):
        return [texts(entry, depth - 1) for entry in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        raise ValueError(said("null is no fact; leave it out"))
    return value if isinstance(value, str) else in_digits(value)


def in_digits(number: float) -> str:
    """A number as people write it, never as a power of ten."""
    return str(number) if isinstance(number, int) else format(Decimal(repr(number)), "f")
