"""Releases, launches, milestones, decisions that are due, what users have to do by a day, and the ends of goals and experiments, by their dates."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.change import Change
from pmsite.model.decision import Decision
from pmsite.model.experiment import Experiment
from pmsite.model.launch import Launch
from pmsite.model.milestones import dated
from pmsite.model.objective import Objective
from pmsite.model.period import Period, quarter_of
from pmsite.model.release import Release
from pmsite.model.version import version
from pmsite.views import actions
from pmsite.views.parts import Ref, ref

PAST = 60
AHEAD = 200
"""How many milestones ahead are told, the nearest first."""
_STATES = {"done": "done", "late": "overdue"}
AWAITED = ("release", "launch", "experiment")
"""What readers wait for, who get a few dates."""


@dataclass(frozen=True, slots=True)
class Date:
    """One date: `kind` is the type of item, `state` a word on where it is."""

    kind: str
    ref: Ref
    when: Period
    state: str
    summary: str
    text: str = ""
    """What of the item is meant, where that is a milestone of it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The dates of one quarter."""

    quarter: Period
    dates: tuple[Date, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Quarters from the one of today on, then what is past, newest first; and what has no date yet."""

    coming: tuple[Stretch, ...]
    past: tuple[Date, ...]
    undated: tuple[Ref, ...]
    past_more: int = 0
    undated_more: int = 0
    coming_more: int = 0
    """How many of the past, of those without a date, and of those to come, are left out."""


def build(product: Projection, most: int = 0) -> Calendar:
    """The calendar of a projection; with `most`, the nearest dates ahead of what readers wait for."""
    dates = [
        *(
            Date("release", ref(r), r.date, "yanked" if r.yanked else "", r.in_short)
            for r in product.of(Release)
            if r.date and not product.became(r)
        ),
        *(Date("launch", ref(found), found.date, found.status, found.in_short) for found in product.of(Launch) if found.date),
        *(Date("decision", ref(d), d.due, d.status, d.in_short) for d in product.of(Decision) if d.due and d.status == "proposed"),
        *(Date("change", ref(c), by, "", c.in_short) for c in product.of(Change) if (by := actions.by_when(c))),
        *(Date("objective", ref(o), o.period, "", o.in_short) for o in product.of(Objective) if o.period),
        *(Date("experiment", ref(e), e.ends, e.status, e.in_short) for e in product.of(Experiment) if e.ends),
    ]
    reached, further = _milestones(product)
    dates += reached
    dates.sort(key=lambda found: (found.when, found.kind, version(found.ref.id).key, found.ref.id))
    ahead = [found for found in dates if found.when.last >= product.today]
    if most:
        ahead = [found for found in ahead if found.kind in AWAITED]
        ahead, further = ahead[:most], max(0, len(ahead) - most)
    coming: dict[str, tuple[Period, list[Date]]] = {}
    for found in ahead:
        quarter = quarter_of(found.when.last, product.settings.fiscal_year_starts)
        coming.setdefault(quarter.text, (quarter, []))[1].append(found)
    past = [found for found in dates if found.when.last < product.today]
    undated: list[Release | Launch] = [
        *(release for release in product.of(Release) if release.date is None and not product.is_out(release)),
        *(launch for launch in product.of(Launch) if launch.date is None),
    ]
    return Calendar(
        tuple(Stretch(quarter, tuple(members)) for quarter, members in coming.values()),
        tuple(reversed(past[-PAST:])),
        tuple(ref(item) for item in undated[:PAST]),
        max(0, len(past) - PAST),
        max(0, len(undated) - PAST),
        further,
    )


def _milestones(product: Projection) -> tuple[list[Date], int]:
    """The milestones that are past and the nearest ones ahead, and how many more there are."""
    found = [Date(item.type, ref(item), when, _STATES.get(one.state, ""), "", one.title) for item, one, when in dated(product)]
    found.sort(key=lambda date: (date.when, date.ref.id))
    ahead = [date for date in found if date.when.last >= product.today]
    past = [date for date in found if date.when.last < product.today]
    return [*past, *ahead[:AHEAD]], max(0, len(ahead) - AHEAD)
