"""Users of other systems become names: never items, never addresses."""

from __future__ import annotations

import re
import unicodedata

_ADDRESS = re.compile(r"\s*[<(（\[][^<>()（）\[\]]*[>)）\]]\s*")
_MAIL = re.compile(r"([^\s@<>]+)@[^\s@<>]+\.[^\s@<>]+")
_NAME = re.compile(r"[^\W_](?:[\w .'’·-]*[\w.])?")
_LONGEST = 300
_SEPARATOR = re.compile(r"[,;，；、\n|]+")


def names_of(written: str) -> list[str]:
    """The people that a cell names, as names; what cannot be one is left out."""
    return [name for part in _SEPARATOR.split(written) if (name := name_of(part))]


def name_of(written: str) -> str:
    """One person's name, from a name with a mail address or a department, a mention, or a mail address alone; else nothing."""
    if len(written) > _LONGEST:
        return ""
    text = unicodedata.normalize("NFC", _ADDRESS.sub(" ", written)).strip() or written.strip(" <>()[]（）")
    if found := _MAIL.fullmatch(text):
        text = found[1]
    text = " ".join(text.lstrip("@").split())
    return text if _NAME.fullmatch(text) and len(text) <= 100 else ""
