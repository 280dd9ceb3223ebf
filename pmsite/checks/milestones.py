"""Rules about milestones: points on the way that are past, in disorder, or after the end."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import Term, said
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.launch import Launch
from pmsite.model.milestones import FIELD, HAVING, Reached, milestones
from pmsite.model.period import Period
from pmsite.model.product import Product
from pmsite.model.release import Release


class MilestonePassed(Rule):
    """The date of a milestone is past, and nothing says that it was reached."""

    code = "milestone-passed"
    severity = Severity.REMINDER
    asks = ("release",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for item, told in _listed(context):
            for one in told:
                if one.state == "late":
                    yield self.at(
                        context.span(item, "milestones", one.nth, "title"),
                        said("{title} was to be reached by {when}, and is not done", title=one.title, when=one.when),
                        said("write `done: true`, or a new date"),
                    )


class MilestoneAfterTarget(Rule):
    """A milestone comes after the end of what it is on the way to: one of the two dates is wrong."""

    code = "milestone-after-target"
    asks = ("release",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for item, told in _listed(context):
            end = _end(context.product, item)
            for one in told:
                if end is not None and one.when is not None and one.when.first > end.last:
                    yield self.at(
                        context.span(item, "milestones", one.nth, "title"),
                        said(
                            "{title} is reached in {when}, after {end}, when the {type} is to be there",
                            title=one.title,
                            when=one.when,
                            end=end,
                            type=Term(item.type),
                        ),
                        said("move the milestone, or what it is on the way to"),
                    )


class MilestonesOutOfOrder(Rule):
    """A milestone stands after another one and is reached before it: one of the two dates is probably wrong."""

    code = "milestones-out-of-order"
    asks = ("release",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for item, told in _listed(context):
            last: tuple[str, Period] | None = None
            for one in told:
                if one.when is None:
                    continue
                if last is not None and one.when.last < last[1].first:
                    yield self.at(
                        context.span(item, "milestones", one.nth, "title"),
                        said(
                            "{title} in {when} stands after {last} in {last2}",
                            title=one.title,
                            when=one.when,
                            last=last[0],
                            last2=last[1],
                        ),
                        said("write the milestones in the order in which they are reached, or correct one of the dates"),
                    )
                if last is None or one.when.first > last[1].first:
                    last = one.title, one.when


def _listed(context: Context) -> Iterator[tuple[Item, tuple[Reached, ...]]]:
    """The items that list milestones themselves, with where each of these stands."""
    known = milestones(context.product)
    for model in HAVING:
        yield from ((item, known[item.id]) for item in context.each(model) if getattr(item, FIELD, ()))


def _end(product: Product, item: Item) -> Period | None:
    if isinstance(item, Feature):
        return product.shipped(item) if item.status.stage == "shipped" else product.target(item)
    return item.date if isinstance(item, (Release, Launch)) else None
