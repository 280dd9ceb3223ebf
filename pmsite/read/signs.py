"""The signs that marks of internal passages, and what looks like one, begin with: few texts hold any."""

from __future__ import annotations

COMMENT_UNCLEAR = "comment-unclear"
"""The code of what is said of a comment whose end is unclear."""

_SIGNS = ("<", "&", "!-", "!–", "!—", "＜", "﹤", "〈", "《", "‹", "«", "！")


def may_hold_marks(text: str) -> bool:
    """A quick first look: whether there is any sign in a text that a mark, or what looks like one, begins with."""
    if text.isascii():
        return "<" in text or "&" in text or ("!" in text and "!-" in text)
    return any(sign in text for sign in _SIGNS)
