"""The difference between two rates with the interval in which it lies, against no difference at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmsite.charts import svg
from pmsite.charts.words import Words

if TYPE_CHECKING:
    from pmsite.views.experiment import Arm

WIDTH, HEIGHT = 200.0, 22.0


def draw(view: tuple[Arm, float], words: Words) -> str:
    """One variant's interval; the second part of the view is how far the scale reaches on either side of zero."""
    arm, reach = view
    low, high, lift = arm.low or 0.0, arm.high or 0.0, arm.lift or 0.0
    drawn = svg.picture(WIDTH, HEIGHT, f"{lift:+.2%} ({low:+.2%} … {high:+.2%})", "interval")

    def x(value: float) -> float:
        return WIDTH / 2 + (WIDTH / 2 - 8) * max(-1.0, min(1.0, value / (reach or 1)))

    svg.line(drawn, (WIDTH / 2, 2), (WIDTH / 2, HEIGHT - 2), "pm-goal-line")
    kind = "good" if low > 0 else "poor" if high < 0 else "none"
    svg.line(drawn, (x(low), HEIGHT / 2), (x(high), HEIGHT / 2), f"pm-whisker pm-whisker--{kind}")
    if kind == "poor":
        svg.rectangle(drawn, x(lift) - 4, 8, 8, "pm-fill--poor", HEIGHT / 2 - 4)
    else:
        svg.circle(drawn, x(lift), HEIGHT / 2, 4.5, f"pm-fill--{kind}")
    return svg.text(drawn)
