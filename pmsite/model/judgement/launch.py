"""How a launch stands: what speaks against its date, and what the team says."""

from __future__ import annotations

from datetime import date

from pmsite.model.feature import Feature
from pmsite.model.judgement.known import known
from pmsite.model.judgement.verdict import NOTHING, Clause, Found, Judgement
from pmsite.model.judgement.work import Reason, Reasons, by, days_left, is_soon, judged, later
from pmsite.model.launch import Launch
from pmsite.model.product import Product

LAST_WEEK, MANY = 7, 3


def launch(product: Product, found: Launch, day: date) -> Judgement:
    """How a launch stands. Readers besides the team get what is overdue and what they are told."""
    if found.status in ("launched", "cancelled"):
        return NOTHING
    readers = known(product)
    if not readers.inside:
        return judged(product, found, _overdue(found, day) if readers.launch_dates else (), Found(""), day)
    tasks = [task for tasks in found.checklist.values() for task in tasks]
    counts = {"done": sum(task.done for task in tasks), "n": len(tasks)}
    ready = Clause("tasks_done", counts) if tasks else Clause("due", {"date": found.date})
    otherwise = Found("good", ready, "plan") if found.date else Found("", Clause("no_date"), "plan")
    return judged(product, found, _reasons(product, found, day), otherwise, day)


def _reasons(product: Product, found: Launch, day: date) -> Reasons:
    yield from _overdue(found, day)
    yield from _decision(found, day)
    yield from _brings(product, found, day)
    yield from _tasks(found, day)


def _left(found: Launch, day: date) -> int | None:
    return (found.date.last - day).days if found.date else None


def _overdue(found: Launch, day: date) -> Reasons:
    if found.date is not None and found.date.last < day:
        yield Reason("poor", Clause("was_due", {"date": found.date}))


def _decision(found: Launch, day: date) -> Reasons:
    go, left = found.go_no_go, _left(found, day)
    if go is not None and go.decision == "no-go":
        yield Reason("poor", Clause("no_go"))
    elif go is not None and go.decision == "pending" and go.date is not None and go.date.last < day:
        yield Reason(by(LAST_WEEK, left) if left is not None else "fair", Clause("go_was_due", {"date": go.date}))


def _brings(product: Product, found: Launch, day: date) -> Reasons:
    for brought in product.named(found.id, "features"):
        if not isinstance(brought, Feature):
            continue
        after = product.target(brought)
        if brought.status.stage == "dropped":
            yield Reason("poor", Clause("brings_dropped", {"title": brought.title}))
        elif brought.is_open and (state := later(after, found.date, day)):
            yield Reason(state, Clause("brings_later", {"title": brought.title, "date": after}))


def _tasks(found: Launch, day: date) -> Reasons:
    tasks, left = [task for tasks in found.checklist.values() for task in tasks], _left(found, day)
    still_open = sum(not task.done for task in tasks)
    overdue = sum(task.is_overdue(day) for task in tasks)
    done = len(tasks) - still_open
    if overdue:
        many = overdue >= MANY and overdue * 2 >= still_open
        late = many or (left is not None and left <= LAST_WEEK)
        yield Reason("poor" if late else "fair", Clause("tasks_overdue", {"done": overdue, "n": len(tasks)}))
    if tasks and left is not None and is_soon(left) and done * 2 < len(tasks):
        yield Reason("fair", Clause("tasks_left", {"done": done, "n": len(tasks), "left": days_left(left)}))
