"""Metrics: what is measured, and how it has moved."""

from typing import Annotated, ClassVar

from pydantic import Field, ValidationInfo, field_validator

from pmsite.messages import said
from pmsite.model.item import Aging, Part, fact
from pmsite.model.period import Period
from pmsite.model.refusal import refuse
from pmsite.model.values import Choice, Id, Number, Prose, Reference, Text, When


class Point(Part):
    """One measured value."""

    date: Period
    value: float
    note: str = ""


class Metric(Aging):
    """A number that tells whether the product does any good. Its series stands beside it, in a CSV file of the same name."""

    type: ClassVar[str] = "metric"
    folder: ClassVar[str] = "metrics"
    duty: ClassVar[str] = "data"

    definition: Prose = fact("What exactly is counted.", "Crews that synced a note in the last seven days.", default="")
    unit: Text = fact("What the numbers count; % for shares.", "crews", default="")
    direction: Annotated[str, Choice(("up", "down", "between"))] = fact("Which way is better.", "up", default="up")
    role: Annotated[str, Choice(("outcome", "input", "guardrail", "health"))] = fact("What it is for.", "input", default="outcome")
    timing: Annotated[str, Choice(("leading", "lagging"))] | None = fact("Whether it moves before or after the result.", "leading")
    target: Number | None = fact("The value to reach.", 900)
    low: Number | None = fact("The lowest good value, where it should stay between two.", 1, label="Lowest good value")
    high: Number | None = fact("The highest good value.", 3, label="Highest good value")
    by: When | None = fact("By when the target should be reached.", "2026-Q4")
    component: Annotated[Id, Reference(("component",))] | None = fact(
        "The part of the product that it measures.", "sync", inverse="In this component"
    )
    drives: Annotated[Id, Reference(("metric",))] | None = fact(
        "The metric that it moves.", "weekly-active-crews", inverse="Driven by"
    )
    cadence: Text = fact("How often it is measured.", "weekly", default="", label="How often")

    series: tuple[Point, ...] = Field(default=(), exclude=True)

    @field_validator("high")
    @classmethod
    def _is_above_low(cls, high: float | None, info: ValidationInfo) -> float | None:
        low = info.data.get("low")
        if high is not None and low is not None and high <= low:
            refuse(
                "band-upside-down",
                said("the highest good value {high} is not above the lowest, {low}", high=f"{high:g}", low=f"{low:g}"),
                said("swap `low` and `high`"),
            )
        return high

    @property
    def latest(self) -> Point | None:
        """The last measured value."""
        return self.series[-1] if self.series else None
