"""Changes: the lines of the changelog."""

from typing import Annotated, ClassVar

from pmsite.model.item import Item, fact
from pmsite.model.values import Boolean, Choice, Id, Ids, Prose, Reference, Texts, When

CHANGE_KINDS = ("added", "changed", "deprecated", "removed", "fixed", "security")


class Change(Item):
    """One thing that is different for users, in their words."""

    type: ClassVar[str] = "change"
    folder: ClassVar[str] = "changes"
    duty: ClassVar[str] = "planning"

    kind: Annotated[str, Choice(CHANGE_KINDS)] = fact(
        "The group of Keep a Changelog 1.1.0 that it belongs to.", "added", default=..., outside=True
    )
    release: Annotated[Id, Reference(("release",))] | None = fact(
        "The release that brings it; unreleased where it is absent.", "3.2", outside=True
    )
    date: When | None = fact("When it was made.", "2026-11-20", outside=True)
    features: Annotated[Ids, Reference(("feature",))] = fact(
        "Features that it is part of.", ["offline-mode"], default=(), outside=True
    )
    breaking: Boolean = fact("Whether users must do something.", False, default=False, outside=True)
    action: Prose = fact("What users have to do.", "Update the app.", default="", outside=True)
    action_by: When | None = fact("By when they have to have done it.", "2027-06-30", outside=True)
    references: Texts = fact("Keys of a tracker, or addresses.", ["APP-381"], default=())
