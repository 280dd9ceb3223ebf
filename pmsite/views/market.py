"""The market: what each product can do, where each stands, and how we see ourselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.competitor import Ability, Competitor
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import role, rollups
from pmsite.model.indexes import index
from pmsite.model.item import Item, review_is_over
from pmsite.model.period import Period
from pmsite.model.vision import Swot, Vision
from pmsite.views.parts import Ref, ref


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether one product can do one thing: yes, partial, no, unknown; or building or planned, for our own."""

    has: str
    note: str = ""
    source: str = ""
    checked: Period | None = None
    stale: bool = False
    features: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Rival:
    """One competitor, as a column."""

    ref: Ref
    out_of_date: bool


@dataclass(frozen=True, slots=True)
class CapabilityRow:
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
    more: int = 0
    """How many points are left out."""


@dataclass(frozen=True, slots=True)
class Market:
    """The comparison, the map, and our own strengths and weaknesses."""

    competitors: tuple[Rival, ...]
    rows: tuple[CapabilityRow, ...]
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
    rows = tuple(CapabilityRow(name, _own(product, name), tuple(_cell(product, rival, name) for rival in rivals)) for name in names)
    vision = next(iter(product.of(Vision)), None)
    cells = [cell for row in rows for cell in row.cells]
    return Market(
        tuple(Rival(ref(rival), review_is_over(rival, product.today)) for rival in rivals),
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
    features = _features(product).get(capability, [])
    shipped = [feature for feature in features if feature.status.stage == "shipped"]
    if shipped:
        return Cell("yes", features=tuple(ref(feature) for feature in shipped))
    if partly := [feature for feature in features if feature.is_open and _is_partly_shipped(product, feature)]:
        return Cell("partial", features=tuple(ref(feature) for feature in partly))
    coming = [feature for feature in features if feature.is_open]
    is_begun = any(feature.status.stage == "building" for feature in coming)
    return Cell("building" if is_begun else "planned" if coming else "no", features=tuple(ref(feature) for feature in coming))


def _is_partly_shipped(product: Projection, feature: Feature) -> bool:
    """Whether something that is in a group, and counts, has reached users."""
    rollup = rollups(product).get(feature.id)
    return rollup is not None and not product.counts(feature) and rollup.done > 0


@index
def _features(product: Projection) -> Mapping[str, list[Feature]]:
    """By capability, the features that give it to the product."""
    found: dict[str, list[Feature]] = {}
    for feature in product.of(Feature):
        for name in () if role(product.settings, feature) == "work" else dict.fromkeys(feature.capabilities):
            found.setdefault(name, []).append(feature)
    return found


def _cell(product: Projection, rival: Competitor, capability: str) -> Cell:
    found = rival.capabilities.get(capability, Ability(has="unknown"))
    return Cell(found.has, found.note, found.source, found.checked, rival.is_old(found, product.today))


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
