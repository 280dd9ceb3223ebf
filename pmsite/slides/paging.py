"""Sections as slides: what does not fit goes on on the next one, which says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from pmsite.slides.deck import FLOOR, ROOM, TEXT, TOP, Bars, Board, Chart, Para, Placed, Run, Section, Slide, Table, lines, shared

CARD, CARDS_HEAD, GAP = 62.0, 30.0, 10.0
BAR, BARS_HEAD = 24.0, 24.0
COLUMNS = 4
Piece = Para | Table | Board | Bars | Chart
MOST_LINES = 8
"""Lines of one paragraph before it is cut into several."""


def slides(section: Section, name: Callable[[str, int, int], str], top: float = TOP) -> list[Slide]:
    """The slides of one section, whose content begins at `top`; `name` says the title of one of several."""
    pages = list(_pages(section, top))
    many = len(pages)
    notes = "\n\n".join(section.notes)
    return [
        Slide(name(section.title, at, many) if many > 1 else section.title, page, notes if at == 1 else "")
        for at, page in enumerate(pages, 1)
    ]


def _pages(section: Section, top: float) -> Iterator[tuple[Placed, ...]]:
    page: list[Placed] = []
    y = top
    for piece, tall in _pieces(section, FLOOR - top):
        if page and y + tall > FLOOR:
            yield tuple(page)
            page, y = [], top
        y = _put(page, piece, y, tall)
    if page or not section.blocks:
        yield tuple(page)


def _put(page: list[Placed], piece: Piece, y: float, tall: float) -> float:
    """Put a piece onto a slide, or let it go on what is there; gives where the next one begins."""
    last = page[-1] if page else None
    if isinstance(piece, Para):
        if last is not None and isinstance(last.what, tuple):
            page[-1] = replace(last, what=(*last.what, piece), height=last.height + tall)
        else:
            page.append(Placed((piece,), y, tall))
        return y + tall
    if isinstance(piece, Table) and last is not None and isinstance(last.what, Table) and last.what.widths == piece.widths:
        row = tall - piece.head
        page[-1] = replace(last, what=replace(last.what, rows=(*last.what.rows, *piece.rows)), height=last.height + row)
        return y + row
    page.append(Placed(piece, y, tall))
    return y + tall + GAP * (not isinstance(piece, Table))


def _pieces(section: Section, deep: float) -> Iterator[tuple[Piece, float]]:
    """The smallest parts that stand on one slide each, with their heights."""
    for block in section.blocks:
        if isinstance(block, Para):
            for para in _cut(block):
                yield para, para.height(ROOM, TEXT)
        elif isinstance(block, Table):
            whole = shared(block)
            for row in whole.rows:
                yield replace(whole, rows=(row,)), whole.head + whole.tall(row)
        elif isinstance(block, Board):
            yield from _board(block, deep)
        elif isinstance(block, Bars):
            most = int((deep - BARS_HEAD) / BAR)
            for at in range(0, len(block.rows), most):
                rows = block.rows[at : at + most]
                yield replace(block, rows=rows), BARS_HEAD + len(rows) * BAR
        else:
            yield block, deep - 40


def _board(block: Board, deep: float) -> Iterator[tuple[Board, float]]:
    most = int((deep - CARDS_HEAD) / CARD)
    for first in range(0, len(block.columns), COLUMNS):
        columns = block.columns[first : first + COLUMNS]
        longest = max(len(cards) for _, cards in columns)
        for at in range(0, max(longest, 1), most):
            part = tuple((name, cards[at : at + most]) for name, cards in columns if len(cards) > at)
            rows = max(len(cards) for _, cards in part)
            yield Board(part), CARDS_HEAD + rows * CARD


def _cut(para: Para) -> Iterator[Para]:
    """A paragraph in parts of a few lines, so that none is taller than a slide."""
    if lines(para.text, ROOM, TEXT) <= MOST_LINES:
        yield para
        return
    words: list[Run] = []
    for run in para.runs:
        words += [replace(run, text=word) for word in _words(run.text)]
    part: list[Run] = []
    for word in words:
        if part and lines("".join(one.text for one in (*part, word)), ROOM, TEXT) > MOST_LINES:
            yield replace(para, runs=tuple(part))
            part, para = [], replace(para, bullet=False)
        part.append(word)
    yield replace(para, runs=tuple(part))


def _words(text: str) -> Iterator[str]:
    """A text in pieces between which a line may end; Chinese may at any sign."""
    piece = ""
    for sign in text:
        piece += sign
        if sign.isspace() or ord(sign) > 0x2E7F or len(piece) >= 60:
            yield piece
            piece = ""
    if piece:
        yield piece
