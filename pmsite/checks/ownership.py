"""Items that nobody answers for, and names that seem to be slips."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import Term, said
from pmsite.model.decision import Decision
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import role
from pmsite.model.item import Item
from pmsite.model.links import Link
from pmsite.model.metric import Metric
from pmsite.model.objective import Objective
from pmsite.model.problem import Problem
from pmsite.model.risk import Risk
from pmsite.read.names import id_fault

MODELS = (Objective, Feature, Metric, Decision, Problem, Risk)
_DELIBERATE = 3
"""Times that the same name stands somewhere before it is taken for one that is meant."""
_LONG = 6
WORKED_ON = ("discovery", "planned", "building")


class Unowned(Rule):
    """Where other items of its kind have an owner, one that is not over has none: nobody will keep it true."""

    code = "unowned"
    severity = Severity.REMINDER
    fields = ("owner",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for model in MODELS:
            items = tuple(context.each(model))
            if any(item.owner for item in items):
                for item in items:
                    if not item.owner and _needs_owner(item) and not _is_part(context, item):
                        hint = said("add `owner:` with a person or a role")
                        yield self.at(
                            context.span(item, "title"), said("nobody answers for this {type}", type=Term(model.type)), hint
                        )


class NearlyKnownName(Rule):
    """A name could be anybody's, but is the id of a person or team of the plan but for a slip of the pen: their page does not count this."""

    code = "nearly-known-name"
    severity = Severity.REMINDER

    def find(self, context: Context) -> Iterator[Diagnostic]:
        by_name: dict[str, list[Link]] = defaultdict(list)
        for link in context.product.broken:
            if link.kind.loose and _looks_like_an_id(link.written):
                by_name[link.written].append(link)
        for name, links in by_name.items():
            kinds = links[0].kind.to
            near = context.nearest(name, kinds) if len(links) < _DELIBERATE else ""
            if near and context.is_surely(name, near, kinds):
                for link in links:
                    span = context.span(context.product.items[link.source], *link.place)
                    yield self.at(
                        span,
                        said("{key}: nobody has the id {name}", key=link.key, name=name),
                        said("did you mean {near}? A name that is no id begins with a capital letter", near=near),
                    )


def _looks_like_an_id(written: str) -> bool:
    """Whether a name is written as ids are, and not as people write a name: in small letters, of more than one word or a long one."""
    is_long = len(written) >= _LONG or re.search("[-_.]", written) is not None
    return is_long and written == written.lower() and id_fault(written) is None


def _is_part(context: Context, item: Item) -> bool:
    return isinstance(item, Feature) and role(context.product.settings, item) in ("part", "work")


def _needs_owner(item: Item) -> bool:
    if isinstance(item, Feature):
        return item.status.stage in WORKED_ON and not (item.raci and item.raci.accountable)
    if isinstance(item, Decision):
        return item.status == "proposed" and not item.driver
    if isinstance(item, (Problem, Risk)):
        return item.status not in ("resolved", "closed")
    return True
