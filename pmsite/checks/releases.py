"""Releases that left something behind."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import said
from pmsite.model.feature import Feature


class ReleasePassed(Rule):
    """A release is out, and a feature that was to come with it is still open."""

    code = "release-passed"
    severity = Severity.REMINDER

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for feature in context.each(Feature):
            release = context.product.release(feature)
            is_own = "release" in feature.model_fields_set  # that of a group is told once, of the group
            if release is not None and is_own and feature.is_open and context.product.is_out(release):
                yield self.at(
                    context.span(feature, "release"),
                    said("the release {name} is out, and the feature is still {status}", name=release.name, status=feature.status),
                    said("name the release that will bring it"),
                )
