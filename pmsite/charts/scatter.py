"""Points between two axes, each numbered; the list beside the picture names them."""

from __future__ import annotations

from collections.abc import Callable

from pmsite.charts import svg
from pmsite.views.market import Scatter

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


def draw(view: Scatter, translate: Callable[[str], str]) -> str:
    """The picture: names beside the points while they fit, else their numbers."""
    width, height = SIZE * 1.35, SIZE
    across, up = (translate(QUARTERS.get(words, words)) for words in (view.across, view.up))
    drawn = svg.picture(width, height, f"{across} / {up}: " + ", ".join(spot.title for spot in view.spots[:12]), "scatter")
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
    taken: list[tuple[float, float]] = []
    for number, spot in enumerate(view.spots, start=1):
        x, y = LEFT + (right - LEFT) * spot.x, floor - (floor - TOP) * spot.y
        svg.circle(drawn, x, y, 6 if few else 9, "pm-spot pm-spot--own" if spot.own else "pm-spot")
        if not few:
            svg.words(drawn, x, y + 3.5, str(number), "middle", "pm-words pm-words--number")
            continue
        side = "end" if spot.x > 0.6 else "start"
        while any(abs(y - other_y) < 13 and abs(x - other_x) < 110 for other_x, other_y in taken):
            y += 13
        taken.append((x, y))
        svg.words(drawn, x + (-10 if side == "end" else 10), y + 4, svg.clipped(spot.title, 170), side)
    return svg.text(drawn)
