"""What a change does to what readers outside the team read: each audience's projection before, against the one after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from pmsite.audience import Projection, project
from pmsite.history.diff import Diff, Known, Named, named
from pmsite.history.exposure import SETTINGS, Exposure, settings_read, with_sent_briefs
from pmsite.model.compare import Difference
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.period import Period
from pmsite.model.product import Product
from pmsite.model.status import Status


@dataclass(frozen=True, slots=True)
class Reading:
    """One item as one audience reads it: `new`, `shown` that was hidden, `changed`, `hidden` from now on, or `gone` from the plan."""

    audience: str
    label: str
    what: str
    item: Named
    differences: tuple[Difference, ...] = ()
    revealed: tuple[str, ...] = ()
    """Fields of an item that they knew, and that were hidden from them."""
    status: Status | None = None
    """In which status they read that something new to them is, if they do."""
    date: Period | None = None
    """When they read that it comes, if they do."""

    @property
    def is_grave(self) -> bool:
        """Whether they see what was kept from them, which cannot be taken back."""
        return self.what == "shown" or bool(self.revealed)


def readings(before: Product, after: Product, diff: Diff, known: Known) -> tuple[Reading, ...]:
    """What each audience will read that it did not before; in both products an item has one id.

    Nothing is concluded from items whose files cannot be read.
    """
    before, after = with_sent_briefs(before), with_sent_briefs(after)
    exposed = {(found.audience, found.id): found for found in diff.exposed}
    told: list[Reading] = []
    for audience, setting in after.settings.audiences.items():
        who = (audience, setting.label or audience)
        was = project(before, audience) if audience in before.settings.audiences else None
        now = project(after, audience)
        told += _read(who, was, now, exposed, known)
        if was is not None:
            told += _no_longer_read(who, was, after, diff)
            found = tuple(one for one in settings_read(was.settings, now.settings) if not _follows(one))
            if found:
                told.append(Reading(*who, "changed", Named("", SETTINGS, "", SETTINGS), found))
    return tuple(told)


def _read(
    who: tuple[str, str], was: Projection | None, now: Projection, exposed: Mapping[tuple[str, str], Exposure], known: Known
) -> Iterator[Reading]:
    olds: Mapping[str, Item] = was.items if was is not None else {}
    implied = known.lost | (olds.keys() ^ now.items.keys())
    for id, item in now.items.items():
        exposure, old = exposed.get((who[0], id)), olds.get(id)
        if was is None or old is None or old.type != item.type:
            if exposure is not None:  # else only its file could not be read before
                yield Reading(*who, "new" if exposure.is_new else "shown", named(item), status=_status(item), date=_date(item))
            continue
        found = tuple(one for one in known.between(was, now, id) if one.field not in _RULES and not _only_names(one, implied))
        shown = exposure.opened if exposure is not None else ()
        if found or shown:
            yield Reading(*who, "changed", named(item), found, shown)


def _follows(found: Difference) -> bool:
    """Whether a setting only comes or goes with the items that readers see."""
    return found.shape == "entry" and found.field in ("statuses", "change_kinds", "fields")


_RULES = ("visibility", "wordings", "path")
"""Fields that say who reads what, and are not read themselves."""


def _only_names(difference: Difference, ids: Set[str]) -> bool:
    """Whether references differ only by some items: those that come or go have lines of their own, nothing is known of lost ones."""
    if difference.shape != "refs" or not ids:
        return False
    before, after = (set(side) if isinstance(side, tuple) else {side} for side in (difference.before, difference.after))
    return {str(one).partition(".")[0] for one in before ^ after if one is not None} <= ids


def _no_longer_read(who: tuple[str, str], was: Projection, after: Product, diff: Diff) -> Iterator[Reading]:
    dropped = {item.id for item in diff.dropped}
    for id, item in was.items.items():
        if id in after.items:
            if who[0] not in after.items[id].visibility:
                yield Reading(*who, "hidden", named(item))
        elif id in dropped:
            yield Reading(*who, "gone", named(item))


def _date(item: Item) -> Period | None:
    dates = (getattr(item, name, None) for name in ("shipped", "target", "date", "period"))
    return next((date for date in dates if isinstance(date, Period)), None)


def _status(item: Item) -> Status | None:
    return item.status if isinstance(item, Feature) and item.status.stage != "open" else None
