"""All that is known of one item: its facts, what follows from them, what it names and what names it, its text, its faults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pmsite.asking.plan import VERSION, Plan, item_of
from pmsite.asking.why import judgement, named, stands
from pmsite.audience import Projection
from pmsite.diagnostics import Diagnostic
from pmsite.exports.facts import Fact, facts, plain
from pmsite.exports.links import Places
from pmsite.model.item import Item
from pmsite.model.judgement import Judgement
from pmsite.model.links import Link
from pmsite.model.objective import KeyResult, Objective
from pmsite.model.parsing import apart
from pmsite.model.settings import LANGUAGES
from pmsite.reporting.json import entry
from pmsite.views.derived import OF_ITS_OWN, derived, looked_up
from pmsite.views.parts import Ref, ref
from pmsite.workspace import table_of

LINES = 12
"""How much of a text is told where not all of it is asked for."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of one item, or of one key result."""

    audience: str
    ref: Ref
    path: str
    facts: Mapping[str, Fact]
    derived: Mapping[str, Fact]
    stands: Judgement
    names: tuple[tuple[str, Ref], ...]
    """What it names, each with the field."""
    named_by: tuple[tuple[str, Ref], ...]
    """What names it, each with the field."""
    astray: tuple[tuple[str, str], ...]
    """What it names and the plan does not have, each with the field."""
    body: str
    more: int
    """How many lines of its text are left out."""
    faults: tuple[Diagnostic, ...]

    def as_json(self) -> dict[str, Any]:
        """The same for programs: facts as authors write them."""
        return {
            "version": VERSION,
            "audience": self.audience,
            **named(self.ref),
            "path": self.path,
            "facts": dict(self.facts),
            "derived": dict(self.derived),
            "judgement": judgement(self.stands),
            "names": [{"field": field, **named(other)} for field, other in self.names],
            "named_by": [{"field": field, **named(other)} for field, other in self.named_by],
            "names_nothing": [{"field": field, "id": written} for field, written in self.astray],
            "body": self.body,
            "more_lines": self.more,
            "faults": [entry(fault) for fault in self.faults],
        }


def show(plan: Plan, id: str, found: Iterable[Diagnostic] = (), whole: bool = False) -> Shown:
    """What is known of the item, or the key result, with an id; `whole` with all of its text.

    `found` are findings of a check, of which those of its files are told to the team. Raises Refused and Faulty.
    """
    product = plan.seen
    item, result = item_of(plan, id)
    places = Places(product, plan.workspace.prefix)
    lines = "" if result else places.body(item).strip("\n")
    kept = lines.split("\n") if lines else []
    least = len(kept) if whole else LINES
    links = [link for link in product.outgoing.get(item.id, ()) if _is_of(link, item, result)]
    naming = [link for link in product.incoming.get(item.id, ()) if result is None or link.part == result.id]
    return Shown(
        product.audience,
        Ref(item.id, result.title, item.type, result.id) if result else ref(item),
        _place_of(product, item, places),
        _facts(product, item, result),
        _derived(product, item, result),
        stands(product, item, result),
        tuple((_place(link), _target(product, link)) for link in links),
        tuple((_place(link), ref(product.items[link.source])) for link in naming),
        tuple((_place(link), link.written) for link in _astray(plan) if _is_its(link, item, result)),
        "\n".join(kept[:least]),
        max(0, len(kept) - least),
        tuple(_faults(plan, item, found)) if product.is_inside else (),
    )


def _place_of(product: Projection, item: Item, places: Places) -> str:
    """Where an item's file is; of another plan's item where its page is, as far as that is known."""
    if apart(item.id)[0]:
        return product.homes.get(item.id, "")
    return item.path if product.is_inside else places.of(item)


def _facts(product: Projection, item: Item, result: KeyResult | None) -> dict[str, Fact]:
    if result is None:
        return facts(product, item)
    written = next(one for one in item.key_results if one.id == result.id) if isinstance(item, Objective) else result
    told = plain(written)
    return dict(told) if isinstance(told, dict) else {}


def _derived(product: Projection, item: Item, result: KeyResult | None) -> dict[str, Fact]:
    """What follows from the facts, and is not among them."""
    if result is None:
        own = facts(product, item)
        also = derived(product, item) | looked_up(product, item, OF_ITS_OWN - {"judgement"})
        return {
            name: value for name, value in also.items() if name != "type" and value not in ("", False) and own.get(name) != value
        }
    own, measured = _facts(product, item, result), plain(result)
    return {name: value for name, value in measured.items() if own.get(name) != value} if isinstance(measured, dict) else {}


def _is_of(link: Link, item: Item, result: KeyResult | None) -> bool:
    """Whether a reference of an item is one of what is asked for."""
    if result is None or not isinstance(item, Objective):
        return True
    at = [one.id for one in item.key_results].index(result.id)
    return link.place[:2] == ("key_results", at)


def _astray(plan: Plan) -> tuple[Link, ...]:
    """References of a plan that lead nowhere, and to what cannot be read; only the team is told."""
    whole = plan.workspace.product
    if plan.seen.plans:
        return plan.seen.broken
    return (*whole.broken, *whole.waiting) if whole is not None and plan.seen.is_inside else ()


def _is_its(link: Link, item: Item, result: KeyResult | None) -> bool:
    return link.source == item.id and _is_of(link, item, result)


def _target(product: Projection, link: Link) -> Ref:
    other = product.items[link.target]
    parts = other.key_results if isinstance(other, Objective) else ()
    title = next((one.title for one in parts if one.id == link.part), "")
    return Ref(other.id, title, other.type, link.part) if title else ref(other)


def _place(link: Link) -> str:
    """The field that names something, with the groups that it stands in."""
    return ".".join(part for part in link.place if isinstance(part, str)) or link.field


def _faults(plan: Plan, item: Item, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    own = {item.path, table_of(item)}
    own |= {told.record.path for (id, _), told in plan.workspace.translations.items() if id == item.id}
    own |= {f"{item.path.removesuffix('.md')}.{language}.md" for language in LANGUAGES}  # also those that cannot be read
    yield from (fault for fault in found if fault.span.path in own)
