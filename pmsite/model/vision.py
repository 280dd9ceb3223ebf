"""The future that the product works towards."""

from typing import ClassVar

from pmsite.model.item import Item, fact
from pmsite.model.values import Prose, When


class Vision(Item):
    """Where all of it leads: the top of every chain of reasons."""

    type: ClassVar[str] = "vision"
    folder: ClassVar[str] = "visions"
    duty: ClassVar[str] = "goals"

    statement: Prose = fact("The vision in one or two sentences.", "Field work without paper, anywhere.", default="", outside=True)
    horizon_year: When | None = fact("By when it should be true.", "2029", outside=True)
