"""Teams: who builds what."""

from typing import Annotated, ClassVar

from pmsite.model.item import Item, fact
from pmsite.model.values import LIST, Choice, Name, NotNegative, Prose, When


class Team(Item):
    """A group of people who deliver together."""

    type: ClassVar[str] = "team"
    folder: ClassVar[str] = "teams"
    duty: ClassVar[str] = "collaboration"

    mission: Prose = fact("What the team is there for.", "Everything that works without a network.", default="", outside=True)
    kind: Annotated[str, Choice(("product", "platform", "enabling", "specialist", "business"))] | None = fact(
        "Builds for users, for other teams, helps other teams, knows one hard thing, or sells and serves.", "product"
    )
    lead: Name | None = fact("Who leads it.", "mobile-lead", inverse="Leads")
    members: Annotated[tuple[Name, ...], LIST] = fact("Who is in it.", ["ada", "bo"], default=(), inverse="Member of")
    capacity: dict[When, NotNegative] = fact(
        "Person-months that it can give to features, by quarter.", {"2026-Q4": 9, "2027-Q1": 8}, default={}
    )
