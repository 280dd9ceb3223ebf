"""What users said, and nobody acts on or answers."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import said
from pmsite.model.feature import Feature
from pmsite.model.insight import Feedback, Insight
from pmsite.model.replaced import standing_for


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
                    said("nobody acts on this insight"),
                    said("name it in a feature, `addresses: [{id}]`, or in an experiment, `insights: [{id}]`", id=insight.id),
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
                    said("nothing says what this insight rests on"),
                    said("add `evidence:` with studies, feedback, experiments or metrics, or `source:` in words"),
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
            found = standing_for(product, (item for item in answers if isinstance(item, Feature)))
            shipped = next((feature for feature in found if feature.status.stage == "shipped"), None)
            if shipped is not None and not feedback.told and not feedback.declined:
                yield self.at(
                    context.span(feedback, "title"),
                    said("{id} has shipped, and those who asked for it have not been told", id=shipped.id),
                    said("tell them, and write `told:` with the day"),
                )
