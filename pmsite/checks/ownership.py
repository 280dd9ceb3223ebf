"""Items that nobody answers for."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.model.decision import Decision
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.metric import Metric
from pmsite.model.objective import Objective
from pmsite.model.problem import Problem
from pmsite.model.risk import Risk

MODELS = (Objective, Feature, Metric, Decision, Problem, Risk)
WORKED_ON = ("discovery", "planned", "building")


class Unowned(Rule):
    """Where other items of its kind have an owner, one that is not over has none: nobody will keep it true."""

    code = "unowned"
    severity = Severity.REMINDER
    fields = ("owner",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for model in MODELS:
            items = tuple(context.each(model))
            if any(item.owner for item in items):
                for item in items:
                    if not item.owner and _needs_owner(item):
                        hint = "add `owner:` with a person or a role"
                        yield self.at(context.span(item, "title"), f"nobody answers for this {model.type}", hint)


def _needs_owner(item: Item) -> bool:
    if isinstance(item, Feature):
        return item.status.stage in WORKED_ON and not (item.raci and item.raci.accountable)
    if isinstance(item, Decision):
        return item.status == "proposed" and not item.driver
    if isinstance(item, (Problem, Risk)):
        return item.status not in ("resolved", "closed")
    return True
