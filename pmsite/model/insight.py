"""What the team knows of its users: personas, what was learned, and what people asked for."""

from typing import Annotated, ClassVar

from pmsite.model.item import Aging, Item, fact
from pmsite.model.values import Choice, CustomerName, Ids, Lines, NotNegative, Number, Prose, Reference, Share, Text, When

EVIDENCE = ("feedback", "study", "experiment", "metric")


class Persona(Aging):
    """A kind of user, drawn from research."""

    type: ClassVar[str] = "persona"
    folder: ClassVar[str] = "personas"
    duty: ClassVar[str] = "insight"

    role: Text = fact("What they do for a living.", "Lift technician", default="", outside=True)
    quote: Prose = fact("What they would say of themselves.", "I write on the wall.", default="", label="In their words")
    goals: Prose = fact("What they want to get done.", "Finish the round before the van leaves.", default="")
    pains: Prose = fact("What stands in the way.", "No network in cellars.", default="")
    jobs: Lines = fact(
        "Jobs to be done: when …, I want to …, so I can ….",
        ["When I stand in a cellar, I want to save a note, so I can leave"],
        default=(),
        label="Jobs to be done",
    )
    tools: Lines = fact("What they use today.", ["Paper", "Camera"], default=())
    share: Share | None = fact("What share of the users they are.", "40%", label="Share of users")


class Insight(Aging):
    """Something learned about users that a feature can answer."""

    type: ClassVar[str] = "insight"
    folder: ClassVar[str] = "insights"
    duty: ClassVar[str] = "insight"

    rank: Number | None = fact("Its place among the others, any number, the smallest first; what has none follows.", 3)
    strength: Annotated[str, Choice(("weak", "moderate", "strong"))] | None = fact("How well it is supported.", "strong")
    personas: Annotated[Ids, Reference(("persona",))] = fact(
        "Who it is about.", ["field-technician"], default=(), label="For", inverse="Concerns"
    )
    supports: Annotated[Ids, Reference(("objective", "key_result"))] = fact(
        "The goals that acting on it would serve.", ["2026-q4-activation"], default=(), label="Serves", inverse="Served by"
    )
    evidence: Annotated[Ids, Reference(EVIDENCE)] = fact("What supports it.", ["lost-notes"], default=(), inverse="Supports")
    against: Annotated[Ids, Reference(EVIDENCE)] = fact(
        "What speaks against it.", ["sync-survey"], default=(), label="Speaks against it", inverse="Speaks against"
    )


class Feedback(Item):
    """What somebody said or asked for."""

    type: ClassVar[str] = "feedback"
    folder: ClassVar[str] = "feedback"
    duty: ClassVar[str] = "insight"

    date: When | None = fact("When it came in.", "2026-10-02")
    channel: Text = fact("How it came in.", "support", default="")
    segment: Text = fact("What kind of user it came from.", "field teams", default="")
    customer: CustomerName | None = fact(
        "Who said it: the id or the title of a customer, or any name.", "Northlight Lifts", inverse="Said"
    )
    importance: Annotated[str, Choice(("nice", "important", "critical"))] | None = fact(
        "How much it matters to them.", "important", label="Importance to them"
    )
    count: NotNegative = fact("How many said so.", 12, default=1.0, label="How many")
    value: NotNegative = fact("What it is worth a year, in the workspace's currency.", 24000, default=0.0, label="Worth a year")
    features: Annotated[Ids, Reference(("feature",))] = fact(
        "Features that answer it.", ["offline-mode"], default=(), inverse="Named by"
    )
    told: When | None = fact("When those who asked were told of the answer.", "2026-11-21")
    declined: Prose = fact("Why it will not be done.", "It would need accounts for guests.", default="")
