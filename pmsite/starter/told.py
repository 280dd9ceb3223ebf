"""What the files for a code host tell people in comments, names of steps and summaries, and the same in another language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_COMMENT = re.compile(r"^(?P<lead> *)# (?P<words>.+(?:\n(?P=lead)# .+)*)$", re.MULTILINE)
"""A comment of one or more lines, which is one text."""
_BESIDE = re.compile(r"(?<=[\w\]] )# (?P<words>[a-z](?!\d).+)$", re.MULTILINE)
"""A comment behind what it is about; versions of actions are none."""
_NAMED = re.compile(r"^(?P<lead> *(?:- )?name: )(?P<words>[A-Z][a-z].*)$", re.MULTILINE)
_SAID = re.compile(r'(?<=echo ")(?P<words>[A-Z][^"$]+)(?=" >> )')


def told(text: str) -> Iterator[str]:
    """The texts of a file that are for people."""
    yield from (_whole(found) for found in _COMMENT.finditer(text))
    yield from (found["words"] for form in (_BESIDE, _NAMED, _SAID) for found in form.finditer(text))


def in_words(text: str, words: Mapping[str, str]) -> str:
    """The file with these texts in the words of a language; what they lack stays."""

    def comment(found: re.Match[str]) -> str:
        lines = words.get(_whole(found), found["words"].replace(f"\n{found['lead']}# ", "\n")).split("\n")
        return "\n".join(f"{found['lead']}# {line}" for line in lines)

    text = _COMMENT.sub(comment, text)
    text = _BESIDE.sub(lambda found: f"# {words.get(found['words'], found['words'])}", text)
    text = _NAMED.sub(lambda found: f"{found['lead']}{words.get(found['words'], found['words'])}", text)
    return _SAID.sub(lambda found: words.get(found["words"], found["words"]), text)


def _whole(found: re.Match[str]) -> str:
    return " ".join(line.strip().removeprefix("# ") for line in found["words"].split("\n"))
