"""Risks: what may go wrong."""

from typing import Annotated, ClassVar

from pmsite.model.item import Aging, Part, fact
from pmsite.model.problem import Actions
from pmsite.model.values import Between, Choice, Id, Ids, Prose, Reference

Grade = Annotated[float, Between(1, 5)]


class Residual(Part):
    """What is left of a risk after the response."""

    probability: Grade = fact("1 rare to 5 almost certain.", 2, default=...)
    impact: Grade = fact("1 negligible to 5 severe.", 3, default=...)

    @property
    def score(self) -> int:
        """Probability × impact, 1 to 25."""
        return int(self.probability * self.impact)


class Risk(Aging):
    """Something that may happen and would hurt."""

    type: ClassVar[str] = "risk"
    folder: ClassVar[str] = "risks"
    duty: ClassVar[str] = "problems"

    probability: Grade | None = fact("1 rare to 5 almost certain.", 3)
    impact: Grade | None = fact("1 negligible to 5 severe.", 4)
    status: Annotated[str, Choice(("open", "happened", "closed"))] = fact("Where it is.", "open", default="open")
    response: Annotated[str, Choice(("avoid", "transfer", "mitigate", "accept", "escalate"))] | None = fact(
        "What is done about it.", "mitigate"
    )
    plan: Prose = fact("How.", "Keep the old format readable for a year.", default="")
    trigger: Prose = fact("What shows that it is happening.", "Two crews cannot open old notes", default="")
    residual: Residual | None = fact(
        "What is left after the response.", {"probability": 2, "impact": 3}, label="After the response"
    )
    actions: Actions = fact("What is done about it.", [{"text": "Test old files each week", "owner": "mobile-lead"}], default=())
    component: Annotated[Id, Reference(("component",))] | None = fact(
        "The part of the product that it threatens.", "sync", inverse="In this component"
    )
    affects: Annotated[Ids, Reference(("feature", "objective", "launch", "release"))] = fact(
        "What it would hurt.", ["offline-mode"], default=(), inverse="Affected by"
    )

    @property
    def score(self) -> int:
        """Probability × impact, 1 to 25; 0 where one of them is not known."""
        return int((self.probability or 0) * (self.impact or 0))
