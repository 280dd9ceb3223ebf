"""Stakeholders: groups of people whom the product touches, or who decide about it."""

from typing import Annotated, ClassVar

from pmsite.model.item import Private, fact
from pmsite.model.values import Choice, Ids, Lines, Prose, Reference, Text, When

LEVELS = ("low", "high")


class Stakeholder(Private):
    """A group of stakeholders, and what they need to hear."""

    type: ClassVar[str] = "stakeholder"
    folder: ClassVar[str] = "stakeholders"
    duty: ClassVar[str] = "communication"

    influence: Annotated[str, Choice(LEVELS)] | None = fact("How much they can change.", "high")
    interest: Annotated[str, Choice(LEVELS)] | None = fact("How much they care.", "low")
    stance: Annotated[str, Choice(("supports", "neutral", "opposes"))] | None = fact("Where they stand.", "supports")
    needs: Lines = fact("What they need to hear.", ["When the old app ends"], default=())
    message: Prose = fact("What to tell them.", "Nothing is lost in the move.", default="")
    channel: Text = fact("How to reach them.", "Monthly call", default="")
    cadence: Text = fact("How often.", "monthly", default="", label="How often")
    last_contact: When | None = fact("When they last heard from us.", "2026-11-05")
    briefs: Annotated[Ids, Reference(("brief",))] = fact("Briefs that they get.", ["investors-q4"], default=(), inverse="Sent to")
