"""The first picture of a body, as its author wrote it."""

from __future__ import annotations

import re

from pmsite.read.passages import prose

_PICTURE = re.compile(r"!\[(?:[^\[\]]|\[[^\[\]]*\])*\]\([^()\n]+(?:\([^()\n]*\)[^()\n]*)?\)(?:\{[^{}\n]*\})?")


def picture_of(text: str) -> str:
    """The Markdown of the first picture that is no part of code; nothing where there is none."""
    found = _PICTURE.search(prose(text)) if "![" in text else None
    return text[found.start() : found.end()] if found else ""
