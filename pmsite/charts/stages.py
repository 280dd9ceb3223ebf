"""How many features are in each stage, as one stacked bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmsite.charts import svg
from pmsite.charts.words import Words

if TYPE_CHECKING:
    from pmsite.views.parts import StageCount

STAGE_WORDS = {
    "idea": "Idea",
    "open": "Open",
    "discovery": "In discovery",
    "planned": "Planned",
    "building": "Building",
    "shipped": "Shipped",
    "dropped": "Dropped",
}
"""What readers call each stage, in English."""

WIDTH, HEIGHT, GAP = 240.0, 8.0, 1.5


def draw(counts: tuple[StageCount, ...], words: Words) -> str:
    """A bar with one part for each stage, as wide as its share."""
    total = sum(found.count for found in counts)
    label = words.listed(words.named(words.translate(STAGE_WORDS[found.stage]), str(found.count)) for found in counts)
    drawn = svg.bar_picture(WIDTH, HEIGHT, label, "stages")
    free = WIDTH - GAP * (len(counts) - 1)
    at = 0.0
    for found in counts:
        width = free * found.count / total
        svg.rectangle(drawn, round(at, 2), round(width, 2), HEIGHT, f"pm-fill--{found.stage}")
        at += width + GAP
    return svg.text(drawn)
