"""The market: what each product can do, where each stands, and how we see ourselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from pmsite.audience import Projection
from pmsite.model.competitor import Ability, Competitor
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.period import Period
from pmsite.model.product import OPEN_STAGES
from pmsite.model.vision import Swot, Vision
from pmsite.views.parts import Ref, ref

STALE = timedelta(days=180)
"""After this long, what was found out about a competitor is marked as old."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether one product can do one thing: yes, partial, no, unknown; or planned, for our own."""

    has: str
    note: str = ""
    source: str = ""
    checked: Period | None = None
    stale: bool = False
    features: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One capability, ours first."""

    capability: str
    own: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """One point of a map, 0 to 1 across and up."""

    title: str
    x: float
    y: float
    own: bool
    id: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Scatter:
    """Points between two axes; `quarters` are the words in the corners, from the top left in reading order."""

    spots: tuple[Spot, ...]
    across: str
    up: str
    quarters: tuple[str, str, str, str] = ("", "", "", "")


@dataclass(frozen=True, slots=True)
class Market:
    """The comparison, the map, and our own strengths and weaknesses."""

    competitors: tuple[Ref, ...]
    rows: tuple[Row, ...]
    stale: int
    unknown: int
    map: Scatter | None
    own_swot: Swot | None


def build(product: Projection, keep: Callable[[Item], bool] | None = None) -> Market:
    """The market of a projection."""
    rivals = [item for item in product.of(Competitor) if keep is None or keep(item)]
    rivals.sort(key=lambda found: (("direct", "indirect", "substitute", "").index(found.kind), found.key))
    rated = dict.fromkeys((*product.settings.capabilities, *(name for rival in rivals for name in rival.capabilities)))
    names = list(rated) if product.sees(Competitor, "capabilities") else []
    rows = tuple(Row(name, _own(product, name), tuple(_cell(product, rival, name) for rival in rivals)) for name in names)
    vision = next(iter(product.of(Vision)), None)
    cells = [cell for row in rows for cell in row.cells]
    return Market(
        tuple(ref(rival) for rival in rivals),
        rows if rivals else (),
        sum(cell.stale for cell in cells),
        sum(cell.has == "unknown" for cell in cells),
        _map(product, rivals, vision),
        vision.swot if vision else None,
    )


@dataclass(frozen=True, slots=True)
class CompetitorPage:
    """What the page of one competitor adds: row for row the capability, ours, theirs."""

    rows: tuple[tuple[str, Cell, Cell], ...]


def competitor(product: Projection, rival: Competitor) -> CompetitorPage:
    """The page of one competitor."""
    names = dict.fromkeys((*product.settings.capabilities, *rival.capabilities)) if rival.capabilities else {}
    return CompetitorPage(tuple((name, _own(product, name), _cell(product, rival, name)) for name in names))


def _own(product: Projection, capability: str) -> Cell:
    if not product.sees(Feature, "capabilities"):
        return Cell("unknown")
    features = [feature for feature in product.of(Feature) if capability in feature.capabilities]
    shipped = [feature for feature in features if feature.status.stage == "shipped"]
    if shipped:
        return Cell("yes", features=tuple(ref(feature) for feature in shipped))
    coming = [feature for feature in features if feature.status.stage in OPEN_STAGES]
    return Cell("planned" if coming else "no", features=tuple(ref(feature) for feature in coming))


def _cell(product: Projection, rival: Competitor, capability: str) -> Cell:
    found = rival.capabilities.get(capability, Ability(has="unknown"))
    checked = found.checked or rival.as_of
    return Cell(found.has, found.note, found.source, found.checked, found.has != "unknown" and is_stale(checked, product.today))


def is_stale(checked: Period | None, today: date) -> bool:
    """Whether something was found out too long ago to be relied on."""
    return checked is not None and today - checked.last > STALE


def _map(product: Projection, rivals: list[Competitor], vision: Vision | None) -> Scatter | None:
    axes = product.settings.axes
    if len(axes) != 2:
        return None
    across, up = axes
    spots = [
        Spot(rival.title, rival.position[across] / 10, rival.position[up] / 10, False, rival.id)
        for rival in rivals
        if {across, up} <= rival.position.keys()
    ]
    if vision is not None and {across, up} <= vision.position.keys():
        spots.insert(0, Spot(product.settings.name, vision.position[across] / 10, vision.position[up] / 10, True))
    return Scatter(tuple(spots), axes[across] or across, axes[up] or up) if spots else None
