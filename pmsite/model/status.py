"""The stages of work, and a workspace's own words for where an item is."""

from __future__ import annotations

from dataclasses import dataclass

STAGES = ("idea", "discovery", "planned", "building", "shipped", "dropped")
OPEN_STAGES = frozenset({"idea", "discovery", "planned", "building", "open"})
"""Stages of work that is not finished; `open` is all that readers know who do not get the status."""
STAGE_ORDER = ("building", "planned", "discovery", "idea", "open", "shipped", "dropped")
"""Stages as readers look for them: open work first, what reaches users soonest at its head."""
ENDS = ("shipped", "dropped")


@dataclass(frozen=True, slots=True)
class Status:
    """A workspace's own word for where an item is, with the stage that the word belongs to."""

    id: str
    stage: str
    label: str
    done: bool = False
    """Whether the work is finished, though it may not have reached users."""

    def __str__(self) -> str:
        return self.id

    @property
    def is_open(self) -> bool:
        """Whether work of this status is not finished."""
        return self.stage in OPEN_STAGES

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to do: it was shipped, or waits to be."""
        return self.done or self.stage == "shipped"
