"""Boxes and arrows in columns: what must come first stands further left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from pmsite.charts import svg

if TYPE_CHECKING:
    from pmsite.views.dependencies import Graph

TOLD = 30
"""Arrows that the words for a screen reader name; the table beside the picture has all."""
BOX, HEIGHT, GAP, ROW, BOW = 184.0, 42.0, 52.0, 54.0, 44.0


def draw(view: Graph, translate: Callable[[str], str]) -> str:
    """The picture of a graph; boxes carry the colour of their stage."""
    layers: dict[int, list[str]] = {}
    for node in view.nodes:
        layers.setdefault(node.layer, []).append(node.id)
    before: dict[str, list[str]] = {}
    for first, then in view.arrows:
        before.setdefault(then, []).append(first)
    places: dict[str, tuple[float, float]] = {}
    for column in sorted(layers):
        ids = layers[column]
        ids.sort(key=lambda name: _height(name, before, places))
        for row, name in enumerate(ids):
            places[name] = (column * (BOX + GAP) + 4, row * ROW + 6)
    width = max((x for x, _ in places.values()), default=0) + BOX + 8
    circular = any(places[then][0] <= places[first][0] for first, then in view.arrows)
    height = max((y for _, y in places.values()), default=0) + HEIGHT + (BOW if circular else 8)
    titles = {node.id: node.title for node in view.nodes}
    told = "; ".join(f"{titles[a]} → {titles[b]}" for a, b in view.arrows[:TOLD])
    if len(view.arrows) > TOLD:
        told += "; " + translate("and {count} more").format(count=len(view.arrows) - TOLD)
    drawn = svg.picture(width, height, told or translate("No dependencies"), "graph")
    drawn.set("style", f"--w:{width:g}")
    for first, then in view.arrows:
        (x1, y1), (x2, y2) = places[first], places[then]
        if x2 <= x1:
            _back(drawn, (x1 + BOX * 0.6, y1 + HEIGHT), (x2 + BOX * 0.4, y2 + HEIGHT))
            continue
        svg.curve(drawn, (x1 + BOX, y1 + HEIGHT / 2), (x2 - 5, y2 + HEIGHT / 2), "pm-arrow")
        tip = y2 + HEIGHT / 2
        svg.path(drawn, [(x2 - 6, tip - 4), (x2 - 1, tip), (x2 - 6, tip + 4)], "pm-arrow")
    for node in view.nodes:
        x, y = places[node.id]
        svg.rectangle(drawn, x, BOX, HEIGHT, "pm-box", y, 4)
        if node.stage:
            svg.rectangle(drawn, x, 4, HEIGHT, f"pm-fill--{node.stage}", y, 2)
        lines = svg.wrapped(node.title, BOX - 22, 2)
        for row, line in enumerate(lines):
            svg.words(drawn, x + 12, y + HEIGHT / 2 + 4 + 15 * (row - (len(lines) - 1) / 2), line)
    return svg.text(drawn)


def _back(drawn: Element, start: svg.Spot, end: svg.Spot) -> None:
    """An arrow that leads back to an earlier column, below the boxes."""
    svg.bow(drawn, start, (end[0], end[1] + 5), BOW, "pm-arrow")
    svg.path(drawn, [(end[0] - 4, end[1] + 7), (end[0], end[1] + 2), (end[0] + 4, end[1] + 7)], "pm-arrow")


def _height(name: str, before: dict[str, list[str]], places: dict[str, tuple[float, float]]) -> float:
    """The mean height of what comes first, so that arrows run level."""
    heights = [places[first][1] for first in before.get(name, ()) if first in places]
    return sum(heights) / len(heights) if heights else 0.0
