"""Boxes and arrows in columns: what must come first stands further left."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pmsite.charts import svg
from pmsite.charts.words import Words

if TYPE_CHECKING:
    from pmsite.views.dependencies import Graph

TOLD = 30
"""Arrows that the words for a screen reader name; the table beside the picture has all."""
BOX, HEIGHT, GAP, ROW, PASS, EDGE = 200.0, 42.0, 52.0, 54.0, 12.0, 6.0
"""A box and the room around it; `PASS` is the room for an arrow that passes a column."""
Arrow = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Stop:
    """Where an arrow passes a column between its ends, so that it runs behind no box."""

    arrow: Arrow
    layer: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where boxes and stops are, by their left upper corner, and where those arrows pass that need it."""

    places: dict[str | Stop, svg.Spot]
    stops: dict[Arrow, list[Stop]]
    back: list[Arrow]
    width: float
    floor: float


def draw(view: Graph, words: Words) -> str:
    """The picture of a graph; boxes carry the colour of their stage."""
    found = layout(view)
    titles = {node.id: node.title for node in view.nodes}
    arrows = [f"{titles[a]} → {titles[b]}" for a, b in view.arrows[:TOLD]]
    if len(view.arrows) > TOLD:
        arrows.append(words.translate("and {count} more").format(count=len(view.arrows) - TOLD))
    told = words.told(arrows)
    height = found.floor + EDGE + PASS * len(found.back)
    drawn = svg.picture(found.width, height, told or words.translate("No dependencies"), "graph")
    drawn.set("style", f"--w:{found.width:g}")
    for arrow in view.arrows:
        (x1, y1), (x2, y2) = (found.places[end] for end in arrow)
        start, tip = (x1 + BOX, y1 + HEIGHT / 2), (x2 - 1, y2 + HEIGHT / 2)
        if arrow in found.back:
            low = found.floor + PASS * (found.back.index(arrow) + 0.5)
            svg.way_back(drawn, start, (tip[0] - 4, tip[1]), low, GAP / 2, "pm-arrow")
        else:
            passed = [spot for stop in found.stops.get(arrow, ()) for spot in _through(found.places[stop])]
            svg.route(drawn, [start, *passed, (tip[0] - 4, tip[1])], "pm-arrow")
        svg.path(drawn, [(tip[0] - 5, tip[1] - 4), tip, (tip[0] - 5, tip[1] + 4)], "pm-arrow")
    for node in view.nodes:
        x, y = found.places[node.id]
        svg.rectangle(drawn, x, BOX, HEIGHT, "pm-box", y, 4)
        if node.stage:
            svg.rectangle(drawn, x, 4, HEIGHT, f"pm-fill--{node.stage}", y, 2)
        lines = svg.wrapped(node.title, BOX - 24, 2)
        for row, line in enumerate(lines):
            svg.words(drawn, x + 12, y + HEIGHT / 2 + 4 + 15 * (row - (len(lines) - 1) / 2), line)
    return svg.text(drawn)


def layout(view: Graph) -> Layout:
    """Columns from left to right, each in the order in which its arrows arrive."""
    layer = {node.id: node.layer for node in view.nodes}
    back = [(first, then) for first, then in view.arrows if layer[then] <= layer[first]]
    columns: dict[int, list[str | Stop]] = {}
    before: dict[str | Stop, list[str | Stop]] = {}
    stops: dict[Arrow, list[Stop]] = {}
    for node in view.nodes:
        columns.setdefault(node.layer, []).append(node.id)
    for first, then in view.arrows:
        passed = [Stop((first, then), column) for column in range(layer[first] + 1, layer[then])]
        stops[first, then] = passed
        for stop in passed:
            columns[stop.layer].append(stop)
        way: list[str | Stop] = [first, *passed, then]
        for one, following in pairwise(way):
            before.setdefault(following, []).append(one)
    places: dict[str | Stop, svg.Spot] = {}
    floor, left = 0.0, GAP / 2 if back else EDGE
    for column in sorted(columns):
        found = sorted(columns[column], key=lambda one: _height(one, before, places))
        y = EDGE
        for one in found:
            places[one] = (left + column * (BOX + GAP), y)
            y += PASS if isinstance(one, Stop) else ROW
        floor = max(floor, y - (ROW - HEIGHT if found and not isinstance(found[-1], Stop) else 0))
    width = left + max(columns, default=0) * (BOX + GAP) + BOX + (GAP / 2 if back else EDGE)
    return Layout(places, stops, back, width, floor)


def _through(place: svg.Spot) -> tuple[svg.Spot, svg.Spot]:
    x, y = place
    return (x, y + PASS / 2), (x + BOX, y + PASS / 2)


def _height(one: str | Stop, before: dict[str | Stop, list[str | Stop]], places: dict[str | Stop, svg.Spot]) -> float:
    """The mean height of what comes first, so that arrows run level."""
    heights = [places[first][1] for first in before.get(one, ()) if first in places]
    return sum(heights) / len(heights) if heights else 0.0
