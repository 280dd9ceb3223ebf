"""Why an item is there: up to goals and the vision, down to evidence, delivery and results, and what is missing of that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pmsite.asking.plan import VERSION, Plan, item_of
from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.judgement import Judgement, judge
from pmsite.model.objective import KeyResult, Objective
from pmsite.views import coverage, thread
from pmsite.views.parts import Ref, ref
from pmsite.wording.words import N_

MISSING: Mapping[str, str] = {
    "goals_without_features": N_("no feature serves it"),
    "features_without_goal": N_("it serves no goal"),
    "features_without_evidence": N_("it rests on no evidence"),
    "insights_without_action": N_("nobody acts on it"),
    "feedback_without_answer": N_("nobody has answered it"),
    "shipped_without_result": N_("nobody has said what it did"),
    "metrics_without_use": N_("nothing uses it"),
}
"""What is said of an item at which the thread is broken."""


DEEPEST = 50
"""Steps up that are told: nobody has so many, and what calls itself has to end."""


@dataclass(frozen=True, slots=True)
class Up:
    """Something that an item is there for, and what that is there for in turn.

    `field` says so: one of the item below where `is_own`, else one of this. `is_told` where its own reasons stand elsewhere already.
    """

    field: str
    is_own: bool
    ref: Ref
    ups: tuple[Up, ...] = ()
    is_told: bool = False

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        told = {**named(self.ref), "field": self.field or None, "named_by_it": not self.is_own}
        return told | ({} if self.is_told else {"why": [up.as_json() for up in self.ups]})


@dataclass(frozen=True, slots=True)
class Why:
    """The thread that one item, or one key result, hangs on."""

    audience: str
    ref: Ref
    stands: Judgement
    result: str
    """What it did, measured, where somebody said so."""
    ups: tuple[Up, ...]
    steps: tuple[tuple[str, tuple[Ref, ...]], ...]
    """Evidence, goals, work, what was delivered and what measures it, without the item itself."""
    missing: tuple[str, ...]
    """Where its thread is broken; only the team can know."""

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "version": VERSION,
            "audience": self.audience,
            **named(self.ref),
            "judgement": judgement(self.stands),
            "result": self.result or None,
            "why": [up.as_json() for up in self.ups],
            "thread": {name: [named(one) for one in refs] for name, refs in self.steps},
            "missing": [{"code": name, "message": MISSING[name]} for name in self.missing],
        }


def why(plan: Plan, id: str) -> Why:
    """Why the item, or the key result, with an id is there. Raises Refused and Faulty."""
    product = plan.seen
    item, result = item_of(plan, id)
    found = Ref(item.id, result.title, item.type, result.id) if result else ref(item)
    ups = (Up("", True, ref(item), _ups(product, item, {item.id})),) if result else _ups(product, item, {item.id})
    steps = tuple(
        (name, refs)
        for name, items in thread.hangs_on(product, item, result.id if result else "")
        if (refs := tuple(ref(one) for one in items if one is not item))
    )
    said = item.result if isinstance(item, Feature) else ""
    missing = tuple(_missing(product, item, result, steps)) if product.is_inside else ()
    return Why(product.audience, found, stands(product, item, result), said, ups, steps, missing)


def _ups(product: Projection, item: Item, seen: set[str], depth: int = 0) -> tuple[Up, ...]:
    """What an item is there for, each with its own reasons where it is told first."""
    found = []
    for step in thread.above(product, item):
        is_told = step.item.id in seen or depth == DEEPEST
        seen.add(step.item.id)
        ups = () if is_told else _ups(product, step.item, seen, depth + 1)
        whole = Up(step.field, step.is_own, ref(step.item), ups, is_told)
        part = _part(step.item, step.part)
        found.append(Up(step.field, True, part, (replace(whole, field=""),)) if part else whole)
    return tuple(found)


def _part(item: Item, id: str) -> Ref | None:
    results = item.key_results if isinstance(item, Objective) else ()
    return next((Ref(item.id, result.title, item.type, id) for result in results if result.id == id), None)


def _missing(product: Projection, item: Item, result: KeyResult | None, steps: tuple[tuple[str, Any], ...]) -> list[str]:
    if result is None:
        return list(coverage.missing(product, item))
    return [] if any(name == "work" for name, _ in steps) or not product.of(Feature) else ["goals_without_features"]


def stands(product: Projection, item: Item, result: KeyResult | None) -> Judgement:
    """How an item stands, or a key result of it."""
    judged = judge(product, item)
    if result is None or not isinstance(item, Objective):
        return judged
    at = [one.id for one in item.key_results].index(result.id)
    return judged.parts[at] if at < len(judged.parts) else Judgement()


def judgement(found: Judgement) -> dict[str, Any] | None:
    """A judgement for programs; nothing where there is none."""
    return {"state": found.state or None, "score": found.score, "forecast": found.forecast} if found.is_told else None


def named(found: Ref) -> dict[str, Any]:
    """An item, or a key result, for programs: by what others call it."""
    return {"id": written(found), "type": "key_result" if found.part else found.type, "title": found.title}


def written(found: Ref) -> str:
    """How authors name an item, or a key result of it."""
    return f"{found.id}.{found.part}" if found.part else found.id
