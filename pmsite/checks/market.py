"""What is known of competitors: out of date, or about something that nobody compares."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.model.competitor import Competitor
from pmsite.model.faults import did_you_mean
from pmsite.model.feature import Feature
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
                        f"{name}: this was looked up {ability.checked or rival.as_of}, more than half a year ago",
                        "look again, and write `checked:` with the day",
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
        hint = f"did you mean {near}?" if near else "add it to `capabilities` in product.yml, or remove it here"
        return self.at(context.span(item, "capabilities", at), f"{name} is not a capability of product.yml", hint)


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
                    hint = f"did you mean {near}?" if near else "name both axes under `axes` in product.yml"
                    yield self.at(context.span(item, "position", name), f"{name} is not an axis of product.yml", hint)
