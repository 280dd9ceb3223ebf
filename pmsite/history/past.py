"""A history becomes a past: events that one audience may know of. Outsiders learn of a change only where they may see both its ends."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pmsite.audience import Projection
from pmsite.history.besides import whole
from pmsite.history.diff import only_settings
from pmsite.history.followed import followed
from pmsite.history.lines import Became
from pmsite.history.moves import is_move
from pmsite.history.outside import Outsider
from pmsite.history.read import History
from pmsite.history.steps import Mark, Step, Steps
from pmsite.model import compare, custom
from pmsite.model.compare import Difference
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import own_effort
from pmsite.model.item import Item
from pmsite.model.objective import Objective
from pmsite.model.past import Event, Ladder, Measured, Past, Stand
from pmsite.model.period import Period
from pmsite.model.problem import Problem
from pmsite.model.product import Product
from pmsite.model.settings import Settings
from pmsite.model.status import Status


@dataclass(frozen=True, slots=True)
class Tale:
    """What a history tells. `unread` counts versions of files that could not be read; `marks` are those of the commits that were asked for."""

    past: Past
    unread: int
    marks: Mapping[str, Mark]
    ids: Mapping[int, str]
    """By line, the id that its item has today."""


def _nowhere(inside: str) -> bool:
    return False


def tell(
    history: History,
    product: Product,
    seen: Projection,
    prefix: str,
    wanted: Collection[str] = (),
    is_there: Callable[[str], bool] = _nowhere,
) -> Tale:
    """The past of a product as a projection's audience may know it.

    `is_there` knows the files of the work tree, so that one that cannot be read is not taken for one that is gone.
    """
    steps = Steps(history, product, prefix, is_there, seen.is_inside, wanted)
    told = _Told(seen, product.settings, None if seen.is_inside else Outsider(product, seen))
    for number, step in enumerate(followed(whole(steps))):
        told.add(step, number)
    names = {f"{prefix}/{inside}": line for inside, line in steps.lines.numbers.items()}
    ids = {names[item.path]: id for id, item in product.items.items() if item.path in names}
    events = [event for line, found in told.events.items() for event in _finished(found, ids.get(line), seen)]
    events += told.settings
    events.sort(key=lambda event: (event.day, event.type, event.title.casefold(), event.id))
    began = history.revisions[0].day if history.revisions else product.today
    retold = {ids[line]: tuple(found) for line, found in told.retold.items() if ids.get(line) in seen.items}
    past = Past(tuple(events), began, history.is_whole, retold, tuple(told.ladders))
    return Tale(past, steps.unread, steps.marks, ids)


def _finished(events: list[Event], id: str | None, seen: Projection) -> Iterator[Event]:
    """Events under the id and title that their item has today; those of items that are gone are the team's alone."""
    item = seen.items.get(id or "")
    if item is not None:
        yield from (replace(event, id=item.id, title=item.title) for event in events)
    elif id is None and seen.is_inside:
        yield from events


