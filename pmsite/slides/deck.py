"""Slides before they are a file: what each holds, and how much room that takes. Measures are points, 72 to an inch."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from pmsite.charts.svg import width_of

WIDTH, HEIGHT = 960.0, 540.0
"""A slide of 16 to 9."""
SIDE, TOP, FLOOR = 48.0, 116.0, 488.0
"""Where content begins, from the left and from above, and where it ends."""
ROOM, DEEP, LEAST = WIDTH - 2 * SIDE, FLOOR - TOP, 260.0
"""How wide and how deep content is, and how deep it is at least, below the title of whatever master."""
TEXT, SMALL, CELL, LINE = 16.0, 12.0, 12.0, 1.28
"""Sizes of letters, and how far apart lines are, in letters."""
SHAPES: Mapping[str, str] = MappingProxyType({"good": "●", "fair": "▲", "poor": "■"})
"""By colour of health, the shape that goes with it."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one look. `colour` is a token such as `good`; `url` an address that a click opens."""

    text: str
    bold: bool = False
    colour: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Para:
    """One paragraph, or one point."""

    runs: tuple[Run, ...]
    bullet: bool = False

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in self.runs)

    def height(self, room: float, size: float) -> float:
        """How much room it takes."""
        return lines(self.text, room - 16 * self.bullet, size) * size * LINE + size * 0.35


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below a header; a cell is some paragraphs."""

    header: tuple[str, ...]
    rows: tuple[tuple[tuple[Para, ...], ...], ...]
    widths: tuple[float, ...] = ()

    def tall(self, row: tuple[tuple[Para, ...], ...]) -> float:
        """How tall a row is."""
        cells = (sum(para.height(width - 12, CELL) for para in cell) for cell, width in zip(row, self.widths, strict=True))
        return max(cells, default=0.0) + 8

    @property
    def head(self) -> float:
        """How tall the header is."""
        return (
            max((lines(text, width - 12, CELL) for text, width in zip(self.header, self.widths, strict=True)), default=1)
            * CELL
            * LINE
            + 10
        )


@dataclass(frozen=True, slots=True)
class Card:
    """One feature of a board."""

    title: str
    facts: str
    stage: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """Cards in columns."""

    columns: tuple[tuple[str, tuple[Card, ...]], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a timeline: shares of the axis."""

    name: str
    when: str
    start: float
    length: float
    stage: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Rows over quarters."""

    quarters: tuple[str, ...]
    today: float
    rows: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One line over time, and what it should reach."""

    title: str
    points: tuple[tuple[str, float], ...]
    target: float | None = None
    target_name: str = ""


Block = Para | Table | Board | Bars | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """One idea: what it says, and with what; the notes tell more of it."""

    title: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A block, or consecutive paragraphs, with its place on a slide."""

    what: tuple[Para, ...] | Table | Board | Bars | Chart
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide."""

    title: str
    placed: tuple[Placed, ...]
    notes: str


@dataclass(frozen=True, slots=True)
class Deck:
    """All slides, and what stands on each of them."""

    title: str
    """The conclusion."""
    about: tuple[str, ...]
    foot: str
    language: str
    name: str
    day: str
    author: str
    slides: tuple[Slide, ...]


def lines(text: str, room: float, size: float) -> int:
    """In how many lines a text stands, about."""
    return sum(max(1, math.ceil(width_of(part) * size / 12 / max(room, size))) for part in text.split("\n"))


def clipped(text: str, room: float, size: float, most: int) -> str:
    """As much of a text as fits into some lines."""
    if lines(text, room, size) <= most:
        return text
    least, longest = 0, len(text)
    while least < longest:
        middle = (least + longest + 1) // 2
        least, longest = (middle, longest) if lines(text[:middle] + "…", room, size) <= most else (least, middle - 1)
    return text[:least].rstrip() + "…"


def short(paras: Iterable[Para], most: int, room: float, size: float) -> Iterator[Para]:
    """Paragraphs that take no more than some lines; the last one is cut."""
    left = most
    for para in paras:
        taken = lines(para.text, room, size)
        if left <= 0:
            return
        yield para if taken <= left else Para((Run(clipped(para.text, room, size, left), colour=para.runs[0].colour),), para.bullet)
        left -= taken


def shared(table: Table) -> Table:
    """A table whose columns share its width by what stands in them, and no cell of which is taller than half a slide."""
    number = len(table.header)
    rows = [(*row[:number], *(((),) * (number - len(row)))) for row in table.rows]
    texts = [[table.header[at], *(para.text for row in rows for para in row[at])] for at in range(number)]
    words = [max((width_of(word) for text in column for word in text.split()), default=0.0) for column in texts]
    floors = [min(word * 1.15, 140.0) + 14 for word in words]
    wishes = [min(max(map(width_of, column), default=0.0), 420.0) for column in texts]
    left = max(0.0, ROOM - sum(floors))
    shares = [floor + left * wish / (sum(wishes) or 1) for floor, wish in zip(floors, wishes, strict=True)]
    widths = tuple(ROOM * share / sum(shares) for share in shares)
    most = int(LEAST / 2 / (CELL * LINE))
    kept = tuple(tuple(tuple(short(cell, most, width - 12, CELL)) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return replace(table, rows=kept, widths=widths)
