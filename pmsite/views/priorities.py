"""Features by several methods of prioritisation side by side, with all inputs, and how steady the order is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from statistics import median

from pmsite.audience import Projection
from pmsite.model import hierarchy
from pmsite.model.feature import IMPACTS, KANO, RELATIVES, Feature
from pmsite.model.indexes import by_key
from pmsite.model.levels import Level
from pmsite.views.market import Scatter, Spot
from pmsite.views.parts import Card, OfEveryLevel, cards, soonest

METHODS = ("rice", "ice", "wsjf", "opportunity")
INPUTS = {
    "rice": ("reach", "impact", "confidence", "effort"),
    "ice": ("impact", "confidence", "ease"),
    "wsjf": ("value", "urgency", "risk", "size"),
    "opportunity": ("importance", "satisfaction"),
}
"""By method, what it is computed from."""
ANSWERS = KANO[:4]
"""The categories of Kano that count."""
CONFIDENCES = (0.2, 0.5, 0.8, 1.0)
TOP, ROWS, SPOTS = 5, 130, 60


@dataclass(frozen=True, slots=True)
class Score:
    """What one method says of a feature. The rank counts from 1 among all that the method scores."""

    method: str
    value: float
    rank: int
    inputs: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One open feature with all that is known of its priority."""

    card: Card
    scores: dict[str, Score]
    period: str
    """The stretch of time that reach counts, where not all count the same one."""
    moscow: str
    kano: str
    answers: tuple[float, ...]
    """How many people put it into each of the four categories of Kano that count, in the order of ANSWERS."""
    better: float | None
    worse: float | None


@dataclass(frozen=True, slots=True)
class Shift:
    """One input that, moved by one step, takes a feature into the top five or out of it."""

    card: Card
    input: str
    was: float
    then: float
    enters: bool


@dataclass(frozen=True, slots=True)
class Priorities:
    """All open features that anything scores, in the order of the workspace's method; `unscored` counts the others."""

    method: str
    methods: tuple[str, ...]
    inputs: Mapping[str, tuple[str, ...]]
    answers: tuple[str, ...]
    period: str
    """The stretch of time that every reach counts; nothing where they differ, or nothing says so."""
    rows: tuple[Candidate, ...]
    total: int
    unscored: int
    moscow: bool
    kano: bool
    shifts: tuple[Shift, ...]
    tested: int
    """How many steps of single inputs were tried."""
    map: Scatter | None
    number: int = 1
    pages: int = 1
    levels: tuple[Level, ...] = ()
    """The levels of groups that have a page of their own."""
    level: Level | None = None
    """The one that this page is of; nothing where it is of what counts."""


def one_page(product: Projection, page: int, rank: int | None = None) -> Priorities:
    """One page of the priorities of a projection, counted from 1: of what counts, or of the groups of a rank, which are compared with each other alone."""
    found = _ranked(product, rank)
    rows = found.rows[(page - 1) * ROWS : page * ROWS]
    tabs = groups(product)
    level = next((one for one in tabs if one.rank == rank), None)
    return replace(found, rows=rows, number=page, pages=_pages(found.total), levels=tabs, level=level)


@by_key
def _ranked(product: Projection, rank: int | None) -> Priorities:
    return _build(product, _candidates(product, rank))  # once for all pages


def build(product: Projection, keep: Callable[[Card], bool] | None = None) -> Priorities:
    """The priorities of a projection, or of what is to be kept of it."""
    shown = cards(product)
    among = product.of(Feature) if isinstance(keep, OfEveryLevel) else product.units
    return _build(product, [f for f in among if f.is_open and (keep is None or keep(shown[f.id]))])


def groups(product: Projection) -> tuple[Level, ...]:
    """The levels of groups of which any is scored, one of each rank, the highest first."""
    scored = {
        hierarchy.rank(product.settings, f)
        for f in product.open_work
        if hierarchy.role(product.settings, f) == "group" and _is_told(f)
    }
    levels = sorted(product.settings.known_levels.values(), key=lambda level: level.rank)
    return tuple({level.rank: level for level in reversed(levels) if level.rank in scored}.values())[::-1]


def _candidates(product: Projection, rank: int | None) -> list[Feature]:
    """Open features that may be compared: what counts, or all groups of a rank."""
    if rank is None:
        return [f for f in product.units if f.is_open]
    return [f for f in product.open_work if hierarchy.rank(product.settings, f) == rank]


def _build(product: Projection, open_features: list[Feature]) -> Priorities:
    shown = cards(product)
    scores = {method: _scores(open_features, method) for method in METHODS}
    methods = tuple(method for method in METHODS if scores[method])
    first = product.settings.scoring if product.settings.scoring in methods or not methods else methods[0]
    periods = {f.score.period for f in open_features if f.score}
    period = next(iter(periods)) if len(periods) == 1 else ""
    found = [_candidate(f, shown[f.id], scores, period) for f in open_features]
    rows = [row for row in found if row.scores or row.moscow or row.kano]
    rows.sort(key=lambda row: (row.scores[first].rank if first in row.scores else len(found), soonest(row.card)))
    tried = list(_steps(open_features, first)) if first in methods else []
    return Priorities(
        first,
        (first, *(m for m in methods if m != first)) if methods else (),
        INPUTS,
        ANSWERS,
        period,
        tuple(rows),
        len(rows),
        len(found) - len(rows),
        any(row.moscow for row in rows),
        any(row.kano for row in rows),
        tuple(_shifts(tried, scores[first], shown)) if first in methods else (),
        len(tried),
        _map(open_features),
    )


