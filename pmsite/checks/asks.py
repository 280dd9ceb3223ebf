"""Rules about what teams ask of each other."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import said
from pmsite.model.asks import asks
from pmsite.model.feature import Feature


class AskOfOneself(Rule):
    """A feature asks something of its own team: that is work of the feature, and nobody else will answer."""

    code = "ask-of-oneself"
    severity = Severity.ERROR

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for feature in context.each(Feature):
            for nth, ask in enumerate(feature.asks):
                if feature.team and ask.asked == feature.team:
                    yield self.at(
                        context.span(feature, "asks", nth, "team"),
                        said("{team} asks itself", team=feature.team),
                        said("name the team that is asked, or make it a track or a criterion of the feature"),
                    )


class AskLate(Rule):
    """Another team has not answered for ten days, or has not done what it promised by the day that it is needed."""

    code = "ask-late"
    severity = Severity.REMINDER
    asks = ("work",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for told in asks(context.product).values():
            for one in told:
                if one.is_overdue:
                    span = context.span(one.feature, "asks", one.nth, "answer" if one.state == "unanswered" else "team")
                    if one.state == "unanswered":
                        yield self.at(
                            span,
                            said("{team} has not answered", team=one.team),
                            said("ask {team} again, and write `answer:`", team=one.team),
                        )
                    elif one.state == "other_date":
                        yield self.at(
                            span,
                            said("{team} offers another date, and nobody agreed", team=one.team),
                            said("write `agreed: true`, or ask otherwise"),
                        )
                    else:
                        yield self.at(
                            span,
                            said("{team} has not done this yet", team=one.team),
                            said("write `done: true`, or agree on another `date:`"),
                        )


class AskClash(Rule):
    """What a feature needs from another team is declined, or comes after it is needed: the feature's date cannot be kept."""

    code = "ask-clash"
    asks = ("work",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for told in asks(context.product).values():
            for one in told:
                place = ("asks", one.nth)
                if one.state == "declined":
                    yield self.at(
                        context.span(one.feature, *place, "answer"),
                        said("{team} declines, and the feature still needs it", team=one.team),
                        said("plan without it, ask somebody else, or take the ask out"),
                    )
                elif one.clash is not None:
                    yield self.at(
                        context.span(one.feature, *place, "feature" if one.ask.work else "date"),
                        said("{team} comes with this in {clash}, which is too late", team=one.team, clash=one.clash),
                        said("move the feature, or agree on another date"),
                    )
