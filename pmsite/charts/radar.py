"""Trends as numbered points: the nearer to the middle, the nearer to our work; one sector for each category."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from pmsite.charts import svg
from pmsite.charts.words import Words
from pmsite.model.trend import RINGS

if TYPE_CHECKING:
    from pmsite.views.radar import Blip, Wheel

WIDE, NARROW, EDGE = svg.Size(520, 520), svg.Size(svg.NARROW, svg.NARROW + 20), 20.0
LARGE, FEW = svg.Size(900, 900), 40
"""The size of a picture with more trends than these; where it is narrow, they stand in a grid of categories and rings instead."""
STEP, HEAD, ACROSS = 24.0, 26.0, 3
"""Room that a trend takes in rows and in the grid, the height of the grid's head, and how many trends stand beside each other in a cell."""
INNER, OUTER = (0.1, 0.37, 0.61, 0.82), (0.37, 0.61, 0.82, 1.0)
"""Where each ring begins and ends, as shares of the radius: the inner rings are wider, since points crowd there."""
RING_WORDS = {"adopt": "Adopt", "trial": "Trial", "assess": "Assess", "hold": "Hold"}
"""What the rings are called, in English."""


def draw(view: Wheel, words: Words) -> str:
    """The radar; new trends are filled, those that moved carry an arrow in the list beside it."""
    told = words.listed(f"{blip.number} {blip.ref.title}" for blip in view.blips)
    if len(view.blips) <= FEW:
        return svg.text(svg.pair(lambda drawn, size: _draw(drawn, size, view, words), WIDE, NARROW, told, "radar"))
    rows = _rows(view)
    narrow = svg.Size(svg.NARROW, HEAD + sum(height for _, height in rows))
    return svg.text(
        svg.pair(
            lambda drawn, size: _draw(drawn, size, view, words) if size is LARGE else _grid(drawn, size, view, words, rows),
            LARGE,
            narrow,
            told,
            "radar",
        )
    )


def _draw(drawn: Element, size: svg.Size, view: Wheel, words: Words) -> None:
    x0, y0, reach = size.width / 2, size.height / 2, size.width / 2 - EDGE
    for edge in reversed(OUTER):
        svg.circle(drawn, x0, y0, reach * edge, "pm-ring")
    count = max(1, len(view.categories))
    for at, category in enumerate(view.categories):
        angle = 2 * math.pi * at / count - math.pi / 2
        if count > 1:
            svg.line(drawn, (x0, y0), (x0 + reach * math.cos(angle), y0 + reach * math.sin(angle)), "pm-grid")
        _category(drawn, category, angle + math.pi / count, size)
    for edge, ring in zip(OUTER, RINGS, strict=True):
        svg.words(drawn, x0, y0 - reach * edge + 15, words.translate(RING_WORDS[ring]), "middle", "pm-words pm-words--soft")
    radius = 9 if size is NARROW else 11
    for blip, angle, share in _places(view, count) if size is not LARGE else _in_rows(view, count, reach):
        x, y = x0 + reach * share * math.cos(angle), y0 + reach * share * math.sin(angle)
        svg.circle(drawn, x, y, radius, f"pm-blip pm-blip--{blip.movement}")
        svg.words(drawn, x, y + 4, str(blip.number), "middle", "pm-words pm-words--number")


def _category(drawn: Element, name: str, angle: float, size: svg.Size) -> None:
    """What a sector is called: in the corner of the picture that is nearest to it."""
    x, y = size.width / 2 * (1 + 0.94 * math.cos(angle)), size.height / 2 + (size.height / 2 - 8) * 0.97 * math.sin(angle)
    side = "start" if math.cos(angle) < -0.3 else "end" if math.cos(angle) > 0.3 else "middle"
    x = 4 if side == "start" else size.width - 4 if side == "end" else x
    told = svg.clipped(name[:1].upper() + name[1:], size.width / 2 - 24)
    svg.words(drawn, x, y, told, side, "pm-words pm-words--strong")


