"""Problems: what went wrong, why, and what is done about it."""

from typing import Annotated, ClassVar

from pmsite.model.item import Item, Part, fact
from pmsite.model.launch import Task, task
from pmsite.model.values import LIST, Before, Choice, Id, Ids, Lines, NotNegative, Prose, Reference, Text, When


class Action(Task):
    """One thing done about a problem or a risk."""

    kind: Annotated[str, Choice(("contain", "correct", "prevent", "detect"))] = fact(
        "What it is for.", "prevent", default="correct"
    )


Actions = Annotated[tuple[Annotated[Action, Before(task)], ...], LIST]


class Event(Part):
    """Something that happened, and when."""

    date: When = fact("When.", "2026-10-02", default=...)
    text: Prose = fact("What happened.", "First call to support", default=...)


class Problem(Item):
    """Something that went wrong or keeps going wrong."""

    type: ClassVar[str] = "problem"
    folder: ClassVar[str] = "problems"
    duty: ClassVar[str] = "problems"

    severity: Annotated[str, Choice(("low", "medium", "high", "critical"))] | None = fact("How much it hurts.", "high")
    status: Annotated[str, Choice(("open", "investigating", "acting", "monitoring", "resolved"))] = fact(
        "Where it is.", "open", default="open"
    )
    detected: When | None = fact("When it was noticed.", "2026-10-02")
    resolved: When | None = fact("When it was over.", "2026-11-12")
    team: Annotated[Id, Reference(("team",))] | None = fact("The team that solves it.", "mobile", inverse="Work of this team")
    component: Annotated[Id, Reference(("component",))] | None = fact(
        "The part of the product that it is in.", "sync", inverse="In this component"
    )
    cycle: Annotated[Id, Reference(("cycle",))] | None = fact(
        "The cycle, or sprint, in which its team works on it.", "2026-s24", inverse="In this cycle"
    )
    effort: NotNegative | None = fact("The work that it takes, in the `effort_unit` of product.yml.", 3)
    impact: Prose = fact("Who was hurt, and how much.", "Forty crews lost a day of notes.", default="")
    facts: Lines = fact("What is known for certain.", ["Only phones with a full disk"], default=())
    timeline: Annotated[tuple[Event, ...], LIST] = fact(
        "What happened when.", [{"date": "2026-10-02", "text": "First call to support"}], default=()
    )
    whys: Lines = fact(
        "Five whys: each answer asks the next why.",
        ["The note was not written", "The disk was full"],
        default=(),
        label="Five whys",
    )
    causes: dict[Text, Lines] = fact(
        "Causes by category, for the fishbone.", {"method": ["No test with a full disk"], "machine": ["Small disks"]}, default={}
    )
    root_cause: Prose = fact("The cause that, once gone, keeps it from coming back.", "A write is never checked.", default="")
    actions: Actions = fact(
        "What is done about it.", [{"text": "Check every write", "owner": "mobile-lead", "due": "2026-12-01"}], default=()
    )
    metrics: Annotated[Ids, Reference(("metric",))] = fact(
        "What shows whether it stays away.", ["lost-notes"], default=(), inverse="Measures"
    )
