"""Experiments whose result says less than it seems to."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import said
from pmsite.model import statistics
from pmsite.model.experiment import Experiment
from pmsite.model.judgement.waits import overrun


class DecidedBeforeItsEnd(Rule):
    """An experiment is decided before its planned last day: looking early and stopping at a good moment finds what is not there."""

    code = "decided-before-its-end"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        today = context.product.today
        for experiment in context.each(Experiment):
            over = experiment.status == "done" or experiment.decision in ("ship", "iterate")
            if over and experiment.ends is not None and today <= experiment.ends.last:
                yield self.at(
                    context.span(experiment, "decision" if experiment.decision else "status"),
                    said("this is decided, and the experiment was planned until {ends}", ends=experiment.ends),
                    said("wait for the planned end, or write `status: stopped` and say why"),
                )


class ExperimentPastItsEnd(Rule):
    """The planned last day of an experiment is past, and it still runs: its result waits to be read."""

    code = "experiment-past-its-end"
    severity = Severity.REMINDER

    def find(self, context: Context) -> Iterator[Diagnostic]:
        today = context.product.today
        for experiment in context.each(Experiment):
            if overrun(experiment, today).is_told:
                yield self.at(
                    context.span(experiment, "ends"),
                    said("the experiment was to end on {ends}, and still runs", ends=experiment.ends),
                    said("write `status: done` with its counts and its `decision`, or a new end"),
                )


class UnevenSplit(Rule):
    """The users of an experiment are not split as planned, which chance hardly explains: no lift is shown, and it should be stopped."""

    code = "uneven-split"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for experiment in context.each(Experiment):
            arms = experiment.variants
            p = statistics.split_probability([arm.users for arm in arms], [arm.share for arm in arms])
            if experiment.status != "stopped" and p is not None and p < statistics.SKEWED:
                yield self.at(
                    context.span(experiment, "variants"),
                    said("the users are not split as planned (p = {p})", p=f"{p:.2g}"),
                    said(
                        "find the fault in the assignment or the counting; `share` says what was planned; or write `status: stopped`"
                    ),
                )
