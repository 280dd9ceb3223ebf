"""Launches: bringing something to market, which is more than a release."""

from datetime import date
from typing import Annotated, ClassVar

from pmsite.model.item import Item, Part, fact
from pmsite.model.milestone import Milestones, milestones_fact
from pmsite.model.values import LIST, Before, Boolean, Choice, Id, Ids, Lines, Name, Prose, Reference, Text, When
from pmsite.model.vision import Positioning


class Task(Part):
    """Something to be done, by somebody, by a date."""

    text: Prose = fact("What is to be done.", "Rehearse the rollback", default=...)
    owner: Name | None = fact("Who does it.", "mobile-lead", inverse="Answers for")
    due: When | None = fact("By when.", "2026-12-01")
    done: Boolean = fact("Whether it is done.", True, default=False)

    def is_overdue(self, today: date) -> bool:
        """Whether its date is past and it is not done."""
        return not self.done and self.due is not None and self.due.last < today


def task(value: object) -> object:
    """A task written as its words alone."""
    return {"text": value} if isinstance(value, str) else value


Tasks = Annotated[tuple[Annotated[Task, Before(task)], ...], LIST]


class GoNoGo(Part):
    """Whether the launch goes ahead."""

    decision: Annotated[str, Choice(("pending", "go", "no-go"))] = fact("The decision.", "go", default="pending")
    by: Name | None = fact("Who decides.", "product", inverse="Decides or thanks", label="Decided by")
    date: When | None = fact("When it is, or was, decided.", "2026-12-08")
    criteria: Tasks = fact("What must be true to go.", [{"text": "No open crash", "done": True}], default=())


class Launch(Item):
    """Something new reaches its market, with all that this takes."""

    type: ClassVar[str] = "launch"
    folder: ClassVar[str] = "launches"
    duty: ClassVar[str] = "collaboration"

    tier: Annotated[str, Choice(("1", "2", "3"))] = fact(
        "By business impact. 1: a new market or product. 2: closes a gap. 3: small.", "2", default="3"
    )
    status: Annotated[str, Choice(("planned", "ready", "launched", "cancelled"))] = fact(
        "Where it is.", "planned", default="planned"
    )
    date: When | None = fact("When it reaches the market.", "2026-12-15", outside=True)
    milestones: Milestones = milestones_fact()
    market: Text = fact("Where, and for whom.", "Field service in Europe", default="", outside=True)
    release: Annotated[Id, Reference(("release",))] | None = fact(
        "The release that it brings to market.", "3.2", outside=True, inverse="In this release"
    )
    features: Annotated[Ids, Reference(("feature",))] = fact(
        "What it brings.", ["offline-mode"], default=(), outside=True, inverse="Named by"
    )
    positioning: Positioning | None = fact(
        "What it is to whom.",
        {"audience": "field crews", "category": "a notebook for work on site", "benefit": "never loses a note"},
        outside=True,
    )
    messages: Lines = fact("What everybody says.", ["Your notes survive a dead phone"], default=(), outside=True)
    go_no_go: GoNoGo | None = fact(
        "Whether it goes ahead.", {"decision": "go", "by": "product", "date": "2026-12-08"}, label="Go or no go"
    )
    checklist: dict[Text, Tasks] = fact(
        "What each function has to do.",
        {"support": [{"text": "Train the night shift", "owner": "support", "done": True}]},
        default={},
    )
    metrics: Annotated[Ids, Reference(("metric",))] = fact(
        "What tells whether it worked.", ["weekly-active-crews"], default=(), inverse="Measures"
    )
