"""A launch: how ready each function is, and what is left to do."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.launch import Launch, Task
from pmsite.model.period import Period
from pmsite.views import milestones
from pmsite.views.milestones import Milestone
from pmsite.views.parts import Card, cards, soonest


@dataclass(frozen=True, slots=True)
class Job:
    """One task, and whether its date is over."""

    text: str
    owner: str
    due: Period | None
    done: bool
    overdue: bool


@dataclass(frozen=True, slots=True)
class Function:
    """One function's part of a launch."""

    name: str
    jobs: tuple[Job, ...]
    done: int


@dataclass(frozen=True, slots=True)
class LaunchPage:
    """What the page of one launch adds to its facts."""

    functions: tuple[Function, ...]
    criteria: tuple[Job, ...]
    done: int
    total: int
    overdue: int
    features: tuple[Card, ...]
    milestones: tuple[Milestone, ...]


def build(product: Projection, launch: Launch) -> LaunchPage:
    """The page of one launch."""
    functions = tuple(
        Function(name, tuple(job(product, task) for task in tasks), sum(task.done for task in tasks))
        for name, tasks in launch.checklist.items()
    )
    jobs = [found for function in functions for found in function.jobs]
    shown = cards(product)
    return LaunchPage(
        functions,
        tuple(job(product, task) for task in launch.go_no_go.criteria) if launch.go_no_go else (),
        sum(found.done for found in jobs),
        len(jobs),
        sum(found.overdue for found in jobs),
        tuple(sorted((shown[id] for id in launch.features if id in shown), key=soonest)),
        milestones.of(product, launch),
    )


def job(product: Projection, task: Task) -> Job:
    """One task as of today."""
    return Job(task.text, task.owner or "", task.due, task.done, task.is_overdue(product.today))
