"""What waits for somebody on a day, besides how goals and work stand: tasks, decisions, experiments, and facts that age."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pmsite.model.asks import Asked
from pmsite.model.decision import Decision
from pmsite.model.experiment import Experiment
from pmsite.model.item import Item, review_is_over
from pmsite.model.judgement.verdict import NOTHING, Judgement
from pmsite.model.judgement.work import ago, days_left
from pmsite.model.launch import Launch, Task
from pmsite.model.period import Period
from pmsite.model.person import Person
from pmsite.model.problem import Problem
from pmsite.model.product import Product
from pmsite.model.risk import Risk

AHEAD = ("planned", "ready")
"""The states of a launch that is to come."""
NEAR = timedelta(days=14)
"""So long before a launch it has to be decided whether it goes ahead."""

Place = tuple[str | int, ...]
"""Where in an item something stands: fields, and places in lists."""


def overdue_tasks(item: Item, day: date) -> Iterator[tuple[Place, Task]]:
    """What was to be done by a day that is past, and is not: an action, a task of a launch, or a step of a growth plan."""
    return ((place, task) for place, task in _tasks(item) if task.is_overdue(day))


def coming_tasks(item: Item, day: date, last: date) -> Iterator[tuple[Place, Task]]:
    """The same of what is to be done from a day on, up to a last one."""
    for place, task in _tasks(item):
        if not task.done and task.due is not None and day <= task.due.last <= last:
            yield place, task


def _tasks(item: Item) -> Iterator[tuple[Place, Task]]:
    if isinstance(item, Problem) or (isinstance(item, Risk) and item.status != "closed"):
        yield from ((("actions", at), action) for at, action in enumerate(item.actions))
    elif isinstance(item, Launch) and item.status != "cancelled":
        for name, tasks in item.checklist.items():
            yield from ((("checklist", name, at), task) for at, task in enumerate(tasks))
        criteria = item.go_no_go.criteria if item.go_no_go else ()
        yield from ((("go_no_go", "criteria", at), task) for at, task in enumerate(criteria))
    elif isinstance(item, Person):
        for goal, growth in enumerate(item.growth):
            yield from ((("growth", goal, "actions", at), task) for at, task in enumerate(growth.actions))


def was_due(due: Period, day: date) -> Judgement:
    """That something was due, and how long ago."""
    return Judgement(message="was_due_ago", params={"date": due, **ago(due.last, day)}, day=day)


def ask(one: Asked, day: date) -> Judgement:
    """That another team waits for an answer, or for what it was promised; nothing where neither is late."""
    if not one.is_overdue or one.state == "other_date":
        return NOTHING
    since = one.ask.since if one.state == "unanswered" else None
    when = since or one.due
    if when is None:
        return NOTHING
    message = "ask_waits" if since is not None else "was_due_ago"
    return Judgement(message=message, params={"date": when, **ago(when.last, day)}, day=day)


def decision(product: Product, found: Decision) -> Judgement:
    """By when a decision has to be made, if that is this quarter or was before; nothing where it is made, or has time."""
    if found.status != "proposed" or found.due is None or found.due.last > product.quarter.last:
        return NOTHING
    if is_late(found, product.today):
        return was_due(found.due, product.today)
    return Judgement(message="due", params={"date": found.due}, day=product.today)


def is_late(found: Decision, day: date) -> bool:
    """Whether a decision that nobody has made was to be made by now."""
    return found.status == "proposed" and found.due is not None and found.due.last < day


def launch_is_undecided(found: Launch, day: date) -> bool:
    """Whether a launch is two weeks away or nearer, and nobody has said go."""
    decided = found.go_no_go is not None and found.go_no_go.decision != "pending"
    near = found.date is not None and day <= found.date.last and found.date.last - day <= NEAR
    return found.status in AHEAD and near and not decided


def undecided(found: Launch, day: date) -> Judgement:
    """That nobody has said go, and how many days are left; nothing where there is time."""
    if not launch_is_undecided(found, day) or found.date is None:
        return NOTHING
    return Judgement(message="go_is_open", params={"left": days_left((found.date.last - day).days)}, day=day)


def overrun(found: Experiment, day: date) -> Judgement:
    """That an experiment still runs after its planned last day; nothing where it does not."""
    if found.status != "running" or found.ends is None or found.ends.last >= day:
        return NOTHING
    return Judgement(message="was_to_end", params={"date": found.ends, **ago(found.ends.last, day)}, day=day)


def review(item: Item, day: date) -> Judgement:
    """That an item was to be looked at again by a day that is past; nothing where it was not."""
    due = getattr(item, "review_by", None)
    if not review_is_over(item, day) or not isinstance(due, Period):
        return NOTHING
    return Judgement(message="review_was_due", params={"date": due, **ago(due.last, day)}, day=day)
