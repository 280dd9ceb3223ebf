"""Decisions that do not say who took which way, or what they replaced."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import said
from pmsite.model.decision import REPLACED, Decision

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
                    said("the decision is {status}, and nobody is named who took it", status=decision.status),
                    said("add `approver:` with exactly one person or role"),
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
                    said("no option is marked as chosen")
                    if not chosen
                    else said("{count} options are marked as chosen", count=chosen),
                    said("write `chosen: true` at the one that was taken"),
                )


class SupersessionMismatch(Rule):
    """One decision says that it replaces another, and the other does not know; or one is replaced by nothing."""

    code = "supersession-mismatch"
    asks_who_names_it = True

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for decision in context.each(Decision):
            newer = next(context.product.pointing(decision.id, "supersedes"), None)
            span = context.span(decision, "status")
            if newer is not None and decision.status not in REPLACED and getattr(newer, "status", "") == "accepted":
                message = said("{id} replaces this decision, which is still {status}", id=newer.id, status=decision.status)
                yield self.at(span, message, said("write `status: superseded`, or `partly_superseded`"))
            elif newer is None and decision.status in REPLACED:
                message = said("this decision is {status}, and no other says that it replaces it", status=decision.status)
                yield self.at(span, message, said("write `supersedes: [{id}]` in the decision that does", id=decision.id))
