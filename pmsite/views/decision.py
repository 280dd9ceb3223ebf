"""A decision in the chain of those that replaced each other."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.decision import Decision
from pmsite.views.parts import Ref, ref

LONGEST = 20


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """What the page of one decision adds: the chain it stands in, oldest first, and what replaced it."""

    chain: tuple[tuple[Ref, str], ...]
    replaced_by: tuple[Ref, ...]


def build(product: Projection, decision: Decision) -> DecisionPage:
    """The page of one decision."""
    before, after = _walk(product, decision, backward=True), _walk(product, decision, backward=False)
    chain = (*reversed(before), decision, *after)
    return DecisionPage(
        tuple((ref(found), found.status) for found in chain) if len(chain) > 1 else (),
        tuple(ref(item) for item in product.pointing(decision.id, "supersedes")),
    )


def _walk(product: Projection, decision: Decision, *, backward: bool) -> list[Decision]:
    found: list[Decision] = []
    seen = {decision.id}
    at: Decision | None = decision
    while at is not None and len(found) < LONGEST:
        near = product.named(at.id, "supersedes") if backward else product.pointing(at.id, "supersedes")
        at = next((item for item in near if isinstance(item, Decision) and item.id not in seen), None)
        if at is not None:
            seen.add(at.id)
            found.append(at)
    return found
