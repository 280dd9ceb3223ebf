"""Problems and risks that nobody brings to an end."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import said
from pmsite.model.judgement.waits import overdue_tasks
from pmsite.model.launch import Launch
from pmsite.model.person import Person
from pmsite.model.problem import Problem
from pmsite.model.risk import Risk

EXPLAINED = ("acting", "monitoring", "resolved")
BEARABLE = 5
"""Below this product of probability and impact, a risk needs no response."""


class OverdueAction(Rule):
    """Something was to be done by a day that is past, and is not: an action, a task of a launch, or a step of a growth plan."""

    code = "overdue-action"
    severity = Severity.REMINDER

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for model in (Problem, Risk, Launch, Person):
            for item in context.each(model):
                for place, task in overdue_tasks(item, context.product.today):
                    message = said("this was to be done by {due}: {text}", due=task.due, text=task.text)
                    yield self.at(context.span(item, *place, "due"), message, said("write `done: true`, or a new date"))


class ProblemWithoutRootCause(Rule):
    """A problem is being acted on, or over, and nobody has written why it happened: it may come back."""

    code = "problem-without-root-cause"
    fields = ("status", "root_cause")

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for problem in context.each(Problem):
            if problem.status in EXPLAINED and not problem.root_cause:
                yield self.at(
                    context.span(problem, "status"),
                    said("the problem is {status}, and its root cause is not known", status=problem.status),
                    said("add `root_cause:` with the cause that, once gone, keeps it from coming back"),
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
                    said("nothing is decided about this risk of {score}", score=risk.score),
                    said("add `response:` with avoid, transfer, mitigate, accept or escalate"),
                )


class ResidualAboveRisk(Rule):
    """After the response more of a risk is left than there was before: one of the two is wrong."""

    code = "residual-above-risk"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for risk in context.each(Risk):
            if risk.score and risk.residual and risk.residual.score > risk.score:
                yield self.at(
                    context.span(risk, "residual"),
                    said("the response leaves {score}, the risk itself is {score2}", score=risk.residual.score, score2=risk.score),
                    said("`probability` and `impact` say what it is without the response, `residual` what is left"),
                )
