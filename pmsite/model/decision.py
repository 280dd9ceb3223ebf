"""Decisions: what was decided, by whom, on what grounds, and what it replaced."""

from typing import Annotated, ClassVar

from pmsite.model.item import Item, Part, fact
from pmsite.model.values import LIST, Boolean, Choice, Id, Ids, Lines, Name, Names, OneName, Prose, Reference, Title, When


class Option(Part):
    """One way that was open."""

    title: Title = fact("What it would be.", "Sync through a server of our own", default=...)
    text: Prose = fact("What it means.", "One server per region.", default="")
    pros: Lines = fact("What speaks for it.", ["We own the data"], default=())
    cons: Lines = fact("What speaks against it.", ["Three months of work"], default=())
    chosen: Boolean = fact("Whether it was taken; while the decision is proposed, whether it is recommended.", True, default=False)


STATUSES = ("proposed", "accepted", "rejected", "deprecated", "superseded", "partly_superseded")
REPLACED = ("superseded", "partly_superseded")
"""The statuses of a decision in whose place, or in part of it, another one holds."""


class Decision(Item):
    """A choice that the team made, or has to make."""

    type: ClassVar[str] = "decision"
    folder: ClassVar[str] = "decisions"
    duty: ClassVar[str] = "data"

    status: Annotated[str, Choice(STATUSES)] = fact("Where it is.", "accepted", default="proposed")
    date: When | None = fact("When it was decided.", "2026-10-02")
    due: When | None = fact("By when it has to be decided.", "2026-12-15")
    driver: Name | None = fact(
        "Who brings it to a decision.", "mobile-lead", label="Drives the decision", inverse="Drives the decision"
    )
    approver: OneName | None = fact("Who decides; exactly one.", "product", label="Approves", inverse="Approves")
    contributors: Names = fact("Who was asked.", ["design"], default=(), label="Contributes", inverse="Contributes to")
    informed: Names = fact("Who is told.", ["sales"], default=(), label="Kept informed", inverse="Is informed of")
    reversible: Annotated[str, Choice(("one-way", "two-way"))] | None = fact(
        "Whether there is a way back.", "two-way", label="Way back"
    )
    options: Annotated[tuple[Option, ...], LIST] = fact(
        "The ways that were open.", [{"title": "Sync through a server of our own", "chosen": True}], default=()
    )
    evidence: Annotated[Ids, Reference(("feedback", "study", "experiment", "metric", "insight"))] = fact(
        "What it rests on.", ["sync-survey"], default=(), inverse="Supports"
    )
    consequences: Lines = fact("What follows from it.", ["Old phones no longer sync"], default=())
    supersedes: Annotated[Ids, Reference(("decision",))] = fact(
        "Decisions that it replaces.", ["use-polling"], default=(), inverse="Superseded by"
    )
    depends_on: Annotated[Ids, Reference(("feature", "decision"))] = fact(
        "Features that have to be there, and decisions that have to be made, before it can be decided.",
        ["sync-engine"],
        default=(),
        inverse="Needed by",
    )
    component: Annotated[Id, Reference(("component",))] | None = fact(
        "The part of the product that it is about.", "sync", inverse="In this component"
    )
    affects: Annotated[Ids, Reference(("feature", "objective", "risk", "problem"))] = fact(
        "What it changes.", ["offline-mode"], default=(), inverse="Affected by"
    )
    review_by: When | None = fact("When to look at it again.", "2027-Q2")
