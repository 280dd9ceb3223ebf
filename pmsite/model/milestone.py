"""A point on the way of a feature, a release or a launch, as its author writes it."""

from typing import Annotated, Any

from pmsite.model.item import Part, fact
from pmsite.model.values import LIST, Before, Boolean, Id, Reference, Title, When


class Milestone(Part):
    """A point on the way that somebody waits for."""

    title: Title = fact("What is reached.", "Beta", default=..., outside=True)
    date: When | None = fact("When it is, or was, reached.", "2026-11", outside=True)
    release: Annotated[Id, Reference(("release",))] | None = fact(
        "The release that brings it; its date counts where the milestone has none.",
        "3.2",
        outside=True,
        inverse="Reached with it",
    )
    done: Boolean = fact("Whether it is reached.", True, default=False)


def _milestone(value: object) -> object:
    return {"title": value} if isinstance(value, str) else value


Milestones = Annotated[tuple[Annotated[Milestone, Before(_milestone)], ...], LIST]


def milestones_fact() -> Any:
    """The field of each type that has milestones."""
    return fact(
        "Points on the way, the first one first: marks on the timeline and in the calendar.",
        [{"title": "Beta", "date": "2026-11", "done": True}, {"title": "GA", "date": "2027-Q1"}],
        default=(),
        label="Milestones",
    )
