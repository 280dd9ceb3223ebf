"""Decisions that somebody has to make: the options, what is recommended, by when."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.decision import Decision, Option
from pmsite.model.judgement.waits import is_late
from pmsite.model.period import Period
from pmsite.views.asked import Asked
from pmsite.views.parts import Ref, called, ref


@dataclass(frozen=True, slots=True)
class Needed:
    """One open decision. An option that is marked as chosen is what its driver recommends."""

    ref: Ref
    summary: str
    options: tuple[Option, ...]
    due: Period | None
    late: bool
    approver: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """Open decisions, the most urgent first."""

    rows: tuple[Needed, ...]


def build(product: Projection, asked: Asked) -> Decisions:
    """The open decisions of a projection."""
    proposed = [found for found in asked.select(product.of(Decision)) if found.status == "proposed"]
    if not asked.items:
        proposed.sort(key=lambda d: (d.due is None, d.due.last if d.due else product.today, d.key))
    return Decisions(tuple(_needed(product, found) for found in proposed[: asked.up_to()]))


def _needed(product: Projection, decision: Decision) -> Needed:
    late, approver = is_late(decision, product.today), called(product, decision.approver)
    return Needed(ref(decision), decision.in_short, decision.options, decision.due, late, approver)