@dataclass(slots=True)
class _Told:
    """Events by item, while the history is walked through."""

    seen: Projection
    today: Settings
    outsider: Outsider | None
    events: dict[int, list[Event]] = field(default_factory=dict)
    moves: dict[int, int] = field(default_factory=dict)
    settings: list[Event] = field(default_factory=list)
    retold: dict[int, list[tuple[date, str]]] = field(default_factory=dict)
    """The fields whose words an outside audience saw change, and when; never the words."""
    ladders: list[Ladder] = field(default_factory=list)

    def add(self, step: Step, number: int) -> None:
        self._climb(step)
        found = tuple(compare.settings(step.before, step.settings)) if step.before is not None and not self.outsider else ()
        if found:
            self.settings.append(Event(step.day, "settings", "", "product.yml", "", found, committed=step.committed))
        reread = {became.line for became in step.became if became.reread}
        for became in self.outsider.see(step) if self.outsider else step.became:
            if self.outsider and became.after is None:
                self.events.pop(became.line, None)
                self.moves.pop(became.line, None)
                self.retold.pop(became.line, None)
            else:
                if became.line not in reread:
                    self._note(became, step.day)
                self._event(became, step, number, became.line in reread)

    def _climb(self, step: Step) -> None:
        """Note the ladder of a step, where it is another one. Outsiders know of no level that today's has no name for."""
        known = step.settings.known_levels
        roles = {name: level.role for name, level in known.items() if not self.outsider or name in self.today.known_levels}
        roles[""] = "unit"
        if not self.ladders or self.ladders[-1].roles != roles:
            self.ladders.append(Ladder(step.day, roles))

    def _note(self, became: Became, day: date) -> None:
        if self.outsider and became.before and became.after:
            for found in compare.translated(*became.words):
                self.retold.setdefault(became.line, []).append((day, ".".join((found.field, *found.part))))
            for found in self._facts(became.before, became.after):
                if not self._is_plain(found, became.after):
                    self.retold.setdefault(became.line, []).append((day, found.field))

    def _event(self, became: Became, step: Step, number: int, is_reread: bool) -> None:
        line, before, after = became.line, became.before, became.after
        found = tuple(sorted(self._differences(became, step, is_reread), key=_weight))
        was = became.was if not self.outsider else ""
        if before and after and not found and not was:
            return
        kind = ("began" if not number else "added") if before is None else "changed" if after is not None else "dropped"
        item = after or before
        assert item is not None  # one of them is there
        move = 0 if is_reread else self._move(line, before, after)
        stand, measured = self._stand(after, step), _measured(after)
        self.events.setdefault(line, []).append(
            Event(step.day, kind, item.id, item.title, item.type, found, move, stand, measured, step.committed, was, number)
        )

    def _stand(self, item: Item | None, step: Step) -> Stand | None:
        if isinstance(item, Problem):
            status = Status(item.status, "shipped" if item.status == "resolved" else "building", "")
            return Stand(status, None, None, item.team, effort=item.effort, cycle=item.cycle)
        if not isinstance(item, Feature):
            return None
        level = "" if self.outsider and item.level not in self.today.known_levels else item.level
        effort = own_effort(step.settings, item)
        return Stand(item.status, item.target, item.release, item.team, item.parent, level, effort, item.cycle)

    def _move(self, line: int, before: Item | None, after: Item | None) -> int:
        if not is_move(before, after):
            return 0
        self.moves[line] = self.moves.get(line, 0) + 1
        return self.moves[line]

    def _differences(self, became: Became, step: Step, is_reread: bool) -> Iterator[Difference]:
        before, after = became.before, became.after
        if before is None or after is None:
            return
        for found in self._facts(before, after):
            if only_settings(found) or (is_reread and not _is_new_stage(found)) or _is_renamed_level(found, step):
                continue
            if self._is_told(found, after):
                yield found
        yield from compare.measured(before, after)
        if not self.outsider:
            yield from compare.translated(*became.words)

    def _facts(self, before: Item, after: Item) -> Iterator[Difference]:
        """What differs in an item's own file; its text for the team alone, which sees all of it."""
        return (found for found in compare.differences(before, after) if found.field != "body" or not self.outsider)

    def _is_told(self, found: Difference, item: Item) -> bool:
        return not self.outsider or self._is_plain(found, item)

    def _is_plain(self, found: Difference, item: Item) -> bool:
        """Whether a difference holds no words of an author, which may say what is no longer meant for outsiders."""
        if found.part and found.field != "key_results" and not found.is_custom:
            return False
        declared = self.seen.settings.custom_fields(item.type).get(found.field) if found.is_custom else None
        if declared is not None and (custom.reference(declared) or declared.kind == "choice"):
            return True
        return found.shape in ("choice", "refs") or all(map(_is_measure, (found.before, found.after)))


def _is_new_stage(found: Difference) -> bool:
    """Whether other settings made something else of an item: another stage of its status. Labels and calendars are product.yml's own."""
    before, after = found.before, found.after
    return isinstance(before, Status) and isinstance(after, Status) and before.stage != after.stage


def _is_renamed_level(found: Difference, step: Step) -> bool:
    """Whether product.yml gives the same rung of the ladder another name, which is told once and not of each item."""
    if found.field != "level" or found.is_custom or step.before is None:
        return False
    before, after = step.before.known_levels, step.settings.known_levels
    old, new = before.get(found.before or step.before.standard_level), after.get(found.after or step.settings.standard_level)
    if old is None or new is None or old.id in after or new.id in before:
        return False
    return (old.role, old.rank) == (new.role, new.rank)


def _weight(found: Difference) -> int:
    """Dates first, then where things stand, then the rest in the order of the fields."""
    return {"target": 0, "release": 0, "date": 0, "status": 1, "horizon": 1}.get(found.field, 2)


def _is_measure(value: Any) -> bool:
    return value is None or isinstance(value, (Period, Status, bool, int, float))


def _measured(item: Item | None) -> tuple[Measured, ...]:
    if not isinstance(item, Objective):
        return ()
    return tuple(Measured(result.id, result.current) for result in item.key_results if result.current is not None)
