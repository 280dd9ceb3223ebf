"""The plans of others beside one's own, as one audience sees them: each is reduced to what that may see before they are joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from pydantic import BaseModel

from pmsite.audience import Neighbour, Projection, levels_in_use, reduced
from pmsite.diagnostics import Diagnostic, Severity, Span
from pmsite.messages import Term, said
from pmsite.model.abroad import Abroad
from pmsite.model.brief import Brief
from pmsite.model.change import Change
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import with_given
from pmsite.model.item import Item
from pmsite.model.levels import Level
from pmsite.model.period import Period, at_least, day_of
from pmsite.model.product import Product, Words, connect
from pmsite.model.renaming import called
from pmsite.model.settings import Settings
from pmsite.model.status import Status
from pmsite.plan.document import TEAM
from pmsite.portfolio.lock import Entry
from pmsite.portfolio.locked import Foreign, Locked
from pmsite.portfolio.names import Prefix, apart, prefixed
from pmsite.portfolio.settings import FILE, Portfolio

_COARSE = ("quarter", "half", "year")


def joined(
    own: Projection, product: Product, words: Mapping[str, Mapping[str, Any]], plans: Sequence[Foreign], portfolio: Portfolio
) -> Projection:
    """A projection of one's own plan, with all that its audience sees of other plans. `product` and `words` are what it was made from."""
    items = dict(reduced(product, own.audience, words))
    told: dict[str, Words] = dict(own.translations)
    here = _Here(own.settings, product.settings, own.audience, product.abroad, own.today, portfolio)
    for plan in plans:
        items |= _items(plan, here)
    features = [item for item in items.values() if isinstance(item, Feature)]
    levels = product.settings.levels if own.is_inside else levels_in_use(product.settings, features)
    settings = Settings.model_construct(
        **{name: getattr(own.settings, name) for name in Settings.model_fields} | {"levels": levels}
    )
    names = _names(items, portfolio)
    items = {id: called(item, settings, names) for id, item in items.items() if id not in names}
    items |= _told_apart(items, {plan.name: plan.plan.label or plan.contents.settings.name for plan in plans})
    items = dict(with_given(items, settings))
    whole = connect(settings, items, own.today, translations=told)
    neighbours = {plan.name: _neighbour(plan, own.today) for plan in plans}
    pages = {id: page for id, page in _pages(plans) if id in items}
    return replace(
        own, settings=settings, items=whole.items, links=whole.links, broken=_kept(whole, own), plans=neighbours, homes=pages
    )


def _kept(whole: Product, own: Projection) -> tuple[Any, ...]:
    """What leads nowhere, of which only the team learns."""
    return whole.broken if own.is_inside else ()


# What becomes of the items of one plan


class _Here(NamedTuple):
    """What of one's own plan decides on what becomes of others."""

    settings: Settings
    """As the audience knows them."""
    whole: Settings
    """As they are."""
    audience: str
    abroad: Abroad
    today: date
    portfolio: Portfolio


def _items(plan: Foreign, here: _Here) -> dict[str, Item]:
    held = plan.contents
    theirs = replace(here.abroad, ids={held.plan.audience: here.abroad.ids.get(here.audience, {})})
    product = replace(connect(held.settings, held.loaded.items, here.today), abroad=theirs)
    change = _Change(plan, here)
    seen = reduced(product, held.plan.audience, _words(plan, here.settings.language))
    made = (change(item) for item in seen.values() if not isinstance(item, Brief))
    return {item.id: item for item in made}


def _words(plan: Foreign, language: str) -> dict[str, dict[str, Any]]:
    """What the plan says in the portfolio's language, where its own is another."""
    if plan.contents.settings.language == language:
        return {}
    told = {id: words[language] for id, words in plan.contents.loaded.words.items() if language in words}
    return {id: {name: text for name, text in words.items() if name != "body"} for id, words in told.items()}


