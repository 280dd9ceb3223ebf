"""Briefs: what one group of stakeholders is told, on a page of its own."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pmsite.messages import said
from pmsite.model.faults import did_you_mean
from pmsite.model.item import Item, Part, fact
from pmsite.model.parsing import scalar
from pmsite.model.refusal import did_you_mean as meant
from pmsite.model.refusal import excerpt, refuse
from pmsite.model.sections import GROUPINGS, IN_BRIEFS, KINDS, SECTIONS
from pmsite.model.sections import Section as Vocabulary
from pmsite.model.settings import LANGUAGES
from pmsite.model.values import LIST, Before, Between, Boolean, Choice, Day, Id, Ids, Kind, Lines, Prose, Reference, Text, When

MOST = 100


def _view(value: object) -> str:
    written = scalar(value, "the name of a section").strip()
    if written not in IN_BRIEFS:
        refuse(
            "unknown-section",
            said("{written} is not a section", written=excerpt(written)),
            meant(did_you_mean(written, IN_BRIEFS), written, IN_BRIEFS),
        )
    return written


class Section(Part):
    """One part of a brief: a view, the author's own words, or both."""

    view: Annotated[str, Kind(_view, {"type": "string", "enum": list(IN_BRIEFS)})] = fact(
        "What to show.", "roadmap", default="text", outside=True
    )
    title: Text = fact("Its heading; a ready one where it is absent.", "What comes next", default="", outside=True)
    text: Prose = fact("Words before the view.", "We finish what we began.", default="", outside=True)
    points: Lines = fact("Points before the view, one a line.", ["An introduction to two wind firms"], default=(), outside=True)
    items: Annotated[Ids, Reference()] = fact(
        "Exactly these items, in this order.", ["weekly-active-crews"], default=(), outside=True, inverse="Shown in"
    )
    where: Text = fact("Which items, as an expression over their fields.", 'team == "mobile"', default="", outside=True)
    most: Annotated[int, Between(1, MOST)] | None = fact("How many at most.", 3, outside=True)
    group_by: Annotated[str, Choice(GROUPINGS)] | None = fact("What a roadmap is grouped by.", "theme", outside=True)

    @property
    def vocabulary(self) -> Vocabulary:
        """What is known of its view."""
        return SECTIONS[self.view]


def _section(value: object) -> object:
    return {"view": value} if isinstance(value, str) else value


class Brief(Item):
    """A short page for one group of readers, conclusion first."""

    type: ClassVar[str] = "brief"
    folder: ClassVar[str] = "briefs"
    duty: ClassVar[str] = "communication"

    kind: Annotated[str, Choice(tuple(KINDS))] | None = fact(
        "Its format, which gives it sections, a length and a disclaimer; none for a free one.", "investor", outside=True
    )
    audience: Text = fact("Who it is for.", "customers", default="team", label="For")
    customer: Annotated[Id, Reference(("customer",))] | None = fact(
        "The one customer that it is for, and of whose requests it tells.", "northlight-lifts", inverse="Briefs"
    )
    period: When | None = fact("The stretch of time that it covers.", "2026-Q4", outside=True)
    language: Annotated[str, Choice(LANGUAGES)] | None = fact(
        "Its language; the workspace's where it is absent.", "en", outside=True
    )
    since: When | None = fact(
        "What it counts as new begins after this date; the date of the last brief to the same readers where it is absent.",
        "2026-10-28",
        outside=True,
        label="News since",
    )
    as_of: When | None = fact("The date that it is true for; today where it is absent.", "2026-11-20", outside=True)
    next: When | None = fact("When its readers hear from you again.", "2026-12-18", outside=True)
    sender: Text = fact(
        "Who signs it, as readers should know them.",
        "Ada Brook, Product",
        default="",
        outside=True,
        alias="from",
        label="Signed by",
    )
    headline: Prose = fact(
        "The conclusion, in one or two sentences.", "Offline mode ships in December.", default="", outside=True, label="In short"
    )
    disclaimer: Prose | None = fact(
        "What readers must not rely on; ready words where the kind needs some and it is absent.",
        "Plans may change.",
        outside=True,
        label="Please note",
    )
    sections: Annotated[tuple[Annotated[Section, Before(_section)], ...], LIST] = fact(
        "What it shows, in order; the sections of its kind where it is absent.", ["status", "changed"], default=(), outside=True
    )
    link: Boolean = fact("Whether its readers get a private link.", True, default=False, label="Private link")
    expires: Day | None = fact("The last day, in UTC, on which the private link opens.", "2026-12-31", label="Link until")
    link_epoch: Annotated[float, Between(1, 1_000_000)] = fact(
        "Raise it to take the private link back and make another.", 2, default=1
    )
    passphrase: Boolean = fact("Whether the private link also needs a passphrase, which pmsite makes.", True, default=False)

    @property
    def readers(self) -> frozenset[str]:
        """The audiences, besides the team, that get its texts: also the one that it is sent to, which needs no `visibility`."""
        return frozenset({*self.visibility, self.audience}) - {"team"}
