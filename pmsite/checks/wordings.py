"""What single audiences read instead of the team's words."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import Term, said
from pmsite.model.faults import did_you_mean
from pmsite.model.period import Period
from pmsite.model.types import keys

DATES = ("target", "date")


class WordingForUnknownAudience(Rule):
    """An item has words for an audience that the workspace does not have, so nobody would read them."""

    code = "wording-for-unknown-audience"
    severity = Severity.ERROR

    def find(self, context: Context) -> Iterator[Diagnostic]:
        known = context.product.settings.audiences
        for item in context.product.items.values():
            for name in item.wordings:
                if name not in known:
                    hint = (
                        said("write one of {known}", known=list(known))
                        if known
                        else said("name it under `audiences` in product.yml")
                    )
                    yield self.at(
                        context.span(item, "for", name), said("{name} is not an audience of this workspace", name=name), hint
                    )


class WordingNobodyReads(Rule):
    """An item has words for an audience that may not see it."""

    code = "wording-nobody-reads"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for item in context.product.items.values():
            for name in item.wordings:
                if name in context.product.settings.audiences and name not in item.readers:
                    message = said("{name} may not see this item, so nobody reads these words", name=name)
                    yield self.at(
                        context.span(item, "for", name), message, said("add {name} to `visibility`, or remove the words", name=name)
                    )


class WordingOfNoField(Rule):
    """An item has words for a field that its type does not have."""

    code = "wording-of-no-field"
    severity = Severity.ERROR

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for item in context.product.items.values():
            for audience, wording in item.wordings.items():
                for name in sorted(wording.model_fields_set - type(item).model_fields.keys()):
                    near = did_you_mean(name, keys(type(item)))
                    yield self.at(
                        context.span(item, "for", audience, name),
                        said("a {type} has no {name}", type=Term(item.type), name=name),
                        said("did you mean {near}?", near=near) if near in type(wording).model_fields else said("remove it"),
                    )


class WordingDateDiffers(Rule):
    """An audience reads another date than the one that is planned: the plan has moved since, or the promise is wrong."""

    code = "wording-date-differs"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for item in context.product.items.values():
            for audience, wording in item.wordings.items():
                for name in DATES:
                    told, planned = getattr(wording, name), getattr(item, name, None)
                    if isinstance(planned, Period) and told is not None and not (told.first <= planned.last <= told.last):
                        message = said(
                            "{audience} read {told}, the plan says {planned}", audience=audience, told=told, planned=planned
                        )
                        hint = said("move the date that they read, or tell them why it stays")
                        yield self.at(context.span(item, "for", audience, name), message, hint)
