"""Decisions: what was decided, when, and what it replaced."""

from typing import Annotated, ClassVar

from pmsite.model.item import Item, fact
from pmsite.model.values import Choice, Ids, Reference, When


class Decision(Item):
    """A choice that the team made, with its reasons in the body."""

    type: ClassVar[str] = "decision"
    folder: ClassVar[str] = "decisions"
    duty: ClassVar[str] = "data"

    status: Annotated[str, Choice(("proposed", "accepted", "rejected", "superseded"))] = fact(
        "Where it is.", "accepted", default="proposed"
    )
    date: When | None = fact("When it was decided.", "2026-10-02")
    supersedes: Annotated[Ids, Reference(("decision",))] = fact("Decisions that it replaces.", ["use-polling"], default=())
    affects: Annotated[Ids, Reference(("feature", "objective"))] = fact("What it changes.", ["offline-mode"], default=())
