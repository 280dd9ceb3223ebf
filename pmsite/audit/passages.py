"""A second reading of what a body tells others, made to find the mistakes of the first: it shares nothing with it, and trusts less.

Whatever looks like a mark begins or ends a passage, in any spelling and anywhere but in whole examples of code.
"""

from __future__ import annotations

import re

_OPENS = r"(?:<|＜|&lt;|&#60;|&#x3c;)"
_CLOSES = r"(?:>|＞|&gt;|&#62;|&#x3e;)"
_MARK = re.compile(
    rf"{_OPENS}(?P<before>[^\w<>＜＞]{{0,20}}(?:end |close )?)internals?\b[^<>＜＞&\n]{{0,40}}{_CLOSES}?", re.IGNORECASE
)
_EXAMPLE = re.compile(r"^(?P<fence>`{3,}|~{3,})[ \w.{}#+-]*\n(?P<code>(?:(?!(?P=fence)).*\n)*)(?P=fence)[ ]*$", re.MULTILINE)
_SHOWN = re.compile(rf"(?P<example>{_EXAMPLE.pattern})|^(?: {{4}}|\t).*$|`[^`\n]+`|(?P<comment><!--[\s\S]*?-->)", re.MULTILINE)
_COMMENT = re.compile(r"<!--(?:(?!<!--)[\s\S])*?-->")


def outside(text: str) -> str:
    """What of a body, at most, others may be told. The text before an end without a beginning is not, nor that after the last beginning."""
    pieces: list[str] = []
    at = 0
    hidden = False
    for mark in _MARK.finditer(_EXAMPLE.sub(_covered, text)):
        is_end = re.search(r"/|end|close", mark["before"], re.IGNORECASE) is not None
        if is_end and not hidden:
            pieces.clear()
        elif not is_end and not hidden:
            pieces.append(text[at : mark.start()])
        hidden = not is_end
        at = mark.end()
    if not hidden:
        pieces.append(text[at:])
    return _SHOWN.sub(lambda found: "" if found["comment"] else found[0], "\n\n".join(pieces))


def _covered(example: re.Match[str]) -> str:
    """An example of code as blanks of the same length; as it is where a comment that it holds a part of begins before or ends after it."""
    rest = _COMMENT.sub("", example["code"])
    return example[0] if "<!--" in rest or "-->" in rest else " " * len(example[0])
