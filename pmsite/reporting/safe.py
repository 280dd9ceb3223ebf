"""Text from anywhere, made safe for a terminal and for the runners that act on what is printed."""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def one_line(text: str) -> str:
    """A text on one line, in which no character acts on a terminal and no word is a runner's command."""
    escaped = _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return escaped.replace("##[", "# #[")
