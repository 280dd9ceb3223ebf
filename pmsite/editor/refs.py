"""Items that somebody may mean who has written the beginning of a name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmsite.asking.plan import Plan
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.objective import Objective
from pmsite.views.parts import cards

MOST = 20


def matching(plan: Plan, types: frozenset[str], asked: str) -> list[dict[str, Any]]:
    """Items of some types, or of all, by id and title, the likeliest first: what begins so, then what has a word that does, then the rest.

    Key results are found where objectives could be named, under `key_result`.
    """
    words = asked.casefold().split()
    found = [(rank, entry) for entry in _entries(plan, types) if (rank := _rank(entry, words)) is not None]
    found.sort(key=lambda one: (one[0], one[1]["stage"] in ("shipped", "dropped"), one[1]["title"].casefold(), one[1]["id"]))
    return [entry for _, entry in found[:MOST]]


def _entries(plan: Plan, types: frozenset[str]) -> Iterator[dict[str, Any]]:
    for item in plan.seen.items.values():
        if not types or item.type in types:
            yield {"id": item.id, "title": item.title, "type": item.type, "stage": _stage(plan, item)}
        if isinstance(item, Objective) and "key_result" in types:
            for result in item.key_results:
                yield {"id": f"{item.id}.{result.id}", "title": result.title, "type": "key_result", "stage": "", "of": item.title}


def _stage(plan: Plan, item: Item) -> str:
    return cards(plan.seen)[item.id].stage if isinstance(item, Feature) else ""


def _rank(entry: dict[str, Any], words: list[str]) -> int | None:
    """How near an entry is to what is asked for, 0 the nearest; nothing where it lacks one of the words."""
    id, title = entry["id"].casefold(), entry["title"].casefold()
    if not all(word in id or word in title for word in words):
        return None
    first = " ".join(words)
    if id == first or title == first:
        return 0
    if id.startswith(first) or title.startswith(first):
        return 1
    parts = {*title.split(), *id.replace("_", "-").replace(".", "-").split("-")}
    return 2 if all(any(part.startswith(word) for part in parts) for word in words) else 3
