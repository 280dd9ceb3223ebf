"""Recognition: thanks, written down."""

from typing import Annotated, ClassVar

from pmsite.model.item import Private, fact
from pmsite.model.values import Ids, Name, Names, Reference, When


class Recognition(Private):
    """Thanks to somebody for something."""

    type: ClassVar[str] = "recognition"
    folder: ClassVar[str] = "recognition"
    duty: ClassVar[str] = "leadership"

    to: Names = fact("Who is thanked: people or teams.", ["bo"], default=(), inverse="Thanked in")
    by: Name | None = fact("Who says thanks.", "ada", inverse="Decides or thanks", label="Given by")
    date: When | None = fact("When.", "2026-11-13")
    about: Annotated[Ids, Reference()] = fact("What it is for.", ["offline-mode"], default=(), inverse="Reported in")
