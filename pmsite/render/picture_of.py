"""The first picture of a body, as its author wrote it."""

from __future__ import annotations

import re

from pmsite.read.body import code_lines

_PICTURE = re.compile(r"!\[(?:[^\[\]]|\[[^\[\]]*\])*\]\([^()\n]+(?:\([^()\n]*\)[^()\n]*)?\)(?:\{[^{}\n]*\})?")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")


def picture_of(text: str) -> str:
    """The Markdown of the first picture that is no part of code; nothing where there is none."""
    lines = text.split("\n")
    code, _ = code_lines(lines)
    for at, line in enumerate(lines):
        if not code[at] and "![" in line and (found := _PICTURE.search(_CODE.sub(lambda part: " " * len(part[0]), line))):
            return line[found.start() : found.end()]
    return ""
