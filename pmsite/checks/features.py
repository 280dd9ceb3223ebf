"""Features that hang in the air."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import said
from pmsite.model.clashes import late_for_goals, late_for_release, may_carry_over
from pmsite.model.feature import IMPACTS, RELATIVES, Feature
from pmsite.model.hierarchy import parts, role
from pmsite.model.metric import Metric
from pmsite.model.objective import Objective
from pmsite.model.product import Product
from pmsite.model.replaced import standing_for
from pmsite.model.requirements import missing

MEASURED_AFTER = timedelta(days=30)
"""So long after it shipped, a feature has done whatever it does."""
SCALES = (("score", IMPACTS, ("impact",)), ("wsjf", RELATIVES, ("value", "urgency", "risk", "size")))
"""By the group of a method, its scale and what is on it."""


def is_asked(product: Product, feature: Feature) -> bool:
    """Whether a feature is asked for a goal and a result: parts of features and pieces of work are not."""
    return role(product.settings, feature) in ("group", "unit")


class FeatureWithoutGoal(Rule):
    """In a workspace with goals, open work that serves none of them: why is it being done?"""

    code = "feature-without-goal"
    asks = ("theme", "supports")
    fields = ("supports",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        if not any(context.each(Objective)):
            return
        for feature in context.each(Feature):
            if (
                feature.is_open
                and feature.status.stage != "idea"
                and is_asked(context.product, feature)
                and not context.product.serves_a_goal(feature)
            ):
                yield self.at(
                    context.span(feature, "supports"),
                    said("this feature serves no goal"),
                    said("add `supports: [objective-id]`, or `supports: []` with a theme that does"),
                )


class RaciWithoutAccountable(Rule):
    """Work has people who do it, and nobody who answers for it."""

    code = "raci-without-accountable"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for feature in context.each(Feature):
            if feature.raci is not None and feature.raci.accountable is None:
                yield self.at(
                    context.span(feature, "raci"),
                    said("nobody is accountable for this feature"),
                    said("add `accountable:` with exactly one person or role"),
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
                            said(
                                "{group}.{name}: {value} is not on its scale: {scale}",
                                group=group,
                                name=name,
                                value=f"{value:g}",
                                scale=[f"{step:g}" for step in scale],
                            ),
                            said(
                                "write {scale}, which is nearest, or `checks: {{off-the-scale: off}}` in product.yml where your scale is another",
                                scale=f"{min(scale, key=lambda step: abs(step - value)):g}",
                            ),
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
                    instead = standing_for(product, (needed,))
                    last = next(one for one in instead if product.comes_too_late(one, feature))
                    late = (
                        said("will not come")
                        if last.status.stage == "dropped"
                        else said("is planned for {target}", target=product.target(last))
                    )
                    message = (
                        said("this feature needs {id}, which {late}", id=needed.id, late=late)
                        if last is needed
                        else said(
                            "this feature needs {id}, in the place of which {last} {late}", id=needed.id, last=last.id, late=late
                        )
                    )
                    hint = said("move one of the two dates, or do without it")
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
                message = said(
                    "the target {target} is after {date}, when the release {name} comes",
                    target=feature.target,
                    date=release.date,
                    name=release.name,
                )
                yield self.at(
                    context.span(feature, "target"), message, said("move one of the two dates, or name the release that brings it")
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
                message = said(
                    "this is planned for {planned}, after {period}, the period of {id}, which it serves",
                    planned=planned,
                    period=goal.period,
                    id=goal.id,
                )
                place = "target" if feature.target else "release"
                yield self.at(
                    context.span(feature, place), message, said("move the date, or name the goal that it will serve by then")
                )


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
            if feature.status.stage == "shipped" and long_ago and not feature.result and is_asked(context.product, feature):
                yield self.at(
                    context.span(feature, "status"),
                    said("this shipped {shipped}, and nothing says what it did", shipped=shipped),
                    said("add `result:`, measured"),
                )


class StatusRequires(Rule):
    """A feature has a status for which product.yml requires something that the feature does not say."""

    code = "status-requires"
    fields = ("status",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        if not any(status.requires for status in context.product.settings.statuses.values()):
            return
        below = parts(context.product)
        for feature in context.each(Feature):
            follows = feature.id in below and "status" not in feature.model_fields_set  # nobody gave it this status
            for one in () if follows else missing(context.product, feature, feature.status):
                yield self.at(context.span(feature, "status"), one.message, one.hint)
