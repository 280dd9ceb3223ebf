"""Which item of one moment is which of another: asked of everything that happened in between."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.history.git import Repository
from pmsite.history.identity import is_back
from pmsite.history.read import between
from pmsite.history.revision import Then
from pmsite.history.steps import Steps
from pmsite.model.renaming import Names


@dataclass(frozen=True, slots=True)
class Who:
    """The items that two moments share."""

    names: Names
    """By id of before, that of after; of items that are in both."""
    lost: frozenset[str]
    """Ids of before that are neither there nor gone: what became of them cannot be read."""
    found: frozenset[str]
    """Ids of after that may have been there before: what was there cannot be read."""


def who(repository: Repository, before: tuple[str, Then], after: tuple[str, Then], prefix: str) -> Who:
    """Which items of two moments are the same. Each is a commit, with its product; the later one may be what lies in the work tree.

    Raises NoHistory.
    """
    (first, old), (last, new) = before, after
    unread = frozenset(_inside(path, prefix) for path in new.unread)
    steps = Steps(between(repository, first, last), new.product, prefix, unread.__contains__)
    ids = steps.begin(old)
    known = steps.lines.count
    for _ in steps:
        pass
    now = {
        steps.lines.numbers[inside]: item.id
        for item in new.product.items.values()
        if (inside := _inside(item.path, prefix)) in steps.lines.numbers
    }
    names = {id: now[line] for line, id in ids.items() if line in now}
    back = (id for line, id in now.items() if line >= known and id not in names)
    names |= {id: id for id in back if is_back(old.product.items.get(id), new.product.items[id])}
    left = {steps.lines.numbers[inside] for inside in steps.lines.numbers} - now.keys()
    return Who(
        names,
        frozenset(id for line, id in ids.items() if line in left),
        frozenset(id for line, id in now.items() if line < known and line not in ids),
    )


def _inside(path: str, prefix: str) -> str:
    return path.removeprefix(f"{prefix}/")
