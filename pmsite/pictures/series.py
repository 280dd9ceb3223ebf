"""One metric over time, and the burn-up of one release."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from pmsite.charts import burnup, line, svg
from pmsite.pictures.sheet import EDGE, INSIDE, Pen
from pmsite.views.item_past import Burnup
from pmsite.views.metric import Reading
from pmsite.wording import dates

SCALE, TALL = 1.25, 380.0


def draw_metric(found: Reading, pen: Pen, top: float) -> float:
    """Draw a metric below a line; gives where it ends."""
    y = top
    if found.latest is not None:
        told = f"{dates.number_words(found.latest.value, pen.language)} {found.unit}".strip()
        used = pen.write((EDGE, y + 22), told, "title")
        pen.write((EDGE + used + 12, y + 22), pen.when(found.latest.date), "soft")
        y += 36
    if found.definition:
        y = pen.paragraph((EDGE, y + 14), found.definition, INSIDE, 2, "soft", 17)
    line.onto(_panel(pen, y), svg.Size(INSIDE / SCALE, TALL / SCALE), found.line, pen.words)
    return y + TALL + 8


def draw_burnup(found: Burnup, pen: Pen, top: float) -> float:
    """Draw a burn-up below a line; gives where it ends."""
    burnup.onto(_panel(pen, top), svg.Size(INSIDE / SCALE, TALL / SCALE), found, pen.words)
    return top + TALL + 8


def _panel(pen: Pen, y: float) -> Element:
    """A part of the picture with measures of its own, as drawings of pages have them."""
    return SubElement(pen.drawn, "g", {"transform": f"translate({svg.at(EDGE)} {svg.at(y)}) scale({SCALE})"})
