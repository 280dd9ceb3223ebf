"""Features: what the product can do, will do, or will not."""

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator

from pmsite.model.item import Item, Part, fact
from pmsite.model.values import (
    Boolean,
    Choice,
    Id,
    Ids,
    Name,
    NotNegative,
    Positive,
    Prose,
    Reference,
    Share,
    Status,
    StatusField,
    Text,
    Texts,
    When,
    listed,
)

HORIZONS = ("now", "next", "later")
IDEA = Status("idea", "idea", "")


class Score(Part):
    """What RICE asks of a feature."""

    reach: NotNegative = fact("People or events in the stated period.", 1200, default=...)
    impact: NotNegative = fact("3 massive, 2 high, 1 medium, 0.5 low, 0.25 minimal.", 2, default=...)
    confidence: Share = fact("How sure the estimates are.", "80%", default=...)
    effort: Positive = fact("Person-months, all disciplines.", 3, default=...)
    period: Text = fact("The period that reach counts.", "a quarter", default="")

    @property
    def rice(self) -> float:
        """Reach × impact × confidence ÷ effort (Intercom's RICE)."""
        return self.reach * self.impact * self.confidence / self.effort


class Track(Part):
    """Work on a feature that runs beside other work."""

    state: Annotated[str, Choice(("waiting", "active", "done", "blocked"))] = fact("Where it is.", "active", default="waiting")
    owner: Name | None = fact("Who does it.", "design")


class Criterion(Part):
    """One thing that must be true for the feature to be accepted."""

    text: Prose = fact("What must be true.", "Edits made offline survive a restart", default=..., outside=True)
    done: Boolean = fact("Whether it is.", True, default=False)


class Raci(Part):
    """Who is responsible, accountable, consulted and informed."""

    responsible: Name | None = fact("Does the work.", "mobile")
    accountable: Name | None = fact("Answers for the result; exactly one.", "product")
    consulted: Annotated[tuple[Name, ...], BeforeValidator(listed)] = fact("Is asked before.", ["design"], default=())
    informed: Annotated[tuple[Name, ...], BeforeValidator(listed)] = fact("Is told after.", ["sales"], default=())


def _criterion(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


def _track(value: object) -> Any:
    return {"state": value} if isinstance(value, str) else value


class Feature(Item):
    """Something the product can do, will do, or will not do."""

    type: ClassVar[str] = "feature"
    folder: ClassVar[str] = "features"
    duty: ClassVar[str] = "planning"

    status: StatusField = fact("Where it is, in the workspace's own words.", "building", default=IDEA, outside=True)
    horizon: Annotated[str, Choice(HORIZONS)] | None = fact(
        "Its column; follows from stage and target where it is absent.", "now", outside=True
    )
    target: When | None = fact("When it should reach users; its release's date where it is absent.", "2026-Q4", outside=True)
    started: When | None = fact("When work on it began.", "2026-08-03")
    shipped: When | None = fact("When it reached users; its release's date where it is absent.", "2026-11-20", outside=True)
    confidence: Annotated[str, Choice(("low", "medium", "high"))] | None = fact("How sure the target is.", "medium")
    team: Annotated[Id, Reference(("team",))] | None = fact("The team that delivers it.", "mobile", outside=True)
    theme: Annotated[Id, Reference(("theme",))] | None = fact("The direction that it belongs to.", "reliability", outside=True)
    release: Annotated[Id, Reference(("release",))] | None = fact("The release that brings it.", "3.2", outside=True)
    supports: Annotated[Ids, Reference(("objective", "key_result", "vision"))] = fact(
        "Objectives or key results that it serves.", ["2026-q4-activation.kr2"], default=(), outside=True
    )
    addresses: Annotated[Ids, Reference(("insight", "problem", "feedback"))] = fact(
        "Insights, problems or feedback that it answers.", ["commuters-lose-work"], default=()
    )
    personas: Annotated[Ids, Reference(("persona",))] = fact("Who it is for.", ["field-technician"], default=())
    depends_on: Annotated[Ids, Reference(("feature",))] = fact(
        "Features that must come first.", ["sync-engine"], default=(), outside=True
    )
    replaces: Annotated[Ids, Reference(("feature",))] = fact(
        "Features that it takes the place of.", ["paper-export"], default=(), outside=True
    )
    score: Score | None = fact(
        "What the priority is computed from.", {"reach": 1200, "impact": 2, "confidence": "80%", "effort": 3}
    )
    tracks: dict[Text, Annotated[Track, BeforeValidator(_track)]] = fact(
        "Work that runs side by side.", {"design": {"state": "done"}, "build": {"state": "active", "owner": "mobile"}}, default={}
    )
    acceptance: Annotated[tuple[Annotated[Criterion, BeforeValidator(_criterion)], ...], BeforeValidator(listed)] = fact(
        "What must be true for it to be accepted.", [{"text": "Edits made offline survive a restart", "done": True}], default=()
    )
    delivery: Texts = fact("Where the work is tracked: keys of a tracker, or addresses.", ["APP-381"], default=())
    raci: Raci | None = fact(
        "Who is responsible, accountable, consulted and informed.", {"responsible": "mobile", "accountable": "product"}
    )
