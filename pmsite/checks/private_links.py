"""Private links to briefs: what they need, and when they end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import said
from pmsite.model.brief import Brief

SOON = timedelta(days=14)
OF_LINKS = ("expires", "link_epoch", "passphrase")


def linked(context: Context) -> Iterator[Brief]:
    """The briefs that have a private link."""
    return (brief for brief in context.each(Brief) if brief.link)


class LinkNotSetUp(Rule):
    """A brief is to have a private link, and `product.yml` does not say what links are made with."""

    code = "link-not-set-up"
    severity = Severity.ERROR
    fixed = True

    def find(self, context: Context) -> Iterator[Diagnostic]:
        links = context.product.settings.links
        if not (links.site_id and links.kid):
            missing = said("the `kid` under `links`") if links.site_id else "`links`"
            for brief in linked(context):
                yield self.at(
                    context.span(brief, "link"),
                    said("a private link needs {missing} in product.yml", missing=missing),
                    said("make a secret with `pmsite links new-secret`, then run `pmsite links rotate`, which writes it"),
                )


class LinkWithoutAudience(Rule):
    """Nobody has written for whom a linked brief is, so its readers would get what the team sees."""

    code = "link-without-audience"
    severity = Severity.ERROR
    fixed = True

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for brief in linked(context):
            if "audience" not in brief.model_fields_set:
                yield self.at(
                    context.span(brief, "link"),
                    said("a private link shows what the brief's audience may see, and the brief names none"),
                    said("add `audience:`; `audience: team` where its readers may see everything"),
                )


class LinkWithoutExpiry(Rule):
    """A private link without an end stays readable to everybody it was ever forwarded to."""

    code = "link-without-expiry"
    severity = Severity.REMINDER

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for brief in linked(context):
            if brief.expires is None:
                yield self.at(
                    context.span(brief, "link"),
                    said("this private link never expires"),
                    said("add `expires:` with its last day, such as 2026-12-31"),
                )


class LinkExpiresSoon(Rule):
    """A private link ends within two weeks. Its readers may want to know, or get a later day."""

    code = "link-expires-soon"
    severity = Severity.REMINDER

    def find(self, context: Context) -> Iterator[Diagnostic]:
        today = context.product.today
        for brief in linked(context):
            if brief.expires and today <= brief.expires.last <= today + SOON:
                yield self.at(
                    context.span(brief, "expires"),
                    said(
                        "this private link opens until the end of {expires} in UTC; the first build after that removes it",
                        expires=brief.expires,
                    ),
                    said("write a later day where its readers still need it, and build the site every day"),
                )


class LinkExpired(Rule):
    """A private link is over. The site is built without it; its page goes even where a build fails."""

    code = "link-expired"
    severity = Severity.REMINDER

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for brief in linked(context):
            if brief.expires and brief.expires.last < context.product.today:
                yield self.at(
                    context.span(brief, "expires"),
                    said("this private link ended with {expires}, so the site is built without it", expires=brief.expires),
                    said("remove `link` and `expires`, or write a later day"),
                )


class LinkFieldWithoutLink(Rule):
    """A brief says how its private link should be, and has none."""

    code = "link-field-without-link"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for brief in context.each(Brief):
            for name in OF_LINKS:
                if not brief.link and name in brief.model_fields_set:
                    yield self.at(
                        context.span(brief, name),
                        said("`{name}` is about a private link, and this brief has none", name=name),
                        said("add `link: true`, or remove `{name}`", name=name),
                    )