class _Change:
    """What makes an item of another plan one of a portfolio."""

    def __init__(self, plan: Foreign, here: _Here) -> None:
        self._theirs, self._ours = plan.contents.settings, here.settings
        self._prefix = Prefix(plan.name)
        self._kept, self._audiences = here.portfolio.fields, plan.plan.audiences
        self._levels = _levels(self._theirs.known_levels, here.whole.known_levels)
        self._standard = here.whole.standard_level

    def __call__(self, item: Item) -> Item:
        changes: dict[str, Any] = {"custom": self._custom(item), "wordings": {}, "visibility": self._readers(item)}
        if isinstance(item, Feature):
            changes["status"] = self._status(item.status)
            level = self._levels.get(item.level or self._theirs.standard_level, self._standard)
            changes["level"] = level if item.level or level != self._standard else ""
        if self._theirs.fiscal_year_starts != self._ours.fiscal_year_starts:
            changes |= _in_our_year(item, self._ours.fiscal_year_starts)
        made = called(item, self._theirs, self._prefix)
        stated = set(item.model_fields_set)
        made = made.model_copy(update={name: value for name, value in changes.items() if getattr(made, name) != value})
        made.model_fields_set.clear()
        made.model_fields_set.update(stated)
        return made

    def _readers(self, item: Item) -> tuple[str, ...]:
        """Who of here sees an item of which the team is told who of there does."""
        return tuple(here for here, there in self._audiences.items() if here != TEAM and there in item.visibility)

    def _status(self, status: Status) -> Status:
        """A status of their own by its stage, under the label that they give it."""
        known = self._ours.known_statuses.get(status.id)
        if known is not None and (known.stage, known.done) == (status.stage, status.done):
            return replace(status, label=status.label or known.label) if status.label != known.label else status
        return status if status.stage == "open" else Status(status.stage, status.stage, status.label or status.id, status.done)

    def _custom(self, item: Item) -> dict[str, Any]:
        kept, theirs, ours = (
            self._kept.get(item.type, ()),
            self._theirs.custom_fields(item.type),
            self._ours.custom_fields(item.type),
        )
        names = [name for name in kept if name in item.custom and name in ours and theirs[name].kind == ours[name].kind]
        if not names:
            return {}
        renamed = called(item, self._theirs, self._prefix).custom
        return {name: renamed[name] for name in names}


def _levels(theirs: Mapping[str, Level], ours: Mapping[str, Level]) -> dict[str, str]:
    """By a level of theirs, the one of ours of the same role and, among those of the same role, of the same place."""
    found = {}
    for name, level in theirs.items():
        same = [one for one in ours.values() if one.role == level.role]
        among = sorted({one.rank for one in theirs.values() if one.role == level.role})
        at = among.index(level.rank) - len(among) if level.role == "group" else among.index(level.rank)
        ranks = sorted({one.rank for one in same})
        if same:
            rank = ranks[max(at, -len(ranks))] if at < 0 else ranks[min(at, len(ranks) - 1)]
            named = [one.id for one in same if one.rank == rank]
            found[name] = name if name in named else named[0]
    return found


def _in_our_year(item: Item, starts: int) -> dict[str, Any]:
    return {name: made for name in type(item).model_fields if (made := _told(value := getattr(item, name), starts)) is not value}


def _told(value: Any, starts: int) -> Any:
    """A value with its fiscal periods as those of another fiscal year; the same object where there are none."""
    if isinstance(value, Period):
        return _period(value, starts) if value.precision in _COARSE else value
    if isinstance(value, tuple):
        made = tuple(_told(entry, starts) for entry in value)
        return made if any(one is not other for one, other in zip(made, value, strict=True)) else value
    if isinstance(value, Mapping):
        found = {key: _told(entry, starts) for key, entry in value.items()}
        return found if any(found[key] is not value[key] for key in found) else value
    if isinstance(value, BaseModel):
        changes = {
            name: made for name in type(value).model_fields if (made := _told(own := getattr(value, name), starts)) is not own
        }
        return value.model_copy(update=changes) if changes else value
    return value


@lru_cache(maxsize=4096)
def _period(period: Period, starts: int) -> Period:
    """The same months in the words of another fiscal year; by the names of the months where that has no such period."""
    same = at_least(day_of(period.last), period.precision, starts)
    if same is not None and (same.first, same.last) == (period.first, period.last):
        return same
    text = f"{period.first:%Y-%m}/{period.last:%Y-%m}"
    return replace(period, text=text, year=period.last.year, part=0, fiscal=False)


