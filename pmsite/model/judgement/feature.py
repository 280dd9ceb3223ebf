"""How a feature stands: what speaks against its date, and what the team says."""

from __future__ import annotations

from datetime import date

from pmsite.model.feature import Feature
from pmsite.model.judgement.known import known
from pmsite.model.judgement.verdict import NOTHING, Clause, Found, Judgement
from pmsite.model.judgement.work import SOON, Reason, Reasons, by, days_left, is_soon, judged, later
from pmsite.model.period import Period
from pmsite.model.product import Product

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
    otherwise = Found("good", Clause("due_stage", facts), "plan") if due else Found("", Clause("no_date"), "plan")
    return judged(product, found, _reasons(product, found, due, day), otherwise, day)


def _reasons(product: Product, found: Feature, due: Period | None, day: date) -> Reasons:
    yield from _overdue(product, found, due, day)
    yield from _needs(product, found, due, day)
    yield from _itself(found, due, day)


def _overdue(product: Product, found: Feature, due: Period | None, day: date) -> Reasons:
    release = product.release(found)
    if due is not None and due.last < day:
        yield Reason("poor", Clause("was_due_ago", {"date": due, "n": (day - due.last).days}))
    elif due is None and release is not None and product.is_out(release):
        yield Reason("poor", Clause("release_is_out", {"title": release.name}))


def _needs(product: Product, found: Feature, due: Period | None, day: date) -> Reasons:
    for needed in product.named(found.id, "depends_on"):
        if not isinstance(needed, Feature) or needed.status.stage == "shipped":
            continue
        after = product.target(needed)
        if needed.status.stage == "dropped":
            yield Reason("poor", Clause("needs_dropped", {"title": needed.title}))
        elif state := later(after, due, day):
            yield Reason(state, Clause("needs_later", {"title": needed.title, "date": after}))
        elif _is_off_track(product, needed, day):
            yield Reason("fair", Clause("needs_off_track", {"title": needed.title}))


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
