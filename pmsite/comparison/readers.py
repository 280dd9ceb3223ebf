"""What a change does to what readers outside the team read: each audience's projection before, against the one after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from pmsite.audience import Projection, project
from pmsite.history.diff import Diff, Named, named
from pmsite.history.exposure import Exposure
from pmsite.model.compare import Difference, differences
from pmsite.model.item import Item
from pmsite.model.product import Product


@dataclass(frozen=True, slots=True)
class Reading:
    """One item as one audience reads it: `new`, `shown` that was hidden, `changed`, `hidden` from now on, or `gone` from the plan."""

    audience: str
    label: str
    what: str
    item: Named
    differences: tuple[Difference, ...] = ()
    shown: tuple[str, ...] = ()
    """Fields of an item that they knew, and that they did not get before."""
    date: object = None
    """When they read that something new to them comes, if they do."""


def readings(
    before: Product, after: Product, diff: Diff, olds: Mapping[str, str], lost: Set[str] = frozenset()
) -> tuple[Reading, ...]:
    """What each audience will read that it did not before. `olds` gives an item's id of before by its id of after.

    Nothing is concluded from items that are `lost`, since their files cannot be read.
    """
    exposed = {(found.audience, found.id): found for found in diff.exposed}
    told: list[Reading] = []
    for audience, setting in after.settings.audiences.items():
        who = (audience, setting.label or audience)
        known = project(before, audience).items if audience in before.settings.audiences else {}
        now = project(after, audience)
        still = {olds[id] for id in now.items}
        gone = [item for id, item in known.items() if id not in still]
        implied = lost | {item.id for item in gone} | {id for id in now.items if olds[id] not in known}
        told += _read(who, known, now, exposed, olds, implied)
        told += _no_longer_read(who, gone, after, olds, diff)
    return tuple(told)


def _read(
    who: tuple[str, str],
    known: Mapping[str, Item],
    now: Projection,
    exposed: Mapping[tuple[str, str], Exposure],
    olds: Mapping[str, str],
    implied: Set[str],
) -> Iterator[Reading]:
    for id, item in now.items.items():
        exposure, old = exposed.get((who[0], id)), known.get(olds[id])
        if old is None or old.type != item.type:
            if exposure is not None:  # else only its file could not be read before
                what = "new" if exposure.is_new else "shown"
                yield Reading(*who, what, named(item), date=_date(item))
            continue
        found = tuple(one for one in differences(old, item) if one.field not in _RULES and not _only_names(one, implied))
        shown = exposure.fields if exposure is not None else ()
        if found or shown:
            yield Reading(*who, "changed", named(item), found, shown)


_RULES = ("visibility", "wordings")
"""Fields that say who reads what, and are not read themselves."""


def _only_names(difference: Difference, ids: Set[str]) -> bool:
    """Whether references differ only by some items: those that come or go have lines of their own, nothing is known of lost ones."""
    if difference.shape != "refs" or not ids:
        return False
    before, after = (set(side) if isinstance(side, tuple) else {side} for side in (difference.before, difference.after))
    return {str(one).partition(".")[0] for one in before ^ after if one is not None} <= ids


def _no_longer_read(
    who: tuple[str, str], gone: list[Item], after: Product, olds: Mapping[str, str], diff: Diff
) -> Iterator[Reading]:
    news = {old: new for new, old in olds.items()}
    dropped = {item.id for item in diff.dropped}
    for item in gone:
        if news.get(item.id, "") in after.items:
            yield Reading(*who, "hidden", named(item))
        elif item.id in dropped:
            yield Reading(*who, "gone", named(item))


def _date(item: Item) -> object:
    dates = (getattr(item, name, None) for name in ("shipped", "target", "date", "period"))
    return next((date for date in dates if date is not None), None)
