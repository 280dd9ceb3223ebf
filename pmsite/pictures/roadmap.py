"""The roadmap as columns, at most four beside each other, and as wide as if there were three."""

from __future__ import annotations

from collections.abc import Iterable

from pmsite.charts import svg
from pmsite.pictures.sheet import EDGE, INSIDE, NothingToDraw, Pen
from pmsite.views.parts import Card
from pmsite.views.roadmap import Group, Roadmap
from pmsite.wording import labels

LEAST, COLUMNS, CARDS, GAP, PAD = 3, 4, 12, 16.0, 12.0
CARD = 74.0
"""How tall a card is."""


def draw(found: Roadmap, pen: Pen, top: float) -> float:
    """Draw it below a line; gives where it ends."""
    groups = [group for group in found.groups if group.key not in ("shipped", "dropped") and (group.open or group.late)]
    if not groups:
        raise NothingToDraw("nothing is planned that these readers see", "give features a horizon or a date, and a `visibility`")
    y = top
    for at in range(0, len(groups), COLUMNS):
        row = groups[at : at + COLUMNS]
        wide = min(max(len(groups), LEAST), COLUMNS)
        width = (INSIDE - GAP * (wide - 1)) / wide
        y = max(_column(group, pen, EDGE + nth * (width + GAP), y, width) for nth, group in enumerate(row)) + GAP
    return y


def _column(group: Group, pen: Pen, x: float, y: float, width: float) -> float:
    cards = [*group.open, *group.late]
    title = group.ref.title if group.ref else pen.words.translate(labels.value(group.key))
    pen.write((x, y + 16), title, "head", width - 60)
    pen.write((x + width, y + 16), str(len(cards) + group.hidden), "soft", 50, "end")
    y += 30
    for card in cards[:CARDS]:
        _card(card, pen, x, y, width)
        y += CARD + 8
    left = len(cards) - CARDS if len(cards) > CARDS else 0
    if left + group.hidden:
        pen.more((x, y + 12), left + group.hidden)
        y += 24
    return y


def _card(card: Card, pen: Pen, x: float, y: float, width: float) -> None:
    svg.rectangle(pen.drawn, x, width, CARD, "pm-panel", y, 4)
    svg.rectangle(pen.drawn, x, 4, CARD, f"pm-fill--{card.stage}", y, 2)
    pen.paragraph((x + PAD + 4, y + 22), card.title, width - 2 * PAD, 2, "strong")
    pen.write((x + PAD + 4, y + CARD - 10), " · ".join(_facts(card, pen)), "poor" if card.late else "soft", width - 2 * PAD)


def _facts(card: Card, pen: Pen) -> Iterable[str]:
    if card.late:
        yield f"■ {pen.words.translate('Overdue')}"
    yield card.status.label or pen.words.translate(labels.VALUES.get(card.status.id, card.status.id))
    if card.target is not None:
        yield pen.when(card.target)
