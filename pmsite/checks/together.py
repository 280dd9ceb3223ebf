"""Features that have to ship together and are planned apart."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic
from pmsite.messages import said
from pmsite.model.feature import Feature
from pmsite.model.together import apart


class TogetherApart(Rule):
    """Two features have to ship together, and their releases or targets are different, or one of them is over."""

    code = "together-apart"
    fields = ("together_with",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for feature in context.each(Feature):
            for link in context.product.outgoing.get(feature.id, ()) if feature.together_with else ():
                other = context.product.items[link.target]
                if link.field == "together_with" and isinstance(other, Feature) and apart(context.product, feature, other):
                    own, theirs = (_plan(context, one) for one in (feature, other))
                    yield self.at(
                        context.span(feature, *link.place),
                        said(
                            "this ships together with {id}, which is {theirs}, and is itself {own}",
                            id=other.id,
                            theirs=theirs,
                            own=own,
                        ),
                        said("give both the same release or target, or take the reference out"),
                    )


def _plan(context: Context, feature: Feature) -> str:
    """Where a feature stands, in the words in which two are compared."""
    release, target = context.product.release(feature), context.product.target(feature)
    if not feature.is_open:
        return str(feature.status)
    return (
        said("planned for {release}", release=feature.release if release else target) if release or target else str(feature.status)
    )
