"""Facts in their plainest form, of which most front matter is, read without a parse of YAML: one fact a line, words without dress."""

from __future__ import annotations

import re
from sys import intern

from pmsite.read.limits import YAML_NODES
from pmsite.read.record import Value

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
NOT_TEXT = NULLS | {"true", "True", "TRUE", "false", "False", "FALSE", "<<"}
"""What YAML does not take for text where nobody puts it in quotes."""

_LETTER = "A-Za-z0-9\u00c0-\u1fff\u3001-\ud7ff"
_KEY = r"[A-Za-z_][A-Za-z0-9_]{0,99}"
_WORD = rf"[{_LETTER}](?:[{_LETTER}_./%+ -]*[{_LETTER}_./%+-])?"
"""What means the same in a text, in a list and in a mapping."""
_TEXT = rf"[{_LETTER}](?:[{_LETTER}_./%+,;()!?'\" \u2018-\u201d\uff01-\uff5e-]|:(?=[{_LETTER}/]))*(?<! )"
_QUOTED = rf"\"[{_LETTER}_./%+,;()!?'#:\[\]{{}}&*@<>|=~$^` \u2018-\u201d\uff01-\uff5e-]*\""
_FACTS = re.compile(
    rf"^({_KEY}):(?: ({_TEXT}|\[(?:{_WORD}(?:, {_WORD})*)?\]|\{{{_KEY}: {_WORD}(?:, {_KEY}: {_WORD})*\}}|{_QUOTED}))?\n",
    re.MULTILINE,
)


def read(head: str) -> dict[str, Value] | None:
    """The mapping that a head holds, as YAML reads it; nothing where anything in it is less than plain."""
    facts = _FACTS.findall(head)
    if len(facts) != head.count("\n") or not facts or not head.endswith("\n") or len(head) > YAML_NODES:
        return None
    found: dict[str, Value] = {}
    for key, written in facts:
        sign = written[:1]
        if sign == "[":
            found[intern(key)] = [_scalar(word) for word in written[1:-1].split(", ")] if written != "[]" else []
        elif sign == "{":
            inner = [pair.split(": ") for pair in written[1:-1].split(", ")]
            group: dict[str, Value] = {intern(name): _scalar(word) for name, word in inner}
            if len(group) != len(inner) or not NOT_TEXT.isdisjoint(group):
                return None
            found[intern(key)] = group
        else:
            found[intern(key)] = written[1:-1] if sign == '"' else _scalar(written)
    return found if len(found) == len(facts) and NOT_TEXT.isdisjoint(found) else None


def _scalar(written: str) -> str | None:
    return None if written in NULLS else written
