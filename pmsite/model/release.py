"""Releases: what reaches users together."""

from typing import Annotated, Any, ClassVar

from pmsite.model.item import Item, fact
from pmsite.model.milestone import Milestones, milestones_fact
from pmsite.model.parsing import apart
from pmsite.model.values import Boolean, Ids, Reference, Text, Texts, When
from pmsite.model.version import version


class Release(Item):
    """A version, or a date on which changes reach users."""

    type: ClassVar[str] = "release"
    folder: ClassVar[str] = "releases"
    duty: ClassVar[str] = "planning"

    version: Text = fact("Its number; its id where it is absent.", "3.2.0", default="", outside=True)
    date: When | None = fact("When it reaches, or reached, users.", "2026-12-15", outside=True)
    out: Boolean = fact(
        "Whether users have it although nobody knows since when: a date that is past says so, too.",
        True,
        default=False,
        outside=True,
        label="Released",
    )
    milestones: Milestones = milestones_fact()
    highlights: Texts = fact("What to say first.", ["Work without a network"], default=(), outside=True)
    yanked: Boolean = fact("Whether it was withdrawn.", False, default=False, outside=True, label="Withdrawn")
    scope: Annotated[Ids, Reference(("feature",))] = fact(
        "Features that were planned for it on the day it was made; `pmsite release` writes it.",
        ["offline-mode"],
        default=(),
        label="Planned for it",
        inverse="Was planned for",
    )

    @property
    def name(self) -> str:
        """The version, or the id where there is none; without the name of a plan before it."""
        return self.version or apart(self.id)[1]

    @property
    def key(self) -> tuple[Any, ...]:
        """Where it stands among releases when nothing else decides: by number."""
        return (version(self.name).key, self.id)
