"""The apostrophe that keeps a spreadsheet from taking a text for a formula: put before it on the way out, taken off on the way in."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[\s\ufeff]*[=+\-@\t\r\0＝＋－＠]")


def guarded(text: str) -> str:
    """A text as a cell that no spreadsheet computes. A text that looks guarded already gets one more, so that none is lost."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text of a cell, without the apostrophe that `guarded` put there, and no other one."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
