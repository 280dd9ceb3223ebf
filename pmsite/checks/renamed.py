"""Items whose file got another name, so that what names them by the old one leads nowhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pmsite.checks.rule import Context
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.model.item import Item
from pmsite.model.product import Link

_WORDS = re.compile(r"[^\W_]+")
_ENOUGH = 0.6
"""The share of a missing id's words that a title must hold, where nothing else speaks for the item."""


def likely(context: Context, broken: Iterable[Link]) -> Iterator[tuple[Diagnostic, frozenset[str]]]:
    """Items that nothing names, each with the one missing id that it is likely to have had before its file got another name.

    Two things speak for that: its title has the words of the id, or it names the items that name the id, as answers
    and requests do. An item counts for one id only, and only where no other item is as likely.
    """
    by_id: dict[str, list[Link]] = defaultdict(list)
    for link in broken:
        by_id[link.written].append(link)
    candidates = _unnamed(context)
    told: set[str] = set()
    for id, links in by_id.items():
        near = context.nearest(id, links[0].kind.to)
        if near and (len(links) == 1 or near in context.product.incoming or near.casefold() == id.casefold()):
            continue  # a slip of the pen, not another name
        ranked = sorted(((_likeness(id, links, item, context), item.id) for item in _of_kind(candidates, links)), reverse=True)
        if not ranked or not ranked[0][0] or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]) or ranked[0][1] in told:
            continue
        found = context.product.items[ranked[0][1]]
        told.add(found.id)
        inside = found.path.removeprefix(f"{context.around.prefix}/")
        message = f"no item has the id {id}, and nothing names this one, which looks like it"
        hint = f"renamed? Write `id: {id}` into {inside}, or write {found.id} where {id} is named"
        yield Diagnostic("", Severity.ERROR, context.span(found, "title"), message, hint), frozenset({id})


def _unnamed(context: Context) -> Mapping[str, list[Item]]:
    """By type, the items that nothing names."""
    found: dict[str, list[Item]] = defaultdict(list)
    for id, item in context.product.items.items():
        if id not in context.product.incoming:
            found[item.type].append(item)
    return found


def _of_kind(candidates: Mapping[str, list[Item]], links: Iterable[Link]) -> list[Item]:
    """The candidates of types that all of some references can name."""
    wanted: set[str] = set(candidates)
    for link in links:
        wanted &= set(link.kind.to) or wanted
    return [item for name in candidates if name in wanted for item in candidates[name]]


def _likeness(id: str, links: Iterable[Link], item: Item, context: Context) -> float:
    """How much speaks for an item being the one that an id named: the share of its words in the title, and each mutual naming."""
    words = set(_WORDS.findall(id.casefold()))
    told = set(_WORDS.findall(f"{item.title} {item.id}".casefold()))
    shared = len(words & told) / len(words) if words else 0.0
    named = {link.target for link in context.product.outgoing.get(item.id, ())}
    mutual = len({link.source for link in links} & named)
    return shared + mutual if mutual or shared >= _ENOUGH else 0.0
