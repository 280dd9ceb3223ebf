"""Changes: the lines of the changelog."""

import re
from typing import Annotated, ClassVar

from pmsite.model.item import Item, fact
from pmsite.model.values import Between, Boolean, Choice, End, Id, Ids, KindOfChange, Prose, Reference, Texts, When

CHANGE_KINDS = {
    "added": "new",
    "changed": "improved",
    "deprecated": "deprecated",
    "removed": "removed",
    "fixed": "fixed",
    "security": "security",
}
"""The groups of Keep a Changelog 1.1.0, each with what users read it as."""
CONCERNS = ("users", "developers", "both")

_NAME = re.compile(r"\+?(?P<stem>.*)\.(?P<kind>[a-z][a-z0-9_-]{2,39})(?:\.[0-9]+)?")


class Change(Item):
    """One thing that is different for users, in their words."""

    type: ClassVar[str] = "change"
    folder: ClassVar[str] = "changes"
    duty: ClassVar[str] = "planning"

    kind: KindOfChange = fact(
        "The group that it belongs to: added, changed, deprecated, removed, fixed or security, as in Keep a Changelog 1.1.0, "
        "or one of product.yml; the file's name gives it where it is absent, as in `1234.fixed.md`.",
        "added",
        default=...,
        outside=True,
    )
    concerns: Annotated[str, Choice(CONCERNS)] = fact(
        "Whose changelog tells it: that of users, of developers, or both.", "developers", default="both", outside=True
    )
    release: Annotated[Id, Reference(("release",))] | None = fact(
        "The release that brings it; unreleased where it is absent.", "3.2", outside=True, inverse="In this release"
    )
    order: Annotated[float, Between(1, 100_000)] | None = fact(
        "Where it stands among the changes of its release, counted from 1; what has no such place follows, by its title.",
        3,
        outside=True,
        label="Place in the release",
    )
    date: When | None = fact("When it was made.", "2026-11-20", outside=True)
    features: Annotated[Ids, Reference(("feature",))] = fact(
        "Features that it is part of.", ["offline-mode"], default=(), outside=True, inverse="Named by"
    )
    component: Annotated[Id, Reference(("component",))] | None = fact(
        "The part of the product that is different; those of its features where it is absent.",
        "sync",
        outside=True,
        inverse="In this component",
    )
    addresses: Annotated[Ids, Reference(("feedback", "insight", "problem", "risk"))] = fact(
        "Feedback, insights, problems or risks that it answers.",
        ["no-network-in-cellars"],
        default=(),
        label="Answers",
        inverse="Answered by",
    )
    breaking: Boolean = fact("Whether users must do something.", False, default=False, outside=True)
    action: Prose = fact("What users have to do.", "Update the app.", default="", outside=True, label="What to do")
    action_by: When | None = fact("By when they have to have done it.", "2027-06-30", outside=True, label="By when")
    migration: Prose = fact(
        "What those who build on the product must do, step by step.", "Replace `poll()` by `listen()`.", default="", outside=True
    )
    ends: End | None = fact(
        "When what it deprecates stops working: a date or period, or the version without it.", "4.0.0", outside=True
    )
    references: Texts = fact("Keys of a tracker, or addresses.", ["APP-381"], default=())
    commits: Texts = fact(
        "Commits that made it; `pmsite changes from-git` drafts no change for them again.", ["4f2a9c1"], default=()
    )


def told_order(change: Change) -> tuple[bool, float, tuple[str, str]]:
    """Where a change stands among others of its kind: what breaks something first, then by its own place, then by title."""
    return (not change.breaking, change.order or float("inf"), change.key)


def kind_in_name(stem: str) -> str:
    """The kind that a file's name gives, as towncrier names fragments: `1234.fixed`, `+slug.added`, `1234.fixed.1`."""
    found = _NAME.fullmatch(stem)
    return found["kind"] if found else ""
