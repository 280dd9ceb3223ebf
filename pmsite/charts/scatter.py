"""Points between two axes, each numbered; the list beside the picture names them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from pmsite.charts import svg
from pmsite.charts.labels import Labels, around
from pmsite.charts.words import Words

if TYPE_CHECKING:
    from pmsite.views.market import Scatter

TOLD = 12
"""Points that the words for a screen reader name; the list beside the picture has all."""
WIDE, NARROW = svg.Size(640, 440), svg.Size(svg.NARROW, 360)
LEFT, TOP, BOTTOM, EDGE = 28.0, 12.0, 30.0, 12.0
SHORT, LINE = 110.0, 14.0
"""As much of a name as is shown where it has no room, and how far apart the names of one spot stand."""
QUARTERS = {
    "quick_wins": "Quick wins",
    "big_bets": "Big bets",
    "fill_ins": "Fill-ins",
    "time_sinks": "Time sinks",
    "effort": "Effort",
    "value": "Business value",
}
"""Words of the value and effort picture, in English."""


def draw(view: Scatter, words: Words) -> str:
    """The picture: names beside the points while they fit, else their numbers."""
    translate = words.translate
    named = [spot.title for spot in view.spots[:TOLD]]
    if len(view.spots) > TOLD:
        named.append(translate("and {count} more").format(count=len(view.spots) - TOLD))
    axes = " / ".join(translate(QUARTERS.get(axis, axis)) for axis in (view.across, view.up))
    label = words.named(axes, words.listed(named))
    return svg.text(svg.pair(lambda drawn, size: _draw(drawn, size, view, words), WIDE, NARROW, label, "scatter"))


def _draw(drawn: Element, size: svg.Size, view: Scatter, words: Words) -> None:
    right, floor = size.width - EDGE, size.height - BOTTOM
    labels = Labels((LEFT + 4, TOP, right - 4, floor))
    _frame(drawn, size, view, words, labels)
    few = len(view.spots) <= TOLD
    places = [(LEFT + (right - LEFT) * spot.x, floor - (floor - TOP) * spot.y) for spot in view.spots]
    for number, (spot, (x, y)) in enumerate(zip(view.spots, places, strict=True), start=1):
        svg.circle(drawn, x, y, 6 if few else 9, "pm-spot pm-spot--own" if spot.own else "pm-spot")
        if not few:
            svg.words(drawn, x, y + 3.5, str(number), "middle", "pm-words pm-words--number")
    labels.keep(places, 7)
    if few:
        for spot, (x, y), above in zip(view.spots, places, _above(places), strict=True):
            beside = list(around((x, y + above * LINE)))
            if not labels.put(drawn, spot.title, beside, always=False):
                labels.put(drawn, svg.clipped(spot.title, SHORT), beside)


def _above(places: Sequence[svg.Spot]) -> Iterator[int]:
    """For each point, how many points stand on the same spot before it: their names stand above its own."""
    for at, (x, y) in enumerate(places):
        yield sum(abs(x - left) + abs(y - top) < LINE / 2 for left, top in places[:at])


def _frame(drawn: Element, size: svg.Size, view: Scatter, words: Words, labels: Labels) -> None:
    """Four quarters with their names, and what the axes say."""
    right, floor = size.width - EDGE, size.height - BOTTOM
    svg.rectangle(drawn, LEFT, right - LEFT, floor - TOP, "pm-frame", TOP, 4)
    svg.line(drawn, ((LEFT + right) / 2, TOP), ((LEFT + right) / 2, floor), "pm-grid")
    svg.line(drawn, (LEFT, (TOP + floor) / 2), (right, (TOP + floor) / 2), "pm-grid")
    across, up = (words.translate(QUARTERS.get(axis, axis)) for axis in (view.across, view.up))
    corners = (
        (LEFT + 8, TOP + 16, "start"),
        (right - 8, TOP + 16, "end"),
        (LEFT + 8, floor - 8, "start"),
        (right - 8, floor - 8, "end"),
    )
    for quarter, corner in zip(view.quarters, corners, strict=True):
        if quarter:
            labels.put(drawn, words.translate(QUARTERS.get(quarter, quarter)), [corner], "pm-words pm-words--soft")
    svg.words(drawn, right, size.height - 8, f"{across} →", "end")
    turned = svg.words(drawn, 0, 0, f"{up} →", "end")
    turned.set("transform", f"translate(18 {TOP:g}) rotate(-90)")
