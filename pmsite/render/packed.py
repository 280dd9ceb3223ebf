"""Texts as a spool, a store and other processes hold them: a large site has many, and most of each is the same words again."""

from __future__ import annotations

import zlib

BrokenText = zlib.error
"""What `unpack` raises where bytes are not a text that was packed whole, besides UnicodeError."""


def pack(text: str) -> bytes:
    """A text, small."""
    return zlib.compress(text.encode(), 1)


def unpack(packed: bytes) -> str:
    """The text again. Raises BrokenText, UnicodeError."""
    return zlib.decompress(packed).decode()
