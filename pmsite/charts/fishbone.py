"""Causes by category as the bones of a fish (Ishikawa), the effect at its head."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from pmsite.charts import svg
from pmsite.charts.words import Words

LEAST, MOST, HEAD, LINE = 150.0, 250.0, 150.0, 18.0
"""How wide a category may be, how wide the effect is, and how far apart its causes stand."""


def draw(view: tuple[str, Mapping[str, tuple[str, ...]]], words: Words) -> str:
    """The picture of an effect and its causes by category, their names translated already."""
    effect, causes = view
    names = list(causes)
    above, below = names[0::2], names[1::2]
    most = max((len(causes[name]) for name in names), default=0)
    widest = max((svg.width_of(cause) for found in causes.values() for cause in found), default=0.0)
    side_room = min(MOST, max(LEAST, widest + 58))
    rise = 44 + LINE * max(most, 1)
    columns = max(len(above), len(below), 1)
    width, height = columns * side_room + HEAD + 24, 2 * rise + 20
    spine = height / 2
    told = words.told(words.named(name, words.listed(causes[name])) for name in names)
    drawn = svg.picture(width, height, f"{effect} ← {told}", "fishbone")
    drawn.set("style", f"--w:{width:g}")
    svg.line(drawn, (8, spine), (columns * side_room + 12, spine), "pm-bone pm-bone--spine")
    _head(drawn, columns * side_room + 12, spine, effect)
    for side, group in ((-1, above), (1, below)):
        for at, name in enumerate(group):
            foot = (at + 1) * side_room
            svg.line(drawn, (foot - 46, spine + side * (rise - 14)), (foot, spine), "pm-bone")
            end = spine + side * (rise - 14)
            svg.words(
                drawn,
                foot - 46,
                end + (-6 if side < 0 else 16),
                svg.clipped(name[:1].upper() + name[1:], side_room - 20),
                "middle",
                "pm-words pm-words--strong",
            )
            for row, cause in enumerate(causes[name]):
                y = end - side * (LINE * (row + 0.8))
                x = foot - 46 + 46 * abs(y - end) / (rise - 14)
                svg.line(drawn, (x - 12, y), (x, y), "pm-bone")
                svg.words(drawn, x - 16, y + 4, svg.clipped(cause, side_room - 56), "end")
    return svg.text(drawn)


def _head(drawn: Element, x: float, spine: float, effect: str) -> None:
    """The effect in its box, in as many lines as it needs."""
    lines = svg.wrapped(effect, HEAD - 20, 4)
    height = 16 * len(lines) + 16
    svg.rectangle(drawn, x, HEAD, height, "pm-box pm-box--effect", spine - height / 2, 4)
    for row, line in enumerate(lines):
        y = spine - height / 2 + 20 + 16 * row
        svg.words(drawn, x + HEAD / 2, y, line, "middle", "pm-words pm-words--strong")