def page_count(product: Projection, rank: int | None = None) -> int:
    """How many pages the priorities have, of what counts or of the groups of a rank."""
    return _pages(sum(map(_is_told, _candidates(product, rank))))


def _pages(rows: int) -> int:
    return max(1, -(-rows // ROWS))


def _is_told(feature: Feature) -> bool:
    is_sorted = bool(feature.moscow or (feature.kano and feature.kano.category))
    return is_sorted or any(feature.value(method) is not None for method in METHODS)


def _inputs(feature: Feature, method: str) -> dict[str, float]:
    part = feature.score if method == "rice" else getattr(feature, method)
    return {name: getattr(part, name) for name in INPUTS[method]}


def _scores(features: list[Feature], method: str) -> dict[str, Score]:
    values = {f.id: found for f in features if (found := f.value(method)) is not None}
    ordered = sorted(values.values(), reverse=True)
    ranks: dict[float, int] = {}
    for rank, value in enumerate(ordered, start=1):
        ranks.setdefault(value, rank)
    by_id = {f.id: f for f in features}
    return {id: Score(method, value, ranks[value], tuple(_inputs(by_id[id], method).items())) for id, value in values.items()}


def _candidate(feature: Feature, card: Card, scores: dict[str, dict[str, Score]], shared_period: str) -> Candidate:
    kano = feature.kano
    return Candidate(
        card,
        {method: found[feature.id] for method, found in scores.items() if feature.id in found},
        feature.score.period if feature.score and not shared_period else "",
        feature.moscow or "",
        kano.category if kano else "",
        tuple(getattr(kano, name) for name in ANSWERS) if kano else (),
        kano.better if kano else None,
        kano.worse if kano else None,
    )


def _steps(features: list[Feature], method: str) -> Iterator[tuple[str, str, float, float, float]]:
    """Every single step of every input: feature, input, its value, the value one step away, the score that follows."""
    for feature in features:
        if feature.value(method) is None:
            continue
        inputs = _inputs(feature, method)
        for name, was in inputs.items():
            for then in _neighbours(method, name, was):
                yield feature.id, name, was, then, compute(method, {**inputs, name: then})


def compute(method: str, inputs: dict[str, float]) -> float:
    """A method's score from its inputs."""
    if method == "rice":
        return inputs["reach"] * inputs["impact"] * inputs["confidence"] / inputs["effort"]
    if method == "ice":
        return inputs["impact"] * inputs["confidence"] * inputs["ease"]
    if method == "wsjf":
        return (inputs["value"] + inputs["urgency"] + inputs["risk"]) / inputs["size"]
    return inputs["importance"] + max(inputs["importance"] - inputs["satisfaction"], 0)


def _neighbours(method: str, name: str, value: float) -> list[float]:
    """One step down and one up: on the scale where the input has one, a fifth for reach and effort, else one point."""
    scale = {("rice", "impact"): IMPACTS, ("rice", "confidence"): CONFIDENCES}.get((method, name))
    scale = RELATIVES if method == "wsjf" else scale
    if scale is not None:
        below, above = [s for s in scale if s < value], [s for s in scale if s > value]
        return [*below[-1:], *above[:1]]
    if name in ("reach", "effort"):
        return [value * 0.8, value * 1.2] if value else []
    low = 0 if method == "opportunity" else 1
    return [found for found in (value - 1, value + 1) if low <= found <= 10]


def _shifts(
    tried: list[tuple[str, str, float, float, float]], scores: dict[str, Score], shown: Mapping[str, Card]
) -> Iterator[Shift]:
    ordered = sorted(scores, key=lambda one: (-scores[one].value, soonest(shown[one])))
    top = set(ordered[:TOP])
    if len(ordered) <= TOP:
        return
    last_in, first_out = scores[ordered[TOP - 1]].value, scores[ordered[TOP]].value
    for id, name, was, then, score in tried:
        if (id in top and score < first_out) or (id not in top and score > last_in):
            yield Shift(shown[id], name, was, then, id not in top)


def _map(features: list[Feature]) -> Scatter | None:
    scored = [f for f in features if f.score]
    if len(scored) < 3:
        return None
    middle_effort = median(f.score.effort for f in scored if f.score)
    middle_value = median(f.score.value for f in scored if f.score)
    if not middle_value:
        return None
    best = sorted(scored, key=lambda f: (-(f.score.rice if f.score else 0), f.id))[:SPOTS]
    spots = tuple(
        Spot(f.title, f.score.effort / (f.score.effort + middle_effort), f.score.value / (f.score.value + middle_value), True, f.id)
        for f in best
        if f.score
    )
    return Scatter(spots, "effort", "value", ("quick_wins", "big_bets", "fill_ins", "time_sinks"), len(scored) - len(best))
