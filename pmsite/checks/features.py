"""Features that hang in the air."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic
from pmsite.model.feature import Feature
from pmsite.model.objective import Objective
from pmsite.model.product import OPEN_STAGES


class FeatureWithoutGoal(Rule):
    """In a workspace with goals, open work that serves none of them: why is it being done?"""

    code = "feature-without-goal"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        if not any(context.each(Objective)):
            return
        for feature in context.each(Feature):
            theme = context.product.items.get(feature.theme or "")
            serves = feature.supports or (theme is not None and getattr(theme, "supports", ()))
            if feature.status.stage in OPEN_STAGES - {"idea"} and not serves:
                yield self.at(
                    context.span(feature, "supports"),
                    "this feature serves no goal",
                    "add `supports: [objective-id]`, or `supports: []` with a theme that does",
                )


class RaciWithoutAccountable(Rule):
    """Work has people who do it, and nobody who answers for it."""

    code = "raci-without-accountable"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for feature in context.each(Feature):
            if feature.raci is not None and feature.raci.accountable is None:
                yield self.at(
                    context.span(feature, "raci"),
                    "nobody is accountable for this feature",
                    "add `accountable:` with exactly one person or role",
                )
