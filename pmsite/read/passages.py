"""The passages of a body that are for the team alone.

Everything that must know where a passage begins and ends asks here. Few texts hold any sign of a mark, and what reads those that do is
loaded with the first of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmsite.diagnostics import Diagnostic
from pmsite.on_demand import Functions
from pmsite.read.signs import may_hold_marks

if TYPE_CHECKING:
    from pmsite.read import marked, misspelt
else:
    marked, misspelt = Functions("pmsite.read.marked"), Functions("pmsite.read.misspelt")


def public_text(text: str, *, keep_lines: bool = False) -> str:
    """A text without its passages for the team and its comments; nothing of it where any of that is in doubt.

    With `keep_lines`, what goes leaves its line breaks behind, so that places in the text keep their line numbers.
    """
    return marked.public_text(text, keep_lines=keep_lines) if may_hold_marks(text) else text


def bare(text: str) -> str:
    """A text without comments and marks. What stands in its passages stays: it is for the team."""
    return marked.bare(text) if "<!--" in text else text


def prose(text: str) -> str:
    """A text in which all code is filled with back-ticks, so that places stay what they are."""
    may_hold_code = "`" in text or "~~~" in text or "    " in text or "\t" in text
    return marked.prose(text) if may_hold_code else text


def code_lines(text: str) -> bytearray:
    """Which lines of a text belong to blocks of code between fences."""
    return marked.code_lines(text)


def faults(text: str, path: str, first_line: int) -> list[Diagnostic]:
    """Everything about the passages and comments of a body that could be understood in more than one way."""
    return marked.faults(text, path, first_line) if may_hold_marks(text) else []


def resembles(text: str) -> bool:
    """Whether a text holds a mark, or what somebody may have meant as one."""
    return may_hold_marks(text) and misspelt.resembles(text)
