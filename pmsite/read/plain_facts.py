"""Facts in their plainest form, of which most front matter is, read without a parse of YAML: one fact a line, words without dress."""

from __future__ import annotations

import re
from sys import intern

from pmsite.read.limits import YAML_NODES
from pmsite.read.record import Value

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
NOT_TEXT = NULLS | {"true", "True", "TRUE", "false", "False", "FALSE", "<<"}
"""What YAML does not take for text where nobody puts it in quotes."""

_KEY = r"[A-Za-z_][A-Za-z0-9_]{0,99}"
_WORD = r"[^\W_](?:[\w./%+ -]*[\w./%+-])?"
"""What means the same in a text, in a list and in a mapping."""
_UNSEEN = r"\x00-\x1f\x7f"
_TEXT = rf"[^\W_][^{_UNSEEN}:#]*(?::(?=[\w/])[^{_UNSEEN}:#]*)*(?<! )"
_QUOTED = rf"\"[^{_UNSEEN}\"\\]*\""
_FACTS = re.compile(
    rf"^({_KEY}):(?: ({_TEXT}|\[(?:{_WORD}(?:, {_WORD})*)?\]|\{{{_KEY}: {_WORD}(?:, {_KEY}: {_WORD})*\}}|{_QUOTED}))?\n",
    re.MULTILINE,
)
_UNFIT = re.compile("[\x80-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What YAML takes for the end of a line, or does not take at all."""


def read(head: str) -> dict[str, Value] | None:
    """The mapping that a head holds, as YAML reads it; nothing where anything in it is less than plain."""
    if not head.isascii() and _UNFIT.search(head):
        return None
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
