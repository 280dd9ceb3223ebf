"""Trends: what is changing around the product."""

from typing import Annotated, ClassVar

from pmsite.model.item import Aging, Part, fact
from pmsite.model.period import Period
from pmsite.model.values import LIST, Choice, Ids, Prose, Reference, Text, When

RINGS = ("adopt", "trial", "assess", "hold")


class Earlier(Part):
    """Where a trend stood in an edition of the radar before this one."""

    date: When = fact("The edition: a day, month or quarter.", "2026-Q2", default=...)
    ring: Annotated[str, Choice(RINGS)] = fact("How near it was then.", "assess", default=...)
    note: Prose = fact("What was seen then.", "Two vendors talk of it.", default="")


class Trend(Aging):
    """Something that may change the product or its market."""

    type: ClassVar[str] = "trend"
    folder: ClassVar[str] = "trends"
    duty: ClassVar[str] = "market"

    ring: Annotated[str, Choice(RINGS)] = fact("How near it is to our work.", "trial", default=..., outside=True)
    movement: Annotated[str, Choice(("new", "in", "out", "none"))] = fact(
        "Whether it moved since the last look: nearer (in), further (out); follows from `history` where it is absent.",
        "in",
        default="none",
    )
    history: Annotated[tuple[Earlier, ...], LIST] = fact(
        "Where it stood in earlier editions of the radar.",
        [{"date": "2026-Q2", "ring": "assess"}],
        default=(),
        label="Earlier editions",
    )
    category: Text = fact(
        "What kind of trend it is: a key of `trend_categories` in product.yml, or its own word.", "technology", default=""
    )
    impact: Prose = fact("What it means for the product.", "Old phones can no longer sync.", default="")
    affects: Annotated[Ids, Reference(("feature", "objective", "risk"))] = fact(
        "What it touches.", ["offline-mode"], default=(), inverse="Affected by"
    )

    @property
    def moved(self) -> str:
        """Whether it moved since the last edition: its author's word, or what follows from where it stood then."""
        last = max(self.history, key=lambda one: one.date.last, default=None)
        if self.movement != "none" or last is None or not self.ring or last.ring == self.ring:
            return self.movement
        return "in" if RINGS.index(self.ring) < RINGS.index(last.ring) else "out"

    def stood(self, edition: Period) -> str:
        """The ring that it was in at an edition; nothing where it was in none by then."""
        known = [one for one in self.history if one.date.last <= edition.last]
        return max(known, key=lambda one: one.date.last).ring if known else ""
