"""Insights, feedback and personas: what the team knows of its users."""

from typing import Annotated, ClassVar

from pmsite.model.item import Aging, Item, fact
from pmsite.model.values import Choice, Ids, Number, Prose, Reference, Text, When


class Insight(Aging):
    """Something learned about users that a feature can answer."""

    type: ClassVar[str] = "insight"
    folder: ClassVar[str] = "insights"
    duty: ClassVar[str] = "insight"

    strength: Annotated[str, Choice(("weak", "moderate", "strong"))] | None = fact("How well it is supported.", "strong")
    personas: Annotated[Ids, Reference(("persona",))] = fact("Who it is about.", ["field-technician"], default=())
    evidence: Annotated[Ids, Reference(("feedback",))] = fact("Feedback that supports it.", ["lost-notes"], default=())


class Feedback(Item):
    """What somebody said or asked for."""

    type: ClassVar[str] = "feedback"
    folder: ClassVar[str] = "feedback"
    duty: ClassVar[str] = "insight"

    date: When | None = fact("When it came in.", "2026-10-02")
    channel: Text = fact("How it came in.", "support", default="")
    segment: Text = fact("What kind of user it came from.", "field teams", default="")
    count: Number = fact("How many said so.", 12, default=1.0)
    features: Annotated[Ids, Reference(("feature",))] = fact("Features that answer it.", ["offline-mode"], default=())


class Persona(Item):
    """A kind of user, drawn from research."""

    type: ClassVar[str] = "persona"
    folder: ClassVar[str] = "personas"
    duty: ClassVar[str] = "insight"

    goals: Prose = fact("What they want to get done.", "Finish the round before the van leaves.", default="")
    pains: Prose = fact("What stands in the way.", "No network in cellars.", default="")
