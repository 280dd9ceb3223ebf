"""Moves: how often a feature's planned date was changed while the feature was still to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pmsite.history.followed import followed
from pmsite.history.steps import Steps
from pmsite.model.feature import Feature
from pmsite.model.item import Item


def is_move(before: Item | None, after: Item | None) -> bool:
    """Whether a feature that was open had a planned date and has another one now: its target, or its release where it has none.

    Dates are compared as they are written. Both versions name other items alike, so that a release with a new id is the same one.
    """
    if not isinstance(before, Feature) or not isinstance(after, Feature) or not before.is_open:
        return False
    old, new = planned(before), planned(after)
    return old is not None and new is not None and str(old) != str(new)


def planned(feature: Feature) -> object | None:
    """What a feature says about when: its own target, or the release that brings it."""
    return feature.target or feature.release


def counts(steps: Steps) -> Mapping[str, int]:
    """By item as it is today, how often it was moved."""
    found: Counter[int] = Counter()
    for step in followed(steps):
        for became in step.became:
            if not became.reread and is_move(became.before, became.after):
                found[became.line] += 1
    ids = {f"{steps.prefix}/{inside}": line for inside, line in steps.lines.numbers.items()}
    return {item.id: found[ids[item.path]] for item in steps.product.items.values() if found.get(ids.get(item.path, -1))}
