"""How a feature stands: what speaks against its date, and what the team says."""

from __future__ import annotations

from datetime import date

from pmsite.model.asks import asks
from pmsite.model.clashes import clashes, may_carry_over
from pmsite.model.decision import Decision
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import chains, rollups
from pmsite.model.indexes import index
from pmsite.model.judgement.known import known
from pmsite.model.judgement.verdict import NOTHING, Clause, Found, Judgement
from pmsite.model.judgement.work import SOON, Reason, Reasons, ago, by, days_left, is_soon, judged, later
from pmsite.model.objective import Objective
from pmsite.model.period import Period
from pmsite.model.product import Product
from pmsite.model.replaced import standing_for

LEADS = {"idea": (90, 45), "discovery": (60, 30), "planned": (30, SOON)}
"""By stage, the days before the date from which work that is no further is at risk, and off track."""
UNSURE = 90
"""Days before the date from which low confidence is a risk."""


def feature(product: Product, found: Feature, day: date) -> Judgement:
    """How a feature stands. Readers besides the team get what is overdue and what they are told, never a green that was computed."""
    if not found.is_open:
        return NOTHING
    readers, due = known(product), product.target(found)
    if not readers.inside:
        return judged(product, found, _overdue(product, found, due, day) if readers.feature_dates else (), Found(""), day)
    facts = {"date": due, "stage": found.status.stage}
    otherwise = Found("good", Clause("due_stage", facts), "plan") if due else Found("", _undated(product, found, day), "plan")
    return judged(product, found, _reasons(product, found, due, day), otherwise, day)


def _undated(product: Product, found: Feature, day: date) -> Clause:
    """What is said of work without a date of its own: that of its parts, as far as all of them have one."""
    below = rollups(product).get(found.id) if day == product.today else None
    return Clause("parts_later", {"date": below.target}) if below and below.target and not below.undated else Clause("no_date")


def _reasons(product: Product, found: Feature, due: Period | None, day: date) -> Reasons:
    yield from _overdue(product, found, due, day)
    yield from _needs(product, found, due, day)
    yield from _asks(product, found) if day == product.today else ()
    yield from _parts(product, found) if day == product.today else ()
    yield from _itself(found, due, day)


def _overdue(product: Product, found: Feature, due: Period | None, day: date) -> Reasons:
    release = product.release(found)
    if due is not None and due.last < day:
        yield Reason("poor", Clause("was_due_ago", {"date": due, **ago(due.last, day)}))
    elif due is None and release is not None and product.is_out(release):
        yield Reason("poor", Clause("release_is_out", {"title": release.name}))


def _needs(product: Product, found: Feature, due: Period | None, day: date) -> Reasons:
    for needed in product.named(found.id, "depends_on"):
        if isinstance(needed, Decision) and needed.status == "proposed" and found.status.stage in ("planned", "building"):
            yield Reason(later(needed.due, due, day) or "fair", Clause("needs_decision", {"title": needed.title}))
        for one in standing_for(product, (needed,)) if isinstance(needed, Feature) else ():
            yield from _need(product, one, due, day)


def _need(product: Product, needed: Feature, due: Period | None, day: date) -> Reasons:
    after = product.target(needed)
    if needed.status.stage == "shipped":
        return
    if needed.status.stage == "dropped":
        yield Reason("poor", Clause("needs_dropped", {"title": needed.title}))
    elif state := later(after, due, day):
        yield Reason(state, Clause("needs_later", {"title": needed.title, "date": after}))
    elif _is_off_track(product, needed, day):
        yield Reason("fair", Clause("needs_off_track", {"title": needed.title}))


def _asks(product: Product, found: Feature) -> Reasons:
    for told in asks(product).get(found.id, ()):
        facts = {"team": _name(product, told.team), "what": told.ask.wanted}
        if told.state == "declined":
            yield Reason("poor", Clause("ask_declined", facts))
        elif told.clash is not None:
            yield Reason("poor", Clause("ask_later", {**facts, "date": told.clash}))
        elif told.is_overdue:
            yield Reason("fair", Clause("ask_open" if told.state == "unanswered" else "ask_overdue", facts))


def _parts(product: Product, found: Feature) -> Reasons:
    below = rollups(product).get(found.id)
    if below is not None and below.health == "off":
        yield Reason("poor", Clause("parts_later", {"date": below.target}))
    elif below is not None and below.health == "at_risk":
        yield Reason("fair", Clause("parts_overdue"))
    elif found.id in _above_trouble(product):
        yield Reason("fair", Clause("parts_wait"))


def _comes_too_late(product: Product, feature: Feature) -> bool:
    """Whether a feature surely comes too late for something; a goal of which it may be the rest is none of that."""
    found = clashes(product, feature)
    return any(not (isinstance(one.other, Objective) and may_carry_over(product, feature, one.other)) for one in found)


@index
def _above_trouble(product: Product) -> frozenset[str]:
    """What has open parts that come too late for something, or that wait for an answer that is overdue."""
    above = chains(product)
    if not above:
        return frozenset()
    asked = asks(product)
    return frozenset(
        whole.id
        for feature in product.units
        if feature.is_open and feature.id in above
        if _comes_too_late(product, feature) or any(one.is_overdue for one in asked.get(feature.id, ()))
        for whole in above[feature.id]
    )


def _name(product: Product, team: str) -> str:
    item = product.items.get(team)
    return item.title if item else team


def _is_off_track(product: Product, needed: Feature, day: date) -> bool:
    """Whether a needed feature is off track by itself: what it needs in turn does not count, since that may be a circle."""
    due = product.target(needed)
    reasons = (*_overdue(product, needed, due, day), *_itself(needed, due, day))
    return any(reason.state == "poor" for reason in reasons)


def _itself(found: Feature, due: Period | None, day: date) -> Reasons:
    left = (due.last - day).days if due else None
    if blocked := next((name for name, track in found.tracks.items() if track.state == "blocked"), ""):
        yield Reason("poor" if left is not None and left <= SOON else "fair", Clause("blocked", {"name": blocked}))
    if left is None or left < 0:
        return
    at_risk, off_track = LEADS.get(found.status.stage, (-1, -1))
    if left <= at_risk:
        yield Reason(by(off_track, left), Clause(f"still_{found.status.stage}", {"left": days_left(left)}))
    if found.confidence == "low" and left <= UNSURE:
        yield Reason(by(SOON, left), Clause("confidence_low", {"left": days_left(left)}))
    met = sum(criterion.done for criterion in found.acceptance)
    if found.acceptance and is_soon(left) and met * 2 < len(found.acceptance):
        yield Reason("fair", Clause("criteria", {"done": met, "n": len(found.acceptance), "left": days_left(left)}))
