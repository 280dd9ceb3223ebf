"""Teams: who builds what."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from pmsite.model.item import Item, fact
from pmsite.model.values import Name, Prose, listed


class Team(Item):
    """A group of people who deliver together."""

    type: ClassVar[str] = "team"
    folder: ClassVar[str] = "teams"
    duty: ClassVar[str] = "collaboration"

    mission: Prose = fact("What the team is there for.", "Everything that works without a network.", default="", outside=True)
    lead: Name | None = fact("Who leads it.", "mobile-lead")
    members: Annotated[tuple[Name, ...], BeforeValidator(listed)] = fact("Who is in it.", ["ada", "bo"], default=())
