"""What waits for what: open features, and the teams behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.decision import Decision
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import lifted
from pmsite.model.parsing import apart as plan_and_id
from pmsite.model.period import Period
from pmsite.model.together import apart, pairs
from pmsite.views.parts import Card, Ref, cards, ref, soonest

MOST = 60
"""Features that the picture shows; the table has all."""
ROWS = 400


@dataclass(frozen=True, slots=True)
class Node:
    """One box of the picture. `layer` counts from 0, what must come first."""

    id: str
    title: str
    stage: str
    layer: int


@dataclass(frozen=True, slots=True)
class Graph:
    """Boxes and arrows, the largest connected parts of what there is; an arrow goes from what must come first to what needs it."""

    nodes: tuple[Node, ...]
    arrows: tuple[tuple[str, str], ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """One feature and one that it needs. `clash` says that the needed one is planned for later."""

    card: Card
    needs: Card
    clash: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two features that have to ship together. `clash` says that they are planned apart."""

    card: Card
    other: Card
    clash: bool


@dataclass(frozen=True, slots=True)
class Open:
    """One feature and a decision, still open, that it waits for. `clash` says that this is decided too late."""

    card: Card
    decision: Ref
    due: Period | None
    who: str
    clash: bool


@dataclass(frozen=True, slots=True)
class Dependencies:
    """Open features that wait for others, as a picture and as rows, and how often teams wait for each other."""

    graph: Graph
    hidden: int
    """How many features are in no picture."""
    rows: tuple[Wait, ...]
    total: int
    between: tuple[tuple[Ref, Ref, int], ...]
    """Team that waits, team that it waits for, how many times."""
    teams: Graph
    teams_hidden: int
    """How many teams only the table between teams shows."""
    between_more: int
    """How many pairs of teams that table leaves out."""
    together: tuple[Pair, ...] = ()
    together_more: int = 0
    decisions: tuple[Open, ...] = ()
    decisions_more: int = 0
    elsewhere: tuple[tuple[Card, str], ...] = ()
    """What waits for items of other plans that are not in this portfolio, by the ids that it gives; only the team learns of it."""
    elsewhere_more: int = 0


def build(product: Projection, keep: Callable[[Card], bool] | None = None) -> Dependencies:
    """The dependencies of the open features of a projection."""
    waits = list(_waits(product, keep))
    waits.sort(key=lambda w: (not w.clash, w.needs.stage == "shipped", soonest(w.card), soonest(w.needs)))
    between: dict[tuple[str, str], int] = {}
    refs: dict[str, Ref] = {}
    for wait in waits:
        one, other = wait.card.team, wait.needs.team
        if one and other and one.id != other.id and wait.needs.status.is_open:
            refs |= {one.id: one, other.id: other}
            between[one.id, other.id] = between.get((one.id, other.id), 0) + 1
    ordered = sorted(between.items(), key=lambda entry: (-entry[1], entry[0]))
    edges = [(w.needs.id, w.card.id) for w in waits]
    graph, hidden = _graph({c.id: (c.title, c.stage) for w in waits for c in (w.needs, w.card)}, edges)
    teams, teams_hidden = _graph({id: (found.title, "") for id, found in refs.items()}, [(b, a) for (a, b), _ in ordered])
    together = list(_together(product, keep))
    together.sort(key=lambda pair: (not pair.clash, soonest(pair.card), soonest(pair.other)))
    decisions = sorted(_decisions(product, keep), key=lambda one: (not one.clash, soonest(one.card), one.decision.id))
    elsewhere = sorted(_elsewhere(product, keep), key=lambda one: (soonest(one[0]), one[1]))
    return Dependencies(
        graph,
        hidden,
        tuple(waits[:ROWS]),
        len(waits),
        tuple((refs[a], refs[b], count) for (a, b), count in ordered[:ROWS]),
        teams,
        teams_hidden,
        max(0, len(ordered) - ROWS),
        tuple(together[:ROWS]),
        max(0, len(together) - ROWS),
        tuple(decisions[:ROWS]),
        max(0, len(decisions) - ROWS),
        tuple(elsewhere[:ROWS]),
        max(0, len(elsewhere) - ROWS),
    )


def _waits(product: Projection, keep: Callable[[Card], bool] | None) -> Iterable[Wait]:
    """What waits for what, each told by what counts: a part stands for what it is a part of."""
    found = dict[tuple[str, str], Wait]()
    for feature in product.open_work:
        card = _told_by(product, feature)
        for needed in product.named(feature.id, "depends_on", "work"):
            if isinstance(needed, Feature) and (keep is None or keep(card)):
                other = _told_by(product, needed)
                known, clash = found.get((card.id, other.id)), product.comes_too_late(needed, feature)
                if card.id != other.id:
                    found[card.id, other.id] = Wait(card, other, clash or (known is not None and known.clash))
    return found.values()


