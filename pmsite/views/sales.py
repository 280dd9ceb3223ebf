"""What those who sell the product need: what it is, what to say, what to answer, what not to promise."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.competitor import OLD, Battlecard, Competitor, Objection
from pmsite.model.feature import Feature
from pmsite.model.launch import Launch
from pmsite.model.period import Period
from pmsite.model.vision import Positioning, Vision
from pmsite.views.asked import Asked
from pmsite.views.parts import Ref, cards, latest, ref, soonest

CARDS, ANSWERS, PROMISES = 3, 6, 6


@dataclass(frozen=True, slots=True)
class Pitch:
    """What it is and for whom, of a launch or of the whole product."""

    ref: Ref | None
    summary: str
    market: str
    date: Period | None
    positioning: Positioning | None


@dataclass(frozen=True, slots=True)
class TalkTrack:
    """What to say, line by line."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Objections:
    """What customers say for a competitor, and the answer."""

    rows: tuple[tuple[Objection, Ref], ...]
    more: int = 0
    """How many are left out."""


@dataclass(frozen=True, slots=True)
class Rival:
    """One competitor on a card; `stale` where nobody has looked for long."""

    ref: Ref
    summary: str
    card: Battlecard
    as_of: Period | None
    stale: bool


@dataclass(frozen=True, slots=True)
class Battlecards:
    """Competitors on cards."""

    rows: tuple[Rival, ...]
    more: int = 0
    """How many are left out."""


@dataclass(frozen=True, slots=True)
class Unpromised:
    """Something that must not be promised: `why` is dropped, undated or unsure."""

    ref: Ref
    why: str
    when: Period | None
    text: str


@dataclass(frozen=True, slots=True)
class NotPromised:
    """What must not be promised, the nearest first, then what will not be done."""

    rows: tuple[Unpromised, ...]
    more: int = 0
    """How many are left out."""


def pitch(product: Projection, asked: Asked) -> Pitch:
    """The pitch of the launch that is named, or of the whole product."""
    launch = _launch(product, asked)
    if launch is not None:
        return Pitch(ref(launch), launch.in_short, launch.market, launch.date, launch.positioning)
    vision = next(iter(product.of(Vision)), None)
    return (
        Pitch(ref(vision), vision.statement or vision.in_short, "", None, vision.positioning)
        if vision
        else Pitch(None, "", "", None, None)
    )


def talk_track(product: Projection, asked: Asked) -> TalkTrack:
    """The messages of the launch that is named, or of the last one that took place."""
    launch = _launch(product, asked)
    if launch is None:
        done = [found for found in product.of(Launch) if found.status == "launched" and found.messages]
        launch = max(done, key=lambda found: (found.date.last if found.date else product.today, found.id), default=None)
    return TalkTrack(launch.messages if launch else ())


def _launch(product: Projection, asked: Asked) -> Launch | None:
    return next((found for id in asked.items if isinstance(found := product.items.get(id), Launch)), None)


def objections(product: Projection, asked: Asked) -> Objections:
    """The objections of all battlecards."""
    rows = [(one, ref(rival)) for rival in _rivals(product, asked) if rival.battlecard for one in rival.battlecard.objections]
    most = asked.most or ANSWERS
    return Objections(tuple(rows[:most]), max(0, len(rows) - most))


def battlecards(product: Projection, asked: Asked) -> Battlecards:
    """The battlecards."""
    rows = [
        Rival(
            ref(rival),
            rival.in_short,
            rival.battlecard,
            rival.as_of,
            rival.as_of is not None and product.today - rival.as_of.last > OLD,
        )
        for rival in _rivals(product, asked)
        if rival.battlecard
    ]
    most = asked.most or CARDS
    return Battlecards(tuple(rows[:most]), max(0, len(rows) - most))


def _rivals(product: Projection, asked: Asked) -> list[Competitor]:
    found = asked.select(product.of(Competitor))
    if not asked.items:
        found.sort(key=lambda rival: (("direct", "indirect", "substitute", "").index(rival.kind), rival.key))
    return found


def not_promised(product: Projection, asked: Asked) -> NotPromised:
    """Open work without a date that one can rely on, and what will not be done."""
    features = asked.select(product.of(Feature) if asked.items else product.units)
    found = cards(product)
    unsure = [f for f in features if f.is_open and (found[f.id].target is None or f.confidence != "high")]
    unsure.sort(key=lambda f: (not f.confidence, soonest(found[f.id])))
    dropped = sorted((f for f in features if f.status.stage == "dropped" and f.reason), key=lambda f: latest(found[f.id]))
    most = asked.up_to(PROMISES) or PROMISES
    rows = [Unpromised(ref(f), "unsure" if found[f.id].target else "undated", found[f.id].target, f.in_short) for f in unsure]
    refused = [Unpromised(ref(f), "dropped", None, f.reason) for f in dropped]
    if asked.items:
        by_id = {row.ref.id: row for row in (*rows, *refused)}
        return NotPromised(tuple(by_id[id] for id in asked.items if id in by_id))
    shown = (*rows[: most - min(len(refused), 2)], *refused[:2])
    return NotPromised(shown, len(rows) + len(refused) - len(shown))
