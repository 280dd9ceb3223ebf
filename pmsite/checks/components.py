"""Rules about the parts of the product."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import said
from pmsite.model.component_tree import owners


class ComponentOfAnotherTeam(Rule):
    """Open work is in a part of the product that another team looks after: that team should know of it."""

    code = "component-of-another-team"
    severity = Severity.NOTICE
    asks = ("component",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        teams = owners(context.product)
        for feature in context.product.open_work:
            team = teams.get(feature.component or "")
            if team and feature.team and team != feature.team:
                yield self.at(
                    context.span(feature, "component"),
                    said(
                        "{component} belongs to {team}, and {team2} is to change it",
                        component=feature.component,
                        team=team,
                        team2=feature.team,
                    ),
                    said("agree on it with {team}, or name that team", team=team),
                )
