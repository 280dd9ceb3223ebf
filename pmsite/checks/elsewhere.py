"""References to the items of other plans, whose documents are locked beside the workspace."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.references import a, one_of
from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import said
from pmsite.model.faults import did_you_mean
from pmsite.model.links import Link
from pmsite.model.parsing import apart


def abroad(context: Context) -> Iterator[Link]:
    """The references that name another plan."""
    return (link for link in context.product.broken if not link.kind.loose and apart(link.written)[0])


class UnknownElsewhere(Rule):
    """A field names an item of another plan that it does not have, or a plan that portfolio.yml does not name."""

    code = "unknown-elsewhere"
    severity = Severity.ERROR

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for link in abroad(context):
            found = _unknown(context, link)
            if found is not None:
                yield self.at(context.span(context.product.items[link.source], *link.place), *found)


def _unknown(context: Context, link: Link) -> tuple[str, str] | None:
    """What is wrong with a reference to another plan, and what to write instead; nothing where it leads to an item that is or was there."""
    known = context.product.abroad
    plan, id = apart(link.written)
    kind = known.type_of(link.written)
    if plan not in known.plans:
        near = did_you_mean(plan, known.plans)
        return (
            said("{key}: portfolio.yml has no plan {plan}", key=link.key, plan=plan),
            said("did you mean {near}?", near=f"{near}:{id}")
            if near
            else said("name {plan} under `plans` in portfolio.yml", plan=plan),
        )
    if kind and link.kind.to and kind not in link.kind.to:
        this, wanted = a(one_of((kind,))), a(one_of(link.kind.to))
        return (
            said("{key}: {written} is {this}, {wanted} is needed", key=link.key, written=link.written, this=this, wanted=wanted),
            said("name another item"),
        )
    if kind or link.written in known.gone or plan in known.unread:
        return None
    near = did_you_mean(link.written, [one for ids in known.ids.values() for one in ids if apart(one)[0] == plan])
    return (
        said("{key}: the plan {plan} has no {id}", key=link.key, plan=plan, id=id),
        said("did you mean {near}?", near=near)
        if near
        else said("write the id that it has in its own plan; `pmsite fetch` brings what is new there"),
    )


class GoneElsewhere(Rule):
    """A field names an item that another plan had once and has no more. A neighbour's deletion breaks no build."""

    code = "gone-elsewhere"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        known = context.product.abroad
        for link in abroad(context):
            if link.written in known.gone and not known.type_of(link.written):
                plan, id = apart(link.written)
                yield self.at(
                    context.span(context.product.items[link.source], *link.place),
                    said("{key}: {id} is gone from the plan {plan}", key=link.key, id=id, plan=plan),
                    said("remove it, or write under `moved` in portfolio.yml where it is now"),
                )
