"""Components: the parts that a product is made of."""

from typing import Annotated, ClassVar

from pmsite.model.item import Item, fact
from pmsite.model.values import Id, Reference, Texts, Url


class Component(Item):
    """A part of the product. Unlike a theme it is a place, and unlike a piece of work it does not end."""

    type: ClassVar[str] = "component"
    folder: ClassVar[str] = "components"
    duty: ClassVar[str] = "planning"

    parent: Annotated[Id, Reference(("component",))] | None = fact(
        "The part that it belongs to.", "app", outside=True, label="Part of", inverse="Parts"
    )
    team: Annotated[Id, Reference(("team",))] | None = fact(
        "The team that looks after it.", "mobile", outside=True, inverse="Work of this team"
    )
    aliases: Texts = fact("What else it is called, in commits for example.", ["synchronisation"], default=(), label="Also called")
    repository: Url | None = fact("Where its code is.", "https://code.example/field-notes/sync")
