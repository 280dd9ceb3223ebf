"""Features: what the product can do, will do, or will not."""

from typing import Annotated, Any, ClassVar

from pmsite.model.item import Item, Part, fact
from pmsite.model.milestone import Milestones, milestones_fact
from pmsite.model.status import Status
from pmsite.model.values import (
    LIST,
    Before,
    Between,
    Boolean,
    Choice,
    Day,
    Id,
    Ids,
    LevelField,
    Name,
    NotNegative,
    Number,
    OneName,
    Positive,
    Prose,
    Reference,
    Share,
    StatusField,
    Text,
    Texts,
    When,
)

HORIZONS = ("now", "next", "later")
MOSCOW = ("must", "should", "could", "wont")
KANO = ("must_be", "performance", "attractive", "indifferent", "reverse", "questionable")
IMPACTS = (0.25, 0.5, 1.0, 2.0, 3.0)
"""The scale of RICE: minimal, low, medium, high, massive."""
RELATIVES = (1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 20.0)
"""The scale of WSJF, on which the smallest of the items compared is 1."""
IDEA = Status("idea", "idea", "")

OneToTen = Annotated[float, Between(1, 10, whole=False)]
ZeroToTen = Annotated[float, Between(0, 10, whole=False)]
Count = Annotated[float, Between(0, 10**9)]


class Rice(Part):
    """What RICE asks of a feature; value and effort are compared from the same numbers."""

    reach: NotNegative = fact("People or events in the stated period.", 1200, default=...)
    impact: NotNegative = fact("3 massive, 2 high, 1 medium, 0.5 low, 0.25 minimal.", 2, default=...)
    confidence: Share = fact("How sure the estimates are.", "80%", default=...)
    effort: Positive = fact("Person-months, all disciplines.", 3, default=...)
    period: Text = fact("The period that reach counts.", "a quarter", default="")
    scored: When | None = fact("When it was scored.", "2026-11-02")

    @property
    def value(self) -> float:
        """Reach × impact × confidence: what it is worth, before what it costs."""
        return self.reach * self.impact * self.confidence

    @property
    def rice(self) -> float:
        """Reach × impact × confidence ÷ effort (Intercom's RICE)."""
        return self.value / self.effort


class Ice(Part):
    """What ICE asks of a feature."""

    impact: OneToTen = fact("How much it moves, 1 to 10.", 8, default=...)
    confidence: OneToTen = fact("How sure that is, 1 to 10.", 6, default=...)
    ease: OneToTen = fact("How easy it is, 1 to 10.", 7, default=...)

    @property
    def ice(self) -> float:
        """Impact × confidence × ease (Ellis)."""
        return self.impact * self.confidence * self.ease


class Wsjf(Part):
    """What weighted shortest job first asks of a feature, each relative to the others: 1, 2, 3, 5, 8, 13, 20."""

    value: Positive = fact("Value for users and business.", 8, default=..., label="Business value")
    urgency: Positive = fact("How fast the value decays.", 5, default=...)
    risk: Positive = fact("Risk reduced, or opportunity opened.", 3, default=...)
    size: Positive = fact("Size of the job.", 5, default=...)

    @property
    def wsjf(self) -> float:
        """Cost of delay ÷ job size (Reinertsen, SAFe)."""
        return (self.value + self.urgency + self.risk) / self.size


class Opportunity(Part):
    """How important something is to users, and how satisfied they are with it."""

    importance: ZeroToTen = fact("Share of users who call it important (4 or 5 of 5), divided by 10.", 8.2, default=...)
    satisfaction: ZeroToTen = fact("Share who are satisfied with it today, divided by 10.", 4.1, default=...)

    @property
    def opportunity(self) -> float:
        """Importance + max(importance - satisfaction, 0) (Ulwick)."""
        return self.importance + max(self.importance - self.satisfaction, 0)


class Kano(Part):
    """How many people of a Kano survey put the feature into each category."""

    must_be: Count = fact("Missed where it is absent.", 24, default=0.0)
    performance: Count = fact("The more the better.", 31, default=0.0)
    attractive: Count = fact("Delights where it is there.", 18, default=0.0)
    indifferent: Count = fact("No difference.", 22, default=0.0)
    reverse: Count = fact("Not wanted.", 2, default=0.0)
    questionable: Count = fact("Answers that contradict each other.", 3, default=0.0)

    @property
    def category(self) -> str:
        """The category that most chose; the more demanding one where two are equal."""
        counts = {name: getattr(self, name) for name in KANO}
        return max(counts, key=lambda name: counts[name]) if any(counts.values()) else ""

    @property
    def _judged(self) -> float:
        return self.must_be + self.performance + self.attractive + self.indifferent

    @property
    def better(self) -> float | None:
        """(attractive + performance) ÷ all four: what having it adds."""
        return (self.attractive + self.performance) / self._judged if self._judged else None

    @property
    def worse(self) -> float | None:
        """-(performance + must-be) ÷ all four: what lacking it costs."""
        return -(self.performance + self.must_be) / self._judged if self._judged else None


