"""Experiments: two or more variants, and which of them does better."""

from typing import Annotated, ClassVar

from pydantic import ValidationInfo, field_validator

from pmsite.messages import said
from pmsite.model.item import Item, Part, fact
from pmsite.model.refusal import refuse
from pmsite.model.values import LIST, Between, Boolean, Chance, Choice, Day, Id, Ids, Positive, Prose, Reference, Share, Text, Title

Count = Annotated[float, Between(0, 10**12)]


class Variant(Part):
    """What one group of users got, and how many of them did what was hoped for."""

    id: Id = fact("Its name.", "control", default=...)
    title: Title = fact("What these users see.", "Today's start page", default=...)
    users: Count = fact("How many users got it.", 10000, default=0.0)
    conversions: Count = fact("How many of them did it.", 480, default=0.0)
    share: Positive = fact("Its planned part of the traffic, next to the others' parts.", 1, default=1.0, label="Share of users")
    control: Boolean = fact("Whether the others are compared with it; the first where none says so.", True, default=False)

    @field_validator("conversions")
    @classmethod
    def _are_users(cls, conversions: float, info: ValidationInfo) -> float:
        users = info.data.get("users")
        if users is not None and conversions > users:
            refuse(
                "conversions-exceed-users",
                said(
                    "{conversions} conversions are more than the {users} users of this variant",
                    conversions=f"{conversions:.0f}",
                    users=f"{users:.0f}",
                ),
                said("count each user once, however often they did it"),
            )
        return conversions


class Experiment(Item):
    """A hypothesis, put to the test with users."""

    type: ClassVar[str] = "experiment"
    folder: ClassVar[str] = "experiments"
    duty: ClassVar[str] = "insight"

    hypothesis: Prose = fact("What the team believes, and why.", "A sample project makes new crews stay.", default="")
    status: Annotated[str, Choice(("planned", "running", "done", "stopped"))] = fact("Where it is.", "running", default="planned")
    metric: Annotated[Id, Reference(("metric",))] | None = fact(
        "The one metric that decides.", "activation", inverse="Measured for"
    )
    guardrails: Annotated[Ids, Reference(("metric",))] = fact(
        "Metrics that must not get worse.", ["crash-rate"], default=(), inverse="Guarded by"
    )
    insights: Annotated[Ids, Reference(("insight",))] = fact(
        "What it tests.", ["commuters-lose-work"], default=(), inverse="Tested by"
    )
    features: Annotated[Ids, Reference(("feature",))] = fact(
        "What it tries out.", ["sample-project"], default=(), inverse="Named by"
    )
    unit: Text = fact("What is counted as one.", "crew", default="")
    starts: Day | None = fact("The first day.", "2026-10-05")
    ends: Day | None = fact("The planned last day; results before it are not final.", "2026-11-02")
    baseline: Share | None = fact("The rate expected of the control.", "5%")
    effect: Share | None = fact("The smallest lift worth finding, in percentage points.", "1%", label="Smallest effect")
    planned: Count | None = fact(
        "Users planned for each variant; computed from baseline and effect where it is absent.", 8158, label="Planned per variant"
    )
    significance: Chance = fact("The risk of seeing an effect that is not there.", "5%", default=0.05)
    power: Chance = fact("The chance to see the effect if it is there.", "80%", default=0.8)
    variants: Annotated[tuple[Variant, ...], LIST] = fact(
        "Two or more, the control among them.",
        [{"id": "control", "title": "Today's start page", "users": 10000, "conversions": 480}],
        default=(),
    )
    decision: Annotated[str, Choice(("ship", "iterate", "stop"))] | None = fact("What follows from it.", "ship")
    learned: Prose = fact("What is known now.", "A sample helps crews of up to five.", default="")
