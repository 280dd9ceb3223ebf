"""Cycles: stretches of a team's time, which others call sprints or iterations."""

from datetime import date
from typing import Annotated, Any, ClassVar

from pmsite.model.item import Item, fact
from pmsite.model.values import Between, Day, Id, NotNegative, Prose, Reference

DaysOfPlanning = Annotated[float, Between(0, 31)]

TURNS = ("running", "coming", "over", "")


class Cycle(Item):
    """A stretch of one team's time, with the work that it was planned for. What reaches users together is a release instead."""

    type: ClassVar[str] = "cycle"
    folder: ClassVar[str] = "cycles"
    duty: ClassVar[str] = "planning"

    team: Annotated[Id, Reference(("team",))] | None = fact("The team whose time it is.", "mobile", inverse="Work of this team")
    starts: Day | None = fact("Its first day.", "2026-11-02")
    ends: Day | None = fact("Its last day.", "2026-11-13")
    goal: Prose = fact(
        "What it is for, in a sentence or two.", "Notes are safe on a full disk.", default="", label="Goal of the cycle"
    )
    planned_within: DaysOfPlanning = fact(
        "Days after the first one in which what is taken in was planned and not added.", 1, default=0.0, label="Days of planning"
    )
    capacity: NotNegative | None = fact("What the team can do in it, in the `effort_unit` of product.yml.", 20)
    result: Prose = fact("What came of it.", "The queue is written before the screen says so.", default="")

    def state(self, today: date) -> str:
        """Where it is by its days: coming, running, over; nothing where it lacks one of them."""
        if self.starts is None or self.ends is None:
            return ""
        return "coming" if today < self.starts.first else "over" if self.ends.last < today else "running"

    def turn(self, today: date) -> tuple[Any, ...]:
        """Sort key of readers: what runs, what comes from the next one on, what is over from the last one back, what has no days."""
        state = self.state(today)
        _, first, *rest = self.key
        return (TURNS.index(state), -first if state == "over" else first, *rest)

    @property
    def key(self) -> tuple[Any, ...]:
        """Where it stands among cycles: by its first day."""
        first = self.starts.first.toordinal() if self.starts else 0
        return (self.starts is None, float(first), self.title.casefold(), self.id)
