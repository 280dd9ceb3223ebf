"""What all pictures are drawn on: how wide they are, and how texts stand on them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from pmsite.charts import svg
from pmsite.charts.words import Words
from pmsite.model.judgement import Judgement
from pmsite.model.period import Period
from pmsite.wording.reasons import reason_words, state_words

WIDTH, EDGE = 1200.0, 40.0
INSIDE = WIDTH - 2 * EDGE
"""How wide a picture is, what is left free at its sides, and what is left between."""

_SIZES: Mapping[str, float] = {"title": 24 * 1.1, "head": 16 * 1.1, "strong": 14 * 1.05, "soft": 12, "mark": 12.6}
_SHAPES = {"good": "●", "fair": "▲", "poor": "■"}
HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")
"""What needs a Chinese font, which then comes first: what draws a picture takes any that has the signs, else."""
_UNDRAWN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


class NothingToDraw(ValueError):
    """These readers see nothing that the picture could show. `hint` says what to do instead."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes onto one picture, in one language."""

    drawn: Element
    words: Words
    language: str

    def _(self, text: str) -> str:
        return self.words.translate(text)

    def write(self, at: svg.Spot, text: str, name: str = "", room: float = INSIDE, anchor: str = "start") -> float:
        """A text that is cut to its room, and how wide it is, about."""
        shown = svg.clipped(plain(text), room * 12 / size(name))
        svg.words(self.drawn, *at, shown, anchor, f"pm-t pm-t--{name}" if name else "pm-t")
        return svg.width_of(shown) * size(name) / 12

    def paragraph(self, at: svg.Spot, text: str, room: float, most: int, name: str = "", apart: float = 19) -> float:
        """A text in several lines, and where the one below it begins."""
        x, y = at
        for line in svg.wrapped(plain(text), room * 12 / size(name), most):
            self.write((x, y), line, name, room)
            y += apart
        return y

    def when(self, period: Period) -> str:
        """A period as it is told."""
        return self.words.period(period)

    def judged(self, at: svg.Spot, found: Judgement, room: float, anchor: str = "start", *, reason: bool = True) -> None:
        """How something stands, with the shape that goes with its colour; nothing where it is not judged."""
        state = state_words(found, self.words.translate)
        why = reason_words(found, self.language, self.words.translate) if reason else ""
        told = self._("%(state)s: %(reason)s") % {"state": state, "reason": why} if state and why else state or why
        if told:
            shape = _SHAPES.get(found.state, "")
            self.write(at, f"{shape} {told}".strip(), found.state if shape else "soft", room, anchor)

    def more(self, at: svg.Spot, number: int) -> None:
        """How much is left out."""
        self.write(at, self._("and %(num)s more") % {"num": number}, "soft")


def size(name: str) -> float:
    """How large the letters of a kind of text are, about."""
    return _SIZES.get(name, 12.6 if name in _SHAPES else 14)


def plain(text: str) -> str:
    """A text on one line, without what no picture can show."""
    return " ".join(_UNDRAWN.sub(" ", text).split())
