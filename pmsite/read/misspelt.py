"""What looks like the mark of an internal passage, in whatever spelling: the mark itself, and what somebody may have meant as one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from html import unescape
from unicodedata import category, normalize

from pmsite.read.signs import may_hold_marks

MARK = re.compile(r"<!--[ \t]*+(?P<end>/?)internal[ \t]*+-->", re.IGNORECASE | re.ASCII)
"""The mark of an internal passage, as it must be written."""
COMMENT = re.compile(r"<!--(?!-?>)(?P<text>(?:[^-<]++|<(?!!--)|-(?!-!?>))*+)-->")
"""A comment that every reader sees alike."""

_WORD = r"\0*".join("internal")
_ANY = re.compile(
    rf"(?:<|&(?:lt|\#0*+60|\#x0*+3c);?)[\s\0\\]{{0,9}}(?:(?:!|--|-!|/|[?%\#])[\s\0!\\/=~_*?%\#-]{{0,20}}{_WORD}|{_WORD}(?![\w@.:+-]))"
    rf"|![\s\0]{{0,9}}-[\s\0/-]{{0,20}}{_WORD}",
    re.IGNORECASE,
)


class _Shapes(dict[int, str]):
    """For each character, by its number, the plain one of its shape; NUL for what cannot be seen, or stands above another one."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        first = normalize("NFKD", character)[:1]
        self[code] = "\0" if category(character) in ("Cf", "Mn", "Me") else first if first.isascii() else character
        return self[code]


_FOLDED = _Shapes(
    str.maketrans(
        dict.fromkeys("〈《‹«", "<")
        | dict.fromkeys("〉》›»", ">")
        | dict.fromkeys("‐‑‒–—―−ー─━", "-")
        | dict(zip("ıіІаАеЕӏιΙαΑεΕ", "iiIaAeEliIaAeE", strict=True))
    )
)
_LETTERS = re.compile(r"[^\W\d_]+")
_WORDS_AROUND = frozenset(
    {"begin", "begins", "start", "starts", "open", "end", "ends", "stop", "close", "of", "region", "endregion", "section", "part"}
    | {"passage", "note", "team", "only", "for", "开始", "结束", "開始", "結束"}
)
_OTHER_WORDS = frozenset({"interval", "intervals", "infernal"})
_IN_CHINESE = re.compile(r"(?=.{2,6}\Z).*[内內]部")
_ALIKE = 0.8


def look_alikes(text: str) -> Iterator[int]:
    """Where marks, and what looks like one, begin. In no order."""
    if not may_hold_marks(text):
        return
    folded = text if text.isascii() else text.translate(_FOLDED)
    for found in _ANY.finditer(folded):
        yield found.start()
    for comment in COMMENT.finditer(text):
        if is_like_mark(comment["text"]):
            yield comment.start()


def resembles(text: str) -> bool:
    """Whether a text holds a mark, or what somebody may have meant as one."""
    return next(look_alikes(text), None) is not None


def is_like_mark(comment: str) -> bool:
    """Whether the text of a comment says what a mark says, or nearly."""
    words = _LETTERS.findall(unescape(comment).translate(_FOLDED).replace("\0", "").casefold()[:200])
    told = [word for word in words if word not in _WORDS_AROUND]
    if not told:
        return False
    if told[0].startswith("internal") or _IN_CHINESE.match(told[0]):
        return True
    whole = "".join(told)
    return whole == "internal" or (len(words) <= 3 and _is_near(whole))


def _is_near(word: str) -> bool:
    if not 5 <= len(word) <= 12 or word in _OTHER_WORDS:
        return False
    return SequenceMatcher(None, word, "internal", autojunk=False).ratio() > _ALIKE


def defused(text: str) -> str:
    """A foreign text in which nothing is a mark, looks like one, or begins a comment."""
    if not may_hold_marks(text):
        return text
    parts, at = [], 0
    for found in _ANY.finditer(text if text.isascii() else text.translate(_FOLDED)):
        parts += [text[at : found.start()], "(internal"]
        at = found.end()
    return "".join([*parts, text[at:]]).replace("<!--", "<! --")
