"""What an export writes: a text, bytes, or texts one after the other where a whole would take much memory."""

from __future__ import annotations

from collections.abc import Iterator

Written = str | bytes | Iterator[str]


def pieces(written: Written) -> Iterator[bytes]:
    """The bytes of an export, in order."""
    if isinstance(written, bytes):
        yield written
    elif isinstance(written, str):
        yield written.encode()
    else:
        yield from (text.encode() for text in written)
