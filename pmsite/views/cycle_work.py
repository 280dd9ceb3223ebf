"""The work of a cycle: what was in it on each of its days, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import groupby

from pmsite.audience import Projection
from pmsite.model.cycle import Cycle
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import chains, own_effort, parts
from pmsite.model.indexes import by_key
from pmsite.model.item import Item
from pmsite.model.levels import DEEPEST
from pmsite.model.past import Event, Stand
from pmsite.model.problem import Problem
from pmsite.model.tally import COVERED, Moment, State, Tally, tally, total
from pmsite.views.events import began, of_cycles, of_items, of_parts
from pmsite.views.parts import Ref, ref, ref_to

NOWHERE = State(None, False)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of work of a cycle, and what became of it.

    `outcome` is finished, late, open, next, no_cycle, left_behind, dropped or gone; `added` and `removed` say how it came and went.
    """

    id: str
    title: str
    ref: Ref | None
    """Nothing where it is no longer there."""
    outcome: str
    effort: float | None
    added: bool = False
    removed: bool = False
    day: date | None = None
    """When it was finished, where that is known."""
    days: int = 0
    """How many days after the end that was."""
    now: Ref | None = None
    """The cycle that it is in now."""


@dataclass(frozen=True, slots=True)
class Work:
    """All work of a cycle. Where its first days are not known there is no tally, and the pieces are those that are in it now."""

    tally: Tally | None
    unknown_before: date | None
    pieces: tuple[Piece, ...]
    finished: int
    of: int
    """How many pieces were in it at the end, those that are finished included."""
    finished_effort: float
    is_covered: bool
    """Whether enough of it has an effort to add it up."""


@by_key
def work(product: Projection, id: str) -> Work | None:
    """The work of a cycle that has its days; nothing where readers are not told which work is in it."""
    cycle = product.items.get(id)
    if not isinstance(cycle, Cycle) or cycle.starts is None or cycle.ends is None or not _is_told(product):
        return None
    start, end, known_from = planned_by(cycle), cycle.ends.last, _known_from(product, cycle)
    if known_from is None or known_from > max(cycle.starts.first, min(start, product.today)):
        return _as_of_today(product, cycle, known_from)
    moments = list(_Moments(product, cycle))
    found = tally(moments, id, start, end, partial(_is_later, product, cycle))
    finished_on = _finished_on(moments)
    pieces = [_piece(product, cycle, one, effort, found, finished_on.get(one)) for one, effort in found.work.items()]
    return Work(
        found,
        None,
        tuple(sorted(pieces, key=_order)),
        len(found.finished),
        len(found.finished) + len(found.carried),
        total(found.finished),
        found.is_covered,
    )


def _is_told(product: Projection) -> bool:
    """Whether readers know which work is in cycles, and of all that they know of whether it is finished."""
    known = [model for model in (Feature, Problem) if product.sees(model, "cycle")]
    return bool(known) and all(product.sees(model, "status") for model in known)


def planned_by(cycle: Cycle) -> date:
    """The day at whose end the work of a cycle is planned."""
    assert cycle.starts is not None and cycle.ends is not None  # noqa: PT018  # its rule says so
    return min(cycle.starts.first + timedelta(days=int(cycle.planned_within)), cycle.ends.last)


def _known_from(product: Projection, cycle: Cycle) -> date | None:
    """The day from which on it is known what was in a cycle: that on which it was written down, or the history begins."""
    own = (event.day for event in of_items(product).get(cycle.id, ()) if event.type == Cycle.type)
    first, written = began(product), next(own, None)
    return max(first, written) if first is not None and written is not None else None


def _is_later(product: Projection, cycle: Cycle, id: str) -> bool:
    """Whether another cycle is one of the same team that comes after."""
    other = product.items.get(id)
    return isinstance(other, Cycle) and other.team == cycle.team and other.key > cycle.key


# Where work stood


@dataclass
class _Moments:
    """Where each piece of work stood from a day on, by the history of its file and the tree of each day.

    Of work and its parts in one cycle the whole alone is in it; work that states no status is finished when all of its parts are.
    """

    product: Projection
    cycle: Cycle
    stands: dict[str, Stand | None] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Moment]:
        touched = self._touched()
        told = [event for id in touched for event in of_items(self.product).get(id, ())]
        for day, events in groupby(sorted(told, key=lambda event: event.day), key=lambda event: event.day):
            changed: dict[str, None] = {}
            for event in events:
                self.stands[event.id] = event.stand
                changed |= dict.fromkeys(touched[event.id])
            yield from ((day, id, self._state(id)) for id in changed)

    def _touched(self) -> Mapping[str, list[str]]:
        """By item, the pieces of work that may stand otherwise when it changes."""
        found: dict[str, list[str]] = defaultdict(list)
        for id in sorted(of_cycles(self.product).get(self.cycle.id, ())):
            around = _reached(id, self._ever_under)
            if _follows_from_parts(self.product, id):
                around |= _reached(id, lambda one: of_parts(self.product).get(one, ()))
            for one in sorted({id} | around):
                found[one].append(id)
        return found

    def _ever_under(self, id: str) -> Iterator[str]:
        return (event.stand.parent for event in of_items(self.product).get(id, ()) if event.stand and event.stand.parent)

    def _state(self, id: str) -> State:
        stand = self.stands.get(id)
        if not _is_in(stand) or any(_is_in(above, self.cycle.id) for above in self._above(id)):
            return NOWHERE
        assert stand is not None  # else it would be in nothing
        return State(stand.cycle, self._is_finished(id, stand), stand.effort)

    def _above(self, id: str) -> Iterator[Stand | None]:
        stand = self.stands.get(id)
        for _ in range(DEEPEST):
            if stand is None or stand.parent is None:
                return
            stand = self.stands.get(stand.parent)
            yield stand

    def _is_finished(self, id: str, stand: Stand, deep: int = 0) -> bool:
        if deep == DEEPEST or not _follows_from_parts(self.product, id):
            return stand.done
        below = ((part, self.stands.get(part)) for part in of_parts(self.product).get(id, ()))
        live = [(part, found) for part, found in below if found and found.parent == id and found.status.stage != "dropped"]
        return bool(live) and all(self._is_finished(part, found, deep + 1) for part, found in live)


