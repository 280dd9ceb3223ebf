"""The roadmap over time: quarters across, lanes of features below."""

from __future__ import annotations

from xml.etree.ElementTree import SubElement

from pmsite.charts import svg
from pmsite.pictures.sheet import EDGE, INSIDE, WIDTH, NothingToDraw, Pen
from pmsite.views.axis import Mark
from pmsite.views.timeline import Bar, Lane, Timeline
from pmsite.wording import labels

NAMES = 400.0
"""How wide the column of names is."""
ROWS, ROW, BAR = 40, 28.0, 12.0
_LEFT, _WIDE = EDGE + NAMES, INSIDE - NAMES


def draw(found: Timeline, pen: Pen, top: float) -> float:
    """Draw it below a line; gives where it ends."""
    lanes = [lane for lane in found.lanes if lane.rows]
    if not lanes:
        raise NothingToDraw(
            "no feature that these readers see has a date in these quarters", "give features a `target`, and a `visibility`"
        )
    y = _marks(found, pen, top)
    head = y
    for nth, quarter in enumerate(found.quarters):
        pen.write(
            (_LEFT + _WIDE * nth / len(found.quarters) + 6, y + 16), pen.when(quarter), "soft", _WIDE / len(found.quarters) - 8
        )
    y += 26
    behind = SubElement(pen.drawn, "g")
    left = ROWS
    for lane in lanes:
        if left <= 0:
            break
        y = _lane(lane, pen, y, left)
        left -= len(lane.rows)
    hidden = sum(len(lane.rows) for lane in lanes) - ROWS
    for nth in range(len(found.quarters) + 1):
        x = _LEFT + _WIDE * nth / len(found.quarters)
        svg.line(behind, (x, head), (x, y), "pm-rule")
    x = _LEFT + _WIDE * found.today
    svg.line(pen.drawn, (x, head), (x, y), "pm-today")
    pen.write((x, y + 14), pen.words.translate("today"), "mark", 80, "middle")
    if hidden > 0:
        pen.more((EDGE, y + 14), hidden)
    return y + 24


def _marks(found: Timeline, pen: Pen, y: float) -> float:
    """Releases and launches above the axis."""
    levels = 1 + max((mark.level for mark in found.marks), default=-1)
    floor = y + levels * 18
    for mark in found.marks:
        _mark(mark, pen, y + (levels - mark.level) * 18 - 6, floor)
    return floor + 6 * bool(levels)


def _mark(mark: Mark, pen: Pen, y: float, floor: float) -> None:
    x = _LEFT + _WIDE * mark.at
    svg.line(pen.drawn, (x, y - 4), (x, floor + 4), "pm-rule")
    svg.circle(pen.drawn, x, y - 4, 3.5, "pm-spot" if mark.text else "pm-flag")
    told = f"{mark.text or mark.ref.title}, {pen.when(mark.date)}"
    room = x - _LEFT if mark.ends else WIDTH - EDGE - x
    pen.write((x - 8 if mark.ends else x + 8, y), told, "soft", max(60.0, room - 10), "end" if mark.ends else "start")


def _lane(lane: Lane, pen: Pen, y: float, most: int) -> float:
    name = pen.words.translate("Overdue") if lane.key == "overdue" else lane.ref.title if lane.ref else ""
    if not name:
        name = pen.words.translate(labels.value(lane.key)) if lane.key else ""
    svg.line(pen.drawn, (EDGE, y), (WIDTH - EDGE, y), "pm-rule")
    if name:
        pen.write((EDGE, y + 19), name, "strong", NAMES - 12)
        y += ROW
    for bar in lane.rows[:most]:
        _bar(bar, pen, y)
        y += ROW
    return y + 6


def _bar(bar: Bar, pen: Pen, y: float) -> None:
    card = bar.card
    told = pen.when(card.target) if card.target else ""
    room = svg.width_of(told)
    pen.write((EDGE + NAMES - 12, y + 18), told, "poor" if card.late else "soft", 120, "end")
    pen.write((EDGE + 12, y + 18), card.title, "", NAMES - 40 - room)
    x, width = _LEFT + _WIDE * bar.start, max(6.0, _WIDE * bar.length)
    svg.rectangle(pen.drawn, x, width, BAR, f"pm-fill--{card.stage}{' pm-tail' if bar.soft_end else ''}", y + (ROW - BAR) / 2, 3)
    if bar.soft_end:  # the last third of what is only known to a month or a quarter is fainter than the rest
        svg.rectangle(pen.drawn, x, width * 2 / 3, BAR, f"pm-fill--{card.stage}", y + (ROW - BAR) / 2, 3)
