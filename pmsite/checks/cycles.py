"""Rules about cycles: the days that they take, and the work that they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import said
from pmsite.model.change import Change
from pmsite.model.cycle import Cycle
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import role
from pmsite.model.item import Item
from pmsite.model.release import Release


class CycleWithoutDays(Rule):
    """A cycle does not say on which day it starts or ends, so nothing tells what was planned in it and what came later."""

    code = "cycle-without-days"
    fields = ("starts", "ends")

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for cycle in context.each(Cycle):
            absent = [name for name in ("starts", "ends") if getattr(cycle, name) is None]
            if absent:
                yield self.at(context.span(cycle, "title"), *WITHOUT[absent[0] if len(absent) == 1 else "both"])


WITHOUT = {
    "both": (
        said("nothing says when this cycle starts and ends"),
        said("add `starts: 2026-11-02` and `ends: 2026-11-13` with its own days"),
    ),
    "starts": (said("nothing says when this cycle starts"), said("add `starts: 2026-11-02` with its own day")),
    "ends": (said("nothing says when this cycle ends"), said("add `ends: 2026-11-13` with its own day")),
}
"""By what a cycle lacks, what is wrong and what to write."""


class CyclesOverlap(Rule):
    """Two cycles of one team share days: the same time would be planned twice, and counted twice."""

    code = "cycles-overlap"
    fields = ("starts", "ends", "team")

    def find(self, context: Context) -> Iterator[Diagnostic]:
        last: dict[str, tuple[date, Cycle]] = {}
        for cycle in sorted(context.each(Cycle), key=lambda found: found.key):
            if cycle.team is None or cycle.starts is None or cycle.ends is None:
                continue
            end, before = last.get(cycle.team, (date.min, cycle))
            if cycle.starts.first <= end:
                yield self.at(
                    context.span(cycle, "starts"),
                    said(
                        "this starts on {day}, and {other} of the same team ends on {end}",
                        day=cycle.starts,
                        other=before.id,
                        end=before.ends,
                    ),
                    said("let it start after {end}, or give one of the two another team", end=before.ends),
                )
            last[cycle.team] = max((end, before), (cycle.ends.last, cycle), key=lambda found: found[0])


class GroupInCycle(Rule):
    """An epic or another group is in a cycle. A cycle holds what gets finished in it; a group spans many of them."""

    code = "group-in-cycle"
    severity = Severity.ERROR
    fields = ("cycle", "level")

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for feature in context.each(Feature):
            if feature.cycle and role(context.product.settings, feature) == "group":
                yield self.at(
                    context.span(feature, "cycle"),
                    said("{level} is a level of groups, and a cycle holds what gets finished in it", level=feature.level),
                    said("name the cycle in its parts, or give it a level that counts"),
                )


SPRINT = re.compile(r"\b(?:sprint|iteration|cycle)s?\b|迭代|冲刺", re.IGNORECASE)
"""What other systems call a cycle."""
END, START = re.compile(r"end|结束|截止", re.IGNORECASE), re.compile(r"start|begin|开始", re.IGNORECASE)


class ReleaseLooksLikeACycle(Rule):
    """A release was imported from a column of sprints. A sprint is a stretch of time, and readers would take it for what reaches them."""

    code = "release-looks-like-a-cycle"
    severity = Severity.REMINDER
    asks_who_names_it = True

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for release in context.each(Release):
            if release.imported is None or not release.imported.id.startswith("release: "):
                continue
            named = [item for item in context.product.pointing(release.id, "release") if isinstance(item, (Feature, Change))]
            if SPRINT.search(release.title) or any(_comes_of_a_sprint(item, release) for item in named):
                yield self.at(
                    context.span(release, "imported", "id"),
                    said("{title} comes from a column of sprints, and counts as a version that reaches users", title=release.title),
                    _as_a_cycle(release, [item for item in named if isinstance(item, Feature)]),
                )


def _comes_of_a_sprint(item: Item, release: Release) -> bool:
    """Whether an item keeps of the sprint that it was in what its release is."""
    kept = _kept(item)
    names = [told[-1] for name, told in kept if not END.search(name) and not START.search(name)]
    ends = [told[-1] for name, told in kept if END.search(name)]
    return release.title in names or (release.date is not None and str(release.date) in ends)


def _kept(item: Item) -> list[tuple[str, tuple[str, ...]]]:
    """The columns of sprints that an import kept of an item, each with what it said."""
    found = item.imported.fields.items() if item.imported else ()
    every = ((name, (value,) if isinstance(value, str) else value) for name, value in found if SPRINT.search(name))
    return [(name, values) for name, values in every if values]


def _as_a_cycle(release: Release, named: list[Feature]) -> str:
    starts = next((told[-1] for item in named for name, told in _kept(item) if START.search(name)), "")
    if starts and release.date:
        days = said("with `starts: {start}` and `ends: {end}` in place of `date`", start=starts, end=release.date)
    else:
        days = said("with its first and last day as `starts` and `ends`")
    if not named:
        return said("move the file to cycles/, {days}", days=days)
    return said(
        "move the file to cycles/, {days}; write `cycle: {id}` in place of `release` in {first} and whatever else names it",
        days=days,
        id=release.id,
        first=named[0].id,
    )
