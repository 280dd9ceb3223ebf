"""Objectives and their key results."""

from typing import Annotated, ClassVar

from pmsite.model.item import Item, Part, fact
from pmsite.model.values import LIST, Boolean, Choice, Day, Id, Name, Number, Positive, Prose, Reference, Share, Text, Title, When

KEY_RESULT_KINDS = ("metric", "milestone", "baseline")


class CheckIn(Part):
    """How a key result stood on one day."""

    date: Day = fact("The day.", "2026-11-20", default=...)
    value: Number | None = fact("The value on that day.", 610)
    confidence: Share | None = fact("How sure the team was to reach the target.", "70%")
    note: Prose = fact("What happened, and what is in the way.", "The new onboarding is out.", default="")


class Step(Part):
    """One step of a milestone."""

    text: Prose = fact("What will be true.", "Beta is open", default=..., outside=True)
    done: Boolean = fact("Whether it is.", True, default=False, outside=True)
    weight: Positive = fact("How much it counts.", 2, default=1.0)


class Checkpoint(Part):
    """A value that a key result should have reached by a day."""

    date: Day = fact("The day.", "2026-11-30", default=...)
    value: Number = fact("The value to have reached by then.", 500, default=...)


class KeyResult(Part):
    """One measurable result that says whether an objective is reached."""

    id: Id = fact("Its name inside the objective; others write objective-id.key.", "kr1", outside=True)
    title: Title = fact("What will be true.", "Weekly active teams from 400 to 900", default=..., outside=True)
    kind: Annotated[str, Choice(KEY_RESULT_KINDS)] = fact(
        "A number that moves, a milestone that is reached or not, or a baseline to establish.", "metric", default="metric"
    )
    metric: Annotated[Id, Reference(("metric",))] | None = fact(
        "The metric that measures it; gives baseline, current value and unit where they are absent.",
        "weekly-active-crews",
        inverse="Measured for",
    )
    baseline: Number | None = fact("The value at the start.", 400)
    target: Number | None = fact("The value to reach.", 900)
    current: Number | None = fact("The value now; the last check-in's where it is absent.", 610, label="Current value")
    unit: Text = fact("What the numbers count.", "teams", default="")
    done: Boolean = fact("Whether a milestone is reached, or a baseline established.", True, default=False)
    confidence: Share | None = fact("How sure the team is to reach it.", "70%")
    steps: Annotated[tuple[Step, ...], LIST] = fact(
        "The steps of a milestone.", [{"text": "Beta is open", "done": True}], default=()
    )
    checkins: Annotated[tuple[CheckIn, ...], LIST] = fact(
        "How it stood, day by day.", [{"date": "2026-11-20", "value": 610, "confidence": "70%"}], default=(), label="Check-ins"
    )
    plan: Annotated[tuple[Checkpoint, ...], LIST] = fact(
        "The way to the target where it is no straight line, such as a launch in the middle of the period or a season.",
        [{"date": "2026-11-30", "value": 500}],
        default=(),
    )
    weight: Positive = fact("How much it counts in the objective's score.", 2, default=1.0)
    owner: Name | None = fact("Who answers for it.", "growth-lead", inverse="Answers for")

    def counts(self, unit: str) -> bool:
        """Whether its numbers are of a metric's unit; they are where one of the two does not say."""
        return not unit or not self.unit or self.unit == unit


class Objective(Item):
    """A goal for a stretch of time, with the key results that measure it."""

    type: ClassVar[str] = "objective"
    folder: ClassVar[str] = "objectives"
    duty: ClassVar[str] = "goals"

    period: When | None = fact("The stretch of time that it is for.", "2026-Q4", outside=True)
    team: Annotated[Id, Reference(("team",))] | None = fact(
        "The team that pursues it.", "growth", outside=True, inverse="Work of this team"
    )
    parent: Annotated[Id, Reference(("objective", "vision"))] | None = fact(
        "The objective or vision that it serves.", "2026-growth", outside=True, label="Serves", inverse="Served by"
    )
    continues: Annotated[Id, Reference(("objective",))] | None = fact(
        "The goal of an earlier period that it goes on with.",
        "2026-q3-activation",
        outside=True,
        label="Continues",
        inverse="Continued by",
    )
    rank: Number | None = fact("Its place among the others, any number, the smallest first; what has none follows.", 3)
    ambition: Annotated[str, Choice(("committed", "aspirational"))] = fact(
        "Committed: 1.0 is expected. Aspirational: 0.7 is a success.", "committed", default="aspirational"
    )
    key_results: Annotated[tuple[KeyResult, ...], LIST] = fact(
        "Two to five results that measure it.",
        [{"id": "kr1", "title": "Weekly active teams", "baseline": 400, "target": 900}],
        default=(),
        outside=True,
    )
