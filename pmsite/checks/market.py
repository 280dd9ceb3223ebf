"""What is known of competitors: out of date, or about something that nobody compares."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity, answer
from pmsite.messages import said
from pmsite.model.competitor import Competitor
from pmsite.model.faults import did_you_mean
from pmsite.model.feature import Feature
from pmsite.model.slip_of_pen import is_surely
from pmsite.model.trend import Trend
from pmsite.model.vision import Vision


class OldAnswer(Rule):
    """What a competitor can do was looked up more than half a year ago; by now it may be wrong."""

    code = "old-answer"
    severity = Severity.REMINDER

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for rival in context.each(Competitor):
            for name, ability in rival.capabilities.items():
                if rival.is_old(ability, context.product.today):
                    yield self.at(
                        context.span(rival, "capabilities", name),
                        said(
                            "{name}: this was looked up {checked}, more than half a year ago",
                            name=name,
                            checked=ability.checked or rival.as_of,
                        ),
                        said("look again, and write `checked:` with the day"),
                    )


class UnknownCapability(Rule):
    """A competitor or a feature names a capability that product.yml does not list, so it would get a row of its own or none."""

    code = "unknown-capability"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        known = context.product.settings.capabilities
        if not known:
            return
        for rival in context.each(Competitor):
            yield from (self._unknown(context, rival, name, known, name) for name in rival.capabilities if name not in known)
        for feature in context.each(Feature):
            for at, name in enumerate(feature.capabilities):
                if name not in known:
                    yield self._unknown(context, feature, at, known, name)

    def _unknown(
        self, context: Context, item: Competitor | Feature, at: str | int, known: tuple[str, ...], name: str
    ) -> Diagnostic:
        near = did_you_mean(name, known)
        hint = (
            said("did you mean {near}?", near=near) if near else said("add it to `capabilities` in product.yml, or remove it here")
        )
        if near and isinstance(at, int) and is_surely(name, near, known):
            hint = answer("did you mean {answer}?", near, place=("capabilities", at), old=name)
        return self.at(context.span(item, "capabilities", at), said("{name} is not a capability of product.yml", name=name), hint)


class UnknownAxis(Rule):
    """A position on an axis that product.yml does not have, so that the map would leave the product out."""

    code = "unknown-axis"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        known = context.product.settings.axes
        positioned: tuple[Competitor | Vision, ...] = (*context.each(Competitor), *context.each(Vision))
        for item in positioned:
            for name in item.position:
                if name not in known:
                    near = did_you_mean(name, known)
                    hint = said("did you mean {near}?", near=near) if near else said("name both axes under `axes` in product.yml")
                    yield self.at(
                        context.span(item, "position", name), said("{name} is not an axis of product.yml", name=name), hint
                    )


class UnknownTrendCategory(Rule):
    """A trend is of a category that product.yml does not list, so the radar gets a sector for a word that may be misspelt."""

    code = "unknown-trend-category"
    fields = ("category",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        known = context.product.settings.trend_categories
        for trend in context.each(Trend) if known else ():
            if trend.category and trend.category not in known:
                near = did_you_mean(trend.category, known)
                hint = (
                    said("did you mean {near}?", near=near)
                    if near
                    else said("write one of {known}, or add it to `trend_categories`", known=list(known))
                )
                yield self.at(
                    context.span(trend, "category"),
                    said("{category} is not a category of product.yml", category=trend.category),
                    hint,
                )


class TrendHistoryAhead(Rule):
    """An earlier edition of the radar is still to come."""

    code = "trend-history-ahead"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for trend in context.each(Trend):
            for at, one in enumerate(trend.history):
                if one.date.first > context.product.today:
                    yield self.at(
                        context.span(trend, "history", at, "date"),
                        said("{date} is in the future", date=one.date),
                        said("write an edition that is over; where the trend stands now is its `ring`"),
                    )
