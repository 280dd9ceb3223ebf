"""A history in the names of today: whatever an item was called, and whoever named it, it has its last id at every step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pmsite.history.steps import Step
from pmsite.model.item import Item
from pmsite.model.renaming import called


def followed(steps: Iterable[Step]) -> list[Step]:
    """Every step, with all versions of an item under the id that it has today, or had last; so that a new id is no change of those who name it."""
    found = list(steps)
    last = _last_ids(found)
    changed = {became.line for step in found for became in step.became if became.was}
    return list(_translated(found, {line: last[line] for line in changed})) if changed else found


def _last_ids(steps: list[Step]) -> dict[int, str]:
    return {became.line: became.after.id for step in steps for became in step.became if became.after is not None}


def _translated(steps: list[Step], last: dict[int, str]) -> Iterator[Step]:
    names: dict[str, str] = {}
    known: dict[int, Item] = {}
    for step in steps:
        _take_names(names, step, last)
        became = []
        for one in step.became:
            before = known.pop(one.line, None) if one.before is not None else None
            after = _named(called(one.after, step.settings, names), last.get(one.line, one.after.id)) if one.after else None
            if after is not None:
                known[one.line] = after
            became.append(one._replace(before=before, after=after))
        yield replace(step, became=tuple(became))


def _take_names(names: dict[str, str], step: Step, last: dict[int, str]) -> None:
    """What ids mean from a step on: first those that are given up, then those that are taken."""
    for one in step.became:
        old = one.was or (one.before.id if one.before else "")
        if one.line in last and names.get(old) == last[one.line]:
            del names[old]
    for one in step.became:
        if one.after is not None and one.line in last and one.after.id != last[one.line]:
            names[one.after.id] = last[one.line]
        elif one.after is not None:
            names.pop(one.after.id, None)


def _named(item: Item, id: str) -> Item:
    return item if item.id == id else item.model_copy(update={"id": id})
