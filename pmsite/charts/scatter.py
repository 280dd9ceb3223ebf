"""Points between two axes, each numbered; the list beside the picture names them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from pmsite.charts import svg

if TYPE_CHECKING:
    from pmsite.views.market import Scatter

TOLD = 12
"""Points that the words for a screen reader name; the list beside the picture has all."""
SIZE, LEFT, TOP, BOTTOM = 440.0, 28.0, 12.0, 30.0
QUARTERS = {
    "quick_wins": "Quick wins",
    "big_bets": "Big bets",
    "fill_ins": "Fill-ins",
    "time_sinks": "Time sinks",
    "effort": "Effort",
    "value": "Value",
}
"""Words of the value and effort picture, in English."""
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""
SIDES = (
    ("start", 10.0, 4.0),
    ("end", -10.0, 4.0),
    ("middle", 0.0, -11.0),
    ("middle", 0.0, 20.0),
    ("start", 9.0, -7.0),
    ("start", 9.0, 15.0),
    ("end", -9.0, -7.0),
    ("end", -9.0, 15.0),
)
"""Where a name may stand, the best first: its anchor, and how far from the point."""


def draw(view: Scatter, translate: Callable[[str], str]) -> str:
    """The picture: names beside the points while they fit, else their numbers."""
    width, height = SIZE * 1.35, SIZE
    across, up = (translate(QUARTERS.get(words, words)) for words in (view.across, view.up))
    named = [spot.title for spot in view.spots[:TOLD]]
    if len(view.spots) > TOLD:
        named.append(translate("and {count} more").format(count=len(view.spots) - TOLD))
    drawn = svg.picture(width, height, f"{across} / {up}: " + ", ".join(named), "scatter")
    right, floor = width - 12, height - BOTTOM
    svg.rectangle(drawn, LEFT, right - LEFT, floor - TOP, "pm-frame", TOP, 4)
    svg.line(drawn, ((LEFT + right) / 2, TOP), ((LEFT + right) / 2, floor), "pm-grid")
    svg.line(drawn, (LEFT, (TOP + floor) / 2), (right, (TOP + floor) / 2), "pm-grid")
    corners = (
        (LEFT + 8, TOP + 16, "start"),
        (right - 8, TOP + 16, "end"),
        (LEFT + 8, floor - 8, "start"),
        (right - 8, floor - 8, "end"),
    )
    for words, (x, y, side) in zip(view.quarters, corners, strict=True):
        if words:
            svg.words(drawn, x, y, translate(QUARTERS.get(words, words)), side, "pm-words pm-words--soft")
    svg.words(drawn, right, height - 8, f"{across} →", "end")
    turned = svg.words(drawn, 0, 0, f"{up} →", "end")
    turned.set("transform", f"translate(18 {TOP:g}) rotate(-90)")
    few = len(view.spots) <= 12
    places = [(LEFT + (right - LEFT) * spot.x, floor - (floor - TOP) * spot.y) for spot in view.spots]
    for number, (spot, (x, y)) in enumerate(zip(view.spots, places, strict=True), start=1):
        svg.circle(drawn, x, y, 6 if few else 9, "pm-spot pm-spot--own" if spot.own else "pm-spot")
        if not few:
            svg.words(drawn, x, y + 3.5, str(number), "middle", "pm-words pm-words--number")
    if few:
        _names(drawn, [svg.clipped(spot.title, 170) for spot in view.spots], places, (LEFT + 4, TOP, right - 4, floor))
    return svg.text(drawn)


def _names(drawn: Element, names: list[str], places: list[svg.Spot], frame: Box) -> None:
    """Each name beside its point, on the first side where it stands on nothing else."""
    taken = [(x - 7, y - 7, x + 7, y + 7) for x, y in places]
    for name, (x, y) in zip(names, places, strict=True):
        spots = [_beside(name, x, y, side) for side in SIDES]
        box, at, side = next((spot for spot in spots if _free(spot[0], taken, frame)), spots[0])
        taken.append(box)
        svg.words(drawn, *at, name, side)


def _beside(name: str, x: float, y: float, side: tuple[str, float, float]) -> tuple[Box, svg.Spot, str]:
    anchor, right, down = side
    width = svg.width_of(name)
    x, y = x + right, y + down
    start = x if anchor == "start" else x - width if anchor == "end" else x - width / 2
    return (start, y - 10, start + width, y + 3), (x, y), anchor


def _free(box: Box, taken: list[Box], frame: Box) -> bool:
    left, top, right, bottom = box
    inside = left >= frame[0] and top >= frame[1] and right <= frame[2] and bottom <= frame[3]
    return inside and all(left > b[2] or right < b[0] or top > b[3] or bottom < b[1] for b in taken)
