"""What the payloads of all chats have in common: how large one may be, and how texts stay texts in them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from pmsite.digest.parts import Digest, smaller
from pmsite.reporting.safe import uncalled

_WIDE = str.maketrans("[]<>*`\\", "［］＜＞＊｀＼")
_EMPHASIS = re.compile(r"(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~")
_WIDER = {"_": "＿", "~": "～"}


def fitting(digest: Digest, limit: int, size: Callable[[dict[str, Any]], int], made: Callable[[Digest], dict[str, Any]]) -> str:
    """The payload of as much of a digest as a receiver takes, as JSON."""
    found: dict[str, Any] = {}
    for part in smaller(digest):
        found = made(part)
        if size(found) <= limit:
            break
    return encoded(found) + "\n"


def encoded(payload: dict[str, Any]) -> str:
    """A payload as it is sent."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"))


def whole(payload: dict[str, Any]) -> int:
    """How many bytes a payload has."""
    return len(encoded(payload).encode())


def unmarked(text: str) -> str:
    """A text in Markdown that has no way to escape a sign: signs that act are wide ones, as Chinese texts have them anyway."""
    return _EMPHASIS.sub(lambda found: _WIDER[found[0]], uncalled(text).translate(_WIDE))


def marked(digest: Digest, heading: str) -> str:
    """A digest in the few marks that the Markdown of all chats knows."""
    lines = [f"{heading} {unmarked(digest.title)}"]
    for part in digest.parts:
        lines += ["", f"**{unmarked(part.heading)}**"]
        for line in part.lines:
            name = f"[{unmarked(line.subject)}]({line.url})" if line.url else unmarked(line.subject)
            lines.append(f"- {name}{unmarked(digest.said(line))}")
        if part.more:
            lines.append(f"- {unmarked(part.more)}")
    return "\n".join(lines)
