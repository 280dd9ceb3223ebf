"""What only follows from a file that cannot be read: told with that file's own fault, and as no finding of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Span
from pmsite.messages import said
from pmsite.model.links import Link

Following = Mapping[str, Sequence[tuple[Span, str]]]
"""By path of what cannot be read, each place that waits for it, and what would be said there."""


def part(found: Iterable[Diagnostic], rules: Mapping[str, Rule], context: Context) -> tuple[list[Diagnostic], Following]:
    """What rules found for causes of its own, and what follows from files that cannot be read."""
    following: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    for link in context.product.waiting:
        if not link.kind.loose:
            span = context.span(context.product.items[link.source], *link.place)
            following[context.absent.owner(link.written)].append(
                (span, said("{key} names {written}", key=link.key, written=link.written))
            )
    own = []
    items = {item.path: item.id for item in context.product.items.values()}
    waiting = _by_source(context.product.waiting)
    for one in found:
        rule, id = rules[one.code], items.get(one.span.path, "")
        cause = _cause(id, rule, waiting, context) if id and (rule.asks or rule.asks_who_names_it) else ""
        if cause:
            following[cause].append((one.span, one.message))
        else:
            own.append(one)
    return own, following


def _cause(id: str, rule: Rule, waiting: Mapping[str, Sequence[Link]], context: Context) -> str:
    """The path of what cannot be read and that a rule asked of an item; nothing where there is none."""
    asked = (link for link in (*waiting.get(id, ()), *context.product.outgoing.get(id, ())) if link.field in rule.asks)
    owners = (context.absent.owner(link.target or link.written) for link in asked)
    return next(filter(None, owners), "") or (context.absent.naming(id) if rule.asks_who_names_it else "")


def _by_source(links: Iterable[Link]) -> Mapping[str, Sequence[Link]]:
    found: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        found[link.source].append(link)
    return found
