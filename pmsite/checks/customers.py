"""Rules about customers, and what feedback says of them."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import said
from pmsite.model.customer import Customer
from pmsite.model.demand import customer_of
from pmsite.model.faults import did_you_mean
from pmsite.model.insight import Feedback


class CustomerUnknown(Rule):
    """Where the plan has customers, feedback comes from a name that is none of them: nobody's page tells it, and it weighs nothing."""

    code = "customer-unknown"
    severity = Severity.REMINDER
    fields = ("customer",)
    asks = ("customer",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        product = context.product
        customers = tuple(context.each(Customer))
        if not customers:
            return
        by_title = {customer.title: customer.id for customer in customers}
        for feedback in context.each(Feedback):
            name = feedback.customer
            if name and name not in product.items and customer_of(product, feedback) is None:
                near = context.nearest(name, ("customer",)) or by_title.get(did_you_mean(name, by_title), "")
                hint = (
                    said("did you mean {near}?", near=near)
                    if near
                    else said("write its id, or make a page for it: `pmsite new customer`")
                )
                yield self.at(context.span(feedback, "customer"), said("the plan has no customer {name}", name=name), hint)


class UnknownSegment(Rule):
    """A customer is of a segment that product.yml does not name: its requests weigh as much as those of any other."""

    code = "unknown-segment"
    fields = ("segment",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        known = context.product.settings.segments
        if not known:
            return
        for customer in context.each(Customer):
            if customer.segment and customer.segment not in known:
                near = did_you_mean(customer.segment, known)
                hint = (
                    said("did you mean {near}?", near=near)
                    if near
                    else said("write one of {known}, or add it to `segments` in product.yml", known=list(known))
                )
                yield self.at(
                    context.span(customer, "segment"),
                    said("product.yml names no segment {segment}", segment=customer.segment),
                    hint,
                )
