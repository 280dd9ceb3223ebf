"""How goals stand before and after a change, by the same judgement as every page, and what was checked in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pmsite.model.judgement import Judgement, judge
from pmsite.model.objective import CheckIn, KeyResult, Objective
from pmsite.model.product import Product


@dataclass(frozen=True, slots=True)
class Standing:
    """A goal that is there before and after, with how it stands, both judged on the same day."""

    goal: Objective
    before: Judgement
    after: Judgement
    values: tuple[tuple[KeyResult, float | None, float | None], ...]
    """Key results whose value of today is another, with what it was: by a check-in, by a metric or by hand."""
    checkins: tuple[tuple[KeyResult, CheckIn], ...]
    """What was checked in, or corrected."""

    @property
    def is_judged_anew(self) -> bool:
        """Whether the judgement, or why it is so, is another."""
        return _told(self.before) != _told(self.after)


def standings(before: Product, after: Product, olds: Mapping[str, str]) -> tuple[Standing, ...]:
    """The goals that stand otherwise. `olds` gives an item's id of before by its id of after."""
    return tuple(_standings(before, after, olds))


def _standings(before: Product, after: Product, olds: Mapping[str, str]) -> Iterator[Standing]:
    for goal in after.of(Objective):
        old = before.items.get(olds[goal.id])
        if isinstance(old, Objective):
            was = {result.id: result for result in before.measured(old)}
            now = after.measured(goal)
            values = tuple((r, was[r.id].current, r.current) for r in now if r.id in was and was[r.id].current != r.current)
            known = {result.id: set(result.checkins) for result in old.key_results}
            checkins = tuple((r, one) for r in goal.key_results for one in r.checkins if one not in known.get(r.id, set()))
            found = Standing(goal, judge(before, old), judge(after, goal), values, checkins)
            if found.is_judged_anew or values or checkins:
                yield found


def _told(found: Judgement) -> tuple[object, ...]:
    return found.state, found.message, repr(sorted(found.params.items())), found.score, found.forecast