class Track(Part):
    """Work on a feature that runs beside other work."""

    state: Annotated[str, Choice(("waiting", "active", "done", "blocked"))] = fact(
        "Where it is.", "active", default="waiting", label="Status"
    )
    owner: Name | None = fact("Who does it.", "design", inverse="Answers for")


class Criterion(Part):
    """One thing that must be true for the feature to be accepted."""

    text: Prose = fact("What must be true.", "Edits made offline survive a restart", default=..., outside=True)
    done: Boolean = fact("Whether it is.", True, default=False)


class Raci(Part):
    """Who is responsible, accountable, consulted and informed."""

    responsible: Name | None = fact("Does the work.", "mobile", inverse="Does the work of")
    accountable: OneName | None = fact("Answers for the result; exactly one.", "product", inverse="Accountable for")
    consulted: Annotated[tuple[Name, ...], LIST] = fact("Is asked before.", ["design"], default=(), inverse="Is consulted on")
    informed: Annotated[tuple[Name, ...], LIST] = fact("Is told after.", ["sales"], default=(), inverse="Is informed of")


class Ask(Part):
    """Something that a team needs from another one for the feature."""

    id: Text | None = fact("What it is called in commands.", "protocol")
    asked: Annotated[Id, Reference(("team",))] = fact(
        "The team that is asked.", "platform", default=..., alias="team", label="Team", inverse="Asked of this team"
    )
    wanted: Prose = fact("What is asked for.", "A review of the protocol", default=..., alias="for", label="What for")
    since: Day | None = fact("When it was asked.", "2026-11-02", label="Asked on")
    needed: When | None = fact("By when it is needed.", "2026-12", label="Needed by")
    effort: NotNegative | None = fact("Person-months that it takes the other team.", 1)
    answer: Annotated[str, Choice(("accepted", "declined", "other_date"))] | None = fact(
        "What the other team says; nothing yet where it is absent.", "accepted"
    )
    date: When | None = fact("When the other team can do it, where that is another time.", "2027-Q1")
    agreed: Boolean = fact("Whether that other time will do.", True, default=False)
    answered: Day | None = fact("When it was answered.", "2026-11-09")
    work: Annotated[Id, Reference(("feature",))] | None = fact(
        "The feature of the other team that does it.",
        "sync-engine",
        alias="feature",
        label="Done by",
        inverse="Does what is asked for",
    )
    done: Boolean = fact("Whether it is done.", True, default=False)
    note: Prose = fact("What else there is to say.", "They start after their release.", default="")


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
    level: LevelField = fact(
        "Its level of work; the first one that counts, feature, where it is absent.", "story", default="", outside=True
    )
    parent: Annotated[Id, Reference(("feature",))] | None = fact(
        "The work that it is a part of, of the same level or a higher one.",
        "offline-work",
        outside=True,
        label="Under",
        inverse="Parts",
    )
    horizon: Annotated[str, Choice(HORIZONS)] | None = fact(
        "Its column; follows from stage and target where it is absent.", "now", outside=True
    )
    target: When | None = fact("When it should reach users; its release's date where it is absent.", "2026-Q4", outside=True)
    starts: When | None = fact("When work on it is planned to begin; `started` is when it did.", "2026-09")
    started: When | None = fact("When work on it began.", "2026-08-03")
    shipped: When | None = fact("When it reached users; its release's date where it is absent.", "2026-11-20", outside=True)
    confidence: Annotated[str, Choice(("low", "medium", "high"))] | None = fact("How sure the target is.", "medium")
    team: Annotated[Id, Reference(("team",))] | None = fact(
        "The team that delivers it.", "mobile", outside=True, inverse="Work of this team"
    )
    theme: Annotated[Id, Reference(("theme",))] | None = fact(
        "The direction that it belongs to.", "reliability", outside=True, inverse="In this theme"
    )
    component: Annotated[Id, Reference(("component",))] | None = fact(
        "The part of the product that it is in.", "sync", outside=True, inverse="In this component"
    )
    touches: Annotated[Ids, Reference(("component",))] = fact(
        "Other parts of the product that it changes.", ["reports"], default=(), inverse="Touched by"
    )
    release: Annotated[Id, Reference(("release",))] | None = fact(
        "The release that brings it.", "3.2", outside=True, inverse="In this release"
    )
    cycle: Annotated[Id, Reference(("cycle",))] | None = fact(
        "The cycle, or sprint, in which its team works on it.", "2026-s24", inverse="In this cycle"
    )
    rank: Number | None = fact("Its place among the others, any number, the smallest first; what has none follows.", 3)
    supports: Annotated[Ids, Reference(("objective", "key_result", "vision"))] = fact(
        "Objectives or key results that it serves.",
        ["2026-q4-activation.kr2"],
        default=(),
        outside=True,
        label="Serves",
        inverse="Served by",
    )
    addresses: Annotated[Ids, Reference(("insight", "problem", "feedback", "risk"))] = fact(
        "Insights, problems or feedback that it answers.",
        ["commuters-lose-work"],
        default=(),
        label="Answers",
        inverse="Answered by",
    )
    personas: Annotated[Ids, Reference(("persona",))] = fact(
        "Who it is for.", ["field-technician"], default=(), label="For", inverse="Concerns"
    )
    depends_on: Annotated[Ids, Reference(("feature", "decision"))] = fact(
        "Features that must come first, and decisions that must be made.",
        ["sync-engine"],
        default=(),
        outside=True,
        inverse="Needed by",
    )
    together_with: Annotated[Ids, Reference(("feature",))] = fact(
        "Features that have to ship with it, written on one of them.",
        ["crew-roles"],
        default=(),
        outside=True,
        label="Ships together with",
        inverse="Ships together with",
    )
    replaces: Annotated[Ids, Reference(("feature",))] = fact(
        "Features that it takes the place of.", ["paper-export"], default=(), outside=True, inverse="Replaced by"
    )
    effort: NotNegative | None = fact(
        "The work that it takes, in the `effort_unit` of product.yml; that of its priority where it is absent and both are person-months.",
        3,
    )
    score: Rice | None = fact(
        "What RICE, and value against effort, are computed from.",
        {"reach": 1200, "impact": 2, "confidence": "80%", "effort": 3},
        label="Priority",
    )
    ice: Ice | None = fact("What ICE is computed from.", {"impact": 8, "confidence": 6, "ease": 7}, label="ICE")
    wsjf: Wsjf | None = fact("What WSJF is computed from.", {"value": 8, "urgency": 5, "risk": 3, "size": 5}, label="WSJF")
    opportunity: Opportunity | None = fact(
        "What the opportunity score is computed from.", {"importance": 8.2, "satisfaction": 4.1}, label="Opportunity score"
    )
    kano: Kano | None = fact("What a Kano survey found.", {"must_be": 24, "performance": 31, "attractive": 18, "indifferent": 22})
    moscow: Annotated[str, Choice(MOSCOW)] | None = fact("Must, should or could have, or not this time.", "should", label="MoSCoW")
    capabilities: Texts = fact("Capabilities of product.yml that the product has through it.", ["offline"], default=())
    metrics: Annotated[Ids, Reference(("metric",))] = fact(
        "What shows whether it works.", ["weekly-active-crews"], default=(), inverse="Measures"
    )
    result: Prose = fact("What it did, measured.", "Lost notes fell from 12 to 2 a week.", default="")
    reason: Prose = fact(
        "Why it will not be done, for the list of what is not.",
        "Few crews print any more.",
        default="",
        outside=True,
        label="Why not",
    )
    tracks: dict[Text, Annotated[Track, Before(_track)]] = fact(
        "Work that runs side by side.",
        {"design": {"state": "done"}, "build": {"state": "active", "owner": "mobile"}},
        default={},
        label="Work",
    )
    milestones: Milestones = milestones_fact()
    acceptance: Annotated[tuple[Annotated[Criterion, Before(_criterion)], ...], LIST] = fact(
        "What must be true for it to be accepted.",
        [{"text": "Edits made offline survive a restart", "done": True}],
        default=(),
        label="Accepted when",
    )
    delivery: Texts = fact("Where the work is tracked: keys of a tracker, or addresses.", ["APP-381"], default=())
    contributors: Annotated[Ids, Reference(("team",))] = fact(
        "Teams that work on it beside its own.",
        ["platform"],
        default=(),
        label="With the teams",
        inverse="Works with other teams on",
    )
    asks: Annotated[tuple[Ask, ...], LIST] = fact(
        "What it needs from other teams, and what they say.",
        [{"team": "platform", "for": "A review of the protocol", "needed": "2026-12", "answer": "accepted"}],
        default=(),
        label="Asks of other teams",
    )
    raci: Raci | None = fact(
        "Who is responsible, accountable, consulted and informed.",
        {"responsible": "mobile", "accountable": "product"},
        label="Who does what",
    )

    @property
    def is_open(self) -> bool:
        """Whether the work is not finished."""
        return self.status.is_open

    def value(self, method: str) -> float | None:
        """What a method of prioritisation says of it: rice, ice, wsjf or opportunity; nothing where it lacks the method's inputs."""
        if method == "rice":
            return self.score.rice if self.score else None
        if method == "ice":
            return self.ice.ice if self.ice else None
        if method == "wsjf":
            return self.wsjf.wsjf if self.wsjf else None
        return self.opportunity.opportunity if self.opportunity else None
