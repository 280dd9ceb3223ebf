"""A view of the roadmap that product.yml gives a name: a tab beside those that every plan has."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from pmsite.messages import said
from pmsite.model.parsing import part_of_address
from pmsite.model.refusal import excerpt, refuse
from pmsite.model.sections import COLUMNS, GROUPINGS, SORTS, VIEWS
from pmsite.model.values import LIST, Choice, Text, Texts

KINDS = ("roadmap", "timeline", "table")
ALWAYS = ("view", "label", "audiences")
"""What may be said of a saved view of any kind."""


class SavedView(BaseModel):
    """One view with a name of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    label: Text = Field(default="", description="What its tab is called; its name where it is absent.")
    view: Annotated[str, Choice(KINDS)] = Field(default="roadmap", description="What it is a view of the plan as.")
    where: Text = Field(default="", description="Which features, as an expression over their fields.")
    group_by: Annotated[str, Choice(GROUPINGS)] = Field(default="horizon", description="The columns or groups of a roadmap.")
    lanes: Annotated[str, Choice(GROUPINGS)] = Field(
        default="", description="The lanes of a timeline, or a second grouping of a roadmap, across its columns."
    )
    columns: Annotated[tuple[Annotated[str, Choice(COLUMNS)], ...], LIST] = Field(
        default=(), description="The columns of a table, in their order; all that are filled where it is absent."
    )
    sort: Annotated[str, Choice(SORTS)] = Field(
        default="", description="The column that a table is sorted by, with a hyphen before it from the end."
    )
    audiences: Texts = Field(default=(), description="Audiences besides the team that have the view.")

    @property
    def options(self) -> tuple[str, ...]:
        """What else may be said of a view of its kind."""
        return VIEWS[self.view].in_blocks


_part = part_of_address(said("the name of a view"), "bad-view-name", "mobile-now")


def view_name(value: object) -> str:
    """The name of a saved view, which is part of its address."""
    written = _part(value)
    if written in VIEWS:
        refuse(
            "bad-view-name",
            said("{written} is the name of a view that every plan has", written=excerpt(written)),
            said("choose another name"),
        )
    return written
