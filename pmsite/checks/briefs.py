"""Briefs that would not reach their readers, or tell them too much, too little, or too late."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.audience import seen_fields
from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import OneOf, Term, said
from pmsite.model.brief import Brief, Section
from pmsite.model.faults import did_you_mean
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.period import Period, at_least
from pmsite.model.release import Release
from pmsite.model.sections import KINDS


class UnknownAudienceOfBrief(Rule):
    """A brief is meant for an audience that the workspace does not have."""

    code = "unknown-audience-of-brief"
    severity = Severity.ERROR

    def find(self, context: Context) -> Iterator[Diagnostic]:
        known = ("team", *context.product.settings.audiences)
        for brief in context.each(Brief):
            if brief.audience not in known:
                near = did_you_mean(brief.audience, known)
                yield self.at(
                    context.span(brief, "audience"),
                    said("{audience} is not an audience of this workspace", audience=brief.audience),
                    said("did you mean {near}?", near=near) if near else said("write one of {known}", known=list(known)),
                )


class BriefNamesHiddenItem(Rule):
    """A brief lists an item that its readers may not see: it would be missing, and nobody would know why."""

    code = "brief-names-hidden-item"
    severity = Severity.ERROR

    def find(self, context: Context) -> Iterator[Diagnostic]:
        items = context.product.items
        for brief, at, section in _sections(context):
            for place, id in enumerate(section.items):
                outside = brief.audience in context.product.settings.audiences
                if outside and id in items and brief.audience not in items[id].visibility:
                    yield self.at(
                        context.span(brief, "sections", at, "items", place),
                        said("{audience} may not see {id}", audience=brief.audience, id=id),
                        said("add {audience} to its `visibility`, or leave it out of this brief", audience=brief.audience),
                    )


class ItemNotShownInSection(Rule):
    """A section lists an item of a type that it does not show, so the item would silently be missing."""

    code = "item-not-shown-in-section"
    severity = Severity.ERROR

    def find(self, context: Context) -> Iterator[Diagnostic]:
        items = context.product.items
        for brief, at, section in _sections(context):
            shown = section.vocabulary.needs
            for place, id in enumerate(section.items):
                if shown and id in items and items[id].type not in shown:
                    yield self.at(
                        context.span(brief, "sections", at, "items", place),
                        said(
                            "the section {view} does not show {id}, which is of the type {type}",
                            view=section.view,
                            id=id,
                            type=Term(items[id].type),
                        ),
                        said("name items of the type {types}", types=OneOf(map(Term, shown))),
                    )


class OptionWithoutEffect(Rule):
    """A section has an option that its view does not know, so its author would wait for an effect in vain."""

    code = "option-without-effect"
    severity = Severity.ERROR

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for brief, at, section in _sections(context):
            known = section.vocabulary.options
            for option in ("where", "items", "most", "group_by"):
                if getattr(section, option) and option not in known:
                    yield self.at(
                        context.span(brief, "sections", at, option),
                        said("{option} has no effect on the section {view}", option=option, view=section.view),
                        said(
                            "remove it; this section knows {options}",
                            options=[found for found in known if found != "since"] or said("no options"),
                        ),
                    )


class SectionWithoutWords(Rule):
    """A section that is for its author's own words has none."""

    code = "section-without-words"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for brief, at, section in _sections(context):
            if section.vocabulary.own_words and not (section.text or section.points):
                yield self.at(
                    context.span(brief, "sections", at),
                    said("the section {view} has no words", view=section.view),
                    said("add `text:` or `points:`"),
                )


class BriefWithoutHeadline(Rule):
    """A brief without its conclusion makes its readers look for it."""

    code = "brief-without-headline"
    fields = ("headline",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for brief in context.each(Brief):
            if not brief.headline:
                yield self.at(
                    context.span(brief, "headline"),
                    said("the brief has no headline"),
                    said("add `headline:` with the conclusion in one sentence"),
                )


class BriefWithoutDisclaimer(Rule):
    """A brief tells plans to readers outside, and nothing says that plans may change."""

    code = "brief-without-disclaimer"
    fields = ("disclaimer",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for brief in context.each(Brief):
            outside = brief.audience in context.product.settings.audiences
            ready = brief.kind is not None and KINDS[brief.kind].disclaimer and brief.disclaimer is None
            needed = brief.kind is None or KINDS[brief.kind].disclaimer
            if outside and needed and not (brief.disclaimer or ready):
                yield self.at(
                    context.span(brief, "disclaimer"),
                    said("the brief goes outside without a disclaimer"),
                    said("remove the empty `disclaimer:`, for the ready words")
                    if brief.kind
                    else said("add `disclaimer:`, or a `kind:` that has one"),
                )


class BriefCoarserThanPages(Rule):
    """Customers read quarters in their brief and days on the pages, where product.yml does not say how finely they are told of plans."""

    code = "brief-coarser-than-pages"
    severity = Severity.REMINDER

    def find(self, context: Context) -> Iterator[Diagnostic]:
        audiences = context.product.settings.audiences
        for brief in context.each(Brief):
            silent = brief.kind == "customer" and brief.audience in audiences and not audiences[brief.audience].dates
            if found := next(_finer(context, brief.audience), None) if silent else None:
                item, when, told = found
                yield self.at(
                    context.span(brief, "kind"),
                    said(
                        "{audience} read {when} on the page of {id}, and {told} in this brief",
                        audience=brief.audience,
                        when=when,
                        id=item.id,
                        told=told,
                    ),
                    said(
                        "say in product.yml how finely they are told of plans, everywhere: `{audience}: {{dates: quarter}}`; or `dates: day` where they may have the days",
                        audience=brief.audience,
                    ),
                )


def _finer(context: Context, audience: str) -> Iterator[tuple[Item, Period, Period]]:
    """What an audience is told more precisely than in quarters: the item, its date, and the date as a quarter."""
    product = context.product
    for model, field in ((Feature, "target"), (Release, "date")):
        if field not in seen_fields(product.settings, audience, model):
            continue
        for item in context.each(model):
            wording = item.wordings.get(audience)
            when = (getattr(wording, field) if wording else None) or getattr(item, field)
            still = item.is_open if isinstance(item, Feature) else when and when.last > product.today
            if when and still and audience in item.visibility:
                told = at_least(when, "quarter", product.settings.fiscal_year_starts)
                if told and told != when:
                    yield item, when, told


class BriefPeriodOver(Rule):
    """The newest brief to its readers tells of a time that is over: they still read it as news."""

    code = "brief-period-over"
    severity = Severity.REMINDER

    def find(self, context: Context) -> Iterator[Diagnostic]:
        if context.absent.in_folder(Brief.folder):
            return
        newest: dict[tuple[str | None, str], Brief] = {}
        for brief in context.each(Brief):
            last = newest.get((brief.kind, brief.audience))
            if brief.period and (last is None or last.period is None or last.period < brief.period):
                newest[brief.kind, brief.audience] = brief
        for brief in newest.values():
            if brief.period and brief.period.last < context.product.today:
                yield self.at(
                    context.span(brief, "period"),
                    said(
                        "the period {period} is over, and no newer brief goes to {audience}",
                        period=brief.period,
                        audience=brief.audience,
                    ),
                    said("write the next one with `pmsite new brief`"),
                )


def _sections(context: Context) -> Iterator[tuple[Brief, int, Section]]:
    for brief in context.each(Brief):
        for at, section in enumerate(brief.sections):
            yield brief, at, section
