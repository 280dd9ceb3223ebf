"""A brief: one page for one group of readers, conclusion first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pmsite.audience import TEAM, Projection, told_within
from pmsite.model.brief import Brief, Section
from pmsite.model.indexes import by_key, index
from pmsite.model.period import Period, day_of
from pmsite.model.sections import FREE, KINDS
from pmsite.views.account import Account
from pmsite.views.asked import Asked
from pmsite.views.lights import Lights
from pmsite.views.registry import VIEWS

RISKS, DATES = 3, 8
"""How many risks and dates a brief shows unless it says otherwise."""

ACCOUNT = "account"
"""The section that tells what came of the requests of a customer."""

COARSE = "quarter"
"""How finely a brief for customers tells plans, where product.yml does not say."""

NEWS = frozenset({"changed", "highlights", "decided", "shipped", "done", "learned", "thanks"})
"""Sections whose heading says since when."""

Filters = Mapping[tuple[str, int], Callable[[Any], bool] | None]
"""By brief and number of the section, which items the section shows."""


@dataclass(frozen=True, slots=True)
class Part:
    """One section: the author's words, then a view where `template` names one."""

    view: str
    title: str
    text: str
    points: tuple[str, ...]
    template: str
    content: Any
    since: date | None
    """The day after which things count as new, where the section is about what is new."""


@dataclass(frozen=True, slots=True)
class Disclaimer:
    """What readers are told not to rely on. `ready` where the format needs some and nobody wrote other words."""

    words: str
    ready: bool
    first: bool
    as_of: Period


@dataclass(frozen=True, slots=True)
class BriefPage:
    """A brief ready to print."""

    brief: Brief
    audience: str
    as_of: Period
    parts: tuple[Part, ...]
    disclaimer: Disclaimer
    foreign: bool
    """Whether those who see this page are not those whom it is written for."""


def build(product: Projection, brief: Brief, filters: Filters) -> BriefPage:
    """The page of one brief; `filters` are those of its sections, by the brief's id and the section's number."""
    sections = sections_of(product, brief)
    told = _told(product, brief)
    found = [_part(told, brief, section, filters.get((brief.id, at))) for at, section in enumerate(sections)]
    parts = [part for part in found if not _is_empty(part)]
    known = product.settings.audiences.get(brief.audience if product.is_inside else product.audience)
    as_of = brief.as_of or day_of(product.today)
    return BriefPage(
        brief,
        (known.label or brief.audience) if known else "",
        as_of,
        tuple(parts),
        _disclaimer(product, brief, as_of),
        product.is_inside and brief.audience != TEAM,
    )


def sections_of(product: Projection, brief: Brief) -> tuple[Section, ...]:
    """What a brief shows: its own sections or those of its format; one for a customer begins with what came of its requests."""
    found = brief.sections or tuple(section for section in _ready(brief.kind) if _has_something(product, section))
    is_there = brief.customer is None or any(section.view == ACCOUNT for section in found)
    return found if is_there else (Section(view=ACCOUNT), *found)


def _told(product: Projection, brief: Brief) -> Projection:
    """The plan with its dates as finely as the brief's readers are told them everywhere; customers in quarters, where nothing says."""
    readers = product.settings.audiences.get(brief.audience if product.is_inside else product.audience)
    precision = (readers.dates if readers else "") or (COARSE if brief.kind == "customer" else "")
    if not precision or (not product.is_inside and readers and readers.dates):
        return product
    return _told_within(product, precision)


_told_within = by_key(told_within)
"""The plan by precision, for all briefs that tell it so."""


def _is_empty(part: Part) -> bool:
    """Whether a section would tell its readers nothing but that: what did not go well is left out rather than denied."""
    if part.text or part.points:
        return False
    return (isinstance(part.content, Lights) and not part.content.lines) or (
        isinstance(part.content, Account) and part.content.is_empty
    )


def _disclaimer(product: Projection, brief: Brief, as_of: Period) -> Disclaimer:
    settings = product.settings.disclaimer
    needed = brief.disclaimer is None and brief.kind is not None and KINDS[brief.kind].disclaimer
    own = str(getattr(settings, brief.language or product.settings.language)) if needed else ""
    words = brief.disclaimer or own
    return Disclaimer(words, needed and not words, settings.place == "top", as_of)


@index
def _sent(product: Projection) -> Mapping[tuple[str | None, str], tuple[Period, ...]]:
    """By format and readers, the dates of the briefs that went to them, the oldest first."""
    found: dict[tuple[str | None, str], list[Period]] = {}
    for brief in product.of(Brief):
        if brief.as_of is not None:
            found.setdefault((brief.kind, brief.audience), []).append(brief.as_of)
    return {key: tuple(sorted(dates)) for key, dates in found.items()}


def previous(product: Projection, brief: Brief) -> Period | None:
    """The date of the last brief of the same format to the same readers."""
    until = brief.as_of.first if brief.as_of else product.today
    dates = _sent(product).get((brief.kind, brief.audience), ())
    at = bisect_left(dates, until, key=lambda found: found.last)
    return dates[at - 1] if at else None


def since(product: Projection, brief: Brief) -> date | None:
    """The day after which things are new to the readers of a brief; nothing where neither plan nor author says."""
    if brief.since is not None:
        return brief.since.last
    last = previous(product, brief)
    if last is not None:
        return last.last
    until = brief.as_of.last if brief.as_of else product.today
    before = brief.period.first - timedelta(days=1) if brief.period else until
    return before if before < until else None


def _ready(kind: str | None) -> tuple[Section, ...]:
    """The sections of a format."""
    return tuple(Section(view=view) for view in (KINDS[kind].sections if kind else FREE))


def _part(product: Projection, brief: Brief, section: Section, keep: Callable[[Any], bool] | None) -> Part:
    about = section.vocabulary
    asked = _asked(product, brief, section, keep)
    replaced = about.own_words or (about.lines and section.points)
    if replaced:
        return Part(section.view, section.title, section.text, section.points, "", None, None)
    kind = VIEWS[section.view]
    return Part(
        section.view,
        section.title,
        section.text,
        section.points,
        kind.in_brief or kind.template,
        kind.build(product, asked),
        asked.first(product) if section.view in NEWS else None,
    )


def _asked(product: Projection, brief: Brief, section: Section, keep: Callable[[Any], bool] | None) -> Asked:
    default = {"risks": RISKS, "calendar": DATES}.get(section.view, 0)
    return Asked(
        keep,
        section.group_by or "horizon",
        items=section.items,
        most=int(section.most or default),
        since=since(product, brief),
        until=min(brief.as_of.last, product.today) if brief.as_of else product.today,
        period=brief.period,
        next=brief.next,
        customer=brief.customer or "",
    )


def _has_something(product: Projection, section: Section) -> bool:
    """Whether a section of a ready format has anything to tell of this plan."""
    needs = section.vocabulary.needs
    return not section.vocabulary.own_words and (not needs or any(name in product.by_type for name in needs))
