"""Goals whose numbers contradict each other, and judgements that outsiders read otherwise than the team."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pmsite.audience import project
from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import said
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.judgement import COLOURS, Judgement, judge
from pmsite.model.launch import Launch
from pmsite.model.metric import Metric
from pmsite.model.objective import Objective
from pmsite.model.product import Product
from pmsite.model.release import Release
from pmsite.model.update import Update

SAID = {"good": said("on track"), "fair": said("at risk"), "poor": said("off track")}


class OutsidersReadOtherwise(Rule):
    """What an audience sees of a goal, a feature or a launch says on track where all that the team knows says off track, or the other way.

    It is judged from what each of them sees: an update or check-ins that an audience does not get make the difference.
    """

    code = "outsiders-read-otherwise"
    severity = Severity.REMINDER
    asks = ("metric", "release")
    asks_who_names_it = True

    def find(self, context: Context) -> Iterator[Diagnostic]:
        product = context.product
        for audience in product.settings.audiences:
            judged = [item for item in _judged(product) if audience in item.visibility]
            if not judged:
                continue
            seen = project(_what_counts(product, judged), audience)
            for item in judged:
                yield from self._differences(context, audience, item, judge(product, item), judge(seen, seen.items[item.id]))

    def _differences(
        self, context: Context, audience: str, item: Item, inside: Judgement, outside: Judgement
    ) -> Iterator[Diagnostic]:
        results = item.key_results if isinstance(item, Objective) else ()
        places = [("title",), *(("key_results", at, "title") for at in range(len(results)))]
        for place, ours, theirs in zip(places, (inside, *inside.parts), (outside, *outside.parts), strict=False):
            if _are_apart(ours, theirs):
                yield self.at(
                    context.span(item, *place),
                    said(
                        "{audience} read that this is {theirs}, the team reads {ours}",
                        audience=audience,
                        theirs=SAID[theirs.colour],
                        ours=SAID[ours.colour],
                    ),
                    said(
                        "let {audience} see what the team goes by, such as its newest update or check-in, or take them out of `visibility`",
                        audience=audience,
                    ),
                )


def _judged(product: Product) -> Iterator[Item]:
    """What may be judged otherwise: goals, and the work that updates tell the health of."""
    yield from product.of(Objective)
    told = {id: None for update in product.of(Update) if update.health for id in update.about}
    yield from (item for id in told if isinstance(item := product.items.get(id), (Feature, Launch)))


def _what_counts(product: Product, judged: list[Item]) -> Product:
    """A small plan with what is judged, and what that is judged by."""
    kept = [*judged, *product.of(Metric), *product.of(Update), *product.of(Release)]
    return replace(product, items={item.id: item for item in kept})


def _are_apart(one: Judgement, other: Judgement) -> bool:
    return one.colour in COLOURS and other.colour in COLOURS and abs(COLOURS[one.colour] - COLOURS[other.colour]) == 2


class CurrentBesideCheckIn(Rule):
    """A key result's own `current` is another number than its newest check-in has; `current` counts, and nobody knows of which day it is."""

    code = "current-beside-check-in"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for objective in context.each(Objective):
            for at, result in enumerate(objective.key_results):
                known = [c for c in result.checkins if c.value is not None]
                last = max(known, key=lambda found: found.date.first, default=None)
                if result.current is not None and last is not None and last.value is not None and last.value != result.current:
                    yield self.at(
                        context.span(objective, "key_results", at, "current"),
                        said(
                            "`current` is {current}, the check-in of {date} says {value}",
                            current=f"{result.current:g}",
                            date=last.date,
                            value=f"{last.value:g}",
                        ),
                        said("remove `current`, so that the newest check-in counts, or add a check-in for today's value"),
                    )


class PlanOutsidePeriod(Rule):
    """A checkpoint of a key result's `plan` lies outside its objective's period, so nothing is due by it."""

    code = "plan-outside-period"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for objective in context.each(Objective):
            period = objective.period
            for at, result in enumerate(objective.key_results):
                for nth, point in enumerate(result.plan):
                    if period is None or not period.first <= point.date.first <= period.last:
                        span = context.span(objective, "key_results", at, "plan", nth, "date")
                        if period is None:
                            yield self.at(
                                span, said("{date} is due in no period", date=point.date), said("give the objective its `period`")
                            )
                        else:
                            message = said(
                                "{date} is outside the period {period}, {first} to {last}",
                                date=point.date,
                                period=period,
                                first=period.first,
                                last=period.last,
                            )
                            yield self.at(span, message, said("write a day inside the period, or remove the checkpoint"))


class PlanOutOfOrder(Rule):
    """The checkpoints of a key result's `plan` do not follow each other: one of the dates is probably wrong."""

    code = "plan-out-of-order"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for objective in context.each(Objective):
            for at, result in enumerate(objective.key_results):
                for nth, (before, after) in enumerate(zip(result.plan, result.plan[1:], strict=False), start=1):
                    if after.date.first <= before.date.first:
                        twice = after.date == before.date
                        yield self.at(
                            context.span(objective, "key_results", at, "plan", nth, "date"),
                            said("{date} stands here twice", date=after.date)
                            if twice
                            else said("{date} comes after {date2}", date=after.date, date2=before.date),
                            said("write each day once, the first one first"),
                        )


class PlanWithoutWay(Rule):
    """A key result has a `plan`, but no way from a start to a target that it could lead along."""

    code = "plan-without-way"
    asks = ("metric",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for objective in context.each(Objective):
            for at, result in enumerate(context.product.measured(objective)):
                if result.plan and (result.kind != "metric" or result.target is None):
                    what = (
                        said("a {kind} has no values", kind=result.kind)
                        if result.kind != "metric"
                        else said("{title} has no target", title=result.title)
                    )
                    yield self.at(
                        context.span(objective, "key_results", at, "plan"),
                        said("the plan leads nowhere: {what}", what=what),
                        said("give it `baseline` and `target`, or `steps` where it is a milestone"),
                    )
