"""Dates that contradict each other, or today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.model.feature import Feature
from pmsite.model.item import Aging, Item
from pmsite.model.product import OPEN_STAGES


class EndsBeforeItStarts(Rule):
    """A feature is to be finished before work on it begins: one of the two dates is wrong."""

    code = "ends-before-it-starts"
    severity = Severity.ERROR

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for feature in context.each(Feature):
            for name in ("target", "shipped"):
                end = getattr(feature, name)
                if end and feature.started and end.last < feature.started.first:
                    yield self.at(
                        context.span(feature, name),
                        f"{name} {end} ends before the work starts on {feature.started}",
                        "correct one of the two dates",
                    )


class PlannedInThePast(Rule):
    """Open work whose own target is over. Readers lose trust in every other date."""

    code = "planned-in-the-past"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        today = context.product.today
        for feature in context.each(Feature):
            if feature.status.stage in OPEN_STAGES and feature.target and feature.target.last < today:
                message = f"the target {feature.target} is over, and the feature is still {feature.status}"
                yield self.at(context.span(feature, "target"), message, "give it a new target, or another status")


class ShippedInTheFuture(Rule):
    """A feature names a day on which it was shipped that has not come yet."""

    code = "shipped-in-the-future"
    severity = Severity.ERROR

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for feature in context.each(Feature):
            if feature.shipped and feature.shipped.first > context.product.today:
                yield self.at(
                    context.span(feature, "shipped"),
                    f"{feature.shipped} is in the future",
                    "write the day on which it reached users, or remove `shipped`",
                )


class ShippedBeforeItsRelease(Rule):
    """A feature counts as shipped, and the release that brings it is not out: one of the two is wrong."""

    code = "shipped-before-its-release"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        today = context.product.today
        for feature in context.each(Feature):
            release = context.product.release(feature)
            if (
                feature.status.stage == "shipped"
                and not feature.shipped
                and release
                and release.date
                and release.date.first > today
            ):
                message = f"the feature is {feature.status}, but its release {release.name} comes on {release.date}"
                yield self.at(
                    context.span(feature, "status"), message, "give it a status of work under way, or `shipped:` with the day"
                )


class ShippedWithoutDate(Rule):
    """A shipped feature that names neither a day nor a release cannot stand in any history."""

    code = "shipped-without-date"
    severity = Severity.NOTICE

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for feature in context.each(Feature):
            if feature.status.stage == "shipped" and not (feature.shipped or feature.release or context.product.shipped(feature)):
                yield self.at(
                    context.span(feature, "status"),
                    "the feature is shipped, but nothing says when",
                    "add `shipped:` with the day, or `release:`",
                )


class StaleItem(Rule):
    """Nobody has made sure for a long time that this is still true."""

    code = "stale-item"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        limit = timedelta(days=context.product.settings.stale_after)
        today = context.product.today
        for item in context.product.items.values():
            if isinstance(item, Aging) and item.review_by and item.review_by.last < today:
                yield self.at(
                    context.span(item, "review_by"),
                    f"this was to be reviewed by {item.review_by}",
                    "make sure that it is still true, and give it a new `review_by`",
                )
            elif item.verified and _is_open(item) and item.verified.last < today and today - item.verified.last > limit:
                yield self.at(
                    context.span(item, "verified"),
                    f"this was last verified {item.verified}",
                    "make sure that it is still true, and write today's date",
                )


def _is_open(item: Item) -> bool:
    return not isinstance(item, Feature) or item.status.stage in OPEN_STAGES