def _places(view: Wheel, count: int) -> list[tuple[Blip, float, float]]:
    """Each trend with its angle and its share of the radius: in its sector and ring, those that share both spread evenly."""
    groups: dict[tuple[str, str], list[Blip]] = {}
    for blip in view.blips:
        groups.setdefault((blip.category, blip.ring), []).append(blip)
    found = []
    for (category, ring), blips in groups.items():
        start = 2 * math.pi * view.categories.index(category) / count - math.pi / 2
        for at, blip in enumerate(blips, start=1):
            shift = 0.5 + 0.2 * (-1 if at % 2 else 1) * (len(blips) > 1)
            inner, outer = INNER[RINGS.index(ring)], OUTER[RINGS.index(ring)]
            share = inner + (outer - inner) * shift
            found.append((blip, start + 2 * math.pi / count * at / (len(blips) + 1), share))
    return found


def _in_rows(view: Wheel, count: int, reach: float) -> Iterator[tuple[Blip, float, float]]:
    """As `_places`, for many: those that share a sector and a ring stand in rows inside of it, as many in each as it has room for."""
    groups: dict[tuple[str, str], list[Blip]] = {}
    for blip in view.blips:
        groups.setdefault((blip.category, blip.ring), []).append(blip)
    for (category, ring), blips in groups.items():
        start, wide = 2 * math.pi * view.categories.index(category) / count - math.pi / 2, 2 * math.pi / count
        inner, outer = reach * INNER[RINGS.index(ring)], reach * OUTER[RINGS.index(ring)]
        radii = [outer - STEP * (0.7 + row) for row in range(max(1, int((outer - inner) / STEP)))]
        rooms = [max(1, int(radius * wide / STEP) - 1) for radius in radii]
        crowd = max(1.0, len(blips) / sum(rooms))
        waiting = list(blips)
        for radius, room in zip(radii, rooms, strict=True):
            here, waiting = waiting[: math.ceil(room * crowd)], waiting[math.ceil(room * crowd) :]
            for at, blip in enumerate(here, start=1):
                yield blip, start + wide * at / (len(here) + 1), radius / reach


def _rows(view: Wheel) -> list[tuple[str, float]]:
    """By category, the height that its row of the grid takes."""
    most = Counter((blip.category, blip.ring) for blip in view.blips)
    tall = {name: max(most[name, ring] for ring in (*RINGS, "")) for name in view.categories}
    return [(name, 22 + STEP * math.ceil(tall[name] / ACROSS) + 6) for name in view.categories]


def _grid(drawn: Element, size: svg.Size, view: Wheel, words: Words, rows: list[tuple[str, float]]) -> None:
    """Categories below each other, rings beside each other, and in each cell the trends that have both."""
    wide = size.width / len(RINGS)
    for at, ring in enumerate(RINGS):
        svg.words(drawn, wide * (at + 0.5), 16, words.translate(RING_WORDS[ring]), "middle", "pm-words pm-words--soft")
    top = HEAD
    for name, height in rows:
        svg.line(drawn, (0, top), (size.width, top), "pm-grid")
        told = svg.clipped(name[:1].upper() + name[1:], size.width - 8)
        svg.words(drawn, 2, top + 15, told, "start", "pm-words pm-words--strong")
        for at, ring in enumerate(RINGS):
            blips = [blip for blip in view.blips if (blip.category, blip.ring) == (name, ring)]
            for nth, blip in enumerate(blips):
                x = wide * at + (wide - STEP * ACROSS) / 2 + STEP * (nth % ACROSS + 0.5)
                y = top + 22 + STEP * (nth // ACROSS + 0.5)
                svg.circle(drawn, x, y, 10, f"pm-blip pm-blip--{blip.movement}")
                svg.words(drawn, x, y + 4, str(blip.number), "middle", "pm-words pm-words--number")
        top += height
