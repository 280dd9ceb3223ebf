"""Why a release is not made."""

from __future__ import annotations


class Refused(Exception):
    """Nothing is changed; the text is a sentence on why, and `hint` on what to do instead."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
