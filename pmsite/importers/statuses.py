"""Which status of the workspace a status of the source means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pmsite.importers.rules import Rules
from pmsite.importers.words import ARCHIVED, is_closed, is_not_done, nearest_stage, normal, stage_of, unsure
from pmsite.messages import said
from pmsite.model.settings import Settings


@dataclass(frozen=True)
class Statuses:
    """A workspace's statuses, and the words that its rules give for them."""

    rules: Rules
    settings: Settings

    @cached_property
    def _given(self) -> Mapping[str, str]:
        """By the word as the rules write it, and in its normal spelling where they write none that is nearer."""
        return {normal(word): status for word, status in self.rules.statuses.items()} | dict(self.rules.statuses)

    @cached_property
    def _own(self) -> Mapping[str, str]:
        known = self.settings.known_statuses
        return {normal(word): name for name, status in known.items() for word in (name, status.label) if word}

    def find(self, word: str, category: str = "", resolution: str = "", done: bool = False) -> tuple[str, str]:
        """A status, and why it is a guess where it is one; two empty texts where nothing tells.

        `category` is where the source itself puts the status, `resolution` how it ended, `done` whether the row says when.
        """
        given = self._given.get(word) or self._given.get(normal(word)) or self._own.get(normal(word)) or ""
        if resolution == ARCHIVED:
            found = given or stage_of(word)
            is_done = self.is_known(found) and self.settings.known_statuses[found].stage == "shipped"
            return (found, "") if is_done else ("dropped", "it was archived before it was done")
        if given:
            return given, ""
        found, guess = stage_of(word), ""
        if not found and is_closed(word) and (done or (resolution and not is_not_done(resolution))):
            found, guess = "shipped", said("closed, and the row says that it was done")
        if not found and (guessed := unsure().get(normal(word))):
            found, guess = guessed
        if not found and category:
            found, guess = stage_of(category), said("by the source's category, {category}", category=category)
        if found == "shipped" and is_not_done(resolution):
            found, guess = "dropped", said("it ended as {resolution}", resolution=resolution)
        return found, guess if found else ""

    def propose(self, word: str) -> tuple[str, str]:
        """What a status may mean, for somebody to look at: as `find`, else by a part of the word."""
        found = self.find(word)
        if found[0]:
            return found
        stage, part = nearest_stage(word)
        return stage, f"{part} is a part of it" if stage else ""

    def is_known(self, name: str) -> bool:
        """Whether the workspace has a status."""
        return name in self.settings.known_statuses
