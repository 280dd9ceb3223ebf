"""What a change does to what readers outside the team read: each audience's projection before, against the one after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


def readings(before: Product, after: Product, diff: Diff, olds: Mapping[str, str]) -> tuple[Reading, ...]:
    """What each audience will read that it did not before. `olds` gives an item's id of before by its id of after."""
    exposed = {(found.audience, found.id): found for found in diff.exposed}
    told: list[Reading] = []
    for audience, setting in after.settings.audiences.items():
        who = (audience, setting.label or audience)
        known = project(before, audience).items if audience in before.settings.audiences else {}
        now = project(after, audience)
        told += _read(who, known, now, exposed, olds)
        still = {olds[id] for id in now.items}
        told += _no_longer_read(who, [item for id, item in known.items() if id not in still], after, olds, diff)
    return tuple(told)


def _read(
    who: tuple[str, str],
    known: Mapping[str, Item],
    now: Projection,
    exposed: Mapping[tuple[str, str], Exposure],
    olds: Mapping[str, str],
) -> Iterator[Reading]:
    for id, item in now.items.items():
        exposure, old = exposed.get((who[0], id)), known.get(olds[id])
        if old is None or old.type != item.type:
            if exposure is not None:  # else only its file could not be read before
                what = "new" if exposure.is_new else "shown"
                yield Reading(*who, what, named(item), date=_date(item))
            continue
        found = tuple(one for one in differences(old, item) if one.field not in ("visibility", "wordings"))
        shown = exposure.fields if exposure is not None else ()
        if found or shown:
            yield Reading(*who, "changed", named(item), found, shown)


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
