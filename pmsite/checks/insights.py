"""What users said, and nobody acts on or answers."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.model.feature import Feature
from pmsite.model.insight import Feedback, Insight


class InsightWithoutAction(Rule):
    """Something was learned about users, and no feature answers it and no experiment tests it."""

    code = "insight-without-action"
    asks_who_names_it = True
    severity = Severity.REMINDER

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for insight in context.each(Insight):
            if not any(context.product.pointing(insight.id, "addresses", "insights")):
                yield self.at(
                    context.span(insight, "title"),
                    "nobody acts on this insight",
                    f"name it in a feature, `addresses: [{insight.id}]`, or in an experiment, `insights: [{insight.id}]`",
                )


class InsightWithoutEvidence(Rule):
    """An insight that rests on nothing that the plan knows is an opinion."""

    code = "insight-without-evidence"
    severity = Severity.REMINDER
    fields = ("evidence",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for insight in context.each(Insight):
            if not insight.evidence and not insight.source:
                yield self.at(
                    context.span(insight, "title"),
                    "nothing says what this insight rests on",
                    "add `evidence:` with studies, feedback, experiments or metrics, or `source:` in words",
                )


class AskedAndNotTold(Rule):
    """What somebody asked for has shipped, and nobody has told them."""

    code = "asked-and-not-told"
    severity = Severity.REMINDER
    fields = ("told",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        product = context.product
        for feedback in context.each(Feedback):
            answers = (*product.named(feedback.id, "features"), *product.pointing(feedback.id, "addresses"))
            shipped = next((f for f in answers if isinstance(f, Feature) and f.status.stage == "shipped"), None)
            if shipped is not None and not feedback.told and not feedback.declined:
                yield self.at(
                    context.span(feedback, "title"),
                    f"{shipped.id} has shipped, and those who asked for it have not been told",
                    "tell them, and write `told:` with the day",
                )
