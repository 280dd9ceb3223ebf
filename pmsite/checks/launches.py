"""Launches that nobody steers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.model.launch import Launch

AHEAD = ("planned", "ready")
NEAR = timedelta(days=14)
"""So long before a launch it has to be decided whether it goes ahead."""


class LaunchWithoutOwner(Rule):
    """A launch needs many functions, and nobody answers for the whole of it."""

    code = "launch-without-owner"
    fields = ("owner",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for launch in context.each(Launch):
            if launch.status in AHEAD and not launch.owner:
                yield self.at(
                    context.span(launch, "title"), "nobody answers for this launch", "add `owner:` with one person or role"
                )


class LaunchUndecided(Rule):
    """A launch is two weeks away or nearer, and nobody has said go."""

    code = "launch-undecided"
    severity = Severity.REMINDER
    fields = ("go_no_go",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        today = context.product.today
        for launch in context.each(Launch):
            decided = launch.go_no_go is not None and launch.go_no_go.decision != "pending"
            near = launch.date is not None and today <= launch.date.last and launch.date.last - today <= NEAR
            if launch.status in AHEAD and near and not decided:
                yield self.at(
                    context.span(launch, "go_no_go" if launch.go_no_go else "date"),
                    f"the launch is on {launch.date}, and it is not decided whether it goes ahead",
                    "write `go_no_go: {decision: go, by: …, date: …}`, or move the date",
                )


class LaunchPassed(Rule):
    """The date of a launch is past, and it still counts as one to come."""

    code = "launch-passed"
    severity = Severity.REMINDER

    def find(self, context: Context) -> Iterator[Diagnostic]:
        today = context.product.today
        for launch in context.each(Launch):
            if launch.status in AHEAD and launch.date is not None and launch.date.last < today:
                yield self.at(
                    context.span(launch, "date"),
                    f"the launch was on {launch.date}, and is still {launch.status}",
                    "write `status: launched`, or a new date",
                )
