"""Problems and risks that nobody brings to an end."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.model.item import Item
from pmsite.model.launch import Launch, Task
from pmsite.model.person import Person
from pmsite.model.problem import Problem
from pmsite.model.risk import Risk

EXPLAINED = ("acting", "monitoring", "resolved")
BEARABLE = 5
"""Below this product of probability and impact, a risk needs no response."""

Place = tuple[str | int, ...]


class OverdueAction(Rule):
    """Something was to be done by a day that is past, and is not: an action, a task of a launch, or a step of a growth plan."""

    code = "overdue-action"
    severity = Severity.REMINDER

    def find(self, context: Context) -> Iterator[Diagnostic]:
        today = context.product.today
        for model in (Problem, Risk, Launch, Person):
            for item in context.each(model):
                for place, task in _tasks(item):
                    if task.is_overdue(today):
                        message = f"this was to be done by {task.due}: {task.text}"
                        yield self.at(context.span(item, *place, "due"), message, "write `done: true`, or a new date")


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


class ProblemWithoutRootCause(Rule):
    """A problem is being acted on, or over, and nobody has written why it happened: it may come back."""

    code = "problem-without-root-cause"
    fields = ("status", "root_cause")

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for problem in context.each(Problem):
            if problem.status in EXPLAINED and not problem.root_cause:
                yield self.at(
                    context.span(problem, "status"),
                    f"the problem is {problem.status}, and its root cause is not known",
                    "add `root_cause:` with the cause that, once gone, keeps it from coming back",
                )


class RiskWithoutResponse(Rule):
    """An open risk that matters, five or more of 25, and nobody has decided what to do about it."""

    code = "risk-without-response"
    fields = ("response",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for risk in context.each(Risk):
            if risk.status == "open" and risk.score >= BEARABLE and not risk.response:
                yield self.at(
                    context.span(risk, "title"),
                    f"nothing is decided about this risk of {risk.score}",
                    "add `response:` with avoid, transfer, mitigate, accept or escalate",
                )


class ResidualAboveRisk(Rule):
    """After the response more of a risk is left than there was before: one of the two is wrong."""

    code = "residual-above-risk"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for risk in context.each(Risk):
            if risk.score and risk.residual and risk.residual.score > risk.score:
                yield self.at(
                    context.span(risk, "residual"),
                    f"the response leaves {risk.residual.score}, the risk itself is {risk.score}",
                    "`probability` and `impact` say what it is without the response, `residual` what is left",
                )
