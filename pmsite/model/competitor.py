"""Competitors: who else people could choose, and what they can do."""

from datetime import date, timedelta
from typing import Annotated, Any, ClassVar

from pmsite.model.item import Aging, Part, fact
from pmsite.model.values import LIST, Before, Between, Choice, Lines, Prose, Text, Title, Url, When
from pmsite.model.vision import Swot

OLD = timedelta(days=180)
"""After this long, what was found out about a competitor is no longer relied on."""
ANSWERS = ("yes", "partial", "no", "unknown")


class Ability(Part):
    """Whether a competitor can do one thing."""

    has: Annotated[str, Choice(ANSWERS)] = fact("Whether it can.", "partial", default=...)
    note: Prose = fact("In words.", "Reads offline, does not edit", default="")
    source: Prose = fact("Where that is known from.", "Their help pages", default="")
    checked: When | None = fact("When somebody looked.", "2026-10-14")


def _ability(value: object) -> Any:
    return {"has": value} if isinstance(value, str) else value


class Objection(Part):
    """What a customer may say, and the answer."""

    says: Prose = fact("What they say.", "It costs more.", default=...)
    answer: Prose = fact("What to answer.", "It includes the maps.", default=...)


class Battlecard(Part):
    """What sales needs on one page."""

    wins: Lines = fact("Why we win.", ["Crews need no training"], default=())
    losses: Lines = fact("Why we lose.", ["No reseller in the north"], default=())
    questions: Lines = fact("What to ask a customer.", ["What happens when a phone breaks?"], default=())
    objections: Annotated[tuple[Objection, ...], LIST] = fact(
        "What they say, and the answer.", [{"says": "It costs more.", "answer": "It includes the maps."}], default=()
    )
    proof: Lines = fact("What shows it.", ["Nine of ten crews stayed after a year"], default=())
    pricing: Prose = fact("What they charge.", "Per device, by the year", default="")


class Competitor(Aging):
    """A product that people could choose instead, or what they do without any."""

    type: ClassVar[str] = "competitor"
    folder: ClassVar[str] = "competitors"
    duty: ClassVar[str] = "market"

    url: Url | None = fact("Where it is found.", "https://paperless.example", outside=True, label="Address")
    segment: Text = fact("Whom it is made for.", "Large builders", default="")
    kind: Annotated[str, Choice(("direct", "indirect", "substitute"))] = fact("How it competes.", "direct", default="direct")
    capabilities: dict[Title, Annotated[Ability, Before(_ability)]] = fact(
        "By capability of product.yml, whether it has it.", {"offline": {"has": "partial", "checked": "2026-10-14"}}, default={}
    )
    swot: Swot | None = fact("Its strengths, weaknesses, opportunities and threats.", {"strengths": ["A known name"]}, label="SWOT")
    position: dict[str, Annotated[float, Between(0, 10, whole=False)]] = fact(
        "Where it stands on the axes of product.yml, 0 to 10.", {"price": 4, "depth": 7}, default={}
    )
    battlecard: Battlecard | None = fact("What sales needs to know.", {"wins": ["Crews need no training"]})

    def is_old(self, ability: Ability, today: date) -> bool:
        """Whether what is known of one capability was found out too long ago; its own date counts before the competitor's."""
        checked = ability.checked or self.as_of
        return ability.has != "unknown" and checked is not None and today - checked.last > OLD
