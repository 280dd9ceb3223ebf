"""Dates that contradict each other, or today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import said
from pmsite.model.competitor import Competitor
from pmsite.model.cycle import Cycle
from pmsite.model.experiment import Experiment
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import is_left, rollups
from pmsite.model.insight import Feedback
from pmsite.model.item import Item, review_is_over
from pmsite.model.objective import Objective
from pmsite.model.period import Period
from pmsite.model.problem import Problem


class EndsBeforeItStarts(Rule):
    """Something ends before it begins: one of the two dates is wrong."""

    code = "ends-before-it-starts"
    severity = Severity.ERROR

    PAIRS = (
        (Feature, "started", ("target", "shipped")),
        (Feature, "starts", ("target",)),
        (Experiment, "starts", ("ends",)),
        (Cycle, "starts", ("ends",)),
        (Problem, "detected", ("resolved",)),
    )
    """By type, the field with the beginning, and those with an end."""

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for item in context.product.items.values():
            for model, first, ends in self.PAIRS:
                start = getattr(item, first) if isinstance(item, model) else None
                for name in ends if start else ():
                    end = getattr(item, name)
                    if end and start and end.last < start.first:
                        message = said("{name} {end} is before {first} {start}", name=name, end=end, first=first, start=start)
                        yield self.at(context.span(item, name), message, said("correct one of the two dates"))


class NotHappenedYet(Rule):
    """Something is told as if it had happened, on a day that has not come."""

    code = "not-happened-yet"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for item in context.product.items.values():
            for place, date in self._told(item):
                if date.first > context.product.today:
                    yield self.at(
                        context.span(item, *place),
                        said("{date} is in the future", date=date),
                        said("write the day on which it happened"),
                    )

    def _told(self, item: Item) -> Iterator[tuple[tuple[str | int, ...], Period]]:
        yield from (((name,), date) for name in _dated(type(item)) if isinstance(date := getattr(item, name), Period))
        if isinstance(item, Feedback) and item.date:
            yield ("date",), item.date
        if isinstance(item, Objective):
            for at, result in enumerate(item.key_results):
                yield from ((("key_results", at, "checkins", n, "date"), c.date) for n, c in enumerate(result.checkins))
        if isinstance(item, Competitor):
            for name, ability in item.capabilities.items():
                if ability.checked:
                    yield ("capabilities", name, "checked"), ability.checked


@lru_cache
def _dated(model: type[Item]) -> tuple[str, ...]:
    """The fields of a type that tell of something past."""
    names = ("as_of", "verified", "detected", "resolved", "told", "last_contact")
    return tuple(name for name in names if name in model.model_fields)


class PlannedInThePast(Rule):
    """Open work whose own target is over. Readers lose trust in every other date."""

    code = "planned-in-the-past"
    severity = Severity.REMINDER

    def find(self, context: Context) -> Iterator[Diagnostic]:
        today = context.product.today
        for feature in context.each(Feature):
            if is_left(context.product.settings, feature) and feature.target and feature.target.last < today:
                message = said(
                    "the target {target} is over, and the feature is still {status}", target=feature.target, status=feature.status
                )
                yield self.at(context.span(feature, "target"), message, said("give it a new target, or another status"))


class ShippedInTheFuture(Rule):
    """A feature names a day on which it was shipped that has not come yet."""

    code = "shipped-in-the-future"
    severity = Severity.ERROR

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for feature in context.each(Feature):
            if feature.shipped and feature.shipped.first > context.product.today:
                yield self.at(
                    context.span(feature, "shipped"),
                    said("{shipped} is in the future", shipped=feature.shipped),
                    said("write the day on which it reached users, or remove `shipped`"),
                )


class ShippedBeforeItsRelease(Rule):
    """A feature counts as shipped, and the release that brings it is not out: one of the two is wrong."""

    code = "shipped-before-its-release"
    fields = ("release",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        today = context.product.today
        for feature in context.each(Feature):
            release = context.product.release(feature)
            if (
                feature.status.stage == "shipped"
                and not feature.shipped
                and "release" in feature.model_fields_set
                and release
                and release.date
                and release.date.first > today
            ):
                message = said(
                    "the feature is {status}, but its release {name} comes on {date}",
                    status=feature.status,
                    name=release.name,
                    date=release.date,
                )
                yield self.at(
                    context.span(feature, "status"), message, said("give it a status of work under way, or `shipped:` with the day")
                )


class ShippedWithoutDate(Rule):
    """A shipped feature that names neither a day nor a release cannot stand in any history."""

    code = "shipped-without-date"
    severity = Severity.REMINDER
    fields = ("shipped",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for feature in context.each(Feature):
            below = rollups(context.product).get(feature.id)
            is_dated = feature.shipped or feature.release or context.product.shipped(feature) or (below and below.shipped)
            if feature.status.stage == "shipped" and "status" in feature.model_fields_set and not is_dated:
                yield self.at(
                    context.span(feature, "status"),
                    said("the feature is shipped, but nothing says when"),
                    said("add `shipped:` with the day, or `release:`"),
                )


class ReviewOverdue(Rule):
    """A fact that ages, or a decision, was to be looked at again by a day that is past. Until then it is marked as out of date."""

    code = "review-overdue"
    severity = Severity.REMINDER

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for item in context.product.items.values():
            if review_is_over(item, context.product.today):
                yield self.at(
                    context.span(item, "review_by"),
                    said("this was to be reviewed by {day}", day=getattr(item, "review_by", "")),
                    said("make sure that it is still true, and give it a new `review_by`"),
                )


class StaleItem(Rule):
    """Nobody has made sure for a long time that this is still true."""

    code = "stale-item"
    severity = Severity.REMINDER

    def find(self, context: Context) -> Iterator[Diagnostic]:
        limit = timedelta(days=context.product.settings.stale_after)
        today = context.product.today
        for item in context.product.items.values():
            if item.verified and _is_open(item) and today - item.verified.last > limit:
                yield self.at(
                    context.span(item, "verified"),
                    said("this was last verified {verified}", verified=item.verified),
                    said("make sure that it is still true, and write today's date"),
                )


def _is_open(item: Item) -> bool:
    return not isinstance(item, Feature) or item.is_open
