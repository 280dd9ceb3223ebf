"""Which status of the workspace a status of the source means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pmsite.importers.headers import plain
from pmsite.importers.rules import Rules
from pmsite.importers.words import ARCHIVED, CLOSED, NOT_DONE, UNSURE, stage_of
from pmsite.importers.words import plain as plain_word
from pmsite.settings import Settings


@dataclass(frozen=True)
class Statuses:
    """A workspace's statuses, and the words that its rules give for them."""

    rules: Rules
    settings: Settings

    @cached_property
    def _given(self) -> Mapping[str, str]:
        return {plain(word): status for word, status in self.rules.statuses.items()}

    @cached_property
    def _own(self) -> Mapping[str, str]:
        known = self.settings.known_statuses
        return {plain(word): name for name, status in known.items() for word in (name, status.label) if word}

    def find(self, word: str, category: str = "", resolution: str = "", done: bool = False) -> tuple[str, str]:
        """A status, and why it is a guess where it is one; two empty texts where nothing tells.

        `category` is where the source itself puts the status, `resolution` how it ended, `done` whether the row says when.
        """
        given = self._given.get(plain(word)) or self._own.get(plain(word)) or ""
        if resolution == ARCHIVED:
            found = given or stage_of(word)
            is_done = self.is_known(found) and self.settings.known_statuses[found].stage == "shipped"
            return (found, "") if is_done else ("dropped", "it was archived before it was done")
        if given:
            return given, ""
        found, guess = stage_of(word), ""
        if not found and plain_word(word) in CLOSED and (done or (resolution and plain_word(resolution) not in NOT_DONE)):
            found, guess = "shipped", "closed, and the row says that it was done"
        if not found and plain_word(word) in UNSURE:
            found, guess = UNSURE[plain_word(word)]
        if not found and category:
            found, guess = stage_of(category), f"by the source's category, {category}"
        if found == "shipped" and plain_word(resolution) in NOT_DONE:
            found, guess = "dropped", f"it ended as {resolution}"
        return found, guess if found else ""

    def is_known(self, name: str) -> bool:
        """Whether the workspace has a status."""
        return name in self.settings.known_statuses
