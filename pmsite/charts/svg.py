"""SVG through an XML serialiser, so that no text can become markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

Spot = tuple[float, float]
NARROW = 340.0
"""How wide the drawing for small screens is; the style sheet says where it is shown."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a drawing is, in units that are about pixels."""

    width: float
    height: float


def pair(draw: Callable[[Element, Size], None], wide: Size, narrow: Size, label: str, name: str) -> Element:
    """A picture in two drawings, of which a page shows the one that fits its place; what it shows is said once, for both."""
    found = Element("div", {"class": f"pm-chart pm-chart--{name}", "role": "img", "aria-label": label})
    for size, kind in ((wide, "wide"), (narrow, "narrow")):
        look = {"class": f"pm-drawing pm-drawing--{kind}", "viewBox": f"0 0 {size.width:g} {size.height:g}", "aria-hidden": "true"}
        draw(SubElement(found, "svg", look), size)
    return found


def bar_picture(width: float, height: float, label: str, name: str) -> Element:
    """An empty picture that fills its place, whatever its shape."""
    found = picture(width, height, label, name)
    found.set("preserveAspectRatio", "none")
    return found


def picture(width: float, height: float, label: str, name: str) -> Element:
    """An empty picture that scales with its place and says to a screen reader what it shows."""
    look = {"class": f"pm-chart pm-chart--{name}", "viewBox": f"0 0 {width:g} {height:g}"}
    return Element("svg", {**look, "role": "img", "aria-label": label})


def rectangle(parent: Element, x: float, width: float, height: float, name: str, y: float = 0, radius: float = 0) -> Element:
    """A box, coloured by its class."""
    found = SubElement(parent, "rect", {"class": name, "x": at(x), "y": at(y), "width": at(width), "height": at(height)})
    if radius:
        found.set("rx", at(radius))
    return found


def line(parent: Element, start: Spot, end: Spot, name: str) -> Element:
    """A straight line."""
    (x1, y1), (x2, y2) = start, end
    return SubElement(parent, "line", {"class": name, "x1": at(x1), "y1": at(y1), "x2": at(x2), "y2": at(y2)})


def path(parent: Element, spots: Iterable[Spot], name: str) -> Element:
    """A line through several points."""
    return SubElement(parent, "polyline", {"class": name, "points": " ".join(f"{at(x)},{at(y)}" for x, y in spots)})


def route(parent: Element, spots: Sequence[Spot], name: str) -> Element:
    """An arrow's way between columns: curves that leave and arrive level, and between two of them straight through a column."""
    d = f"M{spot_of(spots[0])}"
    for start, end in zip(spots[::2], spots[1::2], strict=True):
        middle = (start[0] + end[0]) / 2
        d += (
            f"L{spot_of(start)}" * (start is not spots[0])
            + f"C{at(middle)} {at(start[1])} {at(middle)} {at(end[1])} {spot_of(end)}"
        )
    return SubElement(parent, "path", {"class": name, "d": d})


def way_back(parent: Element, start: Spot, end: Spot, low: float, aside: float, name: str) -> Element:
    """An arrow's way to an earlier column: down beside the boxes, below all of them, and up again."""
    (x1, y1), (x2, y2) = start, end
    down = f"C{at(x1 + aside)} {at(y1)} {at(x1 + aside)} {at(low)} {at(x1)} {at(low)}"
    up = f"C{at(x2 - aside)} {at(low)} {at(x2 - aside)} {at(y2)} {at(x2)} {at(y2)}"
    return SubElement(parent, "path", {"class": name, "d": f"M{at(x1)} {at(y1)}{down}L{at(x2)} {at(low)}{up}"})


def circle(parent: Element, x: float, y: float, radius: float, name: str) -> Element:
    """A disc or a ring."""
    return SubElement(parent, "circle", {"class": name, "cx": at(x), "cy": at(y), "r": at(radius)})


def words(parent: Element, x: float, y: float, text: str, anchor: str = "start", name: str = "pm-words") -> Element:
    """A text, anchored at its start, middle or end."""
    found = SubElement(parent, "text", {"class": name, "x": at(x), "y": at(y), "text-anchor": anchor})
    found.text = text
    return found


def spot_of(spot: Spot) -> str:
    """A point as paths name it."""
    return f"{at(spot[0])} {at(spot[1])}"


def at(value: float) -> str:
    """A coordinate, no finer than anybody can see."""
    return f"{round(value, 1):g}"


def width_of(text: str) -> float:
    """About how wide a text is in a size of 12: Chinese characters take twice the room of others."""
    return sum(12.0 if ord(character) > 0x2E7F else 7.0 for character in text)


def clipped(text: str, room: float) -> str:
    """As much of a text as fits into a width, with an ellipsis where it was cut."""
    if width_of(text) <= room:
        return text
    kept = ""
    for character in text:
        if width_of(kept + character) + 8 > room:
            break
        kept += character
    return kept.rstrip() + "…"


def wrapped(text: str, room: float, most: int) -> list[str]:
    """A text in lines no wider than a width, the last one clipped; Chinese may break at any character."""
    lines: list[str] = []
    line = ""
    for piece in re.findall(r"[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+", text):
        if line and width_of((line + piece).rstrip()) > room and len(lines) < most - 1:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, clipped(line.rstrip(), room)]


def text(picture: Element) -> str:
    """The picture as markup for a page."""
    return tostring(picture, encoding="unicode")
