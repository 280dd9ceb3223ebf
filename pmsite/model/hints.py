"""The modules that say what an author seems to have meant, each loaded with the first fault that asks: a sound plan needs none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmsite.on_demand import Functions

if TYPE_CHECKING:
    from pmsite.model import suggestions, synonyms
else:
    suggestions, synonyms = Functions("pmsite.model.suggestions"), Functions("pmsite.model.synonyms")

__all__ = ["suggestions", "synonyms"]
