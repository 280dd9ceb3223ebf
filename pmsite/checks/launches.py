"""Launches that nobody steers."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import said
from pmsite.model.judgement.waits import AHEAD, launch_is_undecided
from pmsite.model.launch import Launch


class LaunchWithoutOwner(Rule):
    """A launch needs many functions, and nobody answers for the whole of it."""

    code = "launch-without-owner"
    fields = ("owner",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for launch in context.each(Launch):
            if launch.status in AHEAD and not launch.owner:
                yield self.at(
                    context.span(launch, "title"),
                    said("nobody answers for this launch"),
                    said("add `owner:` with one person or role"),
                )


class LaunchUndecided(Rule):
    """A launch is two weeks away or nearer, and nobody has said go."""

    code = "launch-undecided"
    severity = Severity.REMINDER
    fields = ("go_no_go",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        today = context.product.today
        for launch in context.each(Launch):
            if launch_is_undecided(launch, today):
                yield self.at(
                    context.span(launch, "go_no_go" if launch.go_no_go else "date"),
                    said("the launch is on {date}, and it is not decided whether it goes ahead", date=launch.date),
                    said("write `go_no_go: {decision: go, by: …, date: …}`, or move the date"),
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
                    said("the launch was on {date}, and is still {status}", date=launch.date, status=launch.status),
                    said("write `status: launched`, or a new date"),
                )
