"""Where the words of a picture stand: beside what they name, and on nothing else."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from xml.etree.ElementTree import Element

from pmsite.charts import svg

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""
Place = tuple[float, float, str]
"""Where a text is anchored, and by which of its ends."""
ABOVE, BELOW, STEP, BOLD = 10.0, 3.0, 6.0, 1.1
"""How far letters reach from the line that they stand on; how far apart the points are that a line keeps free; how much wider bold is."""


class Labels:
    """The words of one picture. Each takes the first of its places that is free, and keeps others from it."""

    def __init__(self, frame: Box, apart: float = 0.0) -> None:
        self.frame = frame
        self.apart = apart
        self.taken: list[Box] = []

    def keep(self, spots: Iterable[svg.Spot], around: float = 3.0) -> None:
        """Keep words from points."""
        self.taken += [(x - around, y - around, x + around, y + around) for x, y in spots]

    def keep_line(self, spots: Sequence[svg.Spot]) -> None:
        """Keep words from a line through points."""
        self.keep(_along(spots))

    def put(self, parent: Element, text: str, places: Iterable[Place], name: str = "pm-words", *, always: bool = True) -> bool:
        """Write a text on the first place that is free; on the best one where none is, if it has to be said."""
        found = list(places)
        room = svg.width_of(text) * (BOLD if "strong" in name else 1)
        free = next((place for place in found if self._is_free(box(room, place))), found[0] if always and found else None)
        if free is None:
            return False
        left, top, right, bottom = box(room, free)
        self.taken.append((left - self.apart, top, right + self.apart, bottom))
        x, y, anchor = free
        svg.words(parent, x, y, text, anchor, name)
        return True

    def _is_free(self, found: Box) -> bool:
        left, top, right, bottom = found
        inside = left >= self.frame[0] and top >= self.frame[1] and right <= self.frame[2] and bottom <= self.frame[3]
        return inside and all(left > b[2] or right < b[0] or top > b[3] or bottom < b[1] for b in self.taken)


def box(width: float, place: Place) -> Box:
    """What a text of a width covers at a place."""
    x, y, anchor = place
    start = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    return (start, y - ABOVE, start + width, y + BELOW)


def around(spot: svg.Spot) -> Iterator[Place]:
    """Where the name of a point may stand, the best place first."""
    x, y = spot
    for anchor, right, down in (
        ("start", 10.0, 4.0),
        ("end", -10.0, 4.0),
        ("middle", 0.0, -11.0),
        ("middle", 0.0, 20.0),
        ("start", 9.0, -7.0),
        ("start", 9.0, 15.0),
        ("end", -9.0, -7.0),
        ("end", -9.0, 15.0),
    ):
        yield (x + right, y + down, anchor)


def _along(spots: Sequence[svg.Spot]) -> Iterator[svg.Spot]:
    yield from spots
    for (x1, y1), (x2, y2) in pairwise(spots):
        steps = int(math.hypot(x2 - x1, y2 - y1) / STEP)
        for step in range(1, steps):
            yield (x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps)