def _told_apart(items: Mapping[str, Item], labels: Mapping[str, str]) -> dict[str, Item]:
    """Teams, people, releases and the like of different plans that have one title, under titles with the names of their plans."""
    found: dict[tuple[str, str], list[Item]] = {}
    for item in items.values():
        if not isinstance(item, (Feature, Change)):
            found.setdefault((item.type, item.title.casefold()), []).append(item)
    same = (item for group in found.values() if len({apart(one.id)[0] for one in group}) > 1 for item in group)
    named = ((item, labels.get(apart(item.id)[0], "")) for item in same)
    return {item.id: item.model_copy(update={"title": f"{item.title} · {label}"}) for item, label in named if label}


# What is the same, and what is elsewhere now


def _names(items: Mapping[str, Item], portfolio: Portfolio) -> dict[str, str]:
    """By the id that an item is not known by here, the one that it is: of the first plan that has it, or where it moved."""
    found = {old: new for old, new in portfolio.moved.items() if old not in items and new in items}
    of_plan: dict[tuple[str, str], list[str]] = {}
    for id, item in items.items():
        if item.type in portfolio.same:
            of_plan.setdefault((item.type, apart(id)[0]), []).append(id)
    for type_name, plans in portfolio.same.items():
        first: dict[str, str] = {}
        for plan in plans:
            for id in of_plan.get((type_name, plan), ()):
                first.setdefault(apart(id)[1], id)
        for plan in plans:
            found |= {
                other: id
                for bare, id in first.items()
                if (other := prefixed(plan, bare)) != id and _may_be(other, items, type_name)
            }
    return found


def _may_be(id: str, items: Mapping[str, Item], type_name: str) -> bool:
    return id not in items or items[id].type == type_name


def told_of_differing(plans: Sequence[Foreign], locked: Locked) -> Iterator[Diagnostic]:
    """What is said of items that are to be the same and are not."""
    for type_name, one, other, facts in differing(plans, locked.portfolio):
        message = said(
            "{one} and {other} are to be one {type}, and differ in {facts}: {one} counts",
            one=one,
            other=other,
            type=Term(type_name),
            facts=list(facts[:5]),
        )
        hint = said("let the two plans say the same, or take one of them out of `same`")
        yield Diagnostic("same-differs", Severity.WARNING, Span(f"{locked.prefix}/{FILE}"), message, hint)


def differing(plans: Iterable[Foreign], portfolio: Portfolio) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Of items that are to be the same and say different things: the type, the two ids, and the facts. The first one counts."""
    held = {plan.name: plan.contents for plan in plans}
    for type_name, names in portfolio.same.items():
        first: dict[str, tuple[str, Item]] = {}
        for name in names:
            for id, item in held[name].loaded.items.items() if name in held else ():
                if item.type != type_name:
                    continue
                known, other = first.setdefault(id, (name, item))
                if others := _others(other, item) if known != name else ():
                    yield type_name, prefixed(known, id), prefixed(name, id), others


def _others(one: Item, other: Item) -> tuple[str, ...]:
    kept = ("path", "body", "body_line", "custom", "visibility", "wordings", "imported")
    return tuple(name for name in type(one).model_fields if name not in kept and getattr(one, name) != getattr(other, name))


# What pages tell of a plan


def _neighbour(plan: Foreign, today: date) -> Neighbour:
    day = _day(plan.entry)
    label = plan.plan.label or plan.contents.settings.name
    return Neighbour(plan.name, label, day, day is not None and (today - day).days > plan.plan.stale_after, plan.contents.plan.site)


def _day(entry: Entry) -> date | None:
    for written in (entry.day, entry.fetched):
        try:
            return date.fromisoformat(written)
        except ValueError:
            continue
    return None


def _pages(plans: Iterable[Foreign]) -> Iterator[tuple[str, str]]:
    """By item, where its page is on the site of its own plan's readers, as far as that is known to be one."""
    for plan in plans:
        site = plan.contents.plan.site
        if urlsplit(site).scheme not in ("https", "http"):
            continue
        for item in plan.contents.plan.items:
            address = urljoin(site, item.page) if item.page else ""
            if address.startswith(site):
                yield prefixed(plan.name, item.id), address
