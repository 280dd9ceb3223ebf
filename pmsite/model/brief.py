"""Briefs: what one group of stakeholders is told, on a page of its own."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from pmsite.model.item import Item, Part, fact
from pmsite.model.values import Between, Boolean, Choice, Day, Prose, Text, When, listed
from pmsite.settings import LANGUAGES

SECTIONS = ("goals", "roadmap", "shipped", "changes", "releases", "text")


class Section(Part):
    """One part of a brief: a view, or the author's own words."""

    view: Annotated[str, Choice(SECTIONS)] = fact("What to show.", "roadmap", default="text", outside=True)
    title: Text = fact("Its heading.", "What comes next", default="", outside=True)
    text: Prose = fact("Words before the view.", "We finish what we began.", default="", outside=True)
    where: Text = fact("Which items, as an expression over their fields.", 'team == "mobile"', default="", outside=True)


def _section(value: object) -> object:
    return {"view": value} if isinstance(value, str) else value


class Brief(Item):
    """A short page for one group of readers, conclusion first."""

    type: ClassVar[str] = "brief"
    folder: ClassVar[str] = "briefs"
    duty: ClassVar[str] = "communication"

    audience: Text = fact("Who it is for.", "customers", default="team")
    period: When | None = fact("The stretch of time that it covers.", "2026-Q4", outside=True)
    language: Annotated[str, Choice(LANGUAGES)] | None = fact("Its language; the workspace's where it is absent.", "en")
    as_of: When | None = fact("The date that it is true for.", "2026-11-20", outside=True)
    headline: Prose = fact("The conclusion, in one or two sentences.", "Offline mode ships in December.", default="", outside=True)
    disclaimer: Prose = fact("What readers must not rely on.", "Plans may change.", default="", outside=True)
    sections: Annotated[tuple[Annotated[Section, BeforeValidator(_section)], ...], BeforeValidator(listed)] = fact(
        "What it shows, in order.", ["goals", "roadmap", "shipped"], default=(), outside=True
    )
    link: Boolean = fact("Whether its readers get a private link.", True, default=False)
    expires: Day | None = fact("The last day, in UTC, on which the private link opens.", "2026-12-31")
    link_epoch: Annotated[float, Between(1, 1_000_000)] = fact(
        "Raise it to take the private link back and make another.", 2, default=1
    )
    passphrase: Boolean = fact("Whether the private link also needs a passphrase, which pmsite makes.", True, default=False)

    @property
    def readers(self) -> frozenset[str]:
        """The audiences, besides the team, that get its texts: also the one that it is sent to, which needs no `visibility`."""
        return frozenset({*self.visibility, self.audience}) - {"team"}
