"""A line that its author may have written as Markdown, in plain words: for places that hold no links and no code."""

from __future__ import annotations

import re

_PAIR = re.compile(
    r"(?P<ticks>`+)(?!`)(?P<code>[^`]+)(?P=ticks)(?!`)"
    r"|!?\[(?P<label>[^\[\]]+)\](?:\((?:[^()]|\([^()]*\))*(?:\)|\Z)|\[[^\[\]]*\])"
    r"|<(?P<address>(?:https?://|mailto:)[^\s<>]+)>"
    r"|(?<![\w*])(?P<stars>\*{1,3})(?=\S)(?P<strong>[^*]+)(?<=\S)(?P=stars)(?![\w*])"
    r"|(?<!\w)(?P<lines>_{1,3})(?=\S)(?P<stress>[^_]+)(?<=\S)(?P=lines)(?!\w)"
)
"""Marks that come in pairs: what stands alone may be meant as it is."""


def without_marks(text: str) -> str:
    """A text that its author may have written as a line of Markdown, without code marks, links and emphasis; all else as it is."""
    return _PAIR.sub(_inner, text) if any(mark in text for mark in "`[*_<") else text


def _inner(found: re.Match[str]) -> str:
    if found["code"] is not None:
        return found["code"].strip()
    return found["address"] or without_marks(found["label"] or found["strong"] or found["stress"] or "")
