"""Inputs from other inputs: parts of them taken out, doubled, moved, and put beside what readers of text stumble over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

ODD = [
    "\n", "\r\n", "\r", "\t", " ", "    ", "\0", "\x1b[2J", "\x85", "\u2028", "\u200b", "\u202e", "\ufeff", "\u3000", "\xad", "e\u0301", "离线",
    "ﬁ", "İ", "\U0001f600", "---\n", "...\n", "- ", "? ", ": ", " #", "'", '"', "[", "]", "{", "}", ",", "&a ", "*a", "!!str ", "|\n", ">\n", "%",
    "<<: ", "~", "null", "true", "0", "-1", "1e999", "0x1f", "9" * 40, ".inf", ".nan", "1_000", "2026-Q4", "9999-12-31", "0001-01-01", "2026-02-30",
    "```\n", "~~~\n", "`", "<!--", "-->", "<!-- internal -->", "<!-- /internal -->", "<div>", "</div>", "<script>", "[a](", "![a](", "](x)", "[a]: x\n",
    "|a|b|\n|-|-|\n", "> ", "# ", "\\", "$", "&#", "&lt;", "{{", "{%", "}}", "${{", "../", "/", "//", "javascript:", "data:", "=1+1", "@", "%0A",
    "::error::x", "##[error]", "a" * 300,
]  # fmt: skip


def mutated(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """An input with a few changes. Text stays text; other bytes are changed as bytes."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return _bytes_changed(random, data)
    for _ in range(random.choice((1, 1, 2, 4, 8))):
        text = _text_changed(random, text, others)
    return text.encode("utf-8", "replace")


def _text_changed(random: Random, text: str, others: Sequence[bytes]) -> str:
    by_lines = random.random() < 0.5
    parts: Sequence[str] = text.splitlines(keepends=True) if by_lines else text
    first, last = _span(random, len(parts), 6 if by_lines else 12)
    before, part, after = "".join(parts[:first]), "".join(parts[first:last]), "".join(parts[last:])
    match random.randrange(7):
        case 0:
            return before + after
        case 1:
            return before + part * random.choice((2, 3, 50)) + after
        case 2:
            return before + random.choice(ODD) + part + after
        case 3:
            return before + random.choice(ODD) + after
        case 4:
            at = random.randint(0, len(after))
            return before + after[:at] + part + after[at:]
        case 5 if others:
            other = random.choice(others).decode("utf-8", "replace").splitlines(keepends=True)
            start, end = _span(random, len(other), 6)
            return before + "".join(other[start:end]) + after
        case _:
            return before + part.swapcase() + after


def _bytes_changed(random: Random, data: bytes) -> bytes:
    first, last = _span(random, len(data), 12)
    new = random.choice((b"", random.randbytes(4), data[first:last] * 2, random.choice(ODD).encode("utf-8")))
    return data[:first] + new + data[last:]


def _span(random: Random, length: int, most: int) -> tuple[int, int]:
    first = random.randint(0, length)
    return first, min(length, first + random.randint(0, most))


def smaller(data: bytes) -> Iterator[tuple[int, int]]:
    """Parts to take out of an input, the largest first, as first and last byte."""
    size = len(data) // 2
    while size:
        for first in range(0, len(data), size):
            yield first, first + size
        size //= 2
