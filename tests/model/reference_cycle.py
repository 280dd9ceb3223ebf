"""How cycles are counted, said a second time as plainly as can be: day by day, over all items. Days are numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Told = tuple[int, str, str | None, bool, float]
"""A day, an item, the cycle that it is in from then on, whether it is finished, and its effort."""


def at(told: Sequence[Told], day: int) -> Mapping[str, tuple[str | None, bool, float]]:
    """Where every item stands at the end of a day."""
    return {id: (cycle, finished, effort) for d, id, cycle, finished, effort in sorted(told, key=lambda t: t[0]) if d <= day}


def count(told: Sequence[Told], cycle: str, start: int, end: int) -> dict[str, Any]:
    """How many, and how much effort, of everything."""
    planned = {id: effort for id, (in_it, finished, effort) in at(told, start).items() if in_it == cycle and not finished}
    left, re_estimated = dict(planned), 0.0
    added: dict[str, float] = {}
    removed: dict[str, float] = {}
    done: dict[str, float] = {}
    for day in range(start + 1, end + 1):
        before = at(told, day - 1)
        for id, (in_it, finished, effort) in at(told, day).items():
            was_finished = id in before and before[id][1]
            if in_it == cycle:
                if id in done and not finished:
                    left[id] = done.pop(id)
                elif id in removed and not (finished and was_finished):
                    left[id] = removed.pop(id)
                elif id not in left and id not in done and id not in removed and not (finished and was_finished):
                    left[id] = added[id] = effort
                if id in left:
                    re_estimated += effort - left[id]
                    left[id] = effort
                    if finished:
                        done[id] = left.pop(id)
            elif id in left and not (day == end and in_it is not None):
                removed[id] = left.pop(id)

    def both(found: Mapping[str, float]) -> tuple[int, float]:
        return len(found), sum(found.values())

    kept = (sum(id in done for id in planned), len(planned))
    return {
        "planned": both(planned),
        "added": both(added),
        "removed": both(removed),
        "finished": both(done),
        "carried": both(left),
        "re_estimated": re_estimated,
        "kept": kept,
    }
