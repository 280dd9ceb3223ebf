"""Learning: what the team read, heard and tried, and what it changed."""

from typing import Annotated, ClassVar

from pmsite.model.item import Item, fact
from pmsite.model.values import Choice, Ids, Lines, Names, Prose, Reference, Text, Url, When


class Learning(Item):
    """A course, book, conference or article, with what was taken from it."""

    type: ClassVar[str] = "learning"
    folder: ClassVar[str] = "learning"
    duty: ClassVar[str] = "learning"

    kind: Annotated[str, Choice(("course", "book", "conference", "article", "talk", "visit"))] = fact(
        "What it was.", "book", default=..., outside=True
    )
    date: When | None = fact("When.", "2026-11")
    author: Text = fact("Whose it is.", "R. Ahlgren", default="", label="Author or host")
    url: Url | None = fact("Where it is found.", "https://press.example/listening", label="Address")
    people: Names = fact("Who learned it.", ["ada"], default=(), inverse="Learned from")
    takeaways: Lines = fact("What to remember.", ["Ask for the last time, not for habits"], default=())
    topic: Text = fact("What it is about, for the digest.", "research", default="")
    applied: Prose = fact("What was done with it.", "Our interview guide starts with it.", default="", label="What we did with it")
    changed: Annotated[Ids, Reference()] = fact("What it changed.", ["sync-survey"], default=(), inverse="Changed by")
