"""Goals that cannot be measured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import said
from pmsite.model.metric import Metric
from pmsite.model.objective import Objective
from pmsite.model.vision import Vision

MOST = 5


class ObjectiveWithoutKeyResults(Rule):
    """Without key results nobody can say whether an objective is reached."""

    code = "objective-without-key-results"
    asks_who_names_it = True
    fields = ("key_results",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        parents = {objective.parent for objective in context.each(Objective)}
        for objective in context.each(Objective):
            if not objective.key_results and objective.id not in parents:
                yield self.at(
                    context.span(objective, "key_results"),
                    said("the objective {id} has no key results", id=objective.id),
                    said("add two to five, such as `- {id: kr1, title: …, baseline: 400, target: 900}`"),
                )


class KeyResultWithoutDistance(Rule):
    """A key result whose target is where it starts has no distance to cover, so no score."""

    code = "key-result-without-distance"
    asks = ("metric",)
    severity = Severity.ERROR

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for objective in context.each(Objective):
            for at, result in enumerate(context.product.measured(objective, date.max)):
                if result.kind == "metric" and result.target is not None and result.target == (result.baseline or 0):
                    yield self.at(
                        context.span(objective, "key_results", at, "target"),
                        said("the target {target} is where {title} starts", target=f"{result.target:g}", title=result.title),
                        said("give `baseline` the value at the start, and `target` the one to reach"),
                    )


class WrongUnit(Rule):
    """A key result counts something else than the metric that measures it, so neither says how far the other is."""

    code = "wrong-unit"
    severity = Severity.ERROR

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for objective in context.each(Objective):
            for at, result in enumerate(objective.key_results):
                metric = context.product.items.get(result.metric or "")
                if isinstance(metric, Metric) and not result.counts(metric.unit):
                    yield self.at(
                        context.span(objective, "key_results", at, "unit"),
                        said(
                            "{title} counts {unit}, its metric {id} counts {unit2}",
                            title=result.title,
                            unit=result.unit,
                            id=metric.id,
                            unit2=metric.unit,
                        ),
                        said("leave `unit` out, or name the metric that counts it"),
                    )


class DuplicateKeyResult(Rule):
    """Two key results of one objective have the same id, so a reference to it would mean either."""

    code = "duplicate-key-result"
    severity = Severity.ERROR

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for objective in context.each(Objective):
            seen = set()
            for at, result in enumerate(objective.key_results):
                if result.id and result.id in seen:
                    yield self.at(
                        context.span(objective, "key_results", at, "id"),
                        said("the key result {id} stands here a second time", id=result.id),
                        said("give it another id"),
                    )
                seen.add(result.id)


class TooManyKeyResults(Rule):
    """More than five key results are a task list rather than a goal."""

    code = "too-many-key-results"
    severity = Severity.REMINDER

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for objective in context.each(Objective):
            if len(objective.key_results) > MOST:
                yield self.at(
                    context.span(objective, "key_results"),
                    said("the objective has {count} key results", count=len(objective.key_results)),
                    said("keep the two to five that matter most"),
                )


class ContinuesLaterGoal(Rule):
    """A goal goes on with one of a later period, or of the same: one of the two periods is wrong, or the reference stands on the wrong side."""

    code = "continues-later-goal"
    asks = ("continues",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for goal in context.each(Objective):
            before = context.product.items.get(goal.continues or "")
            if isinstance(before, Objective) and goal.period and before.period and before.period.last >= goal.period.last:
                yield self.at(
                    context.span(goal, "continues"),
                    said(
                        "this goal of {period} goes on with {id} of {period2}",
                        period=goal.period,
                        id=before.id,
                        period2=before.period,
                    ),
                    said("write `continues: {id}` in {id2}, or correct one of the periods", id=goal.id, id2=before.id),
                )


class MoreThanOneVision(Rule):
    """With several visions, chains of reasons end at the first of them."""

    code = "more-than-one-vision"
    severity = Severity.REMINDER

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for vision in list(context.each(Vision))[1:]:
            yield self.at(
                context.span(vision, "title"),
                said("there is more than one vision"),
                said("keep one, or give each objective its `parent`"),
            )
