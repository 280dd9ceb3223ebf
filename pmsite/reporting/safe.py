"""Text from anywhere, made safe for a terminal, for Markdown, and for the runners that act on what is printed."""

from __future__ import annotations

import json
import re
from typing import Any
from unicodedata import category, east_asian_width

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_CONTROL_IN_JSON = re.compile("[\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]+")
_MARKUP = re.compile(r"[\\`*_{}\[\]()#+!|~$]")
_CALLS = re.compile(r"([@#!$%~&:])(?=[\w+/\\-])|(?i:(?<=www)|(?<=gh))(?=[.-])")
_BREAK = "&#8203;"
_NO_COLUMN = frozenset({"Mn", "Me", "Cf"})


def one_line(text: str) -> str:
    """A text on one line, in which no character acts on a terminal and no word is a runner's command."""
    if text.isprintable() and "##[" not in text:  # nearly every text
        return text
    escaped = _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return escaped.replace("##[", "# #[")


def its_lines(text: str) -> str:
    """A text whose line ends and tabs stay, in which no other character acts on a terminal and no word is a runner's command."""
    return text if text.isprintable() and "##[" not in text else "\n".join(map(_line, text.split("\n")))


def _line(text: str) -> str:
    return "\t".join(map(one_line, text.split("\t")))


def columns(text: str) -> int:
    """How many columns of a terminal a line takes."""
    if text.isascii():
        return len(text)
    return sum(0 if category(c) in _NO_COLUMN else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def document(data: Any) -> str:
    """Data as JSON that any reader takes, and that holds no runner's command where it is printed into a log."""
    text = json.dumps(data, indent=2, ensure_ascii=False)
    return _CONTROL_IN_JSON.sub(_in_json, text).replace("##[", "##\\u005b") + "\n"


def json_line(data: Any) -> str:
    """Data as JSON on one line, for a log that programs read."""
    text = json.dumps(data, ensure_ascii=False)
    return _CONTROL_IN_JSON.sub(_in_json, text).replace("##[", "##\\u005b")


def _in_json(found: re.Match[str]) -> str:
    half = "\ud800" <= found[0] <= "\udfff"  # of a pair, which no strict reader takes: told as text
    return ("\\\\u" if half else "\\u") + f"{ord(found[0]):04x}"


def uncalled(text: str) -> str:
    """A text on one line that calls nobody and leads nowhere where programs look for mentions and addresses; nothing else of it changes."""
    return _CALLS.sub("\\g<0>\u200b", _UNSEEN.sub(" ", text).strip())


def escaped(text: str) -> str:
    """A text that stays text in Markdown: one line, nothing in it markup, a mention, a reference, an address or a command."""
    line = _UNSEEN.sub(" ", text).strip()
    parts = []
    for piece in re.split(r"([&<>])", line):
        parts.append({"&": "&amp;", "<": "&lt;", ">": "&gt;"}.get(piece) or _plain(piece))
    return "".join(parts)


def _plain(piece: str) -> str:
    at, parts = 0, []
    for found in _CALLS.finditer(piece):
        parts += [_MARKUP.sub(r"\\\g<0>", piece[at : found.end()]), _BREAK]
        at = found.end()
    return "".join(parts) + _MARKUP.sub(r"\\\g<0>", piece[at:])