def _reached(id: str, ways: Callable[[str], Iterable[str]]) -> set[str]:
    """All that is reached from an item, again and again."""
    found: set[str] = set()
    waiting = [id]
    for one in waiting:  # it grows as it is gone through
        new = set(ways(one)) - found
        found |= new
        waiting.extend(sorted(new))
    return found


def _is_in(stand: Stand | None, cycle: str = "") -> bool:
    """Whether work is in a cycle, or in any."""
    return stand is not None and stand.status.stage != "dropped" and (stand.cycle == cycle if cycle else stand.cycle is not None)


def _follows_from_parts(product: Projection, id: str) -> bool:
    item = product.items.get(id)
    return isinstance(item, Feature) and "status" not in item.model_fields_set and id in parts(product)


def _finished_on(moments: Collection[Moment]) -> Mapping[str, date]:
    """By piece that is finished, since when."""
    found: dict[str, date] = {}
    for day, id, state in moments:
        if not state.finished:
            found.pop(id, None)
        else:
            found.setdefault(id, day)
    return found


# What became of it


def _piece(product: Projection, cycle: Cycle, id: str, effort: float | None, found: Tally, finished_on: date | None) -> Piece:
    item = product.items.get(id)
    outcome, now = _outcome(product, cycle, item)
    if id in found.finished:
        outcome = "finished"
    assert cycle.ends is not None  # else nothing is told of it
    late = (finished_on - cycle.ends.last).days if outcome == "late" and finished_on else 0
    return Piece(
        id,
        item.title if item else _last_title(of_items(product).get(id, ())) or id,
        ref(item) if item else None,
        outcome,
        effort,
        id in found.added,
        id in found.removed,
        finished_on if outcome in ("finished", "late") else None,
        late,
        now if outcome == "next" else None,
    )


def _outcome(product: Projection, cycle: Cycle, item: Item | None) -> tuple[str, Ref | None]:
    """What became of work that was not finished in its cycle, by where it is now."""
    if not isinstance(item, (Feature, Problem)):
        return "gone", None
    if isinstance(item, Feature) and item.status.stage == "dropped":
        return "dropped", None
    if item.cycle != cycle.id:
        return ("next", ref_to(product, item.cycle)) if item.cycle else ("no_cycle", None)
    if cycle.state(product.today) != "over":
        return "open", None
    return ("late" if is_finished(item) else "left_behind"), None


def is_finished(item: Feature | Problem) -> bool:
    """Whether nothing is left to do on a piece of work."""
    return item.status.is_finished if isinstance(item, Feature) else item.status == "resolved"


def _last_title(events: Collection[Event]) -> str:
    return next((event.title for event in reversed(tuple(events))), "")


def _order(piece: Piece) -> tuple[object, ...]:
    """What is open first, then what is finished, what went on, and at last what was taken out."""
    places = ("open", "finished", "late", "left_behind", "next", "no_cycle", "dropped", "gone")
    return piece.removed, places.index(piece.outcome), piece.day or date.min, piece.title.casefold(), piece.id


# Where the first days are not known


def _as_of_today(product: Projection, cycle: Cycle, known_from: date | None) -> Work:
    """What is in a cycle now, finished where that is written, and not on a day after its end."""
    assert cycle.ends is not None  # else nothing is told of it
    inside = [item for item in product.pointing(cycle.id, "cycle") if isinstance(item, (Feature, Problem))]
    ids = {item.id for item in inside}
    live = [item for item in inside if _outcome(product, cycle, item)[0] != "dropped"]
    pieces = [
        _piece_of_today(product, cycle, item)
        for item in live
        if not any(above.id in ids and above.status.stage != "dropped" for above in chains(product).get(item.id, ()))
    ]
    done = [piece for piece in pieces if piece.outcome == "finished"]
    return Work(
        None,
        known_from,
        tuple(sorted(pieces, key=_order)),
        len(done),
        len(pieces),
        total({piece.id: piece.effort for piece in done}),
        bool(pieces) and sum(piece.effort is not None for piece in pieces) >= COVERED * len(pieces),
    )


def _piece_of_today(product: Projection, cycle: Cycle, item: Feature | Problem) -> Piece:
    assert cycle.ends is not None  # else nothing is told of it
    outcome, _ = _outcome(product, cycle, item)
    own = item.shipped if isinstance(item, Feature) else item.resolved
    effort = own_effort(product.settings, item) if isinstance(item, Feature) else item.effort
    day = own.last if own and is_finished(item) else None
    late = max(0, (day - cycle.ends.last).days) if day else 0
    if is_finished(item):
        outcome = "late" if late else "finished"
    return Piece(item.id, item.title, ref(item), outcome, effort, day=day, days=late)
