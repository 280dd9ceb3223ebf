"""Updates: how things stand, in words."""

from typing import Annotated, ClassVar

from pmsite.model.item import Item, fact
from pmsite.model.values import Choice, Id, Ids, Lines, Reference, When

HEALTH = ("green", "amber", "red")


class Update(Item):
    """A short report of one stretch of time, such as a team's week."""

    type: ClassVar[str] = "update"
    folder: ClassVar[str] = "updates"
    duty: ClassVar[str] = "communication"

    date: When | None = fact("The day, week's end or month that it is for.", "2026-11-20", outside=True)
    kind: Annotated[str, Choice(("weekly", "status"))] = fact(
        "A team's week, or the state of something.", "weekly", default="status"
    )
    team: Annotated[Id, Reference(("team",))] | None = fact(
        "The team that reports.", "mobile", outside=True, inverse="Work of this team"
    )
    about: Annotated[Ids, Reference(("objective", "feature", "launch", "release", "problem", "risk"))] = fact(
        "What it is about.", ["offline-mode"], default=(), outside=True, inverse="Reported in"
    )
    health: Annotated[str, Choice(HEALTH)] | None = fact("Green: on track. Amber: at risk. Red: off track.", "amber", outside=True)
    done: Lines = fact("What got done.", ["Merge of notes works"], default=(), outside=True)
    next: Lines = fact("What comes next.", ["Test with two crews"], default=(), outside=True)
    blocked: Lines = fact("What is in the way.", ["No test phones"], default=())
    asks: Lines = fact("What is needed, from whom.", ["Two phones from operations"], default=(), label="Needed")
    learned: Lines = fact("What was learned.", ["Crews share phones"], default=())
