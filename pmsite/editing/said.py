"""Changes as they are said in words: `team=web`, `tags+=mobile`, `tags-=desktop`, `score.reach=1200`, `owner=` to take a fact out."""

from __future__ import annotations

import re
from typing import NamedTuple

from pmsite.diagnostics import Span, printable
from pmsite.messages import said
from pmsite.writing.refused import refused

_WORD = re.compile(r"(?P<field>[^=\s][^=\s]*?)(?P<sign>\+=|-=|=)(?P<value>.*)", re.DOTALL)


class Word(NamedTuple):
    """One change of one field: `=` sets it, `+=` and `-=` are for entries of lists."""

    field: str
    sign: str
    value: str


def word(text: str) -> Word:
    """What a word says; raises Refused where it says no change."""
    found = _WORD.fullmatch(text)
    if found is None or not all(found["field"].split(".")):
        message = said("{word} is no change", word=printable(text, 60) or said("an empty word"))
        raise refused("not-a-change", Span("words"), message, said("write FIELD=VALUE, such as status=building or tags+=mobile"))
    return Word(found["field"], found["sign"], found["value"].strip())
