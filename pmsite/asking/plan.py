"""A plan that can be asked: what was read, and what those who ask may see of it."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.asking.refused import Faulty, Refused
from pmsite.audience import TEAM, Projection, project
from pmsite.diagnostics import Report, Severity
from pmsite.messages import said
from pmsite.model.item import Item
from pmsite.model.objective import KeyResult, Objective
from pmsite.model.product import titles
from pmsite.workspace import Workspace, with_others, words

VERSION = 1
"""Of the form in which programs get answers; it rises when a reader of the one before would misread it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A workspace as it was read, and its projection: answers are made of that alone."""

    workspace: Workspace
    seen: Projection

    @property
    def language(self) -> str:
        """The language that answers to people are in."""
        return self.seen.settings.language


def plan_of(workspace: Workspace, audience: str = TEAM, partly: bool = False) -> Plan:
    """The plan as an audience may ask it. Raises UnknownAudience, and Faulty where files cannot be read.

    With `partly` the team gets what could be read all the same. What rules find in files that can be read stops nothing.
    """
    if workspace.product is None or (workspace.absent and not (partly and audience == TEAM)):
        raise Faulty(_errors(workspace.report))
    return Plan(workspace, project(workspace.product, audience, words(workspace)))


def over_all(plan: Plan, partly: bool = False) -> Plan:
    """A plan with the plans of others that its workspace reads. Raises Faulty where one of them is not there as it was fetched.

    With `partly` the team gets what is there all the same, and the workspace's report says what is not.
    """
    workspace, report = plan.workspace, Report()
    assert workspace.product is not None  # it was projected
    seen = with_others(workspace, workspace.product, plan.seen, report)
    if report.failed and not (partly and seen.is_inside):
        raise Faulty(_errors(report))
    workspace.report.extend(_errors(report))
    return Plan(workspace, seen)


def _errors(report: Report) -> Report:
    return Report([found for found in report if found.severity is Severity.ERROR])


def item_of(plan: Plan, id: str) -> tuple[Item, KeyResult | None]:
    """The item with an id, or the objective and its key result; raises Refused, and Faulty where its file cannot be read."""
    items = plan.seen.items
    if id in items:
        return items[id], None
    above, _, part = id.rpartition(".")
    if isinstance(goal := items.get(above), Objective):
        for result in plan.seen.measured(goal):
            if result.id == part:
                return goal, result
    if plan.seen.is_inside and (plan.workspace.unsound.get(id) or plan.workspace.absent.owner(id)):
        raise Faulty(_errors(plan.workspace.report))
    raise _nothing_called(plan, id)


def _nothing_called(plan: Plan, id: str) -> Refused:
    from pmsite.model.faults import nearest_id  # here, as in `refused`

    near = nearest_id(id, titles(plan.seen))
    return Refused(
        "id",
        said("{id} is no item of the plan", id=id or said("nothing")),
        said("did you mean {near}?", near=near) if near else "",
        id,
    )
