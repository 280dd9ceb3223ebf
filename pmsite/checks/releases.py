"""Releases that left something behind."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.model.feature import Feature


class ReleasePassed(Rule):
    """A release is out, and a feature that was to come with it is still open."""

    code = "release-passed"
    severity = Severity.REMINDER

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for feature in context.each(Feature):
            release = context.product.release(feature)
            if release is not None and feature.is_open and context.product.is_out(release):
                yield self.at(
                    context.span(feature, "release"),
                    f"the release {release.name} is out, and the feature is still {feature.status}",
                    "name the release that will bring it",
                )