def _told_by(product: Projection, feature: Feature) -> Card:
    """The card of what counts above a feature; its own where nothing does."""
    return cards(product)[(lifted(product, feature) or feature).id]


def _together(product: Projection, keep: Callable[[Card], bool] | None) -> Iterable[Pair]:
    """What has to ship together, each told by what counts."""
    found = dict[frozenset[str], Pair]()
    for one, other in pairs(product):
        card, beside, clash = _told_by(product, one), _told_by(product, other), apart(product, one, other)
        both = frozenset((card.id, beside.id))
        if len(both) == 2 and (keep is None or keep(card) or keep(beside)):
            known = found.get(both)
            found[both] = Pair(card, beside, clash or (known is not None and known.clash))
    return found.values()


def _decisions(product: Projection, keep: Callable[[Card], bool] | None) -> Iterable[Open]:
    """What features wait for that nobody has decided yet."""
    found = dict[tuple[str, str], Open]()
    for feature in product.open_work:
        card = _told_by(product, feature)
        if not feature.depends_on or not (keep is None or keep(card)):
            continue
        for needed in product.named(feature.id, "depends_on"):
            if isinstance(needed, Decision) and needed.status == "proposed":
                target = product.target(feature)
                clash = needed.due is not None and target is not None and needed.due.first > target.last
                known = found.get((card.id, needed.id))
                told = Open(card, ref(needed), needed.due, needed.driver or needed.approver or "", clash)
                found[card.id, needed.id] = known if known is not None and known.clash else told
    return found.values()


def _elsewhere(product: Projection, keep: Callable[[Card], bool] | None) -> Iterator[tuple[Card, str]]:
    shown = cards(product)
    for link in product.broken:
        card = shown.get(link.source)
        if (
            card is not None
            and card.is_open
            and link.field == "depends_on"
            and plan_and_id(link.written)[0]
            and (keep is None or keep(card))
        ):
            yield card, link.written


def _graph(titles: dict[str, tuple[str, str]], edges: list[tuple[str, str]]) -> tuple[Graph, int]:
    """The picture of the largest connected parts that fit, and how many are left out of it."""
    kept = _connected(list(titles), edges)
    chosen = set(kept)
    arrows = [(a, b) for a, b in edges if a in chosen and b in chosen]
    layers = _layers(kept, arrows)
    return Graph(tuple(Node(id, *titles[id], layers[id]) for id in kept), tuple(arrows)), len(titles) - len(kept)


def _connected(ids: list[str], edges: list[tuple[str, str]]) -> list[str]:
    """As many ids as the picture shows, whole parts, the largest first; of one that is too large, what hangs together around its busiest."""
    beside: dict[str, list[str]] = {id: [] for id in ids}
    for one, other in edges:
        beside[one].append(other)
        beside[other].append(one)
    place = {id: at for at, id in enumerate(sorted(ids, key=lambda name: -len(beside[name])))}
    seen: set[str] = set()
    parts = [_reached(id, beside, place, seen) for id in place if id not in seen]
    parts.sort(key=len, reverse=True)
    kept = parts[0][:MOST] if parts else []
    for part in parts[1:]:
        if len(kept) + len(part) <= MOST:
            kept += part
    return kept


def _reached(start: str, beside: dict[str, list[str]], place: dict[str, int], seen: set[str]) -> list[str]:
    """All that hangs together with one id, the nearest first, of those equally near the busiest."""
    seen.add(start)
    found = [start]
    for id in found:
        for near in sorted(set(beside[id]) - seen, key=place.__getitem__):
            seen.add(near)
            found.append(near)
    return found


def _layers(ids: list[str], edges: list[tuple[str, str]]) -> dict[str, int]:
    """By id, how many steps must come before it; each edge is followed once. A circle is opened at what waits for the fewest."""
    after: dict[str, list[str]] = {}
    waiting = dict.fromkeys(ids, 0)
    for first, then in edges:
        after.setdefault(first, []).append(then)
        waiting[then] += 1
    layers = dict.fromkeys(ids, 0)
    placed: set[str] = set()
    for start in sorted(ids, key=waiting.__getitem__):
        ready = [start] if start not in placed else []
        for id in ready:
            placed.add(id)
            for then in after.get(id, ()):
                if then in placed:
                    continue
                layers[then] = max(layers[then], layers[id] + 1)
                waiting[then] -= 1
                if not waiting[then]:
                    ready.append(then)
    return layers
