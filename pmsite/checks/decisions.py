"""Decisions that do not say who took which way, or what they replaced."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.model.decision import Decision

TAKEN = ("accepted", "rejected")


class DecisionWithoutApprover(Rule):
    """A decision is taken, and nothing says who took it."""

    code = "decision-without-approver"
    severity = Severity.REMINDER
    fields = ("approver",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for decision in context.each(Decision):
            if decision.status in TAKEN and not decision.approver:
                yield self.at(
                    context.span(decision, "status"),
                    f"the decision is {decision.status}, and nobody is named who took it",
                    "add `approver:` with exactly one person or role",
                )


class DecisionWithoutChoice(Rule):
    """A decision lists the ways that were open, and does not say which of them was taken, or names two."""

    code = "decision-without-choice"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for decision in context.each(Decision):
            chosen = sum(option.chosen for option in decision.options)
            if decision.status == "accepted" and decision.options and chosen != 1:
                yield self.at(
                    context.span(decision, "options"),
                    "no option is marked as chosen" if not chosen else f"{chosen} options are marked as chosen",
                    "write `chosen: true` at the one that was taken",
                )


class SupersessionMismatch(Rule):
    """One decision says that it replaces another, and the other does not know; or one is replaced by nothing."""

    code = "supersession-mismatch"
    asks_who_names_it = True

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for decision in context.each(Decision):
            newer = next(context.product.pointing(decision.id, "supersedes"), None)
            span = context.span(decision, "status")
            if newer is not None and decision.status != "superseded" and getattr(newer, "status", "") == "accepted":
                message = f"{newer.id} replaces this decision, which is still {decision.status}"
                yield self.at(span, message, "write `status: superseded`")
            elif newer is None and decision.status == "superseded":
                message = "this decision is superseded, and no other says that it replaces it"
                yield self.at(span, message, f"write `supersedes: [{decision.id}]` in the decision that does")
