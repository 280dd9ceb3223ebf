"""Features that hang in the air."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.model.clashes import late_for_goals, late_for_release, may_carry_over
from pmsite.model.feature import IMPACTS, RELATIVES, Feature
from pmsite.model.metric import Metric
from pmsite.model.objective import Objective

MEASURED_AFTER = timedelta(days=30)
"""So long after it shipped, a feature has done whatever it does."""
SCALES = (("score", IMPACTS, ("impact",)), ("wsjf", RELATIVES, ("value", "urgency", "risk", "size")))
"""By the group of a method, its scale and what is on it."""


class FeatureWithoutGoal(Rule):
    """In a workspace with goals, open work that serves none of them: why is it being done?"""

    code = "feature-without-goal"
    asks = ("theme", "supports")
    fields = ("supports",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        if not any(context.each(Objective)):
            return
        for feature in context.each(Feature):
            if feature.is_open - {"idea"} and not context.product.serves_a_goal(feature):
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


class OffTheScale(Rule):
    """A score has a number that its method's scale does not have, so it cannot be compared with others.

    The impact of RICE is 0.25, 0.5, 1, 2 or 3; each number of WSJF is 1, 2, 3, 5, 8, 13 or 20. A team with a scale of its own switches
    this off. Shares above 100%, and numbers of ICE that are not 1 to 10, are errors.
    """

    code = "off-the-scale"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for feature in context.each(Feature):
            for group, scale, names in SCALES:
                score = getattr(feature, group)
                for name in names if score is not None else ():
                    value = getattr(score, name)
                    if value not in scale:
                        yield self.at(
                            context.span(feature, group, name),
                            f"{group}.{name}: {value:g} is not on its scale: {', '.join(f'{step:g}' for step in scale)}",
                            f"write {min(scale, key=lambda step: abs(step - value)):g}, which is nearest, "
                            "or `checks: {off-the-scale: off}` in product.yml where your scale is another",
                        )


class NeededTooLate(Rule):
    """A feature needs another that is planned for later than itself, or that will not come: its date cannot be kept."""

    code = "needed-too-late"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        product = context.product
        for feature in context.each(Feature):
            if not feature.is_open:
                continue
            for link in product.outgoing.get(feature.id, ()):
                needed = product.items[link.target]
                if link.field == "depends_on" and isinstance(needed, Feature) and product.comes_too_late(needed, feature):
                    late = "will not come" if needed.status.stage == "dropped" else f"is planned for {product.target(needed)}"
                    message = f"this feature needs {needed.id}, which {late}"
                    hint = "move one of the two dates, or do without it"
                    yield self.at(context.span(feature, *link.place), message, hint)


class TargetAfterRelease(Rule):
    """A feature is planned for later than the release that is to bring it: one of the two is wrong."""

    code = "target-after-release"
    asks = ("release",)
    fields = ("release",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for feature in context.each(Feature):
            release = late_for_release(context.product, feature)
            if release is not None:
                message = f"the target {feature.target} is after {release.date}, when the release {release.name} comes"
                yield self.at(
                    context.span(feature, "target"), message, "move one of the two dates, or name the release that brings it"
                )


class TargetAfterGoal(Rule):
    """A feature is planned for a time after the periods of all goals that it serves: it cannot help to reach them.

    What has not begun may be planned for the period right after, since teams write their next goals late.
    """

    code = "target-after-goal"
    asks = ("supports", "release")
    fields = ("supports",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for feature in context.each(Feature):
            for goal in late_for_goals(context.product, feature):
                if may_carry_over(context.product, feature, goal):
                    continue
                planned = context.product.target(feature)
                message = f"this is planned for {planned}, after {goal.period}, the period of {goal.id}, which it serves"
                place = "target" if feature.target else "release"
                yield self.at(context.span(feature, place), message, "move the date, or name the goal that it will serve by then")


class ShippedWithoutResult(Rule):
    """In a workspace that measures, a feature that shipped a month ago or earlier, and nobody has written what it did."""

    code = "shipped-without-result"
    asks = ("release",)
    severity = Severity.REMINDER
    fields = ("result",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        if not any(context.each(Metric)):
            return
        for feature in context.each(Feature):
            shipped = context.product.shipped(feature)
            long_ago = shipped is not None and context.product.today - shipped.last >= MEASURED_AFTER
            if feature.status.stage == "shipped" and long_ago and not feature.result:
                yield self.at(
                    context.span(feature, "status"),
                    f"this shipped {shipped}, and nothing says what it did",
                    "add `result:`, measured",
                )
