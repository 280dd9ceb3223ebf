"""Problems: what went wrong, why, and what is done about it."""

from typing import Annotated, ClassVar

from pmsite.model.item import Item, fact
from pmsite.model.values import Choice, Id, Reference, When


class Problem(Item):
    """Something that went wrong or keeps going wrong."""

    type: ClassVar[str] = "problem"
    folder: ClassVar[str] = "problems"
    duty: ClassVar[str] = "problems"

    severity: Annotated[str, Choice(("low", "medium", "high", "critical"))] | None = fact("How much it hurts.", "high")
    status: Annotated[str, Choice(("open", "investigating", "acting", "monitoring", "resolved"))] = fact(
        "Where it is.", "open", default="open"
    )
    detected: When | None = fact("When it was noticed.", "2026-10-02")
    team: Annotated[Id, Reference(("team",))] | None = fact("The team that solves it.", "mobile")
