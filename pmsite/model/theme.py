"""Themes: the few directions that features belong to."""

from typing import Annotated, ClassVar

from pmsite.model.item import Item, fact
from pmsite.model.values import Ids, Reference


class Theme(Item):
    """A direction that several features push in."""

    type: ClassVar[str] = "theme"
    folder: ClassVar[str] = "themes"
    duty: ClassVar[str] = "planning"

    supports: Annotated[Ids, Reference(("objective", "key_result", "vision"))] = fact(
        "Objectives or key results that it serves.",
        ["2026-q4-activation"],
        default=(),
        outside=True,
        label="Serves",
        inverse="Served by",
    )
