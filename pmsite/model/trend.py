"""Trends: what is changing around the product."""

from typing import Annotated, ClassVar

from pmsite.model.item import Aging, fact
from pmsite.model.values import Choice, Ids, Prose, Reference, Text

RINGS = ("adopt", "trial", "assess", "hold")


class Trend(Aging):
    """Something that may change the product or its market."""

    type: ClassVar[str] = "trend"
    folder: ClassVar[str] = "trends"
    duty: ClassVar[str] = "market"

    ring: Annotated[str, Choice(RINGS)] = fact("How near it is to our work.", "trial", default=..., outside=True)
    movement: Annotated[str, Choice(("new", "in", "out", "none"))] = fact(
        "Whether it moved since the last look: nearer (in), further (out).", "in", default="none"
    )
    category: Text = fact("What kind of trend it is.", "technology", default="")
    impact: Prose = fact("What it means for the product.", "Old phones can no longer sync.", default="")
    affects: Annotated[Ids, Reference(("feature", "objective", "risk"))] = fact(
        "What it touches.", ["offline-mode"], default=(), inverse="Affected by"
    )
