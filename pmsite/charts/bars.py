"""Amounts by month or quarter as bars beside each other, and how much of each is of one kind."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from pmsite.charts import svg
from pmsite.charts.words import Words

HEIGHT, TOP, BOTTOM, STEP, BAR, MOST = 150.0, 18.0, 34.0, 36.0, 22.0, 12
LEGEND, SIGN = 22.0, 10.0
"""How high the line is that names the colours, and how large its signs are."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. `name` and `year` stand below it, `words` above; `part` is how much of its height is of the kind that is asked about.

    `of_part` says how much that is.
    """

    name: str
    year: str
    words: str
    height: float
    part: float
    of_part: str


View = tuple[str, tuple[str, str], tuple[tuple[str, str, str, float, float, str], ...]]
"""A title, what the two colours mean, and the bars."""


def draw(view: View, words: Words) -> str:
    """The last bars of a run, the newest at the right, under a title; each year is named once, and what the colours mean below."""
    title, (of_part, of_rest), run = view
    found = [Bar(*one) for one in run][-MOST:]
    told = words.told(words.listed(_told(bar, of_part)) for bar in found)
    drawn = svg.picture(STEP * MOST, HEIGHT + LEGEND, words.named(title, told), "bars")
    ground, scale = HEIGHT - BOTTOM, (HEIGHT - TOP - BOTTOM) / (max((bar.height for bar in found), default=0) or 1)
    for place, bar in enumerate(found):
        middle = STEP * (place + 0.5)
        for amount, name in ((bar.height, "pm-fill--way"), (bar.part, "pm-fill--planned")):
            if amount:
                svg.rectangle(drawn, middle - BAR / 2, BAR, amount * scale, name, ground - amount * scale, 1)
        svg.words(drawn, middle, ground - bar.height * scale - 5, bar.words, "middle")
        svg.words(drawn, middle, ground + 14, bar.name, "middle", "pm-words pm-words--soft")
    svg.line(drawn, (0, ground), (STEP * len(found), ground), "pm-grid")
    for year, bars in groupby(enumerate(found), key=lambda one: one[1].year):
        start = min(STEP * next(bars)[0] + (STEP - BAR) / 2, STEP * MOST - svg.width_of(year) - 6)
        svg.words(drawn, start, HEIGHT - 5, year, name="pm-words pm-words--soft")
    at = (STEP - BAR) / 2
    for sign, meaning in (("pm-fill--planned", of_part), ("pm-fill--way", of_rest)):
        svg.rectangle(drawn, at, SIGN, SIGN, sign, HEIGHT + LEGEND - 5 - SIGN, 1)
        svg.words(drawn, at + SIGN + 6, HEIGHT + LEGEND - 6, meaning)
        at += SIGN + svg.width_of(meaning) + 24
    return svg.text(drawn)


def _told(bar: Bar, of_part: str) -> tuple[str, str]:
    return " ".join(filter(None, (bar.name, bar.year, bar.words))), f"{of_part} {bar.of_part}"
