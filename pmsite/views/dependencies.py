"""What waits for what: open features, and the teams behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.product import OPEN_STAGES
from pmsite.views.parts import Card, Ref, cards, soonest

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


def build(product: Projection, keep: Callable[[Card], bool] | None = None) -> Dependencies:
    """The dependencies of the open features of a projection."""
    shown = cards(product)
    waits = [
        Wait(shown[feature.id], shown[needed.id], product.comes_too_late(needed, feature))
        for feature in product.of(Feature)
        if feature.is_open and (keep is None or keep(shown[feature.id]))
        for needed in product.named(feature.id, "depends_on")
        if isinstance(needed, Feature)
    ]
    waits.sort(key=lambda w: (not w.clash, w.needs.stage == "shipped", soonest(w.card), soonest(w.needs)))
    between: dict[tuple[str, str], int] = {}
    refs: dict[str, Ref] = {}
    for wait in waits:
        one, other = wait.card.team, wait.needs.team
        if one and other and one.id != other.id and wait.needs.stage in OPEN_STAGES:
            refs |= {one.id: one, other.id: other}
            between[one.id, other.id] = between.get((one.id, other.id), 0) + 1
    ordered = sorted(between.items(), key=lambda entry: (-entry[1], entry[0]))
    edges = [(w.needs.id, w.card.id) for w in waits]
    graph, hidden = _graph({c.id: (c.title, c.stage) for w in waits for c in (w.needs, w.card)}, edges)
    teams, teams_hidden = _graph({id: (found.title, "") for id, found in refs.items()}, [(b, a) for (a, b), _ in ordered])
    return Dependencies(
        graph,
        hidden,
        tuple(waits[:ROWS]),
        len(waits),
        tuple((refs[a], refs[b], count) for (a, b), count in ordered[:ROWS]),
        teams,
        teams_hidden,
        max(0, len(ordered) - ROWS),
    )


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
